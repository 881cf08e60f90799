//! rust-analyzer and `--format cargo`: a session with version 0.0.307 was recorded, in which it ran `async-lint check --workspace --format
//! cargo --exit-zero` instead of `cargo check`. Today's output must equal the recorded input. Since the recording, one fix has become shorter
//! (`spawn_blocking(load)`); the recording was edited by hand for it.

use crate::support;
use serde_json::Value;
use std::ops::Range;

const RECORDED: &str = include_str!("recorded/rust-analyzer.json");

/// The bytes of a range in a text of ASCII.
fn bytes(text: &str, range: &Value) -> Range<usize> {
    let starts: Vec<usize> = text.split_inclusive('\n').scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
    let number = |at: &Value, key: &str| usize::try_from(at[key].as_u64().expect("it is a number")).expect("it fits");
    let byte = |at: &Value| starts[number(at, "line")] + number(at, "character");
    byte(&range["start"])..byte(&range["end"])
}

#[test]
fn rust_analyzer_shows_the_findings_and_offers_the_fixes() {
    let folder = support::folder();
    let root = folder.path().canonicalize().expect("it exists");
    let recorded: Value = serde_json::from_str(&RECORDED.replace("$ROOT", &root.display().to_string())).expect("it is JSON");
    let text = recorded["files"]["src/main.rs"].as_str().expect("it is text");
    support::write(&root, &[("Cargo.toml", recorded["files"]["Cargo.toml"].as_str().expect("it is text")), ("src/main.rs", text)]);
    let output = support::tool(&root).args(["check", "--workspace", "--format", "cargo", "--exit-zero"]).output().expect("it runs");
    let lines = String::from_utf8(output.stdout).expect("it is UTF-8");
    let mut messages: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    // The lint's page is not recorded.
    for message in &mut messages {
        if let Some(code) = message.pointer_mut("/message/code").and_then(Value::as_object_mut) {
            code.remove("explanation");
        }
    }
    assert_eq!(Value::from(messages.clone()), recorded["messages"]);
    // Each finding was shown at its position.
    let shown = recorded["diagnostics"].as_array().expect("it is a list");
    let found: Vec<&Value> = messages.iter().filter(|message| message["reason"] == "compiler-message").collect();
    assert_eq!((found.len(), shown.len()), (2, 2));
    for (message, shown) in found.iter().zip(shown) {
        let span = &message["message"]["spans"][0];
        let range = bytes(text, &shown["range"]);
        assert_eq!((span["byte_start"].as_u64(), span["byte_end"].as_u64()), (Some(range.start as u64), Some(range.end as u64)));
        assert_eq!((&shown["source"], &shown["severity"]), (&Value::from("async-lint"), &Value::from(2)));
        assert!(message["message"]["code"]["code"].as_str().is_some_and(|code| code.ends_with(shown["code"].as_str().unwrap_or("?"))));
    }
    // Its quick fixes have the same result as `--fix`.
    let fixes = recorded["fixes"].as_array().expect("it is a list").iter().flat_map(|fix| fix["edits"].as_array().expect("it is a list"));
    let mut edits: Vec<(Range<usize>, &str)> =
        fixes.map(|edit| (bytes(text, &edit["range"]), edit["newText"].as_str().expect("it is text"))).collect();
    edits.sort_by_key(|(range, _)| range.start);
    let mut edited = text.to_owned();
    for (range, new) in edits.into_iter().rev() {
        edited.replace_range(range, new);
    }
    let fixed = support::tool(&root).args(["check", "--fix", "--allow-no-vcs"]).output().expect("it runs");
    let now = std::fs::read_to_string(root.join("src/main.rs")).expect("it is there");
    assert_eq!(edited, now, "{}", String::from_utf8_lossy(&fixed.stderr));
}
