//! Reads messages. An invalid message is reported to the client and does not end the server; bytes that cannot be a message are skipped.

use lsp_server::Message;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::io::{self, BufRead, Read};

/// Maximum bytes of one message: more than any editor sends for a file that can be linted.
const MAX_MESSAGE_BYTES: u64 = 128 * 1024 * 1024;

/// Maximum bytes of one header line.
const MAX_HEADER_BYTES: u64 = 4096;

/// What was read.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Bytes that are no message, and why.
    Malformed(String),
    /// The client is gone.
    End,
}

/// Reads until the input ends, or `send` returns `false` because there is no receiver.
pub(super) fn read(mut input: impl BufRead, send: &dyn Fn(Incoming) -> bool) {
    loop {
        let incoming = match frame(&mut input) {
            Ok(Some(Ok(bytes))) => message(&bytes),
            Ok(Some(Err(why))) => Incoming::Malformed(why),
            Ok(None) | Err(_) => Incoming::End,
        };
        let is_end = matches!(incoming, Incoming::End);
        if !send(incoming) || is_end {
            return;
        }
    }
}

fn message(bytes: &[u8]) -> Incoming {
    match serde_json::from_slice(bytes) {
        // A request whose id has an invalid type parses as a notification.
        Ok(Message::Notification(_)) if serde_json::from_slice::<WithId>(bytes).is_ok() => {
            Incoming::Malformed("the `id` is neither an integer of 32 bits nor a string".to_owned())
        }
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(error.to_string()),
    }
}

/// A message with any id.
#[derive(Deserialize)]
struct WithId {
    #[expect(dead_code, reason = "that it is there is all that is asked")]
    id: IgnoredAny,
}

/// The bytes of the next message, or why there are none; `None` at the end of the input.
fn frame(input: &mut impl BufRead) -> io::Result<Option<Result<Vec<u8>, String>>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(MAX_HEADER_BYTES).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_ascii();
        if header.is_empty() {
            break;
        }
        let header = String::from_utf8_lossy(header);
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let Some(length) = length else { return Ok(Some(Err("a message has no `Content-Length`".to_owned()))) };
    if length > MAX_MESSAGE_BYTES {
        let skipped = io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        let whole = skipped == length;
        return Ok(whole.then(|| Err(format!("a message of {length} bytes is larger than {MAX_MESSAGE_BYTES}"))));
    }
    // The buffer grows with the bytes that arrive, so a large announced length allocates nothing.
    let mut bytes = Vec::new();
    let read = input.by_ref().take(length).read_to_end(&mut bytes)?;
    Ok((read as u64 == length).then_some(Ok(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn heard(input: &[u8]) -> Vec<String> {
        let heard: RefCell<Vec<String>> = RefCell::default();
        read(input, &|incoming| {
            let text = match incoming {
                Incoming::Message(Message::Request(request)) => request.method,
                Incoming::Message(Message::Notification(notification)) => notification.method,
                Incoming::Message(Message::Response(_)) => "response".to_owned(),
                Incoming::Malformed(_) => "malformed".to_owned(),
                Incoming::End => "end".to_owned(),
            };
            RefCell::borrow_mut(&heard).push(text);
            true
        });
        heard.into_inner()
    }

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    #[test]
    fn what_is_no_message_is_told_and_the_next_one_is_read() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"m"}"#);
        for bad in ["{", "[]", "\u{0}", "{\"id\":99999999999999999999,\"method\":\"x\"}", "", "nul"] {
            assert_eq!(heard(format!("{}{good}", framed(bad)).as_bytes()), ["malformed", "m", "end"], "{bad}");
        }
        assert_eq!(heard(format!("X-Other: 1\r\n\r\n{good}").as_bytes()), ["malformed", "m", "end"]);
        assert_eq!(heard(format!("Content-Length: -1\r\n\r\n{good}").as_bytes()), ["malformed", "m", "end"]);
        let deep = format!("{{\"method\":\"x\",\"params\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(heard(format!("{}{good}", framed(&deep)).as_bytes()), ["malformed", "m", "end"]);
    }

    #[test]
    fn a_length_without_its_bytes_takes_no_memory() {
        assert_eq!(heard(b"Content-Length: 100000000\r\n\r\n{}"), ["end"]);
        assert_eq!(heard(b"Content-Length: 18446744073709551615\r\n\r\n{}"), ["end"]);
        assert_eq!(heard(b"Content-Length"), ["end"]);
    }
}
