//! The configuration: `async-lint.toml`, or a table in the manifest's `metadata`. Plain data with spans, so that errors are shown in the
//! user's own file. Knows packages and the names of lints; knows nothing of code, of the analysis, or of output.
//!
//! Two layers apply to a file: the configuration beside its package's manifest, and the one beside the workspace's. Single values and
//! `select` of the nearer layer win, lists and tables are merged, and facts about code (`blocking`, `nonblocking`, `rules` …) apply to the
//! whole run. A file given with `--config` replaces all layers, and explicit options of the command line win over everything.

mod discover;
mod effective;
mod facts;
mod layers;
mod mistakes;
mod policy;
mod read;
mod rules;
mod schema;
#[cfg(test)]
mod tests;
mod unused;

pub use effective::{Origin, Setting, effective};
pub use layers::{Configuration, Layer, Scope};
pub use policy::{Policies, Policy};
pub(crate) use rules::EmptyFolder;
pub use schema::{BlockingFn, ConfigFile, MinLevel, NonblockingFn, Override, json_schema};
pub use unused::NamedPaths;

/// The name of the configuration file.
pub const FILE_NAME: &str = "async-lint.toml";
