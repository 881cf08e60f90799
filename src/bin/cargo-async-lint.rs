//! The `cargo async-lint` subcommand.

fn main() {}
