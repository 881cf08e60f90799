//! The trait imports of a file's operations: std's traits are removed if nothing else needs them, and their async twins are added. Where a
//! twin in scope would make other calls ambiguous, its methods are called by path instead.

use super::super::code::layout;
use super::ops::Operation;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, FileFacts, ItemId, Span};
use crate::fix::propose::code::paths;
use crate::fix::propose::code::scene::Scene;
use crate::fix::propose::code::tokens::{AsModule, Spans};
use crate::fix::propose::draft::Draft;
use crate::fix::propose::imports::io_traits::{self, IoTrait};
use crate::fix::propose::imports::{self, OtherUses, as_use};
use crate::names::CrateKind;
use crate::types::{Callee, TyKind};
use std::collections::{BTreeMap, BTreeSet};

/// The class in `rules/receivers.toml` of types that have std's methods, and surely not those of the twins.
const SYNC_STREAMS: &str = "sync-streams";

/// How operations are called.
pub(super) struct Calls {
    /// For async traits that cannot be imported: the path of their module, `tokio::io`, through which their methods are called.
    by_path: BTreeMap<IoTrait, String>,
}

impl Calls {
    /// An operation's template.
    pub(super) fn code(&self, operation: &Operation) -> String {
        let name = operation.name;
        match operation.of.and_then(|one| Some((one, self.by_path.get(&one)?))) {
            Some((one, path)) if matches!(name, "flush") => format!("{path}::{}::{name}(&mut {{self}}).await", one.twin()),
            Some((one, path)) => format!("{path}::{}::{name}(&mut {{self}}, {{args}}).await", one.twin()),
            None => format!("{{self}}.{name}({{args}}).await"),
        }
    }
}

/// What a call that looks like a trait method does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    /// It calls a method of std's trait on a type without the twin.
    Needs,
    /// It calls a method of std's trait on a type that may have the twin: bytes in memory.
    NeedsAndMayHaveTwin,
    /// It calls something else.
    Other,
}

/// Adds the import changes for a file that uses `traits`. `own` are the names of the calls that change.
pub(super) fn enter(scene: &Scene<'_>, at: ExprId, traits: &[IoTrait], (head, own): (&str, &[Span]), draft: &mut Draft) -> Calls {
    let mut calls = Calls { by_path: BTreeMap::new() };
    if traits.is_empty() {
        return calls;
    }
    // Whether other code needs these imports depends on all fixes together.
    draft.import = None;
    let known = callers(scene);
    let facts = &scene.file.facts;
    let text = &scene.file.text;
    let (mut new, mut leaves): (Vec<&str>, Vec<ItemId>) = (Vec::new(), Vec::new());
    for &one in traits {
        let leaf = imports::leaf(scene, at, &["std", "io", one.name()]);
        let is_there = leaf_exists(scene, at, &[head, "io", one.twin()]);
        match leaf {
            _ if is_there => {}
            Some(_) if !is_ambiguous(scene, one, own, &known) => new.push(one.twin()),
            _ => {
                let path = paths::usable(scene, at, "tokio::io::AsyncRead", head).unwrap_or_default();
                let path = path.strip_suffix("::AsyncRead").map_or_else(|| format!("{head}::io"), str::to_owned);
                calls.by_path.insert(one, path);
            }
        }
        leaves.extend(leaf.filter(|leaf| goes(scene, *leaf, one, own, &known, draft)));
        // A trait imported by a glob may also be imported by name elsewhere.
        let has_names = || facts.items.iter().filter_map(as_use).any(|decl| IoTrait::imported(&decl.path).is_some());
        if leaf.is_none() && (has_names() || !needs_elsewhere(scene, one, own, &known)) {
            draft.doubt(Guard::UnusedImport);
        }
    }
    let removals: Vec<Option<(Span, String)>> = leaves.iter().map(|leaf| imports::removal(facts, (scene.texts, text), *leaf)).collect();
    let mut removals: Vec<(Span, String)> = removals.into_iter().flatten().collect();
    removals.sort();
    let overlap = removals.windows(2).any(|pair| pair[0].0.end > pair[1].0.start);
    let touches = |span: Span| draft.changes.iter().any(|(other, _)| other.start < span.end && span.start < other.end);
    if removals.len() < leaves.len() || overlap || removals.iter().any(|(span, _)| touches(*span)) {
        draft.doubt(Guard::UnusedImport);
        removals.clear();
    }
    if !new.is_empty() {
        let list = match new[..] {
            [one] => one.to_owned(),
            _ => format!("{{{}}}", new.join(", ")),
        };
        let leaf = traits.iter().find_map(|one| leaf_of(scene, at, *one));
        if let Some(leaf) = leaf {
            place(facts, text, leaf, &format!("use {head}::io::{list};"), &mut removals);
        }
    }
    draft.changes.extend(removals);
    calls
}

fn leaf_of(scene: &Scene<'_>, at: ExprId, one: IoTrait) -> Option<ItemId> {
    imports::leaf(scene, at, &["std", "io", one.name()])
}

fn leaf_exists(scene: &Scene<'_>, at: ExprId, path: &[&str]) -> bool {
    imports::leaf(scene, at, path).is_some()
}

/// What the calls that look like trait methods do, by the span of the method's name.
fn callers(scene: &Scene<'_>) -> BTreeMap<Span, Caller> {
    let store = scene.store();
    let mut found = BTreeMap::new();
    for &def in store.bodies_of(scene.def.krate) {
        if store.file(def).path != scene.file.path {
            continue;
        }
        let (Some(at), Some(types)) = (store.body(def), scene.db.body_types(def)) else { continue };
        let sync_streams = scene.catalogue.receivers().class(SYNC_STREAMS);
        for (id, expr) in at.body.exprs.iter_enumerated() {
            let ExprKind::MethodCall { receiver, method_span, .. } = &expr.kind else { continue };
            let is_sync_only = match types.exprs[*receiver].strip_refs().kind() {
                TyKind::Adt(def, _) => sync_streams.is_some_and(|class| class.has_type(&store.canonical_path(*def))),
                _ => false,
            };
            let caller = match types.callees.get(&id) {
                Some(Callee::Fn(callee)) => {
                    let path = store.canonical_path(callee.def);
                    let is_of_io = ["std::io::Read::", "std::io::Write::", "std::io::Seek::"].iter().any(|of| path.starts_with(of));
                    let is_known = callee.def.krate == store.std() || store.krate(callee.def.krate).kind == CrateKind::Local;
                    match (is_of_io, is_sync_only) {
                        (true, true) => Some(Caller::Needs),
                        (true, false) => Some(Caller::NeedsAndMayHaveTwin),
                        (false, _) => is_known.then_some(Caller::Other),
                    }
                }
                // With both traits in scope the callee may be unresolved; these types have only one of them.
                None => is_sync_only.then_some(Caller::Needs),
                Some(_) => None,
            };
            if let Some(caller) = caller {
                found.insert(*method_span, caller);
            }
        }
    }
    found
}

fn all(text: &str) -> Span {
    Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX))
}

/// Other files of the crate that may see the imports of this one.
fn below<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = &'a str> {
    let files = &scene.store().krate(scene.def.krate).files;
    let is_local = |path: &crate::facts::Path| path.anchor != crate::facts::PathAnchor::Plain;
    let has_glob = move |facts: &FileFacts| {
        facts.items.iter().filter_map(as_use).any(|decl| decl.kind == crate::facts::UseKind::Glob && is_local(&decl.path))
    };
    files.iter().filter(|file| file.path != scene.file.path).filter(move |file| has_glob(&file.facts)).map(|file| &**file.text)
}

/// Whether unresolved calls might call the twin's methods.
fn is_ambiguous(scene: &Scene<'_>, one: IoTrait, own: &[Span], known: &BTreeMap<Span, Caller>) -> bool {
    let text = &*scene.file.text;
    let here = io_traits::may_reach_twin(&scene.tokens(), one, all(text));
    let is_clear = |span: &Span| matches!(known.get(span), Some(Caller::Needs | Caller::Other));
    here.iter().any(|span| !own.contains(span) && !is_clear(span))
        || below(scene).any(|text| !io_traits::may_reach_twin(&scene.texts.tokens(text), one, all(text)).is_empty())
}

fn is_need(known: &BTreeMap<Span, Caller>, span: Span) -> bool {
    matches!(known.get(&span), Some(Caller::Needs | Caller::NeedsAndMayHaveTwin))
}

/// Whether other code of the file surely needs the trait of std.
fn needs_elsewhere(scene: &Scene<'_>, one: IoTrait, own: &[Span], known: &BTreeMap<Span, Caller>) -> bool {
    let text = &*scene.file.text;
    let needs = io_traits::needs_of(&scene.tokens(), one, all(text));
    needs.iter().any(|span| !own.contains(span) && is_need(known, *span))
}

/// Whether the import of std's trait is no longer used. If that is unclear, it stays and the fix is not safe.
fn goes(scene: &Scene<'_>, leaf: ItemId, one: IoTrait, own: &[Span], known: &BTreeMap<Span, Caller>, draft: &mut Draft) -> bool {
    let others = known.iter().filter(|(_, caller)| **caller == Caller::Other).map(|(span, _)| *span);
    let except: Vec<Span> = own.iter().copied().chain(others).collect();
    let elsewhere = |name: &str| imports::is_nameable_elsewhere(scene, name);
    let facts = &scene.file.facts;
    match imports::others(facts, (scene.texts, &scene.file.text), leaf, AsModule::No, &except, &elsewhere) {
        OtherUses::None => true,
        OtherUses::Unclear | OtherUses::HereAndBelow(_) => {
            draft.doubt(Guard::UnusedImport);
            false
        }
        OtherUses::Here(spans) => {
            let by_name: BTreeSet<Span> = scene.tokens().heads(one.name(), AsModule::No, all(&scene.file.text)).into_iter().collect();
            let left_out = Spans::new(except.iter().copied());
            let mut spans = spans.iter().filter(|span| !left_out.cover(**span));
            if !spans.any(|span| is_need(known, *span) || by_name.contains(span)) {
                draft.doubt(Guard::UnusedImport);
            }
            false
        }
    }
}

/// Adds an import at its sorted position in the lines of imports after that of `leaf`.
fn place(facts: &FileFacts, text: &str, leaf: ItemId, new: &str, removals: &mut Vec<(Span, String)>) {
    let scope = facts.items[leaf].scope;
    let statements: BTreeSet<Span> =
        facts.items.iter().filter(|item| item.scope == scope).filter_map(as_use).map(|decl| decl.statement).collect();
    let Some(mut at) = as_use(&facts.items[leaf]).map(|decl| decl.statement) else { return };
    let indent = layout::indent(text, at.start);
    let first = at.end;
    for next in statements.iter().filter(|next| next.start >= first) {
        let between = text.get(at.end as usize..next.start as usize).unwrap_or_default();
        let is_next = between.trim().is_empty() && between.matches('\n').count() == 1;
        if !is_next || text.get(next.range()).is_none_or(|next| next > new) {
            break;
        }
        at = *next;
    }
    // Reuse the place of a removed line.
    if let Some((span, with)) = removals.iter_mut().find(|(span, with)| with.is_empty() && span.contains(at)) {
        let has_end = text.get(span.range()).is_some_and(|old| old.ends_with('\n'));
        *with = if has_end { format!("{indent}{new}\n") } else { new.to_owned() };
        return;
    }
    removals.push((Span::new(at.end, at.end), format!("\n{indent}{new}")));
    removals.sort();
}
