//! Finds the sources of packages on this machine: in cargo's registry folder, its git checkouts, and vendored folders. Only lists folders
//! and reads manifests; downloads nothing.

use super::manifest::Manifests;
use super::read::read_meta;
use cargo_toml::Inheritable;
use semver::Version;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::DirEntry;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use walkdir::WalkDir;

/// Limits of the search for manifests in one git checkout: the number of entries, and the depth.
const CHECKOUT_ENTRIES: usize = 50_000;
const CHECKOUT_DEPTH: usize = 8;

/// Installed sources of one package by version; if several places have a version, the first one wins.
type Versions = BTreeMap<Version, PathBuf>;

/// All installed packages, listed at the first query.
#[derive(Debug)]
pub(crate) struct Installed {
    cargo_home: Option<PathBuf>,
    vendor: Vec<PathBuf>,
    packages: OnceLock<HashMap<String, Versions>>,
    checkouts: OnceLock<Vec<Checkout>>,
    /// The packages of each checkout: name to folder.
    contents: Mutex<HashMap<PathBuf, BTreeMap<String, PathBuf>>>,
}

/// One working copy of a git dependency.
#[derive(Debug)]
struct Checkout {
    folder: PathBuf,
    /// The abbreviated commit hash, which is the folder's name.
    revision: String,
}

impl Installed {
    pub(crate) fn new(cargo_home: Option<PathBuf>, vendor: Vec<PathBuf>) -> Self {
        Self { cargo_home, vendor, packages: OnceLock::new(), checkouts: OnceLock::new(), contents: Mutex::default() }
    }

    /// The folder of exactly this version.
    pub(crate) fn exact(&self, name: &str, version: &Version) -> Option<&Path> {
        self.versions(name)?.get(version).map(PathBuf::as_path)
    }

    /// The folder of the highest version that `accepts` returns true for; releases win over pre-releases.
    pub(crate) fn best(&self, name: &str, accepts: impl Fn(&Version) -> bool) -> Option<&Path> {
        let fitting = self.versions(name)?.iter().filter(|(version, _)| accepts(version));
        fitting.max_by_key(|(version, _)| (version.pre.is_empty(), *version)).map(|(_, folder)| folder.as_path())
    }

    fn versions(&self, name: &str) -> Option<&Versions> {
        self.packages.get_or_init(|| self.list()).get(name)
    }

    fn list(&self) -> HashMap<String, Versions> {
        let mut found: HashMap<String, Versions> = HashMap::new();
        let mut add = |name: String, version, folder| {
            found.entry(name).or_default().entry(version).or_insert(folder);
        };
        for folder in self.vendor.iter().flat_map(|vendor| folders(vendor)) {
            if let Some((name, version)) = identity(&folder) {
                add(name, version, folder);
            }
        }
        let registries = self.cargo_home.iter().flat_map(|home| folders(&home.join("registry/src")));
        for folder in registries.flat_map(|registry| folders(&registry)) {
            let split = folder.file_name().and_then(|name| name.to_str()).and_then(split_name);
            if let Some((name, version)) = split {
                add(name.to_owned(), version, folder);
            }
        }
        found
    }

    /// The folder of a package in the checkout of this commit, or in any checkout if no commit is given.
    pub(crate) fn in_checkout(&self, name: &str, commit: Option<&str>, manifests: &Manifests) -> Option<PathBuf> {
        let fits = |checkout: &&Checkout| commit.is_none_or(|commit| commit.starts_with(&checkout.revision));
        let checkouts = self.checkouts.get_or_init(|| self.list_checkouts());
        checkouts.iter().filter(fits).find_map(|checkout| self.in_folder(&checkout.folder, name, manifests))
    }

    fn list_checkouts(&self) -> Vec<Checkout> {
        let repositories = self.cargo_home.iter().flat_map(|home| folders(&home.join("git/checkouts")));
        let copies = repositories.flat_map(|repository| folders(&repository));
        let named = copies.filter_map(|folder| Some((folder.file_name()?.to_str()?.to_owned(), folder)));
        named.filter(|(revision, _)| revision.len() >= 4).map(|(revision, folder)| Checkout { folder, revision }).collect()
    }

    fn in_folder(&self, folder: &Path, name: &str, manifests: &Manifests) -> Option<PathBuf> {
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        contents.entry(folder.to_owned()).or_insert_with(|| packages_below(folder, manifests)).get(name).cloned()
    }
}

/// All packages below a folder, by name; if two have one name, the one nearer to the top.
fn packages_below(folder: &Path, manifests: &Manifests) -> BTreeMap<String, PathBuf> {
    let walk = WalkDir::new(folder).max_depth(CHECKOUT_DEPTH).sort_by_file_name().into_iter();
    let visible = walk.filter_entry(|entry| {
        let name = entry.file_name().as_encoded_bytes();
        entry.depth() == 0 || !(name.starts_with(b".") || (entry.file_type().is_dir() && name == b"target"))
    });
    let entries = visible.take(CHECKOUT_ENTRIES).filter_map(Result::ok);
    let paths: BTreeSet<(usize, PathBuf)> =
        entries.filter(|entry| entry.file_name() == "Cargo.toml").map(|entry| (entry.depth(), entry.into_path())).collect();
    let mut found = BTreeMap::new();
    for (_, path) in paths {
        let package =
            manifests.sound(&path).and_then(|manifest| Some((manifest.toml.package.as_ref()?.name.clone(), manifest.folder.clone())));
        if let Some((name, folder)) = package {
            found.entry(name).or_insert(folder);
        }
    }
    found
}

/// The folders directly in `folder`, sorted.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    // A registry has thousands of folders: what the listing itself says is enough, except about links.
    let is_folder = |entry: &DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir() || (kind.is_symlink() && entry.path().is_dir()));
    let mut found: Vec<PathBuf> = entries.filter_map(Result::ok).filter(is_folder).map(|entry| entry.path()).collect();
    found.sort_unstable_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
    found
}

/// Splits `name-1.2.3` at the first `-` that a version follows: names contain hyphens, but no dots.
fn split_name(text: &str) -> Option<(&str, Version)> {
    text.match_indices('-').find_map(|(at, _)| Some((&text[..at], Version::parse(&text[at + 1..]).ok()?)))
}

/// Name and version of a vendored package. They come from its manifest, because the folder's name may lack the version.
fn identity(folder: &Path) -> Option<(String, Version)> {
    let text = read_meta(&folder.join("Cargo.toml")).ok()?;
    let package = super::manifest::Toml::from_slice_with_metadata(text.as_bytes()).ok()?.package?;
    match package.version {
        Inheritable::Set(version) => Some((package.name, version)),
        Inheritable::Inherited => None,
    }
}

/// Vendored folders that apply to a workspace: `vendor/` beside its root manifest, and the `directory` of every `[source]` in
/// `.cargo/config.toml` (or `config`) in its folder, in all folders above, and in cargo's home.
pub(crate) fn vendored(root: &Path, cargo_home: Option<&Path>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let folders = root.ancestors().map(|folder| (folder, folder.join(".cargo")));
    let home = cargo_home.map(|home| (home.parent().unwrap_or(home), home.to_owned()));
    for (base, folder) in folders.chain(home) {
        for name in ["config.toml", "config"] {
            let path = folder.join(name);
            let text = path.is_file().then(|| read_meta(&path).ok()).flatten();
            let Some(table) = text.and_then(|text| text.parse::<toml::Table>().ok()) else { continue };
            let sources = table.get("source").and_then(toml::Value::as_table);
            for directory in sources.into_iter().flat_map(toml::Table::values).filter_map(|source| source.get("directory")?.as_str()) {
                found.push(super::paths::join(base, Path::new(directory)));
            }
        }
    }
    found.push(root.join("vendor"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_where_the_version_starts() {
        let split = |text| split_name(text).map(|(name, version)| format!("{name} {version}"));
        assert_eq!(split("cargo-lock-11.1.0").as_deref(), Some("cargo-lock 11.1.0"));
        assert_eq!(split("sled-1.0.0-alpha.124").as_deref(), Some("sled 1.0.0-alpha.124"));
        assert_eq!(split("toml-1.2.1+spec-1.1.0").as_deref(), Some("toml 1.2.1+spec-1.1.0"));
        assert_eq!(split("a-1-2.0.0").as_deref(), Some("a-1 2.0.0"));
        assert_eq!(split("plain"), None);
    }

    #[test]
    fn releases_come_before_pre_releases() {
        let folder = tempfile::tempdir().expect("temporary folder");
        for name in ["a-1.0.0", "a-1.2.0", "a-2.0.0-rc.1", "ab-3.0.0"] {
            std::fs::create_dir_all(folder.path().join("registry/src/index").join(name)).expect("created");
        }
        let installed = Installed::new(Some(folder.path().to_owned()), Vec::new());
        let name = |path: Option<&Path>| path.and_then(|path| path.file_name()?.to_str().map(str::to_owned));
        assert_eq!(name(installed.best("a", |_| true)).as_deref(), Some("a-1.2.0"));
        assert_eq!(name(installed.best("a", |version| version.major == 2)).as_deref(), Some("a-2.0.0-rc.1"));
        assert_eq!(name(installed.best("a", |version| version.major == 3)), None);
        assert_eq!(name(installed.exact("a", &Version::new(1, 0, 0))).as_deref(), Some("a-1.0.0"));
    }
}
