//! The data of a crate: its files, its definitions, and the tables that resolution uses.

use super::externs::ExternSlot;
use super::outline::Outline;
use super::scope::{ScopeData, Target};
use super::{CrateId, DefId, DefIndex, DefKind, FileId, Macros, Res, SyntaxError};
use crate::facts::{Body, BodyId, Directive, FileFacts, Item, ItemId, ItemKind, LineIndex, Name, Scope, ScopeId, ScopeKind};
use crate::project::{Edition, Package, Problem, TargetKind};
use index_vec::IndexVec;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

/// The role of a crate, which decides how much of its source is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CrateKind {
    /// To be linted: bodies are lowered.
    Local,
    /// A dependency's source: bodies are lowered on demand.
    Dependency,
    /// Signatures only.
    Stub,
}

/// A crate: one target of a package, or stubs.
#[derive(Debug)]
pub struct CrateData {
    /// Its identity.
    pub id: CrateId,
    /// Its real name in code (`-` replaced by `_`), regardless of renames in dependents.
    pub name: Name,
    /// Its package; `None` for stubs.
    pub package: Option<Arc<Package>>,
    /// Its role.
    pub kind: CrateKind,
    /// Its kind of target.
    pub target: TargetKind,
    /// Its edition.
    pub edition: Edition,
    /// The root module.
    pub root: DefId,
    /// Its files, the root file first. Pseudo-files of deferred bodies are not among them: see [`CrateData::file`].
    pub files: IndexVec<FileId, FileData>,
    /// Modules that could not be found or were not followed.
    pub problems: Vec<Problem>,
    pub(super) defs: Vec<Entry>,
    pub(super) late_defs: boxcar::Vec<Entry>,
    pub(super) late_files: boxcar::Vec<FileData>,
    /// Held while a deferred body's definitions are appended, so that they get consecutive indices.
    pub(super) appending: Mutex<()>,
    pub(super) impls: Vec<DefId>,
    pub(super) externs: IndexMap<Name, ExternSlot, FxBuildHasher>,
    /// Names looked for among the libraries of the dependencies, each with the index of the dependency.
    pub(super) library_names: Mutex<FxHashMap<Name, Option<usize>>>,
    pub(super) macros: Macros,
    /// The features that are on.
    pub(super) features: super::cfg::Features,
    pub(super) impl_names: OnceLock<super::ImplNames>,
    /// Names of `#[macro_export]` macros.
    pub(super) exported_macros: OnceLock<FxHashSet<Name>>,
    /// The public paths in their stored form, if an earlier run asked for them.
    pub(super) stored_paths: Option<Box<[u8]>>,
    /// What gives its macro calls their meaning without a `use`.
    pub(super) macro_prelude: OnceLock<MacroPrelude>,
    /// Shortest public paths of the crate's own definitions, without the crate's name.
    pub(super) public_paths: OnceLock<FxHashMap<DefIndex, Box<str>>>,
    /// Every fn with a lowered body, by file path and source order.
    pub(super) fns: OnceLock<Vec<DefId>>,
}

impl CrateData {
    /// A file, pseudo-files of deferred bodies included.
    ///
    /// # Panics
    /// If `id` is not of this crate.
    #[must_use]
    pub fn file(&self, id: FileId) -> &FileData {
        let index = id.index();
        self.files.get(index).or_else(|| self.late_files.get(index - self.files.len())).expect("file ids come from their crate")
    }

    /// Names of its `#[macro_export]` macros.
    pub(super) fn exported_macros(&self) -> &FxHashSet<Name> {
        self.exported_macros.get_or_init(|| exported(self.files.iter().flat_map(FileData::read_items)))
    }

    /// What gives its macro calls their meaning without a `use`.
    pub(super) fn macro_prelude(&self) -> &MacroPrelude {
        self.macro_prelude.get_or_init(|| {
            let items = self.files.iter().flat_map(FileData::read_items);
            let own = items.filter(|item| matches!(item.kind, ItemKind::MacroRules(_))).map(|item| item.name).collect();
            let root = self.entry(self.root.index);
            let bindings = root.scope.as_deref().into_iter().flat_map(|scope| scope.named.values().flatten());
            let crates = bindings.filter_map(|binding| if let Target::ExternCrate(item) = binding.target { Some(item) } else { None });
            let is_used = |item: &ItemId| self.file(root.def.scope_file).read_item(*item).is_some_and(Item::is_macro_use);
            let mut used: Vec<ItemId> = crates.filter(is_used).collect();
            used.sort();
            MacroPrelude { own, used }
        })
    }

    /// Whether a `use` in a module of this crate may refer to a macro of this name.
    pub(super) fn has_macro(&self, module: DefId, name: Name) -> bool {
        if module == self.root && self.exported_macros().contains(&name) {
            return true;
        }
        let bindings = self.entry(module.index).scope.as_deref().and_then(|scope| scope.named.get(&name));
        bindings.is_some_and(|bindings| {
            bindings.iter().any(|binding| matches!(binding.target, Target::Def(id) if self.entry(id.index).def.kind == DefKind::Macro))
        })
    }

    pub(super) fn entry(&self, index: DefIndex) -> &Entry {
        let index = index.index();
        let late = || self.late_defs.get(index - self.defs.len());
        // Only a forged cache can refer to a missing definition; fall back to the root.
        self.defs.get(index).or_else(late).unwrap_or(&self.defs[0])
    }
}

/// A value that is computed on first access.
pub(crate) type Lazily<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send + Sync>>;

/// A value that is already computed.
pub(super) fn ready<T: Send + Sync + 'static>(value: T) -> Lazily<T> {
    LazyLock::new(Box::new(move || value))
}

/// A source file as its crate sees it.
#[derive(Debug)]
pub struct FileData {
    /// Its index in its crate.
    pub id: FileId,
    /// Its crate.
    pub krate: CrateId,
    /// Its absolute path; for stubs the crate's name and the path under it.
    pub path: PathBuf,
    /// Its text.
    pub text: Lazily<Arc<str>>,
    /// Its facts. Empty for an outlined file: [`super::CrateStore::item`] gives its items one by one.
    pub facts: Arc<FileFacts>,
    pub(super) outline: Option<Lazily<Outline>>,
    /// The starts of its lines.
    pub lines: Lazily<Arc<LineIndex>>,
    /// Whether all of it is test code: by its target, by its own `#![cfg(test)]`, or by that of its `mod` item.
    pub in_test: bool,
    /// Its syntax errors.
    pub errors: Vec<SyntaxError>,
    pub(super) map: OnceLock<FileMap>,
    /// The facts of an outlined file with the bodies from macro expansions; the file is lowered again for them.
    pub(super) bodies: OnceLock<Arc<FileFacts>>,
    pub(super) is_stored: bool,
}

impl FileData {
    /// An item that is available without reading the text again: a `use`, an `extern crate`, a module, a macro.
    pub(super) fn read_item(&self, id: ItemId) -> Option<&Item> {
        match &self.outline {
            Some(outline) => outline.read_item(id),
            None => self.facts.items.get(id),
        }
    }

    /// All items that are available without reading the text again.
    pub(super) fn read_items(&self) -> impl Iterator<Item = &Item> {
        self.facts.items.iter().chain(self.outline.iter().flat_map(|outline| outline.read_items()))
    }

    /// Comments that contain directives for async-lint.
    #[must_use]
    pub fn directives(&self) -> &[Directive] {
        self.outline.as_ref().map_or(&self.facts.directives, |outline| &outline.directives)
    }
}

/// Names of the `#[macro_export]` macros among some items.
pub(super) fn exported<'f>(items: impl Iterator<Item = &'f Item>) -> FxHashSet<Name> {
    items.filter(|item| matches!(&item.kind, ItemKind::MacroRules(rules) if rules.exported)).map(|item| item.name).collect()
}

/// The macros that a crate can call without a `use`, but for those of std.
#[derive(Debug)]
pub(super) struct MacroPrelude {
    /// The names of its own `macro_rules!`, wherever they are in scope.
    pub(super) own: FxHashSet<Name>,
    /// The `#[macro_use] extern crate` items of its root.
    pub(super) used: Vec<ItemId>,
}

/// The facts of an empty file.
pub(super) fn nothing() -> Arc<FileFacts> {
    static NOTHING: LazyLock<Arc<FileFacts>> = LazyLock::new(|| {
        let mut facts = FileFacts::default();
        facts.scopes.push(Scope { kind: ScopeKind::File, parent: None, items: Vec::new() });
        Arc::new(facts)
    });
    Arc::clone(&NOTHING)
}

/// The definitions of a file's items and scopes.
#[derive(Debug, Default)]
pub(super) struct FileMap {
    pub(super) items: Vec<Option<DefIndex>>,
    pub(super) scopes: Vec<Option<DefIndex>>,
}

/// A definition.
#[derive(Clone, Debug)]
pub struct Def {
    /// Its kind.
    pub kind: DefKind,
    /// Its name; the crate's name for a root, empty for blocks and impls.
    pub name: Name,
    /// The module, block, impl, trait or enum that contains it; `None` for crate roots. A block's parent is the scope around it.
    pub parent: Option<DefId>,
    /// The file of its item. (For `mod x;` that is the file with the `mod`; the content is in `scope_file`.)
    pub file: FileId,
    /// Its item; the enum's for a variant, none for roots and blocks.
    pub item: Option<ItemId>,
    /// The scope of a module or block, in `scope_file`.
    pub scope: Option<ScopeId>,
    /// The file of `scope`; it differs from `file` only for out-of-line modules.
    pub scope_file: FileId,
    /// A variant's index.
    pub variant: Option<u32>,
    /// Whether it is test code, by itself or by an enclosing item.
    pub in_test: bool,
}

/// A definition with its members and names.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) def: Def,
    /// Members of an impl or trait, variants of an enum.
    pub(super) members: Box<[DefId]>,
    /// The names of a module or block.
    pub(super) scope: Option<Box<ScopeData>>,
    pub(super) body: OnceLock<Option<(FileId, BodyId)>>,
    pub(super) path: OnceLock<Arc<str>>,
}

impl Entry {
    pub(super) fn new(def: Def) -> Self {
        Self { def, members: Box::default(), scope: None, body: OnceLock::new(), path: OnceLock::new() }
    }
}

/// A body and the file whose facts it is part of.
#[derive(Clone, Copy, Debug)]
pub struct BodyAt<'s> {
    /// The file; a pseudo-file for a deferred body, whose spans count in the original file's text.
    pub file: &'s FileData,
    /// The body.
    pub body: &'s Body,
}

/// The result of resolving a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resolved {
    /// The definition of the leading segments.
    pub res: Res,
    /// The number of trailing segments left for type-relative lookup; 0 for [`Res::External`].
    pub rest: usize,
}

impl Resolved {
    /// A path of which no segment resolved.
    #[must_use]
    pub const fn unresolved() -> Self {
        Self { res: Res::Unresolved, rest: 0 }
    }
}
