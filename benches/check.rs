//! What a whole run costs, compared with parsing alone: the same files, the same number of threads, in one process.
//!
//! `cargo bench --bench check` measures this repository, and a few crates of the cargo registry if they are there;
//! `cargo bench --bench check -- PATH…` measures folders of your own.
#![expect(clippy::print_stdout, reason = "a benchmark tells people its figures")]

use async_lint::{CheckOptions, Silent, syntax};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Crates worth measuring, by the start of their folder's name.
const CRATES: [&str; 3] = ["tokio-1.", "axum-0.", "reqwest-0."];

/// How often each is run; the fastest counts, because everything else is noise from outside.
const ROUNDS: usize = 5;

fn main() {
    let given: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|arg| !arg.as_encoded_bytes().starts_with(b"-")).map(PathBuf::from).collect();
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = if given.is_empty() { [vec![here.join("src")], crates()].concat() } else { given };
    println!("{:<28} {:>6} {:>9} {:>11} {:>11} {:>6}", "folder", "files", "bytes", "parse", "check", "ratio");
    for folder in &folders {
        measure(folder);
    }
    println!();
    println!("{:<28} {:>11} {:>11}", "with dependencies, cold", "check", "peak");
    for folder in &folders {
        with_dependencies(folder);
    }
}

fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

/// One run that reads the dependencies' sources as well. The peak is the whole process's so far: the largest folder decides.
fn with_dependencies(folder: &Path) {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let options = CheckOptions { cargo_home: cargo_home(), ..CheckOptions::new(folder.clone()) };
    let start = Instant::now();
    let findings = async_lint::check(&options, &Silent).expect("the folder can be linted").findings.len();
    let took = start.elapsed();
    std::hint::black_box(findings);
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    println!("{name:<28} {took:>11.1?} {:>11}", peak().unwrap_or_else(|| "unknown".to_owned()));
}

/// The most memory that this process has had, where the system tells (Linux).
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(format!("{} MiB", kib / 1024))
}

fn crates() -> Vec<PathBuf> {
    let registries = cargo_home().and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    let folders = registries.into_iter().flatten().flatten().filter_map(|registry| std::fs::read_dir(registry.path()).ok());
    let mut found: Vec<PathBuf> = folders.flatten().flatten().map(|entry| entry.path()).collect();
    found.retain(|path| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| CRATES.iter().any(|start| name.starts_with(start)))
    });
    found.sort();
    found
}

fn measure(folder: &Path) {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let texts = texts(&folder);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(syntax::STACK_BYTES).build().expect("threads can be started");
    let parse = fastest(|| pool.install(|| texts.par_iter().filter(|text| syn::parse_file(text).is_ok()).count()));
    let options = CheckOptions { threads: Some(threads), ..CheckOptions::new(folder.clone()) };
    let check = fastest(|| async_lint::check(&options, &Silent).expect("the folder can be linted").findings.len());
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
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
