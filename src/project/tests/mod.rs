//! Trees on disk, and the result of discovering them.

mod hostile;
mod packages;
mod runtimes;
mod sources;
mod sweep;
mod walk;
mod workspaces;

use super::{Options, Package, Project, display_path};
use std::path::{Path, PathBuf};

/// A temporary folder with a tree.
pub(super) struct Tree {
    folder: tempfile::TempDir,
    pub(super) root: PathBuf,
}

impl Tree {
    /// A tree with these files.
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let root = folder.path().canonicalize().expect("it exists");
        let tree = Self { folder, root };
        for (path, text) in files {
            tree.write(path, text);
        }
        tree
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub(super) fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("folder created");
        std::fs::write(path, bytes).expect("file written");
    }

    pub(super) fn options(&self, paths: &[&str]) -> Options {
        Options { paths: paths.iter().map(PathBuf::from).collect(), ..Options::new(self.root.clone()) }
    }

    /// The project discovered from these paths.
    pub(super) fn discover(&self, paths: &[&str]) -> Project {
        assert!(self.folder.path().exists());
        super::discover(&self.options(paths)).expect("the paths exist")
    }

    /// A path relative to the tree's root.
    pub(super) fn show(&self, path: &Path) -> String {
        display_path(path, &self.root)
    }

    pub(super) fn requested(&self, project: &Project) -> Vec<String> {
        project.requested.iter().map(|path| self.show(path)).collect()
    }

    /// `path: message` of each problem.
    pub(super) fn problems(&self, project: &Project) -> Vec<String> {
        project.problems.iter().map(|problem| format!("{}: {}", self.show(&problem.path), problem.message)).collect()
    }

    /// `kind name path edition` of each target.
    pub(super) fn targets(&self, package: &Package) -> Vec<String> {
        let show = |target: &super::Target| format!("{:?} {} {} {:?}", target.kind, target.name, self.show(&target.root), target.edition);
        package.targets.iter().map(show).collect()
    }
}

pub(super) fn names(project: &Project) -> Vec<&str> {
    project.packages.iter().map(|package| package.name.as_str()).collect()
}

pub(super) fn package<'a>(project: &'a Project, name: &str) -> &'a Package {
    project.packages.iter().find(|package| package.name == name).expect("a package by this name")
}

/// A minimal manifest.
pub(super) fn manifest(name: &str, rest: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2021\"\n{rest}")
}
