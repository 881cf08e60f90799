//! Whether a new `.await` would let the future be dropped between two changes of shared state with no `.await` between them before. It
//! judges by the types of variables what outlives a future, and does not know who drops the future.

use super::code::mention::takes;
use super::code::scene::{Root, Scene};
use super::values::across::guard_path;
use super::values::alive;
use crate::analysis::outside_roles;
use crate::catalogue::{Catalogue, Role};
use crate::diagnostics::Cost;
use crate::facts::{Body, ExprId, ExprKind, Literal, Name, PatId, SelfParam, Span, UnaryOp};
use crate::names::CrateKind;
use crate::types::{BodyTypes, Callee, Mutability, Ty, TyKind, TypeDb};
use rustc_hash::FxHashSet;

/// The maximum number of changes checked before and after a call, nearest first.
const MAX_NEAR: usize = 64;

/// A body's changes to state that outlives its future, and the ends of its `.await`s; in source order.
#[derive(Debug, Default)]
pub(super) struct Changes {
    made: Vec<(Span, ExprId)>,
    /// Where an `.await` ends.
    awaits: Vec<u32>,
    /// Whether it changes cells, which the other tasks of its thread share.
    pub(super) has_cells: bool,
}

impl Changes {
    /// Collects those of a body.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let mut found = Self::default();
        for (id, expr) in scene.body.exprs.iter_enumerated() {
            if matches!(expr.kind, ExprKind::Await { .. }) {
                found.awaits.push(expr.span.end);
            } else if is_change(scene, id) {
                found.made.push((expr.span, id));
            }
        }
        let cells: FxHashSet<Place> = found.made.iter().filter_map(|(_, id)| cell_change(scene, *id)).collect();
        found.has_cells = !cells.is_empty();
        if found.has_cells {
            let read = |id: &ExprId| cell_read(scene, *id).is_some_and(|cell| cells.contains(&cell));
            let reads = scene.body.exprs.indices().filter(read).map(|id| (scene.span(id), id));
            found.made.extend(reads);
        }
        found.made.sort_unstable();
        found.awaits.sort_unstable();
        found
    }
}

/// Whether an `.await` that replaces `at` may leave half of a change behind: it is between two changes, or `call` is a change itself and has
/// another one beside it.
pub(super) fn is_torn(scene: &Scene<'_>, (call, at): (ExprId, Span), root: Root) -> bool {
    let opens = || scene.roles(call).contains(&Role::OpenFile);
    is_change(scene, call) && is_beside(scene, (call, at), root) || opens() && is_before_undoing(scene, (call, at), root)
}

/// Whether an `.await` at `at` would be the last point before a value is made that undoes on drop what the code has done.
pub(super) fn is_before_undoing(scene: &Scene<'_>, code: (ExprId, Span), root: Root) -> bool {
    let awaits = &scene.changes().awaits;
    let is_free = |to: u32| awaits.get(awaits.partition_point(|end| *end <= code.1.end)).is_none_or(|end| *end > to);
    Near::of(scene, code, root).after().any(|(span, id)| makes_undoing(scene, id) && is_free(span.start.max(code.1.end)))
}

/// Whether an `.await` at `call`, in the future `root`, would be between two changes without an `.await` between them. `at` are the bytes that
/// the `.await` replaces.
pub(super) fn is_between(scene: &Scene<'_>, code: (ExprId, Span), root: Root) -> bool {
    let near = Near::of(scene, code, root);
    let (Some(before), Some(after)) = (near.before().next(), near.after().next()) else { return false };
    let all = scene.changes();
    let first_await = all.awaits.partition_point(|end| *end <= before.0.end);
    all.awaits.get(first_await).is_none_or(|end| *end > after.0.start.max(code.1.start))
}

/// Whether an `.await` would separate the code at `at`, which changes shared state itself, from another change. A later call that is awaited does not
/// count: the future can already be dropped in it before it has changed anything.
pub(super) fn is_beside(scene: &Scene<'_>, code: (ExprId, Span), root: Root) -> bool {
    let (near, at) = (Near::of(scene, code, root), code.1);
    let awaits = &scene.changes().awaits;
    let is_free = |from: u32, to: u32| {
        let first = awaits.partition_point(|end| *end <= from);
        awaits.get(first).is_none_or(|end| *end > to)
    };
    near.before().any(|(span, _)| is_free(span.end, at.start))
        || near.after().any(|(span, id)| !is_awaited(scene, id) && is_free(at.end, span.start.max(at.end)))
}

/// The changes near some code that belong to the same future and do not exclude it.
struct Near<'s, 'a> {
    scene: &'s Scene<'a>,
    call: ExprId,
    at: Span,
    root: Root,
    /// The index of the first change that begins behind the code.
    first_after: usize,
}

impl<'s, 'a> Near<'s, 'a> {
    fn of(scene: &'s Scene<'a>, (call, at): (ExprId, Span), root: Root) -> Self {
        let first_after = scene.changes().made.partition_point(|(span, _)| span.start < at.end);
        Self { scene, call, at, root, first_after }
    }

    fn follows(&self, id: ExprId) -> bool {
        id != self.call && self.scene.root(id) == Ok(self.root) && !excludes(self.scene, id, self.call)
    }

    /// Those that happen before, nearest first.
    fn before(&self) -> impl Iterator<Item = (Span, ExprId)> {
        let earlier = self.scene.changes().made[..self.first_after].iter().rev().take(MAX_NEAR);
        earlier.filter(|(span, id)| span.end <= self.at.start && self.follows(*id)).copied()
    }

    /// Those that happen after: a change whose operand the code is, then the later ones, nearest first.
    fn after(&self) -> impl Iterator<Item = (Span, ExprId)> {
        let changes = &self.scene.changes().made;
        let around = changes[..self.first_after].iter().rev().take(MAX_NEAR);
        let around = around.filter(|(span, _)| *span != self.at && span.contains(self.at));
        let later = changes[self.first_after..].iter().take(MAX_NEAR);
        around.chain(later).filter(|(_, id)| self.follows(*id)).copied()
    }
}

/// Whether the value of an expression is awaited at once.
fn is_awaited(scene: &Scene<'_>, id: ExprId) -> bool {
    scene.parent(id).is_some_and(|above| matches!(scene.kind(above), ExprKind::Await { .. }))
}

/// Whether dropping a value of a type changes what other code sees: it removes a lock file, or gives a number back.
fn undoes_on_drop(scene: &Scene<'_>, ty: &Ty) -> bool {
    let (TyKind::Adt(def, _), Some(drop)) = (ty.kind(), scene.db.lang.drop) else { return false };
    let drops = || scene.db.impls_for(drop, *def).into_iter().filter_map(|imp| scene.db.member_fn(imp, Name::new("drop")));
    scene.store().kind(def.krate) == CrateKind::Local && drops().any(|drop| scene.changes_others(drop))
}

/// Whether a value lives around some code whose drop undoes something: if the future is dropped, so is the value, while the code still runs on another
/// thread.
pub(super) fn is_guarded(scene: &Scene<'_>, (call, at): (ExprId, Span), root: Root) -> bool {
    let is_left = |pat: PatId| scene.mentions(pat).iter().any(|mention| scene.span(*mention).start < at.end && takes(scene, *mention));
    let is_guard = |ty: &Ty, pat: Option<PatId>| undoes_on_drop(scene, ty) && !pat.is_some_and(is_left);
    let params = scene.body.params.iter().chain(&scene.body.self_param);
    // What cannot be listed is in doubt anyway.
    alive::around(scene, call, root).unwrap_or_default().iter().any(|held| is_guard(&held.ty, held.pat))
        || params.into_iter().any(|param| is_guard(&scene.types.pats[*param], Some(*param)))
}

/// Whether an expression makes a value whose drop undoes something. Until then, nothing undoes it.
fn makes_undoing(scene: &Scene<'_>, id: ExprId) -> bool {
    let is_made = matches!(scene.kind(id), ExprKind::Struct { .. }) || matches!(scene.types.callees.get(&id), Some(Callee::Constructor(_)));
    is_made && undoes_on_drop(scene, scene.ty(id))
}

/// Whether an expression changes what outlives the future: state behind `&mut`, a lock or an atomic, files, a database, a channel; or state of its
/// thread, which is another one after an `.await`.
pub(super) fn is_change(scene: &Scene<'_>, id: ExprId) -> bool {
    let is_called = matches!(scene.kind(id), ExprKind::Call { .. } | ExprKind::MethodCall { .. });
    if is_called && (persists(scene.db, scene.catalogue, &scene.types, id) || sends(scene, id) || scene.calls_change(id)) {
        return true;
    }
    if creates_new(scene.db, scene.catalogue, scene.body, &scene.types, id)
        || cell_change(scene, id).is_some()
        || makes_undoing(scene, id)
        || is_called && scene.roles(id).contains(&Role::ThreadContext)
    {
        return true;
    }
    if changes_in_guard(scene.db, scene.catalogue, scene.body, &scene.types, id) {
        return true;
    }
    match scene.kind(id) {
        ExprKind::Assign { lhs, .. } | ExprKind::Binary { assign: true, lhs, .. } => is_shared(scene, *lhs),
        ExprKind::MethodCall { receiver, .. } => {
            (scene.self_param(id) == Some(&SelfParam::RefMut) && is_shared(scene, *receiver))
                || is_atomic_change(scene.db, scene.body, &scene.types, id)
        }
        // `std::mem::take(&mut self.map)`, `helper(self)`
        ExprKind::Call { args, .. } => args.iter().any(|arg| match scene.kind(*arg) {
            ExprKind::Ref { mutable: true, operand, .. } => is_shared(scene, *operand),
            ExprKind::Path(_) => matches!(scene.ty(*arg).kind(), TyKind::Ref(Mutability::Mutable, _)) && scene.place_root(*arg).is_some(),
            _ => false,
        }),
        _ => false,
    }
}

/// Whether a call passes a value to other code, and is not awaited. One that panics in async code passes none.
fn sends(scene: &Scene<'_>, call: ExprId) -> bool {
    let panics = |path: String| scene.catalogue.by_path(&path).iter().any(|api| scene.catalogue.api(*api).cost == Cost::Panics);
    scene.roles(call).contains(&Role::Send) && !is_awaited(scene, call) && !scene.callee_path(call).is_some_and(panics)
}

/// Whether a call changes a file or a database.
pub(super) fn persists(db: &TypeDb<'_>, catalogue: &Catalogue, types: &BodyTypes, call: ExprId) -> bool {
    types.callees.get(&call).is_some_and(|callee| outside_roles(db.store, catalogue, callee).contains(&Role::Persist))
}

/// Whether an expression changes what is behind a lock's guard: `*count.lock().unwrap() += 1`, `guard.field[0].push(1)`.
pub(super) fn changes_in_guard(db: &TypeDb<'_>, catalogue: &Catalogue, body: &Body, types: &BodyTypes, id: ExprId) -> bool {
    let is_in_guard = |place: ExprId| is_in_guard(db, catalogue, body, types, place);
    match &body.exprs[id].kind {
        ExprKind::Assign { lhs, .. } | ExprKind::Binary { assign: true, lhs, .. } => is_in_guard(*lhs),
        ExprKind::MethodCall { receiver, .. } => {
            let taken = match types.callees.get(&id) {
                Some(Callee::Fn(callee)) => db.function(callee.def).and_then(|function| function.sig.self_param.as_ref()),
                _ => None,
            };
            taken == Some(&SelfParam::RefMut) && is_in_guard(*receiver)
        }
        ExprKind::Call { args, .. } => {
            args.iter().any(|arg| matches!(&body.exprs[*arg].kind, ExprKind::Ref { mutable: true, operand, .. } if is_in_guard(*operand)))
        }
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

/// `OpenOptions::new().create_new(true).open(lock)`: the file says that some code is running.
pub(super) fn creates_new(db: &TypeDb<'_>, catalogue: &Catalogue, body: &Body, types: &BodyTypes, id: ExprId) -> bool {
    let kind = |id: ExprId| &body.exprs[id].kind;
    let ExprKind::MethodCall { receiver, .. } = kind(id) else { return false };
    let options = std::iter::successors(Some(*receiver), |at| match kind(*at) {
        ExprKind::MethodCall { receiver, .. } => Some(*receiver),
        _ => None,
    });
    let is_new = |id: ExprId| match kind(id) {
        ExprKind::MethodCall { method, args, .. } => {
            *method == "create_new" && matches!(args[..], [arg] if matches!(kind(arg), ExprKind::Literal(Literal::Bool(true))))
        }
        _ => false,
    };
    let opens = |callee| outside_roles(db.store, catalogue, callee).contains(&Role::OpenFile);
    types.callees.get(&id).is_some_and(opens) && options.into_iter().any(is_new)
}

/// A shared cell: the variable that it is reached through, and its field.
type Place = (PatId, Option<Name>);

/// The shared cell that a call changes: `count.set(1)`, `self.seen.borrow_mut()`.
fn cell_change(scene: &Scene<'_>, id: ExprId) -> Option<Place> {
    cell_access(scene, id).filter(|(_, changes)| *changes).map(|(cell, _)| cell)
}

/// The shared cell that a call reads. What is computed from it is wrong if another task changes it meanwhile.
fn cell_read(scene: &Scene<'_>, id: ExprId) -> Option<Place> {
    cell_access(scene, id).filter(|(_, changes)| !*changes).map(|(cell, _)| cell)
}

/// The shared cell whose method a call calls, and whether that may change the cell.
fn cell_access(scene: &Scene<'_>, id: ExprId) -> Option<(Place, bool)> {
    let ExprKind::MethodCall { receiver, method, .. } = scene.kind(id) else { return None };
    let path = scene.callee_path(id)?;
    if !CELLS.iter().any(|cell| path.starts_with(cell)) {
        return None;
    }
    let variable = scene.place_root(*receiver)?;
    let field = match scene.kind(*receiver) {
        ExprKind::Field { name, .. } => Some(*name),
        _ => None,
    };
    // A cell in a variable of its own is this future's.
    let is_own = field.is_none()
        && matches!(scene.types.pats[variable].kind(), TyKind::Adt(..))
        && scene
            .ty(*receiver)
            .as_adt()
            .is_some_and(|(def, _)| CELLS.iter().any(|cell| format!("{}::", scene.store().canonical_path(def)) == **cell));
    (!is_own).then(|| ((variable, field), !matches!(method.as_str(), "get" | "borrow" | "try_borrow" | "fmt" | "clone" | "as_ptr")))
}

/// Cells whose value a shared reference changes, with the start of their methods' paths.
const CELLS: [&str; 2] = ["std::cell::Cell::", "std::cell::RefCell::"];

/// Whether a place is behind a `&mut` variable.
fn is_shared(scene: &Scene<'_>, place: ExprId) -> bool {
    let Some(pat) = scene.place_root(place) else { return false };
    matches!(scene.types.pats[pat].kind(), TyKind::Ref(Mutability::Mutable, _))
        // Assigning the variable itself does not change its pointee.
        && (!matches!(scene.kind(place), ExprKind::Path(_)) || scene.parent(place).is_some_and(|above| matches!(scene.kind(above), ExprKind::MethodCall { .. })))
}

/// Whether a place is reached through the guard of a lock: `*count.lock().unwrap()`, `guard.field[0]`.
fn is_in_guard(db: &TypeDb<'_>, catalogue: &Catalogue, body: &Body, types: &BodyTypes, place: ExprId) -> bool {
    let places = std::iter::successors(Some(place), |at| match &body.exprs[*at].kind {
        ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => Some(*base),
        ExprKind::Unary { op: UnaryOp::Deref, operand } => Some(*operand),
        _ => None,
    });
    places.into_iter().any(|place| guard_path(db, catalogue, types.exprs[place].strip_refs()).is_some())
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
