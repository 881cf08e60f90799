//! Locks in fields and statics, which more than one body can use: where async code takes them, and over which calls other code holds them.

use super::alive::held_over;
use super::site::Site;
use crate::analysis::edges::Call;
use crate::analysis::places::{FieldRef, Place};
use crate::catalogue::{ApiIndex, Certainty};
use crate::diagnostics::Cost;
use crate::facts::{ExprId, ExprKind, Span};
use crate::names::{DefId, DefKind};
use crate::types::TyKind;
use std::collections::BTreeSet;

/// The lint of calls that take a lock.
const LOCK: &str = "short-lock";
/// Guards, in `rules/receivers.toml`.
const GUARDS: &str = "lock-guard";
/// Guards that can coexist with others of the same lock, in `rules/receivers.toml`.
const SHARED_GUARDS: &str = "shared-lock-guard";

/// The identity of a lock, across bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::analysis) enum LockId {
    /// The lock in this field of a struct.
    Field(FieldRef),
    /// A static.
    Static(DefId),
}

/// Whether others can hold the lock at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::analysis) enum Access {
    /// Readers of a lock do not wait for each other.
    Shared,
    Exclusive,
}

/// A lock that async code takes.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis) struct Take {
    pub(in crate::analysis) lock: LockId,
    pub(in crate::analysis) access: Access,
    pub(in crate::analysis) expr: ExprId,
    pub(in crate::analysis) span: Span,
    /// Index of its context.
    pub(in crate::analysis) context: usize,
}

/// A lock that code outside the executor holds during a call.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Hold {
    pub(in crate::analysis) lock: LockId,
    pub(in crate::analysis) access: Access,
    pub(in crate::analysis) over: HeldDuring,
}

/// The call during which a lock is held.
#[derive(Clone, Debug)]
pub(in crate::analysis) enum HeldDuring {
    /// A blocking API of the catalogue, and where it is called.
    Api(ApiIndex, Span),
    /// A call that may reach one.
    Call(Call),
}

/// The locks of one body; `calls` are all its calls of fns with bodies.
pub(in crate::analysis) fn locks(site: &Site<'_>, calls: &[Call]) -> (Vec<Take>, Vec<Hold>) {
    let view = site.view;
    let mut takes: Vec<(ExprId, LockId)> = Vec::new();
    for (id, expr) in view.body.exprs.iter_enumerated() {
        if let ExprKind::MethodCall { receiver, .. } = &expr.kind
            && !expr.from_expansion
            && let Some(lock) = identity(site, *receiver)
            && let Some(api) = view.api(id)
            && view.catalogue.lint_at(view.catalogue.api(api).lint).id == LOCK
        {
            takes.push((id, lock));
        }
    }
    if takes.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let holds = holds(site, &takes, calls);
    let in_async = |(expr, lock): (ExprId, LockId)| match site.place(expr) {
        Place::Async(context) => Some(Take { lock, access: access(site, expr), expr, span: view.name_span(expr), context }),
        _ => None,
    };
    (takes.into_iter().filter_map(in_async).collect(), holds)
}

fn holds(site: &Site<'_>, takes: &[(ExprId, LockId)], calls: &[Call]) -> Vec<Hold> {
    let view = site.view;
    let Some(guards) = view.catalogue.receivers().class(GUARDS) else { return Vec::new() };
    // Blocking calls in async code have findings of their own.
    let is_elsewhere = |id: ExprId| !site.is_async(id);
    // `condvar.wait(&mut guard)` releases the lock while it waits.
    let is_lent = |id: ExprId| {
        let (_, args) = view.receiver_and_args(id);
        args.iter()
            .any(|arg| matches!(view.types.exprs[*arg].kind(), TyKind::Ref(..)) && view.owns(view.types.exprs[*arg].strip_refs(), guards))
    };
    let blocking = |id: ExprId| {
        view.api(id).filter(|api| {
            let api = view.catalogue.api(*api);
            api.cost >= Cost::Disk && api.certainty == Certainty::Certain && !is_lent(id)
        })
    };
    let apis =
        view.body.exprs.iter_enumerated().map(|(id, _)| id).filter(|id| view.is_call(*id) && is_elsewhere(*id) && blocking(*id).is_some());
    let points: BTreeSet<ExprId> = apis.chain(calls.iter().map(|call| call.expr).filter(|id| is_elsewhere(*id))).collect();
    let mut holds = Vec::new();
    for held in held_over(site, &[guards], &points) {
        let Some((expr, lock)) = takes.iter().find(|(expr, _)| Some(*expr) == held.made_by) else { continue };
        let hold = |over| Hold { lock: *lock, access: access(site, *expr), over };
        let at = held.suspension.at;
        match blocking(at) {
            Some(api) => holds.push(hold(HeldDuring::Api(api, view.name_span(at)))),
            None => holds.extend(calls.iter().filter(|call| call.expr == at).map(|call| hold(HeldDuring::Call(call.clone())))),
        }
    }
    holds
}

/// The access that the guard returned by a call gives.
fn access(site: &Site<'_>, take: ExprId) -> Access {
    let view = site.view;
    match view.catalogue.receivers().class(SHARED_GUARDS) {
        Some(shared) if view.owns(&view.types.exprs[take], shared) => Access::Shared,
        _ => Access::Exclusive,
    }
}

/// The lock that a receiver names.
fn identity(site: &Site<'_>, receiver: ExprId) -> Option<LockId> {
    let view = site.view;
    match site.kind(receiver) {
        ExprKind::Ref { operand, .. } => identity(site, *operand),
        ExprKind::Field { base, name, .. } => Some(LockId::Field((view.db.field_owner(view.def, &view.types.exprs[*base], *name)?, *name))),
        ExprKind::Path(_) => {
            let def = *view.types.values.get(&receiver)?;
            (view.db.store.def(def).kind == DefKind::Static).then_some(LockId::Static(def))
        }
        _ => None,
    }
}
