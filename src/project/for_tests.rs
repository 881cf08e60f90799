//! Finds the parts of a workspace that only tests or developers use: packages that only dev-dependencies name, features that only those enable,
//! and the package `xtask`.

use super::model::{Dependency, DependencyKind, Package, PackageId, TargetKind, code_name};
use index_vec::IndexVec;
use std::collections::{BTreeMap, BTreeSet};

/// Words in the names of libraries for tests, even if they are published.
const TEST_WORDS: [&str; 4] = ["test", "mock", "fixture", "fake"];

/// The package with a workspace's own tasks for developers, by a convention of cargo's users: <https://github.com/matklad/cargo-xtask>.
const DEVELOPERS: &str = "xtask";

/// A feature of a package.
type Feature = (PackageId, String);

/// Fills [`Package::for_tests`].
pub(crate) fn for_tests(packages: &mut IndexVec<PackageId, Package>) {
    let by_name: BTreeMap<String, PackageId> = packages.iter_enumerated().map(|(id, package)| (package.name.clone(), id)).collect();
    let whole = test_packages(packages, &by_name);
    let (mut used, mut tested): (Vec<Feature>, Vec<Feature>) = (Vec::new(), Vec::new());
    for (id, package) in packages.iter_enumerated() {
        used.push((id, "default".to_owned()));
        for dependency in &package.dependencies {
            let Some(&on) = by_name.get(&dependency.package) else { continue };
            let is_test = dependency.kind == DependencyKind::Dev || whole.contains(&id);
            let features = if is_test { &mut tested } else { &mut used };
            features.extend(dependency.features.iter().map(|feature| (on, feature.clone())));
        }
    }
    let used = closure(packages, &by_name, used);
    let tested = closure(packages, &by_name, tested);
    for (id, feature) in tested.difference(&used) {
        packages[*id].for_tests.features.insert(feature.clone());
    }
    for id in whole {
        packages[id].for_tests.whole = true;
    }
}

/// Libraries on which only dev-dependencies, or other such packages, depend, and the package for developers.
fn test_packages(packages: &IndexVec<PackageId, Package>, by_name: &BTreeMap<String, PackageId>) -> BTreeSet<PackageId> {
    let mut users: BTreeMap<PackageId, Vec<(PackageId, DependencyKind)>> = BTreeMap::new();
    for (id, package) in packages.iter_enumerated() {
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            if let Some(&on) = by_name.get(&dependency.package).filter(|on| **on != id) {
                users.entry(on).or_default().push((id, dependency.kind));
            }
        }
    }
    // A library for other packages is not test support, even if only tests use it here.
    let is_library = |id: &PackageId| {
        let package = &packages[*id];
        let is_named = || TEST_WORDS.iter().any(|word| package.name.contains(word));
        (!package.published || is_named()) && package.targets.iter().all(|target| target.kind != TargetKind::Bin)
    };
    let developers = packages.iter_enumerated().filter(|(_, package)| package.name == DEVELOPERS);
    let mut found: BTreeSet<PackageId> = developers.map(|(id, _)| id).collect();
    let mut queue: Vec<PackageId> = users.keys().copied().collect();
    while let Some(id) = queue.pop() {
        let is_test = |(user, kind): &(PackageId, DependencyKind)| *kind == DependencyKind::Dev || found.contains(user);
        let users = users.get(&id).map(Vec::as_slice).unwrap_or_default();
        if is_library(&id) && !users.is_empty() && users.iter().all(is_test) && found.insert(id) {
            // Its own dependencies may be test support as well.
            let on = |dependency: &Dependency| by_name.get(&dependency.package).copied();
            queue.extend(packages[id].dependencies.iter().filter_map(on));
        }
    }
    found
}

/// These features and all that they enable, in their own package and in others.
fn closure(packages: &IndexVec<PackageId, Package>, by_name: &BTreeMap<String, PackageId>, from: Vec<Feature>) -> BTreeSet<Feature> {
    let mut on: BTreeSet<Feature> = BTreeSet::new();
    let mut queue = from;
    while let Some((id, feature)) = queue.pop() {
        let more = packages[id].features.get(&feature).cloned().unwrap_or_default();
        if on.insert((id, feature)) {
            for entry in more {
                match entry.split_once('/') {
                    Some((dependency, feature)) => {
                        let dependency = dependency.trim_end_matches('?');
                        let package = packages[id].dependencies.iter().find(|other| other.name == code_name(dependency));
                        let other = package.and_then(|package| by_name.get(&package.package));
                        queue.extend(other.map(|other| (*other, feature.to_owned())));
                    }
                    None => queue.push((id, entry)),
                }
            }
        }
    }
    on
}
