//! The targets of a package: those in its manifest, and those that cargo infers from the folders.

use super::manifest::{Manifest, Toml, edition};
use super::model::{Origin, Problem, Target, TargetKind, code_name};
use super::paths::join;
use cargo_toml::{AbstractFilesystem, Inheritable, OptionalFile, Product};
use serde::de::IgnoredAny;
use std::collections::HashSet;
use std::path::Path;

/// The properties of the package that targets depend on, beyond its manifest.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    /// The edition, inheritance applied.
    pub(crate) edition: cargo_toml::Edition,
    /// Published packages often list targets that were not packed; that is not reported.
    pub(crate) origin: Origin,
}

/// All targets whose root file exists, the library first, then binaries, examples, tests, benches, build script, each by name.
pub(crate) fn targets(manifest: &Manifest, layout: Layout, problems: &mut Vec<Problem>) -> Vec<Target> {
    let Some(toml) = complete(manifest, layout.edition) else { return Vec::new() };
    let Some(package) = &toml.package else { return Vec::new() };
    let mut finder = Finder { manifest, layout, package: &package.name, found: Vec::new(), problems };
    if let Some(lib) = &toml.lib {
        finder.add(TargetKind::Lib, lib, 1);
    }
    let groups = [
        (TargetKind::Bin, &toml.bin),
        (TargetKind::Example, &toml.example),
        (TargetKind::Test, &toml.test),
        (TargetKind::Bench, &toml.bench),
    ];
    for (kind, products) in groups {
        for product in products {
            finder.add(kind, product, products.len());
        }
    }
    if let Some(OptionalFile::Path(path)) = &package.build {
        let product = Product { name: Some("build_script_build".to_owned()), path: path.to_str().map(str::to_owned), ..Product::default() };
        finder.add(TargetKind::BuildScript, &product, 1);
    }
    finder.found
}

/// The manifest with the targets that `cargo_toml` finds on disk. Fields that inherit from the workspace are left out, since it rejects the
/// whole manifest if one is missing.
fn complete(manifest: &Manifest, edition: cargo_toml::Edition) -> Option<Toml> {
    let declared = manifest.toml.package.as_ref()?;
    let mut package = cargo_toml::Package::<IgnoredAny>::new(declared.name.clone(), semver::Version::new(0, 0, 0));
    package.edition = Inheritable::Set(edition);
    package.build.clone_from(&declared.build);
    package.autolib = declared.autolib;
    package.autobins = declared.autobins;
    package.autoexamples = declared.autoexamples;
    package.autotests = declared.autotests;
    package.autobenches = declared.autobenches;
    let mut toml = Toml {
        package: Some(package),
        lib: manifest.toml.lib.clone(),
        bin: manifest.toml.bin.clone(),
        example: manifest.toml.example.clone(),
        test: manifest.toml.test.clone(),
        bench: manifest.toml.bench.clone(),
        ..Toml::default()
    };
    toml.complete_from_abstract_filesystem::<IgnoredAny, _>(Folder(&manifest.folder), None).ok()?;
    Some(toml)
}

/// The package's folder, for `cargo_toml` to list. A folder that cannot be listed counts as empty.
struct Folder<'a>(&'a Path);

impl AbstractFilesystem for Folder<'_> {
    fn file_names_in(&self, rel_path: &str) -> std::io::Result<HashSet<Box<str>>> {
        let Ok(entries) = std::fs::read_dir(self.0.join(rel_path)) else { return Ok(HashSet::new()) };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.filter(|name| !name.starts_with('.')).map(Into::into).collect())
    }
}

struct Finder<'a> {
    manifest: &'a Manifest,
    layout: Layout,
    package: &'a str,
    found: Vec<Target>,
    problems: &'a mut Vec<Problem>,
}

impl Finder<'_> {
    fn add(&mut self, kind: TargetKind, product: &Product, siblings: usize) {
        let name = product.name.as_deref().unwrap_or(self.package);
        let candidates = match &product.path {
            Some(path) => vec![path.clone()],
            None => self.conventional(kind, name, siblings),
        };
        let roots = candidates.iter().map(|path| join(&self.manifest.folder, Path::new(path)));
        let Some(root) = roots.into_iter().find(|root| root.is_file()) else {
            return self.report_missing(kind, name, product.path.as_deref());
        };
        // A target's own edition is deprecated, but cargo still uses it.
        let edition = edition(product.edition.unwrap_or(self.layout.edition));
        self.push(Target { kind, name: code_name(name), root, edition });
    }

    fn push(&mut self, target: Target) {
        if !self.found.iter().any(|other| other.kind == target.kind && other.name == target.name && other.root == target.root) {
            self.found.push(target);
        }
    }

    /// Where cargo looks for a listed target without a path.
    fn conventional(&self, kind: TargetKind, name: &str, siblings: usize) -> Vec<String> {
        let below = |folder: &str| vec![format!("{folder}/{name}.rs"), format!("{folder}/{name}/main.rs")];
        match kind {
            TargetKind::Lib => vec!["src/lib.rs".to_owned(), format!("src/{}.rs", code_name(name))],
            TargetKind::Bin => {
                let mut places = below("src/bin");
                if name == self.package || siblings == 1 {
                    places.push("src/main.rs".to_owned());
                }
                // Edition 2015 also took `src/<name>.rs`.
                places.push(format!("src/{name}.rs"));
                places
            }
            TargetKind::Example => below("examples"),
            TargetKind::Test => below("tests"),
            TargetKind::Bench => below("benches"),
            TargetKind::BuildScript => vec!["build.rs".to_owned()],
        }
    }

    fn report_missing(&mut self, kind: TargetKind, name: &str, path: Option<&str>) {
        if self.layout.origin == Origin::Workspace && !kind.is_test() {
            let place = path.map_or_else(String::new, |path| format!(" at `{path}`"));
            let message = format!("the target `{name}` has no root file{place}");
            self.problems.push(Problem::new(self.manifest.path.clone(), message, None));
        }
    }
}

/// The root files of targets that cargo would infer in a folder without a readable manifest.
pub(crate) fn is_conventional_root(relative: &Path) -> bool {
    let parts: Vec<&str> = relative.iter().filter_map(|part| part.to_str()).collect();
    matches!(
        parts.as_slice(),
        ["src", "lib.rs" | "main.rs"]
            | ["build.rs" | "main.rs" | "lib.rs"]
            | ["src", "bin", _]
            | ["examples" | "tests" | "benches", _]
            | ["src", "bin", _, "main.rs"]
            | ["examples" | "tests" | "benches", _, "main.rs"]
    )
}

/// The kind of target of a loose file at this path.
pub(crate) fn conventional_kind(relative: &Path) -> TargetKind {
    let parts: Vec<&str> = relative.iter().filter_map(|part| part.to_str()).collect();
    match parts.as_slice() {
        ["src", "lib.rs"] | ["lib.rs"] => TargetKind::Lib,
        ["build.rs"] => TargetKind::BuildScript,
        ["examples", ..] => TargetKind::Example,
        ["tests", ..] => TargetKind::Test,
        ["benches", ..] => TargetKind::Bench,
        _ => TargetKind::Bin,
    }
}

/// A crate name from a file's stem; characters that an identifier cannot contain become `_`.
pub(crate) fn crate_name(path: &Path) -> String {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let name: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    if name.starts_with(|c: char| c.is_numeric()) || name.is_empty() { format!("_{name}") } else { name }
}
