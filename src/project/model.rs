//! The project model: packages, targets and dependencies, as known before any source is parsed.

use super::lock::Lock;
use super::overlay::Overlay;
use super::platform::Platform;
use semver::{Version, VersionReq};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

index_vec::define_index_type! {
    /// A package: index into [`Project::packages`].
    pub struct PackageId = u32;
    IMPL_RAW_CONVERSIONS = true;
}

/// The packages that the given paths belong to, and the files to lint.
#[derive(Debug, Default)]
pub struct Project {
    /// Packages to lint, sorted by manifest path, and the members of their workspaces. Dependencies outside are found on demand.
    pub packages: index_vec::IndexVec<PackageId, Package>,
    /// The files to lint, by absolute path: only findings in them are reported. Other files of the module trees are read as well.
    pub requested: BTreeSet<PathBuf>,
    /// Requested files that the user named directly or by a folder within their package.
    pub explicit: BTreeSet<PathBuf>,
    /// Folders of packages that were found but excluded, because cargo would not build them from the given paths; sorted.
    pub left_out: Vec<PathBuf>,
    /// Read errors: reported, never fatal.
    pub problems: Vec<Problem>,
    /// Workspaces (lock file, patches), sorted by folder; a package outside any workspace has its own entry.
    pub workspaces: Vec<Workspace>,
    /// Folders with vendored packages that the user named.
    pub vendor: Vec<PathBuf>,
    /// Texts that replace files, manifests included.
    pub overlay: Overlay,
    /// The platform that the packages are built for.
    pub platform: Platform,
}

/// A workspace, or a package that is its own workspace, with its lock file and its path patches.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// The folder of the root manifest.
    pub root: PathBuf,
    /// Its parsed `Cargo.lock`, if there is a readable one.
    pub lock: Option<Arc<Lock>>,
    /// Path overrides of `[patch]` and `[replace]`: package name to absolute folder.
    pub patches: BTreeMap<String, PathBuf>,
}

/// A package: from a manifest, or synthesized for a loose file.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name, as in the manifest.
    pub name: String,
    /// Its version; 0.0.0 if not given.
    pub version: Version,
    /// The folder of its manifest.
    pub root: PathBuf,
    /// Its manifest; `None` for loose files.
    pub manifest: Option<PathBuf>,
    /// The workspace's root manifest, if it is a member of one.
    pub workspace: Option<PathBuf>,
    /// Its origin.
    pub origin: Origin,
    /// Its targets, the library first.
    pub targets: Vec<Target>,
    /// All its dependencies, of every kind and target, platform-specific and optional ones included.
    pub dependencies: Vec<Dependency>,
    /// Its `[features]`.
    pub features: BTreeMap<String, Vec<String>>,
    /// Whether it may be published for others to use.
    pub published: bool,
    /// Its parts that only tests use.
    pub for_tests: ForTests,
}

impl Package {
    /// Its library.
    #[must_use]
    pub fn library(&self) -> Option<&Target> {
        self.targets.iter().find(|target| target.kind == TargetKind::Lib)
    }
}

/// The parts of a package that only tests use, according to the manifests of its workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForTests {
    /// Only tests of other packages depend on it.
    pub whole: bool,
    /// Features that only dev-dependencies enable.
    pub features: BTreeSet<String>,
}

/// The origin of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Among the paths to lint, or a member of their workspace.
    Workspace,
    /// A dependency found on disk: registry, git checkout, vendored folder, or path outside the workspace.
    Dependency,
    /// A file that belongs to no package.
    Loose,
}

/// A compilation unit: one crate root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its kind.
    pub kind: TargetKind,
    /// Its crate name in code (`-` replaced by `_`).
    pub name: String,
    /// Its root file.
    pub root: PathBuf,
    /// Its edition.
    pub edition: Edition,
}

/// Kinds of target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// `[lib]`, proc-macro libraries included.
    Lib,
    /// `[[bin]]`.
    Bin,
    /// `examples/`: hidden like tests.
    Example,
    /// `tests/`.
    Test,
    /// `benches/`.
    Bench,
    /// `build.rs`.
    BuildScript,
}

impl TargetKind {
    /// Whether findings in it are hidden unless `--tests` is given.
    #[must_use]
    pub const fn is_test(self) -> bool {
        !matches!(self, Self::Lib | Self::Bin)
    }
}

/// Rust editions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// 2015.
    E2015,
    /// 2018.
    E2018,
    /// 2021.
    #[default]
    E2021,
    /// 2024.
    E2024,
}

/// A declared dependency, workspace inheritance already applied.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// Its name in code (the rename, `-` replaced by `_`).
    pub name: String,
    /// The package's name.
    pub package: String,
    /// Its version requirement; `*` for git and path dependencies without one.
    pub req: VersionReq,
    /// Normal, dev or build.
    pub kind: DependencyKind,
    /// Whether it is optional.
    pub optional: bool,
    /// Features that this manifest requests, with those of the workspace's entry.
    pub features: Vec<String>,
    /// Whether default features are on.
    pub default_features: bool,
    /// The folder of a path dependency, absolute.
    pub path: Option<PathBuf>,
    /// The manifest in which it is declared: the workspace's if inherited.
    pub declared_in: Option<PathBuf>,
}

impl Dependency {
    /// Whether its manifest gives it another name in code than that of its library.
    #[must_use]
    pub fn is_renamed(&self) -> bool {
        self.name != code_name(&self.package)
    }
}

/// The name in code of a package, dependency or target: `-` is `_`.
pub(crate) fn code_name(name: &str) -> String {
    name.replace('-', "_")
}

/// Sections of the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DependencyKind {
    /// `[dependencies]`.
    Normal,
    /// `[dev-dependencies]`.
    Dev,
    /// `[build-dependencies]`.
    Build,
}

/// A file that has been read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its absolute path.
    pub path: PathBuf,
    /// Its text: valid UTF-8, a BOM kept.
    pub text: Arc<str>,
}

/// A read error in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder.
    pub path: PathBuf,
    /// The message, in lower case without a full stop.
    pub message: String,
    /// Byte span in that file, if there is one.
    pub span: Option<std::ops::Range<usize>>,
    /// What it is about.
    pub about: ProblemAbout,
}

impl Problem {
    /// A problem of this file or folder itself.
    pub(crate) const fn new(path: PathBuf, message: String, span: Option<std::ops::Range<usize>>) -> Self {
        Self { path, message, span, about: ProblemAbout::Itself }
    }
}

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemAbout {
    /// The file or folder itself, which could not be read completely.
    Itself,
    /// A folder that it names and that has no files, such as a git submodule that is not checked out.
    AbsentFolder,
}

impl Project {
    /// Restricts the requested files and the problems to the packages in these folders.
    pub(crate) fn keep_packages(&mut self, folders: &BTreeSet<PathBuf>) {
        let is_kept = |project: &Self, path: &Path| {
            let package = project.package_of(path).map(|id| &project.packages[id]);
            package.is_some_and(|package| package.manifest.is_some() && folders.contains(&package.root))
        };
        let mut requested = std::mem::take(&mut self.requested);
        requested.retain(|path| is_kept(self, path));
        self.requested = requested;
        let mut problems = std::mem::take(&mut self.problems);
        problems.retain(|problem| is_kept(self, &problem.path));
        self.problems = problems;
    }

    /// The package with the nearest folder above `path` (absolute).
    #[must_use]
    pub fn package_of(&self, path: &Path) -> Option<PackageId> {
        let owners = self.packages.iter_enumerated().filter(|(_, package)| path.starts_with(&package.root));
        // If a package and a loose group are in one folder, the package comes first and is used.
        owners.rev().max_by_key(|(_, package)| package.root.components().count()).map(|(id, _)| id)
    }
}
