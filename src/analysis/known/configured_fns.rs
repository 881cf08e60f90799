//! What the user's configuration says about fns by their paths.

use super::KnownDefs;
use super::named::definitions;
use crate::config::NamedPaths;
use crate::names::{CrateId, DefId, Namespace};
use crate::types::TypeDb;
use crate::types::memo::Memo;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The definitions at the paths of the configuration, as crates of the workspace see them.
pub(in crate::analysis) struct ConfiguredFns<'a> {
    paths: &'a NamedPaths,
    nonblocking: FxHashSet<DefId>,
    startup: FxHashSet<DefId>,
    dedicated: FxHashSet<DefId>,
    /// Fns whose effects do not propagate to callers, by paths of their own crate.
    own_nonblocking: Memo<CrateId, Arc<FxHashSet<DefId>>>,
}

impl<'a> ConfiguredFns<'a> {
    pub(in crate::analysis) fn new(db: &TypeDb<'_>, paths: &'a NamedPaths) -> Self {
        let all = |paths: &[String]| {
            let seen_from =
                |krate: &CrateId| paths.iter().flat_map(|path| definitions(db, *krate, path, Namespace::Value)).collect::<Vec<_>>();
            db.store.local_crates().iter().flat_map(seen_from).collect()
        };
        let (nonblocking, startup, dedicated) = (all(&paths.nonblocking), all(&paths.startup), all(&paths.dedicated));
        Self { paths, nonblocking, startup, dedicated, own_nonblocking: Memo::default() }
    }
}

impl KnownDefs<'_> {
    /// Whether the configuration says that a fn does not block.
    pub(in crate::analysis) fn is_nonblocking(&self, def: DefId) -> bool {
        let configured = &self.configured;
        if configured.paths.nonblocking.is_empty() {
            return false;
        }
        if configured.nonblocking.contains(&def) {
            return true;
        }
        // The fn may be in a transitive dependency, which no crate of the workspace can name.
        let own = configured.own_nonblocking.get(def.krate, || {
            let name = self.db.store.krate(def.krate).name;
            let below = |path: &String| path.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix("::")).map(str::to_owned);
            let paths = configured.paths.nonblocking.iter().filter_map(below).map(|rest| format!("crate::{rest}"));
            Arc::new(paths.flat_map(|path| definitions(self.db, def.krate, &path, Namespace::Value)).collect())
        });
        own.contains(&def)
    }

    /// Whether the configuration says that a fn runs before anything is served.
    pub(in crate::analysis) fn is_startup(&self, def: DefId) -> bool {
        self.configured.startup.contains(&def)
    }

    /// Whether the configuration says that a static or fn holds or returns a runtime for blocking work.
    pub(in crate::analysis) fn is_dedicated(&self, def: DefId) -> bool {
        self.configured.dedicated.contains(&def)
    }
}
