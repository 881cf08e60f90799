//! The shape of `rules/lints/<id>.toml`.

use super::api::Api;
use crate::diagnostics::{Cost, Guard, Level};
use serde::{Deserialize, Serialize};

/// `rules/lints/<id>.toml`: one lint. The id is the file's stem.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintFile {
    /// The group that `--select` and `--ignore` know: `blocking`, `locks`, `runtime`, `offload`, `tool`.
    pub group: String,
    /// The level without configuration.
    pub level: Level,
    /// The default cost class of its APIs.
    pub cost: Cost,
    /// One line: what is reported, lower case, no full stop.
    pub summary: String,
    /// Why it matters, Markdown.
    pub why: String,
    /// What to do about it, Markdown.
    pub advice: String,
    /// What it does not see, Markdown items.
    #[serde(default)]
    pub limits: Vec<String>,
    /// What the examples are.
    #[serde(default)]
    pub example: Example,
    /// Code that gives exactly one finding of this lint (a whole file).
    pub bad: String,
    /// The same code, fixed: silent.
    pub good: String,
    /// Whether effects of this lint propagate to callers (those of locks, stdout and cheap CPU work do not).
    #[serde(default = "yes")]
    pub transitive: bool,
    /// Whether it does harm even if no other task runs: its level is not lowered where nobody is stalled.
    #[serde(default)]
    pub alone: bool,
    /// Whether the executor's thread waits for what its findings report. If not, they say neither what it waits for nor that other tasks wait.
    #[serde(default = "yes")]
    pub blocks: bool,
    /// `data` if it is wholly described by APIs, `coded` if `analysis/` finds it.
    #[serde(default)]
    pub found_by: FoundBy,
    /// Why there is no recorded proof, if there is none.
    #[serde(default)]
    pub no_proof: Option<String>,
    /// What is in the way of a fix wherever none is offered; `guard-scope`: the only fix ends the scope of a guard.
    #[serde(default)]
    pub no_fix: Option<Guard>,
    /// Blocking APIs of any crate that it reports, beside those in `apis/`; their `lint` is this one.
    #[serde(default)]
    pub api: Vec<Api>,
}

fn yes() -> bool {
    true
}

/// What a lint's examples are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Example {
    /// A file of Rust.
    #[default]
    Code,
    /// An `async-lint.toml`.
    Configuration,
}

/// How a lint's findings come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoundBy {
    /// From API entries.
    #[default]
    Data,
    /// From code in `analysis/`.
    Coded,
}
