//! The code behind a finding: the report leaves it out, and fixes need it.

use crate::catalogue::ApiIndex;
use crate::diagnostics::Finding;
use crate::facts::ExprId;
use crate::names::DefId;

/// Where a finding is in the bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// The fn whose body contains it.
    pub def: DefId,
    /// The call, macro or loop.
    pub expr: ExprId,
    /// The API that blocks; `None` for a fn that a comment marks as blocking.
    pub api: Option<ApiIndex>,
}

/// The identity of a finding: path, byte, lint, API. It stays the same if the order of findings changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SiteKey {
    path: String,
    offset: u32,
    lint: String,
    api: String,
}

impl SiteKey {
    /// The key of a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self { path: finding.path.clone(), offset: finding.start.offset, lint: finding.lint.clone(), api: finding.api.clone() }
    }

    /// The first byte of the finding.
    #[must_use]
    pub const fn offset(&self) -> u32 {
        self.offset
    }
}
