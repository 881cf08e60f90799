//! The values around a finding: what is alive, what it owns, and what happens to it later.

pub(super) mod across;
pub(super) mod alive;
pub(super) mod auto_traits;
pub(super) mod captured;
pub(super) mod dropped;
pub(super) mod dropped_here;
pub(super) mod halves;
pub(super) mod held_value;
pub(super) mod later;
pub(super) mod owned;
pub(super) mod owned_objects;
