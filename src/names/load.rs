//! Enumerates the crates of the packages, and loads a crate.

use super::data::{CrateData, CrateKind, FileData, FileMap, Lazily, nothing, ready};
use super::defs::{Builder, FileCtx, FileOwners, root_def};
use super::files::{CalledMacro, Source, Tree, Workers, follow};
use super::impl_names::ImplNames;
use super::modules::normalize;
use super::outline::Outline;
use super::spec::CrateSpec;
use super::store::CrateSlot;
use super::{BodyMode, CrateId, CrateStore, DefId, DefIndex, FileId, Loader, StubCrate, cfg, stored};
use crate::facts::{FileFacts, ItemKind, LineIndex, Name};
use crate::project::{FeatureGraph, Package, Project, Target, TargetKind};
use index_vec::IndexVec;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

impl<'a> CrateStore<'a> {
    /// Loads the crates to lint: every target of every package, in parallel, with bodies lowered; then the requested files that no module
    /// tree reaches, each as its own crate with its package's dependencies. `stubs` should contain `std`, which becomes crate 0; without it
    /// an empty one is used. `core` and `alloc` refer to it too. Dependencies are loaded on first use.
    #[must_use]
    pub fn load(project: &Project, stubs: &[StubCrate], loader: &'a dyn Loader) -> Self {
        let mut store = Self {
            loader,
            slots: boxcar::Vec::new(),
            libs: Mutex::new(FxHashMap::default()),
            stubs: indexmap::IndexMap::default(),
            locals: Vec::new(),
            strays: Vec::new(),
            feature_graph: FeatureGraph::default(),
            platform: project.platform,
        };
        let std = stubs.iter().find(|stub| stub.name == "std").cloned();
        let std = std.unwrap_or_else(|| StubCrate { name: "std".to_owned(), files: vec![("lib.rs".to_owned(), Arc::from(""))] });
        for stub in std::iter::once(&std).chain(stubs.iter().filter(|stub| stub.name != "std")) {
            let id = store.push(CrateSpec::of_stub(stub.clone()));
            store.stubs.entry(Name::new(&stub.name)).or_insert(id);
        }
        let packages: Vec<Arc<Package>> = project.packages.iter().cloned().map(Arc::new).collect();
        store.feature_graph = FeatureGraph::resolve(&packages, &|from, dependency| loader.locate(from, dependency));
        for package in &packages {
            for target in &package.targets {
                let id = store.push(CrateSpec::of_target(package, target, CrateKind::Local));
                store.locals.push(id);
                if target.kind == TargetKind::Lib {
                    store.libs().entry(super::externs::package_key(package)).or_insert(id);
                }
            }
        }
        store.load_in_order(&store.locals);
        store.load_unreached(project, &packages);
        store
    }

    fn load_unreached(&mut self, project: &Project, packages: &[Arc<Package>]) {
        let files_of = |store: &Self, id: CrateId| -> Vec<PathBuf> { store.krate(id).files.iter().map(|file| file.path.clone()).collect() };
        let reached: FxHashSet<PathBuf> = self.locals.iter().flat_map(|&id| files_of(self, id)).collect();
        let folders: Vec<PathBuf> = packages.iter().map(|package| normalize(&package.root)).collect();
        let mut specs = Vec::new();
        for file in &project.requested {
            if reached.contains(&normalize(file)) {
                continue;
            }
            let owner = (0..packages.len())
                .filter(|&index| file.starts_with(&folders[index]))
                .max_by_key(|&index| folders[index].components().count());
            let is_apart = |index: usize| is_stray(&packages[index], file) && !project.explicit.contains(file);
            if owner.is_some_and(is_apart) {
                self.strays.push(file.clone());
                continue;
            }
            let package = owner.map_or_else(|| Arc::new(loose_package(file)), |index| Arc::clone(&packages[index]));
            specs.push(CrateSpec::of_file(&package, file));
        }
        // A file that another of these files reaches by `mod` belongs to that file's crate. If two reach each other, the first is the root.
        let trees: Vec<Tree> = specs.par_iter().map(|spec| self.follow(spec, Workers::Pool, None)).collect();
        let roots: FxHashMap<&Path, usize> = specs.iter().enumerate().map(|(index, spec)| (spec.root.as_path(), index)).collect();
        let reach: Vec<Vec<usize>> = trees
            .iter()
            .enumerate()
            .map(|(index, tree)| {
                let files = tree.files.iter().filter_map(|file| roots.get(file.place.path.as_path()).copied());
                files.filter(|&other| other != index).collect()
            })
            .collect();
        let mut owner = vec![None; specs.len()];
        for (index, others) in reach.iter().enumerate() {
            for &other in others {
                let mutual = reach[other].contains(&index);
                if owner[other].is_none() && (!mutual || index < other) {
                    owner[other] = Some(index);
                }
            }
        }
        for ((spec, tree), owner) in specs.into_iter().zip(trees).zip(owner) {
            if owner.is_none() {
                let id = self.push(spec);
                self.locals.push(id);
                let data = self.build(id, tree);
                let _ = self.slot(id).data.set(Box::new(data));
            }
        }
    }

    pub(super) fn push(&self, spec: CrateSpec) -> CrateId {
        CrateId::from_usize(self.slots.push(CrateSlot { spec, data: OnceLock::new() }))
    }

    pub(super) fn load_crate(&self, id: CrateId, workers: Workers, foreign: Option<Arc<str>>) -> CrateData {
        let spec = &self.slot(id).spec;
        let features = self.features_of(spec).fingerprint();
        let stored = || {
            let bytes = self.loader.stored(spec.storable(&features)?)?;
            stored::unpack(self, id, spec, &bytes)
        };
        stored().unwrap_or_else(|| self.build(id, self.follow(spec, workers, foreign)))
    }

    fn follow(&self, spec: &CrateSpec, workers: Workers, foreign: Option<Arc<str>>) -> Tree {
        let called = |called: &BTreeSet<CalledMacro>| self.called_macros(spec, called);
        let from_stub = |path: &Path| spec.stub_text(path);
        let from_loader = |path: &Path| self.loader.read(path);
        let mut bounds = Vec::new();
        if let Some(package) = &spec.package {
            bounds.push(normalize(&package.root));
            bounds.extend(package.workspace.as_deref().and_then(Path::parent).map(normalize));
            // A root outside of its package is named by the manifest (or asked for by the user).
            if !bounds.iter().any(|bound| spec.root.starts_with(bound)) {
                bounds.extend(spec.root.parent().map(normalize));
            }
        }
        let real_bounds: Vec<PathBuf> = bounds.iter().filter_map(|bound| self.loader.resolve(bound)).collect();
        let outside = |path: &Path| {
            let leads_out = || self.loader.resolve(path).is_some_and(|real| !in_bounds(&real_bounds, &real));
            !in_bounds(&bounds, path) || (!real_bounds.is_empty() && leads_out())
        };
        let features = self.features_of(spec);
        let is_off = |cfg: &crate::facts::Cfg| spec.kind == CrateKind::Dependency && cfg::is_off(cfg, &features);
        let source = Source {
            platform: self.platform,
            is_off: &is_off,
            read: if spec.stub.is_some() { &from_stub } else { &from_loader },
            parser: self.loader,
            bodies: if spec.kind == CrateKind::Local { BodyMode::Lower } else { BodyMode::Outline },
            workers,
            outside: &outside,
            foreign,
            called: &called,
        };
        follow(&source, &spec.root)
    }

    /// The features of a crate that are on.
    pub(super) fn features_of(&self, spec: &CrateSpec) -> cfg::Features {
        match &spec.package {
            Some(package) if spec.kind == CrateKind::Dependency => {
                cfg::Features::of_dependency(package, self.feature_graph.of(package), self.platform)
            }
            Some(package) => cfg::Features::of_member(package, self.feature_graph.of(package), self.platform),
            None => cfg::Features::default(),
        }
    }

    fn build(&self, id: CrateId, tree: Tree) -> CrateData {
        let spec = &self.slot(id).spec;
        let features = self.features_of(spec);
        let for_tests = spec.package.as_ref().map(|package| package.for_tests.clone()).unwrap_or_default();
        let target_test = spec.target.is_test() || for_tests.whole;
        let Tree { mut files, macros, problems } = tree;
        let mut builder = Builder {
            krate: id,
            base: 0,
            entries: Vec::new(),
            impls: Vec::new(),
            features: &features,
            test_features: &for_tests.features,
            module_of: &|scope| scope,
            parent_of: &|_| None,
        };
        let root = builder.push(root_def(spec.name, target_test));
        builder.entries[0].scope = Some(Box::default());
        let mut maps: Vec<Option<(FileMap, bool)>> = files.iter().map(|_| None).collect();
        let mut owners = FileOwners::default();
        let mut queue = std::collections::VecDeque::new();
        if !files.is_empty() {
            owners.insert(0, root);
            queue.push_back((0, root, target_test));
        }
        while let Some((index, owner, in_test)) = queue.pop_front() {
            let file = &files[index];
            let in_test = in_test || file.parsed.facts.in_test;
            let ctx = FileCtx { id: FileId::from_usize(index), facts: &file.parsed.facts, in_test };
            let alias = |item| file.children.get(&item).and_then(|child| owners.get(child)).copied();
            let (map, outlines) = builder.file(ctx, owner, None, &alias);
            builder.name_included(owner);
            maps[index] = Some((map, in_test));
            for outline in outlines {
                let Some(&child) = file.children.get(&outline.item) else { continue };
                if let Some(&same) = owners.get(&child) {
                    if matches!(file.parsed.facts.items[outline.item].kind, ItemKind::Include { .. }) {
                        continue;
                    }
                    // The same file twice in one file (`cfg` twins): the name of the second module refers to the first.
                    builder.alias(outline.def, same);
                    continue;
                }
                owners.insert(child, outline.def);
                let entry = &mut builder.entries[outline.def.index()];
                entry.def.scope_file = FileId::from_usize(child);
                entry.def.scope = Some(crate::facts::ScopeId::from_usize(0));
                queue.push_back((child, outline.def, entry.def.in_test));
            }
        }
        let Builder { mut entries, mut impls, .. } = builder;
        entries.shrink_to_fit();
        impls.shrink_to_fit();
        let is_outlined = spec.kind != CrateKind::Local;
        let (mut impl_names, mut exported_macros) = (OnceLock::new(), OnceLock::new());
        if is_outlined {
            // These two need all items; their heads are enough.
            let facts: Vec<&FileFacts> = files.iter().map(|file| &*file.parsed.facts).collect();
            impl_names = OnceLock::from(ImplNames::read(&entries, &impls, &facts));
            exported_macros = OnceLock::from(super::data::exported(facts.iter().flat_map(|facts| &facts.items)));
        }
        let data = files.drain(..).zip(maps).enumerate().map(|(index, (file, map))| {
            let (map, in_test) = map.unwrap_or_default();
            FileData {
                id: FileId::from_usize(index),
                krate: id,
                path: file.place.path,
                lines: lines(Arc::clone(&file.text)),
                text: ready(file.text),
                facts: if is_outlined { nothing() } else { Arc::clone(&file.parsed.facts) },
                outline: is_outlined.then(|| ready(Outline::new(file.parsed.facts))),
                in_test,
                errors: file.parsed.errors,
                map: OnceLock::from(map),
                bodies: OnceLock::new(),
                is_stored: false,
            }
        });
        CrateData {
            id,
            name: spec.name,
            package: spec.package.clone(),
            kind: spec.kind,
            target: spec.target,
            edition: spec.edition,
            root: DefId { krate: id, index: root },
            files: data.collect::<IndexVec<FileId, FileData>>(),
            problems,
            defs: entries,
            late_defs: boxcar::Vec::new(),
            late_files: boxcar::Vec::new(),
            appending: Mutex::new(()),
            impls,
            externs: self.externs_of(spec, id),
            library_names: Mutex::default(),
            macros,
            features,
            impl_names,
            exported_macros,
            stored_paths: None,
            macro_prelude: OnceLock::new(),
            public_paths: OnceLock::new(),
            fns: OnceLock::new(),
        }
    }
}

impl Builder<'_> {
    /// Rebinds the name of `module` to `same`.
    fn alias(&mut self, module: DefIndex, same: DefIndex) {
        let (module, same) = (self.id(module), self.id(same));
        let Some(parent) = self.entries[module.index.index()].def.parent else { return };
        let name = self.entries[module.index.index()].def.name;
        if let Some(scope) = &mut self.entries[parent.index.index()].scope {
            scope.redirect(name, module, same);
        }
    }
}

/// Whether cargo would not compile a file: it lies in a package, but not in the module folder of any target.
fn is_stray(package: &Package, file: &Path) -> bool {
    let is_beside =
        |target: &Target| target.kind != TargetKind::BuildScript && target.root.parent().is_some_and(|folder| file.starts_with(folder));
    package.manifest.is_some() && !package.targets.iter().any(is_beside)
}

pub(super) fn lines(text: Arc<str>) -> Lazily<Arc<LineIndex>> {
    Lazily::new(Box::new(move || Arc::new(LineIndex::new(&text))))
}

/// A hostile `#[path = "../../../x"]` must not make the tool read arbitrary files.
fn in_bounds(bounds: &[PathBuf], path: &Path) -> bool {
    bounds.is_empty() || bounds.iter().any(|bound| path.starts_with(bound))
}

fn loose_package(file: &Path) -> Package {
    Package {
        name: file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("file").to_owned(),
        version: semver::Version::new(0, 0, 0),
        root: file.parent().unwrap_or(Path::new("")).to_owned(),
        manifest: None,
        workspace: None,
        origin: crate::project::Origin::Loose,
        targets: Vec::new(),
        dependencies: Vec::new(),
        features: std::collections::BTreeMap::new(),
        published: false,
        for_tests: crate::project::ForTests::default(),
    }
}
