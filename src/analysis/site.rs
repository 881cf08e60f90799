//! Where a finding stands in the facts: what the report leaves out and fixes need.

use crate::catalogue::ApiIndex;
use crate::diagnostics::Finding;
use crate::facts::ExprId;
use crate::names::DefId;

/// The place of a finding in the bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// The fn in whose body it stands.
    pub def: DefId,
    /// The call, macro or loop.
    pub expr: ExprId,
    /// The API that blocks; `None` for what a comment marks as blocking.
    pub api: Option<ApiIndex>,
}

/// What tells findings apart: path, byte, lint, API. The order of findings may change, this does not.
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
}
