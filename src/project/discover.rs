//! Maps the paths that the user gave to the packages and files to lint. Reads manifests, lock files and folders; never sources.

use super::for_tests::for_tests;
use super::loose;
use super::manifest::{self, Manifest, Manifests};
use super::model::{Origin, Package, Problem, Project};
use super::overlay::Overlay;
use super::paths::absolute;
use super::platform::Platform;
use super::read::plain;
use super::walk::rust_files;
use super::workspace::{members, root_of, shared};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options of project discovery.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files and folders as the user gave them; none means the current directory. A `Cargo.toml` stands for its folder.
    pub paths: Vec<PathBuf>,
    /// The folder that relative paths start from, absolute.
    pub current_dir: PathBuf,
    /// Folders with vendored packages, beyond those that cargo's configuration names and `vendor/` beside a root manifest.
    pub vendor: Vec<PathBuf>,
    /// Texts that replace files.
    pub overlay: Overlay,
    /// The platform that the packages are built for.
    pub platform: Platform,
}

impl Options {
    /// Everything below `current_dir`, with the usual bounds.
    #[must_use]
    pub fn new(current_dir: PathBuf) -> Self {
        Self { paths: Vec::new(), current_dir, vendor: Vec::new(), overlay: Overlay::default(), platform: Platform::host() }
    }
}

/// A path that the user gave cannot be linted at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` {message}", .path.display())]
pub struct DiscoverError {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// The reason, in lower case without a full stop.
    pub message: String,
}

/// Finds the packages that the given paths belong to, the members of their workspaces, and the files to lint.
///
/// # Errors
///
/// If one of the given paths does not exist or cannot be listed. Every other error is a [`Problem`] of the project.
pub fn discover(options: &Options) -> Result<Project, DiscoverError> {
    let current = [PathBuf::from(".")];
    let paths = if options.paths.is_empty() { &current[..] } else { &options.paths };
    let overlay = options.overlay.clone();
    let mut discovery = Discovery { manifests: Manifests::new(overlay.clone(), options.platform), overlay, ..Discovery::default() };
    for given in paths {
        discovery.add_path(given, &options.current_dir)?;
    }
    discovery.find_packages();
    let mut project = discovery.finish();
    project.vendor.clone_from(&options.vendor);
    project.overlay = options.overlay.clone();
    project.platform = options.platform;
    Ok(project)
}

/// The packages around some folders, without a look at the files in them: those of the nearest manifests, and the members of their
/// workspaces. A folder without a manifest is a loose package. Paths may be files; for a missing path the nearest folder above is used.
#[must_use]
pub fn around(paths: &[PathBuf], current_dir: &Path) -> Project {
    let mut discovery = Discovery::default();
    for path in paths {
        let path = absolute(path, current_dir);
        let folder = if path.is_file() { path.parent().unwrap_or(&path) } else { &path };
        match home(folder, &discovery.manifests, &mut discovery.problems) {
            Home::Package(manifest) => drop(discovery.wanted.insert(manifest)),
            Home::Broken(_) => drop(discovery.loose.entry(folder.to_owned()).or_default()),
            Home::None => {
                let roots = folder.ancestors().filter_map(|folder| discovery.manifests.sound(&folder.join("Cargo.toml")));
                match roots.into_iter().next() {
                    Some(root) => discovery.wanted.extend(members(&root, &discovery.manifests, &mut discovery.problems)),
                    None => drop(discovery.loose.entry(folder.to_owned()).or_default()),
                }
            }
        }
    }
    discovery.finish()
}

#[derive(Default)]
struct Discovery {
    manifests: Manifests,
    overlay: Overlay,
    /// Files to lint, each with the first given path that it was found through.
    files: BTreeMap<PathBuf, PathBuf>,
    /// Files that were given by name.
    named: BTreeSet<PathBuf>,
    /// Package manifests to load.
    wanted: BTreeSet<PathBuf>,
    /// Files without a package, by the folder that they are grouped under.
    loose: BTreeMap<PathBuf, Vec<PathBuf>>,
    problems: Vec<Problem>,
}

/// The owner of a file.
#[derive(Clone)]
enum Home {
    /// The package with this manifest.
    Package(PathBuf),
    /// The folder of a manifest that cannot be read.
    Broken(PathBuf),
    /// No manifest.
    None,
}

impl Discovery {
    fn add_path(&mut self, given: &Path, current_dir: &Path) -> Result<(), DiscoverError> {
        let error = |message: String| DiscoverError { path: given.to_owned(), message };
        let mut path = absolute(given, current_dir);
        // An overlay text may replace a file that does not exist yet.
        if self.overlay.get(&path).is_some() && path.symlink_metadata().is_err() {
            let folder = path.parent().unwrap_or(&path).to_owned();
            self.files.insert(path, folder);
            return Ok(());
        }
        let mut metadata = path.metadata().map_err(|io| error(format!("cannot be read: {}", plain(&io))))?;
        if metadata.is_file() && path.file_name().is_some_and(|name| name == "Cargo.toml") {
            path.pop();
            metadata = path.metadata().map_err(|io| error(format!("cannot be read: {}", plain(&io))))?;
        }
        if metadata.is_dir() {
            std::fs::read_dir(&path).map_err(|io| error(format!("cannot be read: {}", plain(&io))))?;
            let mut files = BTreeSet::new();
            rust_files(&path, &mut files, &mut self.problems);
            for file in files {
                self.files.entry(file).or_insert_with(|| path.clone());
            }
        } else if metadata.is_file() {
            let folder = path.parent().unwrap_or(&path).to_owned();
            self.named.insert(path.clone());
            self.files.insert(path, folder);
        } else {
            self.problems.push(Problem::new(path, "is not a regular file".to_owned(), None));
        }
        Ok(())
    }

    /// Sorts the files into packages and loose groups, and adds the members of the packages' workspaces.
    fn find_packages(&mut self) {
        let mut homes: BTreeMap<PathBuf, Home> = BTreeMap::new();
        for (file, found_through) in std::mem::take(&mut self.files) {
            let folder = file.parent().unwrap_or(&file).to_owned();
            let home = homes.entry(folder).or_insert_with_key(|folder| home(folder, &self.manifests, &mut self.problems)).clone();
            match home {
                Home::Package(manifest) => {
                    self.wanted.insert(manifest);
                }
                Home::Broken(folder) => self.loose.entry(folder).or_default().push(file.clone()),
                Home::None => self.loose.entry(found_through.clone()).or_default().push(file.clone()),
            }
            self.files.insert(file, found_through);
        }
    }

    /// Excludes files of packages that cargo would not build from the given paths: those below another manifest that neither has them in
    /// its workspace nor depends on them.
    fn leave_out(&mut self, packages: &mut BTreeMap<PathBuf, Package>) -> Vec<PathBuf> {
        let dependencies: BTreeSet<PathBuf> =
            packages.values().flat_map(|package| &package.dependencies).filter_map(|dependency| dependency.path.clone()).collect();
        let mut homes: BTreeMap<PathBuf, bool> = BTreeMap::new();
        let mut is_left_out = |file: &Path, through: &Path| {
            let owner = file.ancestors().skip(1).find(|folder| packages.contains_key(&folder.join("Cargo.toml")));
            let Some(owner) = owner.filter(|owner| *owner != through && owner.starts_with(through)) else { return false };
            *homes.entry(owner.to_owned()).or_insert_with(|| {
                let package = &packages[&owner.join("Cargo.toml")];
                let root = package.workspace.as_deref().and_then(Path::parent).unwrap_or(owner);
                let mut above = root.ancestors().skip(1).take_while(|folder| folder.starts_with(through));
                !dependencies.contains(owner) && above.any(|folder| self.manifests.sound(&folder.join("Cargo.toml")).is_some())
            })
        };
        self.files.retain(|file, through| !is_left_out(file, through));
        let left: Vec<PathBuf> = homes.into_iter().filter(|(_, out)| *out).map(|(folder, _)| folder).collect();
        let is_left =
            |manifest: &Path| manifest.parent().is_some_and(|folder| left.binary_search_by(|left| left.as_path().cmp(folder)).is_ok());
        packages.retain(|manifest, _| !is_left(manifest));
        // Drop the problems of the excluded packages.
        self.problems.retain(|problem| !is_left(&problem.path));
        left
    }

    /// Files that the user named directly or by a folder within their package.
    fn explicit(&self) -> BTreeSet<PathBuf> {
        let is_explicit = |file: &Path, through: &Path| {
            let package = file.ancestors().skip(1).find(|folder| self.manifests.sound(&folder.join("Cargo.toml")).is_some());
            self.named.contains(file) || package.is_some_and(|package| through != package && through.starts_with(package))
        };
        self.files.iter().filter(|(file, through)| is_explicit(file, through)).map(|(file, _)| file.clone()).collect()
    }

    fn finish(mut self) -> Project {
        let mut packages: BTreeMap<PathBuf, Package> = BTreeMap::new();
        let mut workspaces = BTreeMap::new();
        let mut known_members: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
        let mut queue: Vec<PathBuf> = self.wanted.iter().rev().cloned().collect();
        while let Some(path) = queue.pop() {
            if packages.contains_key(&path) {
                continue;
            }
            let Some(manifest) = self.manifests.sound(&path) else { continue };
            let root = root_of(&manifest, &self.manifests, &mut self.problems);
            let mut workspace = None;
            if let Some(root) = &root {
                let members = known_members.entry(root.path.clone()).or_insert_with(|| {
                    let found = members(root, &self.manifests, &mut self.problems);
                    queue.extend(found.iter().rev().cloned());
                    found
                });
                workspace = members.contains(&path).then_some(root);
            }
            let owner: &Arc<Manifest> = workspace.unwrap_or(&manifest);
            workspaces.entry(owner.folder.clone()).or_insert_with(|| shared(owner, &mut self.problems));
            let workspace = workspace.map(|root| root.path.as_path());
            let package = manifest::package(&manifest, root.as_deref(), workspace, Origin::Workspace, &mut self.problems);
            packages.extend(package.map(|package| (path, package)));
        }
        let left_out = self.leave_out(&mut packages);
        let mut project = Project { left_out, ..Project::default() };
        project.packages.extend(packages.into_values());
        for_tests(&mut project.packages);
        project.explicit = self.explicit();
        project.requested = self.files.into_keys().collect();
        project.packages.extend(self.loose.into_iter().map(|(folder, files)| loose::package(&folder, &files)));
        project.workspaces = workspaces.into_values().collect();
        self.problems.sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
        self.problems.dedup();
        project.problems = self.problems;
        project
    }
}

/// The nearest manifest at or above `folder` decides. A workspace without a package ends the search: files in it that are in none of its
/// packages do not belong to a package further up.
fn home(folder: &Path, manifests: &Manifests, problems: &mut Vec<Problem>) -> Home {
    for folder in folder.ancestors() {
        match manifests.load(&folder.join("Cargo.toml")) {
            None => {}
            Some(Ok(manifest)) if manifest.toml.package.is_some() => return Home::Package(manifest.path.clone()),
            Some(Ok(_)) => return Home::None,
            Some(Err(problem)) => {
                problems.push(problem);
                return Home::Broken(folder.to_owned());
            }
        }
    }
    Home::None
}
