//! Data that an analysis of a few files reuses from earlier analyses: what is known about the bodies of other files.

use super::callables::Stored;
use super::dependency_effects::DependencyEffects;
use super::graph::LocalEffectsMap;
use super::known::KnownDefs;
use super::origins::Origins;
use super::tasks::{TaskFacts, Tasks};
use crate::names::DefId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Data about bodies, kept between analyses.
#[derive(Default)]
pub struct Memory {
    known: Mutex<Known>,
}

/// The data itself.
#[derive(Default)]
pub(super) struct Known {
    /// `None` for definitions without a body.
    pub(super) task_facts: FxHashMap<DefId, Option<TaskFacts>>,
    pub(super) local_effects: LocalEffectsMap,
    pub(super) origins: Option<Arc<Origins>>,
    pub(super) stored: Option<Arc<Stored>>,
    /// Bodies that have changed since the last analysis.
    pub(super) changed: FxHashSet<DefId>,
    /// What earlier runs found about dependencies.
    pub(super) dependencies: Option<Arc<DependencyEffects>>,
    /// The tasks of the last analysis.
    pub(super) tasks: Option<Tasks>,
    /// The workspace fns that run a closure argument on another thread.
    pub(super) offloaders: Option<Vec<DefId>>,
}

impl Memory {
    /// Drops what is known about bodies that `has_moved` (changed, or only moved in their file), and remembers which have changed.
    pub(crate) fn forget(&self, changed: FxHashSet<DefId>, has_moved: impl Fn(DefId) -> bool) {
        let mut known = self.known();
        known.task_facts.retain(|def, _| !has_moved(*def));
        known.local_effects.retain(|(def, _), _| !has_moved(*def));
        known.changed.extend(changed);
    }

    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KnownDefs<'_> {
    /// Reuses the results of an earlier analysis, updated for the bodies that have changed since.
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

    /// Stores the results for the next analysis.
    pub(super) fn leave(&self, memory: &Memory) {
        let mut known = memory.known();
        known.origins = self.origins.get().cloned();
        known.stored = self.stored.get().cloned();
    }
}
