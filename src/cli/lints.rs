//! The lints as `rules` and `explain` list them.

use crate::catalogue::LintFile;

/// Id and file.
pub(super) type Lint = (String, LintFile);

/// The lints that come with the tool, sorted by id.
pub(super) fn load() -> Vec<Lint> {
    Vec::new()
}
