//! The files in the folders with the user's own rules.

use super::layers::Layer;
use crate::catalogue::{DataError, Step};
use crate::project::{data_files, display_path, read_source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Maximum size of a data file in bytes.
const MAX_BYTES: u64 = 4 << 20;

/// How to treat a configured folder that does not exist or contains no rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EmptyFolder {
    /// A mistake in the configuration.
    Refused,
    /// No rules yet: the first ones are about to be written.
    Accepted,
}

/// The files of all folders that a layer names: (path as messages show it, text). A folder that several layers name is read once.
pub(super) fn files(
    layer: &Layer,
    current_dir: &Path,
    empty: EmptyFolder,
    seen: &mut BTreeSet<PathBuf>,
    errors: &mut Vec<DataError>,
) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for (i, name) in layer.data.rules.iter().enumerate() {
        if empty == EmptyFolder::Accepted && !layer.folder.join(name).exists() {
            continue;
        }
        let mut wrong = |message: String| errors.push(layer.error(&[Step::Key("rules"), Step::Index(i)], message));
        let folder = match folder(layer, name) {
            Ok(folder) => folder,
            Err(message) => {
                wrong(message);
                continue;
            }
        };
        if !seen.insert(folder.clone()) {
            continue;
        }
        let files = match data_files(&folder) {
            Ok(files) => files,
            Err(message) => {
                wrong(message);
                continue;
            }
        };
        if files.is_empty() && empty == EmptyFolder::Refused {
            wrong(format!("there are no rules in `{name}`"));
        }
        for file in files.into_iter().filter(|file| is_rule(file.strip_prefix(&folder).unwrap_or(file))) {
            match read_source(&file, MAX_BYTES) {
                Ok(source) => found.push((display_path(&file, current_dir).into(), source.text.as_ref().to_owned())),
                Err(problem) => wrong(format!("`{}` {}", display_path(&file, current_dir), problem.message)),
            }
        }
    }
    found
}

/// Whether a file is part of the rules: `.rs` files are stubs if they are below a folder `stubs`, otherwise cases of lints.
fn is_rule(below: &Path) -> bool {
    below.extension().is_none_or(|extension| extension != "rs") || below.iter().any(|part| part == "stubs")
}

/// The canonical path of a folder. Linted code must not make the tool read files elsewhere on the machine, so its configuration may only name
/// folders within its own workspace; a file given with `--config` may name any folder.
pub(super) fn folder(layer: &Layer, name: &str) -> Result<PathBuf, String> {
    let joined = layer.folder.join(name);
    let folder = joined.canonicalize().map_err(|_| format!("there is no folder `{name}`"))?;
    if let Some(top) = &layer.confined_to {
        let top = top.canonicalize().unwrap_or_else(|_| top.clone());
        if !folder.starts_with(&top) {
            return Err(format!("`{name}` is outside the workspace; only a file given with --config may name such a folder"));
        }
    }
    if folder.is_dir() { Ok(folder) } else { Err(format!("`{name}` is not a folder")) }
}
