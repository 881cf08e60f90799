//! The declared bounds of traits, associated types and opaque types.

use super::TypeDb;
use super::lower::{ImplTraitMode, LowerCtx};
use super::signatures::{count, generics_of_item, impl_traits};
use super::subst::Subst;
use super::ty::{TraitRef, Ty, TyKind};
use crate::facts::{ItemKind, Name, TypeRef};
use crate::names::{DefId, DefKind};
use std::sync::Arc;

impl TypeDb<'_> {
    /// The direct supertraits of a trait, in terms of its parameters.
    #[must_use]
    pub fn supertraits(&self, def: DefId) -> Arc<[TraitRef]> {
        self.supertraits.get(def, || {
            let Some(ItemKind::Trait(facts)) = self.store.item(def).map(|item| &item.kind) else { return Arc::new([]) };
            let mut ctx = LowerCtx::new(self, def);
            let mut out: Vec<TraitRef> = facts.supertraits.iter().filter_map(|bound| ctx.bound(bound)).collect();
            // `where Self: A` declares a supertrait too.
            let self_ty = Ty::new(TyKind::Param(def, 0));
            for predicate in facts.generics.predicates.iter().filter(|predicate| is_self(&predicate.ty)) {
                if ctx.ty(&predicate.ty) == self_ty {
                    out.extend(predicate.bounds.iter().filter_map(|bound| ctx.bound(bound)));
                }
            }
            out.into()
        })
    }

    /// Whether the definitions of all traits that bound the parameters of an item and its parents are known.
    #[must_use]
    pub(crate) fn has_clear_bounds(&self, def: DefId) -> bool {
        std::iter::successors(Some(def), |current| self.generic_parent(*current))
            .all(|current| self.declared_bounds(current) <= self.predicates(current).len())
    }

    /// The number of bounds that an item declares.
    fn declared_bounds(&self, def: DefId) -> usize {
        let Some(item) = self.store.item(def) else { return usize::MAX };
        let of_generics = generics_of_item(&item.kind).map_or(0, |generics| generics.predicates.iter().map(|one| one.bounds.len()).sum());
        let mut anonymous = Vec::new();
        if let ItemKind::Fn(function) = &item.kind {
            function.sig.params.iter().for_each(|param| impl_traits(&param.ty, &mut anonymous));
        }
        of_generics + anonymous.iter().map(|bounds| bounds.len()).sum::<usize>()
    }

    /// Whether the definitions of all direct supertraits of a trait are known.
    #[must_use]
    pub(crate) fn has_clear_supertraits(&self, def: DefId) -> bool {
        let Some(ItemKind::Trait(facts)) = self.store.item(def).map(|item| &item.kind) else { return false };
        facts.supertraits.len() <= self.supertraits(def).len()
    }

    /// The trait, or the supertrait of it, that declares the associated type `name`.
    #[must_use]
    pub fn trait_with_assoc(&self, trait_ref: &TraitRef, name: Name) -> Option<TraitRef> {
        self.find_supertrait(trait_ref, &mut |candidate| {
            self.store.members(candidate.def).iter().any(|member| {
                let member = self.store.def(*member);
                member.kind == DefKind::TypeAlias && member.name == name
            })
        })
    }

    /// Searches a bound and its supertraits, nearest first; at most 64 of them.
    #[must_use]
    pub fn find_supertrait(&self, trait_ref: &TraitRef, accept: &mut dyn FnMut(&TraitRef) -> bool) -> Option<TraitRef> {
        let mut queue = std::collections::VecDeque::from([trait_ref.clone()]);
        let mut seen = 0;
        while let Some(next) = queue.pop_front() {
            if accept(&next) {
                return Some(next);
            }
            seen += 1;
            if seen > 64 {
                return None;
            }
            for parent in self.supertraits(next.def).iter() {
                let args: Arc<[Ty]> = std::iter::once(Ty::new(TyKind::Param(next.def, 0))).chain(next.args.iter().cloned()).collect();
                let mut parent = parent.subst(&Subst::of(next.def, args));
                // Associated type bindings written on a subtrait's bound also apply to its supertraits.
                if parent.bindings.is_empty() {
                    parent.bindings = next.bindings.clone();
                }
                queue.push_back(parent);
            }
        }
        None
    }

    /// The bounds of the `impl Trait`s in a fn's return type.
    #[must_use]
    pub fn opaque_bounds(&self, def: DefId, index: u32) -> Arc<[TraitRef]> {
        let all = self.opaques.get(def, || {
            let Some(function) = self.function(def) else { return Arc::new([]) };
            let mut found = Vec::new();
            impl_traits(&function.sig.ret, &mut found);
            found
                .iter()
                .enumerate()
                .map(|(index, bounds)| {
                    let mut ctx = LowerCtx::new(self, def);
                    ctx.impl_trait = ImplTraitMode::Return(def, count(index + 1));
                    bounds.iter().filter_map(|bound| ctx.bound(bound)).collect()
                })
                .collect()
        });
        all.get(index as usize).cloned().unwrap_or_default()
    }

    /// The bounds that a trait declares for one of its associated types, in terms of the trait's parameters.
    #[must_use]
    pub fn assoc_bounds(&self, trait_def: DefId, name: Name) -> Arc<[TraitRef]> {
        self.assoc_bounds.get((trait_def, name), || {
            let member = self.store.members(trait_def).iter().copied().find(|member| {
                let member = self.store.def(*member);
                member.kind == DefKind::TypeAlias && member.name == name
            });
            let Some(member) = member else { return Arc::new([]) };
            let Some(ItemKind::TypeAlias { bounds, .. }) = self.store.item(member).map(|item| &item.kind) else { return Arc::new([]) };
            let mut ctx = LowerCtx::new(self, member);
            bounds.iter().filter_map(|bound| ctx.bound(bound)).collect()
        })
    }

    /// The type behind references, `Box`, `Arc` and `Rc`.
    #[must_use]
    pub fn pointee<'t>(&self, ty: &'t Ty) -> &'t Ty {
        let mut ty = ty.strip_refs();
        while let TyKind::Adt(def, args) = ty.kind()
            && let Some(inner) = args.first()
            && (Some(*def) == self.lang.boxed || ["std::sync::Arc", "std::rc::Rc"].contains(&&*self.store.canonical_path(*def)))
        {
            ty = inner.strip_refs();
        }
        ty
    }

    /// The struct, enum or union behind references, `Box`, `Arc` and `Rc`.
    #[must_use]
    pub fn pointed_adt(&self, ty: &Ty) -> Option<DefId> {
        match self.pointee(ty).kind() {
            TyKind::Adt(def, _) => Some(*def),
            _ => None,
        }
    }

    /// Whether a parameter of `def` with type `param` is something that the fn can call: a closure, a fn pointer, a `dyn Fn`.
    #[must_use]
    pub fn is_callable_param(&self, def: DefId, param: &Ty) -> bool {
        let is_fn_trait = |trait_def: DefId| {
            let lang = &self.lang;
            [lang.fn_, lang.fn_mut, lang.fn_once, lang.async_fn, lang.async_fn_mut, lang.async_fn_once].contains(&Some(trait_def))
        };
        match param.strip_refs().kind() {
            TyKind::FnPtr(..) => true,
            TyKind::Dyn(bounds) => bounds.iter().any(|bound| is_fn_trait(bound.def)),
            TyKind::Adt(..) => {
                let inner = self.pointee(param);
                !matches!(inner.kind(), TyKind::Adt(..)) && self.is_callable_param(def, inner)
            }
            TyKind::Param(..) => {
                let env = self.param_env(def);
                let ty = param.strip_refs();
                env.bounds_of(ty).any(|bound| self.find_supertrait(bound, &mut |candidate| is_fn_trait(candidate.def)).is_some())
            }
            _ => false,
        }
    }
}

impl TypeDb<'_> {
    /// Whether a parameter's bound is a trait that all callables of some kind implement: `impl<F: FnMut(&Captures) -> String> Replacer for F`.
    #[must_use]
    pub fn accepts_callables(&self, def: DefId, param: &Ty) -> bool {
        let is_for_callables = |bound: &TraitRef| !self.impls_for_callables(bound.def).is_empty();
        let ty = self.pointee(param);
        match ty.kind() {
            TyKind::Param(..) => self.param_env(def).bounds_of(ty).any(is_for_callables),
            TyKind::Dyn(bounds) => bounds.iter().any(is_for_callables),
            _ => false,
        }
    }

    /// The impls of a trait, beside the trait, that are for all callables of some kind.
    #[must_use]
    pub fn impls_for_callables(&self, trait_def: DefId) -> Arc<[DefId]> {
        let is_for_callables = |imp: &DefId| {
            self.impl_self(*imp).is_some_and(|own| matches!(own.kind(), TyKind::Param(..)) && self.is_callable_param(*imp, &own))
        };
        let find = || self.impls_of_trait(trait_def.krate, trait_def).into_iter().filter(is_for_callables).collect();
        self.callable_impls.get(trait_def, find)
    }
}

fn is_self(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Path(path) if path.qself.is_none() && path.segments.len() == 1 && path.segments[0].name == "Self")
}
