//! Types as text, for messages and tests.

use super::TypeDb;
use super::ty::{Mutability, TraitRef, Ty, TyKind};
use crate::names::PrimTy;

impl TypeDb<'_> {
    /// The type as a user would write it: `Vec<String>`, `&mut File`; `_` where it is unknown.
    #[must_use]
    pub fn show(&self, ty: &Ty) -> String {
        let list = |args: &[Ty]| args.iter().map(|arg| self.show(arg)).collect::<Vec<_>>().join(", ");
        match ty.kind() {
            TyKind::Unknown | TyKind::Infer(_) => "_".to_owned(),
            TyKind::Never => "!".to_owned(),
            TyKind::Prim(prim) => prim_name(*prim).to_owned(),
            TyKind::Adt(def, args) => {
                let name = self.store.def(*def).name;
                if args.is_empty() { name.to_string() } else { format!("{name}<{}>", list(args)) }
            }
            TyKind::External(path, args) => {
                let name = path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::");
                if args.is_empty() { name } else { format!("{name}<{}>", list(args)) }
            }
            TyKind::Ref(Mutability::Shared, inner) => format!("&{}", self.show(inner)),
            TyKind::Ref(Mutability::Mutable, inner) => format!("&mut {}", self.show(inner)),
            TyKind::Ptr(Mutability::Shared, inner) => format!("*const {}", self.show(inner)),
            TyKind::Ptr(Mutability::Mutable, inner) => format!("*mut {}", self.show(inner)),
            TyKind::Slice(inner) => format!("[{}]", self.show(inner)),
            TyKind::Array(inner) => format!("[{}; _]", self.show(inner)),
            TyKind::Tuple(items) => format!("({})", list(items)),
            TyKind::FnPtr(params, ret) => format!("fn({}) -> {}", list(params), self.show(ret)),
            TyKind::FnDef(def, _) => format!("fn {}", self.store.display_path(*def)),
            TyKind::Closure(closure) => format!("|{}| -> {}", list(&closure.params), self.show(&closure.ret)),
            TyKind::Param(owner, index) => self
                .generics(*owner)
                .params
                .get(*index as usize)
                .and_then(|param| param.name)
                .map_or_else(|| "impl _".to_owned(), |name| name.to_string()),
            TyKind::Dyn(bounds) => format!("dyn {}", self.show_bounds(bounds)),
            TyKind::Opaque(def, index, subst) => {
                let bounds: Vec<TraitRef> = self.opaque_bounds(*def, *index).iter().map(|bound| bound.subst(subst)).collect();
                format!("impl {}", self.show_bounds(&bounds))
            }
            TyKind::Future(output) => format!("impl Future<Output = {}>", self.show(output)),
            TyKind::Projection(def, name, args) => {
                format!("<{} as {}>::{name}", args.first().map(|ty| self.show(ty)).unwrap_or_default(), self.store.def(*def).name)
            }
        }
    }

    fn show_bounds(&self, bounds: &[TraitRef]) -> String {
        bounds.iter().map(|bound| self.store.def(bound.def).name.to_string()).collect::<Vec<_>>().join(" + ")
    }
}

fn prim_name(prim: PrimTy) -> &'static str {
    match prim {
        PrimTy::Bool => "bool",
        PrimTy::Char => "char",
        PrimTy::Str => "str",
        PrimTy::I8 => "i8",
        PrimTy::I16 => "i16",
        PrimTy::I32 => "i32",
        PrimTy::I64 => "i64",
        PrimTy::I128 => "i128",
        PrimTy::Isize => "isize",
        PrimTy::U8 => "u8",
        PrimTy::U16 => "u16",
        PrimTy::U32 => "u32",
        PrimTy::U64 => "u64",
        PrimTy::U128 => "u128",
        PrimTy::Usize => "usize",
        PrimTy::F32 => "f32",
        PrimTy::F64 => "f64",
    }
}
