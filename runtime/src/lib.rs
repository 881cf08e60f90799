//! Measures how long async worker threads are blocked, names the line that blocks them, bounds offloaded work, and proves under load
//! that a fix has ended a stall.
//!
//! | item | what it provides |
//! | --- | --- |
//! | [`StallMonitor`] | which worker of a tokio runtime stalled, when, for how long, and in which line |
//! | [`watch()`] | how long the polls of one future take |
//! | [`assert_no_stall!`] | a test that fails, with a line, when a future holds its thread too long |
//! | [`Offload`] | a bounded thread pool for blocking calls, with deadlines and a visible queue |
//! | [`load`] | an open-loop and a closed-loop HTTP load generator for loopback, free of coordinated omission |
//! | [`verdict`] | whether two measured runs prove a fix, by ratios within one run |
//!
//! The crate knows tokio and the operating system's threads. It does not depend on the linter: its lint ids are plain
//! strings in [`stack::KNOWN_APIS`].
//!
//! Backtraces of other threads are taken with a signal and exist on Linux only; everything else is portable.

#![warn(clippy::undocumented_unsafe_blocks)]

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(feature = "guard")]
pub mod guard;
mod latencies;
pub mod load;
pub mod monitor;
pub mod offload;
pub mod stack;
pub mod verdict;
pub mod watch;

#[cfg(feature = "guard")]
pub use async_lint_runtime_macros::test;
pub use latencies::Latencies;
pub use monitor::StallMonitor;
pub use offload::{Offload, OffloadError};
pub use watch::watch;
