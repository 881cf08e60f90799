//! What the analysis of a few files goes by from the last one of everything: the parts of other files' bodies that the search for tasks needs.

use super::tasks::Sketch;
use crate::names::DefId;
use rustc_hash::FxHashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Sketches by body, and the fns that take a closure to another thread.
#[derive(Default)]
pub struct Memory {
    known: Mutex<Known>,
}

/// What is known.
#[derive(Default)]
pub(super) struct Known {
    pub(super) sketches: FxHashMap<DefId, Sketch>,
    pub(super) offloaders: Option<Vec<DefId>>,
}

impl Memory {
    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
