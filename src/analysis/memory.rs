//! What the analysis of a few files uses from the last ones: what is known of other files' bodies.

use super::callables::Stored;
use super::dependency_effects::DependencyEffects;
use super::graph::Owns;
use super::known::KnownDefs;
use super::origins::Origins;
use super::tasks::{Sketch, Tasks};
use crate::names::DefId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was found out about bodies.
#[derive(Default)]
pub struct Memory {
    known: Mutex<Known>,
}

/// What is known.
#[derive(Default)]
pub(super) struct Known {
    /// `None` for bodies of which there is none.
    pub(super) sketches: FxHashMap<DefId, Option<Sketch>>,
    pub(super) owns: Owns,
    pub(super) origins: Option<Arc<Origins>>,
    pub(super) stored: Option<Arc<Stored>>,
    /// Bodies that have changed since.
    pub(super) changed: FxHashSet<DefId>,
    /// What earlier runs have found out about dependencies.
    pub(super) dependencies: Option<Arc<DependencyEffects>>,
    /// The tasks of the last analysis.
    pub(super) tasks: Option<Tasks>,
    /// The fns that take a closure to another thread.
    pub(super) offloaders: Option<Vec<DefId>>,
}

impl Memory {
    /// Some bodies have changed, and perhaps the places of others, of which is told whether that is so.
    pub(crate) fn forget(&self, changed: FxHashSet<DefId>, has_moved: impl Fn(DefId) -> bool) {
        let mut known = self.known();
        known.sketches.retain(|def, _| !has_moved(*def));
        known.owns.retain(|(def, _), _| !has_moved(*def));
        known.changed.extend(changed);
    }

    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KnownDefs<'_> {
    /// Goes by what an earlier analysis has found out, in which these bodies were others.
    pub(super) fn recall(&self, memory: &Memory) {
        let mut known = memory.known();
        let changed = std::mem::take(&mut known.changed);
        if let Some(origins) = known.origins.take() {
            let _ = self.origins.set(Arc::new(Arc::unwrap_or_clone(origins).renewed(self.db, self, self.catalogue, &changed)));
        }
        if let Some(stored) = &known.stored {
            let _ = self.stored.set(Arc::clone(stored));
        }
    }

    /// Leaves what was found out to the next analysis.
    pub(super) fn leave(&self, memory: &Memory) {
        let mut known = memory.known();
        known.origins = self.origins.get().cloned();
        known.stored = self.stored.get().cloned();
    }
}
