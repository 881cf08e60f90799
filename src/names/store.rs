//! The store of all crates, and plain look-ups in it.

use super::data::{CrateData, CrateKind, Def, Entry, FileData};
use super::files::Workers;
use super::spec::CrateSpec;
use super::{CrateId, DefId, DefIndex, DefKind, FileId, Loader};
use crate::facts::{BodyRef, Item, ItemId, ItemKind, Name, ScopeId};
use crate::project::{Package, TargetKind};
use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// All known crates: workspace targets, std's stubs, and dependencies on demand. Loading is lazy and memoized; references stay valid.
/// Dependencies get ids in order of first use, which varies between runs, so no result may depend on that order.
pub struct CrateStore<'a> {
    pub(super) loader: &'a dyn Loader,
    pub(super) slots: boxcar::Vec<CrateSlot>,
    /// Library crates by their package's folder.
    pub(super) libs: Mutex<FxHashMap<PathBuf, CrateId>>,
    pub(super) stubs: IndexMap<Name, CrateId, FxBuildHasher>,
    pub(super) locals: Vec<CrateId>,
    /// As for [`CrateStore::strays`].
    pub(super) strays: Vec<PathBuf>,
    /// The features that the workspace's packages request of their dependencies, by name.
    pub(super) feature_graph: crate::project::FeatureGraph,
    /// The platform that the crates are built for.
    pub(super) platform: crate::project::Platform,
}

/// A crate, loaded or not.
#[derive(Debug)]
pub(super) struct CrateSlot {
    pub(super) spec: CrateSpec,
    /// Boxed, since most crates are never loaded.
    pub(super) data: OnceLock<Box<CrateData>>,
}

impl std::fmt::Debug for CrateStore<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CrateStore").field("crates", &self.slots.count()).field("locals", &self.locals).finish_non_exhaustive()
    }
}

impl CrateStore<'_> {
    /// std's stubs; `core` and `alloc` refer to them too.
    #[must_use]
    pub fn std(&self) -> CrateId {
        CrateId::from_usize(0)
    }

    /// Crates to lint: by package, by target, then the files that no module tree reaches.
    #[must_use]
    pub fn local_crates(&self) -> &[CrateId] {
        &self.locals
    }

    /// Requested files that belong to a package and to none of its targets' folders: they are not linted unless they are named.
    #[must_use]
    pub fn strays(&self) -> &[PathBuf] {
        &self.strays
    }

    /// A crate; loads a dependency on first use (signatures only).
    #[must_use]
    pub fn krate(&self, id: CrateId) -> &CrateData {
        let slot = self.slot(id);
        slot.data.get_or_init(|| Box::new(self.load_crate(id, Workers::Own, None)))
    }

    /// A crate's role. Loads nothing.
    #[must_use]
    pub fn kind(&self, id: CrateId) -> CrateKind {
        self.slot(id).spec.kind
    }

    /// A crate's kind of target and its name. Loads nothing.
    #[must_use]
    pub fn target(&self, id: CrateId) -> (TargetKind, Name) {
        let spec = &self.slot(id).spec;
        (spec.target, spec.name)
    }

    /// A name for a crate that is the same in every run; `None` for code that may change. Loads nothing.
    #[must_use]
    pub fn stable_name(&self, id: CrateId) -> Option<String> {
        let spec = &self.slot(id).spec;
        match spec.kind {
            CrateKind::Local => None,
            CrateKind::Stub => Some(format!("stub {}", spec.name)),
            CrateKind::Dependency => Some(format!("package {}", self.loader.stable_path(spec.package.as_ref()?)?)),
        }
    }

    /// The crate of a stable name. Loads nothing.
    #[must_use]
    pub fn by_stable_name(&self, name: &str) -> Option<CrateId> {
        match name.split_once(' ')? {
            ("stub", name) => self.stubs.get(&Name::new(name)).copied(),
            ("package", path) => self.register_dependency(&self.loader.package_at(path)?),
            _ => None,
        }
    }

    /// Whether a definition has the same index in every run. False for definitions in deferred bodies.
    #[must_use]
    pub fn is_stable(&self, def: DefId) -> bool {
        self.slot(def.krate).data.get().is_none_or(|data| def.index.index() < data.defs.len())
    }

    /// The text of a file, empty if it cannot be read.
    #[must_use]
    pub fn text_of(&self, path: &Path) -> Arc<str> {
        self.loader.read(path).unwrap_or_else(|| Arc::from(""))
    }

    /// Passes the dependencies that this run read from source to the loader, which stores them for later runs. Crates that came from
    /// the store are not passed again.
    pub fn keep_dependencies(&self) {
        let loaded = self.slots.iter().filter_map(|(_, slot)| Some((slot, slot.data.get()?)));
        let new = loaded.filter(|(slot, data)| slot.spec.kind != CrateKind::Local && !data.files.iter().any(|file| file.is_stored));
        let new: Vec<_> = new.collect();
        new.par_iter().for_each(|(slot, data)| {
            let features = data.features.fingerprint();
            if let Some(storable) = slot.spec.storable(&features)
                && self.loader.stores(storable)
                && let Some(bytes) = super::stored::pack(self, data, &slot.spec.folder(), data.exported_macros())
            {
                self.loader.keep(storable, bytes);
            }
        });
    }

    pub(super) fn slot(&self, id: CrateId) -> &CrateSlot {
        self.slots.get(id.index()).expect("crate ids come from this store")
    }

    pub(super) fn libs(&self) -> MutexGuard<'_, FxHashMap<PathBuf, CrateId>> {
        self.libs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn entry(&self, id: DefId) -> &Entry {
        self.krate(id.krate).entry(id.index)
    }

    /// A definition.
    #[must_use]
    pub fn def(&self, id: DefId) -> &Def {
        &self.entry(id).def
    }

    /// Whether a fn is a member of a trait or of a trait's impl, so that its signature is not its own choice.
    pub(crate) fn is_of_trait(&self, def: DefId) -> bool {
        let parent = self.def(def).parent;
        parent.is_some_and(|parent| match self.def(parent).kind {
            DefKind::Trait => true,
            _ => matches!(self.item(parent).map(|item| &item.kind), Some(ItemKind::Impl(block)) if block.of_trait.is_some()),
        })
    }

    /// Its facts: the enum's for a variant, none for crate roots and blocks.
    #[must_use]
    pub fn item(&self, id: DefId) -> Option<&Item> {
        let def = self.def(id);
        let data = self.krate(id.krate);
        let (file, item) = (data.file(def.file), def.item?);
        match &file.outline {
            Some(outline) => outline.item(item, |span| {
                let apart = self.loader.lower_declaration(&file.text, span, &data.macros);
                apart.or_else(|| self.declared_in(file, item, span))
            }),
            None => file.facts.items.get(item),
        }
    }

    /// The file of its item (for a crate root: the root file, which is empty if it could not be read).
    #[must_use]
    pub fn file(&self, id: DefId) -> &FileData {
        self.krate(id.krate).file(self.def(id).file)
    }

    /// The innermost module or block that contains the definition (itself if it is one).
    #[must_use]
    pub fn scope_of(&self, id: DefId) -> DefId {
        let mut at = id;
        loop {
            let def = self.def(at);
            match (def.kind, def.parent) {
                (DefKind::Module | DefKind::Block, _) | (_, None) => return at,
                (_, Some(parent)) => at = parent,
            }
        }
    }

    /// The nearest module, blocks skipped.
    pub(crate) fn module_of(&self, id: DefId) -> DefId {
        let mut at = id;
        loop {
            let def = self.def(at);
            match (def.kind, def.parent) {
                (DefKind::Module, _) | (_, None) => return at,
                (_, Some(parent)) => at = parent,
            }
        }
    }

    /// The definition of an item; for one that defines nothing (`use`, a macro call) that of the scope around it.
    #[must_use]
    #[cfg(any(test, feature = "internals"))]
    pub fn def_of_item(&self, krate: CrateId, file: FileId, item: ItemId) -> DefId {
        let data = self.krate(krate);
        let file_data = data.file(file);
        let found = file_data.map.get().and_then(|map| map.items.get(item.index()).copied().flatten());
        match found {
            Some(index) => DefId { krate, index },
            None => file_data.read_item(item).map_or(data.root, |item| self.def_of_scope(krate, file, item.scope)),
        }
    }

    /// The module or block of a scope, given the file whose facts it is in.
    #[must_use]
    pub fn def_of_scope(&self, krate: CrateId, file: FileId, scope: ScopeId) -> DefId {
        let data = self.krate(krate);
        let found = data.file(file).map.get().and_then(|map| map.scopes.get(scope.index()).copied().flatten());
        found.map_or(data.root, |index| DefId { krate, index })
    }

    /// Members of an impl or trait; nothing for anything else.
    #[must_use]
    pub fn members(&self, id: DefId) -> &[DefId] {
        let entry = self.entry(id);
        if entry.def.kind == DefKind::Enum { &[] } else { &entry.members }
    }

    /// The dependencies of a package that are part of a normal build of the workspace, by their names in code; `None` if no build has the package.
    pub(crate) fn built_dependencies(&self, package: &Package) -> Option<&BTreeSet<String>> {
        self.feature_graph.of(package).map(|features| &features.dependencies)
    }

    /// Other fns of the same name in the same module, impl or trait: they are exclusive by `cfg`, or attributes change them.
    #[must_use]
    pub fn twins(&self, id: DefId) -> Vec<DefId> {
        let def = self.def(id);
        let is_twin = |other: &DefId| *other != id && self.def(*other).kind == def.kind && self.def(*other).name == def.name;
        let Some(parent) = def.parent else { return Vec::new() };
        match &self.entry(parent).scope {
            Some(scope) => {
                let bindings = scope.named.get(&def.name).into_iter().flatten();
                let declared = bindings.filter_map(|binding| match binding.target {
                    super::scope::Target::Def(id) => Some(id),
                    _ => None,
                });
                declared.filter(is_twin).collect()
            }
            None => self.members(parent).iter().copied().filter(is_twin).collect(),
        }
    }

    /// Variants of an enum in order; nothing for anything else.
    #[must_use]
    pub fn variants(&self, id: DefId) -> &[DefId] {
        let entry = self.entry(id);
        if entry.def.kind == DefKind::Enum { &entry.members } else { &[] }
    }

    /// Every struct and enum of a crate.
    #[must_use]
    pub fn types_of(&self, krate: CrateId) -> Vec<DefId> {
        self.defs_of(krate).filter(|def| matches!(self.def(*def).kind, DefKind::Struct | DefKind::Enum)).collect()
    }

    /// Every definition of a crate.
    pub fn defs_of(&self, krate: CrateId) -> impl Iterator<Item = DefId> + use<> {
        (0..self.krate(krate).defs.len()).map(move |index| DefId { krate, index: DefIndex::from_usize(index) })
    }

    /// Every constant and static with a lowered initialiser, by file path and source order.
    #[must_use]
    pub fn values_of(&self, krate: CrateId) -> Vec<DefId> {
        let data = self.krate(krate);
        let mut list: Vec<_> = (0..data.defs.len())
            .map(|index| DefId { krate, index: DefIndex::from_usize(index) })
            .filter_map(|id| {
                let def = &data.entry(id.index).def;
                let item = data.file(def.file).facts.items.get(def.item?)?;
                let (ItemKind::Const { body, .. } | ItemKind::Static { body, .. }) = &item.kind else { return None };
                matches!(body, BodyRef::Lowered(_)).then(|| (data.file(def.file).path.as_path(), item.span.start, id.index, id))
            })
            .collect();
        list.sort();
        list.into_iter().map(|(.., id)| id).collect()
    }

    /// Every fn with a lowered body, nested ones included, by file path and source order.
    #[must_use]
    pub fn bodies_of(&self, krate: CrateId) -> &[DefId] {
        let data = self.krate(krate);
        data.fns.get_or_init(|| {
            let mut list: Vec<_> = (0..data.defs.len())
                .map(|index| DefId { krate, index: DefIndex::from_usize(index) })
                .filter_map(|id| {
                    let def = &data.entry(id.index).def;
                    let item = data.file(def.file).facts.items.get(def.item?)?;
                    let has_body = matches!(&item.kind, ItemKind::Fn(function) if matches!(function.body, BodyRef::Lowered(_)));
                    (def.kind == DefKind::Fn && has_body).then(|| (data.file(def.file).path.as_path(), item.span.start, id.index, id))
                })
                .collect();
            list.sort();
            list.into_iter().map(|(.., id)| id).collect()
        })
    }
}
