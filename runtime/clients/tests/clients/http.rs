//! Blocking HTTP clients, against a local server that answers one request.

use std::future::Future;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::task::{Context, Waker};

use async_lint_runtime::guard;

use crate::{caught, is_caught};

/// Starts the server; returns its address.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("somebody connects");
        let mut lines = BufReader::new(&stream).lines();
        while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
        (&stream).write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok").expect("somebody reads");
    });
    format!("http://{address}/")
}

#[test]
fn a_request_of_ureq() {
    let address = server();
    caught(line!() + 1, "ureq", "call", "blocking-http-client", async move {
        ureq::get(&address).call().expect("the server answers");
    });
}

/// Polls without a runtime: on tokio, `reqwest::blocking` panics in debug builds before it waits.
fn message<F: Future>(future: F) -> String {
    let mut guarded = std::pin::pin!(guard::forbid_blocking(future));
    let polled = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        while guarded.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {}
    }));
    polled.err().and_then(|payload| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[test]
fn a_request_of_reqwest() {
    let address = server();
    let client = reqwest::blocking::Client::builder().no_proxy().build().expect("it needs nothing");
    let text = message(async {
        client.get(&address).send().expect("the server answers");
    });
    is_caught(file!(), line!() - 2, "reqwest", "send", "blocking-http-client", &text);
}
