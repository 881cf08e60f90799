//! What several benchmarks need of the machine.

#![allow(dead_code, reason = "no benchmark needs all of it")]

use std::path::PathBuf;

/// Cargo's home folder; `None` if it is unknown.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

/// The most memory that this process has had resident, in KiB; `None` where the system does not tell it as Linux does.
pub(crate) fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok())
}
