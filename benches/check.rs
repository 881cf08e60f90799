//! The cost of a whole run, compared with parsing alone: the same files, the same number of threads, in one process. Then the cost of the
//! transitive analysis, and time and memory of a run with dependencies, each in a separate process.
//!
//! `cargo bench --bench check` measures this repository, and a few crates of the cargo registry if they are on this machine;
//! `cargo bench --bench check -- PATH…` measures folders of your own.
#![expect(clippy::print_stdout, reason = "a benchmark tells people its figures")]

mod support;

use async_lint::{CheckOptions, Phase, Progress, Silent, syntax};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Makes the process do one run with dependencies, and print only its figures.
const ONE: &str = "--with-dependencies";

/// Crates worth measuring, by the start of their folder's name.
const CRATES: [&str; 3] = ["tokio-1.", "axum-0.", "reqwest-0."];

/// How often each is run; the fastest counts, because the rest is noise.
const ROUNDS: usize = 5;

fn main() {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|first| first == ONE) {
        return with_dependencies(Path::new(&args.next().expect("the folder follows")));
    }
    let given: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|arg| !arg.as_encoded_bytes().starts_with(b"-")).map(PathBuf::from).collect();
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = if given.is_empty() { [vec![here.join("src")], crates()].concat() } else { given };
    println!("{:<28} {:>6} {:>9} {:>11} {:>11} {:>6}", "folder", "files", "bytes", "parse", "check", "ratio");
    for folder in &folders {
        measure(folder);
    }
    println!();
    println!("{:<28} {:>11} {:>11} {:>6}", "without dependencies", "direct", "transitive", "ratio");
    for folder in &folders {
        transitive(folder);
    }
    println!();
    println!("{:<28} {:>11} {:>9} {:>9} {:>6}", "with dependencies, cold", "check", "MiB read", "MiB peak", "ratio");
    for folder in &folders {
        // In a separate process, because the peak memory of a process never falls.
        let run = std::env::current_exe().and_then(|exe| Command::new(exe).arg(ONE).arg(folder).output());
        print!("{}", String::from_utf8_lossy(&run.expect("this program runs").stdout));
    }
}

/// Notes when each phase begins.
#[derive(Default)]
struct Clock(Mutex<Vec<(Phase, Instant)>>);

impl Progress for Clock {
    fn begin(&self, phase: Phase, _: Option<usize>) {
        self.0.lock().expect("nobody panics with it").push((phase, Instant::now()));
    }

    fn advance(&self, _: usize) {}

    fn read_signatures(&self, _: usize) {}
}

/// The cost of following calls, compared with the rest.
fn transitive(folder: &Path) {
    let options = CheckOptions::new(absolute(folder));
    let once = |_| {
        let clock = Clock::default();
        let start = Instant::now();
        std::hint::black_box(async_lint::check(&options, &clock).expect("the folder can be linted").findings.len());
        let total = start.elapsed();
        let phases = clock.0.into_inner().expect("nobody panics with it");
        let begin = |wanted: Phase| phases.iter().find(|(phase, _)| *phase == wanted).map(|(_, at)| *at).expect("every run has all phases");
        let following = begin(Phase::Report) - begin(Phase::Follow);
        (total.saturating_sub(following), following)
    };
    let (direct, following) = (0..ROUNDS).map(once).min_by_key(|(direct, following)| *direct + *following).expect("there are rounds");
    let ratio = following.as_secs_f64() / direct.as_secs_f64();
    println!("{:<28} {direct:>11.1?} {following:>11.1?} {ratio:>6.2}", name(folder));
}

/// One run that also reads the sources of dependencies: its time, bytes read, and peak memory.
fn with_dependencies(folder: &Path) {
    let options = CheckOptions { cargo_home: support::cargo_home(), ..CheckOptions::new(absolute(folder)) };
    let start = Instant::now();
    let findings = async_lint::check(&options, &Silent).expect("the folder can be linted").findings.len();
    let took = start.elapsed();
    std::hint::black_box(findings);
    // Linux reports both; on other systems they are unknown.
    let read = std::fs::read_to_string("/proc/self/io").ok();
    let read = read.as_ref().and_then(|text| text.lines().find_map(|line| line.strip_prefix("rchar:")?.trim().parse::<f64>().ok()));
    let read = read.map(|bytes| bytes / f64::from(1 << 20));
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let peak = support::peak_kib().map(|kib| kib as f64 / 1024.0);
    let shown = |mib: Option<f64>| mib.map_or_else(|| "unknown".to_owned(), |mib| format!("{mib:.1}"));
    let ratio = shown(read.zip(peak).map(|(read, peak)| peak / read));
    println!("{:<28} {took:>11.1?} {:>9} {:>9} {ratio:>6}", name(folder), shown(read), shown(peak));
}

fn absolute(folder: &Path) -> PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
}

fn name(folder: &Path) -> String {
    folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn crates() -> Vec<PathBuf> {
    let registries = support::cargo_home().and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    let folders = registries.into_iter().flatten().flatten().filter_map(|registry| std::fs::read_dir(registry.path()).ok());
    let mut found: Vec<PathBuf> = folders.flatten().flatten().map(|entry| entry.path()).collect();
    found.retain(|path| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| CRATES.iter().any(|start| name.starts_with(start)))
    });
    found.sort();
    found
}

fn measure(folder: &Path) {
    let folder = absolute(folder);
    let texts = texts(&folder);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(syntax::STACK_BYTES).build().expect("threads can be started");
    let parse = fastest(|| pool.install(|| texts.par_iter().filter(|text| syn::parse_file(text).is_ok()).count()));
    let options = CheckOptions { threads: Some(threads), ..CheckOptions::new(folder.clone()) };
    let check = fastest(|| async_lint::check(&options, &Silent).expect("the folder can be linted").findings.len());
    let name = name(&folder);
    let bytes: usize = texts.iter().map(String::len).sum();
    let ratio = check.as_secs_f64() / parse.as_secs_f64();
    println!("{name:<28} {:>6} {bytes:>9} {parse:>11.1?} {check:>11.1?} {ratio:>6.2}", texts.len());
}

fn texts(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "rs"));
    files.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()).collect()
}

fn fastest<T>(mut run: impl FnMut() -> T) -> Duration {
    let once = |_| {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed()
    };
    (0..ROUNDS).map(once).min().unwrap_or_default()
}
