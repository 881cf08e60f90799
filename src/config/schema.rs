//! The keys of a configuration. Unknown ones are errors everywhere.

use crate::catalogue::{Api, Taker};
use crate::diagnostics::{Cost, Level};
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;

/// `async-lint.toml`, or `[package.metadata.async-lint]`, or `[workspace.metadata.async-lint]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ConfigFile {
    /// The lints that run: ids, groups or `all`; without it, every lint that is on by default.
    pub select: Option<Vec<String>>,
    /// Lints that do not run: ids, groups or `all`; wins over `select`.
    pub ignore: Vec<String>,
    /// Levels by lint id, group or `all`; the most specific name wins.
    pub levels: BTreeMap<String, Level>,
    /// Whether findings in tests, benches, examples and build scripts are reported.
    pub tests: Option<bool>,
    /// Findings below it are not reported.
    pub min_level: Option<MinLevel>,
    /// Whether the sources of dependencies are read.
    pub dependencies: Option<bool>,
    /// Globs of files and folders without findings, relative to this file's folder.
    pub exclude: Vec<String>,
    /// Levels and ignored lints for some paths only; a later entry wins over an earlier one.
    #[serde(rename = "override")]
    pub overrides: Vec<Override>,
    /// Fns that do not block, whatever they call.
    pub nonblocking: Vec<NonblockingFn>,
    /// Fns that block, whatever their bodies show.
    pub blocking: Vec<BlockingFn>,
    /// Fns that run before anything is served.
    pub startup_fns: Vec<String>,
    /// Runtimes that exist for blocking work: statics that hold one, or fns that return one or spawn on it.
    pub dedicated_runtime: Vec<String>,
    /// Crates whose bodies are not analysed.
    pub opaque_crates: Vec<String>,
    /// The fn that fixes may add to the root of a crate that has no offload fn, and call from then on.
    pub offload_fn: Option<String>,
    /// Attributes that make a sync fn run on the executor.
    pub handler_attributes: Vec<String>,
    /// Folders with rules in the format of async-lint's own, relative to this file's folder.
    pub rules: Vec<String>,
    /// Blocking APIs, as in `rules/apis/`.
    pub api: Vec<Api>,
    /// Fns that decide where their closures run, as in `rules/contexts.toml`.
    pub taker: Vec<Taker>,
}

/// Settings for some paths only.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Globs of files, relative to this file's folder.
    pub paths: Vec<String>,
    /// Levels by lint id, group or `all`.
    #[serde(default)]
    pub levels: BTreeMap<String, Level>,
    /// Lints that do not run there.
    #[serde(default)]
    pub ignore: Vec<String>,
}

/// The lowest level that is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MinLevel {
    /// Everything.
    Note,
    /// What makes the exit code 1.
    Warn,
    /// Only what panics or deadlocks, and what is configured as `deny`.
    Deny,
}

impl From<MinLevel> for Level {
    fn from(level: MinLevel) -> Self {
        match level {
            MinLevel::Note => Self::Note,
            MinLevel::Warn => Self::Warn,
            MinLevel::Deny => Self::Deny,
        }
    }
}

/// A fn that does not block: its path, or a table with the reason.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "StringOrTable<NonblockingTable>")]
pub struct NonblockingFn {
    /// `crate::cache::get`, `some_crate::Type::method`; brace lists allowed.
    pub path: String,
    /// Why it does not block, for readers of the configuration.
    pub reason: Option<String>,
}

/// A fn that blocks: its path, or a table with further keys.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "StringOrTable<BlockingTable>")]
pub struct BlockingFn {
    /// `crate::printer::print`, `some_crate::Type::method`; brace lists allowed.
    pub path: String,
    /// The lint that reports it; `marked-blocking` if none.
    pub lint: Option<String>,
    /// What it does, to complete "it …": lower case, no full stop.
    pub why: Option<String>,
    /// Its cost class; that of the lint if none.
    pub cost: Option<Cost>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct NonblockingTable {
    path: String,
    reason: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BlockingTable {
    path: String,
    lint: Option<String>,
    why: Option<String>,
    cost: Option<Cost>,
}

/// The shape of such an entry in the JSON schema.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is of use")]
enum StringOrTable<T> {
    /// The path.
    Path(String),
    /// A table with further keys.
    Table(T),
}

/// Deserializes a string or a table. The error of an untagged enum would only say that no variant matches.
struct StringOr<T, V> {
    string: fn(String) -> T,
    table: fn(V) -> T,
}

impl<'de, T, V> Visitor<'de> for StringOr<T, V>
where
    V: Deserialize<'de>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path, or a table with `path`")
    }

    fn visit_str<E: Error>(self, path: &str) -> Result<T, E> {
        Ok((self.string)(path.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        V::deserialize(MapAccessDeserializer::new(map)).map(self.table)
    }
}

impl<'de> Deserialize<'de> for NonblockingFn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StringOr {
            string: |path| Self { path, reason: None },
            table: |table: NonblockingTable| Self { path: table.path, reason: table.reason },
        })
    }
}

impl<'de> Deserialize<'de> for BlockingFn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StringOr {
            string: |path| Self { path, lint: None, why: None, cost: None },
            table: |table: BlockingTable| Self { path: table.path, lint: table.lint, why: table.why, cost: table.cost },
        })
    }
}

/// The JSON schema of a configuration, for editors.
#[must_use]
pub fn json_schema() -> schemars::Schema {
    let mut schema = schemars::schema_for!(ConfigFile);
    schema.insert("title".to_owned(), "async-lint.toml".into());
    schema
}
