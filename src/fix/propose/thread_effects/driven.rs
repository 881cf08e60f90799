//! Async fns whose futures always run to their end: each is awaited at once by another such fn, or given to a `block_on`. Nothing drops them before,
//! so a new `.await` in them is no point at which they may stop.

use super::super::chain::HARMLESS;
use super::BodyEffects;
use crate::analysis::{entry_attribute, outside_roles};
use crate::catalogue::{Catalogue, Role};
use crate::facts::{Attr, BlockKind, Body, ExprId, ExprKind, ItemKind, MacroKind, Name, Parent, Visibility};
use crate::names::{CrateKind, DefId, FileData};
use crate::project::TargetKind;
use crate::syntax::{LexKind, Lexer};
use crate::types::{BodyTypes, Callee, TyKind, TypeDb};
use index_vec::IndexVec;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How some code drives the future of an async fn of the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drive {
    /// It is awaited at once in the code of this async fn itself.
    AwaitedIn(DefId),
    /// It is given to a `block_on`.
    ToItsEnd,
    /// Anything else: it may be dropped.
    Unknown,
}

/// How a body drives the async fns that it names.
pub(super) fn drives(db: &TypeDb<'_>, catalogue: &Catalogue, def: DefId, body: &Body, types: &BodyTypes) -> Vec<(DefId, Drive)> {
    let mut found = Vec::new();
    let mut parents: Option<IndexVec<ExprId, Option<ExprId>>> = None;
    for (id, expr) in body.exprs.iter_enumerated() {
        let called = match types.callees.get(&id) {
            Some(Callee::Fn(callee)) => Some(callee.body_def()),
            _ => None,
        };
        match (&expr.kind, types.exprs[id].kind()) {
            (ExprKind::Call { .. } | ExprKind::MethodCall { .. }, _) => {
                let Some(called) = called.filter(|called| is_own_async(db, *called)) else { continue };
                let parents = parents.get_or_insert_with(|| body.parents());
                found.push((called, Around { db, catalogue, def, body, types, parents }.drive(id)));
            }
            (ExprKind::Path(_), TyKind::FnDef(named, _)) if is_own_async(db, *named) => {
                let above = parents.get_or_insert_with(|| body.parents())[id];
                let is_callee = above.is_some_and(|above| matches!(body.exprs[above].kind, ExprKind::Call { callee, .. } if callee == id));
                found.extend((!is_callee).then_some((*named, Drive::Unknown)));
            }
            _ => {}
        }
    }
    found
}

/// The names in macro calls of a body whose expansion is unknown.
pub(super) fn hidden_names(body: &Body, file: &FileData) -> BTreeSet<Name> {
    let macros = body.exprs.iter().filter(|expr| matches!(&expr.kind, ExprKind::Macro(call) if matches!(call.kind, MacroKind::Opaque)));
    macros.flat_map(|expr| names_in(file.text.get(expr.span.range()).unwrap_or_default())).collect()
}

/// The identifiers in a text.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = Name> {
    Lexer::new(text, 0).filter(|lexeme| lexeme.kind == LexKind::Ident).map(|lexeme| Name::new(&text[lexeme.start..lexeme.end]))
}

/// The async fns of the workspace whose futures always run to their end.
#[derive(Default)]
pub(super) struct Driven {
    /// Those that only entry points with several threads run.
    pub(super) on_several_threads: FxHashSet<DefId>,
    /// Those that entry points and `block_on`s run.
    pub(super) on_any: FxHashSet<DefId>,
}

/// The async fns of the workspace whose futures always run to their end.
pub(super) fn to_their_end(db: &TypeDb<'_>, catalogue: &Catalogue, bodies: &FxHashMap<DefId, Arc<BodyEffects>>) -> Driven {
    let mut uses: FxHashMap<DefId, Vec<Drive>> = FxHashMap::default();
    for (def, drive) in bodies.values().flat_map(|body| &body.drives) {
        uses.entry(*def).or_default().push(*drive);
    }
    // Any fn with such a name may be called in a way that is not seen.
    let mut unclear: FxHashSet<Name> = bodies.values().flat_map(|body| body.unresolved.iter().chain(&body.hidden)).copied().collect();
    for krate in db.store.local_crates() {
        for file in &db.store.krate(*krate).files {
            let macros = file.facts.items.iter().filter(|item| matches!(item.kind, ItemKind::MacroRules(_) | ItemKind::MacroCall { .. }));
            unclear.extend(macros.flat_map(|item| names_in(file.text.get(item.span.range()).unwrap_or_default())));
        }
    }
    let is_seen = |def: DefId| is_only_called_here(db, def) && !unclear.contains(&db.store.def(def).name);
    let seen: FxHashMap<DefId, &[Drive]> =
        uses.iter().filter(|(def, _)| is_seen(**def)).map(|(def, uses)| (*def, uses.as_slice())).collect();
    // Whether it has a single thread, by entry point.
    let entries: FxHashMap<DefId, bool> = bodies.keys().filter_map(|def| Some((*def, is_single_entry(db, catalogue, *def)?))).collect();
    let several = entries.iter().filter(|(_, is_single)| !**is_single).map(|(def, _)| *def).collect();
    Driven {
        on_several_threads: driven_by(&several, &seen, &|drive| matches!(drive, Drive::AwaitedIn(_))),
        on_any: driven_by(&entries.keys().copied().collect(), &seen, &|drive| drive != Drive::Unknown),
    }
}

/// Whether a fn is an entry point with a runtime of a single thread, but for tests; `None` if it is no async entry point.
fn is_single_entry(db: &TypeDb<'_>, catalogue: &Catalogue, def: DefId) -> Option<bool> {
    let attrs = db.store.item(def).filter(|_| is_own_async(db, def))?.attrs.iter();
    attrs.into_iter().find_map(|attr| {
        let (_, entry) = entry_attribute(db.store, catalogue.contexts(), def, attr)?;
        Some(entry.is_single_threaded(&attr.args) && !db.store.def(def).in_test)
    })
}

/// The entry points, and the fns of which each use is `allowed` and in one of these.
fn driven_by(entries: &FxHashSet<DefId>, uses: &FxHashMap<DefId, &[Drive]>, allowed: &dyn Fn(Drive) -> bool) -> FxHashSet<DefId> {
    let mut found = entries.clone();
    let mut awaited_in: FxHashMap<DefId, Vec<DefId>> = FxHashMap::default();
    for (def, uses) in uses {
        if uses.iter().all(|drive| allowed(*drive)) {
            found.insert(*def);
        }
        for drive in *uses {
            if let Drive::AwaitedIn(by) = drive {
                awaited_in.entry(*by).or_default().push(*def);
            }
        }
    }
    // What a dropped future awaits is dropped with it.
    let mut dropped: Vec<DefId> = awaited_in.keys().copied().filter(|by| !found.contains(by)).collect();
    while let Some(by) = dropped.pop() {
        for def in awaited_in.get(&by).into_iter().flatten() {
            if !entries.contains(def) && found.remove(def) {
                dropped.push(*def);
            }
        }
    }
    found
}

/// Whether only code of the workspace that names a fn can call it: it is in no trait, not exported, and no attribute registers it.
fn is_only_called_here(db: &TypeDb<'_>, def: DefId) -> bool {
    let Some(item) = db.store.item(def) else { return false };
    let is_harmless = |attr: &Attr| attr.path.segments.last().is_some_and(|last| HARMLESS.contains(&last.name.as_str()));
    let is_of_type = match item.parent {
        Parent::Scope => true,
        Parent::Impl(block) => {
            let block = &db.store.file(def).facts.items[block];
            let is_inherent = matches!(&block.kind, ItemKind::Impl(block) if block.of_trait.is_none());
            is_inherent && block.attrs.iter().all(is_harmless)
        }
        Parent::Trait(_) => false,
    };
    let is_exported = item.visibility == Visibility::Public && db.store.krate(def.krate).target == TargetKind::Lib;
    is_of_type && !is_exported && item.attrs.iter().all(is_harmless)
}

fn is_own_async(db: &TypeDb<'_>, def: DefId) -> bool {
    db.store.kind(def.krate) == CrateKind::Local && db.function(def).is_some_and(|function| function.sig.is_async)
}

/// The code around a call.
struct Around<'a> {
    db: &'a TypeDb<'a>,
    catalogue: &'a Catalogue,
    def: DefId,
    body: &'a Body,
    types: &'a BodyTypes,
    parents: &'a IndexVec<ExprId, Option<ExprId>>,
}

impl Around<'_> {
    fn drive(&self, call: ExprId) -> Drive {
        let Some(above) = self.parents[call] else { return Drive::Unknown };
        match &self.body.exprs[above].kind {
            ExprKind::Await { .. } if is_own_async(self.db, self.def) && self.is_in_own_code(above) => Drive::AwaitedIn(self.def),
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } if self.blocks_on(above) => Drive::ToItsEnd,
            // `Box::pin(recurse()).await`
            ExprKind::Call { args, .. } if args[..] == [call] && self.is_pin(above) => self.drive(above),
            _ => Drive::Unknown,
        }
    }

    /// Whether code is part of the body's own future: in no closure, no async block, and no operand that a macro polls.
    fn is_in_own_code(&self, id: ExprId) -> bool {
        let mut at = id;
        while let Some(above) = self.parents[at] {
            let is_own = match &self.body.exprs[above].kind {
                ExprKind::Closure { .. } => false,
                ExprKind::Block { kind, .. } => matches!(kind, BlockKind::Plain | BlockKind::Unsafe),
                ExprKind::Macro(call) => match &call.kind {
                    MacroKind::Select { arms, otherwise, .. } => arms.iter().any(|arm| arm.handler == at) || *otherwise == Some(at),
                    kind => matches!(
                        kind,
                        MacroKind::Format { .. }
                            | MacroKind::Print { .. }
                            | MacroKind::Unit { .. }
                            | MacroKind::Vec { .. }
                            | MacroKind::Error { .. }
                            | MacroKind::Diverge { .. }
                            | MacroKind::Identity { .. }
                            | MacroKind::Expanded { .. }
                    ),
                },
                _ => true,
            };
            if !is_own {
                return false;
            }
            at = above;
        }
        true
    }

    /// Whether a call polls its argument until that has ended, and is not a future itself.
    fn blocks_on(&self, call: ExprId) -> bool {
        let roles = self.types.callees.get(&call).map(|callee| outside_roles(self.db.store, self.catalogue, callee)).unwrap_or_default();
        let is_awaited = self.parents[call].is_some_and(|above| matches!(self.body.exprs[above].kind, ExprKind::Await { .. }));
        roles.iter().any(|role| matches!(role, Role::BlockOn | Role::BlockOnRuntime)) && !is_awaited && !self.is_future(call)
    }

    fn is_future(&self, id: ExprId) -> bool {
        matches!(self.types.exprs[id].kind(), TyKind::Future(_) | TyKind::Opaque(..))
    }

    fn is_pin(&self, call: ExprId) -> bool {
        let Some(Callee::Fn(callee)) = self.types.callees.get(&call) else { return false };
        &*self.db.store.canonical_path(callee.def) == "std::boxed::Box::pin"
    }
}
