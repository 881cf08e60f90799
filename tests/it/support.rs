//! Helpers for these tests: runs of the tool, and folders to run in.

use async_lint::diagnostics::Report;
use async_lint::report::{self, Format, GroupBy};
use async_lint::{CheckOptions, Silent};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub(crate) use crate::skip::skip;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder that is removed on drop.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// Writes `files` (path below `folder`, content), with the folders that they need.
pub(crate) fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, content) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("it is below the folder")).expect("a folder can be made");
        std::fs::write(path, content).expect("a file can be written");
    }
}

/// The tool in `folder`, with a scrubbed environment and the tests' own cache.
pub(crate) fn tool(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_async-lint"));
    command.env_clear().env("ASYNC_LINT_CACHE_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache")).current_dir(folder);
    command
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("it can be listed") {
        let entry = entry.expect("it can be listed");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("a file can be copied");
        }
    }
}

/// The files below `folder` whose names end in `suffix`, sorted; hidden folders and build output are left out.
pub(crate) fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are UTF-8");
        if path.is_dir() && !name.starts_with('.') && name != "target" && name != "node_modules" {
            found.append(&mut files(&path, suffix));
        } else if path.is_file() && name.ends_with(suffix) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Options for everything in `folder`, without sources of dependencies, so that results do not depend on the machine.
pub(crate) fn options(folder: &Path) -> CheckOptions {
    CheckOptions::new(folder.to_owned())
}

/// Lints with `options`.
pub(crate) fn check(options: &CheckOptions) -> Report {
    async_lint::check(options, &Silent).expect("the run does its work")
}

/// The report as text without colours.
pub(crate) fn text(report: &Report, format: Format) -> String {
    let options = report::Options { group_by: GroupBy::File, ..report::Options::default() };
    let mut out = termcolor::NoColor::new(Vec::new());
    report::write(report, format, options, &mut out).expect("memory can be written");
    String::from_utf8(out.into_inner()).expect("reports are UTF-8")
}

/// Whether a program is on the path.
pub(crate) fn is_installed(program: &str) -> bool {
    let ended = Command::new(program).arg("--version").output();
    ended.is_ok_and(|output| output.status.success())
}
