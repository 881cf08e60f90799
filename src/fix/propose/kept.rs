//! What was found out about bodies, kept for later runs.

use super::calls::Calls;
use super::moves::Directs;
use crate::names::DefId;

/// What the bodies of the workspace do by themselves.
#[derive(Default)]
pub struct Kept {
    pub(super) calls: Calls,
    pub(super) directs: Directs,
}

impl Kept {
    /// Forgets what is known of bodies that are others, or elsewhere in their file.
    pub(crate) fn forget(&self, has_moved: impl Fn(DefId) -> bool) {
        self.calls.forget(&has_moved);
        self.directs.forget(&has_moved);
    }
}
