//! A stall that a monitor saw, as an event of the record. Knows both formats; never knows how a stall is noticed.

use std::path::Path;

use super::event::{Event, EventKind, StackFrame};
use super::settings;
use crate::latencies::nanos;
use crate::monitor::{Cause, Stall};
use crate::stack::{Frame, Stack};

/// The most frames that an event keeps.
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
        Some(stack) => placed(event, stack, root),
        None => event,
    }
}

fn placed(event: Event, stack: &Stack, root: &Path) -> Event {
    let api = stack.known_api();
    let user = stack.user_frame();
    let outermost = stack.frames.iter().rev().find(|frame| frame.is_user_code());
    let first = stack.frames.iter().position(|frame| frame.function.contains("::")).unwrap_or(0);
    let last = stack.frames.iter().rposition(Frame::is_user_code).map_or(first, |last| last + 1);
    let frames = stack.frames.get(first..last).unwrap_or_default();
    Event {
        api: api.map(|api| api.path.to_owned()).unwrap_or_default(),
        lint: api.map(|api| api.lint.to_owned()).unwrap_or_default(),
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
