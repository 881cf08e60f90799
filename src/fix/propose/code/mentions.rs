//! Where a fn is named: its calls, and whether it may be named anywhere else.

use crate::facts::{ExprId, ItemKind, Name, Span};
use crate::fix::propose::code::body_cache::Kept;
use crate::fix::propose::code::calls::{self, Named};
use crate::fix::propose::code::texts::Texts;
use crate::fix::propose::code::tokens::{Spans, span_of};
use crate::names::{CrateId, DefId, FileData, FileId};
use crate::syntax::LexKind;
use crate::types::TypeDb;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A call of a fn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::fix::propose) struct Call {
    /// The fn whose body contains it.
    pub(in crate::fix::propose) body: DefId,
    pub(in crate::fix::propose) expr: ExprId,
}

/// The named calls in the workspace, and the names that are unclear.
pub(in crate::fix::propose) struct Mentions<'a> {
    db: &'a TypeDb<'a>,
    pub(in crate::fix::propose) texts: &'a Texts,
    kept: &'a UnclearNames,
    /// The calls of each body.
    found: Vec<(DefId, Arc<[Named]>)>,
    /// By file: the indices of its bodies in `found`.
    bodies: FxHashMap<&'a Path, Vec<usize>>,
    files: FxHashMap<&'a Path, Vec<&'a FileData>>,
    /// The calls of the first few fns that were queried.
    asked: Mutex<FxHashMap<DefId, Vec<Call>>>,
    calls: OnceLock<FxHashMap<DefId, Vec<Call>>>,
    /// The first few names that were queried, and whether each is unclear.
    names: Mutex<FxHashMap<Name, bool>>,
    /// Names that occur outside declarations, imports and calls with a known callee.
    unclear: OnceLock<FxHashSet<&'a str>>,
}

/// Whether a name is unclear in a file, for the names that were looked for. It depends on nothing but the file.
#[derive(Default)]
pub(in crate::fix::propose) struct UnclearNames(Mutex<FxHashMap<(CrateId, FileId), FxHashMap<Name, bool>>>);

impl UnclearNames {
    /// Removes what is known about some files.
    pub(in crate::fix::propose) fn forget(&self, is_wrong: impl Fn(CrateId, FileId) -> bool) {
        self.known().retain(|(krate, file), _| !is_wrong(*krate, *file));
    }

    fn is_unclear(&self, file: (CrateId, FileId), name: Name, look: impl FnOnce() -> bool) -> bool {
        let known = self.known().get(&file).and_then(|names| names.get(&name)).copied();
        known.unwrap_or_else(|| {
            let is_unclear = look();
            self.known().entry(file).or_default().insert(name, is_unclear);
            is_unclear
        })
    }

    fn known(&self) -> MutexGuard<'_, FxHashMap<(CrateId, FileId), FxHashMap<Name, bool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many are searched one by one; after that, all are collected.
const FEW: usize = 8;

impl<'a> Mentions<'a> {
    /// Indexes the whole workspace.
    pub(in crate::fix::propose) fn new(db: &'a TypeDb<'a>, texts: &'a Texts, kept: &'a Kept) -> Self {
        let store = db.store;
        let found = calls::all(db, &kept.calls);
        let mut bodies: FxHashMap<&Path, Vec<usize>> = FxHashMap::default();
        for (number, (body, _)) in found.iter().enumerate() {
            bodies.entry(&store.file(*body).path).or_default().push(number);
        }
        let mut files: FxHashMap<&Path, Vec<&FileData>> = FxHashMap::default();
        for file in store.local_crates().iter().flat_map(|&krate| &store.krate(krate).files) {
            files.entry(&file.path).or_default().push(file);
        }
        let (asked, names) = (Mutex::default(), Mutex::default());
        Self { db, texts, kept: &kept.unclear, found, bodies, files, asked, calls: OnceLock::new(), names, unclear: OnceLock::new() }
    }

    /// The calls of a fn, in source order.
    pub(in crate::fix::propose) fn calls_of(&self, def: DefId) -> Vec<Call> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= FEW && !asked.contains_key(&def) {
            drop(asked);
            return self.calls().get(&def).cloned().unwrap_or_default();
        }
        asked.entry(def).or_insert_with(|| self.all().filter(|(callee, _)| *callee == def).map(|(_, call)| call).collect()).clone()
    }

    fn all(&self) -> impl Iterator<Item = (DefId, Call)> {
        self.found.iter().flat_map(|(body, calls)| calls.iter().map(|&(def, expr, _)| (def, Call { body: *body, expr })))
    }

    fn calls(&self) -> &FxHashMap<DefId, Vec<Call>> {
        self.calls.get_or_init(|| {
            let mut calls: FxHashMap<DefId, Vec<Call>> = FxHashMap::default();
            self.all().for_each(|(def, call)| calls.entry(def).or_default().push(call));
            calls
        })
    }

    /// Whether the fn's name occurs only in declarations, imports and calls with a known callee. Otherwise the fn may be used as a value,
    /// in a macro, or in a call whose types are unknown.
    pub(in crate::fix::propose) fn are_all_known(&self, def: DefId) -> bool {
        let name = self.db.store.def(def).name;
        !self.looked_for(name).unwrap_or_else(|| self.unclear().contains(name.as_str()))
    }

    /// Whether a name is unclear; `None` if too many names were queried before.
    fn looked_for(&self, name: Name) -> Option<bool> {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(is_unclear) = names.get(&name) {
            return Some(*is_unclear);
        }
        if names.len() >= FEW {
            return None;
        }
        let look = |file: &'a FileData| file.text.contains(name.as_str()) && self.unclear_in(file).contains(&name.as_str());
        let mentions_it = |file: &&'a FileData| self.kept.is_unclear((file.krate, file.id), name, || look(file));
        // Not in parallel: a rayon worker that waits while it holds the lock could steal a task that needs the same lock.
        let is_unclear = self.all_files().iter().any(mentions_it);
        names.insert(name, is_unclear);
        Some(is_unclear)
    }

    fn unclear(&self) -> &FxHashSet<&'a str> {
        self.unclear.get_or_init(|| self.all_files().into_iter().flat_map(|file| self.unclear_in(file)).collect())
    }

    fn all_files(&self) -> Vec<&'a FileData> {
        self.files.values().flatten().copied().collect()
    }

    fn unclear_in(&self, file: &'a FileData) -> Vec<&'a str> {
        let path = file.path.as_path();
        let called = self.bodies.get(path).into_iter().flatten().flat_map(|number| self.found[*number].1.iter()).map(|(.., name)| *name);
        let declared = self.files.get(path).into_iter().flatten().flat_map(|file| &file.facts.items).map(|item| item.name_span);
        unclear(file, self.texts, &called.chain(declared).collect())
    }

    /// Whether the fn's file belongs to one crate only; otherwise it is several fns, and their callers are not told apart.
    pub(in crate::fix::propose) fn is_single(&self, def: DefId) -> bool {
        self.files.get(self.db.store.file(def).path.as_path()).is_some_and(|files| files.len() == 1)
    }
}

/// The names in a file that are neither at a `known` span nor in an import.
fn unclear<'a>(file: &'a FileData, texts: &Texts, known: &FxHashSet<Span>) -> Vec<&'a str> {
    let imports = file.facts.items.iter().filter(|item| matches!(item.kind, ItemKind::Use(_)));
    let imports = Spans::new(imports.map(|item| item.span));
    let tokens = texts.tokens(&file.text);
    let whole = Span::new(0, u32::try_from(file.text.len()).unwrap_or(u32::MAX));
    let named = tokens.code_in(whole).iter().filter(|lexeme| lexeme.kind == LexKind::Ident);
    let is_unclear = |span: Span| !imports.cover(span) && !known.contains(&span);
    named.filter(|lexeme| is_unclear(span_of(lexeme))).filter_map(|lexeme| file.text.get(lexeme.start..lexeme.end)).collect()
}
