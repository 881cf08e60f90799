//! What is known of the calls on one line. Plain data; how it is found out is not known here.

use super::finding::{Confidence, Hop};
use crate::facts::Position;
use serde::{Deserialize, Serialize};

/// What is known of one call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Answer {
    /// The file, as the user would name it.
    pub path: String,
    /// Where the called name stands.
    pub start: Position,
    /// The called name, as written.
    pub call: String,
    /// The fn whose body it stands in.
    pub function: String,
    /// Where it runs, and what makes it so.
    pub runs: String,
    /// What it resolves to.
    pub target: String,
    /// The blocking APIs that it is or reaches; at most one for each lint.
    pub reaches: Vec<Reach>,
    /// Why nothing is reported, if nothing is.
    pub silent: Option<String>,
}

/// A blocking API that a call is or reaches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Reach {
    /// The lint for it.
    pub lint: String,
    /// The API's path, or the fn that is marked as blocking.
    pub api: String,
    /// How sure that is.
    pub confidence: Confidence,
    /// The way there, nearest first; empty for the API itself.
    pub via: Vec<Hop>,
    /// `reported as warn`, or why it is not.
    pub fate: String,
}
