//! Impl blocks of a crate, by trait and by the head of their self type.

use super::TypeDb;
use super::subst::Subst;
use super::ty::{Ty, TyKind};
use crate::facts::{ItemKind, Name};
use crate::names::{CrateId, CrateKind, DefId, DefKind, Namespace, PrimTy, Res};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
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

/// The parts of an impl that suffice to reject it quickly.
#[derive(Clone, Debug)]
pub(super) struct ImplHeader {
    pub(super) imp: DefId,
    /// The heads of the trait's arguments.
    args: SmallVec<[Option<Head>; 1]>,
}

impl ImplHeader {
    /// Whether the head of any trait argument certainly differs from the wanted one.
    pub(super) fn differs(&self, wanted: &[Option<Head>]) -> bool {
        self.args.iter().zip(wanted).any(|(own, wanted)| own.is_some() && wanted.is_some() && own != wanted)
    }
}

/// The impls of one trait in one crate, each list in source order.
#[derive(Debug, Default)]
pub(super) struct TraitImpls {
    by_head: FxHashMap<Head, Vec<ImplHeader>>,
    blanket: Vec<ImplHeader>,
}

impl TraitImpls {
    /// The candidate impls for a type with this head; only blanket impls if there is no head.
    pub(super) fn for_head(&self, head: Option<Head>) -> impl Iterator<Item = &ImplHeader> {
        head.and_then(|head| self.by_head.get(&head)).into_iter().flatten().chain(&self.blanket)
    }
}

impl TypeDb<'_> {
    /// Those impls of a trait in a crate that may be for a type with this head: most impls name the type that they are for, and few of them are
    /// ever needed. Misses impls that name the trait by a rename from another crate.
    pub(super) fn trait_impls(&self, krate: CrateId, trait_def: DefId, head: Option<Head>) -> impl Iterator<Item = Arc<TraitImpls>> {
        let named = head.and_then(|head| self.written_name(head)).map(Some);
        named.into_iter().chain([None]).map(move |name| self.trait_impls_for(krate, trait_def, name))
    }

    /// The impls of a trait that name this type, or that name none that is certainly meant.
    fn trait_impls_for(&self, krate: CrateId, trait_def: DefId, self_name: Option<Name>) -> Arc<TraitImpls> {
        self.trait_impls.get((krate, trait_def, self_name), || {
            let index = self.store.impl_names(krate);
            let is_wanted = |imp: &DefId| index.selves.get(imp).copied() == self_name && self.implemented(*imp) == Some(trait_def);
            let mut found = TraitImpls::default();
            for imp in self.impls_by_name(krate, trait_def).into_iter().filter(is_wanted) {
                let Some(self_ty) = self.self_ty(imp).filter(|self_ty| !self_ty.is_unknown()) else { continue };
                let args = self.impl_trait(imp).map(|of| of.args.iter().map(Head::of).collect()).unwrap_or_default();
                let list = match Head::of(&self_ty) {
                    Some(head) => found.by_head.entry(head).or_default(),
                    None => &mut found.blanket,
                };
                list.push(ImplHeader { imp, args });
            }
            Arc::new(found)
        })
    }

    /// The impls of a crate for traits that are called like this one, in source order.
    fn impls_by_name(&self, krate: CrateId, trait_def: DefId) -> Vec<DefId> {
        let index = self.store.impl_names(krate);
        let own = self.store.def(trait_def).name;
        let names = std::iter::once(own).chain(index.renamed.iter().copied().filter(|name| *name != own));
        let mut impls: Vec<DefId> = names.filter_map(|name| index.of_trait.get(&name)).flatten().copied().collect();
        impls.sort_by_key(|imp| imp.index);
        impls
    }

    /// What impls for types with this head call the type.
    fn written_name(&self, head: Head) -> Option<Name> {
        match head {
            Head::Adt(def) => Some(self.store.def(def).name),
            Head::Prim(prim) => Some(Name::new(prim.as_str())),
            _ => None,
        }
    }

    /// The trait that an impl implements, whatever its arguments.
    fn implemented(&self, imp: DefId) -> Option<DefId> {
        let Some(ItemKind::Impl(block)) = self.store.item(imp).map(|item| &item.kind) else { return None };
        let resolved = self.store.resolve(self.store.scope_of(imp), block.of_trait.as_ref()?, Namespace::Type);
        match resolved.res {
            Res::Def(def) if resolved.rest == 0 && self.store.def(def).kind == DefKind::Trait => Some(def),
            _ => None,
        }
    }

    /// Crates that may contain an impl for these types (orphan rule), sorted by name so that ids do not matter.
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

    /// The crate that contains the inherent impls of this type.
    pub(super) fn inherent_crate(&self, head: Head) -> CrateId {
        match head {
            Head::Adt(def) | Head::Dyn(def) => def.krate,
            _ => self.store.std(),
        }
    }

    /// Inherent members called `name` of a type with this head: those first whose `cfg` fits best, else in source order.
    pub(super) fn inherent_members(&self, head: Head, name: Name) -> Arc<[DefId]> {
        self.inherent.get((head, name), || {
            let impls = self.store.impl_names(self.inherent_crate(head));
            let members = impls.inherent.get(&name).map(Vec::as_slice).unwrap_or_default().iter();
            let name = self.written_name(head);
            let is_other = |imp: &DefId| impls.selves.get(imp).is_some_and(|own| Some(*own) != name);
            let wanted =
                members.filter(|(imp, _)| !is_other(imp) && self.self_ty(*imp).is_some_and(|self_ty| Head::of(&self_ty) == Some(head)));
            let mut wanted: Vec<(DefId, DefId)> = wanted.copied().collect();
            if wanted.len() > 1 {
                // Among `cfg`-exclusive members, the one that fits the platform and the manifest comes first.
                wanted.sort_by_key(|(imp, member)| self.store.cfg_rank(*imp).max(self.store.cfg_rank(*member)));
            }
            wanted.into_iter().map(|(_, member)| member).collect()
        })
    }

    /// Fns called `name` in inherent impls of a crate of the workspace, or of one that it can name, for a type of another crate. They are legal
    /// only under an attribute macro that makes a trait of the impl: `#[ext] pub impl u64 { .. }`.
    pub(super) fn extension_members(&self, head: Head, name: Name, from: CrateId) -> Vec<DefId> {
        if self.store.kind(self.inherent_crate(head)) == CrateKind::Local || self.store.kind(from) != CrateKind::Local {
            return Vec::new();
        }
        let is_for_head = |imp: DefId| self.self_ty(imp).is_some_and(|self_ty| Head::of(&self_ty) == Some(head));
        let has_attribute = |imp: DefId| self.store.item(imp).is_some_and(|item| !item.attrs.is_empty());
        let mut found = Vec::new();
        for &krate in self.store.local_crates() {
            let is_named = || self.store.names_crate(from, self.store.krate(krate).name);
            let impls = self.store.impl_names(krate);
            let Some(members) = impls.inherent.get(&name).filter(|_| krate == from || is_named()) else { continue };
            found.extend(members.iter().filter(|(imp, _)| has_attribute(*imp) && is_for_head(*imp)).map(|(_, member)| *member));
        }
        found
    }

    /// Whether the type has a derive that is not one of std's.
    #[must_use]
    pub fn has_foreign_derive(&self, def: DefId) -> bool {
        const STD: [&str; 9] = ["Clone", "Copy", "Debug", "Default", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];
        self.store.item(def).is_some_and(|item| {
            let mut derives = item.attrs.iter().flat_map(|attr| &attr.derives);
            derives.any(|derive| derive.segments.last().is_some_and(|last| !STD.contains(&last.name.as_str())))
        })
    }

    /// Whether the type has a derive of one of these names.
    pub fn has_derive_in(&self, def: DefId, names: &[&str]) -> bool {
        self.store.item(def).is_some_and(|item| {
            let mut derives = item.attrs.iter().flat_map(|attr| &attr.derives);
            derives.any(|derive| derive.segments.last().is_some_and(|last| names.contains(&last.name.as_str())))
        })
    }

    /// The target of a derived `Deref`: the type's only field.
    pub(super) fn derived_target(&self, def: DefId, args: &Arc<[Ty]>) -> Option<Ty> {
        if !self.has_derive_in(def, &["Deref"]) {
            return None;
        }
        match &self.fields(def, None)[..] {
            [(_, only)] => Some(only.subst(&Subst::of(def, args.clone()))),
            _ => None,
        }
    }

    /// Whether an attribute macro implements a trait for a type by delegating each call: `#[dispatch(Trait)]` on the type, or
    /// `#[dispatch(Type)]` on the trait.
    pub(super) fn is_dispatched(&self, def: DefId, trait_def: DefId) -> bool {
        let names = |on: DefId, other: DefId| {
            let name = self.store.def(other).name;
            let is_named =
                |part: &str| part.split('<').next().and_then(|path| path.rsplit("::").next()).is_some_and(|last| name == last.trim());
            self.store.item(on).is_some_and(|item| item.attrs.iter().any(|attr| attr.args.split(',').any(|part| is_named(part.trim()))))
        };
        let is_own = |def: DefId| self.store.krate(def.krate).kind == CrateKind::Local;
        is_own(def)
            && is_own(trait_def)
            && self.store.def(trait_def).kind == DefKind::Trait
            && (names(def, trait_def) || names(trait_def, def))
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
    /// The impls of a trait in a crate, in source order, blanket impls included.
    #[must_use]
    pub fn impls_of_trait(&self, krate: CrateId, trait_def: DefId) -> Vec<DefId> {
        let all = self.all_impls.get((krate, trait_def), || {
            let impls = self.impls_by_name(krate, trait_def).into_iter();
            let is_known = |imp: &DefId| self.self_ty(*imp).is_some_and(|self_ty| !self_ty.is_unknown());
            impls.filter(|imp| self.implemented(*imp) == Some(trait_def) && is_known(imp)).collect()
        });
        all.to_vec()
    }

    /// Whether an attribute macro implements a trait for a type by delegating each call to its variants or fields.
    #[must_use]
    pub fn delegates_trait(&self, def: DefId, trait_def: DefId) -> bool {
        self.is_dispatched(def, trait_def)
    }

    /// Whether a type has `#[derive(Trait)]` for a trait of this name.
    #[must_use]
    pub fn has_derive(&self, def: DefId, trait_def: DefId) -> bool {
        self.derives(def, trait_def)
    }

    /// The type that an impl is for.
    #[must_use]
    pub fn impl_self(&self, imp: DefId) -> Option<Ty> {
        self.self_ty(imp)
    }

    /// The impls of a trait for a struct or enum, with any arguments, in that type's own crate; in source order.
    #[must_use]
    pub fn impls_for(&self, trait_def: DefId, adt: DefId) -> Vec<DefId> {
        // An impl is in the crate of the type or of the trait.
        let beside_trait = Some(trait_def.krate).filter(|krate| *krate != adt.krate);
        let mut found = Vec::new();
        for krate in std::iter::once(adt.krate).chain(beside_trait) {
            let impls = self.trait_impls(krate, trait_def, Some(Head::Adt(adt)));
            let mut here: Vec<DefId> = impls
                .flat_map(|impls| impls.by_head.get(&Head::Adt(adt)).into_iter().flatten().map(|header| header.imp).collect::<Vec<_>>())
                .collect();
            here.sort_by_key(|imp| imp.index);
            found.extend(here);
        }
        found
    }

    /// Inherent fns called `name` of a type, without autoderef.
    #[must_use]
    pub fn inherent_of(&self, ty: &Ty, name: Name) -> Vec<DefId> {
        Head::of(ty).map(|head| self.inherent_members(head, name).to_vec()).unwrap_or_default()
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
