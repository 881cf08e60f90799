//! The shape of `rules/guard.toml`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `rules/guard.toml`: data for the guard besides the APIs.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GuardFile {
    /// Crates that are the machinery of async runtimes, by their names in code.
    pub runtimes: Vec<String>,
    /// Crates that wrap system calls and locks on behalf of their callers, by their names in code.
    pub primitives: Vec<String>,
    /// Crates and modules in which fns are defined that users reach through another one: `rayon` has `["rayon_core"]`.
    pub facades: BTreeMap<String, Vec<String>>,
    /// Lints of calls that read files which the kernel generates, so that these calls are recorded nevertheless.
    pub reads_memory: Vec<String>,
    /// Lints for functions of the C library.
    pub hook: Vec<HookEntry>,
}

/// Functions of the C library that one lint covers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HookEntry {
    /// Their names.
    pub functions: Vec<String>,
    /// What they wait for; absent in the entry for everything that no other entry names.
    pub waits_for: Option<String>,
    /// The id of the lint.
    pub lint: String,
}
