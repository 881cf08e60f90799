//! What the analysis knows about the calls on one line. Plain data; does not know how it is computed.

use super::finding::{Confidence, Hop};
use crate::facts::Position;
use serde::{Deserialize, Serialize};

/// What the analysis knows about one call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Answer {
    /// The file, as the user would name it.
    pub path: String,
    /// The position of the called name.
    pub start: Position,
    /// The called name, as written.
    pub call: String,
    /// The fn whose body contains it.
    pub function: String,
    /// Its execution context, and the reason.
    pub runs: String,
    /// What it resolves to.
    pub target: String,
    /// The blocking APIs that it is or reaches, at most one for each lint.
    pub reaches: Vec<Reach>,
    /// Findings at the call that are not about what it reaches, such as how it is used.
    #[serde(default)]
    pub findings: Vec<CallFinding>,
    /// Why nothing is reported, if nothing is.
    pub silent: Option<String>,
}

/// A finding at a call that is not about what the call reaches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct CallFinding {
    /// Its lint.
    pub lint: String,
    /// Its message.
    pub message: String,
    /// `reported as warn`.
    pub fate: String,
}

/// A blocking API that a call is or reaches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Reach {
    /// The lint for it.
    pub lint: String,
    /// The API's path, or the fn that is marked as blocking.
    pub api: String,
    /// How certain the callee is.
    pub confidence: Confidence,
    /// The call path to it, nearest hop first; empty for the API itself.
    pub via: Vec<Hop>,
    /// `reported as warn`, or why it is not.
    pub fate: String,
}
