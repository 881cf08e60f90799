//! The user's own rustfmt, asked about one text at a time over its standard input, so that it sees no other file.
//!
//! It is a program of the user's and none of the linted tree's, and stays so: it is started in the root folder, where no
//! `rust-toolchain.toml` of the tree can name another one. Of the tree it reads `rustfmt.toml`, which is data.

use super::Formatter;
use crate::project::{self, Edition, Project};
use std::cell::OnceCell;
use std::ffi::OsString;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long it may take for one file. What takes longer is not formatted.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often it is looked whether it is done.
const POLL: Duration = Duration::from_millis(4);

/// rustfmt, for files below one folder.
#[derive(Debug)]
pub struct Rustfmt {
    program: OsString,
    current_dir: PathBuf,
    /// The packages of the files asked about, for their editions.
    project: Project,
    /// Whether it runs at all, and if not, why.
    usable: OnceCell<Result<(), String>>,
}

impl Rustfmt {
    /// `program` is its name or path; `files` are those that will be asked about, relative to `current_dir` or absolute.
    #[must_use]
    pub fn new(program: OsString, current_dir: &Path, files: &[PathBuf]) -> Self {
        let project = project::around(files, current_dir);
        Self { program, current_dir: current_dir.to_owned(), project, usable: OnceCell::new() }
    }

    /// Why the program cannot be run at all, in one line; none if it can, or has not been needed.
    #[must_use]
    pub fn unusable(&self) -> Option<&str> {
        self.usable.get().and_then(|usable| usable.as_ref().err()).map(String::as_str)
    }

    /// Asks for its version: rustup's stand-in for a toolchain that lacks it can be started, and fails.
    fn try_version(&self) -> Result<(), String> {
        let output = Command::new(&self.program).arg("--version").current_dir("/").stdin(Stdio::null()).output();
        let output = output.map_err(|error| error.to_string())?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(said.lines().next().map_or_else(|| output.status.to_string(), str::to_owned))
    }

    /// The edition of the package that the file lies in; the newest one of its targets, as cargo knows no edition of a file.
    fn edition(&self, file: &Path) -> &'static str {
        let around = self.project.packages.iter().filter(|package| file.starts_with(&package.root));
        let nearest = around.max_by_key(|package| package.root.components().count());
        let edition = nearest.and_then(|package| package.targets.iter().map(|target| target.edition).max());
        match edition.unwrap_or_default() {
            Edition::E2015 => "2015",
            Edition::E2018 => "2018",
            Edition::E2021 => "2021",
            Edition::E2024 => "2024",
        }
    }

    fn run(&self, file: &Path, text: &str) -> io::Result<Option<String>> {
        // Files and no pipes: neither side waits for the other, and nothing is lost when it is killed.
        let mut input = tempfile::tempfile()?;
        input.write_all(text.as_bytes())?;
        input.rewind()?;
        let mut output = tempfile::tempfile()?;
        let mut command = Command::new(&self.program);
        command.args(["--edition", self.edition(file), "--emit", "stdout", "--color", "never"]);
        if let Some(settings) = settings(file) {
            command.arg("--config-path").arg(settings);
        }
        command.current_dir("/").stdin(input).stdout(output.try_clone()?).stderr(Stdio::null());
        let status = finished(&mut command)?;
        if !status.is_some_and(|status| status.success()) {
            return Ok(None);
        }
        output.rewind()?;
        let mut formatted = String::new();
        // It adds white space only; what is longer than this is no layout of the same text.
        let most = 16 * text.len() as u64 + 4096;
        Ok(output.take(most).read_to_string(&mut formatted).is_ok().then_some(formatted))
    }
}

impl Formatter for Rustfmt {
    fn format(&self, path: &str, text: &str) -> Option<String> {
        self.usable.get_or_init(|| self.try_version()).as_ref().ok()?;
        let formatted = self.run(&self.current_dir.join(path), text).ok()??;
        (!formatted.is_empty()).then_some(formatted)
    }
}

/// The settings that rustfmt would use for the file itself. Where there are none it looks for those of the user.
fn settings(file: &Path) -> Option<PathBuf> {
    let names = ["rustfmt.toml", ".rustfmt.toml"];
    file.ancestors().skip(1).flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// Runs a program to its end, or kills it when it takes too long.
fn finished(command: &mut Command) -> io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(POLL);
    }
}
