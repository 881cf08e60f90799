//! What a record of real runs says about findings. Plain data; does not know how findings and events are matched.

use serde::{Deserialize, Serialize};

/// A finding that was seen to block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Confirmed {
    /// The first test in which it blocked, or the record's name if the test is unknown.
    pub by: String,
    /// How often, over the whole record.
    pub times: u64,
    /// The longest call, in nanoseconds.
    pub max_ns: u64,
}

/// How a record compares with a whole run of the linter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Confirmation {
    /// The number of distinct blocking calls in the record.
    pub events: usize,
    /// How many of them the analysis found, whether or not it reported them.
    pub explained: usize,
    /// Those that it did not find, by position.
    pub misses: Vec<Miss>,
}

/// A blocking call that no finding explains.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Miss {
    /// The user's file, with a path as in [`Finding::path`](super::Finding::path); empty if no frame was in the user's code.
    pub path: String,
    /// 1-based; 0 if it is not known.
    pub line: u32,
    /// The fn that contains that line.
    pub function: String,
    /// The API that blocked.
    pub api: String,
    /// The lint that covers it; empty if none does.
    pub lint: String,
    /// A test in which it blocked; empty if none is known.
    pub test: String,
    /// How often it was recorded.
    pub times: u64,
    /// The longest call, in nanoseconds.
    pub max_ns: u64,
    /// Why nothing is reported there.
    pub reason: String,
}
