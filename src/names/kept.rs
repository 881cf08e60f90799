//! Crates that outlive the store that loaded them, for later runs in which only the contents of bodies have changed.
//!
//! An edit inside the body of one fn that changes none of the items declared there changes no definition, no scope and no import. The
//! file's facts are then replaced, and all ids remain valid. After any other edit, everything is loaded again.

use super::data::{FileData, ready};
use super::load::lines;
use super::store::CrateSlot;
use super::{BodyMode, CrateId, CrateStore, DefId, Loader, SyntaxError};
use crate::facts::{BodyId, FileFacts, ItemKind, Name, ScopeKind, Span};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

/// A store without its loader.
pub(crate) struct KeptCrates {
    slots: boxcar::Vec<CrateSlot>,
    libs: Mutex<FxHashMap<PathBuf, CrateId>>,
    stubs: IndexMap<Name, CrateId, FxBuildHasher>,
    locals: Vec<CrateId>,
    strays: Vec<PathBuf>,
    feature_graph: crate::project::FeatureGraph,
    platform: crate::project::Platform,
}

/// The differences between the current texts and those that the store was built from.
#[derive(Default)]
pub(crate) struct Differences {
    /// Fns with another body.
    pub(crate) bodies: FxHashSet<DefId>,
    /// Files that no longer parse: the store keeps their last text that parsed.
    pub(crate) unparsed: BTreeMap<PathBuf, Vec<SyntaxError>>,
}

impl<'a> CrateStore<'a> {
    /// Drops the loader and keeps the crates.
    pub(crate) fn keep(self) -> KeptCrates {
        let Self { loader: _, slots, libs, stubs, locals, strays, feature_graph, platform } = self;
        KeptCrates { slots, libs, stubs, locals, strays, feature_graph, platform }
    }

    /// A store of the same crates with the current texts of some files. `None` if more than the inside of bodies has changed.
    pub(crate) fn resume(kept: KeptCrates, loader: &'a dyn Loader, changed: &[PathBuf]) -> Option<(Self, Differences)> {
        let KeptCrates { slots, libs, stubs, locals, strays, feature_graph, platform } = kept;
        let mut store = Self { loader, slots, libs, stubs, locals, strays, feature_graph, platform };
        let mut differences = Differences::default();
        for path in changed {
            store.replace(path, &mut differences)?;
        }
        Some((store, differences))
    }

    /// Replaces the text of a file in each crate that contains it.
    fn replace(&mut self, path: &Path, differences: &mut Differences) -> Option<()> {
        let text = self.loader.read(path)?;
        let mut is_known = false;
        for krate in self.locals.clone() {
            let data = self.slots.get_mut(krate.index()).and_then(|slot| slot.data.get_mut())?;
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
                if !parsed.errors.is_empty() {
                    differences.unparsed.entry(path.to_owned()).or_insert(parsed.errors);
                    continue;
                }
                if !old.errors.is_empty() {
                    return None;
                }
                let changed = the_body_that_differs(old, &text, &parsed.facts)?;
                let owner = old.facts.bodies[changed].owner.0;
                let index = old.map.get().and_then(|map| *map.items.get(owner.index())?)?;
                differences.bodies.insert(DefId { krate, index });
                *old = FileData {
                    id: old.id,
                    krate: old.krate,
                    path: std::mem::take(&mut old.path),
                    lines: lines(Arc::clone(&text)),
                    text: ready(Arc::clone(&text)),
                    facts: parsed.facts,
                    outline: None,
                    in_test: old.in_test,
                    errors: Vec::new(),
                    map: std::mem::take(&mut old.map),
                    bodies: OnceLock::new(),
                    is_stored: false,
                };
            }
        }
        // Among changed files that no crate contains, only strays are harmless: they are not read.
        (is_known || self.strays.iter().any(|stray| stray == path)).then_some(())
    }
}

/// The one body that contains the whole difference between the two texts; `None` if any declaration differs.
fn the_body_that_differs(old: &FileData, text: &str, facts: &FileFacts) -> Option<BodyId> {
    let (before, old) = (old.text.as_bytes(), &old.facts);
    let after = text.as_bytes();
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - start;
    let same_end = before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (was, is) = (start..before.len() - same_end, start..after.len() - same_end);
    let is_fn = |id: BodyId| facts.items.get(old.bodies[id].owner.0).is_some_and(|item| matches!(item.kind, ItemKind::Fn(_)));
    let changed = old.bodies.indices().rfind(|&id| is_inside(old, id, &was) && is_fn(id))?;
    let is_alike = || {
        old.bodies.indices().all(|id| {
            let (a, b) = (&old.bodies[id], &facts.bodies[id]);
            (a.owner, a.scope, a.params.len(), a.self_param.is_some()) == (b.owner, b.scope, b.params.len(), b.self_param.is_some())
                && (id == changed || a.exprs.len() == b.exprs.len())
        })
    };
    let is_only_difference = old.in_test == facts.in_test
        && old.scopes == facts.scopes
        && old.bodies.len() == facts.bodies.len()
        && old.items.len() == facts.items.len()
        && old.items.iter().zip(&facts.items).all(|(a, b)| a.name == b.name)
        && is_alike()
        && is_inside(facts, changed, &is)
        && declares_beside(old, changed, &was)
        && declares_beside(facts, changed, &is);
    is_only_difference.then_some(changed)
}

/// Whether `bytes` lie between the braces of a body that is written in the source.
fn is_inside(facts: &FileFacts, body: BodyId, bytes: &Range<usize>) -> bool {
    let body = &facts.bodies[body];
    let Span { start, end } = body.exprs[body.root].span;
    !body.exprs[body.root].from_expansion && (start as usize) < bytes.start && bytes.end < end as usize
}

/// Whether all items that a body declares are written in it, outside of `bytes`.
fn declares_beside(facts: &FileFacts, body: BodyId, bytes: &Range<usize>) -> bool {
    let items = facts.scopes.iter().filter(|scope| scope.kind == ScopeKind::Block(body)).flat_map(|scope| &scope.items);
    items.into_iter().all(|&item| {
        let span = facts.items[item].span;
        let (start, end) = (span.start as usize, span.end as usize);
        is_inside(facts, body, &(start..end)) && (end <= bytes.start || bytes.end <= start)
    })
}
