//! The runtimes that a program starts, and what runs before they have other tasks.

pub(super) mod flavor;
pub(super) mod runtime_threads;
pub(super) mod startup;
