//! The user's command: split into words without a shell, and run in the current folder.

use super::Ran;
use std::fmt::Write as _;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{self, Stdio};
use std::time::{Duration, Instant};

/// How many bytes of the output are read: its end, where compilers report errors.
const MAX_OUTPUT: u64 = 8 << 20;

/// A program and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    words: Vec<String>,
}

impl Command {
    /// Splits `text` into words by the quoting rules of a shell; variables, globs and pipes have no effect.
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

    /// Runs it in `folder` with the caller's environment and no input, and waits for its end. Kills it after `limit`, or when
    /// `is_interrupted` returns true.
    ///
    /// # Errors
    /// If it cannot be started; of kind `Interrupted` if it was interrupted.
    pub fn run(&self, folder: &Path, limit: Option<Duration>, is_interrupted: &dyn Fn() -> bool) -> io::Result<Ran> {
        // Both streams go to one file, so that their order is kept, no pipe fills up, and memory is bounded.
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

/// Starts the command in its own process group, so that all its children can be killed with it.
#[cfg(unix)]
fn in_a_group(command: &mut process::Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn in_a_group(_command: &mut process::Command) {}

/// Kills a command and all its children.
fn end(child: &mut process::Child) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // The child's id is not reused before `wait`. If there is no such group, only the child is killed.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    child.kill()?;
    child.wait().map(drop)
}

/// The interval at which the command's end is polled.
const STEP: Duration = Duration::from_millis(20);

/// The exit status of a process; `None` if it was killed.
fn wait(child: &mut process::Child, limit: Option<Duration>, is_interrupted: &dyn Fn() -> bool) -> io::Result<Option<process::ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            // It may have ended because of the interruption.
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
