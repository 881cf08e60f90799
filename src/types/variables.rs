//! The values of type variables, and how they unify.

use super::ty::{Ty, TyKind};
use crate::names::PrimTy;
use ena::unify::{NoError, UnifyKey, UnifyValue};

/// The value of a variable.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum VarValue {
    Known(Ty),
    Free(VarKind),
}

/// The types that a free variable may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum VarKind {
    General,
    Integer,
    Float,
}

impl UnifyValue for VarValue {
    type Error = NoError;

    fn unify_values(a: &Self, b: &Self) -> Result<Self, NoError> {
        Ok(match (a, b) {
            (Self::Known(_), _) => a.clone(),
            (_, Self::Known(_)) => b.clone(),
            (Self::Free(VarKind::General), other) | (other, _) => other.clone(),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(pub(super) u32);

impl UnifyKey for Key {
    type Value = VarValue;

    fn index(&self) -> u32 {
        self.0
    }

    fn from_index(index: u32) -> Self {
        Self(index)
    }

    fn tag() -> &'static str {
        "TyVar"
    }
}

/// Whether an integer literal may have this type.
pub(super) fn is_integer(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Unknown)
        || matches!(
            ty.kind(),
            TyKind::Prim(
                PrimTy::I8
                    | PrimTy::I16
                    | PrimTy::I32
                    | PrimTy::I64
                    | PrimTy::I128
                    | PrimTy::Isize
                    | PrimTy::U8
                    | PrimTy::U16
                    | PrimTy::U32
                    | PrimTy::U64
                    | PrimTy::U128
                    | PrimTy::Usize
            )
        )
}
