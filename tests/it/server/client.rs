//! A client of the real program, for tests.
#![expect(clippy::needless_pass_by_value, reason = "messages are written where they are sent")]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server, and the client's end of its streams.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    heard: Receiver<Value>,
    /// Messages that nobody has waited for yet.
    pub(crate) kept: Vec<Value>,
    last_id: i64,
}

/// The URI of a file in a temporary folder, whose names need no escapes.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

impl Client {
    /// Starts a server without dependencies' sources and without a cache.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_async-lint"));
        command.args(["--no-cache", "server", "--stdio"]).current_dir(folder).env("CARGO_HOME", folder.join("no-cargo-home"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, heard) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { child, input, heard, kept: Vec::new(), last_id: 0 }
    }

    /// Starts a server and sends `initialize` with these capabilities.
    pub(crate) fn open(folder: &Path, capabilities: &Value) -> Self {
        let mut client = Self::start(folder);
        let folders = json!([{ "uri": uri(folder), "name": "test" }]);
        let answer = client
            .ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders }));
        assert!(answer["result"]["capabilities"].is_object(), "{answer}");
        client.tell("initialized", json!({}));
        client
    }

    /// Sends bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("it was not closed");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params }));
        self.last_id
    }

    /// Sends a request and waits for the answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        self.answer(id)
    }

    pub(crate) fn answer(&mut self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The first message that fits, of those kept or still to come.
    pub(crate) fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&fits) {
            return self.kept.remove(at);
        }
        loop {
            let message =
                self.heard.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("the server says nothing more; kept: {:#?}", self.kept));
            if fits(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    /// The next diagnostics that are pushed for a file at a version.
    pub(crate) fn diagnostics(&mut self, file: &Path, version: i64) -> Vec<Value> {
        let uri = uri(file);
        let fits = |message: &Value| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri && params["version"] == version
        };
        self.wait(fits)["params"]["diagnostics"].as_array().cloned().expect("they are a list")
    }

    pub(crate) fn did_open(&mut self, file: &Path, version: i64, text: &str) {
        let document = json!({ "uri": uri(file), "languageId": "rust", "version": version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn did_change(&mut self, file: &Path, version: i64, changes: Value) {
        self.tell("textDocument/didChange", json!({ "textDocument": { "uri": uri(file), "version": version }, "contentChanges": changes }));
    }

    /// Shuts the server down as the protocol requires; returns the exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        let answer = self.ask("shutdown", Value::Null);
        assert_eq!(answer.get("result"), Some(&Value::Null), "{answer}");
        self.tell("exit", Value::Null);
        self.child.wait().expect("it ends").code()
    }

    /// Kills the server. (A crash of an editor would close the server's input instead.)
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Closes the input; returns the exit code.
    pub(crate) fn leave(mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
