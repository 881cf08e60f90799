//! Real crates: `cargo test names::tests::sweep -- --ignored --nocapture` loads cargo's sources on this machine and
//! prints the time it takes and the imports that do not resolve. Ignored by default, because the sources differ between machines.

use super::world::{lower, lower_declaration, lower_item, scan};
use crate::facts::{ItemKind, Span};
use crate::names::imports::{FINAL, Query};
use crate::names::{BodyMode, CrateStore, Declaration, DefKind, Loader, Macros, Namespace, Parsed, Parser, Res, StubCrate};
use crate::project::{Dependency, Package, Project, Sources};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

pub(crate) struct Disk(pub(crate) Sources);

impl Loader for Disk {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        std::fs::read_to_string(path).ok().map(Arc::from)
    }

    fn locate(&self, from: &Package, dependency: &Dependency) -> Option<Arc<Package>> {
        self.0.locate(from, dependency)
    }
}

impl Parser for Disk {
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

const CRATES: &[&str] = &[
    "tokio",
    "hyper",
    "reqwest",
    "futures-util",
    "axum",
    "actix-web",
    "sqlx-core",
    "diesel",
    "tower",
    "tracing-subscriber",
    "serde",
    "clap_builder",
    "rusqlite",
    "rustls",
    "regex-automata",
    "aws-smithy-runtime",
    "aws-sdk-s3",
];

/// The standard library's stubs.
fn real_std() -> StubCrate {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/stubs/std");
    let entries = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let files = entries.map(|entry| {
        let under = entry.path().strip_prefix(&root).expect("walked from there").to_string_lossy().into_owned();
        (under, Arc::from(std::fs::read_to_string(entry.path()).expect("stubs are text")))
    });
    StubCrate { name: "std".to_owned(), files: files.collect() }
}

/// The imports of a crate: how many there are, how many resolve, and those that do not.
fn imports(store: &CrateStore<'_>, root: crate::names::DefId) -> (usize, usize, BTreeMap<String, usize>) {
    let (mut all, mut found) = (0, 0);
    let mut lost: BTreeMap<String, usize> = BTreeMap::new();
    for id in super::world::all_defs(store, root.krate) {
        if !matches!(store.def(id).kind, DefKind::Module | DefKind::Block) {
            continue;
        }
        let file = store.scope_file(id);
        let Some(scope) = store.def(id).scope.and_then(|scope| file.facts.scopes.get(scope)) else { continue };
        for &item in &scope.items {
            let ItemKind::Use(decl) = &file.facts.items[item].kind else { continue };
            all += 1;
            let each = [Namespace::Type, Namespace::Value].map(|ns| match decl.kind {
                crate::facts::UseKind::Glob => store.resolve(id, &decl.path, Namespace::Type).res,
                _ => Query::new(store).import(id, item, ns, FINAL),
            });
            if each.iter().any(|res| matches!(res, Res::Def(_) | Res::Prim(_))) {
                found += 1;
                continue;
            }
            let text = decl.path.joined();
            let why = match &each[0] {
                Res::External(names)
                    if store.extern_prelude(root.krate).iter().any(|(_, id)| store.krate(*id).name == names[0])
                        || names[0] == store.krate(root.krate).name =>
                {
                    "absent"
                }
                Res::External(_) => "no source",
                _ => "unresolved",
            };
            *lost.entry(format!("{why}: {:?} {text}", decl.path.anchor)).or_default() += 1;
        }
    }
    (all, found, lost)
}

#[test]
#[ignore = "reads what cargo has on this machine"]
fn sweep() {
    let project = Project::default();
    let home = std::env::var_os("CARGO_HOME").map(Into::into).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let disk = Disk(Sources::new(&project, home));
    let mut world = super::world::World::new("//- crate app lib 2021\n//- src/lib.rs\nfn f() {}\n");
    let package = world.project.packages.iter_mut().next().expect("one");
    package.dependencies = CRATES.iter().map(|name| super::world::read_dependency(name)).collect();
    let started = Instant::now();
    let store = CrateStore::load(&world.project, &[real_std()], &disk);
    let std = store.krate(store.std());
    println!("std: {} files, {} defs, {:?}", std.files.len(), std.defs.len(), started.elapsed());
    let crates = store.extern_prelude(store.local_crates()[0]);
    for (name, id) in crates {
        let started = Instant::now();
        let krate = store.krate(id);
        let loaded = started.elapsed();
        let bytes: usize = krate.files.iter().map(|file| file.text.len()).sum();
        let started = Instant::now();
        let (all, found, lost) = imports(&store, krate.root);
        let resolved = started.elapsed();
        let started = Instant::now();
        let _ = store.canonical_path(krate.root);
        let paths = store.public_paths(id).len();
        println!(
            "{name}: {} files, {} kB, {} defs, loaded {loaded:?}; {found} of {all} imports in {resolved:?}; {paths} public in {:?}; {} problems, {} errors",
            krate.files.len(),
            bytes / 1000,
            krate.defs.len(),
            started.elapsed(),
            krate.problems.len(),
            krate.files.iter().map(|file| file.errors.len()).sum::<usize>(),
        );
        let mut lost: Vec<_> = lost.into_iter().filter(|(why, _)| !why.starts_with("no source")).collect();
        lost.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for (why, count) in lost.iter().take(14) {
            println!("    {count} {why}");
        }
        for problem in krate.problems.iter().take(4) {
            println!("    {} {}", problem.path.display(), problem.message);
        }
        for (file, error) in krate.files.iter().flat_map(|file| file.errors.iter().map(move |error| (file, error))).take(4) {
            println!("    {}:{} {}", file.path.display(), file.lines.line(error.span.start), error.message);
        }
    }
    for (_, slot) in &store.slots {
        let Some(krate) = slot.data.get() else { continue };
        for (file, error) in krate.files.iter().flat_map(|file| file.errors.iter().map(move |error| (file, error))) {
            println!("error {}:{} {}", file.path.display(), file.lines.line(error.span.start), error.message);
        }
        for problem in &krate.problems {
            println!("problem {} {}", problem.path.display(), problem.message);
        }
    }
    println!("crates in all: {}", store.slots.count());
}
