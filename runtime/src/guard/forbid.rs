//! A future in which blocking is forbidden. Knows budgets and thresholds; never knows how a call is caught.

use std::fmt::Write as _;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;

use super::event::{Event, EventKind};
use super::settings::{self, Mode, Settings};
use super::{Taken, caught, scopes, writer};
use crate::latencies::nanos;

/// Awaits a future in which blocking is forbidden. In mode `fail` it panics at the end if a call has blocked, with the call, the line, the call
/// path and the lint; in mode `record` it writes the calls to the record.
///
/// Works under any executor: it covers what the polling thread does during each poll. Tasks that the future spawns are not covered;
/// `#[async_lint_runtime::test]` also covers those on the test's own runtime.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
/// use async_lint_runtime::guard;
///
/// let length = guard::forbid_blocking(async { tokio::fs::read("Cargo.toml").await.map(|bytes| bytes.len()) }).await;
/// assert!(length.is_ok());
/// # });
/// ```
#[track_caller]
pub fn forbid_blocking<F: Future>(future: F) -> ForbidBlocking<F> {
    let place = Location::caller();
    ForbidBlocking { future, limits: Limits { at_most: 0, longer_than: Duration::ZERO }, name: None, place, runtime: false, scope: None }
}

/// What is tolerated.
#[derive(Debug, Clone, Copy)]
struct Limits {
    at_most: u64,
    longer_than: Duration,
}

pin_project! {
    /// A future in which blocking is forbidden; made by [`forbid_blocking`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct ForbidBlocking<F> {
        #[pin]
        future: F,
        limits: Limits,
        name: Option<String>,
        place: &'static Location<'static>,
        runtime: bool,
        scope: Option<Scope>,
    }
}

impl<F> ForbidBlocking<F> {
    /// How many blocking calls are tolerated; 0 unless set.
    pub fn at_most(mut self, calls: u64) -> Self {
        self.limits.at_most = calls;
        self
    }

    /// Only calls that took longer than this count; all unless set.
    pub fn longer_than(mut self, threshold: Duration) -> Self {
        self.limits.longer_than = threshold;
        self
    }

    /// The name in the record, as `test`; the source location of the call unless set.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Also covers the workers of the runtime that polls this future.
    pub(super) fn with_runtime(mut self) -> Self {
        self.runtime = true;
        self
    }
}

impl<F: Future> Future for ForbidBlocking<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        // async-lint: allow(metadata-probe) the first poll of the process looks for the workspace, where tests run
        let settings = settings::get();
        if settings.mode == Mode::Off {
            return this.future.poll(context);
        }
        let scope = this.scope.get_or_insert_with(|| {
            let name = this.name.take().unwrap_or_else(|| this.place.to_string());
            caught::watch::unwatched(|| Scope::open(name, *this.runtime))
        });
        let polled = {
            let _poll = caught::watch::Poll::of(scope.0);
            this.future.poll(context)
        };
        if polled.is_ready()
            && let Some(scope) = this.scope.take()
        {
            // async-lint: allow(blocking-file-io) once for each future that is watched, when it is ready
            scope.finish(settings, *this.limits);
        }
        polled
    }
}

/// The scope of one future's events, while the future runs.
#[derive(Debug)]
struct Scope(u64);

impl Scope {
    fn open(name: String, runtime: bool) -> Self {
        let scope = scopes::open_guarded(name);
        if runtime {
            scopes::take_runtime(scope);
        }
        Self(scope)
    }

    /// Writes the events, and panics if they exceed the limits.
    fn finish(self, settings: &Settings, limits: Limits) {
        let message = caught::watch::unwatched(|| {
            let number = self.0;
            let events = caught::take(&settings.root, Taken::All, |scope| scope == number);
            writer::append(settings, &events);
            (settings.mode == Mode::Fail).then(|| too_much(&events, limits)).flatten()
        });
        drop(self);
        if let Some(message) = message {
            panic!("{message}");
        }
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        caught::watch::unwatched(|| scopes::close(self.0));
    }
}

/// The message if the events exceed the limits.
fn too_much(events: &[Event], limits: Limits) -> Option<String> {
    let counted =
        |event: &&Event| event.event == EventKind::Blocking && (limits.longer_than.is_zero() || event.max_ns > nanos(limits.longer_than));
    let events: Vec<&Event> = events.iter().filter(counted).collect();
    let calls: u64 = events.iter().map(|event| event.times).sum();
    if calls <= limits.at_most {
        return None;
    }
    let mut text = format!("{calls} blocking {} in async code", if calls == 1 { "call" } else { "calls" });
    if limits.at_most > 0 {
        let _ = write!(text, ", {} allowed", limits.at_most);
    }
    for event in events {
        let _ = write!(text, "\n\n{event}");
    }
    Some(text)
}
