//! Finds out which operating-system thread runs which worker. Knows that a thread that runs a task is one of the workers that
//! are awake; never knows what blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::runtime::{Handle, RuntimeMetrics};

use crate::stack::{OsThread, current_thread};

/// The workers that each thread may be, narrowed by every probe that it ran.
#[derive(Debug)]
pub(super) struct Probes {
    sender: Sender<Sighting>,
    sightings: Receiver<Sighting>,
    candidates: BTreeMap<OsThread, BTreeSet<usize>>,
    workers: usize,
}

/// A probe ran on this thread while these workers were awake.
#[derive(Debug)]
struct Sighting {
    thread: OsThread,
    awake: BTreeSet<usize>,
}

impl Probes {
    pub(super) fn new(workers: usize) -> Self {
        let (sender, sightings) = channel();
        Self { sender, sightings, candidates: BTreeMap::new(), workers }
    }

    /// Sends one task into the runtime, whose thread reports itself. Dropped unseen when the runtime has shut down.
    pub(super) fn send(&self, runtime: &Handle) {
        let sender = self.sender.clone();
        let metrics = runtime.metrics();
        runtime.spawn(async move {
            let awake = (0..metrics.num_workers()).filter(|worker| is_awake(&metrics, *worker)).collect();
            // The monitor may have ended meanwhile.
            let _ = sender.send(Sighting { thread: current_thread(), awake });
        });
    }

    /// Takes in what the probes have reported.
    pub(super) fn collect(&mut self) {
        while let Ok(Sighting { thread, awake }) = self.sightings.try_recv() {
            let known = self.candidates.entry(thread).or_insert_with(|| (0..self.workers).collect());
            known.retain(|worker| awake.contains(worker));
            if known.is_empty() {
                // `block_in_place` has moved a worker to another thread: what was known about this one is void.
                *known = awake;
            }
        }
    }

    /// Whether every worker has a thread of its own that can be no other.
    pub(super) fn complete(&self) -> bool {
        let certain: BTreeSet<usize> = self.candidates.values().filter(|set| set.len() == 1).flatten().copied().collect();
        certain.len() == self.workers
    }

    /// The threads that may be this worker, the most certain first.
    pub(super) fn threads_of(&self, worker: usize) -> Vec<OsThread> {
        let mut threads: Vec<(usize, OsThread)> =
            self.candidates.iter().filter(|(_, set)| set.contains(&worker)).map(|(thread, set)| (set.len(), *thread)).collect();
        threads.sort_unstable();
        threads.into_iter().map(|(_, thread)| thread).collect()
    }
}

/// A worker's counter goes up when it parks and when it wakes: even means awake.
pub(super) fn is_awake(metrics: &RuntimeMetrics, worker: usize) -> bool {
    metrics.worker_park_unpark_count(worker).is_multiple_of(2)
}
