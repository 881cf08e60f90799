//! Tests of the module as a whole.

mod marks;
mod stats;
mod stored;
mod unanswered;
