//! Which features of each package are on: cargo's resolver (version 2), over all dependencies that can be read.
//!
//! Cargo builds a package once, with the union of the features that all its dependents request. Three unions are computed. The first is that of a
//! normal build: normal dependencies, and the default features of the workspace's packages. The second has everything that some other build of
//! the same code may add: all features of the workspace's packages, and build scripts. The third adds the dev-dependencies of tests.

use super::model::{Dependency, DependencyKind, Origin, Package, code_name};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The feature that is on unless a dependent turns it off.
const DEFAULT: &str = "default";

/// The features of one package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PackageFeatures {
    /// Features that are on in a normal build; for a package that is not part of it, in any build.
    pub on: BTreeSet<String>,
    /// Features that only other builds may turn on.
    pub maybe: BTreeSet<String>,
    /// Features that only builds of tests may turn on.
    pub in_tests: BTreeSet<String>,
    /// The package's dependencies that are part of a normal build, by their names in code.
    pub dependencies: BTreeSet<String>,
    /// Whether all other features are off: all packages of a normal build were read, or the package is a direct dependency of the workspace.
    pub closed: bool,
}

/// The features of the workspace's packages and of all their dependencies, by the package's folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct FeatureGraph(BTreeMap<PathBuf, PackageFeatures>);

impl FeatureGraph {
    /// The features of a package; `None` if no build includes it.
    #[must_use]
    pub(crate) fn of(&self, package: &Package) -> Option<&PackageFeatures> {
        self.0.get(&package.root)
    }

    /// Resolves the features of these packages and their dependencies; `locate` finds the package of a dependency.
    #[must_use]
    pub(crate) fn resolve(packages: &[Arc<Package>], locate: &dyn Fn(&Package, &Dependency) -> Option<Arc<Package>>) -> Self {
        let members = || packages.iter().filter(|package| package.origin == Origin::Workspace);
        let by_root: BTreeMap<&Path, &Arc<Package>> = packages.iter().map(|package| (package.root.as_path(), package)).collect();
        let member = |dependency: &Dependency| by_root.get(dependency.path.as_deref()?).map(|package| Arc::clone(package));
        let locate = &|from: &Package, dependency: &Dependency| member(dependency).or_else(|| locate(from, dependency));
        let mut normal = Resolver::new(locate, Kinds::Normal);
        for package in members().filter(|package| !package.for_tests.whole) {
            normal.visit(package);
            normal.enable(package, DEFAULT);
        }
        normal.run();
        let any = |kinds| {
            let mut any = Resolver::new(locate, kinds);
            for package in members().filter(|package| kinds == Kinds::All || !package.for_tests.whole) {
                any.visit(package);
                any.enable(package, DEFAULT);
                package.features.keys().for_each(|feature| any.enable(package, feature));
                for dependency in package.dependencies.iter().filter(|dependency| dependency.optional) {
                    any.activate(package, &dependency.name);
                }
            }
            any.run();
            any.on
        };
        let (mut any, all) = (any(Kinds::Built), any(Kinds::All));
        let direct: BTreeSet<PathBuf> = members()
            .flat_map(|package| package.dependencies.iter().filter_map(|dependency| locate(package, dependency)))
            .map(|package| package.root.clone())
            .collect();
        let mut dependencies: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
        for (dependent, name) in std::mem::take(&mut normal.active) {
            dependencies.entry(dependent).or_default().insert(name);
        }
        let mut found = BTreeMap::new();
        for (root, all) in all {
            let closed = normal.is_complete || direct.contains(&root);
            let any = any.remove(&root).unwrap_or_else(|| all.clone());
            let on = normal.on.remove(&root).unwrap_or_else(|| any.clone());
            let beyond = |more: &BTreeSet<String>, less: &BTreeSet<String>| more.difference(less).cloned().collect();
            let dependencies = dependencies.remove(&root).unwrap_or_default();
            found.insert(root, PackageFeatures { maybe: beyond(&any, &on), in_tests: beyond(&all, &any), on, dependencies, closed });
        }
        Self(found)
    }
}

/// Which declarations of dependencies count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinds {
    /// Normal ones.
    Normal,
    /// Those of build scripts too.
    Built,
    /// Those of the tests of the workspace's packages too.
    All,
}

/// One union of features, as far as it is computed.
struct Resolver<'a> {
    locate: &'a dyn Fn(&Package, &Dependency) -> Option<Arc<Package>>,
    kinds: Kinds,
    /// By package: its features.
    on: BTreeMap<PathBuf, BTreeSet<String>>,
    /// Dependencies that are built, by dependent and name.
    active: BTreeSet<(PathBuf, String)>,
    /// Features that `dependency?/feature` requests if the dependency is built for another reason.
    weak: BTreeMap<(PathBuf, String), Vec<String>>,
    /// Features whose consequences are not yet computed.
    queue: VecDeque<(Arc<Package>, String)>,
    /// Packages whose dependencies are not yet added.
    added: Vec<Arc<Package>>,
    is_complete: bool,
}

impl<'a> Resolver<'a> {
    fn new(locate: &'a dyn Fn(&Package, &Dependency) -> Option<Arc<Package>>, kinds: Kinds) -> Self {
        Self {
            locate,
            kinds,
            on: BTreeMap::new(),
            active: BTreeSet::new(),
            weak: BTreeMap::new(),
            queue: VecDeque::new(),
            added: Vec::new(),
            is_complete: true,
        }
    }

    /// Computes the consequences of all enabled features.
    fn run(&mut self) {
        loop {
            while let Some(package) = self.added.pop() {
                let required = package.dependencies.iter().filter(|dependency| !dependency.optional);
                let names: BTreeSet<&str> = required.map(|dependency| dependency.name.as_str()).collect();
                for name in names {
                    self.activate(&package, name);
                }
            }
            let Some((package, feature)) = self.queue.pop_front() else { return };
            for value in package.features.get(&feature).into_iter().flatten() {
                self.follow(&package, value);
            }
            if !package.features.contains_key(&feature) {
                self.activate(&package, &code_name(&feature));
            }
        }
    }

    /// One value of a feature: `feature`, `dep:dependency`, `dependency/feature`, `dependency?/feature`.
    fn follow(&mut self, package: &Arc<Package>, value: &str) {
        if let Some(dependency) = value.strip_prefix("dep:") {
            self.activate(package, &code_name(dependency));
            return;
        }
        let Some((dependency, feature)) = value.split_once('/') else { return self.enable(package, value) };
        let (dependency, is_weak) = match dependency.strip_suffix('?') {
            Some(dependency) => (dependency, true),
            None => (dependency, false),
        };
        let name = code_name(dependency);
        if !is_weak {
            self.activate(package, &name);
            let is_optional = package.dependencies.iter().any(|other| other.name == name && other.optional);
            let is_hidden = || package.features.values().flatten().any(|value| value.strip_prefix("dep:") == Some(dependency));
            if is_optional && !is_hidden() {
                self.enable(package, dependency);
            }
        }
        if self.active.contains(&(package.root.clone(), name.clone())) {
            self.request(package, &name, feature);
        } else {
            self.weak.entry((package.root.clone(), name)).or_default().push(feature.to_owned());
        }
    }

    fn enable(&mut self, package: &Arc<Package>, feature: &str) {
        if self.on.entry(package.root.clone()).or_default().insert(feature.to_owned()) {
            self.queue.push_back((Arc::clone(package), feature.to_owned()));
        }
    }

    /// Adds a package to the build.
    fn visit(&mut self, package: &Arc<Package>) {
        if !self.on.contains_key(&package.root) {
            self.on.insert(package.root.clone(), BTreeSet::new());
            self.added.push(Arc::clone(package));
        }
    }

    /// The declarations of a dependency that count.
    fn declared<'p>(&self, package: &'p Package, name: &str) -> Vec<&'p Dependency> {
        let counts = |dependency: &&Dependency| {
            let is_built = match dependency.kind {
                DependencyKind::Normal => true,
                DependencyKind::Build => self.kinds != Kinds::Normal,
                DependencyKind::Dev => self.kinds == Kinds::All && package.origin == Origin::Workspace,
            };
            is_built && dependency.name == name
        };
        package.dependencies.iter().filter(counts).collect()
    }

    /// Adds a dependency of a package to the build.
    fn activate(&mut self, package: &Arc<Package>, name: &str) {
        let declared = self.declared(package, name);
        if declared.is_empty() || !self.active.insert((package.root.clone(), name.to_owned())) {
            return;
        }
        for dependency in declared {
            let Some(found) = (self.locate)(package, dependency) else {
                self.is_complete = false;
                continue;
            };
            self.visit(&found);
            if dependency.default_features {
                self.enable(&found, DEFAULT);
            }
            dependency.features.iter().for_each(|feature| self.enable(&found, feature));
        }
        for feature in self.weak.remove(&(package.root.clone(), name.to_owned())).unwrap_or_default() {
            self.request(package, name, &feature);
        }
    }

    /// Requests a feature of a dependency.
    fn request(&mut self, package: &Arc<Package>, name: &str, feature: &str) {
        for dependency in self.declared(package, name) {
            if let Some(found) = (self.locate)(package, dependency) {
                self.enable(&found, feature);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::ForTests;
    use semver::{Version, VersionReq};

    fn package(name: &str, origin: Origin, features: &[(&str, &[&str])], dependencies: Vec<Dependency>) -> Arc<Package> {
        Arc::new(Package {
            name: name.to_owned(),
            version: Version::new(1, 0, 0),
            root: PathBuf::from(format!("/{name}")),
            manifest: None,
            workspace: None,
            origin,
            targets: Vec::new(),
            dependencies,
            features: features
                .iter()
                .map(|(name, values)| ((*name).to_owned(), values.iter().map(|value| (*value).to_owned()).collect()))
                .collect(),
            published: true,
            for_tests: ForTests::default(),
        })
    }

    fn on(name: &str, kind: DependencyKind, features: &[&str]) -> Dependency {
        Dependency {
            name: code_name(name),
            package: name.to_owned(),
            req: VersionReq::STAR,
            kind,
            optional: false,
            features: features.iter().map(|feature| (*feature).to_owned()).collect(),
            default_features: true,
            path: None,
            declared_in: None,
        }
    }

    fn optional(name: &str) -> Dependency {
        Dependency { optional: true, default_features: false, ..on(name, DependencyKind::Normal, &[]) }
    }

    fn resolved(all: &[Arc<Package>], of: &str) -> Option<PackageFeatures> {
        let graph = FeatureGraph::resolve(all, &|_, wanted| all.iter().find(|package| package.name == wanted.package).cloned());
        graph.of(all.iter().find(|package| package.name == of).expect("a package")).cloned()
    }

    fn names(set: &BTreeSet<String>) -> Vec<&str> {
        set.iter().map(String::as_str).filter(|name| *name != DEFAULT).collect()
    }

    #[test]
    fn the_requests_of_all_dependents_are_joined() {
        let all = [
            package("app", Origin::Workspace, &[], vec![on("one", DependencyKind::Normal, &[]), on("two", DependencyKind::Normal, &[])]),
            package(
                "one",
                Origin::Dependency,
                &[],
                vec![Dependency { default_features: false, ..on("base", DependencyKind::Normal, &["a"]) }],
            ),
            package(
                "two",
                Origin::Dependency,
                &[],
                vec![Dependency { default_features: false, ..on("base", DependencyKind::Normal, &["b"]) }],
            ),
            package(
                "base",
                Origin::Dependency,
                &[("default", &["c"]), ("a", &["d"]), ("b", &[]), ("c", &[]), ("d", &[]), ("e", &[])],
                vec![],
            ),
        ];
        let base = resolved(&all, "base").expect("it is built");
        assert_eq!((names(&base.on), names(&base.maybe), base.closed), (vec!["a", "b", "d"], vec![], true));
    }

    #[test]
    fn what_only_tests_and_other_features_turn_on_is_undecided() {
        let all = [
            package(
                "app",
                Origin::Workspace,
                &[("extra", &["base/a"])],
                vec![
                    on("base", DependencyKind::Normal, &[]),
                    on("base", DependencyKind::Dev, &["b"]),
                    on("script", DependencyKind::Build, &[]),
                ],
            ),
            package(
                "script",
                Origin::Dependency,
                &[],
                vec![on("base", DependencyKind::Normal, &["c"]), on("base", DependencyKind::Dev, &["d"])],
            ),
            package("base", Origin::Dependency, &[("a", &[]), ("b", &[]), ("c", &[]), ("d", &[])], vec![]),
        ];
        let base = resolved(&all, "base").expect("it is built");
        assert_eq!((names(&base.on), names(&base.maybe), names(&base.in_tests)), (vec![], vec!["a", "c"], vec!["b"]));
        assert_eq!(resolved(&all, "script").expect("it is built for a build script").maybe, BTreeSet::new());
    }

    #[test]
    fn optional_dependencies_and_weak_features() {
        let with = |feature: &str| {
            let features: &[(&str, &[&str])] = &[
                ("dep", &["dep:opt"]),
                ("weak", &["opt?/x"]),
                ("both", &["weak", "dep"]),
                ("strong", &["opt/x"]),
                ("plain", &["other-one"]),
            ];
            [
                package("app", Origin::Workspace, &[], vec![on("lib", DependencyKind::Normal, &[feature])]),
                package("lib", Origin::Dependency, features, vec![optional("opt"), optional("other-one")]),
                package("opt", Origin::Dependency, &[("x", &[])], vec![]),
                package("other-one", Origin::Dependency, &[], vec![]),
            ]
        };
        let opt = |feature: &str| resolved(&with(feature), "opt").map(|found| found.on.into_iter().collect::<Vec<_>>());
        assert_eq!(opt("dep"), Some(vec![]));
        assert_eq!(opt("weak"), None, "nothing else adds it");
        assert_eq!(opt("both"), Some(vec!["x".to_owned()]));
        assert_eq!(opt("strong"), Some(vec!["x".to_owned()]));
        assert!(resolved(&with("plain"), "other-one").is_some() && resolved(&with("dep"), "other-one").is_none());
        let lib = resolved(&with("plain"), "lib").expect("it is built");
        assert_eq!(names(&lib.on), ["other-one", "plain"]);
    }

    #[test]
    fn with_a_package_missing_nothing_is_certainly_off() {
        let all = [
            package("app", Origin::Workspace, &[], vec![on("gone", DependencyKind::Normal, &[]), on("base", DependencyKind::Normal, &[])]),
            package("base", Origin::Dependency, &[("a", &[])], vec![on("far", DependencyKind::Normal, &[])]),
            package("far", Origin::Dependency, &[("a", &[])], vec![]),
        ];
        assert!(resolved(&all, "base").expect("it is built").closed, "the workspace names it itself");
        assert!(!resolved(&all, "far").expect("it is built").closed);
    }
}
