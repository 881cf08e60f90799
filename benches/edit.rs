//! The cost of an edit inside one body for a session that has analysed everything before: until the diagnostics of that file, and of all files.
//!
//! `cargo bench --bench edit -- FOLDER [EDITS [EDITS BETWEEN PAUSES [PART OF A PATH]]]` measures a workspace of your own; without one, this repository.
//! With a part of a path, only files with it in their path are edited, in turn. Nothing is written.
#![expect(clippy::print_stdout, reason = "a benchmark tells people its figures")]

mod support;

use async_lint::session::{Extent, Session};
use async_lint::store::Store;
use async_lint::{CheckOptions, Phase, Progress, Silent};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

// As the program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Default number of edits.
const EDITS: usize = 40;

/// How many of the slowest edits are listed.
const SLOWEST: usize = 4;

/// Default number of edits after which everything is analysed, as after a pause.
const PAUSES: usize = 8;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let folder = given.first().map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let folder = folder.canonicalize().expect("the folder is there");
    let edits = given.get(1).map_or(EDITS, |number| number.parse().expect("the number of edits"));
    let pauses = given.get(2).map_or(PAUSES, |number| number.parse().expect("the number of edits between pauses"));
    let cache = tempfile::tempdir().expect("a folder can be made");
    let options = CheckOptions {
        cargo_home: support::cargo_home(),
        store: Some(Arc::new(Store::new(cache.path().to_owned()))),
        ..CheckOptions::new(folder.clone())
    };
    let mut session = Session::new(options.clone());
    println!("{:<28} {:>10.1?}", "opening, empty cache", timed(|| session.check(&Silent).expect("it runs")));
    let mut session = Session::new(options);
    println!("{:<28} {:>10.1?}", "opening, warm cache", timed(|| session.check(&Silent).expect("it runs")));
    let files: Vec<PathBuf> =
        editable(&session).into_iter().filter(|path| given.get(3).is_none_or(|part| path.to_string_lossy().contains(part))).collect();
    println!("{:<28} {:>10}", "files with a body", files.len());
    // As the server does while it is idle.
    println!("{:<28} {:>10.1?}", "preparing", timed(|| session.snapshot(Extent::All).prepare(&Silent).expect("it runs")));
    println!("{:<28} {:>10.1?}", "completing", timed(|| session.snapshot(Extent::All).complete(&Silent).expect("it runs")));
    edit(&mut session, &files[0], 0);
    println!("{:<28} {:>10.1?}", "first edit", timed(|| focus(&mut session, &files[0], &Silent)));
    let step = (files.len() / edits).max(1);
    let (mut of_file, mut of_all) = (Vec::new(), Vec::new());
    let clock = Clock::default();
    let mut slowest = Vec::new();
    for (nth, file) in files.iter().step_by(step).cycle().take(edits).enumerate() {
        edit(&mut session, file, nth + 1);
        of_file.push(timed(|| focus(&mut session, file, &clock)));
        clock.stop();
        slowest.push((of_file[nth], file));
        if nth % pauses == pauses - 1 {
            of_all.push(timed(|| session.check(&Silent).expect("it runs")));
            session.snapshot(Extent::All).complete(&Silent).expect("it runs");
        }
    }
    print("edit to the file's findings", &mut of_file);
    slowest.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    for (time, file) in slowest.iter().take(SLOWEST) {
        println!("  {:<26} {time:>10.1?}", file.strip_prefix(&folder).unwrap_or(file).display());
    }
    print("edit to all findings", &mut of_all);
    for (phase, time) in clock.0.into_inner().expect("nobody panics with it").of_phase {
        println!("  {phase:<26} {:>10.1?} each", time / u32::try_from(edits).unwrap_or(1));
    }
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn focus(session: &mut Session, file: &Path, progress: &dyn Progress) {
    let extent = Extent::Files(BTreeSet::from([file.to_owned()]));
    let checked = session.snapshot(extent).check(progress).expect("it runs");
    session.accept(checked);
}

/// The files with a `fn` whose body begins at the end of a line, sorted.
fn editable(session: &Session) -> Vec<PathBuf> {
    let files = session.files().map(|(path, _)| path.clone());
    files
        .filter(|path| path.extension().is_some_and(|end| end == "rs") && session.text_of(path).is_some_and(|text| body(&text).is_some()))
        .collect()
}

/// The first byte inside a body.
fn body(text: &str) -> Option<usize> {
    let at = text.lines().map(|line| (line.as_ptr() as usize - text.as_ptr() as usize, line));
    let is_fn = |line: &str| {
        (line.trim_start().starts_with("pub fn ")
            || line.trim_start().starts_with("async fn ")
            || line.trim_start().starts_with("pub async fn ")
            || line.trim_start().starts_with("fn "))
            && line.ends_with('{')
    };
    at.into_iter().find(|(_, line)| is_fn(line)).map(|(start, line)| start + line.len())
}

/// Types a statement into a body.
fn edit(session: &mut Session, file: &Path, nth: usize) {
    let text = session.text_of(file).expect("it is there");
    let at = body(&text).expect("it has a body");
    let text = format!("{}\n    let _typed_{nth} = {nth};{}", &text[..at], &text[at..]);
    session.set_text(file, text.into());
}

fn print(what: &str, times: &mut [Duration]) {
    times.sort();
    if let Some(last) = times.last() {
        let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
        println!("{what:<28} {:>10.1?} p50 {:>10.1?} p95 {last:>10.1?} max, {} runs", at(50), at(95), times.len());
    }
}

/// The total time of each phase.
#[derive(Default)]
struct Clock(Mutex<Times>);

#[derive(Default)]
struct Times {
    /// The current phase, and when it began.
    running: Option<(Phase, Instant)>,
    of_phase: std::collections::BTreeMap<&'static str, Duration>,
}

impl Clock {
    fn times(&self) -> std::sync::MutexGuard<'_, Times> {
        self.0.lock().expect("nobody panics with it")
    }

    /// Ends the last phase.
    fn stop(&self) {
        let mut times = self.times();
        let Some((phase, start)) = times.running.take() else { return };
        let name = match phase {
            Phase::Parse => "reading",
            Phase::Analyse => "analysing",
            Phase::Follow => "following calls",
            Phase::Report => "reporting",
        };
        *times.of_phase.entry(name).or_default() += start.elapsed();
    }
}

impl Progress for Clock {
    fn begin(&self, phase: Phase, _: Option<usize>) {
        self.stop();
        self.times().running = Some((phase, Instant::now()));
    }

    fn advance(&self, _: usize) {}

    fn read_signatures(&self, _: usize) {}
}
