//! The input and output of the rounds. Does not know how they work.

use super::edits::EditConflict;
use super::select::Trust;
use crate::diagnostics::{Finding, Report};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which fixes to apply.
pub struct FixOptions<'a> {
    /// Which applicabilities are allowed.
    pub trust: Trust,
    /// Whether fixes of this finding are wanted.
    pub wants: &'a dyn Fn(&Finding) -> bool,
}

/// What the rounds need from outside.
pub trait Tree {
    /// Why a check failed.
    type Error;

    /// The text of a file to edit, by its path as in [`Edit::path`](crate::diagnostics::Edit::path). Called once for each file.
    ///
    /// # Errors
    /// One line that says why the file must not be edited.
    fn text(&self, path: &str) -> Result<Arc<str>, String>;

    /// The texts of files that may be modules below the file at `path`, and so can use its imports. Called once for each file.
    fn below(&self, path: &str) -> Vec<Arc<str>>;

    /// Lints the tree with these texts, by the same paths, instead of those on disk.
    ///
    /// # Errors
    /// If it cannot be linted at all.
    fn check(&self, texts: &BTreeMap<String, Arc<str>>) -> Result<Report, Self::Error>;
}

/// A file that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path as in [`Edit::path`](crate::diagnostics::Edit::path).
    pub path: String,
    /// The text on disk.
    pub before: Arc<str>,
    /// The text to write.
    pub after: Arc<str>,
}

/// The result of the rounds. Nothing has been written yet.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The changed files, by path.
    pub changes: Vec<Change>,
    /// The report after all changes.
    pub report: Report,
    /// The number of resolved findings of each lint.
    pub fixed: BTreeMap<String, usize>,
    /// Fixes that were tried and not applied, by position.
    pub dropped: Vec<Dropped>,
    /// Groups of files that must change together, because one fix edits them. Manifests are in no group.
    pub together: Vec<BTreeSet<String>>,
    /// For each changed manifest, the files whose fixes need the change.
    pub needed_by: BTreeMap<String, BTreeSet<String>>,
    /// Whether all fixes were tried.
    pub end: End,
}

/// How the rounds ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// No fix is left that could be applied.
    Fixpoint,
    /// The limit of checks was reached. The plan is valid.
    GaveUp,
}

/// A fix that was tried and not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Its finding's lint.
    pub lint: String,
    /// Its finding's file.
    pub path: String,
    /// Its finding's 1-based line, after the other fixes.
    pub line: u32,
    /// Its title.
    pub title: String,
    /// Why.
    pub reason: Reason,
}

/// Why a fix was not applied.
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
    EditConflict(#[from] EditConflict),
    /// The file would no longer parse.
    #[error("the result does not parse")]
    Unparsed,
    /// The finding would still be there.
    #[error("the finding is still there afterwards")]
    WithoutEffect,
    /// There would be a new finding.
    #[error("it brings a new finding, `{lint}`")]
    NewFinding {
        /// The lint of the new finding.
        lint: String,
    },
}

/// The number of findings of each lint in a report.
#[must_use]
pub fn lints(report: &Report) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(finding.lint.clone()).or_default() += 1;
    }
    counts
}

/// The number of findings of each lint that were `found` before and are no longer in `report`.
#[must_use]
pub fn resolved(found: &BTreeMap<String, usize>, report: &Report) -> BTreeMap<String, usize> {
    let left = lints(report);
    let fixed = found.iter().map(|(lint, &number)| (lint.clone(), number.saturating_sub(left.get(lint).copied().unwrap_or(0))));
    fixed.filter(|(_, number)| *number > 0).collect()
}
