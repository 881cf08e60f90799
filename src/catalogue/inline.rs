//! Rules that stand in a configuration rather than in a file of their own.

use super::schema::{Api, ContextsFile};
use std::sync::Arc;

/// Entries out of one configuration, and where they stand in it, so that a mistake is shown there.
#[derive(Clone, Debug, Default)]
pub struct InlineRules {
    /// The configuration as the user knows it.
    pub name: String,
    /// Its whole text.
    pub text: Arc<str>,
    /// The keys from the top of the text to the configuration: none in `async-lint.toml`.
    pub prefix: Vec<String>,
    /// `[[api]]`.
    pub apis: Vec<Api>,
    /// `blocking`, in the shape of entries.
    pub blocking: Vec<Api>,
    /// `[[taker]]`, `opaque-crates`, `handler-attributes`.
    pub contexts: ContextsFile,
    /// Canonical paths of which the user knows that they do not block: entries for them are left out.
    pub nonblocking: Vec<String>,
}
