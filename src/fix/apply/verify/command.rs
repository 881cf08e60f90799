//! The user's command: split into words here, not by a shell, and run where the tool was started.

use super::Ran;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{self, Stdio};

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

    /// Runs it in `folder` with the caller's environment and nothing to read, and waits for its end.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn run(&self, folder: &Path) -> io::Result<Ran> {
        // Both streams go to one file, so that they are in order, no pipe fills up, and memory is bounded.
        let mut output = tempfile::tempfile()?;
        let mut command = process::Command::new(&self.words[0]);
        command.args(&self.words[1..]).current_dir(folder).stdin(Stdio::null());
        let status = command.stdout(output.try_clone()?).stderr(output.try_clone()?).status()?;
        let length = output.seek(SeekFrom::End(0))?;
        output.seek(SeekFrom::Start(length.saturating_sub(MAX_OUTPUT)))?;
        let mut bytes = Vec::new();
        output.take(MAX_OUTPUT).read_to_end(&mut bytes)?;
        Ok(Ran { success: status.success(), output: String::from_utf8_lossy(&bytes).into_owned() })
    }
}
