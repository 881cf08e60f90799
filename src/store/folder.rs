//! The folder of stored results.

use super::Key;
use super::usage::{self, Usage};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use xxhash_rust::xxh3::xxh3_128;

/// The first bytes of every file.
const MAGIC: &[u8; 8] = b"asynlint";

/// Larger files are not read; no result comes near this size.
const MAX_BYTES: u64 = 512 << 20;

/// Above this size of the folder, in bytes, the least recently used files are removed.
const MAX_FOLDER_BYTES: u64 = 2 << 30;

/// The time of last use is updated only after this long.
const MARK_EVERY: Duration = Duration::from_secs(12 * 60 * 60);

/// Marks the folder for other programs such as backups, as the Cache Directory Tagging Specification says.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of async-lint; it may be deleted at any time.\n";

/// Results of earlier runs, in a folder. `Sync`; several processes may use one folder.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    failure: Mutex<Option<String>>,
}

/// The default folder for stored results: `async-lint` in the user's cache folder.
#[must_use]
pub fn default_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "async-lint").map(|dirs| dirs.cache_dir().to_owned())
}

impl Store {
    /// The store in a folder, which is created when something is first stored.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, failure: Mutex::new(None) }
    }

    /// The folder's path.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Why something could not be stored, in lower case; `None` if nothing failed.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The result of this key, if it is stored and intact. `kind` is the sub-folder.
    pub(crate) fn read(&self, kind: &str, key: Key) -> Option<Vec<u8>> {
        let path = self.path(kind, key);
        let metadata = path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        if metadata.len() > MAX_BYTES {
            return None;
        }
        let mut file = std::fs::File::open(&path).ok()?;
        let mut head = [0; 24];
        file.read_exact(&mut head).ok()?;
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).ok()?.saturating_sub(head.len()));
        file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
        if head[..8] != MAGIC[..] || head[8..] != check(key, &bytes) {
            return None;
        }
        mark_used(&path, &metadata);
        Some(bytes)
    }

    /// Stores a result. The first failure is recorded ([`Store::failure`]) and has no other effect.
    pub(crate) fn write(&self, kind: &str, key: Key, bytes: &[u8]) {
        let result = self.try_write(kind, key, bytes);
        if let Err(error) = result {
            let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            failure.get_or_insert_with(|| crate::project::plain(&error));
        }
    }

    fn try_write(&self, kind: &str, key: Key, bytes: &[u8]) -> std::io::Result<()> {
        let folder = self.folder.join(kind);
        std::fs::create_dir_all(&folder)?;
        let tag = self.folder.join("CACHEDIR.TAG");
        if !tag.exists() {
            std::fs::write(&tag, TAG)?;
        }
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(&folder)?;
        file.write_all(MAGIC)?;
        file.write_all(&check(key, bytes))?;
        file.write_all(bytes)?;
        file.persist(self.path(kind, key)).map_err(|error| error.error)?;
        Ok(())
    }

    fn path(&self, kind: &str, key: Key) -> PathBuf {
        self.folder.join(kind).join(format!("{:032x}", key.0))
    }

    /// The number of results, and their size.
    #[must_use]
    pub fn usage(&self) -> Usage {
        usage::of(&self.folder)
    }

    /// Removes the least recently used files until the folder is small enough, and files left by killed runs.
    pub(crate) fn trim(&self) {
        usage::trim(&self.folder, MAX_FOLDER_BYTES);
    }

    /// Removes everything that was stored. A folder that is not our cache is left alone.
    ///
    /// # Errors
    /// If something cannot be removed, or the folder is not marked as one of ours.
    pub fn clean(&self) -> std::io::Result<()> {
        if !self.folder.exists() {
            return Ok(());
        }
        if !self.folder.join("CACHEDIR.TAG").is_file() {
            return Err(std::io::Error::other("the folder is not marked as a cache (it has no CACHEDIR.TAG)"));
        }
        for kind in usage::KINDS {
            // Another run may write at the same time: it recomputes any result that it finds removed.
            let removed = self.folder.join(format!("{kind}.removed-{}", std::process::id()));
            let moved = std::fs::rename(self.folder.join(kind), &removed);
            match moved.and_then(|()| std::fs::remove_dir_all(&removed)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The hash at the start of a file. It covers the key too, so that one file cannot be mistaken for another.
fn check(key: Key, bytes: &[u8]) -> [u8; 16] {
    (xxh3_128(bytes) ^ key.0.rotate_left(64)).to_le_bytes()
}

fn mark_used(path: &Path, metadata: &std::fs::Metadata) {
    let now = SystemTime::now();
    let is_old = metadata.modified().is_ok_and(|then| now.duration_since(then).is_ok_and(|age| age > MARK_EVERY));
    if is_old && let Ok(file) = std::fs::File::options().append(true).open(path) {
        let _ = file.set_modified(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::KeyBuilder;

    fn store() -> (tempfile::TempDir, Store, Key) {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = Store::new(folder.path().join("cache"));
        (folder, store, KeyBuilder::new().with("a").finish())
    }

    #[test]
    fn what_is_stored_comes_back_by_its_key_alone() {
        let (_folder, store, key) = store();
        assert_eq!(store.read("crates", key), None);
        store.write("crates", key, b"facts");
        assert_eq!(store.read("crates", key).as_deref(), Some(&b"facts"[..]));
        assert_eq!(store.read("runs", key), None);
        assert_eq!(store.failure(), None);
        assert!(store.folder().join("CACHEDIR.TAG").is_file());
    }

    #[test]
    fn a_file_that_was_changed_is_as_good_as_not_there() {
        let (_folder, store, key) = store();
        store.write("crates", key, b"facts");
        let path = store.path("crates", key);
        let whole = std::fs::read(&path).expect("stored");
        for length in 0..whole.len() {
            std::fs::write(&path, &whole[..length]).expect("writable");
            assert_eq!(store.read("crates", key), None, "{length} bytes");
        }
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(&path, &flipped).expect("writable");
            assert_eq!(store.read("crates", key), None, "bit {bit}");
        }
        let other = KeyBuilder::new().with("b").finish();
        std::fs::write(store.path("crates", other), &whole).expect("writable");
        assert_eq!(store.read("crates", other), None, "a file under another's name");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_said_once() {
        let folder = tempfile::NamedTempFile::new().expect("temporary file");
        let store = Store::new(folder.path().join("below a file"));
        store.write("crates", KeyBuilder::new().finish(), b"facts");
        assert!(store.failure().is_some());
        assert_eq!(store.read("crates", KeyBuilder::new().finish()), None);
    }

    #[test]
    fn only_a_marked_folder_is_cleaned() {
        let (_folder, store, key) = store();
        store.write("crates", key, b"facts");
        std::fs::write(store.folder().join("mine"), "").expect("writable");
        store.clean().expect("it is marked");
        assert_eq!(store.read("crates", key), None);
        assert!(store.folder().join("mine").is_file(), "what is not ours stays");
        std::fs::remove_file(store.folder().join("CACHEDIR.TAG")).expect("it is there");
        store.clean().expect_err("it is not marked");
    }
}
