//! Finds the parts of a workspace that only tests or developers use: packages that only dev-dependencies name, features that only those enable,
//! packages that only such features turn on, and the package `xtask`.

use super::model::{Dependency, DependencyKind, Package, PackageId, TargetKind, code_name};
use index_vec::IndexVec;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Words in the names of libraries for tests, even if they are published.
const TEST_WORDS: [&str; 4] = ["test", "mock", "fixture", "fake"];

/// Words in the names of unpublished libraries that exist for the tests of their own package, if it has any and no other package uses them.
const OWN_TEST_WORDS: [&str; 3] = ["test", "integration", "e2e"];

/// Crates that only tests use. An unpublished library that depends on one of them, and not only in its own tests, is for the tests of others.
const TEST_HARNESSES: [&str; 8] =
    ["assert_cmd", "libtest-mimic", "rstest", "serial_test", "test-case", "test-context", "testcontainers", "trybuild"];

/// The package with a workspace's own tasks for developers, by a convention of cargo's users: <https://github.com/matklad/cargo-xtask>.
const DEVELOPERS: &str = "xtask";

/// A feature of a package.
type Feature = (PackageId, String);

/// Where dependencies lead: by path, since packages of several workspaces may have the same name, or else by name.
struct Known {
    by_root: BTreeMap<PathBuf, PackageId>,
    by_name: BTreeMap<String, PackageId>,
}

impl Known {
    fn new(packages: &IndexVec<PackageId, Package>) -> Self {
        Self {
            by_root: packages.iter_enumerated().map(|(id, package)| (package.root.clone(), id)).collect(),
            by_name: packages.iter_enumerated().map(|(id, package)| (package.name.clone(), id)).collect(),
        }
    }

    fn get(&self, dependency: &Dependency) -> Option<PackageId> {
        match &dependency.path {
            Some(folder) => self.by_root.get(folder).copied(),
            None => self.by_name.get(&dependency.package).copied(),
        }
    }
}

/// Fills [`Package::for_tests`].
pub(crate) fn for_tests(packages: &mut IndexVec<PackageId, Package>) {
    let known = Known::new(packages);
    let mut whole = test_packages(packages, &known, &BTreeSet::new());
    // A feature that only tests enable may turn on a package, and then only tests enable what that package asks for. Both sets only grow.
    let features = loop {
        let features = test_features(packages, &known, &whole);
        let more = test_packages(packages, &known, &features);
        if more == whole {
            break features;
        }
        whole = more;
    };
    for (id, feature) in features {
        packages[id].for_tests.features.insert(feature);
    }
    for id in whole {
        packages[id].for_tests.whole = true;
    }
}

/// The features that only dev-dependencies, and packages that are test support as a whole, enable.
fn test_features(packages: &IndexVec<PackageId, Package>, known: &Known, whole: &BTreeSet<PackageId>) -> BTreeSet<Feature> {
    let (mut used, mut tested): (Vec<Feature>, Vec<Feature>) = (Vec::new(), Vec::new());
    for (id, package) in packages.iter_enumerated() {
        used.push((id, "default".to_owned()));
        for dependency in &package.dependencies {
            let Some(on) = known.get(dependency) else { continue };
            let is_test = dependency.kind == DependencyKind::Dev || whole.contains(&id);
            let features = if is_test { &mut tested } else { &mut used };
            features.extend(dependency.features.iter().map(|feature| (on, feature.clone())));
        }
    }
    let used = closure(packages, known, used);
    closure(packages, known, tested).difference(&used).cloned().collect()
}

/// Whether only features for tests turn on an optional dependency.
fn is_on_in_tests(id: PackageId, dependency: &Dependency, features: &BTreeSet<Feature>) -> bool {
    let of_package = features.iter().filter(|(of, _)| *of == id);
    let names_it = |feature: &String| code_name(feature.strip_prefix("dep:").unwrap_or(feature)) == dependency.name;
    dependency.optional && of_package.into_iter().any(|(_, feature)| names_it(feature))
}

/// Libraries on which only dev-dependencies, optional ones that only these `features` for tests turn on, or other such packages, depend, and
/// the package for developers.
fn test_packages(packages: &IndexVec<PackageId, Package>, known: &Known, features: &BTreeSet<Feature>) -> BTreeSet<PackageId> {
    let mut users: BTreeMap<PackageId, Vec<(PackageId, bool)>> = BTreeMap::new();
    for (id, package) in packages.iter_enumerated() {
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            if let Some(on) = known.get(dependency).filter(|on| *on != id) {
                let in_tests = dependency.kind == DependencyKind::Dev || is_on_in_tests(id, dependency, features);
                users.entry(on).or_default().push((id, in_tests));
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
    let is_test_named = |name: &str| name.split(['-', '_']).any(|word| TEST_WORDS.contains(&word));
    let is_harness = |dependency: &&Dependency| {
        let is_always_on = dependency.kind == DependencyKind::Normal && !dependency.optional;
        let is_own = || dependency.path.is_some() && is_test_named(&dependency.package);
        is_always_on && (TEST_HARNESSES.contains(&dependency.package.as_str()) || is_own())
    };
    let has_own_tests = |package: &Package| {
        let is_named = package.name.split(['-', '_']).any(|word| OWN_TEST_WORDS.contains(&word.trim_end_matches('s')));
        is_named && package.targets.iter().any(|target| target.kind == TargetKind::Test)
    };
    let harnessed = packages.iter_enumerated().filter(|(id, package)| {
        let is_used = || users.get(id).is_some_and(|users| users.iter().any(|(_, in_tests)| !in_tests));
        let is_for_tests = package.dependencies.iter().any(|dependency| is_harness(&dependency)) || has_own_tests(package);
        !package.published && is_library(id) && is_for_tests && !is_used()
    });
    let harnessed: BTreeSet<PackageId> = harnessed.map(|(id, _)| id).collect();
    let mut found: BTreeSet<PackageId> = developers.map(|(id, _)| id).collect();
    let mut queue: Vec<PackageId> = users.keys().copied().collect();
    while let Some(id) = queue.pop() {
        // What the harnessed ones test is no test support, unless its name says so.
        let helps = is_test_named(&packages[id].name);
        let is_test = |(user, in_tests): &(PackageId, bool)| *in_tests || found.contains(user) || helps && harnessed.contains(user);
        let users = users.get(&id).map(Vec::as_slice).unwrap_or_default();
        if is_library(&id) && !users.is_empty() && users.iter().all(is_test) && found.insert(id) {
            // Its own dependencies may be test support as well.
            queue.extend(packages[id].dependencies.iter().filter_map(|dependency| known.get(dependency)));
        }
    }
    found.extend(harnessed);
    found
}

/// These features and all that they enable, in their own package and in others.
fn closure(packages: &IndexVec<PackageId, Package>, known: &Known, from: Vec<Feature>) -> BTreeSet<Feature> {
    let mut on: BTreeSet<Feature> = BTreeSet::new();
    let mut queue = from;
    while let Some((id, feature)) = queue.pop() {
        let more = packages[id].features.get(&feature).cloned().unwrap_or_default();
        if on.insert((id, feature)) {
            for entry in more {
                match entry.split_once('/') {
                    Some((dependency, feature)) => {
                        // Without `?` it turns the optional dependency on as well.
                        let is_weak = dependency.ends_with('?');
                        let dependency = dependency.trim_end_matches('?');
                        queue.extend((!is_weak).then(|| (id, dependency.to_owned())));
                        let package = packages[id].dependencies.iter().find(|other| other.name == code_name(dependency));
                        let other = package.and_then(|package| known.get(package));
                        queue.extend(other.map(|other| (other, feature.to_owned())));
                    }
                    None => queue.push((id, entry)),
                }
            }
        }
    }
    on
}
