//! Load on small local servers: a stall delays all requests that fall due meanwhile; responses of every framing are read.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be built").block_on(future)
}

/// A server that answers each request with these bytes; `close` after each answer.
async fn server(answer: &'static [u8], close: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback can be bound");
    let address = listener.local_addr().expect("a bound socket has an address");
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut buffer = [0; 2048];
                while peer.read(&mut buffer).await.is_ok_and(|read| read > 0) {
                    if peer.write_all(answer).await.is_err() || close {
                        return;
                    }
                }
            });
        }
    });
    address
}

async fn get(answer: &'static [u8], close: bool) -> Result<Response, HttpError> {
    let target = Target::new(server(answer, close).await, "/x").expect("loopback");
    let mut client = Client::new(&target);
    let first = client.get().await?;
    let second = client.get().await?;
    assert_eq!(first, second);
    Ok(first)
}

#[test]
fn only_loopback_is_loaded() {
    let far: SocketAddr = "192.0.2.1:80".parse().expect("an address");
    assert_eq!(Target::new(far, "/"), Err(TargetError::NotLoopback(far)));
    let near: SocketAddr = "127.0.0.1:80".parse().expect("an address");
    assert!(matches!(Target::new(near, "/a b\r\n"), Err(TargetError::BadPath(_))));
    assert!(matches!(Target::new(near, "ping"), Err(TargetError::BadPath(_))));
}

#[test]
fn every_framing_is_read() {
    block_on(async {
        let length = get(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", false).await.expect("an answer");
        assert_eq!((length.status, length.body.as_slice()), (200, b"hello".as_slice()));
        let chunked = get(b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", false).await;
        assert_eq!(chunked.expect("an answer").body, b"hello!");
        let until_close = get(b"HTTP/1.1 200 OK\r\n\r\nhello", true).await.expect("an answer");
        assert_eq!(until_close.body, b"hello");
        let empty = get(b"HTTP/1.1 204 No Content\r\n\r\n", false).await.expect("an answer");
        assert_eq!((empty.status, empty.body.len()), (204, 0));
    });
}

#[test]
fn what_is_no_answer_is_an_error() {
    block_on(async {
        assert!(matches!(get(b"nonsense\r\n\r\n", true).await, Err(HttpError::Malformed(_))));
        assert!(matches!(get(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello", true).await, Err(HttpError::Broken(_))));
        assert!(matches!(get(b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", true).await, Err(HttpError::Malformed(_))));
    });
}

#[test]
fn failures_are_counted_by_kind() {
    block_on(async {
        let target = Target::new(server(b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n", false).await, "/").expect("loopback");
        let report = Load::open(target, 50.0, Duration::from_millis(200)).run().await;
        assert_eq!((report.succeeded, report.failures.status), (0, report.latency.count()));
        let gone = {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback can be bound");
            listener.local_addr().expect("a bound socket has an address")
        };
        let report = Load::closed(Target::new(gone, "/").expect("loopback"), 2, Duration::from_millis(50)).run().await;
        assert!(report.failures.connect > 0 && report.failed() == report.failures.connect, "{:?}", report.failures);
    });
}

/// The server stops for 400 ms in the middle of a run of one second at 100 per second. About 40 requests fall due meanwhile and are late;
/// a generator that waits for each answer would have seen one late request.
#[test]
fn a_stall_is_felt_by_every_request_that_was_due_in_it() {
    let (address_out, address_in) = std::sync::mpsc::channel();
    let server = std::thread::spawn(move || {
        block_on(async move {
            let address = server(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong", false).await;
            address_out.send(address).expect("the test waits");
            tokio::time::sleep(Duration::from_millis(300)).await;
            std::thread::sleep(Duration::from_millis(400));
            tokio::time::sleep(Duration::from_millis(1500)).await;
        });
    });
    let address = address_in.recv().expect("the server starts");
    let target = Target::new(address, "/ping").expect("loopback");
    let report = block_on(Load::open(target, 100.0, Duration::from_secs(1)).run());
    assert_eq!((report.latency.count(), report.failed()), (100, 0));
    let late = report.samples.iter().filter(|sample| sample.latency > Duration::from_millis(100)).count();
    // On a busy machine, more of them are late.
    assert!(late >= 20, "{late} late");
    assert!(report.latency.quantile(0.95) >= Duration::from_millis(250));
    server.join().expect("no panic");
}

#[test]
fn a_closed_loop_keeps_its_connections_busy() {
    block_on(async {
        let target = Target::new(server(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n!", false).await, "/").expect("loopback");
        let report = Load::closed(target, 3, Duration::from_millis(200)).run().await;
        assert!(report.succeeded > 20, "{}", report.succeeded);
        assert_eq!((report.failed(), report.other_bodies), (0, 0));
        assert_eq!(report.body.as_deref(), Some(b"!".as_slice()));
        assert!(report.throughput() > 100.0);
    });
}
