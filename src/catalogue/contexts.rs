//! What makes code async, what takes it off the executor thread, and what runs a closure in place; by canonical path.

use super::schema::{ContextsFile, EntryAttribute, Runs};
use std::collections::{BTreeMap, BTreeSet};

/// All of `contexts.toml`, for look-up.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    takers: BTreeMap<String, Vec<TakerRule>>,
    in_place_crates: BTreeSet<String>,
    entries: BTreeMap<String, EntryAttribute>,
    test_attributes: BTreeSet<String>,
    handler_attributes: BTreeSet<String>,
    concurrent_types: BTreeSet<String>,
    poll_methods: BTreeSet<String>,
    opaque_crates: BTreeSet<String>,
}

/// Where a taker's closures run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakerRule {
    /// Where.
    pub runs: Runs,
    /// 0-based index of the argument that this is about (receiver left out); all of them if absent.
    pub argument: Option<usize>,
    /// Whether a future among the arguments is driven there too.
    pub drives: bool,
}

impl Contexts {
    /// What is known of the fn at this canonical path; empty if it is no taker. Rules for one argument stand before those for all.
    #[must_use]
    pub fn taker(&self, path: &str) -> &[TakerRule] {
        self.takers.get(path).map_or(&[], Vec::as_slice)
    }

    /// The rule for the argument with this 0-based index, receiver left out.
    #[must_use]
    pub fn taker_of(&self, path: &str, argument: usize) -> Option<TakerRule> {
        self.taker(path).iter().find(|rule| rule.argument.is_none_or(|a| a == argument)).copied()
    }

    /// All takers, sorted by path.
    pub fn takers(&self) -> impl Iterator<Item = (&str, &[TakerRule])> {
        self.takers.iter().map(|(path, rules)| (path.as_str(), rules.as_slice()))
    }

    /// Whether fns of this crate run their closures in place unless they are listed as takers.
    #[must_use]
    pub fn is_in_place_crate(&self, krate: &str) -> bool {
        self.in_place_crates.contains(krate)
    }

    /// The runtime that an attribute such as `tokio::main` starts.
    #[must_use]
    pub fn entry_attribute(&self, path: &str) -> Option<&EntryAttribute> {
        self.entries.get(path)
    }

    /// Whether an attribute such as `test` or `tokio::test` makes a fn a test.
    #[must_use]
    pub fn is_test_attribute(&self, path: &str) -> bool {
        self.test_attributes.contains(path)
    }

    /// Whether an attribute such as `rocket::get` makes a fn a handler.
    #[must_use]
    pub fn is_handler_attribute(&self, path: &str) -> bool {
        self.handler_attributes.contains(path)
    }

    /// Whether futures in a value of the type at this path are polled in turn: `FuturesUnordered`.
    #[must_use]
    pub fn is_concurrent_type(&self, path: &str) -> bool {
        self.concurrent_types.contains(path)
    }

    /// Whether the trait method at this path is polled by an executor: `std::future::Future::poll`.
    #[must_use]
    pub fn is_poll_method(&self, path: &str) -> bool {
        self.poll_methods.contains(path)
    }

    /// Whether the bodies of this crate are never looked into.
    #[must_use]
    pub fn is_opaque_crate(&self, krate: &str) -> bool {
        self.opaque_crates.contains(krate)
    }

    /// Adds a file's content. Paths that do not expand have been reported by the checks.
    pub(super) fn add(&mut self, file: &ContextsFile) {
        for taker in &file.taker {
            let rule = TakerRule { runs: taker.runs, argument: taker.argument, drives: taker.drives };
            for path in taker.paths.iter().flat_map(|p| super::braces::expand(p).unwrap_or_default()) {
                let rules = self.takers.entry(path).or_default();
                // A later file wins over an earlier one.
                rules.retain(|r| r.argument != rule.argument);
                rules.push(rule);
                rules.sort_by_key(|r| (r.argument.is_none(), r.argument));
            }
        }
        self.entries.extend(file.entry.iter().map(|e| (e.path.clone(), e.clone())));
        self.in_place_crates.extend(file.in_place_crates.iter().cloned());
        self.test_attributes.extend(file.test_attributes.iter().cloned());
        self.handler_attributes.extend(expanded(&file.handler_attributes));
        self.concurrent_types.extend(expanded(&file.concurrent_types));
        self.poll_methods.extend(expanded(&file.poll_methods));
        self.opaque_crates.extend(file.opaque_crates.iter().cloned());
    }
}

fn expanded(paths: &[String]) -> impl Iterator<Item = String> {
    paths.iter().flat_map(|p| super::braces::expand(p).unwrap_or_default())
}
