//! Runs git in one repository, with every setting disabled by which the repository could start a program.
//!
//! git itself is used, because only it handles its index, attributes and line endings; a library for that would double the number of crates
//! in this tool. But a repository can name programs to run (hooks, a file system monitor, filters, text conversions, transports), and
//! nothing of the linted tree may ever run. So all of these are disabled.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// git in one repository.
pub(crate) struct Git<'a> {
    root: &'a Path,
    settings: Vec<String>,
    index: Option<PathBuf>,
}

/// Variables by which a caller (such as a hook) points git at another repository or at programs.
const POINTERS: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_EXTERNAL_DIFF",
];

impl<'a> Git<'a> {
    /// git in the repository at `root`.
    ///
    /// # Errors
    /// One line, if git cannot be started or the repository names a filter that cannot be switched off.
    pub(crate) fn new(root: &'a Path) -> Result<Self, String> {
        let off = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "core.untrackedCache=false", "protocol.allow=never"];
        let mut git = Self { root, settings: off.map(str::to_owned).to_vec(), index: None };
        // git ignores a repository that belongs to another user, and only this command says so.
        git.ask(["rev-parse", "--git-dir"].map(Into::into).to_vec())?;
        // Reading the settings runs nothing. Each filter that they define is then overridden: an empty command runs nothing.
        let names = git.ask(["config", "--list", "--name-only", "-z"].map(Into::into).to_vec())?;
        let names: BTreeSet<&[u8]> = names.split(|&byte| byte == 0).collect();
        for name in names.into_iter().filter(|name| name.starts_with(b"filter.")) {
            let name = std::str::from_utf8(name).ok().filter(|name| !name.contains(['=', '\n']));
            let name = name.ok_or("its settings name a filter that cannot be switched off")?;
            let value = if name.ends_with(".required") { "false" } else { "" };
            git.settings.push(format!("{name}={value}"));
        }
        Ok(git)
    }

    /// The same repository with another index, to prepare a commit of only some files.
    pub(crate) fn with_index(mut self, index: Option<PathBuf>) -> Self {
        self.index = index;
        self
    }

    /// The standard output of `git <args>`.
    ///
    /// # Errors
    /// The first line of git's error output, if it fails.
    pub(crate) fn ask(&self, args: Vec<OsString>) -> Result<Vec<u8>, String> {
        let mut command = Command::new("git");
        for name in POINTERS {
            command.env_remove(name);
        }
        if let Some(index) = &self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        // No lock is taken, no index is written, nothing is fetched (even if a partial clone lacks objects), and no password is requested.
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
        let first = said.lines().next().map_or_else(|| output.status.to_string(), str::to_owned);
        let allow = said.lines().map(str::trim).find(|line| line.starts_with("git config") && line.contains("safe.directory"));
        Err(match allow {
            Some(command) => format!("{first}; to trust it: {command}"),
            None => first,
        })
    }
}

/// The root of the git repository around `folder`. Its `.git` may be a folder or a file.
pub(crate) fn root_above(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok())
}
