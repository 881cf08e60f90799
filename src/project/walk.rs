//! Finds the Rust files below a folder. Leaves out code that is not the user's: hidden folders, build output, nested checkouts, and files
//! that ignore files exclude. Knows no manifests.

use super::ignores::{Ignores, is_checkout};
use super::model::Problem;
use super::read::plain;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Adds the `*.rs` files below `root` (absolute) to `files`, and read errors to `problems`. Symbolic links are not followed: a file that a
/// link points to is either below `root`, so that the walk finds it anyway, or was not requested.
pub(crate) fn rust_files(root: &Path, files: &mut BTreeSet<PathBuf>, problems: &mut Vec<Problem>) {
    let mut rule_problems = Vec::new();
    let mut ignores = Ignores::above(root, &mut rule_problems);
    let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
        let depth = entry.depth();
        let is_dir = entry.file_type().is_dir();
        if depth > 0 {
            ignores.leave(depth);
            if is_hidden(entry) || (is_dir && is_foreign(entry.path())) || ignores.excludes(entry.path(), is_dir) {
                return false;
            }
        }
        if is_dir {
            ignores.enter(entry.path(), &mut rule_problems);
        }
        true
    });
    for entry in walk {
        match entry {
            Ok(entry) => match is_rust_file(&entry, root) {
                Ok(true) => {
                    files.insert(entry.into_path());
                }
                Ok(false) => {}
                Err(message) => problems.push(Problem::new(entry.into_path(), message, None)),
            },
            Err(error) => problems.push(from_walk(&error, root)),
        }
    }
    problems.append(&mut rule_problems);
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Whether a folder is build output or a nested checkout.
fn is_foreign(folder: &Path) -> bool {
    let named_target = folder.file_name().is_some_and(|name| name == "target");
    (named_target && folder.with_file_name("Cargo.toml").is_file()) || folder.join("CACHEDIR.TAG").is_file() || is_checkout(folder)
}

fn is_rust_file(entry: &DirEntry, root: &Path) -> Result<bool, String> {
    let kind = entry.file_type();
    if kind.is_dir() || entry.path().extension().is_none_or(|extension| extension != "rs") {
        return Ok(false);
    }
    if kind.is_file() {
        return Ok(true);
    }
    if !kind.is_symlink() {
        return Err("is not a regular file".to_owned());
    }
    let real = entry.path().canonicalize().map_err(|error| format!("the symbolic link cannot be followed: {}", plain(&error)))?;
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let metadata = real.metadata().map_err(|error| plain(&error))?;
    if metadata.is_dir() || real.starts_with(real_root) {
        return Ok(false);
    }
    Err("is a symbolic link that leads out of the folder, and is not followed".to_owned())
}

fn from_walk(error: &walkdir::Error, root: &Path) -> Problem {
    let path = error.path().unwrap_or(root).to_owned();
    let message = match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => "is a symbolic link that leads back to a folder above it".to_owned(),
        (None, Some(error)) => format!("cannot be read: {}", plain(error)),
        (None, None) => "cannot be read".to_owned(),
    };
    Problem::new(path, message, None)
}
