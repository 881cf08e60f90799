//! Findings: what the analysis reports about one position.

use super::confirmed::Confirmed;
use super::form::{Applicability, Form};
use super::guard::Withheld;
use super::level::{Cost, Level};
use super::stored::is_brief;
use super::task::{Stalls, Task};
use crate::facts::Position;
use serde::{Deserialize, Serialize};

/// The maximum number of tasks that one finding lists; the others are only counted.
pub const MAX_TASKS: usize = 5;

/// One finding. Field names and order are the JSON contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Finding {
    /// Lint id.
    pub lint: String,
    /// Its level after configuration, and after the rules for start-up and test code.
    pub level: Level,
    /// Cost class.
    pub cost: Cost,
    /// Whether the API itself is called here.
    pub kind: Kind,
    /// How sure the resolution is.
    pub confidence: Confidence,
    /// One line, lower case, no full stop.
    pub message: String,
    /// Canonical public path of the blocking API, or the coded lint's subject; empty if there is none.
    pub api: String,
    /// Path of the file as the user would name it from where the tool was started, `/`-separated.
    pub path: String,
    /// First byte of the API's name as written.
    pub start: Position,
    /// One past its last byte.
    pub end: Position,
    /// What makes this code async.
    pub context: Context,
    /// Whether it is in test code.
    pub in_test: bool,
    /// Whether it is in start-up code of an entry point.
    pub startup: bool,
    /// The call path to the API, nearest hop first; empty for direct findings.
    pub via: Vec<Hop>,
    /// Possible fixes, best first.
    pub fixes: Vec<Fix>,
    /// What to do, one or two sentences, perhaps with code in backticks.
    pub help: String,
    /// Tasks that run this code, nearest first, at most five; empty if none is known.
    pub runs_in: Vec<Task>,
    /// How many more tasks run it.
    pub runs_in_more: usize,
    /// Whether another task can be stalled by it.
    pub stalls: Stalls,
    /// The same as a clause for humans: which task runs it, and which ones wait.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub stalled: String,
    /// Whether the thread waits for what is reported. If not, the cost means nothing.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub blocks: bool,
    /// What a record of real runs says about it; `None` without a record, or if it did not block there.
    pub confirmed: Option<Confirmed>,
    /// Why there is no fix, or no safe one.
    pub withheld: Vec<Withheld>,
    /// Where a value is dropped, if that is the end of a scope. A record names that line.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub dropped: Option<Position>,
    /// Why it blocks, for the note in the human-readable report.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub why: String,
}

impl Finding {
    /// What `why` says of it: `reported as warn`, with who is stalled, and that test code is reported only on request.
    pub(crate) fn fate(&self) -> String {
        let reported = format!("reported as {}", self.level.word());
        match (self.in_test, self.stalled.is_empty()) {
            (true, _) => format!("{reported} with `--tests` or `tests = true`, else hidden: it is test code"),
            (false, true) => reported,
            (false, false) => format!("{reported}: it {}", self.stalled),
        }
    }

    /// Whether it is worth an edit that nobody has asked for: a note about code that stalls nobody is not.
    #[must_use]
    pub fn is_worth_an_edit(&self) -> bool {
        self.level > Level::Note || self.stalls != Stalls::Nobody
    }
}

/// Whether a finding is at the API or at a call that reaches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Kind {
    /// The blocking API is called here.
    Direct,
    /// A fn called here reaches it.
    Transitive,
}

/// How certain the callee of a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Confidence {
    /// The callee is known.
    Certain,
    /// The callee may be one of several impls.
    May,
}

/// What makes code async.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Context {
    /// `async fn`, `async block`, `async closure`, `poll fn`, `stream macro`, `handler`, or `file` for findings without one.
    pub kind: String,
    /// The enclosing fn's name.
    pub name: String,
    /// The keyword or signature that makes it async, in the same file.
    #[serde(default, skip_serializing_if = "is_brief")]
    pub span: Option<(Position, Position)>,
}

/// One hop of a call path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Hop {
    /// The fn, as `crate::store::load`; the last hop's fn calls the API.
    pub function: String,
    /// File of the call inside that fn, as for [`Finding::path`]; for dependencies `name-version/src/…`.
    pub path: String,
    /// 1-based line of the call.
    pub line: u32,
    /// How many hops after this one are left out, because the call path is very long.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u32) -> bool {
    *number == 0 && is_brief(&())
}

/// A possible fix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Fix {
    /// Its form.
    pub form: Form,
    /// Its applicability.
    pub applicability: Applicability,
    /// One line.
    pub title: String,
    /// Its edits, sorted, never overlapping.
    pub edits: Vec<Edit>,
}

/// A replacement of bytes in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Edit {
    /// The file.
    pub path: String,
    /// First byte replaced.
    pub start: Position,
    /// One past the last byte replaced.
    pub end: Position,
    /// The new text.
    pub text: String,
}
