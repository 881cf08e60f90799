//! Futures that are polled in turn with others like them: `join!(append(a), append(b))`, `try_join_all(lines.map(append))`. Without an `.await`,
//! each runs to its end before the next one starts. One that writes may depend on that.

use super::cancel::persists;
use super::code::scene::{Root, Scene, path_of};
use crate::analysis::outside_roles;
use crate::catalogue::{Catalogue, Role};
use crate::facts::{Body, Expr, ExprId, ExprKind, MacroKind, Span};
use crate::names::{CrateKind, DefId};
use crate::types::{BodyTypes, Callee, TyKind, TypeDb};
use index_vec::IndexVec;
use rustc_hash::FxHashSet;

/// The class of open files in `rules/receivers.toml`.
const FILE: &str = "file";

/// The trait whose methods write.
const WRITE: &str = "std::io::Write::";

/// Whether a new `.await` at `at`, which would be the first in the future `root`, lets other futures run between the parts of a change.
pub(super) fn is_interleaved(scene: &Scene<'_>, at: Span, root: Root) -> bool {
    let is_together = match root {
        Root::Fn => scene.is_polled_with_its_like(),
        Root::Expr(block) => is_operand(scene, block),
    };
    let is_within = |id: ExprId| match root {
        Root::Fn => true,
        Root::Expr(block) => scene.span(block).contains(scene.span(id)),
    };
    let awaits = |(id, expr): (ExprId, &Expr)| matches!(expr.kind, ExprKind::Await { .. }) && is_within(id);
    is_together && !scene.body.exprs.iter_enumerated().any(awaits) && writes_within(scene, at)
}

/// Whether a block's future is polled with others: an operand of a macro, or one for each item of an iterator.
fn is_operand(scene: &Scene<'_>, block: ExprId) -> bool {
    let Some(above) = scene.parent(block) else { return false };
    match scene.kind(above) {
        ExprKind::Macro(call) => matches!(call.kind, MacroKind::Join { .. } | MacroKind::Select { .. }),
        ExprKind::Closure { .. } => scene.parent(above).is_some_and(|call| scene.roles(call).contains(&Role::Each)),
        _ => false,
    }
}

/// Whether code at these bytes changes a file or a database.
fn writes_within(scene: &Scene<'_>, at: Span) -> bool {
    let is_write = |id: ExprId| {
        let path = || scene.callee_path(id).is_some_and(|path| path.starts_with(WRITE));
        let on_file = || match scene.kind(id) {
            ExprKind::MethodCall { receiver, .. } => {
                let path = path_of(scene.db, scene.ty(*receiver).strip_refs());
                let class = scene.catalogue.receivers().class(FILE);
                path.zip(class).is_some_and(|(path, class)| class.has_type(&path) || class.wrapper(&path).is_some())
            }
            _ => false,
        };
        path() && on_file()
    };
    let mut calls = scene.body.exprs.iter_enumerated().filter(|(_, expr)| at.contains(expr.span)).map(|(id, _)| id);
    calls.any(|id| persists(scene.db, scene.catalogue, &scene.types, id) || is_write(id))
}

/// The async fns of the workspace of which a body has several futures polled in turn.
pub(super) fn repeated(db: &TypeDb<'_>, catalogue: &Catalogue, body: &Body, types: &BodyTypes) -> Vec<DefId> {
    let plays =
        |call: ExprId| types.callees.get(&call).is_some_and(|callee| outside_roles(db.store, catalogue, callee).contains(&Role::Each));
    let made = |id: ExprId| made_by(db, body, types, id);
    let mut parents: Option<IndexVec<ExprId, Option<ExprId>>> = None;
    let mut found = Vec::new();
    for (id, expr) in body.exprs.iter_enumerated() {
        let operands: Vec<ExprId> = match &expr.kind {
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Join { futures, .. } => futures.clone(),
                MacroKind::Select { arms, .. } => arms.iter().map(|arm| arm.future).collect(),
                _ => continue,
            },
            ExprKind::Closure { body: inner, is_async: false, .. } => {
                let Some(def) = made(*inner) else { continue };
                let parent = parents.get_or_insert_with(|| body.parents())[id];
                found.extend(parent.filter(|call| plays(*call)).map(|_| def));
                continue;
            }
            // `lines.map(append)`
            ExprKind::MethodCall { args, .. } if plays(id) => {
                found.extend(args.iter().filter_map(|arg| match types.exprs[*arg].kind() {
                    TyKind::FnDef(def, _) => Some(*def).filter(|def| is_own_async(db, *def)),
                    _ => None,
                }));
                continue;
            }
            _ => continue,
        };
        let mut seen = FxHashSet::default();
        found.extend(operands.into_iter().filter_map(made).filter(|def| !seen.insert(*def)));
    }
    found
}

/// The async fn of the workspace that makes a future: `append(x)`, `append(x).boxed()`.
fn made_by(db: &TypeDb<'_>, body: &Body, types: &BodyTypes, id: ExprId) -> Option<DefId> {
    let mut at = id;
    loop {
        let called = match types.callees.get(&at) {
            Some(Callee::Fn(callee)) => Some(callee.body_def()).filter(|def| is_own_async(db, *def)),
            _ => None,
        };
        at = match &body.exprs[at].kind {
            _ if called.is_some() => return called,
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Block { tail: Some(tail), .. } => *tail,
            ExprKind::Ref { operand, .. } => *operand,
            _ => return None,
        };
    }
}

fn is_own_async(db: &TypeDb<'_>, def: DefId) -> bool {
    db.store.kind(def.krate) == CrateKind::Local && db.function(def).is_some_and(|function| function.sig.is_async)
}
