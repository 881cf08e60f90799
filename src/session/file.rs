//! The state of one file: its findings, the text they belong to, and the last findings before it stopped parsing.

use super::Revision;
use crate::diagnostics::Finding;
use std::sync::Arc;

/// The lint for files that do not parse.
const UNPARSED: &str = "unparsed-file";

/// The findings of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct FileFindings {
    /// Findings in `text`, sorted by position.
    pub findings: Vec<Finding>,
    /// The text that was analysed, if the file is open or has findings.
    pub text: Option<Arc<str>>,
    /// The findings in the last text that parsed, while the current one does not.
    pub stale: Option<Stale>,
    revision: Option<Revision>,
}

/// Findings in a text that has since been replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// Sorted by position.
    pub findings: Vec<Finding>,
    /// The text that contains them.
    pub text: Option<Arc<str>>,
}

impl FileFindings {
    /// Stores the findings of a revision, unless a newer revision's are stored. Returns whether anything changed.
    pub(super) fn accept(&mut self, revision: Revision, findings: Vec<Finding>, text: Option<Arc<str>>) -> bool {
        if self.revision.is_some_and(|known| known > revision) {
            return false;
        }
        let before = self.revision.is_some().then(|| self.clone());
        let is_broken = |findings: &[Finding]| findings.iter().any(|finding| finding.lint == UNPARSED);
        let stale = match (is_broken(&findings), self.stale.take()) {
            (false, _) => None,
            (true, Some(stale)) => Some(stale),
            (true, None) => Some(Stale { findings: std::mem::take(&mut self.findings), text: self.text.take() }),
        };
        *self = Self { findings, text, stale, revision: Some(revision) };
        before.is_none_or(|before| before.findings != self.findings || before.text != self.text || before.stale != self.stale)
    }
}
