//! What is known about bodies one by one, kept while other bodies change.

use crate::names::DefId;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A value for each body that was asked about.
#[derive(Debug)]
pub(crate) struct PerBody<V>(Mutex<FxHashMap<DefId, V>>);

impl<V> Default for PerBody<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V: Clone> PerBody<V> {
    /// Removes the values of bodies for which they may be wrong.
    pub(crate) fn forget(&self, is_wrong: impl Fn(DefId) -> bool) {
        self.known().retain(|body, _| !is_wrong(*body));
    }

    /// The values of these bodies, in this order. It may be called in a lazy initialisation, since it starts nothing in parallel: a rayon worker that
    /// waits could steal a task that needs what is being initialised.
    pub(crate) fn all(&self, bodies: &[DefId], compute: impl Fn(DefId) -> V) -> Vec<(DefId, V)> {
        let made = self.missing(bodies).into_iter().map(|body| (body, compute(body))).collect();
        self.with(bodies, made)
    }

    fn missing(&self, bodies: &[DefId]) -> Vec<DefId> {
        let known = self.known();
        bodies.iter().copied().filter(|body| !known.contains_key(body)).collect()
    }

    fn with(&self, bodies: &[DefId], made: Vec<(DefId, V)>) -> Vec<(DefId, V)> {
        let mut known = self.known();
        known.extend(made);
        bodies.iter().filter_map(|body| Some((*body, known.get(body)?.clone()))).collect()
    }

    fn known(&self) -> MutexGuard<'_, FxHashMap<DefId, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Clone + Send> PerBody<V> {
    /// The same; the missing values are computed in parallel.
    pub(crate) fn all_in_parallel(&self, bodies: &[DefId], compute: impl Fn(DefId) -> V + Sync) -> Vec<(DefId, V)> {
        let made = self.missing(bodies).into_par_iter().map(|body| (body, compute(body))).collect();
        self.with(bodies, made)
    }
}
