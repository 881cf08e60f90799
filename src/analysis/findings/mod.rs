//! From hits to findings: positions, texts, levels, suppressions.

pub(super) mod file;
mod level;
pub(super) mod never_awaits;
pub(super) mod site;
pub(super) mod suppress;
pub(super) mod unresolved;
pub(super) mod wording;
