//! The order of urgency: what to fix first.

use crate::diagnostics::{Confidence, Cost, Finding, Kind, Level, Stalls, TaskKind};
use std::cmp::Reverse;

/// A finding's rank; the smallest is the most urgent. Calls that panic or deadlock come first, unless they are only a note; calls that stall
/// nobody come last.
pub(super) type Rank = (bool, bool, Reverse<Level>, Urgency, Kind, Confidence);

/// How much a stall is felt. Entry points run once, so they come last. Otherwise costs above file access come first, then code of handlers
/// before that of other tasks, then higher costs.
pub(super) type Urgency = (bool, bool, RunBy, Reverse<Cost>);

/// Who runs the code; what runs most often comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RunBy {
    Handler,
    Task,
    Unknown,
    EntryPoint,
}

pub(super) fn rank(finding: &Finding) -> Rank {
    (
        finding.cost != Cost::Panics || finding.level < Level::Warn,
        finding.stalls == Stalls::Nobody,
        Reverse(finding.level),
        urgency(finding),
        finding.kind,
        finding.confidence,
    )
}

/// How much would be gained if a call no longer blocked: more if handlers run it, more if it takes long. Calls that are not warned about count only
/// against each other.
pub(super) fn weight(finding: &Finding) -> (usize, usize) {
    let runs = match finding.runs_in.iter().map(|task| RunBy::of(task.kind)).min().unwrap_or(RunBy::Unknown) {
        _ if finding.stalls == Stalls::Nobody => 0,
        RunBy::Handler => 8,
        RunBy::Task => 4,
        RunBy::Unknown => 2,
        RunBy::EntryPoint => 1,
    };
    let gain = if is_long(finding.cost) { 4 * runs } else { runs };
    if finding.level >= Level::Warn { (gain, 0) } else { (0, gain) }
}

fn urgency(finding: &Finding) -> Urgency {
    let run_by = finding.runs_in.iter().map(|task| RunBy::of(task.kind)).min().unwrap_or(RunBy::Unknown);
    (run_by == RunBy::EntryPoint, !is_long(finding.cost), run_by, Reverse(finding.cost))
}

/// Whether a cost is above that of file access. Computation is: the lints for it name what takes milliseconds, such as hashing a password.
fn is_long(cost: Cost) -> bool {
    cost == Cost::Cpu || cost > Cost::Disk
}

impl RunBy {
    const fn of(kind: TaskKind) -> Self {
        match kind {
            TaskKind::Handler => Self::Handler,
            TaskKind::Task | TaskKind::Stream | TaskKind::Poll => Self::Task,
            TaskKind::Main | TaskKind::Test => Self::EntryPoint,
        }
    }
}
