//! The user's command: split into words here, not by a shell, and run where the tool was started.

use super::Ran;
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

    /// Runs it in `folder` with the caller's environment and nothing to read, and waits for its end, or kills it when `limit` is over.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn run(&self, folder: &Path, limit: Option<Duration>) -> io::Result<Ran> {
        // Both streams go to one file, so that they are in order, no pipe fills up, and memory is bounded.
        let mut output = tempfile::tempfile()?;
        let mut command = process::Command::new(&self.words[0]);
        command.args(&self.words[1..]).current_dir(folder).stdin(Stdio::null());
        let mut child = command.stdout(output.try_clone()?).stderr(output.try_clone()?).spawn()?;
        let status = wait(&mut child, limit)?;
        let length = output.seek(SeekFrom::End(0))?;
        output.seek(SeekFrom::Start(length.saturating_sub(MAX_OUTPUT)))?;
        let mut bytes = Vec::new();
        output.take(MAX_OUTPUT).read_to_end(&mut bytes)?;
        let mut output = String::from_utf8_lossy(&bytes).into_owned();
        if let (None, Some(limit)) = (status, limit) {
            output.push_str(&format!("\nit was ended, as it had run for {} s", limit.as_secs()));
        }
        Ok(Ran { success: status.is_some_and(|status| status.success()), output })
    }
}

impl std::fmt::Display for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&shell_words::join(&self.words))
    }
}

/// How often it is looked whether the command has ended.
const STEP: Duration = Duration::from_millis(20);

/// The status at the end of a process; `None` if it had to be ended.
fn wait(child: &mut process::Child, limit: Option<Duration>) -> io::Result<Option<process::ExitStatus>> {
    let Some(limit) = limit else { return child.wait().map(Some) };
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(STEP);
    }
}
