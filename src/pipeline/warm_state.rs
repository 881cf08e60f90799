//! The data that a run leaves for the next one over the same tree, so that after an edit inside a body nothing else is read again.
//!
//! It is valid as long as nothing but the texts of the overlay has changed.

use crate::analysis::Memory;
use crate::fix::propose::Kept;
use crate::names::KeptCrates;
use crate::project::{Overlay, Project, Sources};
use crate::resident::Resident;
use crate::rulebook::Rulebook;
use crate::types::Tables;
use std::path::PathBuf;

/// The data that a run leaves.
pub(crate) struct WarmState {
    pub(crate) inputs: Inputs,
    pub(crate) overlay: Overlay,
    pub(crate) parts: Results,
    /// Whether all files were analysed, so that everything needed to analyse an edit in any of them is included.
    pub(crate) is_whole: bool,
}

/// The contents of manifests and configuration.
pub(crate) struct Inputs {
    /// Without files that the configuration excludes.
    pub(crate) project: Project,
    pub(crate) rulebook: Rulebook,
    /// The fingerprint of the rules.
    pub(crate) rules: String,
    pub(crate) sources: Sources,
}

/// Results of the analysis. Their ids are valid only together with `crates`.
pub(crate) struct Results {
    pub(crate) crates: KeptCrates,
    pub(crate) types: Tables,
    pub(crate) memory: Memory,
    pub(crate) kept: Kept,
}

impl WarmState {
    /// Takes the data, with the files whose texts have changed since. `None` if there is no data, or a changed file is a manifest or
    /// configuration.
    pub(crate) fn take(resident: &Resident, overlay: &Overlay) -> Option<(Self, Vec<PathBuf>)> {
        let left: Self = resident.take()?;
        let changed = overlay.changed_since(&left.overlay);
        changed.iter().all(|path| path.extension().is_some_and(|end| end == "rs")).then_some((left, changed))
    }

    pub(crate) fn put(self, resident: &Resident) {
        let is_whole = self.is_whole;
        resident.put(self, is_whole);
    }
}
