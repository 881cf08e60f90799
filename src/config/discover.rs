//! Finds the configurations: beside the manifests of each package and its workspace, or the one that `--config` names.

use super::layers::{Configuration, Layer, Scope};
use super::read::{Found, Reader, named};
use crate::catalogue::DataError;
use crate::project::{Package, Project, TargetKind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Configuration {
    /// Reads the configurations of the packages of a project. `config` is the file of `--config`, which replaces all others;
    /// relative paths start from `current_dir`, which must be absolute.
    ///
    /// # Errors
    /// All errors in the files that can be found without knowing the lints.
    pub fn load(project: &Project, config: Option<&Path>, current_dir: &Path) -> Result<Self, Vec<DataError>> {
        let mut reader = Reader { current_dir, overlay: &project.overlay, errors: Vec::new() };
        let mut configuration = Self::default();
        let mut gather = Gather { known: BTreeMap::new(), layers: Vec::new() };
        let only = config.map(|config| reader.file(&named(config, current_dir), None));
        for package in &project.packages {
            let layers = match &only {
                Some(layer) => layer.iter().cloned().collect(),
                None => gather.layers_of(package, &mut reader),
            };
            configuration.scopes.push(Scope { root: package.root.clone(), name: package.name.clone(), crates: crates(package), layers });
        }
        configuration.layers = match only {
            Some(layer) => layer.into_iter().collect(),
            None => gather.layers,
        };
        configuration.scopes.sort_by(|a, b| a.root.cmp(&b.root));
        if reader.errors.is_empty() { Ok(configuration) } else { Err(reader.errors) }
    }
}

/// The names of a package's library and binaries; other crates, such as build scripts, do not occur in paths.
fn crates(package: &Package) -> Vec<String> {
    let written = package.targets.iter().filter(|target| matches!(target.kind, TargetKind::Lib | TargetKind::Bin));
    let mut names: Vec<String> = written.map(|target| target.name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

struct Gather {
    /// What was found, by folder.
    known: BTreeMap<PathBuf, Found>,
    layers: Vec<Arc<Layer>>,
}

impl Gather {
    /// The configurations of a package, the nearest first.
    fn layers_of(&mut self, package: &Package, reader: &mut Reader<'_>) -> Vec<Arc<Layer>> {
        let top = package.workspace.as_deref().and_then(Path::parent);
        let confined_to = top.unwrap_or(&package.root);
        let mut layers = Vec::new();
        let above = top.filter(|top| *top != package.root).map(|top| self.folder(top, confined_to, reader));
        let own = match &package.manifest {
            Some(_) => self.folder(&package.root, confined_to, reader),
            None => self.loose(&package.root, reader),
        };
        layers.extend(own.package);
        layers.extend(own.shared);
        // `[package.metadata]` of the workspace's root package does not apply to the members.
        layers.extend(above.and_then(|found| found.shared));
        layers
    }

    fn folder(&mut self, folder: &Path, confined_to: &Path, reader: &mut Reader<'_>) -> Found {
        if let Some(known) = self.known.get(folder) {
            return known.clone();
        }
        let found = reader.folder(folder, confined_to);
        self.layers.extend(found.shared.iter().chain(&found.package).cloned());
        self.known.insert(folder.to_owned(), found.clone());
        found
    }

    /// Loose files use the configuration in their own folder, or else the one in the current folder if that is above.
    fn loose(&mut self, folder: &Path, reader: &mut Reader<'_>) -> Found {
        let current = reader.current_dir;
        let has = |folder: &Path| folder.join(super::FILE_NAME).symlink_metadata().is_ok();
        let folder = if !has(folder) && folder.starts_with(current) { current } else { folder };
        self.folder(folder, folder, reader)
    }
}
