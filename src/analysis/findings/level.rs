//! The level of a finding: that of its API, raised in tasks for what is brief elsewhere, and lowered where nobody waits, or hardly ever.

use super::super::direct::Hit;
use super::super::tasks::Verdict;
use crate::catalogue::{ApiEntry, Catalogue, Lint};
use crate::diagnostics::{Confidence, Cost, Level, Stalls};

/// The level of a hit, before it is known which tasks run it.
pub(super) fn own(hit: &Hit, catalogue: &Catalogue) -> Level {
    let level = hit.remark.as_ref().and_then(|remark| remark.level).unwrap_or_else(|| hit.cause.level(catalogue));
    // Whether it waits depends on an argument that is not known here.
    let is_undecided = hit.confidence == Confidence::May && hit.cause.entry(catalogue).is_some_and(|entry| !entry.certain_if.is_empty());
    if is_undecided { level.min(Level::Note) } else { level }
}

/// The level that an API has in the tasks that run the code, if it differs.
pub(super) fn raised(hit: &Hit, entry: &ApiEntry, verdict: &Verdict) -> Option<Level> {
    // A handler that uses a value which the program keeps makes another one only now and then.
    let is_kept = || hit.chain.as_ref().is_some_and(|chain| chain.kept.is_some());
    let in_handlers = entry.in_handlers.filter(|_| verdict.in_handler && !is_kept());
    let in_loop = || hit.chain.as_ref().is_some_and(|chain| chain.in_loop);
    // Code that only other packages run may be part of their tasks.
    let in_task = || verdict.in_task || verdict.runs_in.is_empty() || in_loop();
    in_handlers.or_else(|| entry.in_tasks.filter(|_| in_task()))
}

/// Whether a finding is not worth a warning: nobody waits, or only once or a few times in the life of the process.
pub(super) fn is_minor(lint: &Lint, cost: Cost, verdict: &Verdict, fills_static: bool) -> bool {
    // A panic or a deadlock matters even if no other task is stalled.
    let stalls_nobody = verdict.stalls == Stalls::Nobody && cost != Cost::Panics && !lint.file.alone;
    // A single file read per process is not worth a warning; a handler that is the first to use a static may wait for another party for any time.
    let is_seldom = fills_static || verdict.only.once || verdict.only.bounded;
    // What an entry point does once is part of its start, also while tasks run that it has spawned; a wait without a bound is not.
    let is_start = verdict.only.once && verdict.only.in_root_futures && !fills_static;
    stalls_nobody || is_seldom && cost <= Cost::Disk || is_start && cost <= Cost::Network
}

/// Whether only root futures run the code, beside tasks that were spawned: no worker of a runtime with several threads polls a root future, so only a
/// certain neighbour of that future is worth a warning.
pub(super) fn is_beside_workers(lint: &Lint, cost: Cost, verdict: &Verdict) -> bool {
    verdict.only.in_root_futures && verdict.only.apart && verdict.stalls != Stalls::Nobody && cost != Cost::Panics && !lint.file.alone
}
