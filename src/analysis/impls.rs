//! Which impls can stand behind a trait method: those of a type, and all that the workspace shows.

use crate::facts::Name;
use crate::names::{CrateId, CrateKind, DefId};
use crate::types::memo::Memo;
use crate::types::{Ty, TyKind, TypeDb};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// A trait has more impls than this in the workspace: nothing is said about calls through it.
const MAX_IMPLS: usize = 16;

type OfType = FxHashMap<(DefId, DefId), Vec<DefId>>;

/// Impl blocks by trait. `Sync`.
pub(super) struct TraitImpls<'a> {
    db: &'a TypeDb<'a>,
    /// Of the local crates, in the order of crates and source.
    local: OnceLock<FxHashMap<DefId, Vec<DefId>>>,
    of_type: Memo<CrateId, Arc<OfType>>,
}

impl<'a> TraitImpls<'a> {
    pub(super) fn new(db: &'a TypeDb<'a>) -> Self {
        Self { db, local: OnceLock::new(), of_type: Memo::default() }
    }

    /// The methods that a call through `dyn Trait` or a bound may reach: of every impl in the workspace outside tests, or the trait's default.
    /// Nothing for traits from elsewhere, whose other impls are out of sight.
    pub(super) fn visible(&self, method: DefId) -> Vec<DefId> {
        let store = self.db.store;
        let Some(trait_def) = store.def(method).parent else { return Vec::new() };
        if store.krate(trait_def.krate).kind != CrateKind::Local {
            return Vec::new();
        }
        let name = store.def(method).name;
        let local = self.local.get_or_init(|| self.index());
        let impls = local.get(&trait_def).map(Vec::as_slice).unwrap_or_default();
        let mut methods: Vec<DefId> = Vec::new();
        for imp in impls.iter().filter(|imp| !store.def(**imp).in_test) {
            let found = self.db.member_fn(*imp, name).unwrap_or(method);
            if !methods.contains(&found) {
                methods.push(found);
            }
        }
        if methods.len() > MAX_IMPLS { Vec::new() } else { methods }
    }

    fn index(&self) -> FxHashMap<DefId, Vec<DefId>> {
        let mut index: FxHashMap<DefId, Vec<DefId>> = FxHashMap::default();
        for &krate in self.db.store.local_crates() {
            for &imp in self.db.store.impls(krate) {
                if let Some(bound) = self.db.impl_trait(imp) {
                    index.entry(bound.def).or_default().push(imp);
                }
            }
        }
        index
    }

    /// The impls of a trait for a nominal type that stand in the type's own crate.
    pub(super) fn of(&self, trait_def: DefId, ty: &Ty) -> Vec<DefId> {
        let TyKind::Adt(adt, _) = ty.kind() else { return Vec::new() };
        let krate = adt.krate;
        let index = self.of_type.get(krate, || {
            let mut index = OfType::default();
            for &imp in self.db.store.impls(krate) {
                if let (Some(bound), Some(self_ty)) = (self.db.impl_trait(imp), self.db.self_ty(imp))
                    && let TyKind::Adt(adt, _) = self_ty.kind()
                {
                    index.entry((bound.def, *adt)).or_default().push(imp);
                }
            }
            Arc::new(index)
        });
        index.get(&(trait_def, *adt)).cloned().unwrap_or_default()
    }

    /// The method by which a nominal type implements a trait, if exactly one impl can be meant.
    pub(super) fn method(&self, trait_def: DefId, ty: &Ty, name: &str) -> Option<DefId> {
        match self.of(trait_def, ty)[..] {
            [only] => self.db.member_fn(only, Name::new(name)),
            _ => None,
        }
    }
}
