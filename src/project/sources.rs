//! Finds the source of a dependency: the lock file's version first, then the best installed one. Results are cached and do not depend on
//! which thread asks first. Never runs cargo, never downloads.

use super::lock::{LockedSource, satisfies};
use super::manifest::{self, Manifest, Manifests};
use super::model::{Dependency, Origin, Package, Problem, Project, Workspace};
use super::registry::{Installed, vendored};
use super::workspace::root_of;
use semver::Version;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Finds dependencies' sources.
#[derive(Debug)]
pub struct Sources {
    /// The packages to lint and the members of their workspaces, by folder.
    packages: BTreeMap<PathBuf, Arc<Package>>,
    workspaces: Vec<Workspace>,
    installed: Installed,
    manifests: Manifests,
    answers: RwLock<HashMap<Question, Option<Arc<Package>>>>,
    loaded: Mutex<HashMap<PathBuf, Option<Arc<Package>>>>,
    problems: Mutex<Vec<Problem>>,
}

/// The inputs of a result.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Question {
    /// The folder of the dependent package.
    from: PathBuf,
    package: String,
    req: semver::VersionReq,
    path: Option<PathBuf>,
}

/// A dependency's entry in a lock file.
struct Choice {
    version: Version,
    source: LockedSource,
}

impl Sources {
    /// Prepares the search for the dependencies of `project`. `cargo_home` is the folder with `registry/` and `git/`.
    #[must_use]
    pub fn new(project: &Project, cargo_home: Option<PathBuf>) -> Self {
        let packages = project.packages.iter().filter(|package| package.manifest.is_some());
        let mut vendor = project.vendor.clone();
        for workspace in &project.workspaces {
            vendor.extend(vendored(&workspace.root, cargo_home.as_deref()));
        }
        let mut seen = std::collections::HashSet::new();
        vendor.retain(|folder| seen.insert(folder.clone()));
        Self {
            packages: packages.map(|package| (package.root.clone(), Arc::new(package.clone()))).collect(),
            workspaces: project.workspaces.clone(),
            installed: Installed::new(cargo_home, vendor),
            manifests: Manifests::new(project.overlay.clone(), project.platform),
            answers: RwLock::default(),
            loaded: Mutex::default(),
            problems: Mutex::default(),
        }
    }

    /// The package that `dependency`, declared by `from`, refers to; `None` if its source is not on this machine. Packages of the project
    /// keep their own origin, all others have [`Origin::Dependency`].
    pub fn locate(&self, from: &Package, dependency: &Dependency) -> Option<Arc<Package>> {
        let question = Question {
            from: from.root.clone(),
            package: dependency.package.clone(),
            req: dependency.req.clone(),
            path: dependency.path.clone(),
        };
        if let Some(answer) = self.answers.read().unwrap_or_else(PoisonError::into_inner).get(&question) {
            return answer.clone();
        }
        let answer = self.search(from, dependency);
        self.answers.write().unwrap_or_else(PoisonError::into_inner).entry(question).or_insert(answer).clone()
    }

    /// The version of a dependency in the lock file, or that of its source, if it is found.
    pub fn version_of(&self, from: &Package, dependency: &Dependency) -> Option<Version> {
        let locked = self.locked(from, dependency).map(|choice| choice.version);
        locked.or_else(|| self.locate(from, dependency).map(|package| package.version.clone()))
    }

    /// The dependency's name in the code of `from`: the rename, or else the name of its library, which may differ from that of
    /// its package.
    pub fn extern_name(&self, from: &Package, dependency: &Dependency) -> String {
        let library = if dependency.is_renamed() { None } else { self.locate(from, dependency) };
        library.as_ref().and_then(|package| package.library()).map_or_else(|| dependency.name.clone(), |target| target.name.clone())
    }

    /// Read errors in the dependencies requested so far, sorted.
    #[cfg(any(test, feature = "internals"))]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner).clone();
        problems.sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
        problems.dedup();
        problems
    }

    /// The direct dependencies of the project's packages whose sources are not on this machine, by name, sorted. Those that the lock file
    /// omits do not count, nor do optional ones without a lock file.
    pub fn missing(&self, project: &Project) -> Vec<String> {
        let is_wanted =
            |package: &Package, dependency: &Dependency| match self.workspace(package).and_then(|workspace| workspace.lock.as_ref()) {
                Some(_) => self.locked(package, dependency).is_some(),
                None => !dependency.optional,
            };
        let mut names = BTreeSet::new();
        for package in project.packages.iter().filter(|package| package.origin == Origin::Workspace) {
            for dependency in &package.dependencies {
                if is_wanted(package, dependency) && self.locate(package, dependency).is_none() {
                    names.insert(dependency.package.clone());
                }
            }
        }
        names.into_iter().collect()
    }

    /// The members of the package's workspace, itself included, by folder.
    pub(crate) fn members_beside<'a>(&'a self, package: &'a Package) -> impl Iterator<Item = &'a Arc<Package>> {
        self.packages.values().filter(|other| other.workspace.is_some() && other.workspace == package.workspace)
    }

    fn search(&self, from: &Package, dependency: &Dependency) -> Option<Arc<Package>> {
        let named = |folder: &Path| self.load(folder).filter(|package| package.name == dependency.package);
        if let Some(found) = dependency.path.as_deref().and_then(named) {
            return Some(found);
        }
        let patch = self.workspace(from).and_then(|workspace| workspace.patches.get(&dependency.package));
        if let Some(found) = patch.and_then(|folder| named(folder)) {
            return Some(found);
        }
        if from.origin == Origin::Dependency && self.is_left_out(from, dependency) {
            return None;
        }
        if let Some(choice) = self.locked(from, dependency) {
            let found = match &choice.source {
                LockedSource::Path => self.in_project(&dependency.package, &choice.version),
                LockedSource::Git(commit) => {
                    let vendored = || self.installed.exact(&dependency.package, &choice.version).map(Path::to_owned);
                    let checkout = self.installed.in_checkout(&dependency.package, commit.as_deref(), &self.manifests);
                    checkout.or_else(vendored).and_then(|folder| named(&folder))
                }
                LockedSource::Registry => self.installed.exact(&dependency.package, &choice.version).and_then(named),
            };
            if found.is_some() {
                return found;
            }
        }
        let fitting = self.installed.best(&dependency.package, |version| satisfies(version, dependency)).and_then(named);
        fitting.or_else(|| {
            let folder = self.installed.in_checkout(&dependency.package, None, &self.manifests)?;
            named(&folder).filter(|package| satisfies(&package.version, dependency))
        })
    }

    fn in_project(&self, name: &str, version: &Version) -> Option<Arc<Package>> {
        self.packages.values().find(|package| package.name == name && package.version == *version).cloned()
    }

    fn workspace(&self, from: &Package) -> Option<&Workspace> {
        let root = from.workspace.as_ref().and_then(|manifest| manifest.parent()).unwrap_or(&from.root);
        self.workspaces.iter().find(|workspace| workspace.root == root)
    }

    /// Whether the lock file shows that the package is built without this dependency: it is optional, or for other platforms or tests.
    fn is_left_out(&self, from: &Package, dependency: &Dependency) -> bool {
        let locks = self.workspaces.iter().filter_map(|workspace| workspace.lock.as_ref());
        let mut naming = locks.filter(|lock| lock.find(&from.name, &from.version).is_some()).peekable();
        naming.peek().is_some() && naming.all(|lock| lock.leaves_out((&from.name, &from.version), dependency))
    }

    /// The entry in the lock file of the package's own workspace, or, for a dependency, in the first one that names the package.
    fn locked(&self, from: &Package, dependency: &Dependency) -> Option<Choice> {
        let own = self.workspace(from).and_then(|workspace| workspace.lock.as_ref());
        let other = || {
            let locks = self.workspaces.iter().filter_map(|workspace| workspace.lock.as_ref());
            locks.into_iter().find(|lock| lock.find(&from.name, &from.version).is_some())
        };
        let lock = if from.origin == Origin::Dependency { own.or_else(other) } else { own };
        let entry = lock?.resolve((&from.name, &from.version), dependency)?;
        Some(Choice { version: entry.version.clone(), source: entry.source.clone() })
    }

    /// The package in a folder; `None` if there is none.
    pub(crate) fn at(&self, folder: &Path) -> Option<Arc<Package>> {
        self.load(folder)
    }

    /// The package in `folder`, the same one each time.
    fn load(&self, folder: &Path) -> Option<Arc<Package>> {
        if let Some(package) = self.packages.get(folder) {
            return Some(Arc::clone(package));
        }
        if let Some(known) = self.loaded.lock().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return known.clone();
        }
        let package = self.read(folder).map(Arc::new);
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner).entry(folder.to_owned()).or_insert(package).clone()
    }

    fn read(&self, folder: &Path) -> Option<Package> {
        let mut problems = Vec::new();
        let package = match self.manifests.load(&folder.join("Cargo.toml"))? {
            Ok(manifest) => {
                // Published manifests are complete; only those in git checkouts and folders inherit from a workspace.
                let root = manifest.toml.needs_workspace_inheritance().then(|| self.root(&manifest, &mut problems)).flatten();
                let workspace = root.as_ref().map(|root| root.path.as_path());
                manifest::package(&manifest, root.as_deref(), workspace, Origin::Dependency, &mut problems)
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).append(&mut problems);
        package
    }

    fn root(&self, manifest: &Arc<Manifest>, problems: &mut Vec<Problem>) -> Option<Arc<Manifest>> {
        root_of(manifest, &self.manifests, problems)
    }
}
