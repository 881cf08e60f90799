//! Whether every runtime that a program starts has a single thread.

use super::body::BodyView;
use crate::catalogue::{Flavor, Role};
use crate::names::{CrateId, DefId};
use crate::types::Callee;

impl BodyView<'_> {
    /// The attribute of a fn that starts a runtime, and whether that has a single thread; tests left out.
    pub(super) fn starts_runtime(&self, def: DefId) -> Option<(String, bool)> {
        let contexts = self.catalogue.contexts();
        self.db.store.item(def)?.attrs.iter().find_map(|attr| {
            let path = attr.path.segments.iter().map(|segment| segment.name.as_str()).collect::<Vec<_>>().join("::");
            let entry = contexts.entry_attribute(&path)?;
            let is_single = match entry.flavor {
                Flavor::CurrentThread => !attr.args.contains("multi_thread"),
                Flavor::MultiThread => attr.args.contains("current_thread"),
            };
            Some((path, is_single))
        })
    }

    /// The attribute that starts the only runtime of the program that this body is part of, where that has a single thread.
    pub(super) fn only_single_threaded(&self) -> Option<String> {
        self.known.single_threaded(self.def.krate, |krate| self.find_single_threaded(krate))
    }

    fn find_single_threaded(&self, krate: CrateId) -> Option<String> {
        let store = self.db.store;
        let mut found = None;
        for &def in store.bodies_of(krate) {
            if let Some((path, is_single)) = self.starts_runtime(def).filter(|_| !store.def(def).in_test) {
                if !is_single {
                    return None;
                }
                found = Some(path);
            }
        }
        let starts_others = |def: DefId| {
            let Some(types) = self.db.body_types(def) else { return false };
            types.callees.values().any(|callee| match callee {
                Callee::Fn(callee) => self.known.roles(krate, callee.def).contains(&Role::MultiThread),
                Callee::External(path) => self.catalogue.roles().of(path).contains(&Role::MultiThread),
                _ => false,
            })
        };
        found.filter(|_| !store.bodies_of(krate).iter().copied().any(starts_others))
    }
}
