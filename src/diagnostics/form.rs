//! The form of a fix, and when it may be applied.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The form of a fix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Form {
    /// Another path or method, and `.await`.
    #[default]
    Replace,
    /// `spawn_blocking` or `block_in_place` around the code.
    Offload,
    /// Printed advice only.
    Restructure,
}

/// When a fix may be applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Applicability {
    /// Keeps behaviour and comments, and compiles: applied by `--fix`.
    Safe,
    /// Keeps behaviour, but may not compile: applied by `--fix --verify`.
    IfItCompiles,
    /// May change behaviour: needs `--unsafe-fixes`.
    Unsafe,
    /// Only shown.
    #[default]
    Display,
}
