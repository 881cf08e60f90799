//! Applies fixes: plans them in memory ([`plan()`]) in rounds that are checked one by one, formats the result ([`format()`]), and writes
//! it. Knows findings, files and version control, but neither how fixes are proposed nor how anything is printed.

mod disk;
pub mod edits;
mod format;
mod judge;
mod outcome;
mod rounds;
mod select;
#[cfg(test)]
mod tests;
mod tidy;
pub mod vcs;
pub mod verify;
mod write;

pub use disk::{Check, Disk};
pub use format::{Formatter, Rustfmt, format};
pub use outcome::{Change, Dropped, End, FixOptions, Plan, Reason, Tree, lints, resolved};
pub use rounds::plan;
pub use select::Trust;
pub(crate) use select::compatible;
pub use write::{NewText, WriteError, remove_leftovers, write, write_whole};
