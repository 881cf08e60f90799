//! What many findings ask of the same files, worked out once: their lexemes, who names an import, what a scope declares.

use super::tokens::{AsModule, Lexed, Tokens};
use crate::facts::{ExprId, ItemId, Name, ScopeId, Span};
use crate::names::{CrateId, DefId, FileId};
use index_vec::IndexVec;
use rustc_hash::FxHashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// The texts of a run. They are distinguished by where they are in memory, so they must outlive it.
#[derive(Default)]
pub struct Texts {
    lexed: Kept<Text, Lexed>,
    mentions: Kept<(Text, ItemId, AsModule), Mentions>,
    names: Kept<(Text, ScopeId), Names>,
    nameable: Kept<(CrateId, Name), Vec<FileId>>,
    parents: Kept<DefId, Parents>,
}

/// What each expression of a body is a direct part of.
type Parents = IndexVec<ExprId, Option<ExprId>>;

/// Where a text is, and how long.
type Text = (usize, usize);

fn key(text: &str) -> Text {
    (text.as_ptr() as usize, text.len())
}

/// Values that are made once.
struct Kept<K, V>(Mutex<FxHashMap<K, Arc<V>>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    /// Two threads that ask at once may both make it; either value does.
    fn get(&self, key: K, make: impl FnOnce() -> Arc<V>) -> Arc<V> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(&key) {
            return Arc::clone(value);
        }
        let value = make();
        known().insert(key, Arc::clone(&value));
        value
    }
}

/// Who names a `use` leaf.
#[derive(Default)]
pub(super) struct Mentions {
    /// Places that see the leaf, imports that go through it left out.
    pub(super) here: Vec<Span>,
    /// Imports that go through it.
    pub(super) through: Vec<Span>,
    /// Places of which that cannot be told.
    pub(super) unclear: Vec<Span>,
    /// The first two together.
    pub(super) all: Arc<[Span]>,
}

/// The items of a scope.
#[derive(Default)]
pub(super) struct Names {
    pub(super) by_name: FxHashMap<Name, Vec<ItemId>>,
    pub(super) has_glob: bool,
}

impl Texts {
    /// The lexemes of a file's text.
    pub(super) fn tokens<'t>(&self, text: &'t str) -> Tokens<'t> {
        Tokens::of(text, self.lexed.get(key(text), || Tokens::new(text).lexed()))
    }

    /// Who names a `use` leaf of the file with this text.
    pub(super) fn mentions(&self, text: &str, leaf: ItemId, as_module: AsModule, find: impl FnOnce() -> Mentions) -> Arc<Mentions> {
        self.mentions.get((key(text), leaf, as_module), || Arc::new(find()))
    }

    /// The items of a scope of the file with this text.
    pub(super) fn names(&self, text: &str, scope: ScopeId, find: impl FnOnce() -> Names) -> Arc<Names> {
        self.names.get((key(text), scope), || Arc::new(find()))
    }

    /// What each expression of a body is a direct part of.
    pub(super) fn parents(&self, body: DefId, find: impl FnOnce() -> Parents) -> Arc<Parents> {
        self.parents.get(body, || Arc::new(find()))
    }

    /// The files of a crate that may name `name` of another file of it.
    pub(super) fn nameable(&self, krate: CrateId, name: &str, find: impl FnOnce() -> Vec<FileId>) -> Arc<Vec<FileId>> {
        self.nameable.get((krate, Name::new(name)), || Arc::new(find()))
    }
}
