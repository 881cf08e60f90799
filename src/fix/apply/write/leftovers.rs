//! Temporary files of killed runs, and how to tell them from those of runs that still work.

use std::path::Path;
use std::time::Duration;

/// The prefix of all temporary files. They are hidden, so that no tool treats one as a source file.
const PREFIX: &str = ".async-lint-";

/// The length of the random part of a name.
const RANDOM: usize = 6;

/// An older file is removed even if it is unknown whether its process still runs.
const MAX_AGE: Duration = Duration::from_secs(3600);

/// The prefix of this process's temporary files.
pub(super) fn prefix() -> String {
    format!("{PREFIX}{}-", std::process::id())
}

/// Removes the temporary files of killed runs from a folder, as far as possible.
pub fn remove_leftovers(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(process) else { continue };
        let Ok(metadata) = entry.metadata() else { continue };
        let age = metadata.modified().ok().and_then(|time| time.elapsed().ok()).unwrap_or_default();
        // We never create links.
        if metadata.is_file() && process != std::process::id() && (is_gone(process) || age > MAX_AGE) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The process that a temporary file of this name belongs to.
fn process(name: &str) -> Option<u32> {
    let (process, random) = name.strip_prefix(PREFIX)?.split_once('-')?;
    let is_random = random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
    process.parse().ok().filter(|_| is_random)
}

/// Whether a process has surely ended.
fn is_gone(process: u32) -> bool {
    cfg!(target_os = "linux") && Path::new("/proc/self").exists() && !Path::new("/proc").join(process.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_ended_runs_go() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // No process has this id: the kernel's maximum is far lower.
        let ended = format!("{PREFIX}{}-aB3xYz", u32::MAX);
        let own = format!("{}aB3xYz", prefix());
        let others = [".async-lint-notes", ".async-lint-1-toolong7", ".async-lint-x-aB3xYz", "async-lint.toml"];
        for name in others.iter().copied().chain([ended.as_str(), own.as_str()]) {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        remove_leftovers(folder.path());
        let is_there = |name: &str| folder.path().join(name).exists();
        assert_eq!(is_there(&ended), !cfg!(target_os = "linux"));
        assert!(is_there(&own) && others.into_iter().all(is_there));
    }
}
