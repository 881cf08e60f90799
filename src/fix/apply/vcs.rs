//! Whether version control could undo the fixes. Like `cargo fix`, it refuses files in no repository, or in one with uncommitted changes,
//! unless the user allows them.

#[cfg(test)]
mod tests;

use crate::git::Git;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Which uncommitted changes the user allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AllowedChanges {
    /// None.
    #[default]
    Refuse,
    /// Those in git's index.
    Staged,
    /// All.
    Any,
}

/// Whether version control is required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NoVcs {
    /// It is required.
    #[default]
    Refuse,
    /// It is not required.
    Allow,
}

/// Why files are not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsafe {
    /// They are in no repository.
    #[error("no version control was found around `{}`, so the fixes could not be undone", .0.display())]
    NoVcs(PathBuf),
    /// The repository has changes that are not committed.
    #[error("the working directory of this package has uncommitted changes: {}", shown(.0))]
    Dirty(Vec<String>),
    /// Files that would be changed are not tracked by git.
    #[error("files that would be changed are not tracked by git: {}", shown(.0))]
    Untracked(Vec<String>),
    /// git cannot be run, or fails.
    #[error("git cannot tell whether `{}` has uncommitted changes: {why}", path.display())]
    Unknown {
        /// The repository.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

impl Unsafe {
    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::NoVcs(_) => "put the code under version control, or pass `--allow-no-vcs`; `--diff` shows the fixes without writing",
            Self::Dirty(_) | Self::Untracked(_) => {
                "commit them, or pass `--allow-staged` or `--allow-dirty`; `--diff` shows the fixes without writing"
            }
            Self::Unknown { .. } => "pass `--allow-dirty` if you are sure; `--diff` shows the fixes without writing",
        }
    }
}

/// At most this many names are listed.
const SHOWN: usize = 5;

fn shown(names: &[String]) -> String {
    let mut text = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text = format!("{text} and {} more", names.len() - SHOWN);
    }
    text
}

/// Checks that changes of `files` (absolute paths) can be undone.
///
/// # Errors
/// The first reason why they cannot.
pub fn check(files: &[&Path], allowed: AllowedChanges, no_vcs: NoVcs) -> Result<(), Unsafe> {
    if allowed == AllowedChanges::Any && no_vcs == NoVcs::Allow {
        return Ok(());
    }
    let mut repositories: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
    for &file in files {
        match repository(file) {
            Some(root) if root.join(".git").symlink_metadata().is_ok() => repositories.entry(root).or_default().push(file),
            // Other kinds are not asked for changes, as in cargo.
            Some(_) => {}
            None if no_vcs == NoVcs::Allow => {}
            None => return Err(Unsafe::NoVcs(file.to_owned())),
        }
    }
    if allowed == AllowedChanges::Any {
        return Ok(());
    }
    repositories.iter().try_for_each(|(root, files)| clean(root, files, allowed))
}

/// The root of the repository around `file`.
fn repository(file: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| [".git", ".hg", ".jj", ".pijul"].iter().any(|name| folder.join(name).symlink_metadata().is_ok());
    file.ancestors().skip(1).find(is_root).map(Path::to_owned)
}

/// Checks the repository at `root` with git.
fn clean(root: &Path, files: &[&Path], allowed: AllowedChanges) -> Result<(), Unsafe> {
    let unknown = |why: String| Unsafe::Unknown { path: root.to_owned(), why };
    let git = Git::new(root).map_err(unknown)?;
    // Submodules are separate repositories with their own settings.
    let status = git
        .ask(["status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=all", "--no-renames"].map(Into::into).to_vec())
        .map_err(unknown)?;
    let mut dirty = Vec::new();
    for entry in status.split(|&byte| byte == 0).filter(|entry| entry.len() > 3) {
        let (index, tree) = (entry[0], entry[1]);
        if tree != b' ' || (index != b' ' && allowed == AllowedChanges::Refuse) {
            dirty.push(String::from_utf8_lossy(&entry[3..]).into_owned());
        }
    }
    if !dirty.is_empty() {
        return Err(Unsafe::Dirty(dirty));
    }
    let relative =
        |file: &&Path| file.strip_prefix(root).map(|path| (path.as_os_str().to_owned(), path.to_string_lossy().replace('\\', "/")));
    let wanted: Vec<(OsString, String)> = files.iter().filter_map(|file| relative(file).ok()).collect();
    let mut args: Vec<OsString> = ["ls-files", "-z", "--"].map(Into::into).to_vec();
    args.extend(wanted.iter().map(|(path, _)| path.clone()));
    let listed = git.ask(args).map_err(unknown)?;
    let known: BTreeSet<String> = listed.split(|&byte| byte == 0).map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let untracked: Vec<String> = wanted.into_iter().map(|(_, name)| name).filter(|name| !known.contains(name)).collect();
    if untracked.is_empty() { Ok(()) } else { Err(Unsafe::Untracked(untracked)) }
}
