//! Whether every runtime that a program starts has a single thread.

use super::super::body::BodyView;
use crate::catalogue::{Contexts, EntryAttribute, Role};
use crate::facts::{Attr, ExprKind};
use crate::names::{CrateId, CrateStore, DefId};
use crate::project::TargetKind;
use crate::types::Callee;

/// The method that returns the kind of a runtime.
const FLAVOR: &str = "runtime_flavor";

/// The runtime that an attribute of `def` starts, with its path: `#[tokio::main]`, or `#[launch]` if that is imported.
pub(crate) fn entry_attribute<'c>(
    store: &CrateStore<'_>,
    contexts: &'c Contexts,
    def: DefId,
    attr: &Attr,
) -> Option<(String, &'c EntryAttribute)> {
    let last = attr.path.segments.last()?;
    contexts.entry_attribute(last.name.as_str(), || store.attribute_paths(def, attr))
}

impl BodyView<'_> {
    /// Whether a body checks the kind of runtime: such code is trusted to handle every kind.
    pub(in crate::analysis) fn asks_flavor(&self) -> bool {
        self.body.exprs.iter().any(|expr| matches!(&expr.kind, ExprKind::MethodCall { method, .. } if *method == FLAVOR))
    }

    /// Whether `block_in_place` in sync code of this program panics, because its only runtime is single-threaded.
    pub(in crate::analysis) fn block_in_place_panics(&self) -> bool {
        !self.asks_flavor() && self.only_single_threaded().is_some()
    }

    /// The attribute of a fn that starts a runtime, and whether that runtime is single-threaded; tests are left out.
    pub(in crate::analysis) fn starts_runtime(&self, def: DefId) -> Option<(String, bool)> {
        self.db.store.item(def)?.attrs.iter().find_map(|attr| {
            let (path, entry) = entry_attribute(self.db.store, self.catalogue.contexts(), def, attr)?;
            let is_single = entry.is_single_threaded(&attr.args);
            Some((path, is_single))
        })
    }

    /// What starts the only runtime of the program that this body is part of, if it is single-threaded: an attribute, or a builder in `main`.
    pub(in crate::analysis) fn only_single_threaded(&self) -> Option<String> {
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
                found = Some(format!("#[{path}]"));
            }
        }
        let is_program = store.target(krate).0 == TargetKind::Bin;
        if found.is_none() && is_program {
            let mains = store.bodies_of(krate).iter().copied().filter(|def| store.def(*def).name == "main");
            found = mains.into_iter().find_map(|main| self.called_as(krate, main, Role::SingleThread));
        }
        let starts_others = |def: DefId| self.called_as(krate, def, Role::MultiThread).is_some();
        found.filter(|_| !store.bodies_of(krate).iter().copied().any(starts_others))
    }

    /// The fn with this role that a body calls.
    fn called_as(&self, krate: CrateId, def: DefId, role: Role) -> Option<String> {
        let types = self.db.body_types(def)?;
        let found = types.callees.values().find(|callee| self.known.roles_of(krate, callee).contains(&role))?;
        Some(match found {
            Callee::Fn(callee) => self.db.store.canonical_path(callee.def).to_string(),
            Callee::External(path) => path.to_string(),
            Callee::Constructor(_) | Callee::Closure(_) | Callee::Indirect => return None,
        })
    }
}
