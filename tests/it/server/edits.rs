//! The results after many edits.

use super::client::Client;
use crate::support;
use async_lint::session::Session;
use async_lint::{CheckOptions, Silent};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

const FACE: &str = "// \u{1f600}\u{1f600}\nasync fn f() { /* \u{e4}\u{1f600} */ std::thread::sleep(std::time::Duration::from_secs(1)); }\n";

fn insert(line: u32, character: u32, text: &str) -> Value {
    let at = json!({ "line": line, "character": character });
    json!([{ "range": { "start": at, "end": at }, "text": text }])
}

#[test]
fn a_thousand_edits_in_a_row_end_in_the_last_text() {
    let folder = support::folder();
    let root = folder.path().canonicalize().expect("it is there");
    support::write(&root, &[("a.rs", "")]);
    let file = root.join("a.rs");
    let mut client = Client::open(&root, &json!({}));
    client.did_open(&file, 0, "");
    for (version, nth) in (1..).zip(0..1000) {
        client.did_change(&file, version, insert(0, 0, &format!("async fn f{nth}() {{ std::thread::yield_now(); }}\n")));
    }
    client.did_change(&file, 1001, insert(0, 0, FACE));
    let found = client.diagnostics(&file, 1001);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["range"]["start"], json!({ "line": 1, "character": 25 }), "in UTF-16");
    let versions = client.kept.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
    let versions: Vec<i64> = versions.filter_map(|message| message["params"]["version"].as_i64()).collect();
    assert!(versions.is_sorted(), "never an older text after a newer one: {versions:?}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn edits_between_surrogates_take_the_whole_character_or_nothing() {
    let folder = support::folder();
    let root = folder.path().canonicalize().expect("it is there");
    support::write(&root, &[("a.rs", "")]);
    let file = root.join("a.rs");
    for (encoding, character) in [("utf-16", 25), ("utf-8", 28), ("utf-32", 24)] {
        let mut client = Client::open(&root, &json!({ "general": { "positionEncodings": [encoding] } }));
        client.did_open(&file, 1, FACE);
        assert_eq!(client.diagnostics(&file, 1)[0]["range"]["start"], json!({ "line": 1, "character": character }), "{encoding}");
        for (version, nth) in (2..).zip(0..12) {
            let range = json!({ "start": { "line": 0, "character": nth }, "end": { "line": 0, "character": nth + 1 } });
            client.did_change(&file, version, json!([{ "range": range, "text": "" }, { "text": FACE }]));
        }
        // The rest of the comment does not matter: the code is the same.
        client.did_change(
            &file,
            20,
            json!([{ "range": { "start": { "line": 0, "character": 4 }, "end": { "line": 0, "character": 99 } }, "text": "" }]),
        );
        assert_eq!(client.diagnostics(&file, 20)[0]["range"]["start"], json!({ "line": 1, "character": character }), "{encoding}");
        assert_eq!(client.end(), Some(0));
    }
}

const MANIFEST: &str = "[package]\nname = \"it\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";

/// Texts of two files whose findings depend on each other.
const MAIN: [&str; 5] = [
    "mod a; async fn f() { a::load(); }",
    "mod a; fn f() { a::load(); }",
    "mod a; async fn f() { a::load(); std::thread::sleep(std::time::Duration::from_secs(1)); }",
    "mod a; async fn f() { a::S.go(); }",
    "mod a; async fn f( {",
];
const OTHER: [&str; 4] = [
    "pub fn load() { std::fs::read(\"x\").ok(); } pub struct S; impl S { pub fn go(&self) {} }",
    "pub fn load() {} pub struct S; impl S { pub fn go(&self) { super::f2(); std::fs::read(\"x\").ok(); } }",
    "pub async fn load() {} pub struct S;",
    "pub fn load( {",
];

/// The findings of a full run over these texts.
fn fresh(root: &Path, texts: [&str; 2]) -> Vec<async_lint::diagnostics::Finding> {
    support::write(root, &[("Cargo.toml", MANIFEST), ("src/main.rs", texts[0]), ("src/a.rs", texts[1])]);
    let options = CheckOptions { threads: Some(1), ..CheckOptions::new(root.to_owned()) };
    support::check(&options).findings
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn after_any_edits_the_findings_are_those_of_a_fresh_run(
        edits in prop::collection::vec((any::<bool>(), 0usize..20, any::<bool>()), 1..12)
    ) {
        let (edited, fresh_folder) = (support::folder(), support::folder());
        let [edited, fresh_folder] = [&edited, &fresh_folder].map(|folder| folder.path().canonicalize().expect("it is there"));
        support::write(&edited, &[("Cargo.toml", MANIFEST), ("src/main.rs", MAIN[0]), ("src/a.rs", OTHER[0])]);
        let mut session = Session::new(CheckOptions { threads: Some(1), ..CheckOptions::new(edited.clone()) });
        let mut texts = [MAIN[0], OTHER[0]];
        for (is_main, which, looks) in edits {
            let (nth, name, text) = if is_main { (0, "src/main.rs", MAIN[which % MAIN.len()]) } else { (1, "src/a.rs", OTHER[which % OTHER.len()]) };
            texts[nth] = text;
            session.set_text(&edited.join(name), text.into());
            if looks {
                // What an editor does after each edit: the file alone.
                let files = async_lint::session::Extent::Files([edited.join(name)].into());
                let checked = session.snapshot(files).check(&Silent).expect("it runs");
                session.accept(checked);
            }
        }
        session.check(&Silent).expect("it runs");
        let found: Vec<_> = session.files().flat_map(|(_, file)| file.findings.clone()).collect();
        prop_assert_eq!(found, fresh(&fresh_folder, texts));
    }
}
