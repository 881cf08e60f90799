//! A record of the guard and the findings, as the command line shows them: confirmed findings first, missed calls with the reason, and the
//! recall.

use crate::support;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Two blocking lines; the second is found through a fn.
const CODE: &str = "pub async fn slow() {\n    std::thread::sleep(std::time::Duration::from_secs(1));\n}\n\nfn load() -> Vec<u8> {\n    std::fs::read(\"x\").unwrap_or_default()\n}\n\npub async fn handler() -> Vec<u8> {\n    load()\n}\n\npub fn plugin() {\n    let _ = std::fs::metadata(\"x\");\n}\n";

/// What the guard writes: a call through `load`, one that no finding explains, and a remark about itself.
fn record() -> String {
    let frame = |function: &str, line: u32| json!({"function": function, "path": "src/lib.rs", "line": line, "user": true});
    let event = |api: &str, lint: &str, stack: Vec<Value>| {
        let line = stack[0]["line"].clone();
        json!({"version": 1, "event": "blocking", "api": api, "lint": lint, "path": "src/lib.rs", "line": line, "column": 5, "function": "app::f",
            "task": "app::t", "test": "tests::a", "times": 3, "max_ns": 2_500_000, "stack": stack})
    };
    let lines = [
        event("std::fs::read", "blocking-file", vec![frame("app::load", 6), frame("app::handler::{{closure}}", 10)]),
        event("std::fs::metadata", "metadata-probe", vec![frame("app::plugin", 14)]),
        json!({"version": 1, "event": "unused-allowance", "path": "src/lib.rs", "line": 2, "note": "nothing"}),
    ];
    lines.map(|line| format!("{line}\n")).concat()
}

fn project() -> TempDir {
    let folder = support::folder();
    let manifest = "[package]\nname = 'app'\nedition = '2021'\n[dependencies]\ntokio = '1'\n";
    support::write(folder.path(), &[("Cargo.toml", manifest), ("src/lib.rs", CODE), ("guard.jsonl", &record())]);
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_async-lint")).args(arguments).current_dir(folder).output().expect("it can be run");
    String::from_utf8(output.stdout).expect("it is text")
}

#[test]
fn people_read_what_is_confirmed_first_and_what_was_missed() {
    let folder = project();
    let plain = run(folder.path(), &["check"]);
    let text = run(folder.path(), &["check", "--confirm", "guard.jsonl"]);
    let at = |text: &str, part: &str| text.find(part).unwrap_or_else(|| panic!("no {part:?} in\n{text}"));
    assert!(at(&plain, "src/lib.rs:2") < at(&plain, "src/lib.rs:10"), "{plain}");
    assert!(at(&text, "src/lib.rs:10") < at(&text, "src/lib.rs:2"), "{text}");
    assert!(text.contains("seen to block 3 times, at most 2.500 ms (`tests::a`)"), "{text}");
    assert!(text.contains("src/lib.rs:14 in `app::f`: `std::fs::metadata` [metadata-probe], 3 times"), "{text}");
    assert!(text.contains("recall on your tests: 1 of 2"), "{text}");
}

#[test]
fn programs_read_the_same() {
    let folder = project();
    let report: Value =
        serde_json::from_str(&run(folder.path(), &["check", "--confirm", "guard.jsonl", "--format", "json"])).expect("it is JSON");
    let confirmed: Vec<&Value> = report["findings"].as_array().expect("it is a list").iter().map(|finding| &finding["confirmed"]).collect();
    assert_eq!(confirmed.iter().filter(|by| by.is_null()).count(), 1, "{confirmed:?}");
    let by = confirmed.iter().find(|by| !by.is_null()).expect("one is confirmed");
    assert_eq!((&by["by"], &by["times"], &by["max_ns"]), (&json!("tests::a"), &json!(3), &json!(2_500_000)));
    assert_eq!((&report["confirmation"]["explained"], &report["confirmation"]["events"]), (&json!(1), &json!(2)));
    let sarif: Value =
        serde_json::from_str(&run(folder.path(), &["check", "--confirm", "guard.jsonl", "--format", "sarif"])).expect("it is JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("it is a list");
    let ranked: Vec<&Value> = results.iter().filter(|result| result["rank"] == json!(100.0)).collect();
    assert_eq!(ranked.len(), 1, "{results:?}");
    assert_eq!(ranked[0]["properties"]["confirmed"]["times"], 3);
}

#[test]
fn the_record_alone_is_printed() {
    let folder = project();
    let text = run(folder.path(), &["guard", "report", "guard.jsonl"]);
    for part in [
        "`std::fs::read` [blocking-file], 3 times",
        "src/lib.rs:6 in app::f",
        "called at src/lib.rs:10",
        "in the test tests::a",
        "note: the allowance at src/lib.rs:2 (\"nothing\") is not needed, nothing blocks in it: remove it\n",
    ] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}
