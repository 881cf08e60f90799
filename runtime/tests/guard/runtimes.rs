//! Runtimes without the guard's attribute: those of tokio's own attributes. Each program below is a test of this binary that is run again with
//! the environment of a user.

use std::time::Duration;

use crate::record::events_of;
use crate::support::in_record;

const SHORT: Duration = Duration::from_millis(3);

/// The line of the program `current_thread`; the others follow at the same distance.
const FIRST_LINE: u32 = line!() + 5;

#[tokio::test]
#[ignore = "a program for the other tests"]
async fn current_thread() {
    std::thread::sleep(SHORT);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
#[ignore = "a program for the other tests"]
async fn multi_thread() {
    std::thread::sleep(SHORT);
}

#[tokio::main(flavor = "current_thread")]
async fn main_of_one_thread() {
    std::thread::sleep(SHORT);
}

#[tokio::main]
async fn main_of_many_threads() {
    std::thread::sleep(SHORT);
}

#[tokio::main(worker_threads = 1)]
async fn main_that_spawns() {
    tokio::spawn(async { std::thread::sleep(SHORT) }).await.expect("it does not panic");
}

#[test]
#[ignore = "a program for the other tests"]
fn mains() {
    main_of_one_thread();
    main_of_many_threads();
    main_that_spawns();
}

/// It runs so long that the record is written many times meanwhile.
#[tokio::test]
#[ignore = "a program for the other tests"]
async fn slow() {
    std::thread::sleep(Duration::from_millis(2200));
}

/// Sync code beside a runtime: `enter` alone polls nothing, and neither do the threads of `spawn_blocking`.
#[test]
#[ignore = "a program for the other tests"]
fn beside() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime can be built");
    let _context = runtime.enter();
    std::thread::sleep(SHORT);
    runtime.block_on(async {
        tokio::task::spawn_blocking(|| std::thread::sleep(SHORT)).await.expect("it does not panic");
        tokio::task::block_in_place(|| std::thread::sleep(SHORT));
        tokio::time::sleep(SHORT).await;
    });
}

/// The recorded lines of `std::thread::sleep`, relative to the first program's, with the tests that they belong to.
fn seen(program: &str) -> Vec<(u64, String)> {
    let events = events_of(program);
    let sleeps = events.iter().filter(|event| event["lint"] == "blocking-sleep");
    let mut lines: Vec<(u64, String)> = sleeps
        .map(|event| {
            assert_eq!(event["path"], in_record(file!()), "{event}");
            (event["line"].as_u64().unwrap_or(0) - u64::from(FIRST_LINE), event["test"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn tests_of_tokio_are_watched() {
    assert_eq!(seen("current_thread"), [(0, "runtimes::current_thread".to_owned())]);
    assert_eq!(seen("multi_thread"), [(6, "runtimes::multi_thread".to_owned())]);
}

#[test]
fn mains_of_tokio_are_watched() {
    let lines: Vec<u64> = seen("mains").into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [11, 16, 21]);
}

#[test]
fn a_call_is_written_when_it_has_returned() {
    let events = events_of("slow");
    let slept = events.iter().find(|event| event["lint"] == "blocking-sleep").unwrap_or_else(|| panic!("{events:#?}"));
    assert_eq!(slept["times"], 1);
    assert!(slept["max_ns"].as_u64().is_some_and(|nanos| nanos >= 2_200_000_000), "{slept}");
}

#[test]
fn what_polls_nothing_is_not() {
    assert_eq!(seen("beside"), []);
}
