//! The `cargo async-lint` subcommand.

use async_lint::cli::{self, Invocation};
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main(Invocation::Cargo, std::env::args_os().collect())
}
