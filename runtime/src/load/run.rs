//! Sends the requests of one run. Knows when each is due; never knows what its answer means.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::client::{Client, HttpError, Response};
use super::report::{LoadReport, Sample};
use super::{Arrival, Connections, Load};

/// Bounds the memory of a run; later requests are counted in the histogram only.
const MAX_SAMPLES: usize = 200_000;

/// The highest rate that a timer of 1 ms and one thread can achieve.
const MAX_RATE: f64 = 20_000.0;

impl Load {
    /// Runs the load and waits for the last answer. Dropping the future ends all of its requests.
    pub async fn run(self) -> LoadReport {
        let run = Arc::new(Run { begun: Instant::now(), timeout: self.timeout, report: Mutex::default() });
        match self.arrival {
            Arrival::Open { per_second } => self.run_open(per_second, &run).await,
            Arrival::Closed { connections } => self.run_closed(connections, &run).await,
        }
        let mut report = std::mem::take(&mut *run.report.lock().unwrap_or_else(PoisonError::into_inner));
        report.elapsed = run.begun.elapsed();
        report
    }

    async fn run_open(&self, per_second: f64, run: &Arc<Run>) {
        // Nothing is sent if the rate is NaN, zero or negative.
        let Ok(distance) = Duration::try_from_secs_f64(1.0 / per_second.clamp(0.0, MAX_RATE)) else { return };
        let idle: Arc<Mutex<Vec<Client>>> = Arc::default();
        let slots = Arc::new(Semaphore::new(self.max_connections.min(Semaphore::MAX_PERMITS)));
        let mut requests = JoinSet::new();
        let mut due = Duration::ZERO;
        while due < self.duration {
            tokio::time::sleep_until((run.begun + due).into()).await;
            let (run, idle, slots, target) = (Arc::clone(run), Arc::clone(&idle), Arc::clone(&slots), self.target.clone());
            let connections = self.connections;
            let lateness = run.begun.elapsed().saturating_sub(due);
            requests.spawn(async move {
                // The semaphore is never closed.
                let _slot = slots.acquire().await;
                let free = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let mut client = free.unwrap_or_else(|| Client::new(&target));
                let outcome = run.request(&mut client).await;
                run.record(due, &outcome, Some(lateness));
                if connections == Connections::Kept {
                    idle.lock().unwrap_or_else(PoisonError::into_inner).push(client);
                }
            });
            // Remove finished requests at once, so that memory does not grow during a long run.
            while requests.try_join_next().is_some() {}
            due += distance;
        }
        while requests.join_next().await.is_some() {}
    }

    async fn run_closed(&self, connections: usize, run: &Arc<Run>) {
        let mut clients = JoinSet::new();
        for _ in 0..connections {
            let (run, target, duration, connections) = (Arc::clone(run), self.target.clone(), self.duration, self.connections);
            clients.spawn(async move {
                let mut client = Client::new(&target);
                loop {
                    let sent = run.begun.elapsed();
                    if sent >= duration {
                        return;
                    }
                    if connections == Connections::Fresh {
                        client = Client::new(&target);
                    }
                    let outcome = run.request(&mut client).await;
                    run.record(sent, &outcome, None);
                    if matches!(outcome, Outcome::Failed(_)) {
                        // If the server refuses connections at once, do not spin.
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                }
            });
        }
        while clients.join_next().await.is_some() {}
    }
}

struct Run {
    begun: Instant,
    timeout: Duration,
    report: Mutex<LoadReport>,
}

enum Outcome {
    Answered(Response),
    Failed(HttpError),
    TimedOut,
}

impl Run {
    async fn request(&self, client: &mut Client) -> Outcome {
        match tokio::time::timeout(self.timeout, client.get()).await {
            Ok(Ok(response)) => Outcome::Answered(response),
            Ok(Err(error)) => Outcome::Failed(error),
            Err(_) => Outcome::TimedOut,
        }
    }

    fn record(&self, due: Duration, outcome: &Outcome, lateness: Option<Duration>) {
        let latency = self.begun.elapsed().saturating_sub(due);
        let mut report = self.report.lock().unwrap_or_else(PoisonError::into_inner);
        report.latency.record(latency);
        if let Some(lateness) = lateness {
            report.lateness.record(lateness);
        }
        if report.samples.len() < MAX_SAMPLES {
            report.samples.push(Sample { due, latency });
        }
        match outcome {
            Outcome::Answered(response) if (200..300).contains(&response.status) => {
                report.succeeded += 1;
                match &report.body {
                    None => report.body = Some(response.body.clone()),
                    Some(first) if *first != response.body => report.other_bodies += 1,
                    Some(_) => {}
                }
            }
            Outcome::Answered(_) => report.failures.status += 1,
            Outcome::Failed(HttpError::Connect(_)) => report.failures.connect += 1,
            Outcome::Failed(HttpError::Broken(_)) => report.failures.broken += 1,
            Outcome::Failed(HttpError::Malformed(_)) => report.failures.malformed += 1,
            Outcome::TimedOut => report.failures.timeout += 1,
        }
    }
}
