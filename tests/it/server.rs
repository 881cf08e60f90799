//! The language server, by its protocol: recorded and wrong messages, edits, and what is known after them.

mod client;
mod edits;
#[cfg(unix)]
mod neovim;
mod protocol;
mod wrong;
