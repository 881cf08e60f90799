//! Tests of name resolution over worlds that exist in memory only.

mod bodies;
mod canonical;
mod crates;
mod imports;
mod loading;
mod macros;
mod scopes;
pub(crate) mod sweep;
mod unseen;
pub(crate) mod world;
