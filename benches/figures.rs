//! What a run costs when nothing is stored yet, when one file was edited, when nothing has changed, and without dependencies: user and system time
//! of whole processes, each beside what it is measured against, and the peak memory of a run that finds everything stored.
//!
//! `cargo bench --bench figures -- FOLDER…` measures copies of your folders; `--before PROGRAM` compares with another build of async-lint.
#![expect(clippy::print_stdout, reason = "a benchmark tells people its figures")]

mod support;

use async_lint::{CheckOptions, Silent, Store};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use walkdir::WalkDir;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Asks for one run with what is stored in a folder, and its peak memory alone.
const MEMORY: &str = "--memory";
/// Asks for the files of a folder to be parsed, and nothing else.
const PARSE: &str = "--parse";
/// What a run may need besides its source when everything is stored.
const ALLOWANCE: u64 = 40 << 20;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [MEMORY, folder, store] => return memory(Path::new(folder), Path::new(store)),
        [PARSE, folder] => return parse(Path::new(folder)),
        _ => {}
    }
    let (before, folders) = match &args[..] {
        [flag, program, folders @ ..] if flag == "--before" => (Some(PathBuf::from(program)), folders),
        folders => (None, folders),
    };
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/axum-service").to_owned();
    println!(
        "{:<24} {:>8} {:>15} {:>15} {:>15} {:>8} {:>16} {:>18}",
        "user+system, s", "before", "cold", "edited", "unchanged", "parse", "--no-deps", "MiB unchanged"
    );
    for folder in if folders.is_empty() { std::slice::from_ref(&here) } else { folders } {
        measure(Path::new(folder), before.as_deref());
    }
}

fn measure(folder: &Path, before: Option<&Path>) {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let (tree, store) = (work.path().join("tree"), work.path().join("store"));
    let sources = copy(folder, &tree);
    let tool = Path::new(env!("CARGO_BIN_EXE_async-lint"));
    let lint = |program: &Path, more: &[&str]| {
        let args = ["check", "--quiet"].iter().chain(more).map(OsStr::new).chain([tree.as_os_str()]);
        cost(program, &args.collect::<Vec<_>>(), &store)
    };
    let before = before.map(|program| lint(program, &[]));
    let ratio = |cost: Duration| match before {
        Some(before) => format!("{:.2} (1/{:.0})", cost.as_secs_f64(), before.as_secs_f64() / cost.as_secs_f64().max(0.001)),
        None => format!("{:.2}", cost.as_secs_f64()),
    };
    let cold = lint(tool, &[]);
    let unchanged = lint(tool, &[]);
    let own = std::env::current_exe().expect("a program knows where it is");
    // The first one stores its result, because its paths are written in another way than those of the command line.
    let run = || Command::new(&own).arg(MEMORY).args([&tree, &store]).output().expect("this program runs");
    let peak = [run(), run()][1].stdout.clone();
    let peak: u64 = String::from_utf8_lossy(&peak).trim().parse().unwrap_or(0);
    let largest = sources.iter().max_by_key(|(_, size)| *size).expect("there are sources");
    let text = std::fs::read_to_string(&largest.0).expect("it can be read");
    std::fs::write(&largest.0, format!("{text}\nfn edited_by_a_benchmark() {{}}\n")).expect("it can be written");
    let edited = lint(tool, &[]);
    let no_deps = lint(tool, &["--no-deps", "--no-cache"]);
    let parse = cost(&own, &[OsStr::new(PARSE), tree.as_os_str()], &store);
    let limit = (6 * sources.iter().map(|(_, size)| size).sum::<u64>() + ALLOWANCE) >> 20;
    println!(
        "{:<24} {:>8} {:>15} {:>15} {:>15} {:>8.2} {:>16} {:>18}",
        folder.file_name().unwrap_or_default().to_string_lossy(),
        before.map_or_else(String::new, |before| format!("{:.2}", before.as_secs_f64())),
        ratio(cold),
        ratio(edited),
        ratio(unchanged),
        parse.as_secs_f64(),
        format!("{:.2} ({:.1} x)", no_deps.as_secs_f64(), no_deps.as_secs_f64() / parse.as_secs_f64().max(0.001)),
        format!("{} (limit {limit})", peak >> 20),
    );
}

/// A copy without build output and hidden folders; gives the Rust files and their sizes.
fn copy(from: &Path, to: &Path) -> Vec<(PathBuf, u64)> {
    let is_wanted = |name: &OsStr| name != "target" && !name.as_encoded_bytes().starts_with(b".");
    let mut sources = Vec::new();
    for entry in WalkDir::new(from).into_iter().filter_entry(|entry| entry.depth() == 0 || is_wanted(entry.file_name())).flatten() {
        let target = to.join(entry.path().strip_prefix(from).expect("it is below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder can be made");
        } else if entry.file_type().is_file() {
            let size = std::fs::copy(entry.path(), &target).expect("a file can be copied");
            if target.extension().is_some_and(|end| end == "rs") {
                sources.push((target, size));
            }
        }
    }
    sources
}

/// User and system time of a program and its children, as the shell's `times` says it.
fn cost(program: &Path, args: &[&OsStr], store: &Path) -> Duration {
    let run = Command::new("sh")
        .args(["-c", "\"$@\" >/dev/null 2>&1; times", "sh"])
        .arg(program)
        .args(args)
        .env("ASYNC_LINT_CACHE_DIR", store)
        .output()
        .expect("there is a shell");
    let text = String::from_utf8_lossy(&run.stdout);
    let children = text.lines().nth(1).expect("the second line is about children");
    let seconds = |time: &str| {
        let (minutes, rest) = time.split_once('m').expect("minutes come first");
        minutes.parse::<f64>().expect("a number") * 60.0 + rest.trim_end_matches('s').parse::<f64>().expect("a number")
    };
    Duration::from_secs_f64(children.split_whitespace().map(seconds).sum())
}

fn parse(folder: &Path) {
    for entry in WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.path().extension().is_some_and(|end| end == "rs")) {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        std::hint::black_box(syn::parse_file(&text).is_ok());
    }
}

fn memory(folder: &Path, store: &Path) {
    let mut options = CheckOptions::new(folder.to_owned());
    options.cargo_home = support::cargo_home();
    options.store = Some(Arc::new(Store::new(store.to_owned())));
    async_lint::check(&options, &Silent).expect("the folder can be linted");
    println!("{}", support::peak_kib().unwrap_or(0) << 10);
}
