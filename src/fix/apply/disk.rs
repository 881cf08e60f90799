//! The tree on disk as the rounds see it: which files may be edited, and what the tree would look like. Reads through `project/`; writes
//! nothing.

use super::outcome::Tree;
use crate::diagnostics::Report;
use crate::project::{MAX_FILE_BYTES, Overlay, read_source, rust_files};
use crate::{CheckError, CheckOptions};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Lints the tree of the options.
pub type Check<'a> = &'a dyn Fn(&CheckOptions) -> Result<Report, CheckError>;

/// The folders that a run was asked to lint.
pub struct Disk<'a> {
    options: &'a CheckOptions,
    check: Check<'a>,
    /// The real paths of the files queried so far, and the name of each.
    names: RefCell<BTreeMap<PathBuf, String>>,
    /// The texts of files below others, cached, since a file is below many.
    read: RefCell<BTreeMap<PathBuf, Option<Arc<str>>>>,
}

impl<'a> Disk<'a> {
    /// The tree that `options` name, linted by `check`.
    #[must_use]
    pub fn new(options: &'a CheckOptions, check: Check<'a>) -> Self {
        Self { options, check, names: RefCell::default(), read: RefCell::default() }
    }

    /// The file behind a path as reports show it, symbolic links followed.
    ///
    /// # Errors
    /// One line that says why it must not be edited.
    pub fn real(&self, path: &str) -> Result<PathBuf, String> {
        let absolute = self.options.current_dir.join(path);
        let real = absolute.canonicalize().map_err(|error| format!("cannot be found: {error}"))?;
        let metadata = real.metadata().map_err(|error| format!("cannot be read: {error}"))?;
        if !metadata.is_file() {
            return Err("is not a regular file".to_owned());
        }
        if !self.is_inside(&absolute, &real) {
            return Err("is a symbolic link that leads out of the linted folders".to_owned());
        }
        // A read-only file must not be replaced either, though the folder's permissions would allow it.
        if metadata.permissions().readonly() {
            return Err("is read-only".to_owned());
        }
        std::fs::OpenOptions::new().write(true).open(&real).map_err(|error| format!("cannot be written: {error}"))?;
        Ok(real)
    }

    /// Whether the file is in the given folders, or is the manifest of a workspace around them.
    fn is_inside(&self, absolute: &Path, real: &Path) -> bool {
        let current = &self.options.current_dir;
        let given = self.options.paths.iter().map(|path| current.join(path));
        let roots: Vec<PathBuf> = given.chain([current.clone()]).filter_map(|root| root.canonicalize().ok()).collect();
        let folder = real.parent();
        let is_manifest = real.file_name().is_some_and(|name| name == "Cargo.toml") && !absolute.is_symlink();
        roots.iter().any(|root| real.starts_with(root))
            // If only a file is given, the folder of its package counts as given.
            || (is_manifest && folder.is_some_and(|folder| roots.iter().any(|root| root.starts_with(folder))))
    }
}

impl Tree for Disk<'_> {
    type Error = CheckError;

    fn text(&self, path: &str) -> Result<Arc<str>, String> {
        let real = self.real(path)?;
        let mut names = self.names.borrow_mut();
        let name = names.entry(real).or_insert_with(|| path.to_owned());
        if name != path {
            // The edits under two names of one file would overwrite each other.
            return Err(format!("is the same file as `{name}`"));
        }
        read_source(&self.options.current_dir.join(path), MAX_FILE_BYTES).map(|file| file.text).map_err(|problem| problem.message)
    }

    fn below(&self, path: &str) -> Vec<Arc<str>> {
        let file = self.options.current_dir.join(path);
        let Some(folder) = file.parent().filter(|_| file.extension().is_some_and(|extension| extension == "rs")) else {
            return Vec::new();
        };
        // The modules of `a.rs` are in `a/`, those of a root or `mod.rs` beside it; a `#[path]` may lead to any file below.
        let mut files = BTreeSet::new();
        rust_files(folder, &mut files, &mut Vec::new());
        files.remove(&file);
        let mut read = self.read.borrow_mut();
        let text = |file: PathBuf| {
            let text = read.entry(file).or_insert_with_key(|file| read_source(file, MAX_FILE_BYTES).ok().map(|file| file.text));
            text.clone()
        };
        files.into_iter().filter_map(text).collect()
    }

    fn check(&self, texts: &BTreeMap<String, Arc<str>>) -> Result<Report, CheckError> {
        let absolute = texts.iter().map(|(path, text)| (self.options.current_dir.join(path), Arc::clone(text)));
        (self.check)(&CheckOptions { overlay: Overlay::new(absolute.collect()), ..self.options.clone() })
    }
}
