//! Data about files that many findings need, computed once: lexemes, mentions of imports, items of a scope.

use super::tokens::{AsModule, Lexed, Tokens};
use crate::facts::{ExprId, ItemId, Name, ScopeId, Span};
use crate::names::{CrateId, DefId, FileId};
use index_vec::IndexVec;
use rustc_hash::FxHashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// A cache for the texts of a run. Its keys are addresses of texts, so the texts must outlive it.
#[derive(Default)]
pub struct Texts {
    lexed: Kept<Text, Lexed>,
    mentions: Kept<(Text, ItemId, AsModule), Mentions>,
    names: Kept<(Text, ScopeId), Names>,
    nameable: Kept<(CrateId, Name), Vec<FileId>>,
    parents: Kept<DefId, Parents>,
}

/// The parent of each expression of a body.
type Parents = IndexVec<ExprId, Option<ExprId>>;

/// The address and length of a text.
type Text = (usize, usize);

fn key(text: &str) -> Text {
    (text.as_ptr() as usize, text.len())
}

/// A cache of values.
struct Kept<K, V>(Mutex<FxHashMap<K, Arc<V>>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    /// Two threads may compute a value at the same time; either result is used.
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

/// Where a `use` leaf is mentioned.
#[derive(Default)]
pub(in crate::fix::propose) struct Mentions {
    /// Mentions that resolve to the leaf, except imports through it.
    pub(in crate::fix::propose) here: Vec<Span>,
    /// Imports through it.
    pub(in crate::fix::propose) through: Vec<Span>,
    /// Mentions that may resolve to it.
    pub(in crate::fix::propose) unclear: Vec<Span>,
    /// `here` and `through` together.
    pub(in crate::fix::propose) all: Arc<[Span]>,
}

/// The items of a scope.
#[derive(Default)]
pub(in crate::fix::propose) struct Names {
    pub(in crate::fix::propose) by_name: FxHashMap<Name, Vec<ItemId>>,
    pub(in crate::fix::propose) has_glob: bool,
}

impl Texts {
    /// The lexemes of a file's text.
    pub(in crate::fix::propose) fn tokens<'t>(&self, text: &'t str) -> Tokens<'t> {
        Tokens::of(text, self.lexed.get(key(text), || Tokens::new(text).lexed()))
    }

    /// The mentions of a `use` leaf of the file with this text.
    pub(in crate::fix::propose) fn mentions(
        &self,
        text: &str,
        leaf: ItemId,
        as_module: AsModule,
        find: impl FnOnce() -> Mentions,
    ) -> Arc<Mentions> {
        self.mentions.get((key(text), leaf, as_module), || Arc::new(find()))
    }

    /// The items of a scope of the file with this text.
    pub(in crate::fix::propose) fn names(&self, text: &str, scope: ScopeId, find: impl FnOnce() -> Names) -> Arc<Names> {
        self.names.get((key(text), scope), || Arc::new(find()))
    }

    /// The parent of each expression of a body.
    pub(in crate::fix::propose) fn parents(&self, body: DefId, find: impl FnOnce() -> Parents) -> Arc<Parents> {
        self.parents.get(body, || Arc::new(find()))
    }

    /// The files of a crate that may name `name` through another file of the crate.
    pub(in crate::fix::propose) fn nameable(&self, krate: CrateId, name: &str, find: impl FnOnce() -> Vec<FileId>) -> Arc<Vec<FileId>> {
        self.nameable.get((krate, Name::new(name)), || Arc::new(find()))
    }
}
