//! One line of the record. Knows the format; never knows how a call was caught.

use std::fmt;

use super::json;

/// An event of the record, which has one JSON object per line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The version of the format: 1.
    pub version: u32,
    /// The kind of the event.
    pub event: EventKind,
    /// The API that was called, by its canonical path; for a hook, the function's name.
    pub api: String,
    /// The id of the lint that covers it; empty if there is none.
    pub lint: String,
    /// The file of the user's nearest frame, relative to the workspace; empty if no frame on the stack is the user's.
    pub path: String,
    /// 1-based; 0 if it is not known.
    pub line: u32,
    /// 1-based; 0 if it is not known.
    pub column: u32,
    /// The fn of that frame, demangled.
    pub function: String,
    /// The user's outermost frame: the future of the task.
    pub task: String,
    /// The test, if it is known.
    pub test: String,
    /// Number of calls.
    pub times: u64,
    /// The longest call that has returned, in nanoseconds.
    pub max_ns: u64,
    /// The stack, innermost frame first, from what the user's code called to the task.
    pub stack: Vec<StackFrame>,
    /// Further information: a reason, or what a stalled thread waited for.
    pub note: String,
}

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// A call that blocks was made where a task is polled.
    Blocking,
    /// A worker did not poll for longer than a threshold.
    Stall,
    /// A hook does not see all calls.
    HookNotSet,
    /// Tasks have entered an allowance, and nothing has blocked in it.
    UnusedAllowance,
    /// More happened than could be kept.
    Dropped,
    /// Nothing is recorded on this system.
    Unsupported,
}

/// One frame of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackFrame {
    /// Demangled.
    pub function: String,
    /// Relative to the workspace if it is inside; empty if it is not known.
    pub path: String,
    /// 1-based; 0 if it is not known.
    pub line: u32,
    /// Whether it is the user's own code.
    pub user: bool,
}

impl Event {
    /// An event without a position.
    pub(crate) fn of(event: EventKind) -> Self {
        Self {
            version: 1,
            event,
            api: String::new(),
            lint: String::new(),
            path: String::new(),
            line: 0,
            column: 0,
            function: String::new(),
            task: String::new(),
            test: String::new(),
            times: 0,
            max_ns: 0,
            stack: Vec::new(),
            note: String::new(),
        }
    }

    /// The line of the record, with its newline.
    pub(crate) fn line(&self) -> Vec<u8> {
        let mut line = json::of_event(self);
        line.push('\n');
        line.into_bytes()
    }
}

impl fmt::Display for Event {
    /// In the form of the linter's findings: what, where, the call path, what to read.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lint = if self.lint.is_empty() { String::new() } else { format!("[{}]", self.lint) };
        writeln!(formatter, "error{lint}: `{}` blocks the async worker thread", self.api)?;
        if self.path.is_empty() {
            writeln!(formatter, "  --> no frame on the stack is your own code")?;
        } else {
            writeln!(formatter, "  --> {}:{}:{} in {}", self.path, self.line, self.column, self.function)?;
        }
        for frame in self.stack.iter().filter(|frame| frame.user).skip(1).take(8) {
            writeln!(formatter, "   called at {}:{} in {}", frame.path, frame.line, frame.function)?;
        }
        let millis = self.max_ns / 1_000_000;
        let micros = self.max_ns / 1000 % 1000;
        let times = if self.times == 1 { "time" } else { "times" };
        write!(formatter, "   = note: {} {times}, at most {millis}.{micros:03} ms", self.times)?;
        if !self.lint.is_empty() {
            write!(formatter, "\n   = help: async-lint explain {}", self.lint)?;
        }
        Ok(())
    }
}
