//! The user's command: split into words here, not by a shell, and run where the tool was started.

use super::Ran;
use std::fmt::Write as _;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{self, Stdio};
use std::time::{Duration, Instant};

/// How many bytes of the output are read: its end, where compilers say what is wrong.
const MAX_OUTPUT: u64 = 8 << 20;

/// A program and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    words: Vec<String>,
}

impl Command {
    /// Splits `text` into words by the quoting rules of a shell; variables, globs and pipes mean nothing.
    ///
    /// # Errors
    /// One line, if a quote is not closed or there is no word.
    pub fn parse(text: &str) -> Result<Self, String> {
        match shell_words::split(text) {
            Ok(words) if words.first().is_some_and(|program| !program.is_empty()) => Ok(Self { words }),
            Ok(_) => Err("there is no command".to_owned()),
            Err(_) => Err("a quote is not closed".to_owned()),
        }
    }

    /// Runs it in `folder` with the caller's environment and nothing to read, and waits for its end, or kills it when `limit` is over or
    /// `is_interrupted` says so.
    ///
    /// # Errors
    /// If it cannot be started; of kind `Interrupted` if it was interrupted.
    pub fn run(&self, folder: &Path, limit: Option<Duration>, is_interrupted: &dyn Fn() -> bool) -> io::Result<Ran> {
        // Both streams go to one file, so that they are in order, no pipe fills up, and memory is bounded.
        let mut output = tempfile::tempfile()?;
        let mut command = process::Command::new(&self.words[0]);
        command.args(&self.words[1..]).current_dir(folder).stdin(Stdio::null());
        in_a_group(&mut command);
        let mut child = command.stdout(output.try_clone()?).stderr(output.try_clone()?).spawn()?;
        let status = wait(&mut child, limit, is_interrupted)?;
        let length = output.seek(SeekFrom::End(0))?;
        output.seek(SeekFrom::Start(length.saturating_sub(MAX_OUTPUT)))?;
        let mut bytes = Vec::new();
        output.take(MAX_OUTPUT).read_to_end(&mut bytes)?;
        let mut output = String::from_utf8_lossy(&bytes).into_owned();
        if let (None, Some(limit)) = (status, limit) {
            // Writing to a string does not fail.
            let _ = write!(output, "\nit was ended, as it had run for {} s", limit.as_secs());
        }
        Ok(Ran { success: status.is_some_and(|status| status.success()), output })
    }
}

impl std::fmt::Display for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&shell_words::join(&self.words))
    }
}

/// Lets what a command starts belong to one group with it, so that all of it can be ended together.
#[cfg(unix)]
fn in_a_group(command: &mut process::Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn in_a_group(_command: &mut process::Command) {}

/// Ends a command and all that it has started.
fn end(child: &mut process::Child) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // No other process gets the child's number before `wait`. If there is no such group, the child is ended alone.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    child.kill()?;
    child.wait().map(drop)
}

/// How often it is looked whether the command has ended.
const STEP: Duration = Duration::from_millis(20);

/// The status at the end of a process; `None` if it had to be ended.
fn wait(child: &mut process::Child, limit: Option<Duration>, is_interrupted: &dyn Fn() -> bool) -> io::Result<Option<process::ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            // It may have come to its end in the moment of an interruption.
            return if is_interrupted() { Err(io::ErrorKind::Interrupted.into()) } else { Ok(Some(status)) };
        }
        let is_over = limit.is_some_and(|limit| start.elapsed() >= limit);
        if is_over || is_interrupted() {
            end(child)?;
            return if is_over { Ok(None) } else { Err(io::ErrorKind::Interrupted.into()) };
        }
        std::thread::sleep(STEP);
    }
}
