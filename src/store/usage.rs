//! The size of the stored results, and what is evicted when the limit is exceeded.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The sub-folders.
pub(super) const KINDS: [&str; 4] = ["bodies", "crates", "effects", "runs"];

/// A temporary file of a killed run is removed after this time.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// The number of stored results, and their size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Number of workspaces for which the types of bodies are stored.
    pub bodies: usize,
    /// Number of dependencies whose facts are stored.
    pub crates: usize,
    /// Number of dependencies whose effects are stored.
    pub effects: usize,
    /// Number of whole runs.
    pub runs: usize,
    /// Size of all in bytes.
    pub bytes: u64,
}

struct Stored {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}

fn stored(folder: &Path, kind: &str) -> Vec<Stored> {
    let entries = std::fs::read_dir(folder.join(kind)).into_iter().flatten().filter_map(Result::ok);
    let entry = |entry: std::fs::DirEntry| {
        let metadata = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(Stored { path: entry.path(), bytes: metadata.len(), used: metadata.modified().ok()? })
    };
    entries.filter_map(entry).collect()
}

pub(super) fn of(folder: &Path) -> Usage {
    let [bodies, crates, effects, runs] = KINDS.map(|kind| stored(folder, kind));
    let bytes = [&bodies, &crates, &effects, &runs].into_iter().flatten().map(|file| file.bytes).sum();
    Usage { bodies: bodies.len(), crates: crates.len(), effects: effects.len(), runs: runs.len(), bytes }
}

pub(super) fn trim(folder: &Path, max_bytes: u64) {
    let mut all: Vec<Stored> = KINDS.iter().flat_map(|kind| stored(folder, kind)).collect();
    let now = SystemTime::now();
    let is_new = |file: &Stored| file.path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".new-"));
    for file in all.iter().filter(|file| is_new(file)) {
        if now.duration_since(file.used).is_ok_and(|age| age > ABANDONED) {
            let _ = std::fs::remove_file(&file.path);
        }
    }
    let mut bytes: u64 = all.iter().map(|file| file.bytes).sum();
    all.sort_by(|a, b| (a.used, &a.path).cmp(&(b.used, &b.path)));
    for file in all.iter().filter(|file| !is_new(file)) {
        if bytes <= max_bytes {
            break;
        }
        if std::fs::remove_file(&file.path).is_ok() {
            bytes = bytes.saturating_sub(file.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_least_recently_goes_first() {
        let folder = tempfile::tempdir().expect("temporary folder");
        std::fs::create_dir(folder.path().join("crates")).expect("writable");
        for (age, name) in ["new", "older", "oldest"].into_iter().enumerate() {
            let path = folder.path().join("crates").join(name);
            std::fs::write(&path, [0; 100]).expect("writable");
            let then = SystemTime::now() - Duration::from_secs(3_600 * age as u64);
            std::fs::File::options().append(true).open(&path).and_then(|file| file.set_modified(then)).expect("settable");
        }
        assert_eq!(of(folder.path()), Usage { crates: 3, bytes: 300, ..Usage::default() });
        trim(folder.path(), 200);
        let left: Vec<_> = ["new", "older", "oldest"].map(|name| folder.path().join("crates").join(name).exists()).into();
        assert_eq!(left, [true, true, false]);
    }
}
