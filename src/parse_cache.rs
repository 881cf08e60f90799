//! Caches parsed texts for callers that lint one tree repeatedly: rounds of fixes, and editors. Between two runs few texts change, and none
//! of the dependencies. Everything else is computed anew in each run.

use crate::facts::Span;
use crate::names::{BodyMode, Macros, Parsed};
use rustc_hash::FxHashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Parsed texts of earlier runs. Keeps what the last two runs requested; consecutive runs share it.
#[derive(Debug, Default)]
pub struct ParseCache {
    /// Two hashers with secret keys: a crafted collision would have to collide in both.
    hashers: [RandomState; 2],
    parsed: Mutex<Generations<Parsed>>,
    tables: Mutex<Generations<Macros>>,
    held: AtomicBool,
}

/// The hash of everything that a parse result depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key([u64; 2]);

/// Which part of a text is parsed, and how.
#[derive(Clone, Copy, Debug, Hash)]
pub(crate) enum Part {
    /// All of it, with all bodies.
    Bodies,
    /// All of it, without the bodies.
    Signatures,
    /// All of it, without bodies and most declarations.
    Outline,
    /// The item that begins at this byte.
    Item(u32),
}

impl Part {
    pub(crate) const fn of(bodies: BodyMode) -> Self {
        match bodies {
            BodyMode::Lower => Self::Bodies,
            BodyMode::Defer => Self::Signatures,
            BodyMode::Outline => Self::Outline,
        }
    }

    pub(crate) const fn item(span: Span) -> Self {
        Self::Item(span.start)
    }
}

impl ParseCache {
    /// Begins a run: evicts entries that neither the last run nor this one requests.
    pub(crate) fn begin(&self) {
        if self.held.load(Ordering::Relaxed) {
            return;
        }
        lock(&self.parsed).next();
        lock(&self.tables).next();
    }

    /// Sets whether the next runs request only a part of the texts; then nothing is evicted.
    pub(crate) fn hold(&self, hold: bool) {
        self.held.store(hold, Ordering::Relaxed);
    }

    /// The key of a macro table, from all the texts that define it.
    pub(crate) fn table_key(&self, texts: &[Arc<str>]) -> Key {
        self.key(&texts)
    }

    /// The macro table of this key, built if it is missing.
    pub(crate) fn table(&self, key: Key, make: impl FnOnce() -> Macros) -> Macros {
        remembered(&self.tables, key, make)
    }

    /// The result of parsing `text` with the macros of `macros`, computed if it is missing. For an item, `text` is the item's own.
    pub(crate) fn parsed(&self, text: &str, part: Part, macros: Option<Key>, make: impl FnOnce() -> Parsed) -> Parsed {
        remembered(&self.parsed, self.key(&(text, part, macros)), make)
    }

    fn key(&self, of: &impl Hash) -> Key {
        Key([self.hashers[0].hash_one(of), self.hashers[1].hash_one(of)])
    }
}

/// The value in the table, computed if it is missing. The table is not locked meanwhile, so two threads may compute the same value.
fn remembered<T: Clone>(table: &Mutex<Generations<T>>, key: Key, make: impl FnOnce() -> T) -> T {
    let found = lock(table).get(key);
    found.unwrap_or_else(|| {
        let made = make();
        lock(table).now.insert(key, made.clone());
        made
    })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The entries that this run and the last one have requested.
#[derive(Debug)]
struct Generations<T> {
    now: FxHashMap<Key, T>,
    before: FxHashMap<Key, T>,
}

impl<T> Default for Generations<T> {
    fn default() -> Self {
        Self { now: FxHashMap::default(), before: FxHashMap::default() }
    }
}

impl<T: Clone> Generations<T> {
    fn next(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    fn get(&mut self, key: Key) -> Option<T> {
        if let Some(moved) = self.before.remove(&key) {
            self.now.insert(key, moved);
        }
        self.now.get(&key).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(message: &str) -> Parsed {
        let error = crate::names::SyntaxError { message: message.to_owned(), span: Span::default() };
        Parsed { errors: vec![error], ..Parsed::default() }
    }

    /// The cached value for a text, where `new` would be computed.
    fn ask(cache: &ParseCache, text: &str, part: Part, new: &str) -> String {
        cache.parsed(text, part, None, || parsed(new)).errors[0].message.clone()
    }

    #[test]
    fn the_same_text_is_parsed_once() {
        let cache = ParseCache::default();
        assert_eq!(ask(&cache, "a", Part::Bodies, "first"), "first");
        assert_eq!(ask(&cache, "a", Part::Bodies, "second"), "first");
        cache.begin();
        assert_eq!(ask(&cache, "a", Part::Bodies, "third"), "first", "the next run knows it");
    }

    #[test]
    fn what_differs_in_anything_is_parsed_anew() {
        let cache = ParseCache::default();
        assert_eq!(ask(&cache, "a", Part::Bodies, "1"), "1");
        assert_eq!(ask(&cache, "a ", Part::Bodies, "2"), "2");
        assert_eq!(ask(&cache, "a", Part::Signatures, "3"), "3");
        assert_eq!(ask(&cache, "a", Part::Item(0), "4"), "4");
        assert_eq!(ask(&cache, "a", Part::Item(1), "5"), "5");
        let key = |text: &str| Some(cache.table_key(&[Arc::from(text)]));
        assert_eq!(cache.parsed("a", Part::Bodies, key("m"), || parsed("6")).errors[0].message, "6");
        assert_eq!(cache.parsed("a", Part::Bodies, key("n"), || parsed("7")).errors[0].message, "7");
        assert_eq!(cache.parsed("a", Part::Bodies, key("m"), || parsed("8")).errors[0].message, "6");
    }

    #[test]
    fn what_two_runs_did_not_ask_for_is_forgotten() {
        let cache = ParseCache::default();
        ask(&cache, "a", Part::Bodies, "first");
        cache.begin();
        ask(&cache, "b", Part::Bodies, "first");
        cache.begin();
        assert_eq!(ask(&cache, "b", Part::Bodies, "second"), "first");
        assert_eq!(ask(&cache, "a", Part::Bodies, "second"), "second");
    }
}
