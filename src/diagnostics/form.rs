//! What kind of change a fix is, and what may be done with it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Kinds of replacements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Form {
    /// Path and `.await`.
    #[default]
    Replace,
    /// `spawn_blocking` around it.
    Offload,
    /// Printed advice only.
    Restructure,
}

/// What may be done with a fix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Applicability {
    /// Same behaviour, comments kept, it compiles: applied by `--fix`.
    Safe,
    /// Same behaviour, but only the compiler can say whether it compiles: applied by `--fix --verify`.
    IfItCompiles,
    /// May change behaviour: needs `--unsafe-fixes`.
    Unsafe,
    /// Shown only.
    #[default]
    Display,
}
