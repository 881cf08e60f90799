//! A stall of a monitor as an event of the record. Knows both formats; never knows how a stall is noticed.

use std::path::Path;

use super::event::{Event, EventKind, StackFrame};
use super::{caught, settings};
use crate::latencies::nanos;
use crate::monitor::{Cause, Stall};
use crate::stack::{Frame, Stack};

/// Maximum number of frames of an event.
const MAX_STACK: usize = 48;

/// The event.
pub(crate) fn stall_event(stall: &Stall) -> Event {
    let root = settings::root();
    let mut note = format!("worker {}", stall.worker);
    if stall.cause != Cause::Unknown {
        note = format!("{note} {}", stall.cause);
    }
    let event = Event {
        times: 1,
        max_ns: nanos(stall.duration),
        note: format!("{note}; {} tasks in the global queue", stall.queue_depth),
        ..Event::of(EventKind::Stall)
    };
    match &stall.stack {
        Some(stack) => placed(event, stack, waited_for(&stall.cause), root),
        None => event,
    }
}

/// The class of `rules/receivers.toml` for what the thread waited for, from the kernel's description of the descriptor.
fn waited_for(cause: &Cause) -> Option<&'static str> {
    let Cause::SystemCall { target: Some(target), .. } = cause else { return None };
    match target.split(':').next() {
        Some("socket") => Some("socket"),
        Some("pipe") => Some("child-pipe"),
        Some(path) if path.starts_with('/') && !path.starts_with("/dev/") => Some("file"),
        _ => None,
    }
}

fn placed(event: Event, stack: &Stack, waited_for: Option<&'static str>, root: &Path) -> Event {
    let known = || stack.known_api().map(|api| (api.path, api.lint));
    let called = stack.frames.iter().position(Frame::is_user_code).unwrap_or(stack.frames.len());
    let (api, lint) = caught::api_of(&stack.frames[..called], waited_for, root).or_else(known).unwrap_or_default();
    let user = stack.user_frame();
    let outermost = stack.frames.iter().rev().find(|frame| frame.is_user_code());
    let first = stack.frames.iter().position(|frame| frame.function.contains("::")).unwrap_or(0);
    let last = stack.frames.iter().rposition(Frame::is_user_code).map_or(first, |last| last + 1);
    let frames = stack.frames.get(first..last).unwrap_or_default();
    Event {
        api: api.to_owned(),
        lint: lint.to_owned(),
        path: user.map(|frame| shown(frame, root)).unwrap_or_default(),
        line: user.and_then(|frame| frame.line).unwrap_or(0),
        column: user.and_then(|frame| frame.column).unwrap_or(0),
        function: user.map(|frame| frame.function.clone()).unwrap_or_default(),
        task: outermost.map(|frame| frame.function.clone()).unwrap_or_default(),
        stack: frames
            .iter()
            .take(MAX_STACK)
            .map(|frame| StackFrame {
                function: frame.function.clone(),
                path: shown(frame, root),
                line: frame.line.unwrap_or(0),
                user: frame.is_user_code(),
            })
            .collect(),
        ..event
    }
}

fn shown(frame: &Frame, root: &Path) -> String {
    let Some(file) = &frame.file else { return String::new() };
    file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

#[cfg(all(test, target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use std::path::PathBuf;
    use std::time::{Duration, SystemTime};

    use super::*;

    fn stall(target: &str, frames: &[(&str, &str)]) -> Event {
        let frame = |(function, file): &(&str, &str)| Frame {
            function: (*function).to_owned(),
            file: Some(PathBuf::from(*file)),
            line: Some(7),
            column: Some(1),
        };
        stall_event(&Stall {
            worker: 1,
            since_begin: Duration::ZERO,
            clock: SystemTime::UNIX_EPOCH,
            duration: Duration::from_millis(5),
            over: true,
            stack: Some(Stack { frames: frames.iter().map(frame).collect() }),
            cause: Cause::SystemCall { name: "read".to_owned(), descriptor: Some(9), target: Some(target.to_owned()) },
            queue_depth: 3,
        })
    }

    #[test]
    fn an_event_names_the_api_as_the_linter_does() {
        let read = ("<std::net::tcp::TcpStream as std::io::Read>::read", "/rustc/a/library/std/src/net/tcp.rs");
        let event = stall("socket:[17]", &[("__read", "read.c"), read, ("app::work", "src/main.rs")]);
        assert_eq!((event.api.as_str(), event.lint.as_str(), event.line), ("std::io::Read::read", "blocking-socket", 7));
        assert_eq!(event.note, "worker 1 waits in `read` on descriptor 9 (socket:[17]); 3 tasks in the global queue");
        let query = ("rusqlite::Connection::execute", "/c/registry/src/i/rusqlite-0.37.0/src/lib.rs");
        let event = stall("/var/rows.sqlite", &[("unixRead", "sqlite3.c"), query, ("app::work", "src/main.rs")]);
        assert_eq!((event.api.as_str(), event.lint.as_str()), ("rusqlite::Connection::execute", "blocking-sql"));
    }
}
