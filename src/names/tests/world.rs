//! Crates in memory, written as one text, with ways to query them.
//!
//! `//- crate NAME KIND EDITION [deps…]` starts a package in the folder `/NAME`; KIND is `lib`, `bin` or `test` (to lint), `dep` (a
//! dependency's source) or `loose`. A dep is `name` or `name=package`. `//- src/lib.rs` starts a file of it.

use crate::facts::{ExprKind, Name, Path, PathAnchor, Segment, Span};
use crate::names::{
    BodyMode, CrateId, CrateStore, Declaration, DefId, DefKind, Loader, Macros, Namespace, Parsed, Parser, Res, Resolved, StubCrate,
    SyntaxError,
};
use crate::project::{Dependency, DependencyKind, Edition, Origin, Package, Project, Target, TargetKind};
use crate::syntax::{self, Bodies, Lowered, MacroTable};
use std::collections::BTreeMap;
use std::path::{Path as FsPath, PathBuf};
use std::sync::Arc;

pub(crate) use Namespace::{Type, Value};

/// The smallest std that the tests need.
const STD: &[(&str, &str)] = &[
    (
        "lib.rs",
        "pub mod fs; pub mod str { pub fn from_utf8() {} } pub mod vec { pub struct Vec<T>(T); }
            pub mod option { pub enum Option<T> { None, Some(T) } }
            pub mod iter { pub trait Iterator { fn next(&mut self); } pub trait Extend {} }
            pub mod thread { pub fn sleep() {} } pub mod u32 {}
            pub mod io { pub trait Read { fn read(&mut self); } pub mod prelude { pub use super::Read; } }
            pub mod prelude {
                pub mod v1 {
                    pub use crate::vec::Vec;
                    pub use crate::option::Option::{self, None, Some};
                    pub use crate::iter::Iterator;
                }
                pub mod rust_2015 { pub use super::v1::*; }
                pub mod rust_2018 { pub use super::v1::*; }
                pub mod rust_2021 { pub use super::v1::*; pub use crate::iter::Extend; }
                pub mod rust_2024 { pub use super::rust_2021::*; pub trait Future {} }
            }",
    ),
    ("fs.rs", "pub fn read() {} pub struct File; impl File { pub fn open() {} }"),
];

/// This std as stubs.
pub(crate) fn std_stub() -> StubCrate {
    stub("std", STD)
}

/// Stubs from their files.
pub(crate) fn stub(name: &str, files: &[(&str, &str)]) -> StubCrate {
    StubCrate { name: name.to_owned(), files: files.iter().map(|&(path, text)| (path.to_owned(), Arc::from(text))).collect() }
}

/// The files, and the data that manifests would have.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) files: BTreeMap<PathBuf, Arc<str>>,
    pub(crate) project: Project,
    dependencies: BTreeMap<String, Arc<Package>>,
}

impl World {
    pub(crate) fn new(text: &str) -> Self {
        let mut world = Self::default();
        let mut package: Option<Package> = None;
        let mut file: Option<(PathBuf, String)> = None;
        for line in text.lines().chain(["//- end"]) {
            let Some(header) = line.trim().strip_prefix("//- ") else {
                if let Some((_, text)) = &mut file {
                    text.push_str(line);
                    text.push('\n');
                }
                continue;
            };
            if let Some((path, text)) = file.take() {
                world.files.insert(path, Arc::from(text));
            }
            match header.strip_prefix("crate ") {
                Some(header) => world.add(package.replace(read_header(header))),
                None if header == "end" => world.add(package.take()),
                None => file = Some((package.as_ref().expect("a crate comes first").root.join(header), String::new())),
            }
        }
        world
    }

    fn add(&mut self, package: Option<Package>) {
        let Some(mut package) = package else { return };
        for target in &mut package.targets {
            let root = ["src/lib.rs", "src/main.rs", "tests/it.rs"].iter().map(|file| package.root.join(file));
            target.root = root.into_iter().find(|file| self.files.contains_key(file)).expect("the crate has a root file");
        }
        match package.origin {
            Origin::Dependency => {
                self.dependencies.insert(package.name.clone(), Arc::new(package));
            }
            Origin::Workspace | Origin::Loose => {
                self.project.packages.push(package);
            }
        }
    }

    pub(crate) fn load(&self) -> CrateStore<'_> {
        self.load_with(&[std_stub()])
    }

    pub(crate) fn load_with(&self, stubs: &[StubCrate]) -> CrateStore<'_> {
        CrateStore::load(&self.project, stubs, self)
    }
}

fn read_header(header: &str) -> Package {
    let mut words = header.split_whitespace();
    let (name, kind) = (words.next().expect("a name"), words.next().expect("a kind"));
    let edition = match words.next() {
        Some("2015") => Edition::E2015,
        Some("2018") => Edition::E2018,
        Some("2024") => Edition::E2024,
        _ => Edition::E2021,
    };
    let (origin, targets) = match kind {
        "dep" => (Origin::Dependency, vec![TargetKind::Lib]),
        "lib" => (Origin::Workspace, vec![TargetKind::Lib]),
        "bin" => (Origin::Workspace, vec![TargetKind::Bin]),
        "test" => (Origin::Workspace, vec![TargetKind::Test]),
        "loose" => (Origin::Loose, vec![]),
        other => panic!("unknown kind {other}"),
    };
    let root = PathBuf::from("/").join(name);
    Package {
        name: name.to_owned(),
        version: semver::Version::new(1, 0, 0),
        manifest: (origin != Origin::Loose).then(|| root.join("Cargo.toml")),
        root,
        workspace: None,
        origin,
        targets: targets.into_iter().map(|kind| Target { kind, name: name.replace('-', "_"), root: PathBuf::new(), edition }).collect(),
        dependencies: words.map(read_dependency).collect(),
        features: BTreeMap::new(),
        published: false,
        for_tests: crate::project::ForTests::default(),
    }
}

pub(crate) fn read_dependency(text: &str) -> Dependency {
    let (name, package) = text.split_once('=').unwrap_or((text, text));
    // A path dependency is a dependency on a package to lint.
    let (path, package) = match package.strip_prefix("path:") {
        Some(package) => (Some(PathBuf::from("/").join(package)), package),
        None => (None, package),
    };
    Dependency {
        name: name.replace('-', "_"),
        package: package.to_owned(),
        req: semver::VersionReq::STAR,
        kind: DependencyKind::Normal,
        optional: false,
        features: Vec::new(),
        default_features: true,
        path,
        declared_in: None,
    }
}

impl Loader for World {
    fn read(&self, path: &FsPath) -> Option<Arc<str>> {
        self.files.get(path).cloned()
    }

    fn locate(&self, _: &Package, dependency: &Dependency) -> Option<Arc<Package>> {
        self.dependencies.get(&dependency.package).cloned()
    }
}

impl Parser for World {
    fn scan(&self, texts: &[Arc<str>]) -> Macros {
        scan(texts)
    }

    fn lower(&self, text: &str, bodies: BodyMode, macros: &Macros) -> Parsed {
        lower(text, bodies, macros)
    }

    fn lower_item(&self, text: &str, span: Span, macros: &Macros) -> Parsed {
        lower_item(text, span, macros)
    }

    fn lower_declaration(&self, text: &str, span: Span, macros: &Macros) -> Option<Declaration> {
        lower_declaration(text, span, macros)
    }
}

pub(crate) fn scan(texts: &[Arc<str>]) -> Macros {
    let mut table = MacroTable::default();
    for text in texts {
        table.scan(text);
    }
    Macros::new(table)
}

pub(crate) fn lower(text: &str, bodies: BodyMode, macros: &Macros) -> Parsed {
    let bodies = match bodies {
        BodyMode::Lower => Bodies::Lower,
        BodyMode::Defer => Bodies::Defer,
        BodyMode::Outline => Bodies::Outline,
    };
    let table = macros.get::<MacroTable>().expect("scan made it");
    parsed(syntax::with_stack(|| syntax::lower(text, bodies, table)))
}

pub(crate) fn lower_item(text: &str, span: Span, macros: &Macros) -> Parsed {
    let table = macros.get::<MacroTable>().expect("scan made it");
    parsed(syntax::with_stack(|| syntax::lower_item(text, span, table)))
}

pub(crate) fn lower_declaration(text: &str, span: Span, macros: &Macros) -> Option<Declaration> {
    let table = macros.get::<MacroTable>().expect("scan made it");
    syntax::with_stack(|| syntax::lower_declaration(text, span, table))
}

fn parsed(lowered: Lowered) -> Parsed {
    let errors = lowered.errors.into_iter().map(|error| SyntaxError { message: error.message, span: error.span }).collect();
    Parsed { facts: Arc::new(lowered.facts), errors }
}

/// Parses a path; a leading `self`, `super`, `crate` or `::` becomes its anchor.
pub(crate) fn path(text: &str) -> Path {
    let mut anchor = PathAnchor::Plain;
    let mut supers = 0;
    let mut segments = Vec::new();
    for (index, part) in text.split("::").enumerate() {
        match (index, part) {
            (0, "") => anchor = PathAnchor::Extern,
            (0, "crate") => anchor = PathAnchor::Crate,
            (0, "self") => anchor = PathAnchor::SelfModule,
            (_, "super") => {
                supers += 1;
                anchor = PathAnchor::Super(supers);
            }
            (_, name) => segments.push(Segment { name: Name::new(name), span: Span::default(), args: None }),
        }
    }
    Path { anchor, qself: None, segments, span: Span::default() }
}

/// The crate of this name: a local one, or any that a local one can name.
pub(crate) fn krate(store: &CrateStore<'_>, name: &str) -> CrateId {
    let mut all = store.local_crates().to_vec();
    let mut at = 0;
    while at < all.len() {
        if store.krate(all[at]).name == name {
            return all[at];
        }
        let more = store.extern_prelude(all[at]).into_iter().map(|(_, id)| id);
        let more: Vec<_> = more.filter(|id| !all.contains(id)).collect();
        all.extend(more);
        at += 1;
    }
    panic!("no crate {name}");
}

/// The definition at `app::module::item`, also a member of a trait or enum; a final `{}` means the block of a fn.
pub(crate) fn def(store: &CrateStore<'_>, place: &str) -> DefId {
    let (place, block) = place.strip_suffix("{}").map_or((place, false), |place| (place, true));
    let mut names = place.split("::");
    let mut at = store.krate(krate(store, names.next().expect("a crate"))).root;
    for name in names {
        let found = all_defs(store, at.krate).into_iter().find(|&id| store.def(id).parent == Some(at) && store.def(id).name == name);
        at = found.unwrap_or_else(|| panic!("no {name} in {place}"));
    }
    if !block {
        return at;
    }
    let body = store.body(at).expect("a body");
    let ExprKind::Block { scope: Some(scope), .. } = &body.body.exprs[body.body.root].kind else { panic!("{place} has no scope") };
    store.def_of_scope(at.krate, body.file.id, *scope)
}

pub(crate) fn all_defs(store: &CrateStore<'_>, krate: CrateId) -> Vec<DefId> {
    (0..store.krate(krate).defs.len()).map(|index| DefId { krate, index: crate::names::DefIndex::from_usize(index) }).collect()
}

/// A result as text: `fn app::a::f`, `prim str`, `ext serde::x`, `none`; ` +1` for the number of unresolved segments.
pub(crate) fn describe(store: &CrateStore<'_>, found: &Resolved) -> String {
    let text = match &found.res {
        Res::Def(id) => describe_def(store, *id),
        Res::Prim(prim) => format!("prim {}", prim.as_str()),
        Res::External(names) => format!("ext {}", names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::")),
        Res::Unresolved => "none".to_owned(),
    };
    if found.rest == 0 { text } else { format!("{text} +{}", found.rest) }
}

pub(crate) fn describe_def(store: &CrateStore<'_>, id: DefId) -> String {
    let mut names = Vec::new();
    let mut at = Some(id);
    while let Some(id) = at {
        let def = store.def(id);
        names.push(if def.kind == DefKind::Block { "{}" } else { def.name.as_str() });
        at = def.parent;
    }
    names.reverse();
    let kind = format!("{:?}", store.def(id).kind).to_lowercase();
    format!("{kind} {}", names.join("::"))
}

/// Resolves a path in a scope.
pub(crate) fn ask(store: &CrateStore<'_>, place: &str, text: &str, ns: Namespace) -> String {
    describe(store, &store.resolve(def(store, place), &path(text), ns))
}

/// Checks a table of queries: scope, path, namespace, result.
pub(crate) fn check(world: &World, table: &[(&str, &str, Namespace, &str)]) {
    let store = world.load();
    let wrong: Vec<_> = table
        .iter()
        .map(|&(place, text, ns, expected)| (place, text, ns, expected, ask(&store, place, text, ns)))
        .filter(|(_, _, _, expected, got)| expected != got)
        .collect();
    assert!(wrong.is_empty(), "place, path, namespace, expected, got: {wrong:#?}");
    // The same queries in reverse order, with an empty cache.
    let store = world.load();
    for &(place, text, ns, expected) in table.iter().rev() {
        assert_eq!(ask(&store, place, text, ns), expected, "in reverse order: {place} {text}");
    }
}
