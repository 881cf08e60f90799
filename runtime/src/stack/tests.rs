//! Which frames are user code, and the contents of a real stack.

use super::*;

fn frame(function: &str, file: Option<&str>) -> Frame {
    Frame { function: function.to_owned(), file: file.map(PathBuf::from), line: Some(7), column: None }
}

#[test]
fn the_standard_library_and_registry_crates_are_not_user_code() {
    assert!(!frame("std::thread::sleep", Some("/rustc/abc/library/std/src/thread/mod.rs")).is_user_code());
    assert!(!frame("<tokio::net::TcpStream as core::fmt::Debug>::fmt", None).is_user_code());
    assert!(!frame("helper::work", Some("/home/me/.cargo/registry/src/index/helper-1.0.0/src/lib.rs")).is_user_code());
    assert!(!frame("clock_nanosleep", None).is_user_code());
    assert!(frame("app::store::load", Some("src/store.rs")).is_user_code());
    assert!(frame("<app::Handler as tower::Service<u8>>::call", None).is_user_code());
}

#[test]
fn the_api_next_to_the_user_frame_wins() {
    let stack = Stack {
        frames: vec![
            frame("clock_nanosleep", None),
            frame("std::sys::thread::unix::sleep", None),
            frame("std::thread::functions::sleep", None),
            frame("app::handler::{{closure}}", Some("src/main.rs")),
            frame("rusqlite::Connection::execute", None),
        ],
    };
    assert_eq!(stack.known_api().map(|api| api.lint), Some("blocking-sleep"));
    assert_eq!(stack.summary(), "src/main.rs:7 in app::handler::{{closure}}, inside std::thread::sleep (blocking-sleep)");
}

#[test]
fn a_stack_without_user_code_says_so() {
    assert_eq!(Stack::default().summary(), "no user code on the stack");
    assert!(Stack::default().known_api().is_none());
}

#[cfg(target_os = "linux")]
#[test]
fn a_sleeping_thread_names_the_line_that_sleeps() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let line = line!() + 3;
    let thread = std::thread::spawn(move || {
        sender.send(current_thread()).expect("the receiver waits");
        std::thread::sleep(std::time::Duration::from_millis(200));
    });
    let id = receiver.recv().expect("the thread sends its id");
    std::thread::sleep(std::time::Duration::from_millis(30));
    let stack = RawStack::of(id).expect("a sleeping thread answers").resolve();
    thread.join().expect("no panic");
    let user = stack.user_frame().unwrap_or_else(|| panic!("no user frame in\n{stack}"));
    assert!(user.file.as_ref().is_some_and(|file| file.ends_with("stack/tests.rs")), "{stack}");
    assert_eq!(user.line, Some(line), "{stack}");
    assert_eq!(stack.known_api().map(|api| api.lint), Some("blocking-sleep"), "{stack}");
}
