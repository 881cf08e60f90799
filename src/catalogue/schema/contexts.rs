//! The shape of `rules/contexts.toml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `rules/contexts.toml`: what makes code async, what takes it off the executor thread, what runs a closure in place.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ContextsFile {
    /// Fns that take a closure (or future) and decide where it runs.
    #[serde(default)]
    pub taker: Vec<Taker>,
    /// Crates all of whose closure-taking fns run them in place, unless listed: `std`.
    #[serde(default)]
    pub in_place_crates: Vec<String>,
    /// Attributes that make a fn an entry point: `tokio::main`.
    #[serde(default)]
    pub entry: Vec<EntryAttribute>,
    /// Attributes that make a fn a test: `test`, `tokio::test`.
    #[serde(default)]
    pub test_attributes: Vec<String>,
    /// Attributes that make a fn a handler, sync or not, or all methods of an impl: route attributes of rocket and actix.
    #[serde(default)]
    pub handler_attributes: Vec<String>,
    /// Types in which futures are polled in turn: `FuturesUnordered`.
    #[serde(default)]
    pub concurrent_types: Vec<String>,
    /// Trait methods whose sync body is polled by an executor: `std::future::Future::poll`.
    #[serde(default)]
    pub poll_methods: Vec<String>,
    /// Crates whose own bodies are never looked into: `tokio`, `async_std`.
    #[serde(default)]
    pub opaque_crates: Vec<String>,
}

/// A fn that decides where its closure runs.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Taker {
    /// Canonical paths; brace lists allowed.
    pub paths: Vec<String>,
    /// Where its closure arguments run.
    pub runs: Runs,
    /// 0-based index of the argument (receiver left out); all closures if absent.
    #[serde(default)]
    pub argument: Option<usize>,
    /// Whether an `async` block in the offloaded closure is driven there too (`block_on` inside): else it is async again.
    #[serde(default)]
    pub drives: bool,
}

/// Where a closure runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Runs {
    /// On another thread.
    Offloaded,
    /// Where the taker is called, before it returns.
    InPlace,
    /// On an executor thread, whatever the caller is.
    OnExecutor,
    /// Kept for later; who knows where.
    Stored,
    /// On this thread, which the runtime has given up first (`block_in_place`).
    BlockInPlace,
}

/// An attribute that makes a fn an entry point.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EntryAttribute {
    /// `tokio::main`.
    pub path: String,
    /// The runtime that it starts.
    pub runtime: String,
    /// Its flavour without arguments.
    #[serde(default)]
    pub flavor: Flavor,
}

/// How many threads poll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flavor {
    /// Several workers; the root future is not on one of them.
    #[default]
    MultiThread,
    /// Everything on this thread.
    CurrentThread,
}
