//! Synthetic packages for files that belong to no package.

use super::model::{Edition, ForTests, Origin, Package, Project, Target};
use super::overlay::Overlay;
use super::targets::{conventional_kind, crate_name, is_conventional_root};
use semver::Version;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

impl Project {
    /// A project of only the texts of an overlay, each a separate crate that may name any other crate. Reads no files.
    pub(crate) fn of_texts(folder: &Path, overlay: &Overlay) -> Self {
        let files: Vec<PathBuf> = overlay.paths().cloned().collect();
        let packages = [package(folder, &files)].into_iter().collect();
        Self { packages, requested: files.into_iter().collect(), overlay: overlay.clone(), ..Self::default() }
    }

    /// Moves the requested files in `folder` into a separate package: the folder lies within a package but is not part of its code.
    pub(crate) fn set_apart(&mut self, folder: &Path) {
        let files: Vec<PathBuf> = self.requested.iter().filter(|file| file.starts_with(folder)).cloned().collect();
        if !files.is_empty() {
            self.packages.push(package(folder, &files));
        }
    }
}

/// One package for all loose `files` (sorted) grouped under `folder`: a given folder, the folder of a given file, or that of a broken
/// manifest. Files that cargo would treat as crate roots are its targets; if there are none, each file is a separate target.
pub(crate) fn package(folder: &Path, files: &[PathBuf]) -> Package {
    let relative = |file: &PathBuf| file.strip_prefix(folder).unwrap_or(file).to_owned();
    let roots: Vec<&PathBuf> = files.iter().filter(|file| is_conventional_root(&relative(file))).collect();
    let roots = if roots.is_empty() { files.iter().collect() } else { roots };
    let mut targets: Vec<Target> = roots
        .into_iter()
        .map(|file| Target {
            kind: conventional_kind(&relative(file)),
            name: crate_name(file),
            root: file.clone(),
            edition: Edition::default(),
        })
        .collect();
    targets.sort_by(|a, b| (a.kind, &a.root).cmp(&(b.kind, &b.root)));
    Package {
        name: name(folder, files),
        version: Version::new(0, 0, 0),
        root: folder.to_owned(),
        manifest: None,
        workspace: None,
        origin: Origin::Loose,
        targets,
        dependencies: Vec::new(),
        features: BTreeMap::new(),
        published: false,
        for_tests: ForTests::default(),
    }
}

/// The stem of the only file, or the folder's name.
fn name(folder: &Path, files: &[PathBuf]) -> String {
    match files {
        [only] => crate_name(only),
        _ => folder.file_name().map_or_else(|| "loose".to_owned(), |name| name.to_string_lossy().into_owned()),
    }
}
