//! Whether every runtime of a program is surely multi-threaded, judged by the attributes of entry points and the builders that are called.
//! Programs of packages that depend on each other are judged together. Knows no findings.

use super::super::known::named::outside_roles;
use super::super::memory::Memory;
use super::flavor::entry_attribute;
use crate::catalogue::{Catalogue, Role};
use crate::names::{CrateId, DefId};
use crate::types::TypeDb;
use crate::types::per_body::PerBody;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The runtime flavours of all programs of the workspace; computed at the first query.
pub struct RuntimeThreads<'a> {
    db: &'a TypeDb<'a>,
    catalogue: &'a Catalogue,
    bodies: &'a PerBody<Starts>,
    known: OnceLock<Known>,
}

#[derive(Default)]
struct Known {
    groups: FxHashMap<CrateId, usize>,
    by_group: FxHashMap<usize, Starts>,
}

/// Which runtimes are started.
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of runtime, and a program may start all of them")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::analysis) struct Starts {
    several: bool,
    single: bool,
    /// A task that stays on the thread of its root future.
    local: bool,
    /// A test on a runtime with one thread.
    single_in_tests: bool,
}

impl Starts {
    const fn and(self, other: Self) -> Self {
        Self {
            several: self.several || other.several,
            single: self.single || other.single,
            local: self.local || other.local,
            single_in_tests: self.single_in_tests || other.single_in_tests,
        }
    }

    const fn note(&mut self, is_single: bool, in_test: bool) {
        match (is_single, in_test) {
            (true, true) => self.single_in_tests = true,
            (true, false) => self.single = true,
            (false, false) => self.several = true,
            (false, true) => {}
        }
    }
}

impl<'a> RuntimeThreads<'a> {
    /// For a workspace.
    pub(crate) const fn new(db: &'a TypeDb<'a>, catalogue: &'a Catalogue, memory: &'a Memory) -> Self {
        Self { db, catalogue, bodies: &memory.starts, known: OnceLock::new() }
    }

    /// Whether all runtimes that this crate's code may run on are multi-threaded; with `in_tests`, those of tests as well.
    pub(crate) fn has_several_threads(&self, krate: CrateId, in_tests: bool) -> bool {
        let known = self.known.get_or_init(|| self.all());
        let starts = known.groups.get(&krate).and_then(|group| known.by_group.get(group)).copied().unwrap_or_default();
        starts.several && !starts.single && !(in_tests && starts.single_in_tests)
    }

    /// Whether a runtime that this crate's code may run on has tasks that stay on the thread of the root future.
    pub(crate) fn has_local_tasks(&self, krate: CrateId) -> bool {
        let known = self.known.get_or_init(|| self.all());
        known.groups.get(&krate).and_then(|group| known.by_group.get(group)).is_some_and(|starts| starts.local)
    }

    fn all(&self) -> Known {
        let store = self.db.store;
        let mut known = Known { groups: self.db.store.package_groups(), ..Known::default() };
        let bodies: Vec<DefId> = store.local_crates().iter().flat_map(|&krate| store.bodies_of(krate)).copied().collect();
        for (def, starts) in self.bodies.all(&bodies, |def| self.body(def)) {
            if let Some(group) = known.groups.get(&def.krate) {
                let all = known.by_group.entry(*group).or_default();
                *all = all.and(starts);
            }
        }
        known
    }

    fn body(&self, def: DefId) -> Starts {
        let store = self.db.store;
        let in_test = store.def(def).in_test || store.file(def).in_test || store.krate(def.krate).target.is_test();
        let mut starts = Starts::default();
        for attr in store.item(def).into_iter().flat_map(|item| &item.attrs) {
            let Some((path, entry)) = entry_attribute(store, self.catalogue.contexts(), def, attr) else { continue };
            let is_single = entry.is_single_threaded(&attr.args);
            starts.note(is_single, in_test || self.catalogue.contexts().is_test_attribute(&path));
        }
        let Some(types) = self.db.body_types(def) else { return starts };
        for role in types.callees.values().flat_map(|callee| outside_roles(store, self.catalogue, callee)) {
            match role {
                Role::MultiThread => starts.note(false, in_test),
                Role::SingleThread => starts.note(true, in_test),
                Role::LocalTask => {
                    starts.note(true, in_test);
                    starts.local |= !in_test;
                }
                _ => {}
            }
        }
        starts
    }
}
