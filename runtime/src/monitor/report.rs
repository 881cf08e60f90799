//! The results of a monitor. Knows durations and stacks; never knows how they were taken.

use std::collections::HashMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use super::cause::Cause;
use crate::Latencies;
use crate::stack::{RawStack, Stack};

/// The results of a [`StallMonitor`](super::StallMonitor) up to one moment.
#[derive(Debug, Clone)]
pub struct MonitorReport {
    /// How long the monitor has watched.
    pub watched: Duration,
    /// One entry per worker thread of the runtime, by the runtime's own index.
    pub workers: Vec<WorkerReport>,
    /// The stalls in the order in which they began, up to the configured number.
    pub stalls: Vec<Stall>,
}

impl MonitorReport {
    /// How many stalls there were, including those that were not kept.
    pub fn stall_count(&self) -> u64 {
        self.workers.iter().map(|worker| worker.stalls).sum()
    }

    /// The longest stall.
    pub fn longest(&self) -> Option<&Stall> {
        self.stalls.iter().max_by_key(|stall| stall.duration)
    }

    /// The histograms of all workers in one.
    pub fn held(&self) -> Latencies {
        let mut all = Latencies::new();
        for worker in &self.workers {
            all.merge(&worker.held);
        }
        all
    }
}

/// The results for one worker thread.
#[derive(Debug, Clone)]
pub struct WorkerReport {
    /// For how long the worker was awake without publishing progress, for every such period that spans two samples. Ordinary short polls end between
    /// two samples and are not included.
    pub held: Latencies,
    /// How many of these periods were stalls.
    pub stalls: u64,
    /// Total duration of all stalls.
    pub stalled: Duration,
}

/// A period during which one worker did not poll.
#[derive(Debug, Clone)]
pub struct Stall {
    /// The worker's index in the runtime.
    pub worker: usize,
    /// When it began, from the start of the watch; late by up to one tick.
    pub since_begin: Duration,
    /// When it began, by the wall clock.
    pub clock: SystemTime,
    /// How long it lasted, or has lasted so far.
    pub duration: Duration,
    /// Whether it has ended.
    pub over: bool,
    /// The stack of the held thread when the stall was noticed.
    pub stack: Option<Stack>,
    /// What that thread was doing.
    pub cause: Cause,
    /// How many tasks waited in the runtime's global queue.
    pub queue_depth: usize,
}

impl fmt::Display for Stall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.duration.as_secs_f64() * 1e3;
        write!(formatter, "worker {} did not poll for {millis:.0} ms", self.worker)?;
        if let Some(stack) = &self.stack {
            write!(formatter, ": {}", stack.summary())?;
        }
        if self.cause == Cause::Unknown { Ok(()) } else { write!(formatter, ", {}", self.cause) }
    }
}

/// A stall whose stack is not symbolised yet.
#[derive(Debug, Clone)]
pub(super) struct RawStall {
    pub(super) worker: usize,
    pub(super) since_begin: Duration,
    pub(super) clock: SystemTime,
    pub(super) duration: Duration,
    pub(super) over: bool,
    /// The stack of the worker's thread.
    pub(super) stack: Option<RawStack>,
    pub(super) cause: Cause,
    pub(super) queue_depth: usize,
}

/// Symbolises one stall.
pub(super) fn resolve_one(stall: RawStall) -> Stall {
    let stack = stall.stack.as_ref().and_then(held_stack);
    named(stall, stack)
}

fn named(stall: RawStall, stack: Option<Stack>) -> Stall {
    Stall {
        worker: stall.worker,
        since_begin: stall.since_begin,
        clock: stall.clock,
        duration: stall.duration,
        over: stall.over,
        stack,
        cause: stall.cause,
        queue_depth: stall.queue_depth,
    }
}

#[derive(Debug)]
pub(super) struct UnresolvedWorker {
    pub(super) held: Latencies,
    pub(super) stalls: u64,
    pub(super) stalled: Duration,
}

#[derive(Debug)]
pub(super) struct Unresolved {
    pub(super) watched: Duration,
    pub(super) workers: Vec<UnresolvedWorker>,
    pub(super) stalls: Vec<RawStall>,
}

impl Unresolved {
    pub(super) fn resolve(self) -> MonitorReport {
        // Stalls in a loop have the same stack, so each stack is symbolised once.
        let mut known: HashMap<RawStack, Option<Stack>> = HashMap::new();
        let stalls = self
            .stalls
            .into_iter()
            .map(|mut stall| {
                let stack = stall.stack.take().and_then(|raw| known.entry(raw).or_insert_with_key(held_stack).clone());
                named(stall, stack)
            })
            .collect();
        let workers = self
            .workers
            .into_iter()
            .map(|worker| WorkerReport { held: worker.held, stalls: worker.stalls, stalled: worker.stalled })
            .collect();
        MonitorReport { watched: self.watched, workers, stalls }
    }
}

/// Symbolises a stack. `None` if it is not that of a running task: the worker may have parked before the stack was captured.
fn held_stack(raw: &RawStack) -> Option<Stack> {
    Some(raw.resolve()).filter(|stack| !stack.is_parked())
}
