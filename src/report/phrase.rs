//! The words for what a finding's fields mean: shared by every format for people.

use super::escape;
use crate::diagnostics::{Applicability, Confidence, Cost, Finding, Kind, Level, Stalls, Task, TaskKind};

/// A level as people read it: `error`, `warning`, `note`, `allow`.
#[must_use]
pub const fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Note => "note",
        Level::Allow => "allow",
    }
}

/// A level as it is configured: `deny`, `warn`, `note`, `allow`.
#[must_use]
pub const fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "deny",
        Level::Warn => "warn",
        Level::Note => "note",
        Level::Allow => "allow",
    }
}

/// A cost class as the data spell it: `unbounded`, `disk`, ….
#[must_use]
pub const fn cost(cost: Cost) -> &'static str {
    match cost {
        Cost::Lock => "lock",
        Cost::Cpu => "cpu",
        Cost::Metadata => "metadata",
        Cost::Disk => "disk",
        Cost::Process => "process",
        Cost::Database => "database",
        Cost::Network => "network",
        Cost::Unbounded => "unbounded",
        Cost::Panics => "panics",
    }
}

/// What the call costs the executor thread: the label under the call.
#[must_use]
pub const fn price(cost: Cost) -> &'static str {
    match cost {
        Cost::Lock => "holds the thread for a critical section",
        Cost::Cpu => "keeps the thread computing",
        Cost::Metadata => "waits for the file system's metadata",
        Cost::Disk => "waits for the disk",
        Cost::Process => "starts a process or threads",
        Cost::Database => "waits for the database",
        Cost::Network => "waits for the network",
        Cost::Unbounded => "waits without a bound",
        Cost::Panics => "panics or deadlocks inside a runtime",
    }
}

/// The primary label of `finding`: one line, not escaped.
#[must_use]
pub fn primary(finding: &Finding) -> String {
    let verb = match finding.confidence {
        Confidence::Certain => "reaches",
        Confidence::May => "may reach",
    };
    match finding.kind {
        Kind::Transitive if is_contention(finding) => format!("waits for the lock's holder, which calls `{}`", finding.api),
        Kind::Transitive => format!("{verb} `{}`, which {}", finding.api, price(finding.cost)),
        Kind::Direct if finding.api.is_empty() || !finding.blocks => String::new(),
        Kind::Direct if finding.cost == Cost::Unbounded && is_bounded(finding) => "waits that long".to_owned(),
        Kind::Direct => price(finding.cost).to_owned(),
    }
}

/// Whether the message of a finding states for how long the call waits.
fn is_bounded(finding: &Finding) -> bool {
    finding.message.rsplit_once(" for ").is_some_and(|(_, time)| time.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the finding waits for the holder of a lock. A transitive finding of cost `lock` always does: the effect of locking itself does not
/// propagate to callers.
#[must_use]
pub fn is_contention(finding: &Finding) -> bool {
    finding.kind == Kind::Transitive && finding.cost == Cost::Lock
}

/// How a fix may be applied: the prefix of its title.
#[must_use]
pub const fn applicability(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "safe fix",
        Applicability::IfItCompiles => "fix to verify",
        Applicability::Unsafe => "unsafe fix",
        Applicability::Display => "suggestion",
    }
}

/// A task as people read it, escaped: ``the handler `GET /reports/{name}` ``, ``the task `crate::watch` ``.
#[must_use]
pub fn task(task: &Task) -> String {
    let kind = match task.kind {
        TaskKind::Handler => "the handler",
        TaskKind::Task => "the task",
        TaskKind::Main => "the entry point",
        TaskKind::Test => "the test",
        TaskKind::Stream => "the stream",
        TaskKind::Poll => "the future",
    };
    format!("{kind} `{}`", escape::line(task.route.as_ref().unwrap_or(&task.name)))
}

/// Who waits behind a finding, as the data spell it.
#[must_use]
pub const fn stalls(stalls: Stalls) -> &'static str {
    match stalls {
        Stalls::Others => "others",
        Stalls::Nobody => "nobody",
        Stalls::Unknown => "unknown",
    }
}

/// `1 file`, `2 files`: `plural` is the whole word for every number but one.
#[must_use]
pub fn count(number: usize, singular: &str, plural: &str) -> String {
    format!("{number} {}", if number == 1 { singular } else { plural })
}
