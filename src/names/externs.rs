//! The extern prelude: which crates a crate's code can name, and where they are.

use super::data::{CrateData, CrateKind};
use super::spec::CrateSpec;
use super::{CrateId, CrateStore};
use crate::facts::Name;
use crate::project::{Dependency, DependencyKind, Package, TargetKind, code_name};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError};

/// A crate name in the extern prelude, resolved on first use.
#[derive(Debug)]
pub(super) struct ExternSlot {
    source: ExternSource,
    target: OnceLock<ExternTarget>,
}

#[derive(Clone, Copy, Debug)]
enum ExternSource {
    Known(CrateId),
    /// An index into the package's dependencies.
    Dependency(usize),
}

/// What a crate name resolves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExternTarget {
    /// A crate whose source or stub is available.
    Crate(CrateId),
    /// A crate without available source or stub: only its real name is known.
    Missing(Name),
}

/// `-` is `_` in code.
pub(super) fn crate_name(package: &str) -> Name {
    Name::new(&code_name(package))
}

/// The folder that identifies a package.
pub(super) fn package_key(package: &Package) -> PathBuf {
    super::modules::normalize(package.manifest.as_deref().and_then(Path::parent).unwrap_or(&package.root))
}

/// Whether the code has no manifest, so its dependencies are unknown.
pub(super) fn is_loose(package: Option<&Package>) -> bool {
    package.is_some_and(|package| package.manifest.is_none())
}

impl CrateStore<'_> {
    /// The extern prelude of a crate, in order of declaration; normal dependencies win over dev and build ones of the same name.
    pub(super) fn externs_of(&self, spec: &CrateSpec, id: CrateId) -> IndexMap<Name, ExternSlot, FxBuildHasher> {
        let mut map = IndexMap::default();
        let mut add = |name: Name, source| {
            map.entry(name).or_insert(ExternSlot { source, target: OnceLock::new() });
        };
        if let Some(package) = &spec.package {
            let mut order: Vec<usize> = (0..package.dependencies.len()).collect();
            order.sort_by_key(|&index| match (package.dependencies[index].kind, spec.target) {
                (DependencyKind::Normal, TargetKind::BuildScript) => 1,
                (DependencyKind::Normal, _) | (DependencyKind::Build, TargetKind::BuildScript) => 0,
                (DependencyKind::Dev, _) => 2,
                (DependencyKind::Build, _) => 3,
            });
            if !matches!(spec.target, TargetKind::Lib | TargetKind::BuildScript)
                && let Some(lib) = self.lib_of(package)
            {
                add(self.slot(lib).spec.name, ExternSource::Known(lib));
            }
            for index in order {
                add(crate_name(&package.dependencies[index].name), ExternSource::Dependency(index));
            }
        } else if spec.name != "std" {
            // Stubs may name one another.
            for (&name, &stub) in &self.stubs {
                if stub != id {
                    add(name, ExternSource::Known(stub));
                }
            }
        }
        for name in ["std", "core", "alloc"] {
            add(Name::new(name), ExternSource::Known(self.std()));
        }
        map
    }

    /// The crate of a package's library, if it already has an id.
    pub(super) fn lib_of(&self, package: &Package) -> Option<CrateId> {
        self.libs().get(&package_key(package)).copied()
    }

    /// The crate that `name` resolves to in `krate`; `None` if that crate's code cannot name it.
    pub(super) fn extern_target(&self, krate: CrateId, name: Name) -> Option<ExternTarget> {
        let data = self.krate(krate);
        if let Some(slot) = data.externs.get(&name) {
            return Some(*slot.target.get_or_init(|| match slot.source {
                ExternSource::Known(id) => ExternTarget::Crate(id),
                ExternSource::Dependency(index) => match &data.package {
                    Some(package) if self.has_another_name(package, &package.dependencies[index], name) => {
                        self.library_target(data, name).unwrap_or(ExternTarget::Missing(name))
                    }
                    Some(package) => self.locate(package, &package.dependencies[index]),
                    None => ExternTarget::Missing(name),
                },
            }));
        }
        if let Some(target) = self.library_target(data, name) {
            return Some(target);
        }
        // A loose file has no manifest, so every stub counts as a dependency.
        if is_loose(data.package.as_deref()) {
            return Some(self.stubs.get(&name).map_or(ExternTarget::Missing(name), |&id| ExternTarget::Crate(id)));
        }
        None
    }

    /// The dependency whose library has a name of its own: `argon2` of the package `rust-argon2`.
    fn library_target(&self, data: &CrateData, name: Name) -> Option<ExternTarget> {
        let package = data.package.as_ref()?;
        let known = data.library_names.lock().unwrap_or_else(PoisonError::into_inner).get(&name).copied();
        let index = known.unwrap_or_else(|| {
            let found = package.dependencies.iter().position(|dependency| self.is_library(package, dependency, name));
            data.library_names.lock().unwrap_or_else(PoisonError::into_inner).insert(name, found);
            found
        });
        index.map(|index| self.locate(package, &package.dependencies[index]))
    }

    /// Whether the library of a dependency has this name in code. Published packages are read only if their own names contain it.
    fn is_library(&self, from: &Package, dependency: &Dependency, name: Name) -> bool {
        let plain = |name: &str| name.replace(['-', '_'], "");
        let is_likely = dependency.path.is_some() || plain(&dependency.package).contains(&plain(name.as_str()));
        is_likely && self.library_name(from, dependency) == Some(name)
    }

    /// Whether the library of a dependency that is not renamed has another name in code.
    fn has_another_name(&self, from: &Package, dependency: &Dependency, name: Name) -> bool {
        self.library_name(from, dependency).is_some_and(|library| library != name)
    }

    /// The name that the library of a dependency gives itself; `None` if the dependency is renamed, or its source is not available.
    fn library_name(&self, from: &Package, dependency: &Dependency) -> Option<Name> {
        if dependency.is_renamed() {
            return None;
        }
        Some(Name::new(&self.loader.locate(from, dependency)?.library()?.name))
    }

    /// Whether code of a crate can name this crate.
    pub(super) fn has_extern(&self, krate: CrateId, name: Name) -> bool {
        let data = self.krate(krate);
        data.externs.contains_key(&name) || self.library_target(data, name).is_some()
    }

    /// Whether code of a crate can name a crate of the workspace by this name.
    pub(crate) fn names_crate(&self, from: CrateId, name: Name) -> bool {
        self.krate(from).externs.contains_key(&name)
    }

    pub(super) fn locate(&self, from: &Arc<Package>, dependency: &Dependency) -> ExternTarget {
        let known = |folder: &Path| {
            let folder = super::modules::normalize(folder);
            self.libs().get(&folder).copied()
        };
        if let Some(id) = dependency.path.as_deref().and_then(known) {
            return ExternTarget::Crate(id);
        }
        if let Some(package) = self.loader.locate(from, dependency)
            && let Some(id) = self.register_dependency(&package)
        {
            return ExternTarget::Crate(id);
        }
        let real = crate_name(&dependency.package);
        self.stubs.get(&real).map_or(ExternTarget::Missing(real), |&id| ExternTarget::Crate(id))
    }

    /// Assigns an id to the package's library, once. `None` if it has no library.
    pub(super) fn register_dependency(&self, package: &Arc<Package>) -> Option<CrateId> {
        let key = package_key(package);
        let mut libs = self.libs();
        if let Some(&id) = libs.get(&key) {
            return Some(id);
        }
        let target = package.library()?;
        let id = self.push(CrateSpec::of_target(package, target, CrateKind::Dependency));
        libs.insert(key, id);
        Some(id)
    }

    /// Crates that this crate's code can name directly: the name in code and the crate, sorted by name. Loads nothing.
    #[must_use]
    #[cfg(any(test, feature = "internals"))]
    pub fn extern_prelude(&self, krate: CrateId) -> Vec<(Name, CrateId)> {
        let mut list: Vec<_> = self
            .krate(krate)
            .externs
            .keys()
            .filter_map(|&name| match self.extern_target(krate, name) {
                Some(ExternTarget::Crate(id)) => Some((name, id)),
                _ => None,
            })
            .collect();
        list.sort();
        list
    }
}
