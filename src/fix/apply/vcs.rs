//! Whether version control could undo what is about to be written. As with `cargo fix`: files in no repository, or in one with changes
//! that are not committed, are not touched unless the user says so.
//!
//! git is asked, because only it knows all of its index, attributes and line endings; a library that does would double the number of
//! crates that this tool is built from. But a repository can name programs to be run (hooks, a file system monitor, filters,
//! transports), and nothing of the linted tree may ever run. So each of these is switched off for the question.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the user allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dirt {
    /// Nothing that is not committed.
    #[default]
    Refuse,
    /// What is in git's index.
    Staged,
    /// Everything.
    Any,
}

/// Whether there must be version control at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NoVcs {
    /// There must.
    #[default]
    Refuse,
    /// There need not.
    Allow,
}

/// Why files are not touched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsafe {
    /// They are in no repository.
    #[error("no version control was found around `{}`, so the fixes could not be undone", .0.display())]
    NoVcs(PathBuf),
    /// The repository has changes that are not committed.
    #[error("the working directory of this package has uncommitted changes: {}", shown(.0))]
    Dirty(Vec<String>),
    /// Files that are to be changed are unknown to git.
    #[error("git does not know files that would be changed: {}", shown(.0))]
    Untracked(Vec<String>),
    /// git cannot be asked.
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

/// Checks that what is about to happen to `files` (absolute) can be undone.
///
/// # Errors
/// The first reason why it could not.
pub fn check(files: &[&Path], dirt: Dirt, no_vcs: NoVcs) -> Result<(), Unsafe> {
    if dirt == Dirt::Any && no_vcs == NoVcs::Allow {
        return Ok(());
    }
    let mut repositories: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
    for &file in files {
        match repository(file) {
            Some(root) if root.join(".git").symlink_metadata().is_ok() => repositories.entry(root).or_default().push(file),
            // Others are known to be there and are not asked, as cargo has it.
            Some(_) => {}
            None if no_vcs == NoVcs::Allow => {}
            None => return Err(Unsafe::NoVcs(file.to_owned())),
        }
    }
    if dirt == Dirt::Any {
        return Ok(());
    }
    repositories.iter().try_for_each(|(root, files)| clean(root, files, dirt))
}

/// The folder around `file` that is under version control.
fn repository(file: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| [".git", ".hg", ".jj", ".pijul"].iter().any(|name| folder.join(name).symlink_metadata().is_ok());
    file.ancestors().skip(1).find(is_root).map(Path::to_owned)
}

/// Asks git about the repository at `root`.
fn clean(root: &Path, files: &[&Path], dirt: Dirt) -> Result<(), Unsafe> {
    let unknown = |why: String| Unsafe::Unknown { path: root.to_owned(), why };
    let git = Git::new(root).map_err(unknown)?;
    // Submodules are repositories of their own, with settings of their own.
    let status = git
        .ask(["status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=all", "--no-renames"].map(Into::into).to_vec())
        .map_err(unknown)?;
    let mut dirty = Vec::new();
    for entry in status.split(|&byte| byte == 0).filter(|entry| entry.len() > 3) {
        let (index, tree) = (entry[0], entry[1]);
        if tree != b' ' || (index != b' ' && dirt == Dirt::Refuse) {
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

/// git in one repository, with everything switched off that could make it run a program which the repository names.
struct Git<'a> {
    root: &'a Path,
    settings: Vec<String>,
}

/// Variables by which a caller (a hook, for one) points git at another repository than the one that is asked about.
const POINTERS: [&str; 7] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX"];

impl<'a> Git<'a> {
    fn new(root: &'a Path) -> Result<Self, String> {
        let off = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "core.untrackedCache=false", "protocol.allow=never"];
        let mut git = Self { root, settings: off.map(str::to_owned).to_vec() };
        // Reading the settings runs nothing. Each filter that they define is then defined away: an empty command is none.
        let names = git.ask(["config", "--list", "--name-only", "-z"].map(Into::into).to_vec())?;
        let names: BTreeSet<&[u8]> = names.split(|&byte| byte == 0).collect();
        for name in names.into_iter().filter(|name| name.starts_with(b"filter.")) {
            let name = std::str::from_utf8(name).ok().filter(|name| !name.contains(['=', '\n']));
            let name = name.ok_or("it has a filter with an odd name")?;
            let value = if name.ends_with(".required") { "false" } else { "" };
            git.settings.push(format!("{name}={value}"));
        }
        Ok(git)
    }

    /// The standard output of `git <args>`.
    fn ask(&self, args: Vec<OsString>) -> Result<Vec<u8>, String> {
        let mut command = Command::new("git");
        for name in POINTERS {
            command.env_remove(name);
        }
        // No lock is taken and no index written, nothing is fetched (whatever a partial clone lacks), nobody is asked for a password.
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
        command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command.arg("-C").arg(self.root).args(["--no-pager", "--literal-pathspecs"]);
        for setting in &self.settings {
            command.args(["-c", setting]);
        }
        let output = command.args(args).stdin(Stdio::null()).output();
        let output = output.map_err(|error| format!("git cannot be started: {error}"))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(said.lines().next().map_or_else(|| output.status.to_string(), str::to_owned))
    }
}
