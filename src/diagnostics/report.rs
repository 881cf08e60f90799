//! The report of one run: its findings, and counts.

use super::answer::Answer;
use super::confirmed::Confirmation;
use super::finding::Finding;
use super::stored::is_brief;
use crate::facts::Position;
use serde::{Deserialize, Serialize};

/// The report of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Report {
    /// The schema's version: 1.
    pub version: u32,
    /// Sorted by path, position, lint.
    pub findings: Vec<Finding>,
    /// Counts.
    pub summary: Summary,
    /// What a record of real runs says about the whole run; `None` without a record.
    pub confirmation: Option<Confirmation>,
    /// Calls in async code that could not be resolved, sorted by position.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub unresolved: Vec<UnresolvedCall>,
    /// The answers about the queried line, by position.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub answers: Vec<Answer>,
    /// The text of each file with a finding or a hop, by its path, for reports that show source.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub sources: std::collections::BTreeMap<String, std::sync::Arc<str>>,
    /// The linted files, as for [`Finding::path`].
    #[serde(default, skip_serializing_if = "is_brief")]
    pub linted: std::collections::BTreeSet<String>,
    /// All files of the user's own packages that were read, linted or not, as for [`Finding::path`]; other files in hops belong to
    /// dependencies.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub own: std::collections::BTreeSet<String>,
}

/// Counts over one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Summary {
    /// Files linted.
    pub files: usize,
    /// Fns with a body.
    pub functions: usize,
    /// How many of these have incomplete types, because inference exceeded the step budget of a fn: method calls in them may be missed.
    pub functions_incomplete: usize,
    /// Async fns, blocks, closures and poll fns.
    pub async_contexts: usize,
    /// Calls in async contexts.
    pub calls: usize,
    /// How many of these resolved to a definition or an external path.
    pub calls_resolved: usize,
    /// Findings printed, by level.
    pub findings: LevelCounts,
    /// Findings in test code that were not printed.
    pub hidden_in_tests: usize,
    /// Findings silenced by comments or configuration.
    pub suppressed: usize,
    /// Findings that were not printed because a baseline lists them.
    pub in_baseline: usize,
    /// Findings that were not printed because no change caused them.
    pub outside_changes: usize,
    /// Files that could not be read or parsed.
    pub unparsed: usize,
    /// Files and folders (with a final `/`) that were not linted because cargo would not build them from the given paths, as for
    /// [`Finding::path`], sorted.
    pub left_out: Vec<String>,
    /// Dependencies of the linted packages whose sources are not available, by name, sorted: blocking inside them is not found.
    pub missing_sources: Vec<String>,
    /// Places outside of tests whose code a build script generates, as `path:line`, sorted: blocking in that code is not found.
    pub generated: Vec<String>,
    /// Wall-clock time of the run in milliseconds; 0 where the output must be reproducible.
    pub elapsed_ms: u64,
}

/// Findings by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct LevelCounts {
    /// `deny`.
    pub deny: usize,
    /// `warn`.
    pub warn: usize,
    /// `note`.
    pub note: usize,
}

/// A call that could not be resolved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct UnresolvedCall {
    /// The file, as the user would name it.
    pub path: String,
    /// The position of the called name.
    pub start: Position,
    /// The called name and what is missing, lower case, no full stop.
    pub reason: String,
}
