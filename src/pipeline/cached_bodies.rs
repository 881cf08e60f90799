//! Stores the types of the workspace's bodies between runs. They are reused if no declaration has changed, nor any text outside of the workspace:
//! then a body has other types only if its own file has another text.

use super::cached_run::RunCache;
use crate::project::{Overlay, Reads};
use crate::store::{Key, Store};
use crate::types::TypeDb;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::PoisonError;

/// The store's sub-folder for the types of bodies.
const BODIES: &str = "bodies";

#[derive(Serialize, Deserialize)]
struct StoredBodies<'a> {
    /// The hash of each text that was read outside of the workspace's crates; `None` if it could not be read.
    reads: Vec<(PathBuf, Option<u64>)>,
    /// [`crate::names::CrateStore::declared_hash`].
    declared: u64,
    bodies: &'a [u8],
}

/// The slot of the bodies' types in the store.
pub(super) struct BodyCache<'a> {
    store: &'a Store,
    key: Key,
    runs: &'a RunCache<'a>,
    reads: &'a Reads,
    /// As for [`StoredBodies::declared`]; `None` if nothing can be stored.
    declared: OnceCell<Option<u64>>,
}

impl<'a> BodyCache<'a> {
    /// The slot that belongs to the slot of a run.
    pub(super) const fn of(runs: &'a RunCache<'a>, reads: &'a Reads) -> Self {
        Self { store: runs.store, key: runs.key, runs, reads, declared: OnceCell::new() }
    }

    fn declared(&self, db: &TypeDb<'_>) -> Option<u64> {
        *self.declared.get_or_init(|| db.store.declared_hash())
    }

    /// Takes the types that are still valid from the store.
    pub(super) fn load(&self, db: &TypeDb<'_>) {
        let bytes = self.store.read(BODIES, self.key).unwrap_or_default();
        let Ok(stored) = postcard::from_bytes::<StoredBodies<'_>>(&bytes) else { return };
        let is_same = |(path, hash): &(PathBuf, Option<u64>)| Overlay::hash(path) == *hash;
        if self.declared(db) == Some(stored.declared) && stored.reads.par_iter().all(is_same) {
            db.unpack_bodies(stored.bodies);
            // This run depends on everything that those types depend on, whether it reads it again or not.
            self.reads.lock().unwrap_or_else(PoisonError::into_inner).extend(stored.reads);
        }
    }

    /// Stores the types of this run.
    pub(super) fn keep(&self, db: &TypeDb<'_>) {
        let (Some(declared), Some(bodies)) = (self.declared(db), db.pack_bodies()) else { return };
        let own: BTreeSet<&PathBuf> =
            db.store.local_crates().iter().flat_map(|&krate| &db.store.krate(krate).files).map(|file| &file.path).collect();
        let reads = self.runs.changeable(self.reads).into_iter().filter(|(path, _)| !own.contains(path)).collect();
        if let Ok(bytes) = postcard::to_stdvec(&StoredBodies { reads, declared, bodies: &bodies }) {
            self.store.write(BODIES, self.key, &bytes);
        }
    }
}
