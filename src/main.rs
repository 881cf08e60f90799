//! The `async-lint` binary.

fn main() {}
