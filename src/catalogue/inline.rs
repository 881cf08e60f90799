//! Rules in a configuration rather than in a file of their own.

use super::schema::{Api, ContextsFile};
use std::sync::Arc;

/// Entries of one configuration, with what is needed to show errors in it.
#[derive(Clone, Debug, Default)]
pub struct InlineRules {
    /// The path of the configuration as messages show it.
    pub name: String,
    /// Its whole text.
    pub text: Arc<str>,
    /// The keys from the top of the text to the configuration: none in `async-lint.toml`.
    pub prefix: Vec<String>,
    /// `[[api]]`.
    pub apis: Vec<Api>,
    /// `blocking`, converted to API entries.
    pub blocking: Vec<Api>,
    /// `[[taker]]`, `opaque-crates`, `handler-attributes`.
    pub contexts: ContextsFile,
    /// Canonical paths that the user declares nonblocking: API entries for them are left out.
    pub nonblocking: Vec<String>,
}
