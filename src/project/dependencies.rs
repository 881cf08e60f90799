//! The dependencies of a manifest, with those parts that `workspace = true` inherits.

use super::manifest::Manifest;
use super::model::{Dependency, DependencyKind, Problem, code_name};
use super::paths::join;
use cargo_toml::{Dependency as Declared, DependencyDetail, DepsSet};
use semver::VersionReq;
use std::path::Path;

/// All dependencies: normal, dev, build, then those for the platform; by key within a section.
pub(crate) fn dependencies(manifest: &Manifest, root: Option<&Manifest>, problems: &mut Vec<Problem>) -> Vec<Dependency> {
    let toml = &manifest.toml;
    let here = toml.target.iter().filter(|(platform, _)| manifest.platform.may_be(platform)).map(|(_, target)| target);
    let platforms = here.map(|target| [&target.dependencies, &target.dev_dependencies, &target.build_dependencies]);
    let sections = std::iter::once([&toml.dependencies, &toml.dev_dependencies, &toml.build_dependencies]).chain(platforms);
    let mut found = Vec::new();
    for section in sections {
        for (kind, set) in [DependencyKind::Normal, DependencyKind::Dev, DependencyKind::Build].into_iter().zip(section) {
            for (key, declared) in set {
                match dependency(key, declared, kind, manifest, root) {
                    Some(dependency) => found.push(dependency),
                    None => problems.push(Problem::new(
                        manifest.path.clone(),
                        format!("the dependency `{key}` is inherited, but the workspace does not declare it"),
                        None,
                    )),
                }
            }
        }
    }
    found
}

fn dependency(key: &str, declared: &Declared, kind: DependencyKind, manifest: &Manifest, root: Option<&Manifest>) -> Option<Dependency> {
    let Declared::Inherited(own) = declared else { return Some(plain(key, declared, kind, manifest)) };
    let root = root?;
    let mut dependency = plain(key, shared(root)?.get(key)?, kind, root);
    dependency.optional = own.optional;
    for feature in &own.features {
        if !dependency.features.contains(feature) {
            dependency.features.push(feature.clone());
        }
    }
    // A member can turn inherited default features on, but not off: other members may rely on them.
    dependency.default_features |= manifest.default_features.get(key).copied().unwrap_or(false);
    Some(dependency)
}

fn shared(root: &Manifest) -> Option<&DepsSet> {
    root.toml.workspace.as_ref().map(|workspace| &workspace.dependencies)
}

/// A dependency as declared in `manifest`, without inheritance.
fn plain(key: &str, declared: &Declared, kind: DependencyKind, manifest: &Manifest) -> Dependency {
    let empty = DependencyDetail::default();
    let detail = declared.detail().unwrap_or(&empty);
    let req = match declared {
        Declared::Simple(req) => req.clone(),
        _ => detail.version.clone().unwrap_or(VersionReq::STAR),
    };
    Dependency {
        name: code_name(key),
        package: detail.package.clone().unwrap_or_else(|| key.to_owned()),
        req,
        kind,
        optional: detail.optional,
        features: detail.features.clone(),
        default_features: detail.default_features,
        path: detail.path.as_ref().map(|path| join(&manifest.folder, Path::new(path))),
        declared_in: Some(manifest.path.clone()),
    }
}
