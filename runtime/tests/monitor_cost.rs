//! What watching costs, measured on the watching thread itself. Alone in its binary, so that there is one such thread only.

#![cfg(target_os = "linux")]

use std::fs;
use std::time::{Duration, Instant};

use async_lint_runtime::StallMonitor;

/// The processor time of the monitor's thread so far.
fn processor_time() -> Duration {
    let tasks = fs::read_dir("/proc/self/task").expect("linux has it");
    let monitor = tasks
        .flatten()
        .find(|task| fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name.trim() == "stall-monitor"))
        .expect("the monitor runs");
    let times = fs::read_to_string(monitor.path().join("schedstat")).expect("linux has it");
    let nanos = times.split_ascii_whitespace().next().and_then(|field| field.parse().ok()).expect("the first field is a number");
    Duration::from_nanos(nanos)
}

#[test]
fn the_monitor_takes_less_than_one_per_cent_of_a_core() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime can be built");
    let monitor = StallMonitor::new(runtime.handle());
    for _ in 0..8 {
        runtime.spawn(async {
            loop {
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        });
    }
    std::thread::sleep(Duration::from_millis(300));
    let (begun, before) = (Instant::now(), processor_time());
    std::thread::sleep(Duration::from_secs(3));
    let share = processor_time().saturating_sub(before).as_secs_f64() / begun.elapsed().as_secs_f64();
    drop(monitor);
    assert!(share < 0.01, "{:.2} % of a core", share * 100.0);
}
