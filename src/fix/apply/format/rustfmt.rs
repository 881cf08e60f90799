//! Runs the user's own rustfmt for one text at a time over standard input, so that it sees no other file.
//!
//! It is the user's program, not the linted tree's: it is started in the root folder, where no `rust-toolchain.toml` of the tree can select
//! another one. From the tree it reads only `rustfmt.toml`, which is data.

use super::Formatter;
use crate::project::{self, Edition, Project};
use std::cell::OnceCell;
use std::ffi::OsString;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The time limit for one file. A file that takes longer is not formatted.
const PATIENCE: Duration = Duration::from_secs(20);

/// The interval at which its end is polled.
const POLL: Duration = Duration::from_millis(4);

/// rustfmt, for files below one folder.
#[derive(Debug)]
pub struct Rustfmt {
    program: OsString,
    current_dir: PathBuf,
    /// The packages of the files, for their editions.
    project: Project,
    /// Whether it can be run, or why not.
    usable: OnceCell<Result<(), String>>,
}

impl Rustfmt {
    /// `program` is its name or path; `files` are the files to format, relative to `current_dir` or absolute.
    #[must_use]
    pub fn new(program: OsString, current_dir: &Path, files: &[PathBuf]) -> Self {
        let project = project::around(files, current_dir);
        Self { program, current_dir: current_dir.to_owned(), project, usable: OnceCell::new() }
    }

    /// Why the program cannot be run, in one line; `None` if it can, or has not been needed.
    #[must_use]
    pub fn unusable(&self) -> Option<&str> {
        self.usable.get().and_then(|usable| usable.as_ref().err()).map(String::as_str)
    }

    /// Runs it with `--version`: rustup's proxy can be started even without an installed rustfmt, and then fails.
    fn try_version(&self) -> Result<(), String> {
        let output = Command::new(&self.program).arg("--version").current_dir("/").stdin(Stdio::null()).output();
        let output = output.map_err(|error| error.to_string())?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(said.lines().next().map_or_else(|| output.status.to_string(), str::to_owned))
    }

    /// The edition of the file's package: the newest one of its targets, since the target of a file is unknown here.
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
        // Files instead of pipes: neither side waits for the other, and killing it is safe.
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
        // It only adds white space; a longer output is no formatting of this text.
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

/// The settings file that rustfmt would use for the file itself. If there is none, rustfmt looks for the user's.
fn settings(file: &Path) -> Option<PathBuf> {
    let names = ["rustfmt.toml", ".rustfmt.toml"];
    file.ancestors().skip(1).flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// Runs a program until it ends, or kills it after the time limit.
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
