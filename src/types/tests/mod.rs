//! Tests of the module as a whole.

mod marks;
mod parts;
mod stats;
mod stored;
mod unanswered;
