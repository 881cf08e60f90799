//! Which async runtimes a package can use, and with which Cargo features.

use super::model::{Dependency, DependencyKind, Package, code_name};
use super::sources::Sources;
use semver::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Async runtimes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Runtime {
    /// `actix-web` and `actix-rt`, which run on tokio.
    Actix,
    /// `tokio`.
    Tokio,
    /// `async-std`.
    AsyncStd,
    /// `smol`.
    Smol,
    /// Embassy, which has no threads for blocking work.
    Embassy,
    /// `tauri`, which has its own tokio runtime.
    Tauri,
    /// `bevy`, whose task pools are its own executors.
    Bevy,
    /// `glommio`: one executor per core.
    Glommio,
    /// `monoio`: one executor per core.
    Monoio,
    /// `compio`: one executor per core.
    Compio,
}

impl Runtime {
    /// Its key in the catalogue's `instead` tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Actix => "actix",
            Self::Tokio => "tokio",
            Self::AsyncStd => "async-std",
            Self::Smol => "smol",
            Self::Embassy => "embassy",
            Self::Tauri => "tauri",
            Self::Bevy => "bevy",
            Self::Glommio => "glommio",
            Self::Monoio => "monoio",
            Self::Compio => "compio",
        }
    }
}

/// How one package uses a runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeUse {
    /// The runtime.
    pub runtime: Runtime,
    /// Its path in code: `tokio`, a rename, or a re-export such as `rocket::tokio`.
    pub name: String,
    /// The package that is declared as the dependency: `tokio`, `actix-web`, `rocket`.
    pub package: String,
    /// Its version, if known from the lock file or its source.
    pub version: Option<Version>,
    /// Its enabled features, by the names in its own manifest: those that any member of the workspace requests, and all features that these
    /// and the default ones enable. Empty for a re-export, since the re-exporting package decides them.
    pub features: BTreeSet<String>,
    /// The part of [`features`](Self::features) that this package's own declaration enables, without those of other members.
    pub own_features: BTreeSet<String>,
    /// Whether it is a normal, dev or build dependency.
    pub kind: DependencyKind,
    /// Whether it is optional.
    pub optional: bool,
    /// The manifest that declares it: the workspace's if inherited.
    pub declared_in: Option<PathBuf>,
}

/// How one package uses a direct dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateUse {
    /// Its name in code.
    pub name: String,
    /// Its version, if known from the lock file or its source.
    pub version: Option<Version>,
    /// Its features that this package's own declarations enable, without those of other members.
    pub features: BTreeSet<String>,
    /// Whether `features` is complete, so that a missing feature is off.
    pub features_known: bool,
    /// Whether it is a normal, dev or build dependency.
    pub kind: DependencyKind,
    /// Whether it is optional.
    pub optional: bool,
    /// Whether a normal build of the workspace includes it: it is not optional, or its features or those that other members request enable it.
    pub is_built: bool,
    /// The manifest that declares it: the workspace's if inherited.
    pub declared_in: Option<PathBuf>,
}

/// How `package` uses the package called `wanted`; a normal dependency wins over a dev-dependency. `built` are the dependencies of the package
/// in a normal build, by their names in code.
pub(crate) fn crate_use(package: &Package, wanted: &str, sources: &Sources, built: Option<&BTreeSet<String>>) -> Option<CrateUse> {
    let declared = package.dependencies.iter().filter(|dependency| dependency.package == wanted);
    let dependency = declared.min_by_key(|dependency| (dependency.kind, dependency.optional))?;
    let (_, own_features) = features(package, dependency, sources);
    Some(CrateUse {
        name: sources.extern_name(package, dependency),
        version: sources.version_of(package, dependency),
        features: own_features,
        features_known: dependency.package == "tokio" || sources.locate(package, dependency).is_some(),
        kind: dependency.kind,
        optional: dependency.optional,
        is_built: !dependency.optional || built.is_some_and(|built| built.contains(&dependency.name)),
        declared_in: dependency.declared_in.clone(),
    })
}

/// Packages that give access to a runtime, in order of preference: package, runtime, and the runtime's path below the package's name in
/// code (empty if the package is the runtime).
const KNOWN: [(&str, Runtime, &str); 23] = [
    ("actix-web", Runtime::Actix, ""),
    ("actix-rt", Runtime::Actix, ""),
    ("tokio", Runtime::Tokio, ""),
    ("rocket", Runtime::Tokio, "::tokio"),
    ("async-std", Runtime::AsyncStd, ""),
    ("smol", Runtime::Smol, ""),
    ("tauri", Runtime::Tauri, ""),
    ("compio", Runtime::Compio, ""),
    ("compio-runtime", Runtime::Compio, ""),
    ("monoio", Runtime::Monoio, ""),
    ("glommio", Runtime::Glommio, ""),
    ("bevy", Runtime::Bevy, ""),
    ("bevy_tasks", Runtime::Bevy, ""),
    ("embassy-executor", Runtime::Embassy, ""),
    ("embassy-time", Runtime::Embassy, ""),
    ("embassy-sync", Runtime::Embassy, ""),
    ("embassy-futures", Runtime::Embassy, ""),
    ("embassy-net", Runtime::Embassy, ""),
    ("embassy-stm32", Runtime::Embassy, ""),
    ("embassy-rp", Runtime::Embassy, ""),
    ("embassy-nrf", Runtime::Embassy, ""),
    ("embassy-usb", Runtime::Embassy, ""),
    ("actix", Runtime::Actix, ""),
];

/// Whether a package is a runtime or re-exports one.
pub fn is_runtime(package: &str) -> bool {
    KNOWN.iter().any(|(name, ..)| *name == package)
}

/// The features that tokio's features enable, used if its manifest is not available. Stable since 1.0.
const TOKIO: [(&str, &[&str]); 3] = [
    ("full", &["fs", "io-util", "io-std", "macros", "net", "parking_lot", "process", "rt", "rt-multi-thread", "signal", "sync", "time"]),
    ("rt-multi-thread", &["rt"]),
    ("macros", &["tokio-macros"]),
];

/// The runtimes among a package's direct dependencies, the preferred one first: actix, then tokio, async-std, smol and the others. For one
/// runtime, normal dependencies come before dev-dependencies.
pub fn runtimes(package: &Package, sources: &Sources) -> Vec<RuntimeUse> {
    let mut found: Vec<((usize, DependencyKind), RuntimeUse)> = Vec::new();
    for dependency in &package.dependencies {
        let Some(rank) = KNOWN.iter().position(|(name, ..)| *name == dependency.package) else { continue };
        let (_, runtime, below) = KNOWN[rank];
        let name = format!("{}{below}", dependency.name);
        let same = found.iter_mut().map(|(_, one)| one).find(|one| one.name == name && one.package == dependency.package);
        let (features, own_features) = if below.is_empty() { features(package, dependency, sources) } else { Default::default() };
        if let Some(same) = same {
            // The runtime is declared again for another platform or for tests: the first declaration is kept, with the features of all of
            // its kind.
            if same.kind == dependency.kind {
                same.features.extend(features);
                same.own_features.extend(own_features);
                same.optional &= dependency.optional;
            }
            continue;
        }
        let one = RuntimeUse {
            runtime,
            name,
            package: dependency.package.clone(),
            version: sources.version_of(package, dependency),
            features,
            own_features,
            kind: dependency.kind,
            optional: dependency.optional,
            declared_in: dependency.declared_in.clone(),
        };
        found.push(((rank, dependency.kind), one));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, one)| one).collect()
}

/// The enabled features of a dependency of `package`: over the whole workspace, and by its own declarations alone.
fn features(package: &Package, dependency: &Dependency, sources: &Sources) -> (BTreeSet<String>, BTreeSet<String>) {
    let source = sources.locate(package, dependency);
    let table: BTreeMap<String, Vec<String>> = match &source {
        Some(source) => source.features.clone(),
        None if dependency.package == "tokio" => {
            TOKIO.iter().map(|(name, on)| ((*name).to_owned(), on.iter().map(|&on| on.to_owned()).collect())).collect()
        }
        None => BTreeMap::new(),
    };
    let version = sources.version_of(package, dependency);
    let own = asked_by(package, dependency);
    let mut all = own.clone();
    for member in sources.members_beside(package) {
        for other in &member.dependencies {
            let is_same = other.package == dependency.package && sources.version_of(member, other) == version;
            // Dev-dependencies of other members do not count: cargo does not unify them into normal builds.
            if is_same && other.kind == DependencyKind::Normal {
                all.extend(asked_by(member, other));
            }
        }
    }
    (expand(all, &table), expand(own, &table))
}

/// The features that one package requests of a dependency: in its normal declarations, in those of the same kind, and by
/// `dependency/feature` in its default features.
fn asked_by(package: &Package, dependency: &Dependency) -> BTreeSet<String> {
    let declarations = package.dependencies.iter().filter(|other| other.package == dependency.package && other.name == dependency.name);
    let in_force = declarations.filter(|other| other.kind == DependencyKind::Normal || other.kind == dependency.kind);
    let mut asked = BTreeSet::new();
    for declaration in in_force {
        asked.extend(declaration.features.iter().cloned());
        if declaration.default_features {
            asked.insert("default".to_owned());
        }
    }
    let on = expand(BTreeSet::from(["default".to_owned()]), &package.features);
    for value in package.features.iter().filter(|(name, _)| on.contains(*name)).flat_map(|(_, values)| values) {
        if let Some((crate_name, feature)) = value.split_once('/')
            && code_name(crate_name.trim_end_matches('?')) == dependency.name
        {
            asked.insert(feature.to_owned());
        }
    }
    asked
}

/// The given features and all that they enable, by the `[features]` table of a manifest.
fn expand(asked: BTreeSet<String>, table: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut queue: Vec<String> = asked.into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(feature) = queue.pop() {
        // `dep:x` and `x/y` refer to the dependency's own dependencies.
        if feature.starts_with("dep:") || feature.contains('/') || !found.insert(feature.clone()) {
            continue;
        }
        queue.extend(table.get(&feature).into_iter().flatten().cloned());
    }
    found
}
