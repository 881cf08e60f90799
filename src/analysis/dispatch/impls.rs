//! Which impls a call of a trait method may reach: those of a known type, or all visible ones in the workspace.

use crate::facts::Name;
use crate::names::{CrateKind, DefId};
use crate::types::{Subst, Ty, TyKind, TypeDb};

/// For a trait with more impls in the workspace than this, calls through it have no targets.
const MAX_IMPLS: usize = 16;

/// Impl blocks by trait. `Sync`.
pub(in crate::analysis) struct TraitImpls<'a> {
    db: &'a TypeDb<'a>,
}

impl<'a> TraitImpls<'a> {
    pub(in crate::analysis) fn new(db: &'a TypeDb<'a>) -> Self {
        Self { db }
    }

    /// The methods that a call through `dyn Trait` or a bound may reach: of every impl in the workspace outside tests, or the trait's default.
    /// None for traits of other crates, since they may have impls that are not visible.
    pub(in crate::analysis) fn visible(&self, method: DefId) -> Vec<DefId> {
        let store = self.db.store;
        let Some(trait_def) = store.def(method).parent else { return Vec::new() };
        if store.krate(trait_def.krate).kind != CrateKind::Local {
            return Vec::new();
        }
        let impls: Vec<DefId> = store.local_crates().iter().flat_map(|&krate| self.db.impls_of_trait(krate, trait_def)).collect();
        let mut methods: Vec<DefId> = Vec::new();
        for imp in impls.iter().filter(|imp| !store.def(**imp).in_test) {
            let found = self.db.member_like(*imp, method).unwrap_or(method);
            if !methods.contains(&found) {
                methods.push(found);
            }
        }
        if methods.len() > MAX_IMPLS { Vec::new() } else { methods }
    }

    /// The impls of a trait for a nominal type.
    pub(in crate::analysis) fn of(&self, trait_def: DefId, ty: &Ty) -> Vec<DefId> {
        match ty.kind() {
            TyKind::Adt(adt, _) => self.db.impls_for(trait_def, *adt),
            _ => Vec::new(),
        }
    }

    /// The impls that may apply to a known type: its own, else those for built-in types and blanket impls in the trait's crate.
    pub(in crate::analysis) fn of_known_type(&self, trait_def: DefId, ty: &Ty) -> Vec<DefId> {
        let own = self.of(trait_def, ty);
        if !own.is_empty() || self.db.store.krate(trait_def.krate).kind != CrateKind::Local {
            return own;
        }
        let is_nominal = ty.as_adt().is_some();
        let (mut built_in, mut blanket) = (Vec::new(), Vec::new());
        for imp in self.db.impls_of_trait(trait_def.krate, trait_def) {
            match self.db.impl_self(imp) {
                Some(self_ty) if matches!(self_ty.kind(), TyKind::Param(..)) => blanket.push(imp),
                Some(self_ty) if !is_nominal && self_ty.strip_refs() == ty => built_in.push(imp),
                _ => {}
            }
        }
        if built_in.is_empty() { blanket } else { built_in }
    }

    /// The type behind a pointer, if the workspace's trait has no written impl for the pointer. So an attribute macro has generated one, which
    /// forwards: `#[auto_impl(Box, Arc)]`.
    pub(in crate::analysis) fn behind_generated(&self, trait_def: DefId, ty: &Ty) -> Option<Ty> {
        let behind = self.db.pointee(ty);
        let is_generated = || {
            let has_attribute = self.db.store.item(trait_def).is_some_and(|item| !item.attrs.is_empty());
            has_attribute && self.of_known_type(trait_def, ty.strip_refs()).is_empty()
        };
        (behind != ty.strip_refs() && self.db.store.krate(trait_def.krate).kind == CrateKind::Local && is_generated())
            .then(|| behind.clone())
    }

    /// The method by which a nominal type implements a trait, if there is exactly one impl.
    pub(in crate::analysis) fn method(&self, trait_def: DefId, ty: &Ty, name: &str) -> Option<DefId> {
        match self.of(trait_def, ty)[..] {
            [only] => self.db.member_fn(only, Name::new(name)),
            _ => None,
        }
    }

    /// The generic arguments of the impl that a method is in, for a self type: `R` is `File` in `impl<R: Read> Read for Counted<R>` for `Counted<File>`.
    pub(in crate::analysis) fn subst_of(&self, method: DefId, ty: &Ty) -> Subst {
        let Some(imp) = self.db.store.def(method).parent else { return Subst::empty() };
        let Some(written) = self.db.impl_self(imp) else { return Subst::empty() };
        let of_type = |ty: &Ty| ty.as_adt().map(|(_, args)| args.clone()).unwrap_or_default();
        let pairs: Vec<(Ty, Ty)> = match written.kind() {
            // `impl<T: Base> Find for T`
            TyKind::Param(..) => vec![(written.clone(), ty.clone())],
            _ => of_type(&written).iter().cloned().zip(of_type(ty).iter().cloned()).collect(),
        };
        let mut found: Vec<Ty> = Vec::new();
        for (param, arg) in pairs {
            if let TyKind::Param(owner, index) = param.kind()
                && *owner == imp
            {
                let index = *index as usize;
                if found.len() <= index {
                    found.resize(index + 1, Ty::unknown());
                }
                found[index] = arg;
            }
        }
        if found.is_empty() { Subst::empty() } else { Subst::of(imp, found.into()) }
    }
}
