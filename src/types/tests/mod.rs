//! Tests of the room as a whole.

mod marks;
mod stats;
mod unanswered;
