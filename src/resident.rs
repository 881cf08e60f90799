//! What a run leaves in memory for the next one over the same tree: an edit inside a body is analysed without reading anything else again.
//!
//! It is right as long as nothing but the texts of an overlay has changed; who knows of another change takes a new one.

use crate::analysis::Memory;
use crate::fix::propose::Kept;
use crate::names::KeptCrates;
use crate::project::{Overlay, Project, Sources};
use crate::rulebook::Rulebook;
use crate::types::Tables;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The place for what is left.
#[derive(Default)]
pub struct Resident(Mutex<Option<Left>>);

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

impl fmt::Debug for Resident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resident")
    }
}

impl Resident {
    /// What is left, with the files whose texts have changed since; `None` if there is nothing, or a manifest or configuration is among them.
    pub(crate) fn take(&self, overlay: &Overlay) -> Option<(Left, Vec<PathBuf>)> {
        let left = self.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        let changed = overlay.changed_since(&left.overlay);
        changed.iter().all(|path| path.extension().is_some_and(|end| end == "rs")).then_some((left, changed))
    }

    /// Whether nothing is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Whether what is left is of an analysis of all files.
    pub(crate) fn is_whole(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|left| left.is_whole)
    }

    pub(crate) fn put(&self, left: Left) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(left);
    }
}
