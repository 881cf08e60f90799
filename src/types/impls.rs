//! Impl blocks of a crate, by trait and by the head of their self type.

use super::TypeDb;
use super::ty::{Ty, TyKind};
use crate::facts::Name;
use crate::names::{CrateId, DefId, DefKind, PrimTy};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The outermost constructor of a type, as far as it decides which impls can apply.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Head {
    Adt(DefId),
    Prim(PrimTy),
    Ref,
    Ptr,
    Slice,
    Array,
    Tuple(usize),
    Fn,
    Dyn(DefId),
    Never,
}

impl Head {
    /// The head of a type; `None` where any impl may apply (a parameter, a projection, something unknown).
    pub(super) fn of(ty: &Ty) -> Option<Self> {
        Some(match ty.kind() {
            TyKind::Adt(def, _) => Self::Adt(*def),
            TyKind::Prim(prim) => Self::Prim(*prim),
            TyKind::Ref(..) => Self::Ref,
            TyKind::Ptr(..) => Self::Ptr,
            TyKind::Slice(_) => Self::Slice,
            TyKind::Array(_) => Self::Array,
            TyKind::Tuple(items) => Self::Tuple(items.len()),
            TyKind::FnPtr(..) | TyKind::FnDef(..) | TyKind::Closure(_) => Self::Fn,
            TyKind::Dyn(bounds) => Self::Dyn(bounds.first()?.def),
            TyKind::Never => Self::Never,
            TyKind::Unknown
            | TyKind::External(..)
            | TyKind::Param(..)
            | TyKind::Opaque(..)
            | TyKind::Future(_)
            | TyKind::Projection(..)
            | TyKind::Infer(_) => return None,
        })
    }
}

/// The impls of one crate.
#[derive(Debug, Default)]
pub(super) struct CrateImpls {
    /// Inherent methods and associated items by self type and name, in source order.
    pub(super) inherent: FxHashMap<(Head, Name), Vec<DefId>>,
    /// Trait impls by trait: the self type's head (`None` for blanket impls) and the impl, in source order.
    pub(super) of_trait: FxHashMap<DefId, Vec<(Option<Head>, DefId)>>,
}

impl TypeDb<'_> {
    /// The impls that stand in a crate.
    pub(super) fn crate_impls(&self, krate: CrateId) -> Arc<CrateImpls> {
        self.impls.get(krate, || {
            let mut index = CrateImpls::default();
            for &imp in self.store.impls(krate) {
                let Some(self_ty) = self.self_ty(imp) else { continue };
                let head = Head::of(&self_ty);
                let is_trait_impl = matches!(
                    self.store.item(imp).map(|item| &item.kind),
                    Some(crate::facts::ItemKind::Impl(block)) if block.of_trait.is_some()
                );
                if is_trait_impl {
                    if self_ty.is_unknown() {
                        continue;
                    }
                    if let Some(trait_ref) = self.impl_trait(imp) {
                        index.of_trait.entry(trait_ref.def).or_default().push((head, imp));
                    }
                } else if let Some(head) = head {
                    for &member in self.store.members(imp) {
                        let name = self.store.def(member).name;
                        index.inherent.entry((head, name)).or_default().push(member);
                    }
                }
            }
            Arc::new(index)
        })
    }

    /// Crates in which an impl for these types may stand (the orphan rule), sorted by name so that ids do not matter.
    pub(super) fn crates_of_types<'t>(types: impl Iterator<Item = &'t Ty>, out: &mut Vec<CrateId>) {
        fn visit(ty: &Ty, out: &mut Vec<CrateId>, fuel: &mut u32) {
            if *fuel == 0 {
                return;
            }
            *fuel -= 1;
            match ty.kind() {
                TyKind::Adt(def, args) => {
                    out.push(def.krate);
                    args.iter().for_each(|arg| visit(arg, out, fuel));
                }
                TyKind::Ref(_, inner) | TyKind::Ptr(_, inner) | TyKind::Slice(inner) | TyKind::Array(inner) => visit(inner, out, fuel),
                TyKind::Tuple(items) => items.iter().for_each(|item| visit(item, out, fuel)),
                TyKind::Dyn(bounds) => out.extend(bounds.first().map(|bound| bound.def.krate)),
                TyKind::FnPtr(params, ret) => {
                    params.iter().for_each(|param| visit(param, out, fuel));
                    visit(ret, out, fuel);
                }
                _ => {}
            }
        }
        let mut fuel = 64;
        for ty in types {
            visit(ty, out, &mut fuel);
        }
    }

    /// The crate in which inherent impls for this type stand.
    pub(super) fn inherent_crate(&self, head: Head) -> CrateId {
        match head {
            Head::Adt(def) | Head::Dyn(def) => def.krate,
            _ => self.store.std(),
        }
    }

    /// Inherent members called `name` of a type with this head; those of a variant's enum count too.
    pub(super) fn inherent_members(&self, head: Head, name: Name) -> Vec<DefId> {
        let impls = self.crate_impls(self.inherent_crate(head));
        impls.inherent.get(&(head, name)).cloned().unwrap_or_default()
    }

    /// Whether the type has a derive that is not one of std's.
    pub(super) fn has_foreign_derive(&self, def: DefId) -> bool {
        const STD: [&str; 9] = ["Clone", "Copy", "Debug", "Default", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];
        self.store.item(def).is_some_and(|item| {
            let mut derives = item.attrs.iter().flat_map(|attr| &attr.derives);
            derives.any(|derive| derive.segments.last().is_some_and(|last| !STD.contains(&last.name.as_str())))
        })
    }

    /// Whether the type has `#[derive(Trait)]` for a trait of this name.
    pub(super) fn derives(&self, def: DefId, trait_def: DefId) -> bool {
        let name = self.store.def(trait_def).name;
        self.store.def(trait_def).kind == DefKind::Trait
            && self.store.item(def).is_some_and(|item| {
                item.attrs
                    .iter()
                    .flat_map(|attr| &attr.derives)
                    .any(|derive| derive.segments.last().is_some_and(|segment| segment.name == name))
            })
    }
}

impl TypeDb<'_> {
    /// Inherent fns called `name` of a type; what smart pointers lead to is not looked at.
    #[must_use]
    pub fn inherent_of(&self, ty: &Ty, name: Name) -> Vec<DefId> {
        Head::of(ty).map(|head| self.inherent_members(head, name)).unwrap_or_default()
    }

    /// The type that a definition names, with its own parameters as arguments; aliases are followed.
    #[must_use]
    pub fn named_ty(&self, def: DefId) -> Ty {
        match self.store.def(def).kind {
            DefKind::TypeAlias => self.alias_ty(def, 0),
            _ => self.self_ty(def).unwrap_or_else(Ty::unknown),
        }
    }

    /// The method `name` of a trait or of its supertraits.
    #[must_use]
    pub fn method_of_bound(&self, bound: &super::TraitRef, name: Name) -> Option<DefId> {
        let hit = self.find_supertrait(bound, &mut |candidate| self.trait_method(candidate.def, name).is_some())?;
        self.trait_method(hit.def, name)
    }
}
