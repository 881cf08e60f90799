//! One test for each family of waiting APIs in std.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::process::{Command, Stdio};
use std::sync::{Arc, Barrier, Condvar, Mutex, mpsc};
use std::time::Duration;

use crate::support::caught;

const SHORT: Duration = Duration::from_millis(5);

/// A file with some content.
fn file() -> std::fs::File {
    std::fs::File::options().read(true).write(true).open(text_file()).expect("it was just written")
}

fn text_file() -> std::path::PathBuf {
    static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("guard-{}-{number}.txt", std::process::id()));
    std::fs::write(&path, "some text").expect("the temporary folder is writable");
    path
}

#[test]
fn a_sleep() {
    caught(line!() + 1, "std::thread::sleep", "blocking-sleep", async {
        std::thread::sleep(SHORT);
    });
}

#[test]
fn a_whole_file_read() {
    let path = text_file();
    caught(line!() + 1, "std::fs::read", "blocking-file", async {
        std::fs::read(&path).expect("it is there");
    });
}

#[test]
fn a_file_opened() {
    let path = text_file();
    caught(line!() + 1, "std::fs::File::open", "blocking-file-io", async {
        std::fs::File::open(&path).expect("it is there");
    });
}

#[test]
fn a_file_read() {
    let mut file = file();
    caught(line!() + 2, "std::io::Read::read_to_end", "blocking-file-io", async move {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it is readable");
    });
}

#[test]
fn a_file_written() {
    let mut file = file();
    caught(line!() + 1, "std::io::Write::write_all", "blocking-file-io", async move {
        file.write_all(b"more").expect("it is writable");
    });
}

#[test]
fn a_file_synced() {
    let file = file();
    caught(line!() + 1, "std::fs::File::sync_all", "file-sync", async move {
        file.sync_all().expect("it is writable");
    });
}

#[test]
fn metadata() {
    let path = text_file();
    caught(line!() + 1, "std::fs::metadata", "metadata-probe", async move {
        std::fs::metadata(&path).expect("it is there");
    });
}

#[test]
fn a_file_locked() {
    let file = file();
    caught(line!() + 1, "std::fs::File::lock", "file-lock", async move {
        file.lock().expect("nobody else has it");
    });
}

#[test]
fn a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let address = listener.local_addr().expect("it is bound");
    caught(line!() + 1, "std::net::TcpStream::connect", "blocking-socket", async move {
        TcpStream::connect(address).expect("somebody listens");
    });
}

#[test]
fn a_socket_read() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let mut stream = TcpStream::connect(listener.local_addr().expect("it is bound")).expect("somebody listens");
    let (mut peer, _) = listener.accept().expect("somebody connects");
    peer.write_all(b"hello").expect("somebody reads");
    // The linker may fold `TcpStream::read` and `UdpSocket::recv` into one fn, under either name.
    let text = crate::support::message(async move {
        let mut bytes = [0; 5];
        assert_eq!(stream.read(&mut bytes).expect("it was sent"), 5);
    });
    assert!(text.contains("error[blocking-socket]") && text.contains(&format!("families.rs:{}:", line!() - 2)), "{text}");
}

#[test]
fn a_datagram() {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("loopback is there");
    socket.send_to(b"x", socket.local_addr().expect("it is bound")).expect("it is sent to itself");
    caught(line!() + 1, "std::net::UdpSocket::recv_from", "blocking-socket", async move {
        socket.recv_from(&mut [0; 1]).expect("it was sent");
    });
}

#[test]
fn a_name_resolved() {
    caught(line!() + 1, "std::net::ToSocketAddrs::to_socket_addrs", "blocking-dns", async {
        let _ = ("localhost", 80).to_socket_addrs();
    });
}

#[test]
fn a_thread_joined() {
    caught(line!() + 2, "std::thread::JoinHandle::join", "thread-join", async {
        let thread = std::thread::spawn(|| std::thread::sleep(SHORT));
        thread.join().expect("it does not panic");
    });
}

#[test]
fn a_message_awaited() {
    let (sender, receiver) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        std::thread::sleep(SHORT * 4);
        sender.send(1)
    });
    caught(line!() + 1, "std::sync::mpsc::Receiver::recv", "blocking-channel", async move {
        receiver.recv().expect("it is sent");
    });
    thread.join().expect("it does not panic").expect("it was received");
}

#[test]
fn a_lock_that_somebody_holds() {
    let lock = Arc::new(Mutex::new(()));
    let held = Arc::new(Barrier::new(2));
    let thread = std::thread::spawn({
        let (lock, held) = (Arc::clone(&lock), Arc::clone(&held));
        move || {
            let _guard = lock.lock();
            held.wait();
            std::thread::sleep(SHORT * 4);
        }
    });
    held.wait();
    caught(line!() + 1, "std::sync::Mutex::lock", "short-lock", async move {
        drop(lock.lock());
    });
    thread.join().expect("it does not panic");
}

#[test]
fn a_condition() {
    let pair = (Mutex::new(()), Condvar::new());
    caught(line!() + 2, "std::sync::Condvar::wait_timeout", "blocking-condvar", async {
        let guard = pair.0.lock().expect("nobody panics");
        let _ = pair.1.wait_timeout(guard, SHORT);
    });
}

#[test]
fn a_thread_parked() {
    caught(line!() + 1, "std::thread::park_timeout", "thread-park", async {
        std::thread::park_timeout(SHORT);
    });
}

#[test]
fn a_process_run_to_its_end() {
    caught(line!() + 1, "std::process::Command::output", "blocking-process", async {
        Command::new("true").output().expect("every system has it");
    });
}

#[test]
fn a_process_awaited() {
    let mut child = Command::new("true").spawn().expect("every system has it");
    caught(line!() + 1, "std::process::Child::wait", "blocking-process", async move {
        child.wait().expect("it is ours");
    });
}

#[test]
fn the_output_of_a_process() {
    let mut child = Command::new("echo").arg("x").stdout(Stdio::piped()).spawn().expect("every system has it");
    let mut output = child.stdout.take().expect("it is piped");
    caught(line!() + 2, "std::io::Read::read", "blocking-pipe-io", async move {
        let mut bytes = [0; 2];
        assert_eq!(output.read(&mut bytes).expect("it was printed"), 2);
    });
    child.wait().expect("it is ours");
}

#[test]
fn a_helper_is_the_line_and_its_caller_is_told() {
    fn helper() -> std::io::Result<usize> {
        // In optimised code a tail call is a jump, so its caller would not be on the stack.
        std::fs::read("/etc/hostname").map(|bytes| std::hint::black_box(bytes.len()))
    }
    let text = crate::support::message(async {
        let _ = helper();
    });
    let (helper, caller) = (line!() - 5, line!() - 2);
    assert!(text.contains(&format!("families.rs:{helper}:")), "{text}");
    assert!(text.contains(&format!("called at {}:{caller} ", crate::support::in_record(file!()))), "{text}");
}

#[test]
fn a_task_of_a_worker() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime can be built");
    async_lint_runtime::guard::install(async_lint_runtime::guard::Builder::default());
    runtime.block_on(async { tokio::spawn(async { std::thread::sleep(SHORT) }).await.expect("it does not panic") });
    let line = line!() - 1;
    let events = async_lint_runtime::guard::take_events();
    assert!(events.iter().any(|event| event.line == line && event.lint == "blocking-sleep"), "{events:#?}");
}
