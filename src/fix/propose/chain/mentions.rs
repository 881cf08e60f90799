//! Who names a fn: its calls, and whether there may be anything else.

use crate::facts::{ExprId, ExprKind, ItemKind, Name, Span};
use crate::fix::propose::texts::Texts;
use crate::fix::propose::tokens::{Spans, span_of};
use crate::names::{DefId, FileData};
use crate::syntax::LexKind;
use crate::types::{BodyTypes, Callee, TypeDb};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A call of a fn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    /// The fn in whose body it stands.
    pub(super) body: DefId,
    pub(super) expr: ExprId,
}

/// A call in a body: what it runs, the expression, the name as written.
type Found = (DefId, ExprId, Span);

/// The names in the workspace that are understood.
pub(super) struct Mentions<'a> {
    db: &'a TypeDb<'a>,
    pub(super) texts: &'a Texts,
    calls: BTreeMap<DefId, Vec<Call>>,
    /// By file: the names of items, and of what is called where that is known.
    known: BTreeMap<PathBuf, FxHashSet<Span>>,
    /// The first few names that were asked for, and whether each is unclear.
    asked: Mutex<FxHashMap<Name, bool>>,
    /// Names that stand somewhere where nothing is declared, imported, or called that is known.
    unclear: OnceLock<FxHashSet<&'a str>>,
}

/// So many names are looked for in the texts that have them; for more, all names of all texts are collected.
const FEW: usize = 8;

impl<'a> Mentions<'a> {
    /// Looks through all of the workspace.
    pub(super) fn new(db: &'a TypeDb<'a>, texts: &'a Texts) -> Self {
        let store = db.store;
        let bodies: Vec<DefId> = store.local_crates().iter().flat_map(|&krate| store.bodies_of(krate)).copied().collect();
        let found: Vec<(DefId, Vec<Found>)> = bodies.into_par_iter().map(|body| (body, calls_in(db, body))).collect();
        let (calls, known) = (BTreeMap::new(), BTreeMap::new());
        let mut mentions = Self { db, texts, calls, known, asked: Mutex::default(), unclear: OnceLock::new() };
        for (body, calls) in found {
            let known = mentions.known.entry(store.file(body).path.clone()).or_default();
            for (def, expr, name) in calls {
                known.insert(name);
                mentions.calls.entry(def).or_default().push(Call { body, expr });
            }
        }
        for file in mentions.files() {
            let names = file.facts.items.iter().map(|item| item.name_span);
            mentions.known.entry(file.path.clone()).or_default().extend(names);
        }
        mentions
    }

    fn files(&self) -> Vec<&'a FileData> {
        let store = self.db.store;
        store.local_crates().iter().flat_map(|&krate| &store.krate(krate).files).collect()
    }

    /// The calls of a fn, by where they stand.
    pub(super) fn calls_of(&self, def: DefId) -> &[Call] {
        self.calls.get(&def).map_or(&[], Vec::as_slice)
    }

    /// Whether the fn's name stands nowhere but where something is declared, imported, or called that is known: a fn may be a value too, be
    /// named in a macro, or be called where the types are not known.
    pub(super) fn are_all_known(&self, def: DefId) -> bool {
        let name = self.db.store.def(def).name;
        !self.looked_for(name).unwrap_or_else(|| self.unclear().contains(name.as_str()))
    }

    /// Whether a name is unclear, if few were asked for until now.
    fn looked_for(&self, name: Name) -> Option<bool> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(is_unclear) = asked.get(&name) {
            return Some(*is_unclear);
        }
        if asked.len() >= FEW {
            return None;
        }
        let mentions_it = |file: &&'a FileData| file.text.contains(name.as_str()) && self.unclear_in(file).contains(&name.as_str());
        let is_unclear = self.files().par_iter().any(mentions_it);
        asked.insert(name, is_unclear);
        Some(is_unclear)
    }

    fn unclear(&self) -> &FxHashSet<&'a str> {
        self.unclear.get_or_init(|| self.files().into_par_iter().flat_map_iter(|file| self.unclear_in(file)).collect())
    }

    fn unclear_in(&self, file: &'a FileData) -> Vec<&'a str> {
        unclear(file, self.texts, self.known.get(&file.path))
    }

    /// Whether the fn's file belongs to one crate only; otherwise it is several fns, and who calls which is too much to ask.
    pub(super) fn is_single(&self, def: DefId) -> bool {
        let path = &self.db.store.file(def).path;
        self.files().into_iter().filter(|file| file.path == *path).count() == 1
    }
}

/// The names in a file that stand neither at a `known` place nor in an import.
fn unclear<'a>(file: &'a FileData, texts: &Texts, known: Option<&FxHashSet<Span>>) -> Vec<&'a str> {
    let imports = file.facts.items.iter().filter(|item| matches!(item.kind, ItemKind::Use(_)));
    let imports = Spans::new(imports.map(|item| item.span));
    let tokens = texts.tokens(&file.text);
    let whole = Span::new(0, u32::try_from(file.text.len()).unwrap_or(u32::MAX));
    let named = tokens.code_in(whole).iter().filter(|lexeme| lexeme.kind == LexKind::Ident);
    let is_unclear = |span: Span| !imports.cover(span) && !known.is_some_and(|known| known.contains(&span));
    named.filter(|lexeme| is_unclear(span_of(lexeme))).filter_map(|lexeme| file.text.get(lexeme.start..lexeme.end)).collect()
}

/// The calls in a body of which is known what they run.
fn calls_in(db: &TypeDb<'_>, body: DefId) -> Vec<Found> {
    let (Some(at), Some(types)) = (db.store.body(body), db.body_types(body)) else { return Vec::new() };
    let mut found = Vec::new();
    for (id, expr) in at.body.exprs.iter_enumerated().filter(|(_, expr)| !expr.from_expansion) {
        let name = match &expr.kind {
            ExprKind::MethodCall { method_span, .. } => Some(*method_span),
            ExprKind::Call { callee, .. } => match &at.body.exprs[*callee].kind {
                ExprKind::Path(path) => path.segments.last().map(|segment| segment.span),
                _ => None,
            },
            _ => None,
        };
        if let (Some(name), Some(def)) = (name, callee(&types, id)) {
            found.push((def, id, name));
        }
    }
    found
}

/// The fn that a call is known to run.
pub(super) fn callee(types: &BodyTypes, call: ExprId) -> Option<DefId> {
    match types.callees.get(&call) {
        Some(Callee::Fn(callee)) => Some(callee.def),
        _ => None,
    }
}
