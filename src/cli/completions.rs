//! `async-lint completions`: a script for the user's shell.

use super::args::{Cli, CompletionsArgs};
use super::{Exit, Io};
use clap::CommandFactory;
use std::io;

/// Prints the script.
pub(super) fn run(args: &CompletionsArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    // The generator panics if it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "async-lint", &mut script);
    io.out_paint.onto(io.out, |out| out.write_all(&script))?;
    Ok(Exit::Clean)
}
