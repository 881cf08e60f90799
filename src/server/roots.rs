//! The open folders, each with its own session, and which of them a file belongs to.

use super::Surroundings;
use super::settings::Settings;
use crate::options::CheckOptions;
use crate::session::{Revision, Session};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// One folder.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) session: Session,
    /// Files whose diagnostics may differ from those that the client shows.
    pub(super) unpublished: BTreeSet<PathBuf>,
    /// The revision whose analysis failed.
    pub(super) failed: Option<Revision>,
    /// The last error that was shown to the user.
    pub(super) failure: Option<String>,
    /// How long the last analysis of everything took.
    pub(super) took: Option<Duration>,
    /// Opened for a file outside of all folders.
    is_loose: bool,
    paths: Vec<PathBuf>,
}

impl Root {
    /// Whether the results are those of the newest revision, or its analysis failed.
    pub(super) fn is_settled(&self) -> bool {
        self.session.is_settled() || self.failed == Some(self.session.revision())
    }
}

/// All folders, by path.
#[derive(Debug, Default)]
pub(super) struct Roots {
    open: BTreeMap<PathBuf, Root>,
    pub(super) settings: Settings,
    around: Surroundings,
}

impl Roots {
    pub(super) fn new(around: Surroundings) -> Self {
        Self { around, ..Self::default() }
    }

    fn options(&self, folder: &Path, paths: &[PathBuf]) -> CheckOptions {
        let Surroundings { cargo_home, store } = self.around.clone();
        self.settings.apply(CheckOptions { cargo_home, store, paths: paths.to_vec(), ..CheckOptions::new(folder.to_owned()) })
    }

    fn insert(&mut self, folder: PathBuf, paths: Vec<PathBuf>, is_loose: bool) {
        let session = Session::new(self.options(&folder, &paths));
        let unpublished = BTreeSet::new();
        self.open.insert(folder, Root { session, unpublished, failed: None, failure: None, took: None, is_loose, paths });
    }

    /// Opens a folder of the workspace.
    pub(super) fn add(&mut self, folder: PathBuf) {
        if !self.open.contains_key(&folder) {
            self.insert(folder, Vec::new(), false);
        }
    }

    /// Closes a folder of the workspace.
    pub(super) fn remove(&mut self, folder: &Path) -> Option<Root> {
        self.open.remove(folder)
    }

    /// The folder that a file belongs to: the innermost open one. For a file outside of them, the folder of its manifest is opened, or else the
    /// file alone.
    pub(super) fn of_file(&mut self, file: &Path) -> PathBuf {
        if let Some((folder, _)) = self.find(file) {
            return folder;
        }
        let package = file.ancestors().skip(1).find(|folder| folder.join("Cargo.toml").is_file());
        let (folder, paths) = match package {
            Some(package) => (package.to_owned(), Vec::new()),
            None => (file.parent().unwrap_or(file).to_owned(), vec![file.to_owned()]),
        };
        self.insert(folder.clone(), paths, true);
        folder
    }

    /// The folder that a file belongs to, if one is open.
    pub(super) fn find(&self, file: &Path) -> Option<(PathBuf, &Root)> {
        let is_meant = |root: &Root| !root.is_loose || root.paths.is_empty() || root.paths.iter().any(|path| path == file);
        let (folder, root) = self.open.iter().rfind(|(folder, root)| file.starts_with(folder) && is_meant(root))?;
        Some((folder.clone(), root))
    }

    pub(super) fn get_mut(&mut self, folder: &Path) -> Option<&mut Root> {
        self.open.get_mut(folder)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&PathBuf, &Root)> {
        self.open.iter()
    }

    pub(super) fn folders(&self) -> Vec<PathBuf> {
        self.open.keys().cloned().collect()
    }

    /// Replaces the settings.
    pub(super) fn configure(&mut self, settings: Settings) {
        self.settings = settings;
        for folder in self.folders() {
            let paths = self.open[&folder].paths.clone();
            let options = self.options(&folder, &paths);
            if let Some(root) = self.open.get_mut(&folder) {
                root.session.configure(options);
            }
        }
    }

    /// The path on disk of a hop in a dependency, which the hop names by package and version.
    pub(super) fn dependency_file(&self, shown: &str) -> Option<PathBuf> {
        let is_plain = shown.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
        let sources = self.around.cargo_home.as_ref().filter(|_| is_plain)?.join("registry").join("src");
        let registries = std::fs::read_dir(sources).ok()?.filter_map(Result::ok);
        registries.map(|registry| registry.path().join(shown)).find(|file| file.is_file())
    }
}
