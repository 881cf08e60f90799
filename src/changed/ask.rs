//! Asks git about a change: its lines, and old texts.

use super::patch::changed_lines;
use super::{Changes, Lines};
use crate::git::{Git, root_above};
use crate::project::MAX_FILE_BYTES;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is compared: the working tree or git's index, with which commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The working tree, untracked files included, with the last commit.
    Head,
    /// The working tree, untracked files included, with its merge base with this branch, tag or commit.
    Commit(String),
    /// The index with the last commit. In a hook, git may name another index.
    Staged(Option<PathBuf>),
}

/// Asks git for the changes in the repository that contains `folder`, which is absolute.
///
/// # Errors
/// A one-line message, if there is no repository, or git fails.
pub fn ask(folder: &Path, since: &Since) -> Result<Changes, String> {
    let root = root_above(folder).ok_or_else(|| format!("there is no git repository around `{}`", folder.display()))?;
    let index = match since {
        Since::Staged(index) => index.as_ref().map(|index| root.join(index)),
        Since::Head | Since::Commit(_) => None,
    };
    let asked = Asked { git: Git::new(root)?.with_index(index), root };
    let mut changes = Changes::default();
    let base = asked.base(since)?;
    let cached = matches!(since, Since::Staged(_)).then_some("--cached");
    let patch = asked.diff(cached.into_iter().chain(["--unified=0", "--inter-hunk-context=0", "-M", &base]))?;
    for (path, lines) in changed_lines(&patch)? {
        changes.lines.insert(asked.path(&path), lines);
    }
    let names = asked.diff(cached.into_iter().chain(["--name-only", "-z", "--no-renames", &base]))?;
    for name in pieces(&names).filter(|name| name.ends_with(b".toml")) {
        // A new file has no old text. For a new configuration, an empty text has the same effect as a missing file.
        let before = asked.text(&base, name).or_else(|| name.ends_with(b"async-lint.toml").then(|| Arc::from("")));
        changes.settings.extend(before.map(|text| (asked.path(name), text)));
    }
    if cached.is_some() {
        let unstaged = asked.diff(["--name-only", "-z", "--no-renames", "--diff-filter=M"].into_iter())?;
        for name in pieces(&unstaged).filter(|name| name.ends_with(b".rs") || name.ends_with(b".toml")) {
            changes.texts.extend(asked.text("", name).map(|text| (asked.path(name), text)));
        }
    } else {
        let unknown = asked.git.ask(words(["ls-files", "--others", "--exclude-standard", "-z"].into_iter()))?;
        changes.lines.extend(pieces(&unknown).map(|name| (asked.path(name), Lines::All)));
    }
    Ok(changes)
}

struct Asked<'a> {
    git: Git<'a>,
    root: &'a Path,
}

impl Asked<'_> {
    /// The tree or commit to compare with.
    fn base(&self, since: &Since) -> Result<String, String> {
        let Since::Commit(name) = since else {
            let head = self.commit("HEAD");
            // Before the first commit, compare with the empty tree: everything is new.
            return head.or_else(|_| self.line(["hash-object", "-t", "tree", "--stdin"].into_iter()));
        };
        let commit = self.commit(name).map_err(|_| format!("git knows no commit `{name}`"))?;
        self.line(["merge-base", &commit, "HEAD"].into_iter()).map_err(|_| format!("`{name}` and the checked-out commit share no history"))
    }

    fn commit(&self, name: &str) -> Result<String, String> {
        self.line(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")].into_iter())
    }

    fn line<'s>(&self, args: impl Iterator<Item = &'s str>) -> Result<String, String> {
        let said = self.git.ask(words(args))?;
        Ok(String::from_utf8_lossy(&said).trim().to_owned())
    }

    /// Runs `git diff`, independent of the repository's settings for output.
    fn diff<'s>(&self, args: impl Iterator<Item = &'s str>) -> Result<Vec<u8>, String> {
        let fixed = ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--ignore-submodules=all"];
        let prefixes = ["--src-prefix=a/", "--dst-prefix=b/"];
        self.git.ask(words(fixed.into_iter().chain(prefixes).chain(args).chain(["--"])))
    }

    /// The text of a file in a tree, or in the index if `tree` is empty; `None` if it does not exist or cannot be linted.
    fn text(&self, tree: &str, name: &[u8]) -> Option<Arc<str>> {
        let mut object = OsString::from(format!("{tree}:"));
        object.push(os(name));
        let bytes = self.git.ask(vec!["cat-file".into(), "blob".into(), object]).ok()?;
        let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_FILE_BYTES);
        String::from_utf8(bytes).ok().filter(|_| fits).map(Arc::from)
    }

    fn path(&self, name: &[u8]) -> PathBuf {
        self.root.join(os(name))
    }
}

fn words<'s>(args: impl Iterator<Item = &'s str>) -> Vec<OsString> {
    args.map(OsString::from).collect()
}

/// The parts of output that is separated by zero bytes.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| byte == 0).filter(|piece| !piece.is_empty())
}

/// Converts a name from git's bytes, which are a valid file name only on some systems.
#[cfg(unix)]
fn os(name: &[u8]) -> &OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(name)
}

#[cfg(not(unix))]
fn os(name: &[u8]) -> &OsStr {
    OsStr::new(std::str::from_utf8(name).unwrap_or_default())
}
