//! Catches blocking calls on threads that poll tasks, even very short ones: in tests, and in staging.
//!
//! The program itself defines the functions of the C library that wait (`read`, `open`, `connect`, `nanosleep`, the futex behind locks
//! and channels, and some hundred and twenty more), and calls the real ones. On a thread that polls a task, such a call is an [`Event`]: with the
//! API, the lint that covers it, and the line of the user's own code. No `LD_PRELOAD`, no nightly, no `tokio_unstable`.
//!
//! | item | what it does |
//! | --- | --- |
//! | [`#[async_lint_runtime::test]`](crate::test) | a `#[tokio::test]` that fails if anything in it blocks |
//! | [`forbid_blocking`] | the same for one future, under any executor |
//! | [`allow_blocking`] | allows calls, with a reason |
//! | [`install`] | watches every tokio runtime of the program |
//!
//! The environment decides: `ASYNC_LINT_GUARD=record` writes what is seen and fails nothing, `fail` fails guarded tests, `off` switches all
//! of it off; `ASYNC_LINT_GUARD_OUT=FILE` is the record, which `async-lint check --confirm FILE` reads. With `record`, a program only
//! has to link the crate (`use async_lint_runtime as _;`).
//!
//! Not reported: descriptors in nonblocking mode, `block_in_place`, the threads of `spawn_blocking`, the runtime's own calls, printing that
//! does not have to wait, and locks that are free.
//!
//! Not seen: system calls that are made without the C library, static musl, `io_uring`, and long computations, for which there is
//! [`StallMonitor`](crate::StallMonitor). On systems other than Linux with glibc it records nothing, and says so.

#![cfg_attr(
    not(all(target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64"))),
    allow(dead_code, reason = "nothing is recorded on this system")
)]

mod allow;
mod event;
mod forbid;
mod json;
mod scopes;
mod settings;
mod stall;
mod writer;

#[cfg(all(target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod linux;
#[cfg(all(target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64")))]
use linux as caught;

#[cfg(not(all(target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod elsewhere;
#[cfg(not(all(target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64"))))]
use elsewhere as caught;

pub use allow::allow_blocking;
pub use event::{Event, EventKind, StackFrame};
pub use forbid::{ForbidBlocking, forbid_blocking};
pub use settings::{Builder, Mode, Status, install};
pub(crate) use stall::stall_event;

/// Which recorded calls are taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// Calls that have returned, whose duration is known.
    Returned,
    /// Also calls that have not returned yet.
    All,
}

/// Takes out the events so far outside guarded futures; they are not written to the record. Symbolising is slow: call it from a thread that may
/// wait.
pub fn take_events() -> Vec<Event> {
    let settings = settings::get();
    caught::watch::unwatched(|| caught::take(&settings.root, Taken::All, |scope| !scopes::is_guarded(scope)))
}

/// Used by the expansion of `#[async_lint_runtime::test]`.
#[doc(hidden)]
pub mod __private {
    use std::future::Future;
    use std::time::Duration;

    /// The body of a guarded test.
    pub async fn test<F: Future>(name: &str, at_most: u64, longer_than: Duration, body: F) -> F::Output {
        super::forbid_blocking(body).named(name).at_most(at_most).longer_than(longer_than).with_runtime().await
    }
}
