//! The `async-lint` binary.

use async_lint::cli::{self, Invocation};
use std::process::ExitCode;

// Parsing allocates each token: with libc's allocator, half of a run's time is spent in it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main(Invocation::Direct, std::env::args_os().collect())
}
