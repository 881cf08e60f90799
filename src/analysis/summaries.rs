//! What fns do with the closures that they are given, read off their own bodies: so a user's own `asyncify` or `retry` needs no rule.

use super::known::KnownDefs;
use super::places::{ClosureSummaries, Place, places};
use crate::catalogue::{Catalogue, Runs};
use crate::names::{CrateId, CrateKind, CrateStore, DefId};
use crate::types::TypeDb;
use crate::types::memo::Memo;
use std::sync::Arc;

/// Summaries of fns by argument, computed once. A fn that hands its closure to itself, however far around, gains nothing by that. `Sync`.
pub(super) struct Summaries<'a> {
    db: &'a TypeDb<'a>,
    known: &'a KnownDefs<'a>,
    catalogue: &'a Catalogue,
    params: Memo<DefId, Arc<[Option<Runs>]>>,
}

impl<'a> Summaries<'a> {
    /// No summary yet.
    pub(super) fn new(db: &'a TypeDb<'a>, known: &'a KnownDefs<'a>, catalogue: &'a Catalogue) -> Self {
        Self { db, known, catalogue, params: Memo::default() }
    }

    fn compute(&self, def: DefId) -> Arc<[Option<Runs>]> {
        let none = || Arc::from(Vec::new());
        let Some(at) = self.db.store.body(def) else { return none() };
        let Some(types) = self.db.body_types(def) else { return none() };
        let places = places(self.db, self.known, self.catalogue, self, def, at.body, &types);
        at.body.params.iter().map(|pat| joined(places.uses.get(pat).map(Vec::as_slice).unwrap_or_default())).collect()
    }
}

impl ClosureSummaries for Summaries<'_> {
    fn runs(&self, def: DefId, argument: usize) -> Option<Runs> {
        if !has_own_body(self.db.store, self.catalogue, def.krate) {
            return None;
        }
        let sig = self.db.fn_sig(def)?;
        if !self.db.is_callable_param(def, sig.params.get(argument)?) {
            return None;
        }
        self.params.get(def, || self.compute(def)).get(argument).copied().flatten()
    }
}

/// Whether the bodies of a crate are looked into.
pub(super) fn has_own_body(store: &CrateStore<'_>, catalogue: &Catalogue, krate: CrateId) -> bool {
    let data = store.krate(krate);
    match data.kind {
        CrateKind::Local => true,
        CrateKind::Dependency => !catalogue.contexts().is_opaque_crate(data.name.as_str()),
        CrateKind::Stub => false,
    }
}

/// What a fn does with a parameter that it calls, or hands on, at these places.
fn joined(uses: &[Place]) -> Option<Runs> {
    let any = |wanted: fn(&Place) -> bool| uses.iter().any(wanted);
    if any(|place| *place == Place::GivenUp) {
        // Such a fn calls its closure plainly only where the runtime has no other tasks to stall.
        Some(Runs::BlockInPlace)
    } else if any(|place| *place == Place::Sync) {
        Some(Runs::InPlace)
    } else if any(|place| matches!(place, Place::Async(_))) {
        Some(Runs::OnExecutor)
    } else if any(|place| *place == Place::Offloaded) && !any(|place| *place == Place::Unsure) {
        Some(Runs::Offloaded)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_that_can_stall_decides() {
        assert_eq!(joined(&[]), None);
        assert_eq!(joined(&[Place::Offloaded]), Some(Runs::Offloaded));
        assert_eq!(joined(&[Place::Offloaded, Place::Unsure]), None);
        assert_eq!(joined(&[Place::Offloaded, Place::Sync]), Some(Runs::InPlace));
        assert_eq!(joined(&[Place::Async(0), Place::Offloaded]), Some(Runs::OnExecutor));
        assert_eq!(joined(&[Place::GivenUp, Place::Async(0)]), Some(Runs::BlockInPlace));
    }
}
