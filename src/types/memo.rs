//! A table of computed facts that many threads fill.

use rustc_hash::FxHashMap;
use std::hash::Hash;
use std::sync::RwLock;

/// Values by key, computed at most a few times each; the value of a key never depends on who computes it.
#[derive(Debug)]
pub(super) struct Memo<K, V>(RwLock<FxHashMap<K, V>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    /// The value for `key`; `compute` runs without the lock, so it may ask for other keys.
    pub(super) fn get(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(found) = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(&key) {
            return found.clone();
        }
        let value = compute();
        self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner).entry(key).or_insert(value).clone()
    }
}
