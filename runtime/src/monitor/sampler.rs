//! Samples all workers, many times a second. Knows counters and time; never sleeps itself.

use std::time::{Duration, Instant, SystemTime};

use tokio::runtime::{Handle, RuntimeMetrics};

use super::cause::{self, Cause};
use super::probe::{Probes, is_awake};
use super::report::{RawStall, Unresolved, UnresolvedWorker};
use super::sinks::Teller;
use super::{MonitorBuilder, Stacks};
use crate::Latencies;
use crate::stack::RawStack;

/// Interval of probes once the threads of all workers are known; until then each sample sends one.
const PROBE_DISTANCE: Duration = Duration::from_millis(100);

#[derive(Debug)]
pub(super) struct Sampler {
    runtime: Handle,
    metrics: RuntimeMetrics,
    threshold: Duration,
    stacks: Stacks,
    max_stalls: usize,
    begun: Instant,
    begun_clock: SystemTime,
    probes: Probes,
    last_probe: Option<Instant>,
    workers: Vec<Worker>,
    stalls: Vec<RawStall>,
    /// Where stalls are reported as they begin and end.
    teller: Option<Teller>,
}

/// What was last seen of one worker.
#[derive(Debug)]
struct Worker {
    parks: u64,
    busy: Duration,
    /// Since when the worker has published nothing new.
    unchanged_since: Instant,
    /// The current stall: its index in the list, or only that it was counted if the list is full.
    open: Option<Open>,
    held: Latencies,
    stalls: u64,
    stalled: Duration,
}

#[derive(Debug, Clone, Copy)]
enum Open {
    Kept(usize),
    Counted,
}

impl Sampler {
    pub(super) fn new(runtime: Handle, settings: &MonitorBuilder, now: Instant) -> Self {
        let metrics = runtime.metrics();
        let workers: Vec<Worker> = (0..metrics.num_workers())
            .map(|worker| Worker {
                parks: metrics.worker_park_unpark_count(worker),
                busy: metrics.worker_total_busy_duration(worker),
                unchanged_since: now,
                open: None,
                held: Latencies::new(),
                stalls: 0,
                stalled: Duration::ZERO,
            })
            .collect();
        Self {
            runtime,
            metrics,
            threshold: settings.threshold,
            stacks: settings.stacks,
            max_stalls: settings.max_stalls,
            begun: now,
            begun_clock: SystemTime::now(),
            probes: Probes::new(workers.len()),
            last_probe: None,
            workers,
            stalls: Vec::new(),
            teller: Teller::start(settings.sinks.clone()),
        }
    }

    /// Reports the stalls that have not ended, and returns the reporter, for which the caller must wait.
    pub(super) fn end(&mut self, now: Instant) -> Option<Teller> {
        let teller = self.teller.take()?;
        for worker in &self.workers {
            if let Some(Open::Kept(stall)) = worker.open {
                let duration = now.saturating_duration_since(worker.unchanged_since);
                teller.tell(&RawStall { duration, over: true, ..self.stalls[stall].clone() });
            }
        }
        Some(teller)
    }

    /// Looks at every worker once.
    pub(super) fn look(&mut self, now: Instant) {
        for index in 0..self.workers.len() {
            self.look_at(index, now);
        }
        self.probes.collect();
        let due = self.last_probe.is_none_or(|last| !self.probes.complete() || now.duration_since(last) >= PROBE_DISTANCE);
        // During a stall, probes would only pile up in the queue.
        if due && self.workers.iter().all(|worker| worker.open.is_none()) {
            self.probes.send(&self.runtime);
            self.last_probe = Some(now);
        }
    }

    fn look_at(&mut self, index: usize, now: Instant) {
        let parks = self.metrics.worker_park_unpark_count(index);
        let busy = self.metrics.worker_total_busy_duration(index);
        let worker = &mut self.workers[index];
        let held = now.saturating_duration_since(worker.unchanged_since);
        if parks != worker.parks || busy != worker.busy {
            let was_awake = worker.parks.is_multiple_of(2);
            if was_awake {
                worker.held.record(held);
            }
            if let Some(open) = worker.open.take() {
                worker.stalled += held;
                if let Open::Kept(stall) = open {
                    self.stalls[stall].duration = held;
                    self.stalls[stall].over = true;
                    if let Some(teller) = &self.teller {
                        teller.tell(&self.stalls[stall]);
                    }
                }
            }
            worker.parks = parks;
            worker.busy = busy;
            worker.unchanged_since = now;
            return;
        }
        if !is_awake(&self.metrics, index) || held < self.threshold {
            return;
        }
        match worker.open {
            Some(Open::Kept(stall)) => self.stalls[stall].duration = held,
            Some(Open::Counted) => {}
            None => {
                worker.stalls += 1;
                let began = worker.unchanged_since;
                worker.open = Some(if self.stalls.len() < self.max_stalls { Open::Kept(self.stalls.len()) } else { Open::Counted });
                if self.stalls.len() < self.max_stalls {
                    let since_begin = began.saturating_duration_since(self.begun);
                    let queue_depth = self.metrics.global_queue_depth();
                    let (cause, stack) = self.what_it_does(index);
                    let stall = RawStall {
                        worker: index,
                        since_begin,
                        clock: self.begun_clock + since_begin,
                        duration: held,
                        over: false,
                        stack,
                        cause,
                        queue_depth,
                    };
                    if let Some(teller) = &self.teller {
                        teller.tell(&stall);
                    }
                    self.stalls.push(stall);
                }
            }
        }
    }

    /// What the worker's thread does now, and its stack. The signal that captures the stack interrupts a wait, so the cause is read first.
    fn what_it_does(&mut self, worker: usize) -> (Cause, Option<RawStack>) {
        self.probes.collect();
        let Some(thread) = self.probes.thread_of(worker) else { return (Cause::Unknown, None) };
        let cause = cause::of(thread);
        (cause, if self.stacks == Stacks::Never { None } else { RawStack::of(thread) })
    }

    /// A copy of all results so far. A stall that has not ended has its length so far.
    pub(super) fn snapshot(&self, now: Instant) -> Unresolved {
        let workers = self
            .workers
            .iter()
            .map(|worker| {
                let mut held = worker.held.clone();
                let mut stalled = worker.stalled;
                if worker.open.is_some() {
                    let so_far = now.saturating_duration_since(worker.unchanged_since);
                    held.record(so_far);
                    stalled += so_far;
                }
                UnresolvedWorker { held, stalls: worker.stalls, stalled }
            })
            .collect();
        Unresolved { watched: now.saturating_duration_since(self.begun), workers, stalls: self.stalls.clone() }
    }
}
