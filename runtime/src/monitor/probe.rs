//! Finds out which operating-system thread runs which worker. Knows what a task can find out about its own thread; never knows what blocks.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::runtime::{Handle, RuntimeMetrics};

use crate::stack::{OsThread, current_thread};

/// The thread of each worker at its last probe: `block_in_place` moves a worker to another thread.
#[derive(Debug)]
pub(super) struct Probes {
    sender: Sender<Sighting>,
    sightings: Receiver<Sighting>,
    threads: BTreeMap<usize, OsThread>,
    workers: usize,
}

/// A probe ran on this thread, as this worker.
#[derive(Debug)]
struct Sighting {
    thread: OsThread,
    worker: usize,
}

impl Probes {
    pub(super) fn new(workers: usize) -> Self {
        let (sender, sightings) = channel();
        Self { sender, sightings, threads: BTreeMap::new(), workers }
    }

    /// Spawns one task, which reports the thread and worker that run it. If the runtime has shut down, the task is dropped.
    pub(super) fn send(&self, runtime: &Handle) {
        let sender = self.sender.clone();
        runtime.spawn(async move {
            if let Some(worker) = tokio::runtime::worker_index() {
                // The monitor may have ended meanwhile.
                let _ = sender.send(Sighting { thread: current_thread(), worker });
            }
        });
    }

    /// Collects the reports of the probes.
    pub(super) fn collect(&mut self) {
        while let Ok(Sighting { thread, worker }) = self.sightings.try_recv() {
            self.threads.insert(worker, thread);
        }
    }

    /// Whether the thread of every worker is known.
    pub(super) fn complete(&self) -> bool {
        self.threads.len() >= self.workers
    }

    /// The thread of this worker.
    pub(super) fn thread_of(&self, worker: usize) -> Option<OsThread> {
        self.threads.get(&worker).copied()
    }
}

/// A worker's counter goes up when it parks and when it wakes: even means awake.
pub(super) fn is_awake(metrics: &RuntimeMetrics, worker: usize) -> bool {
    metrics.worker_park_unpark_count(worker).is_multiple_of(2)
}
