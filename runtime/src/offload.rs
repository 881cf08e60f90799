//! Runs blocking calls on other threads, a bounded number at a time. Knows limits, queues and deadlines; never knows what the
//! work is.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Latencies;

/// Runs blocking calls on threads other than the async workers, with bounded concurrency.
///
/// `tokio::task::spawn_blocking` shares 512 threads among everyone and queues without a bound. An `Offload` runs at most `limit`
/// calls at once, lets at most `queue` more wait, can time out waiting calls, and has statistics about its queue. Clones share
/// one limit.
///
/// ```
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime").block_on(async {
/// use async_lint_runtime::Offload;
///
/// let files = Offload::new(40);
/// let length = files.run(|| std::fs::read("Cargo.toml").map(|bytes| bytes.len())).await??;
/// assert!(length > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).expect("the file is there");
/// ```
///
/// - A panic in the work is raised again in the caller, with its payload.
/// - The caller's `tracing` span is the current span of the work.
/// - Dropping the returned future while the work waits removes it from the queue. Work that has begun cannot be stopped: it
///   runs to its end and keeps its place in the limit until then.
#[derive(Debug, Clone)]
pub struct Offload {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    limit: usize,
    queue: usize,
    deadline: Option<Duration>,
    slots: Arc<Semaphore>,
    counters: Mutex<Counters>,
}

#[derive(Debug, Default)]
struct Counters {
    running: usize,
    queued: usize,
    deepest_queue: usize,
    completed: u64,
    panicked: u64,
    refused: u64,
    expired: u64,
    queue_time: Latencies,
    run_time: Latencies,
}

/// Settings of an [`Offload`].
#[derive(Debug, Clone)]
pub struct OffloadBuilder {
    limit: usize,
    queue: usize,
    deadline: Option<Duration>,
}

/// Why work was not run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OffloadError {
    /// As many calls wait already as may; this one was refused at once.
    QueueFull {
        /// How many may wait.
        queue: usize,
        /// How many may run at once.
        limit: usize,
    },
    /// The work did not begin within its deadline and was not run.
    DeadlinePassed {
        /// How long it has waited.
        waited: Duration,
        /// The deadline.
        deadline: Duration,
    },
    /// The runtime shut down before the work could begin.
    ShutDown,
}

impl fmt::Display for OffloadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueFull { queue, limit } => {
                write!(formatter, "the offload queue is full: {limit} calls run and {queue} wait already")
            }
            Self::DeadlinePassed { waited, deadline } => {
                write!(formatter, "the offloaded call waited {waited:?} for a free thread, longer than its deadline of {deadline:?}")
            }
            Self::ShutDown => formatter.write_str("the runtime shut down before the offloaded call could begin"),
        }
    }
}

impl std::error::Error for OffloadError {}

/// A moment's view of an [`Offload`].
#[derive(Debug, Clone)]
pub struct OffloadStats {
    /// How many calls may run at once.
    pub limit: usize,
    /// How many calls run now.
    pub running: usize,
    /// How many calls wait now.
    pub queued: usize,
    /// The most calls that ever waited at once.
    pub deepest_queue: usize,
    /// How many calls returned.
    pub completed: u64,
    /// How many calls panicked.
    pub panicked: u64,
    /// How many calls found the queue full.
    pub refused: u64,
    /// How many calls waited longer than their deadline.
    pub expired: u64,
    /// How long calls waited before they began.
    pub queue_time: Latencies,
    /// How long calls ran.
    pub run_time: Latencies,
}

impl OffloadBuilder {
    /// How many calls may wait for a free thread; unbounded by default. 0 means: run at once or not at all.
    #[must_use]
    pub fn queue(mut self, queue: usize) -> Self {
        self.queue = queue;
        self
    }

    /// How long a call may wait before it begins; for ever unless set. It does not bound the running time.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The `Offload` with these settings.
    pub fn build(self) -> Offload {
        let slots = Arc::new(Semaphore::new(self.limit));
        let inner =
            Inner { limit: self.limit, queue: self.queue, deadline: self.deadline, slots, counters: Mutex::new(Counters::default()) };
        Offload { inner: Arc::new(inner) }
    }
}

impl Offload {
    /// At most `limit` calls at once (0 counts as 1), any number waiting, no deadline.
    pub fn new(limit: usize) -> Self {
        Self::builder(limit).build()
    }

    /// Settings to change before building. A `limit` of 0 counts as 1.
    pub fn builder(limit: usize) -> OffloadBuilder {
        let limit = NonZeroUsize::new(limit).unwrap_or(NonZeroUsize::MIN).get().min(Semaphore::MAX_PERMITS);
        OffloadBuilder { limit, queue: usize::MAX, deadline: None }
    }

    /// Runs `work` on a thread that may block, and returns its result. Must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// When the queue is full, the deadline has passed or the runtime shuts down; then `work` was not run.
    ///
    /// # Panics
    ///
    /// When `work` panics, with the same payload.
    pub async fn run<R, W>(&self, work: W) -> Result<R, OffloadError>
    where
        R: Send + 'static,
        W: FnOnce() -> R + Send + 'static,
    {
        self.run_before(self.inner.deadline, work).await
    }

    /// As [`Offload::run`], with a deadline of its own for this call.
    ///
    /// # Errors
    ///
    /// As [`Offload::run`].
    ///
    /// # Panics
    ///
    /// As [`Offload::run`].
    pub async fn run_within<R, W>(&self, deadline: Duration, work: W) -> Result<R, OffloadError>
    where
        R: Send + 'static,
        W: FnOnce() -> R + Send + 'static,
    {
        self.run_before(Some(deadline), work).await
    }

    async fn run_before<R, W>(&self, deadline: Option<Duration>, work: W) -> Result<R, OffloadError>
    where
        R: Send + 'static,
        W: FnOnce() -> R + Send + 'static,
    {
        let asked = Instant::now();
        let permit = self.slot(deadline, asked).await?;
        let span = tracing::Span::current();
        let inner = Arc::clone(&self.inner);
        let task = tokio::task::spawn_blocking(move || {
            let waited = asked.elapsed();
            // The runtime's own pool may be busy too: the deadline applies until the work really begins.
            if let Some(deadline) = deadline.filter(|deadline| waited > *deadline) {
                inner.count(|counters| counters.expired += 1);
                return Err(OffloadError::DeadlinePassed { waited, deadline });
            }
            inner.count(|counters| {
                counters.running += 1;
                counters.queue_time.record(waited);
            });
            let mut running = Running { inner: &inner, begun: Instant::now(), returned: false, _permit: permit };
            let output = span.in_scope(work);
            running.returned = true;
            Ok(output)
        });
        match task.await {
            Ok(result) => result,
            Err(error) => match error.try_into_panic() {
                Ok(payload) => std::panic::resume_unwind(payload),
                Err(_cancelled) => Err(OffloadError::ShutDown),
            },
        }
    }

    /// Waits for a free slot.
    async fn slot(&self, deadline: Option<Duration>, asked: Instant) -> Result<OwnedSemaphorePermit, OffloadError> {
        let slots = Arc::clone(&self.inner.slots);
        if let Ok(permit) = Arc::clone(&slots).try_acquire_owned() {
            return Ok(permit);
        }
        let queued = Queued::enter(&self.inner)?;
        let acquired = match deadline {
            None => Ok(slots.acquire_owned().await),
            Some(deadline) => tokio::time::timeout(deadline.saturating_sub(asked.elapsed()), slots.acquire_owned()).await,
        };
        drop(queued);
        match (acquired, deadline) {
            (Ok(Ok(permit)), _) => Ok(permit),
            // The semaphore is never closed, and without a deadline there is no timeout.
            (Ok(Err(_)), _) | (Err(_), None) => Err(OffloadError::ShutDown),
            (Err(_), Some(deadline)) => {
                self.inner.count(|counters| counters.expired += 1);
                Err(OffloadError::DeadlinePassed { waited: asked.elapsed(), deadline })
            }
        }
    }

    /// The current statistics.
    pub fn stats(&self) -> OffloadStats {
        let counters = self.inner.counters.lock().unwrap_or_else(PoisonError::into_inner);
        OffloadStats {
            limit: self.inner.limit,
            running: counters.running,
            queued: counters.queued,
            deepest_queue: counters.deepest_queue,
            completed: counters.completed,
            panicked: counters.panicked,
            refused: counters.refused,
            expired: counters.expired,
            queue_time: counters.queue_time.clone(),
            run_time: counters.run_time.clone(),
        }
    }
}

impl Inner {
    fn count<R>(&self, change: impl FnOnce(&mut Counters) -> R) -> R {
        change(&mut self.counters.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A place in the queue; released on drop, also if the waiting future is dropped.
struct Queued<'a> {
    inner: &'a Inner,
}

impl<'a> Queued<'a> {
    fn enter(inner: &'a Inner) -> Result<Self, OffloadError> {
        inner.count(|counters| {
            if counters.queued >= inner.queue {
                counters.refused += 1;
                return Err(OffloadError::QueueFull { queue: inner.queue, limit: inner.limit });
            }
            counters.queued += 1;
            counters.deepest_queue = counters.deepest_queue.max(counters.queued);
            Ok(Self { inner })
        })
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.inner.count(|counters| counters.queued -= 1);
    }
}

/// A running call. On drop, also during unwinding, it is no longer counted; this happens before its slot becomes free.
struct Running<'a> {
    inner: &'a Inner,
    begun: Instant,
    returned: bool,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let ran = self.begun.elapsed();
        self.inner.count(|counters| {
            counters.running -= 1;
            counters.run_time.record(ran);
            if self.returned {
                counters.completed += 1;
            } else {
                counters.panicked += 1;
            }
        });
    }
}

#[cfg(test)]
mod tests;
