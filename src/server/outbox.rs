//! Messages to the client, among them the server's own requests with their ids.

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Writes messages to the client.
pub(super) struct Outbox {
    output: Box<dyn Write + Send>,
    last_id: i32,
}

impl Outbox {
    pub(super) fn new(output: impl Write + Send + 'static) -> Self {
        Self { output: Box::new(output), last_id: 0 }
    }

    /// Answers a request.
    pub(super) fn answer(&mut self, id: RequestId, result: impl Serialize) -> io::Result<()> {
        let value = serde_json::to_value(result).map_err(io::Error::other)?;
        self.send(&Message::Response(Response { id, response_result: Ok(value) }))
    }

    /// Answers a request that failed.
    pub(super) fn refuse(&mut self, id: RequestId, code: ErrorCode, message: impl Into<String>) -> io::Result<()> {
        self.send(&Message::Response(Response::new_err(id, code as i32, message.into())))
    }

    /// Answers a message that could not be read, and so has no id.
    pub(super) fn malformed(&mut self, message: &str) -> io::Result<()> {
        let error = serde_json::json!({ "code": ErrorCode::ParseError as i32, "message": message });
        let text = serde_json::json!({ "jsonrpc": "2.0", "id": Value::Null, "error": error }).to_string();
        write!(self.output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        self.output.flush()
    }

    /// Sends a notification.
    pub(super) fn notify(&mut self, method: &str, params: impl Serialize) -> io::Result<()> {
        let params = serde_json::to_value(params).map_err(io::Error::other)?;
        self.send(&Message::Notification(Notification { method: method.to_owned(), params }))
    }

    /// Sends a request; returns its id, which the response repeats.
    pub(super) fn request(&mut self, method: &str, params: impl Serialize) -> io::Result<RequestId> {
        self.last_id = self.last_id.wrapping_add(1);
        let id = RequestId::from(self.last_id);
        let params = serde_json::to_value(params).map_err(io::Error::other)?;
        self.send(&Message::Request(Request { id: id.clone(), method: method.to_owned(), params }))?;
        Ok(id)
    }

    fn send(&mut self, message: &Message) -> io::Result<()> {
        message.write(&mut self.output)
    }
}
