//! Standard input and output: they wait only if the other end is slow. Each program below is a test of this binary that is run again between
//! two pipes.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::record::record_of;
use crate::support::in_record;

/// More than fits into a pipe.
const MUCH: usize = 100 * 1024;

/// The line of the program `asks`; the other follows at the same distance.
const FIRST_LINE: u32 = line!() + 6;

#[tokio::test]
#[ignore = "a program for the other tests"]
async fn asks() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).expect("somebody writes");
}

#[tokio::test]
#[ignore = "a program for the other tests"]
async fn prints() {
    std::io::stdout().write_all(&vec![b'.'; MUCH]).expect("somebody reads");
}

#[tokio::test]
#[ignore = "a program for the other tests"]
async fn prints_little() {
    std::io::stdout().write_all(b"little\n").expect("somebody reads");
}

/// The events of a program whose peer waits a little before it writes and reads.
fn seen(program: &str) -> Vec<(u64, String)> {
    let (events, ()) = record_of(&format!("streams::{program}"), "record", |command: &mut Command| {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it can be run again");
        std::thread::sleep(Duration::from_millis(200));
        // A program that reads nothing may have ended already.
        let _ = child.stdin.take().expect("it is piped").write_all(b"yes\n");
        let mut printed = Vec::new();
        child.stdout.take().expect("it is piped").read_to_end(&mut printed).expect("it is open");
        assert!(child.wait().expect("it is ours").success(), "{program}");
    });
    let own = events.iter().filter(|event| event["path"] == in_record(file!()));
    own.map(|event| (event["line"].as_u64().unwrap_or(0) - u64::from(FIRST_LINE), event["lint"].as_str().unwrap_or_default().to_owned()))
        .collect()
}

#[test]
fn an_answer_that_is_waited_for() {
    assert_eq!(seen("asks"), [(0, "blocking-stdin".to_owned())]);
}

#[test]
fn a_full_pipe() {
    assert_eq!(seen("prints"), [(6, "blocking-stdout".to_owned())]);
    assert_eq!(seen("prints_little"), []);
}
