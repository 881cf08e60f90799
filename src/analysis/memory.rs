//! Data that an analysis of a few files reuses from earlier analyses: what is known about the bodies of other files.

use super::branches::Decider;
use super::callables::Stored;
use super::effects::dependency_effects::DependencyEffects;
use super::effects::graph::{LocalEffectsMap, Reached, ReachedFns};
use super::handlers::handler_fns::PassedHandlers;
use super::known::KnownDefs;
use super::known::declared::DeclaredDefs;
use super::origins::Origins;
use super::runtimes::runtime_threads::Starts;
use super::tasks::{TaskFacts, Tasks};
use crate::names::DefId;
use crate::types::per_body::PerBody;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Data about bodies, kept between analyses.
#[derive(Default)]
pub struct Memory {
    known: Mutex<Known>,
    /// The runtimes that each body starts.
    pub(super) starts: PerBody<Starts>,
}

/// The data itself.
#[derive(Default)]
pub(super) struct Known {
    /// `None` for definitions without a body.
    pub(super) task_facts: FxHashMap<DefId, Option<TaskFacts>>,
    pub(super) local_effects: LocalEffectsMap,
    /// The fns that the calls in async code reach.
    pub(super) reached: ReachedFns,
    /// What [`KnownDefs::decides`] answered, on which the calls of reached fns depend.
    deciders: FxHashMap<DefId, Arc<[Decider]>>,
    pub(super) origins: Option<Arc<Origins>>,
    pub(super) stored: Option<Arc<Stored>>,
    /// Bodies that have changed since the last analysis.
    pub(super) changed: FxHashSet<DefId>,
    /// What earlier runs found about dependencies.
    pub(super) dependencies: Option<Arc<DependencyEffects>>,
    /// The tasks of the last analysis.
    pub(super) tasks: Option<Tasks>,
    pub(super) declared: Option<Arc<DeclaredDefs>>,
    /// The fns that each body passes as handlers.
    pub(super) passed_handlers: Arc<PassedHandlers>,
    /// The workspace fns that run a closure argument on another thread.
    pub(super) offloaders: Option<Vec<DefId>>,
}

impl Memory {
    /// Drops what is known about bodies that `has_moved` (changed, or only moved in their file), and remembers which have changed.
    pub(crate) fn forget(&self, changed: FxHashSet<DefId>, has_moved: impl Fn(DefId) -> bool) {
        self.starts.forget(|def| changed.contains(&def));
        let mut known = self.known();
        known.task_facts.retain(|def, _| !has_moved(*def));
        known.local_effects.retain(|(def, _), _| !has_moved(*def));
        let is_right = |reached: &Reached| !reached.closures_of.iter().any(|def| changed.contains(def));
        known.reached.retain(|node, reached| is_right(reached) && !has_moved(node.def));
        known.passed_handlers.forget(|def| changed.contains(&def));
        known.changed.extend(changed);
    }

    /// What an earlier analysis found that does not depend on bodies, and what it found in bodies that have not changed since.
    pub(super) fn declared(&self) -> (Option<Arc<DeclaredDefs>>, Arc<PassedHandlers>) {
        let known = self.known();
        (known.declared.clone(), Arc::clone(&known.passed_handlers))
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
        let decides_otherwise = |def: &DefId| known.deciders.get(def).is_some_and(|deciders| *deciders != self.deciders(*def));
        if changed.iter().any(decides_otherwise) {
            known.reached.clear();
        }
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
        known.deciders.extend(self.all_deciders());
        known.stored = self.stored.get().cloned();
        known.declared = Some(Arc::clone(&self.declared));
    }
}
