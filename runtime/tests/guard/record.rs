//! The record of a whole process: this test binary runs itself again with the environment of a user.

use std::process::{Command, Stdio};

use serde_json::Value;

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

/// The events of a program in `runtimes.rs`.
pub(crate) fn events_of(program: &str) -> Vec<Value> {
    let (events, passed) = record_of(&format!("runtimes::{program}"), "record", run);
    assert!(passed, "{program}");
    events
}

/// Runs a program of this binary with `run`, and reads its record.
pub(crate) fn record_of<T>(program: &str, mode: &str, run: impl FnOnce(&mut Command) -> T) -> (Vec<Value>, T) {
    let folder = tempfile::tempdir().expect("the temporary folder is writable");
    let file = folder.path().join("guard.jsonl");
    let mut command = Command::new(std::env::current_exe().expect("it runs"));
    command.args(["--ignored", "--exact", program]).env("ASYNC_LINT_GUARD", mode).env("ASYNC_LINT_GUARD_OUT", &file);
    let result = run(&mut command);
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    (text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect(), result)
}

fn run(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).status().expect("it can be run again").success()
}

#[test]
fn a_program_that_only_links_the_guard_is_recorded() {
    let (events, passed) = record_of("record::program", "record", run);
    assert!(passed);
    let slept = events.iter().find(|event| event["lint"] == "blocking-sleep").unwrap_or_else(|| panic!("{events:#?}"));
    assert_eq!(slept["version"], 1);
    assert_eq!(slept["event"], "blocking");
    assert_eq!(slept["api"], "std::thread::sleep");
    // Relative to the workspace, as the compiler names it too.
    assert_eq!(slept["path"], in_record(file!()));
    assert_eq!(slept["line"], LINE);
    assert_eq!(slept["times"], 1);
    assert!(slept["max_ns"].as_u64().is_some_and(|nanos| nanos > 1_000_000), "{slept}");
    // With only line tables, the name has no path.
    assert!(slept["task"].as_str().is_some_and(|task| task.contains("program") || task.contains("{async_block#0}")), "{slept}");
    let unused = events.iter().find(|event| event["event"] == "unused-allowance").unwrap_or_else(|| panic!("{events:#?}"));
    assert_eq!(unused["note"], "nothing in it");
}

#[test]
fn nothing_is_recorded_when_it_is_off() {
    assert_eq!(record_of("record::program", "off", run), (Vec::new(), true));
}

#[test]
fn every_hook_is_reached_and_what_is_not_seen_is_said() {
    let status = async_lint_runtime::guard::install(async_lint_runtime::guard::Builder::default());
    for event in &status.not_set {
        assert_eq!(event.event, async_lint_runtime::guard::EventKind::HookNotSet, "{event:?}");
        // If no library of this program calls a function, its hook is not exported, so libraries would not find it.
        assert!(event.api.is_empty() && event.note.starts_with("calls from shared libraries are not seen"), "{event:?}");
    }
}
