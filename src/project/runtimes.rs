//! Which async runtimes a package can use, and with which Cargo features.

use super::model::{Dependency, DependencyKind, Package};
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
    /// Embassy: no threads to hand blocking work to.
    Embassy,
    /// `tauri`, whose runtime is a tokio of its own.
    Tauri,
    /// `bevy`, whose task pools are executors of its own.
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

/// A runtime as one package sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeUse {
    /// Which one.
    pub runtime: Runtime,
    /// The path by which code reaches it: `tokio`, a rename, or a re-export as `rocket::tokio`.
    pub name: String,
    /// The package that is depended on: `tokio`, `actix-web`, `rocket`.
    pub package: String,
    /// Its version, if the lock file or its source tells.
    pub version: Option<Version>,
    /// Its features that are on, as its own manifest names them: those that all members of the workspace ask for, and what these and
    /// the default ones enable in turn. Empty for a re-export, whose features are the re-exporting package's affair.
    pub features: BTreeSet<String>,
    /// Those of [`features`](Self::features) that this package's own declaration turns on, without help from other members.
    pub own_features: BTreeSet<String>,
    /// Whether the package only has it for tests or its build script.
    pub kind: DependencyKind,
    /// Whether it is optional.
    pub optional: bool,
    /// The manifest in which it is declared: the workspace's if inherited.
    pub declared_in: Option<PathBuf>,
}

/// A direct dependency as one package sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateUse {
    /// The name by which code calls it.
    pub name: String,
    /// Its version, if the lock file or its source tells.
    pub version: Option<Version>,
    /// Its features that this package's own declarations turn on, without help from other members.
    pub features: BTreeSet<String>,
    /// Whether its own features are known, so that what is not among `features` is off.
    pub features_known: bool,
    /// Whether the package only has it for tests or its build script.
    pub kind: DependencyKind,
    /// Whether it is optional.
    pub optional: bool,
    /// The manifest in which it is declared: the workspace's if inherited.
    pub declared_in: Option<PathBuf>,
}

/// How `package` depends on the package called `wanted`; a normal dependency wins over one for tests.
pub fn crate_use(package: &Package, wanted: &str, sources: &Sources) -> Option<CrateUse> {
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
        declared_in: dependency.declared_in.clone(),
    })
}

/// Packages through which a runtime is reached, in order of preference: package, runtime, and the path of the runtime below the
/// package's name in code (empty where the package is the runtime).
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

/// Whether a package is a runtime, or brings one.
pub fn is_runtime(package: &str) -> bool {
    KNOWN.iter().any(|(name, ..)| *name == package)
}

/// What tokio's features enable, for when its manifest is not available. Stable since 1.0.
const TOKIO: [(&str, &[&str]); 3] = [
    ("full", &["fs", "io-util", "io-std", "macros", "net", "parking_lot", "process", "rt", "rt-multi-thread", "signal", "sync", "time"]),
    ("rt-multi-thread", &["rt"]),
    ("macros", &["tokio-macros"]),
];

/// The runtimes among a package's direct dependencies, the preferred one first: actix where it is used directly, then tokio,
/// async-std, smol and the others; within one runtime normal dependencies before those of tests.
pub fn runtimes(package: &Package, sources: &Sources) -> Vec<RuntimeUse> {
    let mut found: Vec<((usize, DependencyKind), RuntimeUse)> = Vec::new();
    for dependency in &package.dependencies {
        let Some(rank) = KNOWN.iter().position(|(name, ..)| *name == dependency.package) else { continue };
        let (_, runtime, below) = KNOWN[rank];
        let name = format!("{}{below}", dependency.name);
        let same = found.iter_mut().map(|(_, one)| one).find(|one| one.name == name && one.package == dependency.package);
        let (features, own_features) = if below.is_empty() { features(package, dependency, sources) } else { Default::default() };
        if let Some(same) = same {
            // The same runtime for another platform or for tests: the first declaration stands, the features add up where they apply.
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

/// Features that are on for a dependency of `package`: over the whole workspace, and by its own declarations alone.
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
            // Dev-dependencies of others do not count: cargo does not unify them into normal builds.
            if is_same && other.kind == DependencyKind::Normal {
                all.extend(asked_by(member, other));
            }
        }
    }
    (expand(all, &table), expand(own, &table))
}

/// What one package asks of a dependency: its declarations of the same kind and, through its default features, `dependency/feature`.
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
            && crate_name.trim_end_matches('?').replace('-', "_") == dependency.name
        {
            asked.insert(feature.to_owned());
        }
    }
    asked
}

/// All features that the given ones enable in turn, by a manifest's `[features]`.
fn expand(asked: BTreeSet<String>, table: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut queue: Vec<String> = asked.into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(feature) = queue.pop() {
        // `dep:x` and `x/y` speak of the dependency's own dependencies.
        if feature.starts_with("dep:") || feature.contains('/') || !found.insert(feature.clone()) {
            continue;
        }
        queue.extend(table.get(&feature).into_iter().flatten().cloned());
    }
    found
}
