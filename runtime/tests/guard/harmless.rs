//! Calls that do not block, or not on a thread that polls.

use std::io::{Read, Write};
use std::sync::Mutex;
use std::time::Duration;

use async_lint_runtime::guard;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::{message, silent};

const SHORT: Duration = Duration::from_millis(5);

#[test]
fn files_of_tokio() {
    let path = std::env::temp_dir().join(format!("guard-harmless-{}.txt", std::process::id()));
    silent(async move {
        tokio::fs::write(&path, "text").await.expect("the temporary folder is writable");
        let mut file = tokio::fs::File::open(&path).await.expect("it was written");
        let mut text = String::new();
        file.read_to_string(&mut text).await.expect("it is text");
        tokio::fs::remove_file(&path).await.expect("it is there");
    });
}

#[test]
fn sockets_of_tokio() {
    silent(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
        let address = listener.local_addr().expect("it is bound");
        let client = tokio::spawn(async move {
            let mut stream = tokio::net::TcpStream::connect(address).await.expect("somebody listens");
            stream.write_all(b"hello").await.expect("somebody reads");
        });
        let (mut peer, _) = listener.accept().await.expect("somebody connects");
        let mut bytes = Vec::new();
        peer.read_to_end(&mut bytes).await.expect("it was sent");
        client.await.expect("it does not panic");
    });
}

#[test]
fn timers_and_channels_of_tokio() {
    silent(async {
        tokio::time::sleep(SHORT).await;
        let (sender, receiver) = tokio::sync::oneshot::channel();
        tokio::spawn(async move { sender.send(1) });
        receiver.await.expect("it is sent");
    });
}

#[test]
fn work_on_other_threads() {
    silent(async {
        tokio::task::spawn_blocking(|| std::thread::sleep(SHORT)).await.expect("it does not panic");
        std::thread::spawn(|| std::thread::sleep(SHORT));
    });
}

#[test]
fn a_worker_that_has_given_itself_up() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime can be built");
    let on_worker = guard::forbid_blocking(async { tokio::task::block_in_place(|| std::thread::sleep(SHORT)) });
    runtime.block_on(runtime.spawn(on_worker)).expect("nothing fails");
    // The thread of `block_on` is no worker.
    runtime.block_on(guard::forbid_blocking(async { tokio::task::block_in_place(|| std::thread::sleep(SHORT)) }));
}

#[test]
fn a_lock_that_is_free_and_memory() {
    silent(async {
        let lock = Mutex::new(vec![0_u8; 1 << 20]);
        lock.lock().expect("nobody panics").resize(1 << 24, 1);
    });
}

#[test]
fn descriptors_that_do_not_wait() {
    let (mut one, two) = std::os::unix::net::UnixStream::pair().expect("a pair of sockets");
    one.set_nonblocking(true).expect("it is a socket");
    silent(async move {
        one.write_all(b"x").expect("there is room");
        assert!(one.read(&mut [0; 1]).is_err(), "nothing was sent");
        drop(two);
    });
}

#[test]
fn printing_that_nobody_holds_up() {
    silent(async {
        let _ = writeln!(std::io::stdout(), "printed");
        let _ = writeln!(std::io::stderr(), "printed");
    });
}

#[test]
fn what_is_allowed_and_what_is_within_the_budget() {
    silent(async {
        guard::allow_blocking("a test", || std::thread::sleep(SHORT));
    });
    let text = message(async {
        guard::forbid_blocking(async { std::thread::sleep(SHORT) }).at_most(1).await;
        guard::forbid_blocking(async { std::thread::sleep(SHORT) }).longer_than(Duration::from_secs(60)).await;
    });
    assert!(text.is_empty(), "{text}");
}

#[test]
fn files_that_the_kernel_makes_up() {
    silent(async {
        assert!(std::fs::read_to_string("/proc/self/status").is_ok_and(|text| text.contains("Pid")));
        let mut bytes = [0; 8];
        std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes)).expect("every system has it");
        assert!(std::thread::available_parallelism().is_ok());
        // Libraries check whether a device exists before they use it. Only opening it may wait.
        assert!(!std::path::Path::new("/dev/no such device").exists());
        assert!(std::fs::read_dir("/proc/self/task").expect("linux has it").next().is_some());
    });
}

#[test]
fn errno_is_what_the_call_left() {
    let text = message(async {
        let missing = std::fs::File::open("/nowhere/at all").expect_err("there is no such file");
        assert_eq!(missing.kind(), std::io::ErrorKind::NotFound);
    });
    assert!(text.contains("std::fs::File::open"), "{text}");
}

#[test]
fn a_runtime_that_waits_for_its_own_tasks() {
    guard::install(guard::Builder::default());
    // Without a driver, the runtime parks on a futex.
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be built");
    let before = line!();
    runtime.block_on(async { tokio::task::spawn_blocking(|| std::thread::sleep(SHORT)).await.expect("it does not panic") });
    let events = guard::take_events();
    let here = events.iter().find(|event| event.path.ends_with("harmless.rs") && (before..before + 4).contains(&event.line));
    assert!(here.is_none(), "{here:#?}");
}

#[test]
fn a_recorded_call_waits_for_nobody_who_looks_names_up() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let mut thread = None;
    // An address inside a fn. While this closure runs, symbols are being looked up.
    let address = (errno_is_what_the_call_left as *mut std::ffi::c_void).wrapping_byte_add(8);
    backtrace::resolve(address, |_| {
        thread.get_or_insert_with(|| {
            let sender = sender.clone();
            let thread = std::thread::spawn(|| {
                message(async move {
                    std::thread::sleep(SHORT);
                    sender.send(()).expect("somebody waits");
                })
            });
            receiver.recv_timeout(Duration::from_secs(20)).expect("the call was recorded");
            thread
        });
    });
    let text = thread.expect("the fn has a name").join().expect("it does not panic");
    assert!(text.contains("std::thread::sleep"), "{text}");
}

#[test]
fn metadata_of_a_pipe() {
    silent(async {
        let (reader, _writer) = std::io::pipe().expect("a pipe can be made");
        let reader = std::fs::File::from(std::os::fd::OwnedFd::from(reader));
        // `fstat` waits for no peer.
        assert!(!reader.metadata().expect("it is open").is_file());
    });
}
