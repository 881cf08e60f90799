//! Interns types: one allocation per distinct type. They are never freed, since a process sees few types and later runs reuse most of them.

use super::ty::TyData;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::sync::{LazyLock, PoisonError, RwLock};

/// A power of two. The highest bits of a hash choose the shard, since the table inside uses the others.
const SHARDS: usize = 64;

type Shard = RwLock<HashTable<&'static TyData>>;

static TYPES: LazyLock<[Shard; SHARDS]> = LazyLock::new(|| std::array::from_fn(|_| Shard::default()));

fn hash_of(data: &TyData) -> u64 {
    let mut hasher = FxHasher::default();
    data.kind.hash(&mut hasher);
    hasher.finish()
}

/// The only allocation of this type, identified by its kind.
pub(super) fn intern(data: TyData) -> &'static TyData {
    let hash = hash_of(&data);
    let shard = &TYPES[usize::try_from(hash >> 58).unwrap_or_default() % SHARDS];
    let is_same = |other: &&'static TyData| other.kind == data.kind;
    if let Some(found) = shard.read().unwrap_or_else(PoisonError::into_inner).find(hash, is_same) {
        return found;
    }
    let mut types = shard.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = types.find(hash, |other| other.kind == data.kind) {
        return found;
    }
    let new: &'static TyData = Box::leak(Box::new(data));
    types.insert_unique(hash, new, |other| hash_of(other));
    new
}
