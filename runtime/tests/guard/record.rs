//! The record of a whole process: this test binary, run again with the environment of a user.

use std::path::PathBuf;
use std::process::Command;

use crate::support::in_record;

/// Where [`program`] sleeps.
const LINE: u32 = line!() + 9;

/// Run only by the tests below, in a process of their own.
#[test]
#[ignore = "a program for the other tests"]
fn program() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime can be built");
    runtime.block_on(async {
        tokio::spawn(async {
            std::thread::sleep(std::time::Duration::from_millis(3));
            async_lint_runtime::guard::allow_blocking("nothing in it", || 1 + 1)
        })
        .await
        .expect("it does not panic");
    });
}

/// The events of a program of `runtimes.rs`.
pub(crate) fn events_of(program: &str) -> Vec<serde_json::Value> {
    let (passed, text) = run(&format!("runtimes::{program}"), "record");
    assert!(passed, "{program}");
    events(&text.unwrap_or_default())
}

fn events(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn run(program: &str, mode: &str) -> (bool, Option<String>) {
    let file = format!("guard-record-{}-{}-{mode}.jsonl", std::process::id(), program.replace("::", "-"));
    let file: PathBuf = std::env::temp_dir().join(file);
    let _ = std::fs::remove_file(&file);
    let status = Command::new(std::env::current_exe().expect("it runs"))
        .args(["--ignored", "--exact", program])
        .env("ASYNC_LINT_GUARD", mode)
        .env("ASYNC_LINT_GUARD_OUT", &file)
        .status()
        .expect("it can be run again");
    let text = std::fs::read_to_string(&file).ok();
    let _ = std::fs::remove_file(&file);
    (status.success(), text)
}

#[test]
fn a_program_that_only_links_the_guard_is_recorded() {
    let (passed, text) = run("record::program", "record");
    let text = text.expect("a record is written");
    assert!(passed);
    let events = events(&text);
    let slept = events.iter().find(|event| event["lint"] == "blocking-sleep").unwrap_or_else(|| panic!("{text}"));
    assert_eq!(slept["version"], 1);
    assert_eq!(slept["event"], "blocking");
    assert_eq!(slept["api"], "std::thread::sleep");
    // Relative to the workspace, as the compiler names it too.
    assert_eq!(slept["path"], in_record(file!()));
    assert_eq!(slept["line"], LINE);
    assert_eq!(slept["times"], 1);
    assert!(slept["max_ns"].as_u64().is_some_and(|nanos| nanos > 1_000_000), "{slept}");
    // With line tables alone, it has no path.
    assert!(slept["task"].as_str().is_some_and(|task| task.contains("program") || task.contains("{async_block#0}")), "{slept}");
    let unused = events.iter().find(|event| event["event"] == "unused-allowance").unwrap_or_else(|| panic!("{text}"));
    assert_eq!(unused["note"], "nothing in it");
}

#[test]
fn nothing_is_recorded_when_it_is_off() {
    assert_eq!(run("record::program", "off"), (true, None));
}
