//! Whether a new `.await` would let the future be dropped between two changes of shared state with no `.await` between them before. It
//! judges by the types of variables what outlives a future, and does not know who drops the future.

use super::across::guard_path;
use super::scene::{Root, Scene};
use crate::facts::{Body, ExprId, ExprKind, SelfParam, Span, UnaryOp};
use crate::types::{BodyTypes, Callee, Mutability, TyKind, TypeDb};

/// The maximum number of changes checked before and after a call, nearest first.
const MAX_NEAR: usize = 64;

/// A body's changes to state that outlives its future, and the ends of its `.await`s; in source order.
#[derive(Debug, Default)]
pub(super) struct Changes {
    changes: Vec<(Span, ExprId)>,
    /// Where an `.await` ends.
    awaits: Vec<u32>,
}

impl Changes {
    /// Collects those of a body.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let mut found = Self::default();
        for (id, expr) in scene.body.exprs.iter_enumerated() {
            if matches!(expr.kind, ExprKind::Await { .. }) {
                found.awaits.push(expr.span.end);
            } else if is_change(scene, id) {
                found.changes.push((expr.span, id));
            }
        }
        found.changes.sort_unstable();
        found.awaits.sort_unstable();
        found
    }
}

/// Whether an `.await` at `call`, in the future `root`, would be between two changes without an `.await` between them. `at` are the bytes that
/// the `.await` replaces.
pub(super) fn is_between(scene: &Scene<'_>, (call, at): (ExprId, Span), root: Root) -> bool {
    let all = scene.changes();
    let first_after = all.changes.partition_point(|(span, _)| span.start < at.end);
    let follows = |id: ExprId| scene.root(id) == Ok(root) && !excludes(scene, id, call);
    let mut earlier = all.changes[..first_after].iter().rev().filter(|(span, _)| span.end <= at.start).take(MAX_NEAR);
    let Some((before, _)) = earlier.find(|(_, id)| follows(*id)) else { return false };
    let mut later = all.changes[first_after..].iter().take(MAX_NEAR);
    let Some((after, _)) = later.find(|(_, id)| follows(*id)) else { return false };
    let first_await = all.awaits.partition_point(|end| *end <= before.end);
    all.awaits.get(first_await).is_none_or(|end| *end > after.start)
}

/// Whether an `.await` would separate the code at `at`, which changes shared state itself, from another change. A later call that is awaited does not
/// count: the future can already be dropped in it before it has changed anything.
pub(super) fn is_beside(scene: &Scene<'_>, (call, at): (ExprId, Span), root: Root) -> bool {
    let all = scene.changes();
    let first_after = all.changes.partition_point(|(span, _)| span.start < at.end);
    let follows = |id: ExprId| scene.root(id) == Ok(root) && !excludes(scene, id, call);
    let is_free = |from: u32, to: u32| {
        let first = all.awaits.partition_point(|end| *end <= from);
        all.awaits.get(first).is_none_or(|end| *end > to)
    };
    let mut earlier = all.changes[..first_after].iter().rev().filter(|(span, _)| span.end <= at.start).take(MAX_NEAR);
    let mut later = all.changes[first_after..].iter().take(MAX_NEAR);
    earlier.any(|(span, id)| follows(*id) && is_free(span.end, at.start))
        || later.any(|(span, id)| follows(*id) && !is_awaited(scene, *id) && is_free(at.end, span.start))
}

/// Whether the value of an expression is awaited at once.
fn is_awaited(scene: &Scene<'_>, id: ExprId) -> bool {
    scene.parent(id).is_some_and(|above| matches!(scene.kind(above), ExprKind::Await { .. }))
}

/// Whether an expression changes state that outlives the future: through `&mut`, a lock or an atomic.
fn is_change(scene: &Scene<'_>, id: ExprId) -> bool {
    match scene.kind(id) {
        ExprKind::Assign { lhs, .. } | ExprKind::Binary { assign: true, lhs, .. } => is_shared(scene, *lhs) || is_in_guard(scene, *lhs),
        ExprKind::MethodCall { receiver, .. } => {
            let is_changed = || match scene.self_param(id) {
                Some(SelfParam::RefMut) => is_shared(scene, *receiver) || is_in_guard(scene, *receiver),
                _ => false,
            };
            is_changed() || is_atomic_change(scene.db, scene.body, &scene.types, id)
        }
        // `std::mem::take(&mut self.map)`, `helper(self)`
        ExprKind::Call { args, .. } => args.iter().any(|arg| match scene.kind(*arg) {
            ExprKind::Ref { mutable: true, operand, .. } => is_shared(scene, *operand) || is_in_guard(scene, *operand),
            ExprKind::Path(_) => matches!(scene.ty(*arg).kind(), TyKind::Ref(Mutability::Mutable, _)) && scene.place_root(*arg).is_some(),
            _ => false,
        }),
        _ => false,
    }
}

/// Whether an expression calls a method that changes an atomic.
pub(super) fn is_atomic_change(db: &TypeDb<'_>, body: &Body, types: &BodyTypes, id: ExprId) -> bool {
    let ExprKind::MethodCall { method, .. } = &body.exprs[id].kind else { return false };
    // Judged by the callee: the receiver may be an `Arc` of the atomic.
    match types.callees.get(&id) {
        Some(Callee::Fn(callee)) if !matches!(method.as_str(), "load" | "fmt" | "clone") => {
            db.function(callee.def).is_some_and(|function| function.sig.self_param == Some(SelfParam::Ref))
                && db.store.canonical_path(callee.def).starts_with("std::sync::atomic::Atomic")
        }
        _ => false,
    }
}

/// Whether a place is behind a `&mut` variable.
fn is_shared(scene: &Scene<'_>, place: ExprId) -> bool {
    let Some(pat) = scene.place_root(place) else { return false };
    matches!(scene.types.pats[pat].kind(), TyKind::Ref(Mutability::Mutable, _))
        // Assigning the variable itself does not change its pointee.
        && (!matches!(scene.kind(place), ExprKind::Path(_)) || scene.parent(place).is_some_and(|above| matches!(scene.kind(above), ExprKind::MethodCall { .. })))
}

/// Whether a place is reached through the guard of a lock: `*count.lock().unwrap()`, `guard.field[0]`.
fn is_in_guard(scene: &Scene<'_>, place: ExprId) -> bool {
    let places = std::iter::successors(Some(place), |at| match scene.kind(*at) {
        ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => Some(*base),
        ExprKind::Unary { op: UnaryOp::Deref, operand } => Some(*operand),
        _ => None,
    });
    places.into_iter().any(|place| guard_path(scene.db, scene.catalogue, scene.ty(place).strip_refs()).is_some())
}

/// Whether only one of two expressions is evaluated, because they are in different branches.
pub(super) fn excludes(scene: &Scene<'_>, a: ExprId, b: ExprId) -> bool {
    let around_b: Vec<(ExprId, ExprId)> = scene.around(b).collect();
    let common = scene.around(a).find_map(|(above, below)| {
        let other = around_b.iter().find(|(other, _)| *other == above)?;
        Some((above, below, other.1))
    });
    let Some((above, a, b)) = common else { return false };
    match scene.kind(above) {
        ExprKind::If { cond, .. } => a != b && a != *cond && b != *cond,
        // A guard is evaluated before the arms that follow.
        ExprKind::Match { scrutinee, arms } => {
            let is_arm = |part: ExprId| part != *scrutinee && arms.iter().all(|arm| arm.guard != Some(part));
            a != b && is_arm(a) && is_arm(b)
        }
        _ => false,
    }
}
