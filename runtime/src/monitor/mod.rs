//! Watches the workers of a tokio runtime from a thread of its own. Knows the runtime's stable metrics and the stacks of its
//! threads; never touches a task.
//!
//! How it works: a worker publishes a counter when it parks and when it wakes (odd while parked), and its busy time at least
//! every 61 polls. A worker that is awake and publishes nothing for longer than the threshold is held by a poll. Small probe
//! tasks find out which operating-system thread is which worker, so that the stack of a held worker can be captured, and its wait be read.

mod cause;
mod probe;
mod report;
mod sampler;
mod sinks;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;

pub use cause::Cause;
pub use report::{MonitorReport, Stall, WorkerReport};
use sampler::Sampler;
use sinks::Sinks;

/// Watches one runtime. Dropping it, or [`StallMonitor::stop`], ends the watching thread.
///
/// ```
/// use std::time::Duration;
/// use async_lint_runtime::StallMonitor;
///
/// let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().expect("a runtime");
/// let monitor = StallMonitor::new(runtime.handle());
/// std::thread::sleep(Duration::from_millis(50));
/// runtime.block_on(async {
///     tokio::spawn(async { std::thread::sleep(Duration::from_millis(200)) }).await.expect("no panic");
///     tokio::time::sleep(Duration::from_millis(50)).await;
/// });
/// let report = monitor.stop();
/// assert!(report.stalls[0].duration > Duration::from_millis(100));
/// ```
///
/// It watches the runtime's workers. The future passed to `block_on` of a multi-thread runtime runs on the caller's thread, which is no worker:
/// spawn what you want to watch.
///
/// Cost: the thread wakes every [`MonitorBuilder::tick`] (5 ms unless set) and reads two atomics per worker: 0.6 % of one core of a
/// virtual machine, by `benches/overhead.rs`. The watched workers pay one tiny task every 100 ms, and some ten microseconds for each stack taken.
#[derive(Debug)]
pub struct StallMonitor {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    stop: AtomicBool,
    sampler: Mutex<Sampler>,
}

impl StallMonitor {
    /// Watches with the default settings: see [`MonitorBuilder`].
    pub fn new(runtime: &Handle) -> Self {
        Self::builder().watch(runtime)
    }

    /// Settings to change before watching.
    pub fn builder() -> MonitorBuilder {
        MonitorBuilder::default()
    }

    /// The results so far. Symbolising new stacks reads debug information, which can take a second the first time: call it from a thread that may
    /// wait.
    pub fn report(&self) -> MonitorReport {
        let unresolved = self.shared.sampler.lock().unwrap_or_else(PoisonError::into_inner).snapshot(Instant::now());
        // Symbolise without the lock, so that watching goes on meanwhile.
        unresolved.resolve()
    }

    /// Stops watching and returns the results.
    pub fn stop(mut self) -> MonitorReport {
        self.end();
        self.report()
    }

    fn end(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // The watching thread does not panic; if it did, there is nothing to clean up.
            let _ = thread.join();
        }
        let teller = self.shared.sampler.lock().unwrap_or_else(PoisonError::into_inner).end(Instant::now());
        if let Some(teller) = teller {
            teller.finish();
        }
    }
}

impl Drop for StallMonitor {
    fn drop(&mut self) {
        self.end();
    }
}

/// Settings of a [`StallMonitor`].
#[derive(Debug, Clone)]
pub struct MonitorBuilder {
    threshold: Duration,
    tick: Duration,
    max_stalls: usize,
    stacks: Stacks,
    sinks: Sinks,
}

/// Whether the stack of a stalled worker is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stacks {
    /// One stack for each stall, with a signal to the stalled thread. Only on Linux; elsewhere the same as `Never`.
    #[default]
    Capture,
    /// No signals are sent.
    Never,
}

impl Default for MonitorBuilder {
    fn default() -> Self {
        Self {
            threshold: Duration::from_millis(20),
            tick: Duration::from_millis(5),
            max_stalls: 1000,
            stacks: Stacks::Capture,
            sinks: Sinks::default(),
        }
    }
}

impl MonitorBuilder {
    /// How long a worker may go without polling before that is a stall. 20 ms unless set.
    #[must_use]
    pub fn threshold(mut self, threshold: Duration) -> Self {
        self.threshold = threshold;
        self
    }

    /// The sampling interval, which is also the error of every duration. 5 ms unless set, at least 1 ms.
    #[must_use]
    pub fn tick(mut self, tick: Duration) -> Self {
        self.tick = tick.max(Duration::from_millis(1));
        self
    }

    /// How many stalls are kept with time and stack; later ones are only counted and added to the histogram. 1000 unless set.
    #[must_use]
    pub fn max_stalls(mut self, max_stalls: NonZeroUsize) -> Self {
        self.max_stalls = max_stalls.get();
        self
    }

    /// Whether stacks are taken.
    #[must_use]
    pub fn stacks(mut self, stacks: Stacks) -> Self {
        self.stacks = stacks;
        self
    }

    /// Calls this when a stall is noticed, while it lasts, and again when it is over; on a thread of its own.
    #[must_use]
    pub fn on_stall(mut self, callback: impl Fn(&Stall) + Send + Sync + 'static) -> Self {
        self.sinks.callback = Some(Arc::new(callback));
        self
    }

    /// Emits a `tracing` event for each stall when it is over: level `WARN`, target `async_lint_runtime::stall`.
    #[must_use]
    pub fn tracing(mut self) -> Self {
        self.sinks.tracing = true;
        self
    }

    /// Appends each stall to a file when it is over, as one line of JSON in the format of the guard's record, so that stalls in production can be
    /// passed to `async-lint check --confirm`.
    #[cfg(feature = "guard")]
    #[must_use]
    pub fn record_to(mut self, file: impl Into<std::path::PathBuf>) -> Self {
        self.sinks.file = Some(file.into());
        self
    }

    /// Starts the watching thread. If the system refuses another thread, nothing is watched and the report stays empty.
    pub fn watch(self, runtime: &Handle) -> StallMonitor {
        let sampler = Sampler::new(runtime.clone(), &self, Instant::now());
        let shared = Arc::new(Shared { stop: AtomicBool::new(false), sampler: Mutex::new(sampler) });
        let thread = std::thread::Builder::new().name("stall-monitor".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            let tick = self.tick;
            move || {
                while !shared.stop.load(Ordering::Acquire) {
                    shared.sampler.lock().unwrap_or_else(PoisonError::into_inner).look(Instant::now());
                    std::thread::park_timeout(tick);
                }
            }
        });
        StallMonitor { shared, thread: thread.ok() }
    }
}

#[cfg(test)]
mod tests;
