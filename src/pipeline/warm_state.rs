//! The data that a run leaves for the next one over the same tree, so that after an edit inside a body nothing else is read again.

use super::cached_run::changed_on_disk;
use crate::analysis::Memory;
use crate::fix::propose::Kept;
use crate::names::KeptCrates;
use crate::options::CheckOptions;
use crate::project::{MAX_FILE_BYTES, Overlay, Project, Reads, Sources};
use crate::resident::Resident;
use crate::rulebook::Rulebook;
use crate::store::Key;
use crate::syntax::{self, Bodies, MacroTable};
use crate::types::Tables;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The data that a run leaves.
pub(crate) struct WarmState {
    pub(crate) inputs: Inputs,
    pub(crate) overlay: Overlay,
    pub(crate) parts: Results,
    /// Whether all files were analysed, so that everything needed to analyse an edit in any of them is included.
    pub(crate) is_whole: bool,
    /// All texts that were read from disk for it.
    pub(crate) reads: Arc<Reads>,
}

/// The contents of manifests and configuration.
pub(crate) struct Inputs {
    /// Without files that the configuration excludes.
    pub(crate) project: Project,
    pub(crate) rulebook: Rulebook,
    /// The fingerprint of the rules.
    pub(crate) rules: String,
    pub(crate) sources: Sources,
    /// The key of a complete run with them; `None` if its results are not kept.
    pub(crate) key: Option<Key>,
}

/// Results of the analysis. Their ids are valid only together with `crates`.
pub(crate) struct Results {
    pub(crate) crates: KeptCrates,
    pub(crate) types: Tables,
    pub(crate) memory: Memory,
    pub(crate) kept: Kept,
}

impl WarmState {
    /// Takes the data for an analysis of a few files, with the files whose texts in the overlay have changed since. What has changed on disk
    /// alone is left to [`Resident`]'s owner. `None` if there is no data, or a changed file is a manifest or configuration.
    pub(crate) fn take(resident: &Resident, overlay: &Overlay) -> Option<(Self, Vec<PathBuf>)> {
        let left: Self = resident.take()?;
        let changed = overlay.changed_since(&left.overlay);
        changed.iter().all(|path| is_source(path)).then_some((left, changed))
    }

    /// Takes the data for a complete run with this key, with the files whose texts have changed since, in the overlay or on disk. `None` unless
    /// such a run would begin with the same data.
    pub(crate) fn take_same(options: &CheckOptions, key: Key) -> Option<(Self, Vec<PathBuf>)> {
        let resident = options.resident.as_ref()?;
        let left: Self = resident.take()?;
        if left.inputs.key != Some(key) {
            return None;
        }
        let mut changed = options.overlay.changed_since(&left.overlay);
        changed.extend(changed_on_disk(options, &left.reads));
        if !changed.iter().all(|path| is_source(path)) {
            return None;
        }
        let parses = |path: &PathBuf| {
            let text = options.overlay.read(path, MAX_FILE_BYTES);
            text.is_ok_and(|file| syntax::lower(&file.text, Bodies::Lower, &MacroTable::default()).errors.is_empty())
        };
        if changed.iter().all(parses) {
            return Some((left, changed));
        }
        // A text that is half written is analysed afresh, and the data is kept for when it is complete.
        left.put(resident);
        None
    }

    pub(crate) fn put(self, resident: &Resident) {
        let is_whole = self.is_whole;
        resident.put(self, is_whole);
    }
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "rs")
}
