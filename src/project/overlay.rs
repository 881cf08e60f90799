//! Texts that stand for files, so that a change can be looked at before it is written. Consulted wherever sources and manifests are
//! read; which files there are is still what the disk says.

use super::model::{Problem, SourceFile};
use super::read::{MAX_META_BYTES, read_source};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Texts by absolute, tidy path. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    texts: Arc<BTreeMap<PathBuf, Arc<str>>>,
}

impl Overlay {
    /// An overlay of these texts.
    #[must_use]
    pub fn new(texts: BTreeMap<PathBuf, Arc<str>>) -> Self {
        Self { texts: Arc::new(texts) }
    }

    /// The text that stands for the file at `path`, if there is one.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Arc<str>> {
        self.texts.get(path)
    }

    /// Where the texts stand, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.texts.keys()
    }

    /// Reads one source file of at most `max_bytes` bytes, or what stands for it.
    ///
    /// # Errors
    /// As [`read_source`].
    pub fn read(&self, path: &Path, max_bytes: u64) -> Result<SourceFile, Problem> {
        match self.get(path) {
            Some(text) => Ok(SourceFile { path: path.to_owned(), text: Arc::clone(text) }),
            None => read_source(path, max_bytes),
        }
    }

    /// Reads a manifest, or what stands for it.
    pub(crate) fn read_meta(&self, path: &Path) -> Result<String, Problem> {
        self.read(path, MAX_META_BYTES).map(|source| source.text.as_ref().to_owned())
    }
}
