//! Serializes ids of definitions. The ids of dependencies differ between runs, so each crate becomes a number in a table of names.
//!
//! Data that is read back is not trusted. A forged index of a definition is harmless: see `CrateData::entry`.

use super::{CrateId, CrateKind, CrateStore, DefId, DefIndex};
use indexmap::IndexMap;
use indexmap::map::Entry;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// The name of a crate that is the same in every run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum CrateName {
    /// A crate of the workspace, by its position in [`CrateStore::local_crates`].
    Local(u32),
    /// Another crate, by [`CrateStore::stable_name`].
    Stable(String),
}

/// The crates that the serialized ids mention.
#[derive(Debug, Default)]
pub(crate) struct CrateTable {
    /// Each with its name, and the number of its definitions that have the same index in every run.
    crates: IndexMap<CrateId, (CrateName, usize), FxBuildHasher>,
}

thread_local! {
    static WRITING: RefCell<Option<(CrateTable, Namer)>> = const { RefCell::new(None) };
    static READING: RefCell<Vec<Option<CrateId>>> = const { RefCell::new(Vec::new()) };
}

/// The name of each crate, and the number of its stable definitions; `None` for a crate that has no such name.
type Namer = Vec<Option<(CrateName, usize)>>;

impl CrateTable {
    /// Runs `write` with this table, to which the crates of serialized ids are added. An id without a stable form cannot be serialized.
    pub(crate) fn writing<R>(&mut self, store: &CrateStore<'_>, write: impl FnOnce() -> R) -> R {
        WRITING.set(Some((std::mem::take(self), store.portable_names())));
        let result = write();
        *self = WRITING.take().map(|(table, _)| table).unwrap_or_default();
        result
    }

    /// The names of the crates, by number.
    pub(crate) fn names(&self) -> Vec<CrateName> {
        self.crates.values().map(|(name, _)| name.clone()).collect()
    }

    fn number(&mut self, def: DefId, namer: &Namer) -> Option<u32> {
        let entry = match self.crates.entry(def.krate) {
            Entry::Occupied(known) => known,
            Entry::Vacant(new) => new.insert_entry(namer.get(def.krate.index())?.clone()?),
        };
        let (number, (_, count)) = (entry.index(), entry.get());
        if def.index.index() < *count { u32::try_from(number).ok() } else { None }
    }
}

/// Runs `read` with the crates that the serialized ids mention.
pub(crate) fn reading<R>(store: &CrateStore<'_>, names: &[CrateName], read: impl FnOnce() -> R) -> R {
    let crates = names.iter().map(|name| match name {
        CrateName::Local(at) => store.local_crates().get(*at as usize).copied(),
        CrateName::Stable(name) => store.by_stable_name(name),
    });
    READING.set(crates.collect());
    let result = read();
    READING.take();
    result
}

impl Serialize for DefId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = WRITING.with_borrow_mut(|writing| {
            let (table, namer) = writing.as_mut()?;
            table.number(*self, namer)
        });
        let number = number.ok_or_else(|| serde::ser::Error::custom("the crate may change"))?;
        (number, self.index).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DefId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (number, index) = <(u32, DefIndex)>::deserialize(deserializer)?;
        let krate = READING.with_borrow(|crates| crates.get(number as usize).copied().flatten());
        let krate = krate.ok_or_else(|| serde::de::Error::custom("no such crate"))?;
        Ok(Self { krate, index })
    }
}

impl CrateStore<'_> {
    fn portable_names(&self) -> Namer {
        let local =
            |id: CrateId| self.local_crates().iter().zip(0..).find_map(|(krate, at)| (*krate == id).then_some(CrateName::Local(at)));
        let ids = (0..self.slots.count()).map(CrateId::from_usize);
        let named = ids.map(|id| {
            let name = match self.kind(id) {
                CrateKind::Local => local(id),
                CrateKind::Stub | CrateKind::Dependency => self.stable_name(id).map(CrateName::Stable),
            };
            // A crate that is not loaded has no definitions in deferred bodies.
            Some((name?, self.slot(id).data.get().map_or(usize::MAX, |data| data.defs.len())))
        });
        named.collect()
    }
}
