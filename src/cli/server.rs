//! `async-lint server`: the language server on the process's own streams.

use super::{Exit, failure};
use crate::server::{End, Surroundings, serve};
use clap::Args;
use std::io::{BufReader, stdin, stdout};
use termcolor::WriteColor;

/// `async-lint server`.
#[derive(Clone, Copy, Debug, Args)]
#[command(after_help = HELP)]
pub struct ServerArgs {
    /// Use standard input and output; it is the only transport, so this changes nothing
    #[arg(long)]
    pub stdio: bool,
}

const HELP: &str = "\
Editors start it, as the pages of docs/src/editors say. It starts no program and writes no file.

The exit code is 0 if the client has ended it, 2 if the connection was lost.";

/// Serves until the client leaves. Must not be called while the standard streams are locked.
pub(super) fn run(around: Surroundings, err: &mut dyn WriteColor) -> Exit {
    match serve(BufReader::new(stdin()), stdout(), around) {
        Ok(End::Orderly) => Exit::Clean,
        Ok(End::Abrupt) => Exit::Failure,
        Err(error) => failure::text(&format!("cannot answer the client: {error}"), None, err),
    }
}
