//! The thread that analyses: questions first, then edited files, then whole folders. It cancels an analysis whose text is out of date.

use super::hover::Question;
use crate::diagnostics::{Answer, Finding};
use crate::fix::apply::{self, Disk, FixOptions, Plan, Trust};
use crate::options::{CheckError, CheckOptions, Phase, Progress, Silent};
use crate::session::{Checked, Snapshot};
use lsp_server::RequestId;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A request that needs an analysis.
pub(super) enum Ask {
    /// What the analysis knows about a line.
    Why { id: RequestId, snapshot: Snapshot, question: Question },
    /// All safe fixes of a file, as `--fix` applies them.
    Fix { id: RequestId, snapshot: Snapshot, file: PathBuf },
}

impl Ask {
    const fn id(&self) -> &RequestId {
        let (Self::Why { id, .. } | Self::Fix { id, .. }) = self;
        id
    }
}

/// Pending analyses of one folder, each with its due time; newer ones replace older ones.
#[derive(Default)]
pub(super) struct Checks {
    /// Of the files that were edited.
    pub(super) focus: Option<(Instant, Snapshot)>,
    /// Of everything.
    pub(super) all: Option<(Instant, Snapshot)>,
}

/// Messages from the thread.
pub(super) enum Done {
    /// Progress of an analysis of a whole folder: percent of the current phase.
    Progress(PathBuf, Phase, Option<u32>),
    /// An analysis has ended; with its duration if it was one of a whole folder.
    Checked(PathBuf, Result<Box<Checked>, Failure>, Option<Duration>),
    /// Data for the analysis of later edits has been computed, and how long that took.
    Prepared(PathBuf, Duration),
    /// An answer.
    Why(RequestId, Question, Result<Vec<Answer>, Failure>),
    /// Fixes.
    Fix(RequestId, PathBuf, Result<Box<Plan>, Failure>),
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It is no longer needed.
    Cancelled,
    /// In one line.
    Failed(String),
}

impl From<CheckError> for Failure {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Cancelled => Self::Cancelled,
            error => Self::Failed(error.to_string()),
        }
    }
}

/// Handle of the thread.
pub(super) struct Worker {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    asks: VecDeque<Ask>,
    checks: BTreeMap<PathBuf, Checks>,
    running: Option<Running>,
    ended: bool,
}

/// What the thread works on, and the flag that cancels it.
struct Running {
    what: Runs,
    cancelled: Arc<AtomicBool>,
}

#[derive(PartialEq, Eq)]
enum Runs {
    Check(PathBuf),
    /// Edits do not cancel it: it would only have to start again.
    Prepare(PathBuf),
    /// Any other work cancels it; it can resume later.
    Complete,
    Ask(RequestId),
}

enum Next {
    Ask(Ask),
    Focus(PathBuf, Snapshot),
    All(PathBuf, Snapshot),
}

impl Worker {
    /// Starts the thread; it ends when the `Worker` is dropped.
    pub(super) fn start(tell: impl Fn(Done) + Send + Sync + 'static) -> io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let of_thread = Arc::clone(&shared);
        std::thread::Builder::new().name("analysis".to_owned()).spawn(move || {
            while let Some((next, cancelled)) = of_thread.next() {
                let after = work(next, &cancelled, &tell);
                lock(&of_thread.queue).running = None;
                if let Some((folder, snapshot)) = after {
                    of_thread.prepare(folder, snapshot, &tell);
                }
            }
        })?;
        Ok(Self { shared })
    }

    /// Queues a question before all analyses; one that already runs is finished first.
    pub(super) fn ask(&self, ask: Ask) {
        self.change(|queue| queue.asks.push_back(ask));
    }

    /// Analyses a folder; replaces pending analyses of it and cancels a running one.
    pub(super) fn check(&self, folder: &Path, checks: Checks) {
        self.change(|queue| {
            queue.stop(&Runs::Check(folder.to_owned()));
            queue.checks.insert(folder.to_owned(), checks);
        });
    }

    /// Forgets a folder.
    pub(super) fn forget(&self, folder: &Path) {
        self.change(|queue| {
            queue.stop(&Runs::Check(folder.to_owned()));
            queue.stop(&Runs::Prepare(folder.to_owned()));
            queue.checks.remove(folder);
        });
    }

    /// Withdraws a question. Returns whether it was still queued; one that is being answered ends as cancelled.
    pub(super) fn withdraw(&self, id: &RequestId) -> bool {
        let mut withdrawn = false;
        self.change(|queue| {
            queue.stop(&Runs::Ask(id.clone()));
            let before = queue.asks.len();
            queue.asks.retain(|ask| ask.id() != id);
            withdrawn = queue.asks.len() < before;
        });
        withdrawn
    }

    fn change(&self, change: impl FnOnce(&mut Queue)) {
        let mut queue = lock(&self.shared.queue);
        queue.stop(&Runs::Complete);
        change(&mut queue);
        drop(queue);
        self.shared.changed.notify_all();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.change(|queue| {
            queue.ended = true;
            queue.running.iter().for_each(|running| running.cancelled.store(true, Ordering::Relaxed));
        });
    }
}

impl Queue {
    fn stop(&mut self, what: &Runs) {
        if let Some(running) = self.running.as_ref().filter(|running| running.what == *what) {
            running.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// The next work that is due, or else the time at which some will be.
    fn due(&mut self, now: Instant) -> Result<Next, Option<Instant>> {
        if let Some(ask) = self.asks.pop_front() {
            return Ok(Next::Ask(ask));
        }
        let mut first = None;
        let mut wait = |at: Instant| first = Some(first.map_or(at, |first: Instant| first.min(at)));
        for (folder, checks) in &mut self.checks {
            match checks.focus.take_if(|(at, _)| *at <= now) {
                Some((_, snapshot)) => return Ok(Next::Focus(folder.clone(), snapshot)),
                None => checks.focus.iter().for_each(|(at, _)| wait(*at)),
            }
        }
        for (folder, checks) in &mut self.checks {
            match checks.all.take_if(|(at, _)| *at <= now) {
                Some((_, snapshot)) => return Ok(Next::All(folder.clone(), snapshot)),
                None => checks.all.iter().for_each(|(at, _)| wait(*at)),
            }
        }
        Err(first)
    }
}

impl Shared {
    /// Waits for the next work; `None` if the worker has ended.
    fn next(&self) -> Option<(Next, Arc<AtomicBool>)> {
        let mut queue = lock(&self.queue);
        loop {
            if queue.ended {
                return None;
            }
            match queue.due(Instant::now()) {
                Ok(next) => {
                    let what = match &next {
                        Next::Ask(ask) => Runs::Ask(ask.id().clone()),
                        Next::Focus(folder, _) | Next::All(folder, _) => Runs::Check(folder.clone()),
                    };
                    let cancelled = Arc::<AtomicBool>::default();
                    queue.running = Some(Running { what, cancelled: Arc::clone(&cancelled) });
                    return Some((next, cancelled));
                }
                Err(None) => queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
                Err(Some(at)) => {
                    let time = at.saturating_duration_since(Instant::now());
                    queue = self.changed.wait_timeout(queue, time).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
    }
}

impl Shared {
    /// While idle, computes data that the analysis of later edits needs.
    fn prepare(&self, folder: PathBuf, snapshot: Snapshot, tell: &(dyn Fn(Done) + Sync)) {
        if !snapshot.is_prepared() {
            let Some(cancelled) = self.begin(Runs::Prepare(folder.clone())) else { return };
            let start = Instant::now();
            let again = snapshot.clone();
            if guarded(|| again.prepare(&Watch::quiet(&cancelled))).is_ok() {
                tell(Done::Prepared(folder, start.elapsed()));
            }
            lock(&self.queue).running = None;
        }
        if let Some(cancelled) = self.begin(Runs::Complete) {
            // Nobody waits for the result.
            let _ = guarded(|| snapshot.complete(&Watch::quiet(&cancelled)));
            lock(&self.queue).running = None;
        }
    }

    /// Registers background work; `None` if other work is pending.
    fn begin(&self, what: Runs) -> Option<Arc<AtomicBool>> {
        let mut queue = lock(&self.queue);
        let is_due =
            queue.ended || !queue.asks.is_empty() || queue.checks.values().any(|checks| checks.focus.is_some() || checks.all.is_some());
        if is_due {
            return None;
        }
        let cancelled = Arc::<AtomicBool>::default();
        queue.running = Some(Running { what, cancelled: Arc::clone(&cancelled) });
        Some(cancelled)
    }
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does the work; returns the folder if it was analysed as a whole.
fn work(next: Next, cancelled: &AtomicBool, tell: &(dyn Fn(Done) + Sync)) -> Option<(PathBuf, Snapshot)> {
    let quiet = Watch::quiet(cancelled);
    match next {
        Next::Ask(Ask::Why { id, snapshot, question }) => {
            let answers = guarded(|| snapshot.why(&question.file, question.line, &quiet));
            tell(Done::Why(id, question, answers));
        }
        Next::Ask(Ask::Fix { id, snapshot, file }) => {
            let options = CheckOptions { paths: vec![file.clone()], resident: None, ..snapshot.options(Vec::new()) };
            tell(Done::Fix(id, file, guarded(|| fixes(&options).map(Box::new))));
        }
        Next::Focus(folder, snapshot) => tell(Done::Checked(folder, guarded(|| snapshot.check(&quiet).map(Box::new)), None)),
        Next::All(folder, snapshot) => {
            let start = Instant::now();
            let watch = Watch { tell: Some((&folder, tell)), ..quiet };
            let again = snapshot.clone();
            let checked = guarded(|| snapshot.check(&watch).map(Box::new));
            let is_done = checked.is_ok();
            tell(Done::Checked(folder.clone(), checked, Some(start.elapsed())));
            return is_done.then_some((folder, again));
        }
    }
    None
}

/// The plan of `--fix` for the paths of the options.
fn fixes(options: &CheckOptions) -> Result<Plan, CheckError> {
    let check = |options: &CheckOptions| crate::check(options, &Silent);
    let report = check(options)?;
    apply::plan(&Disk::new(options, &check), report, &FixOptions { trust: Trust::Safe, wants: &Finding::is_worth_an_edit })
}

/// Catches panics: a bug in the analysis of one text must not end the server.
fn guarded<T>(run: impl FnOnce() -> Result<T, CheckError>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result.map_err(Failure::from),
        Err(_) => Err(Failure::Failed("async-lint has a bug: the analysis of this text panicked".to_owned())),
    }
}

/// Reports progress in percent, if `tell` is set, and passes on cancellation.
struct Watch<'a> {
    cancelled: &'a AtomicBool,
    tell: Option<(&'a PathBuf, &'a (dyn Fn(Done) + Sync))>,
    total: AtomicUsize,
    done: AtomicUsize,
    phase: Mutex<Option<Phase>>,
}

impl<'a> Watch<'a> {
    const fn quiet(cancelled: &'a AtomicBool) -> Self {
        Self { cancelled, tell: None, total: AtomicUsize::new(0), done: AtomicUsize::new(0), phase: Mutex::new(None) }
    }

    fn say(&self, phase: Phase, percent: Option<u32>) {
        if let Some((folder, tell)) = self.tell {
            tell(Done::Progress(folder.clone(), phase, percent));
        }
    }
}

impl Progress for Watch<'_> {
    fn begin(&self, phase: Phase, total: Option<usize>) {
        self.total.store(total.unwrap_or(0), Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner) = Some(phase);
        self.say(phase, None);
    }

    fn advance(&self, by: usize) {
        let total = self.total.load(Ordering::Relaxed);
        let before = self.done.fetch_add(by, Ordering::Relaxed);
        // One message for each tenth.
        if total > 0 && self.tell.is_some() && before * 10 / total != (before + by) * 10 / total {
            let phase = *self.phase.lock().unwrap_or_else(PoisonError::into_inner);
            let percent = u32::try_from((before + by).min(total) * 100 / total).ok();
            if let Some(phase) = phase {
                self.say(phase, percent);
            }
        }
    }

    fn read_signatures(&self, _: usize) {}

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
