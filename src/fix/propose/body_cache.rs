//! Facts about bodies, cached across runs.

use super::calls::Calls;
use super::thread_effects::BodyEffectsCache;
use crate::names::DefId;

/// The calls and local effects of the bodies of the workspace.
#[derive(Default)]
pub struct Kept {
    pub(super) calls: Calls,
    pub(super) directs: BodyEffectsCache,
}

impl Kept {
    /// Removes the entries of bodies that have changed or moved in their file.
    pub(crate) fn forget(&self, has_moved: impl Fn(DefId) -> bool) {
        self.calls.forget(&has_moved);
        self.directs.forget(&has_moved);
    }
}
