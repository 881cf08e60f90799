//! What a record of real runs says of the findings. Plain data; how findings and events are joined is not known here.

use serde::{Deserialize, Serialize};

/// A finding that was seen to block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Confirmed {
    /// The test that saw it first, or the record's name where no test is known.
    pub by: String,
    /// How often, over the whole record.
    pub times: u64,
    /// The longest call, in nanoseconds.
    pub max_ns: u64,
}

/// What a record says of a whole run of the linter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Confirmation {
    /// Different blocking calls in the record.
    pub events: usize,
    /// Those of them that the analysis knew of, whether or not it reported them.
    pub explained: usize,
    /// Those that it did not know of, by place.
    pub misses: Vec<Miss>,
}

/// A blocking call that no finding explains.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Miss {
    /// The user's file, as findings name it; empty if no frame was the user's.
    pub path: String,
    /// 1-based; 0 if it is not known.
    pub line: u32,
    /// The fn of that line.
    pub function: String,
    /// The API that blocked.
    pub api: String,
    /// The lint that covers it; empty if none does.
    pub lint: String,
    /// A test that saw it; empty if none is known.
    pub test: String,
    /// How often.
    pub times: u64,
    /// The longest call, in nanoseconds.
    pub max_ns: u64,
    /// Why nothing is reported there.
    pub reason: String,
}
