//! Whole runs: when nothing that a run read has changed since, its report is the one that was stored.
//!
//! What there is to lint (packages, files, configuration) is found anew each time and makes the key. What was read beyond that is listed in the stored
//! run, and each text's hash is compared. Published packages never change, so that only the list of those that are installed is compared.

use crate::analysis::EffectsCache;
use crate::diagnostics::{Report, pack, unpack};
use crate::options::CheckOptions;
use crate::project::{Overlay, Project, Reads};
use crate::rulebook::Rulebook;
use crate::store::{Key, KeyBuilder, Store};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use xxhash_rust::xxh3::xxh3_64;

/// The store's sub-folder of runs.
const RUNS: &str = "runs";

/// A run with everything that its report depends on beyond its key.
#[derive(Serialize, Deserialize)]
struct StoredRun {
    /// The hash of each text that was read, `None` for what could not be read.
    reads: Vec<(PathBuf, Option<u64>)>,
    report: Vec<u8>,
}

/// The place of one run in the store.
pub(crate) struct RunCache<'a> {
    store: &'a Store,
    key: Key,
    registry: Option<PathBuf>,
}

impl<'a> RunCache<'a> {
    /// Where a run with these options is stored; `None` for one that is not stored: texts replace files, or the user asks about a line.
    pub(crate) fn of(options: &'a CheckOptions, project: &Project, configuration: &str) -> Option<Self> {
        let store = options.store.as_deref()?;
        if !options.overlay.is_empty() || !options.questions.is_empty() {
            return None;
        }
        let registry = options.cargo_home.as_ref().map(|home| home.join("registry").join("src"));
        let plain =
            CheckOptions { store: None, cache: None, resident: None, threads: None, overlay: Overlay::default(), ..options.clone() };
        let mut key = KeyBuilder::new();
        for part in [
            format!("{plain:?}"),
            format!("{:?}", (&project.packages, &project.requested, &project.problems)),
            format!("{:?}", (&project.workspaces, &project.vendor)),
            configuration.to_owned(),
            format!("{:?}", options.cargo_home.as_deref().map(installed)),
        ] {
            key.add(part.as_bytes());
        }
        Some(Self { store, key: key.finish(), registry })
    }

    /// The report of an earlier run that read what is there now.
    pub(crate) fn find(&self) -> Option<Report> {
        let stored: StoredRun = postcard::from_bytes(&self.store.read(RUNS, self.key)?).ok()?;
        let is_same = |(path, hash): &(PathBuf, Option<u64>)| Overlay::hash(path) == *hash;
        if !stored.reads.par_iter().all(is_same) {
            return None;
        }
        unpack(&stored.report)
    }

    /// Stores a report with what its run has read.
    pub(crate) fn keep(&self, report: &Report, reads: &Reads) {
        let reads = reads.lock().unwrap_or_else(PoisonError::into_inner);
        let is_published = |path: &Path| self.registry.as_ref().is_some_and(|registry| path.starts_with(registry));
        let reads = reads.iter().filter(|(path, _)| !is_published(path)).map(|(path, hash)| (path.clone(), *hash)).collect();
        let stored = pack(report).and_then(|report| postcard::to_stdvec(&StoredRun { reads, report }).ok());
        if let Some(bytes) = stored {
            self.store.write(RUNS, self.key, &bytes);
        }
    }
}

/// The store's sub-folder of effects.
const EFFECTS: &str = "effects";

/// The place of what dependencies do in the store. It depends on which versions and features of them are at hand, on the rules and on our code.
pub(crate) struct StoredEffects<'a> {
    store: &'a Store,
    key: Key,
}

impl<'a> StoredEffects<'a> {
    /// Where the effects for this project are stored; `None` if nothing is.
    pub(crate) fn of(options: &'a CheckOptions, project: &Project, rules: &str) -> Option<Self> {
        let store = options.store.as_deref()?;
        let asked: Vec<_> = project.packages.iter().map(|package| (&package.dependencies, &package.features)).collect();
        let mut key = KeyBuilder::new();
        for part in [
            format!("{:?}", (&project.workspaces, &project.vendor)),
            format!("{asked:?} {:?}", options.dependencies),
            rules.to_owned(),
            format!("{:?}", options.cargo_home.as_deref().map(installed)),
        ] {
            key.add(part.as_bytes());
        }
        Some(Self { store, key: key.finish() })
    }
}

impl EffectsCache for StoredEffects<'_> {
    fn load(&self) -> Option<Vec<u8>> {
        self.store.read(EFFECTS, self.key)
    }

    fn keep(&self, bytes: Vec<u8>) {
        self.store.write(EFFECTS, self.key, &bytes);
    }
}

/// A hash over the names of all packages that cargo has unpacked.
fn installed(cargo_home: &Path) -> u64 {
    let folders = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        entries.map(|entry| entry.path()).collect::<Vec<PathBuf>>()
    };
    let sources = [cargo_home.join("registry").join("src"), cargo_home.join("git").join("checkouts")];
    let mut all: Vec<PathBuf> = sources.into_iter().flat_map(folders).flat_map(folders).collect();
    all.sort();
    xxh3_64(format!("{all:?}").as_bytes())
}

/// Everything about the rules of a run that does not stand in its code.
pub(crate) fn fingerprint(rulebook: &Rulebook) -> String {
    format!("{:016x} {:?}", rulebook.user_rules, rulebook.configuration)
}
