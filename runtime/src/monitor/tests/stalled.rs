//! A runtime with a monitor, and a worker that really stalls. For unit tests, and for tests with a binary of their own.

use std::time::Duration;

use tokio::runtime::Runtime;

use super::{MonitorBuilder, StallMonitor};

/// Where [`stall_a_worker`] sleeps.
#[allow(dead_code, reason = "only records name files as the compiler does")]
pub(super) const FILE: &str = file!();

/// A runtime with this many workers.
pub(super) fn runtime(workers: usize) -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build().expect("a runtime can be built")
}

/// A monitor that notices short stalls.
pub(super) fn quick() -> MonitorBuilder {
    StallMonitor::builder().threshold(Duration::from_millis(30)).tick(Duration::from_millis(2))
}

/// Stalls one worker for 300 ms once the monitor knows the workers, and waits until the monitor has seen the end of the stall.
pub(super) fn stall_a_worker(runtime: &Runtime) {
    std::thread::sleep(Duration::from_millis(100));
    runtime
        .block_on(runtime.spawn(async {
            std::thread::sleep(Duration::from_millis(300));
            tokio::time::sleep(Duration::from_millis(30)).await;
        }))
        .expect("no panic");
}
