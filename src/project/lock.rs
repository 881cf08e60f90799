//! `Cargo.lock`: which version of each package was chosen. Formats 1 to 4, through `cargo-lock`.

use super::model::{Dependency, Problem};
use super::read::read_meta;
use cargo_lock::{Lockfile, SourceId};
use semver::Version;
use std::collections::BTreeMap;
use std::path::Path;

/// A parsed lock file.
#[derive(Debug, Default)]
pub struct Lock {
    /// Each package's entries, by descending version.
    packages: BTreeMap<String, Vec<Locked>>,
}

/// One `[[package]]`.
#[derive(Clone, Debug)]
pub(crate) struct Locked {
    pub(crate) version: Version,
    pub(crate) source: LockedSource,
    /// Names and versions of its dependencies.
    dependencies: Vec<(String, Version)>,
}

/// The source of a locked package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LockedSource {
    /// A folder: a workspace member or a path dependency.
    Path,
    /// A registry of any kind.
    Registry,
    /// A git repository: the full commit hash, if it is given.
    Git(Option<String>),
}

impl Lock {
    /// Reads `Cargo.lock` in `folder`; `None` if there is none.
    pub(crate) fn read(folder: &Path) -> Option<Result<Self, Problem>> {
        let path = folder.join("Cargo.lock");
        path.symlink_metadata().ok()?;
        Some(read_meta(&path).and_then(|text| {
            text.parse::<Lockfile>().map(|lockfile| Self::from(&lockfile)).map_err(|error| {
                let message = format!("broken lock file: {}", error.to_string().split_whitespace().collect::<Vec<_>>().join(" "));
                Problem::new(path, message, None)
            })
        }))
    }

    /// The entry for a dependency of package `from`: the edge in the lock file or, if `from` is not in it, the
    /// highest locked version that satisfies the requirement.
    pub(crate) fn resolve(&self, from: (&str, &Version), dependency: &Dependency) -> Option<&Locked> {
        let entries = self.packages.get(&dependency.package)?;
        let edges: Vec<&Locked> = match self.find(from.0, from.1) {
            Some(owner) => {
                let targets = owner.dependencies.iter().filter(|(name, _)| *name == dependency.package);
                targets.filter_map(|(_, version)| entries.iter().find(|entry| entry.version == *version)).collect()
            }
            None => Vec::new(),
        };
        if let [only] = edges.as_slice() {
            // A patch may have any version, so the requirement is not checked.
            return Some(only);
        }
        let candidates = if edges.is_empty() { entries.iter().collect() } else { edges };
        candidates.into_iter().filter(|entry| satisfies(&entry.version, dependency)).max_by(|a, b| a.version.cmp(&b.version))
    }

    /// Whether the lock file has `from` without an edge to the dependency: then no build of `from` includes the dependency.
    pub(crate) fn leaves_out(&self, from: (&str, &Version), dependency: &Dependency) -> bool {
        self.find(from.0, from.1).is_some_and(|owner| !owner.dependencies.iter().any(|(name, _)| *name == dependency.package))
    }

    /// The entry of exactly this package and version.
    pub(crate) fn find(&self, name: &str, version: &Version) -> Option<&Locked> {
        self.packages.get(name)?.iter().find(|entry| entry.version == *version)
    }
}

/// Whether a version satisfies a dependency's requirement; `*` also accepts pre-releases, since paths and git have no requirement.
pub(crate) fn satisfies(version: &Version, dependency: &Dependency) -> bool {
    dependency.req == semver::VersionReq::STAR || dependency.req.matches(version)
}

impl From<&Lockfile> for Lock {
    fn from(lockfile: &Lockfile) -> Self {
        let mut packages: BTreeMap<String, Vec<Locked>> = BTreeMap::new();
        for package in &lockfile.packages {
            let entry = Locked {
                version: package.version.clone(),
                source: package.source.as_ref().map_or(LockedSource::Path, LockedSource::from),
                dependencies: package.dependencies.iter().map(|edge| (edge.name.to_string(), edge.version.clone())).collect(),
            };
            packages.entry(package.name.to_string()).or_default().push(entry);
        }
        for entries in packages.values_mut() {
            entries.sort_by(|a, b| b.version.cmp(&a.version));
        }
        Self { packages }
    }
}

impl From<&SourceId> for LockedSource {
    fn from(source: &SourceId) -> Self {
        if source.is_git() {
            Self::Git(source.precise().map(str::to_owned))
        } else if source.is_path() {
            Self::Path
        } else {
            Self::Registry
        }
    }
}
