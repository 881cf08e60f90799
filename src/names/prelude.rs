//! Primitive types and the standard prelude.

use super::scope::Target;
use super::{CrateData, DefId, DefKind, PrimTy};
use crate::facts::Name;
use crate::project::Edition;

impl PrimTy {
    /// The primitive of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "bool" => Self::Bool,
            "char" => Self::Char,
            "str" => Self::Str,
            "i8" => Self::I8,
            "i16" => Self::I16,
            "i32" => Self::I32,
            "i64" => Self::I64,
            "i128" => Self::I128,
            "isize" => Self::Isize,
            "u8" => Self::U8,
            "u16" => Self::U16,
            "u32" => Self::U32,
            "u64" => Self::U64,
            "u128" => Self::U128,
            "usize" => Self::Usize,
            "f32" => Self::F32,
            "f64" => Self::F64,
            _ => return None,
        })
    }

    /// Its keyword.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Char => "char",
            Self::Str => "str",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::I128 => "i128",
            Self::Isize => "isize",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::U128 => "u128",
            Self::Usize => "usize",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }
}

/// The prelude module that std's stubs have for an edition: `prelude::rust_20xx`, else `prelude::v1`. Found by declared names
/// alone, so that looking up the prelude never starts an import resolution.
pub(super) fn module(std: &CrateData, edition: Edition) -> Option<DefId> {
    let name = match edition {
        Edition::E2015 => "rust_2015",
        Edition::E2018 => "rust_2018",
        Edition::E2021 => "rust_2021",
        Edition::E2024 => "rust_2024",
    };
    let prelude = child(std, std.root, "prelude")?;
    child(std, prelude, name).or_else(|| child(std, prelude, "v1"))
}

fn child(krate: &CrateData, parent: DefId, name: &str) -> Option<DefId> {
    let scope = krate.entry(parent.index).scope.as_ref()?;
    scope.named.get(&Name::new(name))?.iter().find_map(|binding| match binding.target {
        Target::Def(id) if krate.entry(id.index).def.kind == DefKind::Module => Some(id),
        _ => None,
    })
}
