//! The result of a load run. Knows latencies and failures; never knows how requests were sent.

use std::time::Duration;

use crate::Latencies;

/// The result of one run.
#[derive(Debug, Clone, Default)]
pub struct LoadReport {
    /// How long the run took, until the last answer.
    pub elapsed: Duration,
    /// The latency of all requests, failed ones included. In an open loop from the moment at which the request was due.
    pub latency: Latencies,
    /// How late the generator itself was: from the moment at which a request was due until a connection took it. Latencies below its p99 cannot be
    /// distinguished. Empty for a closed loop.
    pub lateness: Latencies,
    /// The requests in the order in which they were answered.
    pub samples: Vec<Sample>,
    /// Answers with a status of 200 to 299.
    pub succeeded: u64,
    /// Failed requests, by kind.
    pub failures: Failures,
    /// The body of the first successful answer.
    pub body: Option<Vec<u8>>,
    /// How many successful answers had another body than the first.
    pub other_bodies: u64,
}

/// Requests without a successful answer, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// No connection.
    pub connect: u64,
    /// The connection broke before the answer was complete: a handler that panics does that.
    pub broken: u64,
    /// The answer was no HTTP.
    pub malformed: u64,
    /// No answer in time.
    pub timeout: u64,
    /// An answer with another status than 200 to 299.
    pub status: u64,
}

/// One request of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// When it was due (open loop) or sent (closed loop), from the start of the run.
    pub due: Duration,
    /// How long it took from then on.
    pub latency: Duration,
}

impl LoadReport {
    /// How many requests have no successful answer.
    pub fn failed(&self) -> u64 {
        let Failures { connect, broken, malformed, timeout, status } = self.failures;
        connect + broken + malformed + timeout + status
    }

    /// Successful answers per second.
    pub fn throughput(&self) -> f64 {
        if self.elapsed.is_zero() {
            return 0.0;
        }
        #[allow(clippy::cast_precision_loss, reason = "a run has far fewer than 2^52 requests")]
        let succeeded = self.succeeded as f64;
        succeeded / self.elapsed.as_secs_f64()
    }
}
