//! The behaviour of clients that are broken or crash.

use super::client::{Client, uri};
use crate::support;
use serde_json::{Value, json};

const BLOCKS: &str = "async fn f() { std::thread::sleep(std::time::Duration::from_secs(1)); }\n";

#[test]
fn wrong_messages_are_answered_and_do_not_end_the_server() {
    let folder = support::folder();
    let root = folder.path().canonicalize().expect("it is there");
    let mut client = Client::start(&root);
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], -32002, "nothing before `initialize`");
    client.raw(b"Content-Length: 5\r\n\r\n{\"a\":");
    assert_eq!(client.wait(|message| message["error"]["code"] == -32700)["id"], Value::Null);
    client.raw(b"Content-Length: 200000000\r\n\r\n");
    client.raw(&vec![b' '; 200_000_000]);
    client.wait(|message| message["error"]["code"] == -32700);
    assert_eq!(client.ask("initialize", json!([]))["error"]["code"], -32602);
    let params = json!({ "processId": null, "rootUri": uri(&root), "capabilities": {}, "initializationOptions": { "x": 1 } });
    assert!(client.ask("initialize", params.clone())["result"].is_object());
    assert_eq!(client.ask("initialize", params)["error"]["code"], -32600);
    client.tell("initialized", json!({}));
    assert_eq!(client.ask("no/such", json!({}))["error"]["code"], -32601);
    for method in ["textDocument/hover", "textDocument/codeAction", "textDocument/diagnostic", "workspace/executeCommand"] {
        assert_eq!(client.ask(method, json!({ "textDocument": 1 }))["error"]["code"], -32602, "{method}");
    }
    for method in [
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didClose",
        "$/cancelRequest",
        "workspace/didChangeWatchedFiles",
        "$/unknown",
    ] {
        client.tell(method, json!({ "textDocument": [], "id": {}, "changes": 3 }));
        client.tell(method, Value::Null);
    }
    client.send(&json!({ "jsonrpc": "2.0", "id": 77, "result": "to nothing that was asked" }));
    // URIs that name no file on this machine are ignored.
    for strange in ["untitled:1", "file:///../../etc/passwd", "http://host/a.rs", "file:///%00"] {
        client.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": strange, "languageId": "rust", "version": 1, "text": BLOCKS } }),
        );
        let at = json!({ "textDocument": { "uri": strange }, "position": { "line": 4_294_967_295_u32, "character": 4_294_967_295_u32 } });
        assert_eq!(client.ask("textDocument/hover", at)["result"], Value::Null);
    }
    let file = root.join("a.rs");
    support::write(&root, &[("a.rs", BLOCKS)]);
    client.did_change(&file, 9, json!([{ "text": "not open" }]));
    client.did_open(&file, 1, BLOCKS);
    assert_eq!(client.diagnostics(&file, 1).len(), 1);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_request_may_be_withdrawn() {
    let folder = support::folder();
    let root = folder.path().canonicalize().expect("it is there");
    support::write(&root, &[("a.rs", BLOCKS)]);
    let file = root.join("a.rs");
    let mut client = Client::open(&root, &json!({}));
    client.did_open(&file, 1, BLOCKS);
    let at = json!({ "textDocument": { "uri": uri(&file) }, "position": { "line": 0, "character": 30 } });
    let ids: Vec<i64> = (0..50).map(|_| client.request("textDocument/hover", at.clone())).collect();
    for id in &ids {
        client.tell("$/cancelRequest", json!({ "id": id }));
    }
    let mut withdrawn = 0;
    for id in ids {
        let answer = client.answer(id);
        assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "each request is answered once: {answer}");
        withdrawn += usize::from(answer["error"]["code"] == -32800);
    }
    assert!(withdrawn > 0, "fifty hovers take longer than fifty messages");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_server_that_is_killed_is_started_again_and_one_without_a_client_ends() {
    let folder = support::folder();
    let root = folder.path().canonicalize().expect("it is there");
    support::write(&root, &[("a.rs", "fn f() {}\n")]);
    let file = root.join("a.rs");
    for _ in 0..3 {
        let mut client = Client::open(&root, &json!({}));
        client.did_open(&file, 5, BLOCKS);
        assert_eq!(client.diagnostics(&file, 5).len(), 1);
        client.kill();
    }
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "fn f() {}\n");
    assert_eq!(Client::open(&root, &json!({})).leave(), Some(2), "the client was gone");
}
