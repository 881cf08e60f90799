//! The level and cost class of a finding.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The effect of a finding on the exit code, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not reported, unless selected by name or with `all` (then as `note`).
    Allow,
    /// Printed, never fails the run.
    Note,
    /// Exit code 1.
    Warn,
    /// Exit code 1.
    Deny,
}

impl Level {
    /// Its name, as in options and configuration.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

/// Cost classes, cheapest first; severity and advice follow them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Cost {
    /// A short critical section.
    Lock,
    /// Computation.
    Cpu,
    /// A stat.
    Metadata,
    /// File contents.
    Disk,
    /// Starting or controlling a process.
    Process,
    /// A database round trip.
    Database,
    /// A network round trip.
    Network,
    /// As long as another party takes: join, recv, stdin, sleep.
    Unbounded,
    /// Panics or deadlocks inside a runtime.
    Panics,
}
