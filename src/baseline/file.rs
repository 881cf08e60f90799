//! The baseline as TOML: one entry for each kind of finding, in a stable order, so that it can be reviewed like any other file.

use super::{Baseline, Key};
use crate::catalogue::{DataError, Step, locate};
use crate::git::root_above;
use serde::Deserialize;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The default name of the file.
pub const FILE_NAME: &str = "async-lint-baseline.toml";

/// The version of the format.
const VERSION: u32 = 1;

const HEAD: &str = "\
# Findings that existed when this file was written; `async-lint check` reports what is not listed here.
# `async-lint check --write-baseline` writes it anew, `--prune-baseline` removes what is no longer found.
";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    version: u32,
    #[serde(default)]
    finding: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    lint: String,
    path: String,
    #[serde(default)]
    function: String,
    #[serde(default)]
    api: String,
    #[serde(default)]
    in_test: bool,
    count: usize,
}

/// Parses a baseline; `file` is its path for messages. Counts of equal entries, as a merge may leave them, are added.
///
/// # Errors
/// The first error, with its position.
pub fn parse(text: &str, file: &str) -> Result<Baseline, DataError> {
    let error = |span, message| DataError { file: file.to_owned(), text: Arc::from(text), span, message };
    let parsed: File = toml::from_str(text).map_err(|wrong| {
        let span = wrong.span().unwrap_or(text.len()..text.len());
        error(span, wrong.message().lines().next().unwrap_or_default().to_owned())
    })?;
    if parsed.version != VERSION {
        let message = format!("this baseline has version {}, and only version {VERSION} is supported", parsed.version);
        return Err(error(locate(text, &[Step::Key("version")]), message));
    }
    let mut baseline = Baseline::default();
    for entry in parsed.finding.into_iter().filter(|entry| entry.count > 0) {
        let Entry { lint, path, function, api, in_test, count } = entry;
        let known = baseline.entries.entry(Key { path, function, lint, api, in_test }).or_default();
        *known = known.saturating_add(count);
    }
    Ok(baseline)
}

/// The text of a baseline.
#[must_use]
pub fn text(baseline: &Baseline) -> String {
    let mut text = format!("{HEAD}version = {VERSION}\n");
    for (key, count) in &baseline.entries {
        let quoted = |value: &str| toml::Value::from(value).to_string();
        let (lint, path) = (quoted(&key.lint), quoted(&key.path));
        let _ = write!(text, "\n[[finding]]\nlint = {lint}\npath = {path}\n");
        for (name, value) in [("function", &key.function), ("api", &key.api)] {
            if !value.is_empty() {
                let _ = writeln!(text, "{name} = {}", quoted(value));
            }
        }
        if key.in_test {
            text.push_str("in-test = true\n");
        }
        let _ = writeln!(text, "count = {count}");
    }
    text
}

/// The baseline that applies to `folder`: in it, or in the nearest folder above up to the root of the repository.
#[must_use]
pub fn find(folder: &Path) -> Option<PathBuf> {
    let root = root_above(folder).unwrap_or(folder);
    let folders = folder.ancestors().take_while(|above| above.starts_with(root));
    folders.map(|folder| folder.join(FILE_NAME)).find(|file| file.symlink_metadata().is_ok())
}
