//! The language server, through its protocol: valid and invalid messages, edits, and the results after them.

mod client;
mod edits;
#[cfg(unix)]
mod neovim;
mod protocol;
mod wrong;
