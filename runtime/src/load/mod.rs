//! Puts HTTP load on a server on this machine and measures latencies as its users would feel them. Knows HTTP/1.1 and time; never knows
//! what the server does, and refuses any address that is not loopback.
//!
//! The open loop sends at a fixed rate, whatever the server does, and counts each latency from the moment at which the
//! request *should* have been sent: a server that stops for a second makes all the requests of that second late, as it would for
//! real users. The closed loop waits for each answer before it sends the next request. It hides such stalls ("coordinated omission"), and
//! exists to measure throughput.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
//! use std::time::Duration;
//! use async_lint_runtime::load::{Load, Target};
//!
//! # let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! # let address = listener.local_addr()?;
//! # tokio::spawn(async move {
//! #     use tokio::io::{AsyncReadExt, AsyncWriteExt};
//! #     loop {
//! #         let (mut peer, _) = listener.accept().await.expect("a peer");
//! #         tokio::spawn(async move {
//! #             let mut buffer = [0; 1024];
//! #             while peer.read(&mut buffer).await.is_ok_and(|n| n > 0) {
//! #                 if peer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong").await.is_err() { break }
//! #             }
//! #         });
//! #     }
//! # });
//! let target = Target::new(address, "/ping")?;
//! let report = Load::open(target, 100.0, Duration::from_millis(200)).run().await;
//! assert_eq!(report.failed(), 0);
//! assert!(report.latency.count() >= 15);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).expect("the server answers");
//! ```

mod client;
mod report;
mod run;

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

pub use client::{Client, HttpError, Response};
pub use report::{Failures, LoadReport, Sample};

/// What is requested: a path on a loopback address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    address: SocketAddr,
    path: String,
}

/// Why a target was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetError {
    /// The address is not loopback.
    NotLoopback(SocketAddr),
    /// The path does not begin with `/`, or has characters that need escaping.
    BadPath(String),
}

impl fmt::Display for TargetError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => write!(formatter, "{address} is not a loopback address: load is only put on this machine"),
            Self::BadPath(path) => write!(formatter, "{path:?} is no path: it begins with `/` and has visible ASCII characters only"),
        }
    }
}

impl std::error::Error for TargetError {}

impl Target {
    /// A path (with query, if any) on a loopback address.
    ///
    /// # Errors
    ///
    /// When the address is not loopback, or the path would not be one in an HTTP request line.
    pub fn new(address: SocketAddr, path: &str) -> Result<Self, TargetError> {
        if !address.ip().is_loopback() {
            return Err(TargetError::NotLoopback(address));
        }
        if !path.starts_with('/') || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TargetError::BadPath(path.to_owned()));
        }
        Ok(Self { address, path: path.to_owned() })
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The path.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// When requests are sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Arrival {
    /// At a fixed rate, in requests per second, whether or not the earlier ones have been answered.
    Open {
        /// Requests per second.
        per_second: f64,
    },
    /// On each connection, the next request is sent when the last one has been answered.
    Closed {
        /// How many connections.
        connections: usize,
    },
}

/// A load to put on a target: bounded in time and in connections.
#[derive(Debug, Clone)]
pub struct Load {
    target: Target,
    arrival: Arrival,
    duration: Duration,
    timeout: Duration,
    max_connections: usize,
    connections: Connections,
}

/// Whether requests share connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connections {
    Kept,
    Fresh,
}

impl Load {
    /// `per_second` requests in each second for `duration`.
    pub fn open(target: Target, per_second: f64, duration: Duration) -> Self {
        Self::with(target, Arrival::Open { per_second }, duration)
    }

    /// `connections` clients that each send request after request for `duration`.
    pub fn closed(target: Target, connections: usize, duration: Duration) -> Self {
        Self::with(target, Arrival::Closed { connections }, duration)
    }

    fn with(target: Target, arrival: Arrival, duration: Duration) -> Self {
        Self { target, arrival, duration, timeout: Duration::from_secs(10), max_connections: 512, connections: Connections::Kept }
    }

    /// How long an answer may take before it counts as a failure; 10 s unless set.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Uses a new connection for each request, as new users do.
    #[must_use]
    pub fn fresh_connections(mut self) -> Self {
        self.connections = Connections::Fresh;
        self
    }

    /// Maximum concurrent connections of an open loop, 512 unless set. A request that finds none free waits for one, and its latency
    /// includes that wait.
    #[must_use]
    pub fn max_connections(mut self, max_connections: usize) -> Self {
        self.max_connections = max_connections.max(1);
        self
    }
}

#[cfg(test)]
mod tests;
