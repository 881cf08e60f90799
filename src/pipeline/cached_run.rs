//! Stores whole runs: if nothing that a run read has changed since, its stored report is returned.
//!
//! The key contains what there is to lint (packages, files, configuration), which is determined anew each time. All other texts that were
//! read are listed in the stored run with their hashes, which are compared. Published packages never change, so only the list of the
//! installed ones is compared.

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

/// The store's sub-folder for runs.
const RUNS: &str = "runs";

/// A report with the texts that it depends on beyond its key.
#[derive(Serialize, Deserialize)]
struct StoredRun<'a> {
    /// The hash of each text that was read; `None` if it could not be read.
    reads: Vec<(PathBuf, Option<u64>)>,
    report: &'a [u8],
}

/// The slot of one run in the store.
pub(crate) struct RunCache<'a> {
    pub(super) store: &'a Store,
    pub(super) key: Key,
    registry: Option<PathBuf>,
}

impl<'a> RunCache<'a> {
    /// The slot of a run with this key. `None` if it is not stored, because texts replace files or the user asks about a line.
    pub(crate) fn of(options: &'a CheckOptions, key: Key) -> Option<Self> {
        let store = options.store.as_deref()?;
        let is_plain = options.overlay.is_empty() && options.questions.is_empty();
        is_plain.then(|| Self { store, key, registry: registry(options) })
    }

    /// The report of an earlier run for which all texts are unchanged.
    pub(crate) fn find(&self) -> Option<Report> {
        let bytes = self.store.read(RUNS, self.key)?;
        let stored: StoredRun<'_> = postcard::from_bytes(&bytes).ok()?;
        let is_same = |(path, hash): &(PathBuf, Option<u64>)| Overlay::hash(path) == *hash;
        if !stored.reads.par_iter().all(is_same) {
            return None;
        }
        unpack(stored.report)
    }

    /// Stores a report with the hashes of the texts that its run read.
    pub(crate) fn keep(&self, report: &Report, reads: &Reads) {
        let reads = self.changeable(reads);
        let stored = pack(report).and_then(|report| postcard::to_stdvec(&StoredRun { reads, report: &report }).ok());
        if let Some(bytes) = stored {
            self.store.write(RUNS, self.key, &bytes);
        }
    }

    /// The reads of texts that may change: those of published packages never do.
    pub(super) fn changeable(&self, reads: &Reads) -> Vec<(PathBuf, Option<u64>)> {
        changeable(reads, self.registry.as_deref())
    }
}

fn registry(options: &CheckOptions) -> Option<PathBuf> {
    options.cargo_home.as_ref().map(|home| home.join("registry").join("src"))
}

fn changeable(reads: &Reads, registry: Option<&Path>) -> Vec<(PathBuf, Option<u64>)> {
    let reads = reads.lock().unwrap_or_else(PoisonError::into_inner);
    let is_published = |path: &Path| registry.is_some_and(|registry| path.starts_with(registry));
    reads.iter().filter(|(path, _)| !is_published(path)).map(|(path, hash)| (path.clone(), *hash)).collect()
}

/// The files whose texts on disk are not those that were read.
pub(crate) fn changed_on_disk(options: &CheckOptions, reads: &Reads) -> Vec<PathBuf> {
    let is_changed = |(path, hash): &(PathBuf, Option<u64>)| options.overlay.get(path).is_none() && Overlay::hash(path) != *hash;
    changeable(reads, registry(options).as_deref()).into_par_iter().filter(is_changed).map(|(path, _)| path).collect()
}

/// The key of everything that a complete run depends on, apart from texts of source files.
pub(crate) fn key(options: &CheckOptions, project: &Project, configuration: &str) -> Key {
    // `check .`, `check` and the language server lint the same.
    let plain = CheckOptions {
        paths: options.absolute_paths(),
        store: None,
        cache: None,
        resident: None,
        threads: None,
        overlay: Overlay::default(),
        focus: None,
        questions: Vec::new(),
        ..options.clone()
    };
    let mut key = KeyBuilder::new();
    for part in [
        format!("{plain:?}"),
        format!("{:?}", (&project.packages, &project.requested, &project.explicit, &project.left_out, &project.problems)),
        format!("{:?}", (&project.workspaces, &project.vendor)),
        configuration.to_owned(),
        format!("{:?}", options.cargo_home.as_deref().map(installed)),
    ] {
        key.add(part.as_bytes());
    }
    key.finish()
}

/// The store's sub-folder for effects.
const EFFECTS: &str = "effects";

/// The slot of the dependencies' effects in the store. The key covers their versions and features, the rules, and async-lint's own code.
pub(crate) struct StoredEffects<'a> {
    store: &'a Store,
    key: Key,
}

impl<'a> StoredEffects<'a> {
    /// The slot of the effects for this project; `None` without a store.
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

/// A hash of the names of all packages that cargo has unpacked.
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

/// A text that identifies the rules of a run, apart from those that are compiled in.
pub(crate) fn fingerprint(rulebook: &Rulebook) -> String {
    format!("{:016x} {:?}", rulebook.user_rules, rulebook.configuration)
}
