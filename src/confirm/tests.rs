//! Records against findings: by place, by call path, and hostile ones.

use super::*;
use crate::diagnostics::{Answer, Confidence, Context, Cost, Finding, Hop, Kind, Level, Stalls};
use crate::facts::Position;

fn at(line: u32) -> Position {
    Position { line, column: 5, offset: 0 }
}

fn finding(lint: &str, api: &str, path: &str, line: u32, via: &[(&str, u32)]) -> Finding {
    Finding {
        lint: lint.to_owned(),
        level: Level::Warn,
        cost: Cost::Disk,
        kind: if via.is_empty() { Kind::Direct } else { Kind::Transitive },
        confidence: Confidence::Certain,
        message: String::new(),
        api: api.to_owned(),
        path: path.to_owned(),
        start: at(line),
        end: at(line),
        context: Context { kind: "async fn".to_owned(), name: "f".to_owned(), span: None },
        in_test: false,
        startup: false,
        via: via.iter().map(|(path, line)| Hop { function: "f".to_owned(), path: (*path).to_owned(), line: *line, left_out: 0 }).collect(),
        fixes: Vec::new(),
        help: String::new(),
        runs_in: Vec::new(),
        runs_in_more: 0,
        stalls: Stalls::Unknown,
        confirmed: None,
        stalled: String::new(),
        withheld: Vec::new(),
        dropped: None,
        blocks: true,
        why: String::new(),
    }
}

fn report(findings: Vec<Finding>) -> Report {
    Report { version: 1, findings, ..Report::default() }
}

/// A line of a record. The frames are innermost first; those in `/c/registry` belong to a dependency.
fn event(api: &str, lint: &str, frames: &[(&str, u32)]) -> String {
    let is_user = |path: &str| !path.starts_with("/c/registry");
    let (path, line) = frames.iter().find(|(path, _)| is_user(path)).copied().unwrap_or_default();
    let stack: Vec<_> =
        frames.iter().map(|(path, line)| serde_json::json!({"function": "g", "path": path, "line": line, "user": is_user(path)})).collect();
    let event = serde_json::json!({"version": 1, "event": "blocking", "api": api, "lint": lint, "path": path, "line": line, "column": 1,
        "function": "g", "task": "t", "test": "a::test", "times": 2, "max_ns": 1500, "stack": stack});
    format!("{event}\n")
}

fn confirmed(findings: Vec<Finding>, text: &str) -> Report {
    let mut report = report(findings);
    confirm(&mut report, &Record::parse(text), "guard.jsonl", Path::new("/w"), Path::new("/w"));
    report
}

fn recall(report: &Report) -> (usize, usize) {
    report.confirmation.as_ref().map(|confirmation| (confirmation.explained, confirmation.events)).expect("it was confirmed")
}

#[test]
fn a_direct_finding_is_confirmed_by_its_line_and_lint() {
    let findings = vec![
        finding("blocking-file", "std::fs::read", "src/a.rs", 3, &[]),
        finding("blocking-file", "std::fs::read", "src/a.rs", 4, &[]),
        finding("blocking-file", "std::fs::read", "src/b.rs", 3, &[]),
    ];
    let report = confirmed(findings, &event("std::fs::read", "blocking-file", &[("src/a.rs", 3), ("src/main.rs", 9)]));
    let marks: Vec<bool> = report.findings.iter().map(|finding| finding.confirmed.is_some()).collect();
    assert_eq!(marks, [true, false, false]);
    let seen = report.findings[0].confirmed.as_ref().expect("it is confirmed");
    assert_eq!((seen.by.as_str(), seen.times, seen.max_ns), ("a::test", 2, 1500));
    assert_eq!(recall(&report), (1, 1));
}

#[test]
fn the_caller_of_a_direct_finding_is_another_line() {
    // The awaited fn blocks; the finding on the line that awaits it is about another call.
    let findings = vec![finding("blocking-file", "std::fs::read", "src/main.rs", 9, &[])];
    let report = confirmed(findings, &event("std::fs::read", "blocking-file", &[("src/a.rs", 3), ("src/main.rs", 9)]));
    assert_eq!(recall(&report), (0, 1));
    assert_eq!(report.confirmation.expect("it was confirmed").misses[0].path, "src/a.rs");
}

#[test]
fn a_transitive_finding_is_confirmed_by_its_call_path() {
    let hops = [("src/store.rs", 20), ("dep-1.2.0/src/lib.rs", 7)];
    let findings = vec![finding("blocking-sleep", "std::thread::sleep", "src/a.rs", 3, &hops)];
    let frames = [("/c/registry/src/index/dep-1.2.0/src/lib.rs", 7), ("src/store.rs", 20), ("src/a.rs", 3)];
    // At run time the API may have another name.
    assert_eq!(recall(&confirmed(findings.clone(), &event("nanosleep", "", &frames))), (1, 1));
    let elsewhere = [("/c/registry/src/index/dep-1.2.0/src/lib.rs", 8), ("src/store.rs", 21), ("src/a.rs", 3)];
    assert_eq!(recall(&confirmed(findings, &event("nanosleep", "", &elsewhere))), (0, 1));
}

#[test]
fn a_callee_that_blocks_twice_is_one_finding() {
    let hop = |function: &str, line| Hop { function: function.to_owned(), path: "dep-1.2.0/src/lib.rs".to_owned(), line, left_out: 0 };
    let mut found = finding("blocking-file-io", "std::fs::File::create", "src/a.rs", 3, &[]);
    (found.kind, found.via) = (Kind::Transitive, vec![hop("dep::Child::write_str", 7), hop("dep::write_binary", 9)]);
    let seen = |lint: &str, callee: &str| {
        let frame = |function: &str, path: &str, line: u32| serde_json::json!({"function": function, "path": path, "line": line, "user": path == "src/a.rs"});
        let dependency = "/c/registry/src/index/dep-1.2.0/src/lib.rs";
        let stack = [frame("write_binary", dependency, 10), frame(callee, dependency, 7), frame("f", "src/a.rs", 3)];
        let event = serde_json::json!({"version": 1, "event": "blocking", "api": "std::io::Write::write_all", "lint": lint, "path": "src/a.rs",
            "line": 3, "times": 1, "stack": stack});
        recall(&confirmed(vec![found.clone()], &format!("{event}\n")))
    };
    assert_eq!(seen("blocking-file-io", "<dep::Child as dep::Write<u8>>::write_str::<dep::A>"), (1, 1));
    assert_eq!(seen("blocking-file-io", "write_str<dep::A>"), (1, 1));
    // Another fn that is called on the same line, or another lint.
    assert_eq!(seen("blocking-file-io", "dep::Child::touch"), (0, 1));
    assert_eq!(seen("blocking-socket", "write_str"), (0, 1));
}

#[test]
fn a_drop_is_seen_where_the_scope_ends() {
    let mut dropped = finding("blocking-tempfile", "tempfile::TempDir", "src/a.rs", 3, &[]);
    dropped.dropped = Some(at(9));
    let seen = |api: &str, line: u32| recall(&confirmed(vec![dropped.clone()], &event(api, "blocking-tempfile", &[("src/a.rs", line)])));
    assert_eq!(seen("tempfile::TempDir", 9), (1, 1));
    assert_eq!(seen("tempfile::TempDir", 8), (0, 1));
    assert_eq!(seen("tempfile::tempdir", 9), (0, 1));
}

#[test]
fn paths_meet_wherever_the_tool_was_started() {
    let mut report = report(vec![finding("blocking-file", "std::fs::read", "src/a.rs", 3, &[])]);
    let record = Record::parse(&event("std::fs::read", "blocking-file", &[("member/src/a.rs", 3)]));
    confirm(&mut report, &record, "guard.jsonl", Path::new("/w"), Path::new("/w/member"));
    assert_eq!(recall(&report), (1, 1));
}

#[test]
fn a_program_that_was_built_elsewhere_is_known_by_the_ends_of_its_paths() {
    let findings = vec![finding("blocking-file", "std::fs::read", "src/a.rs", 3, &[])];
    assert_eq!(recall(&confirmed(findings.clone(), &event("std::fs::read", "blocking-file", &[("/build/app/src/a.rs", 3)]))), (1, 1));
    assert_eq!(recall(&confirmed(findings, &event("std::fs::read", "blocking-file", &[("/build/app/src/b/a.rs", 3)]))), (0, 1));
}

#[test]
fn what_a_comment_allows_was_known() {
    let mut report = report(Vec::new());
    let reach = crate::diagnostics::Reach {
        lint: "blocking-file".to_owned(),
        api: "std::fs::read".to_owned(),
        confidence: Confidence::Certain,
        via: Vec::new(),
        fate: "not reported: a comment allows it".to_owned(),
    };
    let answer = Answer {
        path: "src/a.rs".to_owned(),
        start: at(3),
        call: "fs::read".to_owned(),
        function: "crate::f".to_owned(),
        runs: String::new(),
        target: String::new(),
        reaches: vec![reach],
        findings: Vec::new(),
        silent: None,
    };
    report.answers.push(answer);
    let record = Record::parse(&event("std::fs::read", "blocking-file", &[("src/a.rs", 3)]));
    confirm(&mut report, &record, "guard.jsonl", Path::new("/w"), Path::new("/w"));
    assert_eq!(recall(&report), (1, 1));
    report.answers[0].reaches[0].fate = "not reported: it does not run on an executor thread".to_owned();
    confirm(&mut report, &record, "guard.jsonl", Path::new("/w"), Path::new("/w"));
    assert_eq!(recall(&report), (0, 1));
    assert_eq!(report.confirmation.expect("it was confirmed").misses[0].reason, "not reported: it does not run on an executor thread");
}

#[test]
fn the_same_event_of_two_processes_is_one() {
    let line = event("std::fs::read", "blocking-file", &[("src/a.rs", 3)]);
    let record = Record::parse(&format!("{line}{line}"));
    assert_eq!(record.events.len(), 1);
    assert_eq!(record.events[0].times, 4);
}

#[test]
fn a_stall_that_production_saw_confirms_too() {
    let line = event("std::thread::sleep", "blocking-sleep", &[("src/a.rs", 3)]).replace("\"blocking\",", "\"stall\",");
    assert!(line.contains("\"event\":\"stall\""), "{line}");
    let report = confirmed(vec![finding("blocking-sleep", "std::thread::sleep", "src/a.rs", 3, &[])], &line);
    assert!(report.findings[0].confirmed.is_some());
    assert_eq!(recall(&report), (1, 1));
}

#[test]
fn a_call_that_many_tests_make_counts_once() {
    let line = event("std::fs::read", "blocking-file", &[("src/a.rs", 3)]);
    let other = line.replace("a::test", "another::test");
    let report = confirmed(Vec::new(), &format!("{line}{other}"));
    assert_eq!(recall(&report), (0, 1));
    let misses = report.confirmation.expect("it was confirmed").misses;
    assert_eq!(misses.iter().map(|miss| (miss.line, miss.times)).collect::<Vec<_>>(), [(3, 4)]);
}

#[test]
fn a_hostile_record_does_no_harm() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let lines =
        ["", "{", "null", "{\"version\":2}", "{\"version\":1,\"times\":-1}", "{\"version\":1,\"stack\":7}", &deep, "\u{0}\u{1b}[2J"];
    let record = Record::parse(&lines.join("\n"));
    assert_eq!((record.events.len(), record.skipped), (0, 7));
    let up = r#"{"version":1,"path":"../../../etc/passwd","line":4294967295,"times":18446744073709551615}"#;
    let report = confirmed(vec![finding("x", "y", "src/a.rs", 1, &[])], &format!("{up}\n{up}\n"));
    assert_eq!(recall(&report), (0, 1));
}
