//! What a run leaves for the next one over the same tree, so that an edit inside a body is analysed without reading anything else again.
//!
//! It is right as long as nothing but the texts of an overlay has changed.

use crate::analysis::Memory;
use crate::fix::propose::Kept;
use crate::names::KeptCrates;
use crate::project::{Overlay, Project, Sources};
use crate::resident::Resident;
use crate::rulebook::Rulebook;
use crate::types::Tables;
use std::path::PathBuf;

/// What a run has left.
pub(crate) struct Left {
    pub(crate) ground: Ground,
    pub(crate) overlay: Overlay,
    pub(crate) parts: Parts,
    /// Whether all files were analysed, so that nothing is missing of what an edit in any of them asks for.
    pub(crate) is_whole: bool,
}

/// What manifests and configuration say.
pub(crate) struct Ground {
    /// Without what the configuration leaves out.
    pub(crate) project: Project,
    pub(crate) rulebook: Rulebook,
    /// The fingerprint of the rules.
    pub(crate) rules: String,
    pub(crate) sources: Sources,
}

/// What was worked out, by ids that hold for these crates alone.
pub(crate) struct Parts {
    pub(crate) crates: KeptCrates,
    pub(crate) types: Tables,
    pub(crate) memory: Memory,
    pub(crate) kept: Kept,
}

impl Left {
    /// What is left, with the files whose texts have changed since; `None` if there is nothing, or a manifest or configuration is among them.
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
