//! Reads the record, in version 1 of its format. The file may come from elsewhere, so nothing in it is trusted.

use serde::Deserialize;
use std::collections::HashMap;

/// Maximum number of events.
const MAX_EVENTS: usize = 100_000;
/// Maximum number of frames of one event.
const MAX_FRAMES: usize = 256;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Blocking calls, sorted by position. Calls of the same API from the same line in the same task and test are merged.
    pub events: Vec<Event>,
    /// Notes of the guard about itself: hooks that are not set, allowances that nothing used.
    pub remarks: Vec<Event>,
    /// Lines that are not events of this version.
    pub skipped: usize,
}

/// One line of the record. Other fields are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Event {
    version: u32,
    /// `blocking`, `stall`, or the kind of a note.
    #[serde(default)]
    pub event: String,
    /// The user's file, relative to the workspace.
    #[serde(default)]
    pub path: String,
    /// 1-based; 0 if it is not known.
    #[serde(default)]
    pub line: u32,
    /// The API.
    #[serde(default)]
    pub api: String,
    /// The lint for it.
    #[serde(default)]
    pub lint: String,
    /// The fn of the line.
    #[serde(default)]
    pub function: String,
    /// The task.
    #[serde(default)]
    pub task: String,
    /// The test.
    #[serde(default)]
    pub test: String,
    /// Number of calls.
    #[serde(default)]
    pub times: u64,
    /// The longest call in nanoseconds.
    #[serde(default)]
    pub max_ns: u64,
    /// Innermost first.
    #[serde(default)]
    pub stack: Vec<Frame>,
    /// A reason, or what the call waited for.
    #[serde(default)]
    pub note: String,
}

/// One frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Frame {
    /// Demangled.
    #[serde(default)]
    pub function: String,
    /// The file.
    #[serde(default)]
    pub path: String,
    /// 1-based; 0 if it is not known.
    #[serde(default)]
    pub line: u32,
    /// Whether it is the user's own code.
    #[serde(default)]
    pub user: bool,
}

impl Event {
    /// Identifies the call, independent of task and test: path, line, API, lint.
    pub(super) fn call(&self) -> (&str, u32, &str, &str) {
        (&self.path, self.line, &self.api, &self.lint)
    }

    /// The positions of the user's frames, innermost first; the event's own position if no frame is the user's.
    pub(super) fn user_places(&self) -> impl Iterator<Item = (&str, u32)> {
        let own = (self.stack.iter().all(|frame| !frame.user) && !self.path.is_empty()).then_some((self.path.as_str(), self.line));
        own.into_iter().chain(self.stack.iter().filter(|frame| frame.user).map(|frame| (frame.path.as_str(), frame.line)))
    }
}

impl Record {
    /// Reads the text of a record. Invalid lines are counted and skipped: a program that was killed leaves half a line.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut record = Self::default();
        let mut known: HashMap<[String; 6], usize> = HashMap::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let event = serde_json::from_str::<Event>(line).ok().filter(|event| event.version == 1);
            let Some(mut event) = event.filter(|_| record.events.len() + record.remarks.len() < MAX_EVENTS) else {
                record.skipped += 1;
                continue;
            };
            event.stack.truncate(MAX_FRAMES);
            if !matches!(event.event.as_str(), "" | "blocking" | "stall") {
                record.remarks.push(event);
                continue;
            }
            let place = format!("{}:{}", event.path, event.line);
            let key = [&event.api, &event.lint, &place, &event.function, &event.task, &event.test].map(String::clone);
            if let Some(&index) = known.get(&key) {
                let same: &mut Event = &mut record.events[index];
                same.times = same.times.saturating_add(event.times);
                same.max_ns = same.max_ns.max(event.max_ns);
            } else {
                known.insert(key, record.events.len());
                record.events.push(event);
            }
        }
        record.events.sort_by(|a, b| (&a.path, a.line, a).cmp(&(&b.path, b.line, b)));
        record.remarks.sort();
        record.remarks.dedup();
        record
    }
}
