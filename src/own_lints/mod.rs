//! Lints that users write: the files of a new one, and the examples and marked cases that show what each finds.

mod cases;
mod examples;
mod scaffold;

pub(crate) use examples::{Tried, try_examples};
pub(crate) use scaffold::Scaffold;
