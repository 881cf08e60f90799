//! Times every poll of one future. Knows polls and source locations; never knows what the future does.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread::Thread;
use std::time::{Duration, Instant};

use pin_project_lite::pin_project;

use crate::Latencies;
use crate::latencies::nanos;
use crate::stack::{OsThread, RawStack, Stack, current_thread};

/// Times every poll of `future`. The wrapper's output is the future's own together with a [`WatchReport`].
///
/// It costs two clock readings for each poll, some 50 ns.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(async {
/// let watched = async_lint_runtime::watch(async { 6 * 7 }).await;
/// assert_eq!(watched.output, 42);
/// assert_eq!(watched.report.polls.count(), 1);
/// # });
/// ```
#[track_caller]
pub fn watch<F: Future>(future: F) -> Watch<F> {
    Watch { future, polls: Latencies::new(), place: Location::caller(), first_poll: None, longest: None, sentinel: None }
}

pin_project! {
    /// A future whose polls are timed; made by [`watch()`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Watch<F> {
        #[pin]
        future: F,
        polls: Latencies,
        place: &'static Location<'static>,
        first_poll: Option<Instant>,
        longest: Option<LongestPoll>,
        sentinel: Option<Sentinel>,
    }
}

impl<F> Watch<F> {
    /// Captures the stack of the polling thread when a poll lasts longer than `limit`; only that of the first such poll. It needs a separate thread
    /// while the future lives, so it is meant for tests.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.sentinel = Some(Sentinel::start(limit));
        self
    }
}

/// The output of a watched future, and the times of its polls.
#[derive(Debug, Clone)]
pub struct Watched<T> {
    /// The future's own output.
    pub output: T,
    /// The times of its polls.
    pub report: WatchReport,
}

/// The times of the polls of one future.
#[derive(Debug, Clone)]
pub struct WatchReport {
    /// The time that each poll took.
    pub polls: Latencies,
    /// The longest poll; `None` if the future was never polled.
    pub longest: Option<LongestPoll>,
    /// Where [`watch()`] was called.
    pub place: &'static Location<'static>,
    /// The limit that [`Watch::limit`] set.
    pub limit: Option<Duration>,
    /// The stack of the first poll that outlasted the limit; taken on Linux only.
    pub stack: Option<Stack>,
}

/// The longest poll of a future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongestPoll {
    /// How long it took.
    pub duration: Duration,
    /// When it began, from the first poll.
    pub since_first_poll: Duration,
}

impl WatchReport {
    /// Whether a poll took longer than the limit. False when no limit was set.
    pub fn over_limit(&self) -> bool {
        match (self.limit, self.longest) {
            (Some(limit), Some(longest)) => longest.duration > limit,
            _ => false,
        }
    }
}

impl fmt::Display for WatchReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(longest) = self.longest else {
            return write!(formatter, "the future made at {} was never polled", self.place);
        };
        write!(
            formatter,
            "one poll of the future made at {} held its thread for {:.1} ms, {:.1} ms after the first poll",
            self.place,
            longest.duration.as_secs_f64() * 1e3,
            longest.since_first_poll.as_secs_f64() * 1e3,
        )?;
        if let Some(limit) = self.limit {
            write!(formatter, " (limit {:.1} ms)", limit.as_secs_f64() * 1e3)?;
        }
        if let Some(stack) = &self.stack {
            write!(formatter, "\n  at {}", stack.summary())?;
            if let Some(api) = stack.known_api() {
                write!(formatter, "\n  see: async-lint explain {}", api.lint)?;
            }
        }
        Ok(())
    }
}

impl<F: Future> Future for Watch<F> {
    type Output = Watched<F::Output>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let begun = Instant::now();
        if let Some(sentinel) = this.sentinel.as_ref() {
            sentinel.post.begin();
        }
        let polled = this.future.poll(context);
        let duration = begun.elapsed();
        if let Some(sentinel) = this.sentinel.as_ref() {
            sentinel.post.end();
        }
        this.polls.record(duration);
        let first = *this.first_poll.get_or_insert(begun);
        if this.longest.is_none_or(|longest| duration > longest.duration) {
            *this.longest = Some(LongestPoll { duration, since_first_poll: begun.duration_since(first) });
        }
        polled.map(|output| {
            let (limit, stack) = match this.sentinel.take() {
                Some(sentinel) => (Some(sentinel.post.limit), sentinel.stack()),
                None => (None, None),
            };
            let polls = std::mem::take(this.polls);
            Watched { output, report: WatchReport { polls, longest: *this.longest, place: this.place, limit, stack } }
        })
    }
}

/// A thread that checks whether the current poll is over the limit. It ends soon after this is dropped; the drop does not join it, because that
/// would block the polling thread.
#[derive(Debug)]
struct Sentinel {
    post: Arc<Post>,
    thread: Option<Thread>,
}

/// What the polled future and its sentinel share.
#[derive(Debug)]
struct Post {
    limit: Duration,
    made: Instant,
    /// When the current poll began, in nanoseconds from `made` plus one; 0 between polls.
    poll_began: AtomicU64,
    thread: AtomicI32,
    stop: AtomicBool,
    stack: Mutex<Option<RawStack>>,
}

impl Post {
    fn begin(&self) {
        self.thread.store(current_thread().number(), Ordering::Relaxed);
        self.poll_began.store(nanos(self.made.elapsed()).saturating_add(1), Ordering::Release);
    }

    fn end(&self) {
        self.poll_began.store(0, Ordering::Release);
    }

    /// Captures the stack if the current poll is over the limit. Returns whether there is a stack now.
    fn look(&self) -> bool {
        let began = self.poll_began.load(Ordering::Acquire);
        if began == 0 || nanos(self.made.elapsed()) < began.saturating_add(nanos(self.limit)) {
            return false;
        }
        let taken = RawStack::of(OsThread::from_number(self.thread.load(Ordering::Relaxed)));
        // If the poll has ended meanwhile, the stack belongs to something else.
        if self.poll_began.load(Ordering::Acquire) != began {
            return false;
        }
        let found = taken.is_some();
        *self.stack.lock().unwrap_or_else(PoisonError::into_inner) = taken;
        found
    }
}

impl Sentinel {
    fn start(limit: Duration) -> Self {
        let post = Arc::new(Post {
            limit,
            made: Instant::now(),
            poll_began: AtomicU64::new(0),
            thread: AtomicI32::new(0),
            stop: AtomicBool::new(false),
            stack: Mutex::new(None),
        });
        let pause = (limit / 8).clamp(Duration::from_millis(1), Duration::from_millis(20));
        let thread = std::thread::Builder::new().name("watch-sentinel".to_owned()).spawn({
            let post = Arc::clone(&post);
            move || {
                while !post.stop.load(Ordering::Acquire) && !post.look() {
                    std::thread::park_timeout(pause);
                }
            }
        });
        // Without the thread there is no stack, but the times are still measured.
        Self { post, thread: thread.ok().map(|handle| handle.thread().clone()) }
    }

    /// The symbolised stack that the thread captured. Slow, but only if a poll was over the limit.
    fn stack(&self) -> Option<Stack> {
        let taken = self.post.stack.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.map(|raw| raw.resolve())
    }
}

impl Drop for Sentinel {
    fn drop(&mut self) {
        self.post.stop.store(true, Ordering::Release);
        if let Some(thread) = &self.thread {
            thread.unpark();
        }
    }
}

/// Awaits a future and panics if one of its polls held the thread for longer than the limit. For tests; choose a generous limit, since a machine
/// under load delays every thread now and then.
///
/// `assert_no_stall!(limit, future)` evaluates to the future's output, and can be used where `.await` can. The message says where the future was
/// made, how long the poll took, on Linux which line blocked, and which lint covers the API.
///
/// ```
/// # use std::time::Duration;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(async {
/// let answer = async_lint_runtime::assert_no_stall!(Duration::from_millis(500), async {
///     tokio::time::sleep(Duration::from_millis(1)).await;
///     42
/// });
/// assert_eq!(answer, 42);
/// # });
/// ```
#[macro_export]
macro_rules! assert_no_stall {
    ($limit:expr, $future:expr $(,)?) => {{
        let watched = $crate::watch($future).limit($limit).await;
        ::core::assert!(!watched.report.over_limit(), "{}", watched.report);
        watched.output
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be built").block_on(future)
    }

    #[test]
    fn each_poll_is_counted_and_the_longest_is_kept() {
        let watched = block_on(watch(async {
            tokio::time::sleep(Duration::from_millis(60)).await;
            std::thread::sleep(Duration::from_millis(40));
            tokio::task::yield_now().await;
            "done"
        }));
        assert_eq!(watched.output, "done");
        assert_eq!(watched.report.polls.count(), 3);
        let longest = watched.report.longest.expect("it was polled");
        assert!(longest.duration >= Duration::from_millis(40));
        assert!(longest.since_first_poll >= Duration::from_millis(50), "{longest:?}");
        assert!(watched.report.place.file().ends_with("watch.rs"));
        assert!(!watched.report.over_limit());
    }

    #[test]
    fn a_stall_fails_the_assertion_with_place_and_lint() {
        let line = line!() + 4;
        let panic = std::panic::catch_unwind(|| {
            block_on(async {
                assert_no_stall!(Duration::from_millis(50), async {
                    std::thread::sleep(Duration::from_millis(250));
                });
            });
        })
        .expect_err("the limit was passed");
        let message = panic.downcast_ref::<String>().expect("a formatted message");
        assert!(message.contains("limit 50.0 ms"), "{message}");
        if cfg!(target_os = "linux") {
            assert!(message.contains(&format!("watch.rs:{line}")), "{message}");
            assert!(message.contains("async-lint explain blocking-sleep"), "{message}");
        }
    }

    #[test]
    fn waiting_without_blocking_passes() {
        let output = block_on(async {
            assert_no_stall!(Duration::from_millis(200), async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                7
            })
        });
        assert_eq!(output, 7);
    }

    #[test]
    fn dropping_a_watched_future_ends_its_sentinel() {
        let watch = watch(std::future::pending::<()>()).limit(Duration::from_millis(10));
        let post = Arc::downgrade(&watch.sentinel.as_ref().expect("a limit starts a sentinel").post);
        drop(watch);
        let begun = Instant::now();
        while post.upgrade().is_some() {
            assert!(begun.elapsed() < Duration::from_secs(5), "the sentinel still runs");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}
