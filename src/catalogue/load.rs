//! Parses one data file: finds out its format, and deserializes it. Checks nothing beyond the schema.

use super::errors::DataError;
use super::inline::InlineRules;
use super::schema::{ApiFile, ContextsFile, GuardFile, LintFile, ReceiversFile, RolesFile};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A parsed data file.
#[derive(Debug)]
pub(super) struct Parsed {
    /// Its path as messages show it.
    pub(super) name: Arc<str>,
    /// Its whole text.
    pub(super) text: Arc<str>,
    /// Who wrote it.
    pub(super) origin: Origin,
    /// Its content.
    pub(super) data: Data,
}

/// Who wrote a file: a user's entry replaces ours, but two equal entries of the same origin are an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Compiled into the binary.
    Embedded,
    /// Named in the configuration.
    User,
}

/// The formats.
#[derive(Debug)]
pub(super) enum Data {
    /// `lints/<id>.toml`.
    Lint {
        /// The file's stem.
        id: String,
        /// Its content.
        file: Box<LintFile>,
    },
    /// `apis/*.toml`.
    Apis(ApiFile),
    /// `contexts.toml`.
    Contexts(Box<ContextsFile>),
    /// `receivers.toml`.
    Receivers(ReceiversFile),
    /// `roles.toml` and `tasks.toml`.
    Roles(RolesFile),
    /// `guard.toml`.
    Guard(Box<GuardFile>),
    /// `stubs/**.rs`.
    Stub,
    /// A part of a configuration.
    Inline(Box<InlineRules>),
}

/// Top-level keys by which `contexts.toml` is recognised.
const CONTEXT_KEYS: [&str; 18] = [
    "taker",
    "in-place-crates",
    "entry",
    "test-attributes",
    "handler-attributes",
    "handler-exceptions",
    "route-attributes",
    "gathering-attributes",
    "concurrent-types",
    "poll-methods",
    "callback",
    "rpc-trait",
    "handler-traits",
    "opaque-crates",
    "light-features",
    "driver",
    "pool",
    "thread-bound-error",
];

/// Parses one file. Its folder or name, as in `rules/`, determines its format, otherwise its keys.
pub(super) fn parse(name: &str, text: &str, origin: Origin) -> Result<Parsed, DataError> {
    let text: Arc<str> = text.into();
    let data = read(name, &text).map_err(|(message, span)| DataError {
        file: name.to_owned(),
        span: span.unwrap_or(text.len()..text.len()),
        message,
        text: Arc::clone(&text),
    })?;
    Ok(Parsed { name: name.into(), text, origin, data })
}

type Fault = (String, Option<std::ops::Range<usize>>);

fn read(name: &str, text: &str) -> Result<Data, Fault> {
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
    if file.strip_suffix(".rs").is_some() {
        return Ok(Data::Stub);
    }
    let stem = file.strip_suffix(".toml").unwrap_or(file);
    let folder = folders.rsplit('/').next().unwrap_or_default();
    match (folder, stem) {
        ("lints", _) => lint(stem, text),
        ("apis", _) => Ok(Data::Apis(typed(text)?)),
        (_, "contexts") => Ok(Data::Contexts(typed(text)?)),
        (_, "receivers") => Ok(Data::Receivers(typed(text)?)),
        (_, "roles" | "tasks") => Ok(Data::Roles(typed(text)?)),
        (_, "guard") => Ok(Data::Guard(typed(text)?)),
        _ => by_keys(stem, text),
    }
}

fn by_keys(stem: &str, text: &str) -> Result<Data, Fault> {
    let table: toml::Table = typed(text)?;
    if table.contains_key("summary") {
        lint(stem, text)
    } else if table.contains_key("api") || table.contains_key("crate") {
        Ok(Data::Apis(typed(text)?))
    } else if table.contains_key("class") {
        Ok(Data::Receivers(typed(text)?))
    } else if table.contains_key("role") {
        Ok(Data::Roles(typed(text)?))
    } else if CONTEXT_KEYS.iter().any(|key| table.contains_key(*key)) {
        Ok(Data::Contexts(typed(text)?))
    } else {
        Err(("cannot tell what this file holds: none of `api`, `summary`, `class`, `role` or `taker` is there".to_owned(), Some(0..0)))
    }
}

fn lint(id: &str, text: &str) -> Result<Data, Fault> {
    let mut file: LintFile = typed(text)?;
    for api in &mut file.api {
        if api.lint.is_empty() {
            id.clone_into(&mut api.lint);
        }
    }
    Ok(Data::Lint { id: id.to_owned(), file: Box::new(file) })
}

fn typed<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    // The parser's messages may have several lines; ours have one.
    toml::from_str(text).map_err(|e| (e.message().lines().collect::<Vec<_>>().join(", "), e.span()))
}
