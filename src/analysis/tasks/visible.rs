//! Which methods an unresolved call may mean: those of crates that the calling crate depends on. And which crates run in one process.

use super::graph::FnName;
use crate::names::{CrateId, CrateKind, DefId, DefKind};
use crate::project::{DependencyKind, TargetKind};
use crate::types::TypeDb;
use rustc_hash::{FxHashMap, FxHashSet};

/// By workspace crate: the workspace crates that its code can name.
pub(super) struct Visible {
    by_crate: FxHashMap<CrateId, FxHashSet<CrateId>>,
    /// The workspace's programs.
    programs: Vec<CrateId>,
}

impl Visible {
    /// Reads the dependencies from the manifests.
    pub(super) fn new(db: &TypeDb<'_>) -> Self {
        let store = db.store;
        let package = |id: CrateId| store.krate(id).package.as_deref();
        let libs: FxHashMap<&str, CrateId> = (store.local_crates().iter())
            .filter(|id| store.krate(**id).target == TargetKind::Lib)
            .filter_map(|id| Some((package(*id)?.name.as_str(), *id)))
            .collect();
        let closure = |from: CrateId| {
            let mut seen = FxHashSet::from_iter([from]);
            let mut queue = vec![from];
            while let Some(id) = queue.pop() {
                let Some(package) = package(id) else { continue };
                let own = (id == from).then_some(package.name.as_str());
                let dependencies = package.dependencies.iter().filter(|dependency| id == from || dependency.kind == DependencyKind::Normal);
                let names = own.into_iter().chain(dependencies.map(|dependency| dependency.package.as_str()));
                queue.extend(names.filter_map(|name| libs.get(name).copied()).filter(|lib| seen.insert(*lib)));
            }
            seen
        };
        Self {
            by_crate: store.local_crates().iter().map(|id| (*id, closure(*id))).collect(),
            programs: store.local_crates().iter().copied().filter(|id| store.krate(*id).target == TargetKind::Bin).collect(),
        }
    }

    /// Whether the code of two crates may run in one process: a program uses both; if no program uses the first, another crate.
    pub(super) fn is_together(&self, one: CrateId, other: CrateId) -> bool {
        let has = |user: &CrateId, used: CrateId| self.by_crate.get(user).is_some_and(|seen| seen.contains(&used));
        let mut programs = self.programs.iter().filter(|program| has(program, one)).peekable();
        one == other
            || match programs.peek() {
                Some(_) => programs.any(|program| has(program, other)),
                None => self.by_crate.keys().any(|user| has(user, one) && has(user, other)),
            }
    }

    /// Whether code of one crate can name the items of another.
    pub(super) fn sees(&self, from: CrateId, home: Option<CrateId>) -> bool {
        home.is_none_or(|home| self.by_crate.get(&from).is_none_or(|seen| seen.contains(&home)))
    }
}

/// What the graph has to know of a fn. A caller must be able to name the crate of its trait, else its own.
pub(super) fn fn_name(db: &TypeDb<'_>, def: DefId) -> FnName {
    let store = db.store;
    let (kind, name) = (store.def(def).kind, store.def(def).name);
    let is_local = |krate: CrateId| store.krate(krate).kind == CrateKind::Local;
    let implemented = store.def(def).parent.and_then(|parent| db.impl_trait(parent)).map(|found| found.def);
    let is_default = store.def(def).parent.is_some_and(|parent| store.def(parent).kind == DefKind::Trait);
    let method = match implemented {
        Some(of) if is_local(of.krate) => db.trait_method(of, name),
        None if is_default => Some(def),
        _ => None,
    };
    let home = Some(implemented.unwrap_or(def).krate).filter(|krate| is_local(*krate));
    FnName { kind, name, home, method }
}
