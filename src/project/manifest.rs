//! `Cargo.toml` files, each parsed once and cached, broken ones included; and their conversion to [`Package`]s.

use super::dependencies::dependencies;
use super::model::{Edition, ForTests, Origin, Package, Problem};
use super::overlay::Overlay;
use super::platform::Platform;
use super::targets::{Layout, targets};
use cargo_toml::Inheritable;
use semver::Version;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A manifest as `cargo_toml` reads it, `metadata` tables skipped.
pub(crate) type Toml = cargo_toml::Manifest<IgnoredAny>;

/// A manifest that has been parsed; nothing inherited or inferred yet.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// Its absolute path.
    pub(crate) path: PathBuf,
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its content.
    pub(crate) toml: Toml,
    /// Dependency keys that inherit and say `default-features = true` or `false` themselves, which `cargo_toml` does not keep.
    pub(crate) default_features: BTreeMap<String, bool>,
    /// The platform that its dependencies are built for.
    pub(crate) platform: Platform,
}

/// The result of loading a path: no file, a manifest, or why it cannot be read as a manifest.
type Loaded = Option<Result<Arc<Manifest>, Problem>>;

/// Manifests by path.
#[derive(Debug, Default)]
pub(crate) struct Manifests {
    overlay: Overlay,
    platform: Platform,
    known: Mutex<HashMap<PathBuf, Loaded>>,
}

impl Manifests {
    /// An empty cache. Manifests that `overlay` replaces are read from it.
    pub(crate) fn new(overlay: Overlay, platform: Platform) -> Self {
        Self { overlay, platform, known: Mutex::default() }
    }

    /// The manifest at `path`, if there is a file; an error if it cannot be read or parsed.
    pub(crate) fn load(&self, path: &Path) -> Loaded {
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
            return known.clone();
        }
        let loaded = path.symlink_metadata().is_ok().then(|| parse(path, &self.overlay, self.platform).map(Arc::new));
        self.known.lock().unwrap_or_else(PoisonError::into_inner).entry(path.to_owned()).or_insert(loaded).clone()
    }

    /// The manifest at `path` if it exists and parses.
    pub(crate) fn sound(&self, path: &Path) -> Option<Arc<Manifest>> {
        self.load(path).and_then(Result::ok)
    }
}

fn parse(path: &Path, overlay: &Overlay, platform: Platform) -> Result<Manifest, Problem> {
    let text = overlay.read_meta(path)?;
    let broken = |message: &str, span| Problem::new(path.to_owned(), format!("broken manifest: {message}"), span);
    let toml = Toml::from_slice_with_metadata(text.as_bytes()).map_err(|error| match error {
        cargo_toml::Error::Parse(error) => broken(&one_line(error.message()), error.span()),
        other => broken(&one_line(&other.to_string()), None),
    })?;
    if toml.package.as_ref().is_some_and(|package| package.name.is_empty()) {
        return Err(broken("the package has no name", None));
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Manifest { path: path.to_owned(), folder, default_features: own_default_features(&text, &toml), toml, platform })
}

/// Messages of parsers may have several lines; ours have one.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads `default-features` beside `workspace = true`, by a second parse that few manifests need.
fn own_default_features(text: &str, toml: &Toml) -> BTreeMap<String, bool> {
    let inherits = toml.needs_workspace_inheritance() && (text.contains("default-features") || text.contains("default_features"));
    let Some(table) = inherits.then(|| text.parse::<toml::Table>().ok()).flatten() else { return BTreeMap::new() };
    let platforms = table.get("target").and_then(toml::Value::as_table);
    let tables = platforms.into_iter().flat_map(toml::Table::values).filter_map(toml::Value::as_table).chain([&table]);
    let mut found = BTreeMap::new();
    for table in tables {
        for section in ["dependencies", "dev-dependencies", "dev_dependencies", "build-dependencies", "build_dependencies"] {
            for (key, value) in table.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
                let own = ["default-features", "default_features"].iter().find_map(|name| value.get(name)?.as_bool());
                if let (Some(own), Some(true)) = (own, value.get("workspace").and_then(toml::Value::as_bool)) {
                    // A key may be in several sections; it is on if it is on in one of them.
                    *found.entry(key.clone()).or_insert(own) |= own;
                }
            }
        }
    }
    found
}

/// The package that a manifest describes, with everything inherited from `root` and its targets found on disk. `None` if it has no
/// `[package]`. Inconsistent parts are left out and reported.
pub(crate) fn package(
    manifest: &Manifest,
    root: Option<&Manifest>,
    workspace: Option<&Path>,
    origin: Origin,
    problems: &mut Vec<Problem>,
) -> Option<Package> {
    let declared = manifest.toml.package.as_ref()?;
    let shared = root.and_then(|root| root.toml.workspace.as_ref()?.package.as_ref());
    let mut missing = |what: &str| {
        let message = format!("`{what}` is inherited, but the workspace does not set it");
        problems.push(Problem::new(manifest.path.clone(), message, None));
    };
    let version = match &declared.version {
        Inheritable::Set(version) => version.clone(),
        Inheritable::Inherited => shared.and_then(|shared| shared.version.clone()).unwrap_or_else(|| {
            missing("version");
            Version::new(0, 0, 0)
        }),
    };
    let edition = match declared.edition {
        Inheritable::Set(edition) => Some(edition),
        Inheritable::Inherited => shared.and_then(|shared| shared.edition).or_else(|| {
            missing("edition");
            Some(cargo_toml::Edition::E2021)
        }),
    };
    let layout = Layout { edition: edition.unwrap_or_default(), origin };
    Some(Package {
        name: declared.name.clone(),
        version,
        root: manifest.folder.clone(),
        manifest: Some(manifest.path.clone()),
        workspace: workspace.map(Path::to_owned),
        origin,
        targets: targets(manifest, layout, problems),
        dependencies: dependencies(manifest, root, problems),
        features: manifest.toml.features.clone(),
        published: match &declared.publish {
            Inheritable::Set(publish) => *publish != cargo_toml::Publish::Flag(false),
            Inheritable::Inherited => shared.is_none_or(|shared| shared.publish != cargo_toml::Publish::Flag(false)),
        },
        for_tests: ForTests::default(),
    })
}

/// Converts an edition; unknown newer editions count as the newest known one.
pub(crate) fn edition(edition: cargo_toml::Edition) -> Edition {
    match edition {
        cargo_toml::Edition::E2015 => Edition::E2015,
        cargo_toml::Edition::E2018 => Edition::E2018,
        cargo_toml::Edition::E2021 => Edition::E2021,
        _ => Edition::E2024,
    }
}
