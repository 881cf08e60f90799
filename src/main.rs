//! The `async-lint` binary.

use async_lint::cli::{self, Invocation};
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main(Invocation::Direct, std::env::args_os().collect())
}
