//! Crates that outlive the store that has loaded them, for runs that differ in what stands inside bodies.
//!
//! An edit inside the body of one fn changes no definition, no scope and no import: the file's facts are put in the place of the old ones, and all ids
//! stay what they are. Whatever is more than that is not tried.

use super::data::{FileData, ready};
use super::load::lines;
use super::store::CrateSlot;
use super::{BodyMode, CrateId, CrateStore, Loader};
use crate::facts::{BodyId, FileFacts, ItemKind, Name, ScopeKind, Span};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

/// All of a store but the loader.
pub(crate) struct KeptCrates {
    slots: boxcar::Vec<CrateSlot>,
    libs: Mutex<FxHashMap<PathBuf, CrateId>>,
    stubs: IndexMap<Name, CrateId, FxBuildHasher>,
    locals: Vec<CrateId>,
    strays: Vec<PathBuf>,
    asked: std::collections::BTreeMap<String, super::cfg::Asked>,
}

impl<'a> CrateStore<'a> {
    /// What can be kept of the store.
    pub(crate) fn keep(self) -> KeptCrates {
        let Self { loader: _, slots, libs, stubs, locals, strays, asked } = self;
        KeptCrates { slots, libs, stubs, locals, strays, asked }
    }

    /// A store of the same crates with the present texts of some files. `None` if more than the inside of bodies is different.
    pub(crate) fn resume(kept: KeptCrates, loader: &'a dyn Loader, changed: &[PathBuf]) -> Option<Self> {
        let KeptCrates { slots, libs, stubs, locals, strays, asked } = kept;
        let mut store = Self { loader, slots, libs, stubs, locals, strays, asked };
        changed.iter().all(|path| store.replace(path)).then_some(store)
    }

    /// Puts the present text of a file in the place of the old one, in each crate that has it.
    fn replace(&mut self, path: &Path) -> bool {
        let Some(text) = self.loader.read(path) else { return false };
        let mut is_known = false;
        for id in self.locals.clone() {
            let Some(data) = self.slots.get_mut(id.index()).and_then(|slot| slot.data.get_mut()) else { return false };
            for index in 0..data.files.len() {
                let old = &mut data.files.raw[index];
                if old.path != path {
                    continue;
                }
                is_known = true;
                if **old.text == *text {
                    continue;
                }
                let parsed = self.loader.lower(&text, BodyMode::Lower, &data.macros);
                let is_same = old.errors.is_empty() && parsed.errors.is_empty() && differs_in_one_body(old, &text, &parsed.facts);
                if !is_same {
                    return false;
                }
                *old = FileData {
                    id: old.id,
                    krate: old.krate,
                    path: std::mem::take(&mut old.path),
                    lines: lines(Arc::clone(&text)),
                    text: ready(Arc::clone(&text)),
                    facts: ready(parsed.facts),
                    in_test: old.in_test,
                    errors: Vec::new(),
                    map: std::mem::take(&mut old.map),
                    bodies: OnceLock::new(),
                    is_stored: false,
                };
            }
        }
        is_known
    }
}

/// Whether the only difference is between the braces of the body of one fn, in which nothing is declared.
fn differs_in_one_body(old: &FileData, text: &str, facts: &FileFacts) -> bool {
    let (before, old) = (old.text.as_bytes(), &old.facts);
    let after = text.as_bytes();
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - start;
    let same_end = before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let inside = |facts: &FileFacts, body: BodyId, len: usize| {
        let body = &facts.bodies[body];
        let Span { start: first, end: last } = body.exprs[body.root].span;
        !body.exprs[body.root].from_expansion && (first as usize) < start && len - same_end < last as usize
    };
    let is_fn = |id: BodyId| facts.items.get(old.bodies[id].owner.0).is_some_and(|item| matches!(item.kind, ItemKind::Fn(_)));
    let Some(changed) = old.bodies.indices().rfind(|&id| inside(old, id, before.len()) && is_fn(id)) else { return false };
    let declares = |facts: &FileFacts| facts.scopes.iter().any(|scope| scope.kind == ScopeKind::Block(changed));
    let is_alike = || {
        old.bodies.indices().all(|id| {
            let (a, b) = (&old.bodies[id], &facts.bodies[id]);
            (a.owner, a.scope, a.params.len(), a.self_param.is_some()) == (b.owner, b.scope, b.params.len(), b.self_param.is_some())
                && (id == changed || a.exprs.len() == b.exprs.len())
        })
    };
    old.in_test == facts.in_test
        && old.scopes == facts.scopes
        && old.bodies.len() == facts.bodies.len()
        && old.items.len() == facts.items.len()
        && old.items.iter().zip(&facts.items).all(|(a, b)| a.name == b.name)
        && is_alike()
        && inside(facts, changed, after.len())
        && !declares(old)
        && !declares(facts)
}
