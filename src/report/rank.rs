//! What to fix first.

use crate::diagnostics::{Confidence, Finding, Kind, Stalls, TaskKind};
use crate::diagnostics::{Cost, Level};
use std::cmp::Reverse;

/// A finding's rank: the least is the most urgent. What fails alone comes before everything else, unless it is no more than
/// a note; what stalls nobody comes last.
pub(super) type Rank = (bool, bool, Reverse<Level>, Urgency, Kind, Confidence);

/// How much a stall is felt. What an entry point does once comes after what tasks do again and again; of these, what takes more than the time of a file
/// comes first, then what a request waits for, then what costs most.
pub(super) type Urgency = (bool, bool, RunBy, Reverse<Cost>);

/// Who runs the code, the most often first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RunBy {
    Handler,
    Task,
    Unknown,
    EntryPoint,
}

/// The rank of a finding.
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

fn urgency(finding: &Finding) -> Urgency {
    let run_by = finding.runs_in.iter().map(|task| RunBy::of(task.kind)).min().unwrap_or(RunBy::Unknown);
    (run_by == RunBy::EntryPoint, finding.cost <= Cost::Disk, run_by, Reverse(finding.cost))
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
