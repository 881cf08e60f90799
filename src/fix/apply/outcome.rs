//! What is asked of the rounds, what they need, and what comes out of them. Knows nothing of how they go about it.

use super::edits::Misfit;
use super::select::Trust;
use crate::diagnostics::Report;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is asked for.
pub struct FixOptions<'a> {
    /// Which applicability may be applied.
    pub trust: Trust,
    /// Whether fixes of this lint are wanted.
    pub wants: &'a dyn Fn(&str) -> bool,
}

/// What the rounds need from outside.
pub trait Tree {
    /// Why a check failed.
    type Error;

    /// The text of a file that is to be edited, by its path as in [`Edit::path`](crate::diagnostics::Edit::path). Asked once for each file.
    ///
    /// # Errors
    /// One line on why the file must not be edited.
    fn text(&self, path: &str) -> Result<Arc<str>, String>;

    /// The texts of files that may be modules below the file at `path`, and so see what it imports. Asked once for each file.
    fn below(&self, path: &str) -> Vec<Arc<str>>;

    /// Lints the tree with these texts, by the same paths, in place of what is on disk.
    ///
    /// # Errors
    /// If it cannot be linted at all.
    fn check(&self, texts: &BTreeMap<String, Arc<str>>) -> Result<Report, Self::Error>;
}

/// A file that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As in [`Edit::path`](crate::diagnostics::Edit::path).
    pub path: String,
    /// What is on disk.
    pub before: Arc<str>,
    /// What is to be written.
    pub after: Arc<str>,
}

/// What came out of the rounds. Nothing has been written.
#[derive(Clone, Debug)]
pub struct Plan {
    /// By path.
    pub changes: Vec<Change>,
    /// What is still found when all of them are made.
    pub report: Report,
    /// How many findings of each lint are gone.
    pub fixed: BTreeMap<String, usize>,
    /// Fixes that were offered and not made, by place.
    pub dropped: Vec<Dropped>,
    /// Files that only make sense together, as one fix touches them; manifests are in no group.
    pub together: Vec<BTreeSet<String>>,
    /// For each manifest that changes, the files for whose sake it does.
    pub needed_by: BTreeMap<String, BTreeSet<String>>,
    /// Whether everything was tried.
    pub end: End,
}

/// How the rounds ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// There is no fix left that could be made.
    Fixpoint,
    /// It took too long. What was done is sound.
    GaveUp,
}

/// A fix that was offered and not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Its finding's lint.
    pub lint: String,
    /// Its finding's file.
    pub path: String,
    /// Its finding's 1-based line, in the file as it is after the other fixes.
    pub line: u32,
    /// Its title.
    pub title: String,
    /// Why.
    pub reason: Reason,
}

/// Why a fix was not made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Reason {
    /// A file must not be edited.
    #[error("`{path}` {why}")]
    Untouchable {
        /// The file.
        path: String,
        /// One line.
        why: String,
    },
    /// Its edits do not fit the file.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// The file would not parse.
    #[error("the result does not parse")]
    Unparsed,
    /// The finding would still be there.
    #[error("the finding is still there afterwards")]
    WithoutEffect,
    /// There would be a finding that is not there now.
    #[error("it brings a new finding, `{lint}`")]
    NewFinding {
        /// The new one's lint.
        lint: String,
    },
}

/// How many findings of each lint a report has.
#[must_use]
pub fn lints(report: &Report) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(finding.lint.clone()).or_default() += 1;
    }
    counts
}

/// How many of what was `found`, by lint, is not in `report` any more.
#[must_use]
pub fn gone(found: &BTreeMap<String, usize>, report: &Report) -> BTreeMap<String, usize> {
    let left = lints(report);
    let fixed = found.iter().map(|(lint, &number)| (lint.clone(), number.saturating_sub(left.get(lint).copied().unwrap_or(0))));
    fixed.filter(|(_, number)| *number > 0).collect()
}
