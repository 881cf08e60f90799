//! The cost of watching, as the number of times that the monitor's thread wakes. The processor time per wake is measured in
//! `benches/overhead.rs`, because a test must not depend on the speed of the core. Alone in its binary, so that there is only one such
//! thread.

#![cfg(target_os = "linux")]

use std::fs;
use std::time::{Duration, Instant};

use async_lint_runtime::StallMonitor;

/// How often the monitor's thread has gone to sleep so far.
fn wakes() -> u32 {
    let tasks = fs::read_dir("/proc/self/task").expect("linux has it");
    let monitor = tasks
        .flatten()
        .find(|task| fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name.trim() == "stall-monitor"))
        .expect("the monitor runs");
    let status = fs::read_to_string(monitor.path().join("status")).expect("linux has it");
    let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).expect("the field is there");
    count.trim().parse().expect("it is a number")
}

#[test]
fn the_monitor_wakes_once_a_tick_however_busy_the_runtime_is() {
    let tick = Duration::from_millis(5);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime can be built");
    let monitor = StallMonitor::builder().tick(tick).watch(runtime.handle());
    for _ in 0..8 {
        runtime.spawn(async {
            loop {
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        });
    }
    std::thread::sleep(Duration::from_millis(300));
    let (begun, before) = (Instant::now(), wakes());
    std::thread::sleep(Duration::from_secs(1));
    let (woken, most) = (wakes() - before, begun.elapsed().div_duration_f64(tick));
    drop(monitor);
    assert!(woken > 0, "the monitor slept all the time");
    assert!(f64::from(woken) < 1.5 * most, "{woken} wakes in {most:.0} ticks");
}
