//! What is known of one file: its findings, of which text they are, and whether that text still parses.

use super::Revision;
use crate::diagnostics::Finding;
use std::sync::Arc;

/// The lint for files that do not parse.
const UNPARSED: &str = "unparsed-file";

/// The findings of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct FileFindings {
    /// Of the text below, by position.
    pub findings: Vec<Finding>,
    /// The text that was analysed, if it was open or has findings.
    pub text: Option<Arc<str>>,
    /// What was found in the last text that parsed, while the present one does not.
    pub stale: Option<Stale>,
    revision: Option<Revision>,
}

/// Findings of a text that is there no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// By position.
    pub findings: Vec<Finding>,
    /// The text that they were found in.
    pub text: Option<Arc<str>>,
}

impl FileFindings {
    /// Takes in the findings of a revision, unless those of a newer one are there. Whether anything is different now.
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
