//! Decides, for each call of a hook, whether it is watched. Knows threads and their state; never knows what a call means.
//!
//! A thread polls a task when a [`forbid_blocking`](crate::guard::forbid_blocking) future is being polled on it, or when
//! `tokio::runtime::worker_index()` names it. Both end inside `block_in_place`, and neither is true of the threads of `spawn_blocking`. The
//! thread that called `block_on` of a multi-thread runtime is no worker: whether it polls is seen on its stack, when names are looked up.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::time::Instant;

use super::hooks::{Errno, Hook, Waits, is_nonblocking, process};
use super::recorder::{self, Ticket};
use crate::guard::{allow, scopes};

/// Whether anything is watched at all; a hooked call costs one load of this until then.
static ARMED: AtomicBool = AtomicBool::new(false);
/// The process that was armed: a child between `fork` and `exec` is another one.
static PROCESS: AtomicI32 = AtomicI32::new(0);

/// Starts watching.
pub(in crate::guard) fn arm() {
    PROCESS.store(process(), Ordering::Relaxed);
    ARMED.store(true, Ordering::Release);
}

/// The state of one thread. It has no destructor, so it exists from the thread's first moment to its last, and its first use registers
/// nothing.
struct Thread {
    /// The guard itself works on this thread: its own calls are not watched.
    busy: Cell<bool>,
    /// A self-test is calling a hook.
    probing: Cell<bool>,
    probed: Cell<bool>,
    /// How many nested `forbid_blocking` futures are being polled.
    polls: Cell<u32>,
    /// Whether the innermost of them is polled by a worker of tokio.
    on_worker: Cell<bool>,
    /// The scope of the events in the poll; 0 for none.
    scope: Cell<u64>,
    /// The innermost allowance; 0 for none.
    allowance: Cell<u32>,
    /// Whether tokio's thread-local state has been used before, so that using it again registers no destructor.
    met_tokio: Cell<bool>,
}

thread_local! {
    static THREAD: Thread = const {
        Thread {
            busy: Cell::new(false),
            probing: Cell::new(false),
            probed: Cell::new(false),
            polls: Cell::new(0),
            on_worker: Cell::new(false),
            scope: Cell::new(0),
            allowance: Cell::new(0),
            met_tokio: Cell::new(false),
        }
    };
}

/// Whether a thread polls a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Polls {
    Nothing,
    Task,
    /// If `block_on` is on its stack: a runtime is current, and the thread belongs neither to the workers nor to `spawn_blocking`.
    IfInBlockOn,
}

/// How a hook must handle a call.
pub(super) enum Begun {
    /// It is not watched.
    Unwatched,
    /// It is the probe of a self-test.
    Probe,
    /// It is recorded; the hook must call [`Watched::end`].
    Watched(Watched),
}

/// A call that is under way.
pub(super) struct Watched {
    ticket: Ticket,
    begun: Instant,
}

/// Each hook calls this before the real function. Never panics, and leaves `errno` unchanged.
#[inline]
pub(super) fn begin(hook: &'static Hook, waits: impl FnOnce() -> Waits) -> Begun {
    if !ARMED.load(Ordering::Relaxed) && !THREAD.with(|thread| thread.probing.get()) {
        return Begun::Unwatched;
    }
    THREAD.with(|thread| thread.begin(hook, waits))
}

impl Thread {
    #[inline]
    fn begin(&self, hook: &'static Hook, waits: impl FnOnce() -> Waits) -> Begun {
        // This check must come first: the arguments of a probe must not reach the real function.
        if self.probing.get() {
            self.probed.set(true);
            return Begun::Probe;
        }
        if self.busy.get() {
            return Begun::Unwatched;
        }
        let waits = waits();
        if waits == Waits::Not {
            return Begun::Unwatched;
        }
        match self.polls_a_task(waits) {
            Polls::Nothing => Begun::Unwatched,
            polls => self.watch(hook, waits, polls),
        }
    }

    #[inline]
    fn polls_a_task(&self, waits: Waits) -> Polls {
        if self.polls.get() > 0 {
            // If a worker's poll is on a thread that is no worker now, it is inside `block_in_place`.
            let polls = !self.on_worker.get() || tokio::runtime::worker_index().is_some();
            return if polls { Polls::Task } else { Polls::Nothing };
        }
        if !self.met_tokio.get() {
            // A signal handler that writes to a nonblocking pipe may be the first call on this thread; it must not allocate.
            if waits.descriptor().is_some_and(is_nonblocking) {
                return Polls::Nothing;
            }
            self.met_tokio.set(true);
        }
        if tokio::runtime::worker_index().is_some() {
            Polls::Task
        } else if self.is_in_runtime() {
            Polls::IfInBlockOn
        } else {
            Polls::Nothing
        }
    }

    /// Whether a runtime is current, and this is not one of its threads. Tokio borrows a cell to find out. In a signal handler, or a drop inside
    /// tokio, the cell may be borrowed already: that panic must not reach C code, and printing it must not be recorded.
    #[inline]
    fn is_in_runtime(&self) -> bool {
        self.busy(|| tokio::task::try_id().is_none() && tokio::runtime::Handle::try_current().is_ok()).unwrap_or(false)
    }

    #[cold]
    fn watch(&self, hook: &'static Hook, waits: Waits, polls: Polls) -> Begun {
        let _errno = Errno::kept();
        let begun = self.busy(|| {
            let waits = waits.settled();
            if waits == Waits::Not || PROCESS.load(Ordering::Relaxed) != process() {
                return None;
            }
            if self.allowance.get() != 0 {
                allow::used(self.allowance.get());
                return None;
            }
            let scope = match self.scope.get() {
                0 => scopes::of_this_thread(),
                scope => scope,
            };
            Some(recorder::begin(scope, hook, waits, polls))
        });
        match begun.flatten() {
            Some(ticket) => Begun::Watched(Watched { ticket, begun: Instant::now() }),
            None => Begun::Unwatched,
        }
    }

    /// Runs the guard's own work unwatched; `None` if it panicked, since a panic must not reach C code.
    fn busy<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let before = self.busy.replace(true);
        let done = catch_unwind(AssertUnwindSafe(work)).ok();
        self.busy.set(before);
        done
    }
}

impl Watched {
    /// The real function has returned. `errno` stays as it left it.
    pub(super) fn end(self) {
        let errno = Errno::kept();
        let took = self.begun.elapsed();
        // A futex whose value had changed before the wait began did not wait.
        let waited = !(self.ticket.is_futex() && errno.number() == libc::EAGAIN && took.as_micros() < 50);
        THREAD.with(|thread| thread.busy(|| recorder::end(&self.ticket, took, waited)));
    }
}

/// Runs the guard's own work on this thread unwatched.
pub(in crate::guard) fn unwatched<T>(work: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            THREAD.with(|thread| thread.busy.set(self.0));
        }
    }
    let _reset = Reset(THREAD.with(|thread| thread.busy.replace(true)));
    work()
}

/// Whether a hook is reached by `probe`.
pub(super) fn probed(probe: impl FnOnce()) -> bool {
    THREAD.with(|thread| {
        thread.probed.set(false);
        thread.probing.set(true);
        probe();
        thread.probing.set(false);
        thread.probed.get()
    })
}

/// One poll of a future in which blocking is forbidden, until it is dropped.
pub(in crate::guard) struct Poll {
    on_worker: bool,
    scope: u64,
    allowance: u32,
}

impl Poll {
    /// Starts a poll for `scope` on this thread.
    pub(in crate::guard) fn of(scope: u64) -> Self {
        THREAD.with(|thread| {
            thread.polls.set(thread.polls.get() + 1);
            Self {
                on_worker: thread.on_worker.replace(tokio::runtime::worker_index().is_some()),
                scope: thread.scope.replace(scope),
                // An allowance outside the future does not apply inside.
                allowance: thread.allowance.replace(0),
            }
        })
    }
}

impl Drop for Poll {
    fn drop(&mut self) {
        THREAD.with(|thread| {
            thread.polls.set(thread.polls.get() - 1);
            thread.on_worker.set(self.on_worker);
            thread.scope.set(self.scope);
            thread.allowance.set(self.allowance);
        });
    }
}

/// An allowance that applies on this thread, until it is dropped.
pub(in crate::guard) struct Allowed {
    outer: u32,
}

impl Allowed {
    /// From now on blocking calls on this thread are allowed, and counted for this allowance.
    pub(in crate::guard) fn by(allowance: u32) -> Self {
        Self { outer: THREAD.with(|thread| thread.allowance.replace(allowance)) }
    }
}

impl Drop for Allowed {
    fn drop(&mut self) {
        THREAD.with(|thread| thread.allowance.set(self.outer));
    }
}

/// Whether a task is being polled on this thread.
pub(in crate::guard) fn is_polling() -> bool {
    THREAD.with(|thread| thread.polls_a_task(Waits::Always)) == Polls::Task
}
