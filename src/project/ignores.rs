//! Which paths `.gitignore`, `.ignore` and `.git/info/exclude` exclude, while a folder tree is walked from the top. Globs come from the
//! crate `ignore`. The files are read here, because that crate opens them without checking whether they are pipes.

use super::model::Problem;
use super::read::read_source;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;

/// Larger ignore files, in bytes, are not read: each line may become a regular expression.
const MAX_BYTES: u64 = 256 << 10;

/// The rules that apply, outermost folder first.
pub(crate) struct Ignores {
    levels: Vec<Level>,
    /// The number of levels for the ancestors of the walked root; the others belong to folders of the walk.
    above: usize,
}

/// The rules of one folder by decreasing precedence: `.ignore` files win over all `.gitignore` files, and those over `exclude`.
#[derive(Default)]
struct Level([Option<Gitignore>; 3]);

impl Ignores {
    /// The rules from above `root` that apply inside it: those of its ancestors up to the root of the repository, if it is in one.
    pub(crate) fn above(root: &Path, problems: &mut Vec<Problem>) -> Self {
        let mut folders: Vec<&Path> = Vec::new();
        if !is_checkout(root) {
            let ancestors: Vec<&Path> = root.ancestors().skip(1).collect();
            if let Some(top) = ancestors.iter().position(|folder| is_checkout(folder)) {
                folders.extend(ancestors.iter().take(top + 1).rev());
            }
        }
        let levels: Vec<Level> = folders.into_iter().map(|folder| Level::read(folder, problems)).collect();
        Self { above: levels.len(), levels }
    }

    /// Forgets the rules of the folders at `depth` (0: the walked root) and below, which the walk has left.
    pub(crate) fn leave(&mut self, depth: usize) {
        self.levels.truncate(self.above + depth);
    }

    /// Reads the rules of a folder that the walk enters.
    pub(crate) fn enter(&mut self, folder: &Path, problems: &mut Vec<Problem>) {
        self.levels.push(Level::read(folder, problems));
    }

    /// Whether the rules of the folders entered so far exclude `path`.
    pub(crate) fn excludes(&self, path: &Path, is_dir: bool) -> bool {
        let kinds = 0..Level::default().0.len();
        kinds
            .flat_map(|kind| self.levels.iter().rev().filter_map(move |level| level.0[kind].as_ref()))
            .find_map(|rules| match rules.matched(path, is_dir) {
                Match::None => None,
                Match::Ignore(_) => Some(true),
                Match::Whitelist(_) => Some(false),
            })
            .unwrap_or(false)
    }
}

impl Level {
    fn read(folder: &Path, problems: &mut Vec<Problem>) -> Self {
        Self([".ignore", ".gitignore", ".git/info/exclude"].map(|name| rules(folder, name, problems)))
    }
}

/// The rules of one file.
fn rules(folder: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<Gitignore> {
    let path = folder.join(name);
    // A folder of that name, or a missing file, has no rules.
    if path.symlink_metadata().is_err() || path.is_dir() {
        return None;
    }
    match read_source(&path, MAX_BYTES) {
        Ok(source) => {
            let mut builder = GitignoreBuilder::new(folder);
            for line in source.text.trim_start_matches('\u{feff}').lines() {
                // An invalid line is skipped, as git does.
                let _ = builder.add_line(None, line);
            }
            builder.build().ok().filter(|rules| !rules.is_empty())
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// Whether a folder is the root of a git checkout. Its `.git` may also be a file, as in worktrees and submodules.
pub(crate) fn is_checkout(folder: &Path) -> bool {
    folder.join(".git").symlink_metadata().is_ok()
}
