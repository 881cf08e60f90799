//! The protocol with a well-behaved client.

use super::client::{Client, uri};
use crate::support;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"it\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\n";

const MAIN: &str = "mod store;

async fn handler() {
    std::thread::sleep(std::time::Duration::from_secs(1));
    std::thread::sleep(std::time::Duration::from_secs(2));
    store::load();
}
";

const STORE: &str =
    "pub fn load() -> Vec<u8> {\n    read()\n}\n\nfn read() -> Vec<u8> {\n    std::fs::read(\"/tmp/x\").unwrap_or_default()\n}\n";

fn package() -> (TempDir, PathBuf, PathBuf) {
    let folder = support::folder();
    support::write(folder.path(), &[("Cargo.toml", MANIFEST), ("src/main.rs", MAIN), ("src/store.rs", STORE)]);
    let root = folder.path().canonicalize().expect("it is there");
    let main = root.join("src/main.rs");
    (folder, root, main)
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().expect("lints have ids")).collect()
}

fn whole(text: &str) -> Value {
    json!([{ "text": text }])
}

fn versioned() -> Value {
    json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } })
}

/// Applies the edits of a code action to an ASCII text.
fn edited(text: &str, file: &Path, edit: &Value) -> String {
    let changes = edit["documentChanges"].as_array().expect("edits are versioned");
    let change = changes.iter().find(|change| change["textDocument"]["uri"] == uri(file)).expect("the file is edited");
    let offset = |position: &Value| {
        let number = |name: &str| usize::try_from(position[name].as_u64().expect("a number")).expect("it is small");
        text.split_inclusive('\n').take(number("line")).map(str::len).sum::<usize>() + number("character")
    };
    let mut edits: Vec<(usize, usize, &str)> = (change["edits"].as_array().expect("a list").iter())
        .map(|edit| (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), edit["newText"].as_str().expect("a text")))
        .collect();
    edits.sort_unstable();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

fn actions(client: &mut Client, file: &Path, line: u32) -> Vec<Value> {
    let range = json!({ "start": { "line": line, "character": 9 }, "end": { "line": line, "character": 9 } });
    let params = json!({ "textDocument": { "uri": uri(file) }, "range": range, "context": { "diagnostics": [] } });
    client.ask("textDocument/codeAction", params)["result"].as_array().cloned().expect("a list")
}

#[test]
fn findings_are_pushed_with_their_hops() {
    let (_folder, root, main) = package();
    let mut client = Client::open(&root, &json!({}));
    client.did_open(&main, 1, MAIN);
    let found = client.diagnostics(&main, 1);
    assert_eq!(codes(&found), ["blocking-sleep", "blocking-sleep", "blocking-file"]);
    assert_eq!(found[0]["range"]["start"], json!({ "line": 3, "character": 4 }));
    assert_eq!(found[0]["source"], "async-lint");
    let hops = found[2]["relatedInformation"].as_array().expect("it has hops");
    let places: Vec<(&str, u64)> = (hops.iter())
        .map(|hop| (hop["location"]["uri"].as_str().expect("a URI"), hop["location"]["range"]["start"]["line"].as_u64().expect("a line")))
        .collect();
    let store = uri(&root.join("src/store.rs"));
    assert_eq!(places, [(store.as_str(), 1), (store.as_str(), 5)]);
    assert!(hops[1]["message"].as_str().expect("a text").contains("`std::fs::read`"), "{hops:?}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_action_edits_the_version_that_the_client_has() {
    let (_folder, root, main) = package();
    let mut client = Client::open(&root, &versioned());
    client.did_open(&main, 1, MAIN);
    client.diagnostics(&main, 1);
    let text = format!("// one more line\n{MAIN}");
    client.did_change(&main, 2, whole(&text));
    client.diagnostics(&main, 2);
    let offered = actions(&mut client, &main, 4);
    let titles: Vec<&str> = offered.iter().map(|action| action["title"].as_str().expect("a title")).collect();
    assert!(titles.iter().any(|title| title.contains("with a reason")), "{titles:?}");
    assert!(titles.contains(&"fix all `blocking-sleep` in this file"), "{titles:?}");
    let fix = &offered[0];
    assert_eq!(fix["isPreferred"], true, "{fix}");
    assert_eq!(fix["edit"]["documentChanges"][0]["textDocument"]["version"], 2);
    let fixed = edited(&text, &main, &fix["edit"]);
    assert!(fixed.contains("tokio::time::sleep(std::time::Duration::from_secs(1)).await") && fixed.contains("thread::sleep"), "{fixed}");
    let all = offered.iter().find(|action| action["title"] == "fix all `blocking-sleep` in this file").expect("it is offered");
    let fixed = edited(&text, &main, &all["edit"]);
    assert!(!fixed.contains("thread::sleep"), "{fixed}");
    client.did_change(&main, 3, whole(&fixed));
    assert_eq!(codes(&client.diagnostics(&main, 3)), ["blocking-file"]);
    let comment =
        offered.iter().find(|action| action["title"].as_str().is_some_and(|title| title.contains("reason"))).expect("it is offered");
    client.did_change(&main, 4, whole(&edited(&text, &main, &comment["edit"])));
    assert_eq!(codes(&client.diagnostics(&main, 4)), ["blocking-sleep", "blocking-file"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn all_fixes_of_a_file_are_those_of_the_command_line() {
    let (_folder, root, main) = package();
    let mut client = Client::open(&root, &versioned());
    client.did_open(&main, 7, MAIN);
    client.diagnostics(&main, 7);
    let id = client.request("workspace/executeCommand", json!({ "command": "async-lint.fixAll", "arguments": [uri(&main)] }));
    let asked = client.wait(|message| message["method"] == "workspace/applyEdit");
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "applied": true } }));
    assert_eq!(client.answer(id)["result"]["files"], 1);
    let by_client = edited(MAIN, &main, &asked["params"]["edit"]);
    assert_eq!(std::fs::read_to_string(&main).expect("it is there"), MAIN, "the server writes nothing");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_async-lint"));
    command.args(["--no-cache", "check", "--fix", "--no-format", "--allow-no-vcs", "--quiet", "src/main.rs"]);
    command.current_dir(&root).env("CARGO_HOME", root.join("no-cargo-home")).output().expect("it runs");
    assert_eq!(by_client, std::fs::read_to_string(&main).expect("it is there"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn hovers_and_commands_tell_what_why_does() {
    let (_folder, root, main) = package();
    let mut client = Client::open(&root, &json!({}));
    client.did_open(&main, 1, MAIN);
    let at =
        |line: u32, character: u32| json!({ "textDocument": { "uri": uri(&main) }, "position": { "line": line, "character": character } });
    let hover = client.ask("textDocument/hover", at(5, 13));
    let text = hover["result"]["contents"]["value"].as_str().expect("it is Markdown");
    assert!(text.contains("`std::fs::read`") && text.contains("reaches"), "{text}");
    assert_eq!(client.ask("textDocument/hover", at(0, 0))["result"], Value::Null);
    let run = |name: &str, arguments: Value| json!({ "command": name, "arguments": arguments });
    let why = client.ask("workspace/executeCommand", run("async-lint.why", json!([uri(&main), { "line": 3, "character": 0 }])));
    assert!(why["result"].as_str().expect("Markdown").contains("blocks"), "{why}");
    let page = client.ask("workspace/executeCommand", run("async-lint.explain", json!(["blocking-sleep"])));
    assert!(page["result"].as_str().expect("Markdown").starts_with("# blocking-sleep"), "{page}");
    client.diagnostics(&main, 1);
    let paths = client.ask("workspace/executeCommand", run("async-lint.callPaths", json!([uri(&main), { "line": 5, "character": 0 }])));
    assert_eq!(paths["result"][0]["hops"].as_array().map(Vec::len), Some(2), "{paths}");
    for wrong in [run("async-lint.explain", json!(["no-such-lint"])), run("async-lint.why", json!([])), run("rm", json!(["-rf"]))] {
        assert!(client.ask("workspace/executeCommand", wrong)["error"].is_object());
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_client_that_pulls_is_not_pushed_to() {
    let (_folder, root, main) = package();
    let mut client = Client::open(&root, &json!({ "textDocument": { "diagnostic": {} } }));
    client.did_open(&main, 1, MAIN);
    let params = json!({ "textDocument": { "uri": uri(&main) } });
    let report = client.ask("textDocument/diagnostic", params.clone());
    assert_eq!(codes(report["result"]["items"].as_array().expect("a full report")).len(), 3);
    let again = json!({ "textDocument": { "uri": uri(&main) }, "previousResultId": report["result"]["resultId"] });
    assert_eq!(client.ask("textDocument/diagnostic", again.clone())["result"]["kind"], "unchanged");
    client.did_change(&main, 2, whole("async fn f() {}\n"));
    assert_eq!(client.ask("textDocument/diagnostic", again)["result"]["items"], json!([]));
    let all = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert!(all["result"]["items"].is_array(), "{all}");
    assert!(!client.kept.iter().any(|message| message["method"] == "textDocument/publishDiagnostics"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn findings_of_a_text_that_does_not_parse_are_stale() {
    let (_folder, root, main) = package();
    let mut client = Client::open(&root, &json!({}));
    client.did_open(&main, 1, MAIN);
    client.diagnostics(&main, 1);
    client.did_change(&main, 2, whole(&format!("{MAIN}fn broken( {{")));
    let found = client.diagnostics(&main, 2);
    assert_eq!(codes(&found), ["unparsed-file", "blocking-sleep", "blocking-sleep", "blocking-file"]);
    for stale in &found[1..] {
        assert_eq!(stale["tags"], json!([1]), "{stale}");
        assert!(stale["message"].as_str().is_some_and(|text| text.contains("last version that parsed")), "{stale}");
    }
    assert!(actions(&mut client, &main, 3).is_empty(), "there is no fix for a text that is not there");
    client.did_change(&main, 3, whole(MAIN));
    assert_eq!(codes(&client.diagnostics(&main, 3)).len(), 3);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn settings_files_and_folders_may_change() {
    let (_folder, root, main) = package();
    let mut client = Client::open(&root, &json!({}));
    client.did_open(&main, 1, MAIN);
    assert_eq!(client.diagnostics(&main, 1).len(), 3);
    client.tell("workspace/didChangeConfiguration", json!({ "settings": { "async-lint": { "ignore": ["blocking-sleep"] } } }));
    assert_eq!(codes(&client.diagnostics(&main, 1)), ["blocking-file"]);
    support::write(&root, &[("src/store.rs", "pub fn load() {}\n")]);
    let change = json!({ "uri": uri(&root.join("src/store.rs")), "type": 2 });
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    assert!(client.diagnostics(&main, 1).is_empty());
    let other = support::folder();
    let other = other.path().canonicalize().expect("it is there");
    support::write(&other, &[("a.rs", "async fn f() { std::fs::read(\"x\").ok(); }\n")]);
    let folder = json!({ "uri": uri(&other), "name": "other" });
    client.tell("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [folder], "removed": [] } }));
    let of_other = uri(&other.join("a.rs"));
    let is_other = |message: &Value| message["params"]["uri"] == of_other;
    assert_eq!(client.wait(is_other)["params"]["diagnostics"].as_array().map(Vec::len), Some(1));
    client.tell("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [], "removed": [folder] } }));
    assert_eq!(client.wait(is_other)["params"]["diagnostics"], json!([]));
    client.tell("workspace/didChangeConfiguration", json!({ "settings": { "async-lint": { "ignroe": [] } } }));
    let told = client.wait(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().is_some_and(|text| text.contains("ignroe")), "{told}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn progress_is_told_to_clients_that_show_it() {
    let (_folder, root, main) = package();
    let mut client = Client::open(&root, &json!({ "window": { "workDoneProgress": true } }));
    let created = client.wait(|message| message["method"] == "window/workDoneProgress/create");
    let token = created["params"]["token"].clone();
    client.send(&json!({ "jsonrpc": "2.0", "id": created["id"], "result": null }));
    for kind in ["begin", "end"] {
        client.wait(|message| message["params"]["token"] == token && message["params"]["value"]["kind"] == kind);
    }
    client.did_open(&main, 1, MAIN);
    client.diagnostics(&main, 1);
    assert_eq!(client.end(), Some(0));
}
