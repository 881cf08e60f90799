//! Texts that replace files, so that a change can be linted before it is written. Consulted wherever sources and manifests are
//! read; which files exist is still decided by the disk.

use super::model::{Problem, SourceFile};
use super::read::{MAX_FILE_BYTES, MAX_META_BYTES, read_source};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// Texts by absolute, normalized path. Cheap to clone. Two overlays are equal if their texts are equal.
#[derive(Clone, Default)]
pub struct Overlay {
    texts: Arc<BTreeMap<PathBuf, Arc<str>>>,
    reads: Option<Arc<Reads>>,
}

/// The texts read through an overlay: the hash of each, `None` if it could not be read.
pub(crate) type Reads = Mutex<BTreeMap<PathBuf, Option<u64>>>;

impl fmt::Debug for Overlay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Overlay").field(&self.texts).finish()
    }
}

impl PartialEq for Overlay {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}

impl Eq for Overlay {}

impl Overlay {
    /// An overlay of these texts.
    #[must_use]
    pub fn new(texts: BTreeMap<PathBuf, Arc<str>>) -> Self {
        Self { texts: Arc::new(texts), reads: None }
    }

    /// The same texts, with a record of all later reads.
    pub(crate) fn recording(&self) -> (Self, Arc<Reads>) {
        let reads = Arc::new(Reads::default());
        (Self { texts: Arc::clone(&self.texts), reads: Some(Arc::clone(&reads)) }, reads)
    }

    /// The files whose replacement text differs from that in `before`, or that have one in only one of the two.
    pub(crate) fn changed_since(&self, before: &Self) -> Vec<PathBuf> {
        let paths: BTreeSet<&PathBuf> = self.texts.keys().chain(before.texts.keys()).collect();
        paths.into_iter().filter(|path| self.texts.get(*path) != before.texts.get(*path)).cloned().collect()
    }

    /// The same overlay, except that the given files have their texts from `before`.
    pub(crate) fn but_for<'p>(&self, paths: impl Iterator<Item = &'p PathBuf>, before: &Self) -> Self {
        let mut texts = BTreeMap::clone(&self.texts);
        for path in paths {
            match before.texts.get(path) {
                Some(text) => texts.insert(path.clone(), Arc::clone(text)),
                None => texts.remove(path),
            };
        }
        Self { texts: Arc::new(texts), reads: None }
    }

    /// Whether no file is replaced.
    pub(crate) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The hash of a file's text, `None` if it cannot be read.
    pub(crate) fn hash(path: &Path) -> Option<u64> {
        read_source(path, MAX_FILE_BYTES).ok().map(|file| xxh3_64(file.text.as_bytes()))
    }

    /// The text that replaces the file at `path`, if there is one.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Arc<str>> {
        self.texts.get(path)
    }

    /// The paths of the replaced files, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.texts.keys()
    }

    /// Reads one source file of at most `max_bytes` bytes, or its replacement.
    ///
    /// # Errors
    /// If the file cannot be read, is larger than that, or is not UTF-8.
    pub fn read(&self, path: &Path, max_bytes: u64) -> Result<SourceFile, Problem> {
        if let Some(text) = self.get(path) {
            return Ok(SourceFile { path: path.to_owned(), text: Arc::clone(text) });
        }
        let result = read_source(path, max_bytes);
        if let Some(reads) = &self.reads {
            let hash = result.as_ref().ok().map(|file| xxh3_64(file.text.as_bytes()));
            reads.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), hash);
        }
        result
    }

    /// Reads a manifest, or its replacement.
    pub(crate) fn read_meta(&self, path: &Path) -> Result<String, Problem> {
        self.read(path, MAX_META_BYTES).map(|source| source.text.as_ref().to_owned())
    }
}
