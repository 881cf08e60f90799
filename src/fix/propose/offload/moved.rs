//! Code that moves to another thread, and which variables the code around it still needs.

use super::super::cancel::excludes;
use super::super::code::scene::Scene;
use super::super::values::auto_traits::Known;
use super::super::values::owned::is_owned;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Span, Stmt};

/// Code that moves to another thread.
#[derive(Clone, Copy, Debug)]
pub(in crate::fix::propose) struct Moved {
    /// Its bytes.
    pub(in crate::fix::propose) span: Span,
    /// An expression in it whose ancestors include all code around the moved code.
    pub(in crate::fix::propose) at: ExprId,
    /// What it is.
    pub(in crate::fix::propose) shape: Shape,
}

/// The shape of the moved code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fix::propose) enum Shape {
    /// One call; its value comes back.
    Call,
    /// Statements; they may change a captured variable if it comes back.
    Statements,
}

/// Whether a variable is used after the moved code, or again by the same code in the next iteration of a loop.
pub(in crate::fix::propose) fn is_needed_later(scene: &Scene<'_>, place: ExprId, moved: Moved) -> bool {
    let Some(pat) = scene.place_root(place) else { return true };
    let declared = scene.body.pats[pat].span;
    let in_loop = scene.around(moved.at).any(|(above, _)| {
        let is_loop =
            matches!(scene.kind(above), ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } | ExprKind::Closure { .. });
        is_loop && !scene.span(above).contains(declared)
    });
    in_loop
        || is_borrowed_beside(scene, pat, moved)
        || (is_named_after(scene, pat, moved.span.end) && !is_named_elsewhere_only(scene, pat, moved))
}

/// Whether another operand of an expression around the moved code borrows the variable: `format!("{key} {}", load(&key))`, `join(&key, load(&key))`.
fn is_borrowed_beside(scene: &Scene<'_>, pat: PatId, moved: Moved) -> bool {
    let around = scene.around(moved.at).take_while(|(above, _)| {
        !matches!(scene.kind(*above), ExprKind::Block { .. } | ExprKind::Closure { .. } | ExprKind::If { .. } | ExprKind::Match { .. })
    });
    around.filter(|(above, _)| !moved.span.contains(scene.span(*above))).any(|(above, below)| {
        let mut found = false;
        scene.kind(above).for_each_child(&mut |operand| found |= operand != below && borrows(scene, operand, pat));
        found
    })
}

/// Whether the value of an operand may borrow from the variable. The operand of a macro or operator is borrowed itself.
fn borrows(scene: &Scene<'_>, operand: ExprId, pat: PatId) -> bool {
    let is_place = matches!(scene.kind(operand), ExprKind::Path(_) | ExprKind::Field { .. });
    let is_in = |mention: ExprId| mention == operand || scene.around(mention).any(|(above, _)| above == operand);
    (is_place || is_owned(scene, scene.ty(operand)) != Known::Yes) && scene.mentions(pat).iter().any(|mention| is_in(*mention))
}

/// Whether all later mentions of a variable are in branches that exclude the moved code.
fn is_named_elsewhere_only(scene: &Scene<'_>, pat: PatId, moved: Moved) -> bool {
    const MAX_MENTIONS: usize = 16;
    let PatKind::Bind { name, .. } = &scene.body.pats[pat].kind else { return false };
    let end = moved.span.end;
    let mentions = scene.mentions(pat);
    let after = &mentions[mentions.partition_point(|mention| scene.span(*mention).start < end)..];
    after.len() <= MAX_MENTIONS
        && !scene.index().is_inline_after(name.as_str(), end)
        && after.iter().all(|mention| excludes(scene, *mention, moved.at))
}

/// Whether a variable is mentioned after a byte.
pub(in crate::fix::propose) fn is_named_after(scene: &Scene<'_>, pat: PatId, end: u32) -> bool {
    let PatKind::Bind { name, .. } = &scene.body.pats[pat].kind else { return true };
    let last = scene.mentions(pat).last();
    scene.index().is_inline_after(name.as_str(), end) || last.is_some_and(|mention| scene.span(*mention).start >= end)
}

/// Whether a variable that may hold a borrow of this one is used from the moved code on: one that is declared or mentioned since the statement
/// that mentions this one first, and whose type may borrow.
pub(in crate::fix::propose) fn is_borrowed_before(scene: &Scene<'_>, place: ExprId, moved: Moved) -> bool {
    let Some(pat) = scene.place_root(place) else { return true };
    let start = moved.span.start;
    let Some(first) = scene.mentions(pat).iter().copied().find(|mention| scene.span(*mention).start < start) else { return false };
    let declared = scene.body.pats[pat].span;
    let from = start_of_statement(scene, first, declared);
    let is_between = |span: Span| from <= span.start && span.start < start;
    let may_hold = |other: PatId| {
        let PatKind::Bind { mutable, .. } = scene.body.pats[other].kind else { return false };
        let is_from_caller = scene.body.params.contains(&other) || scene.body.self_param == Some(other);
        let ty = &scene.types.pats[other];
        // What was behind a reference before, or comes from the caller, cannot borrow from a variable of this fn.
        let ty = if mutable || is_between(scene.body.pats[other].span) { ty } else { ty.strip_refs() };
        (mutable || !is_from_caller) && is_owned(scene, ty) != Known::Yes
    };
    // What is made without it and without anything that may hold it cannot borrow from it.
    let is_apart = |other: PatId| {
        let Some(Stmt::Let { init: Some(init), .. }) = scene.index().let_of_pat(other) else { return false };
        let is_mutable = |pat: PatId| matches!(scene.body.pats[pat].kind, PatKind::Bind { mutable: true, .. });
        let inside = scene.span(*init);
        let is_older = |used: PatId| scene.body.pats[used].span.start < declared.start && !is_mutable(used);
        let is_unrelated = |(_, used): &(ExprId, PatId)| inside.contains(scene.body.pats[*used].span) || *used != pat && is_older(*used);
        !is_mutable(other)
            && (is_literal(scene, *init) || scene.index().named_in(scene.body, inside.start..inside.end).iter().all(is_unrelated))
    };
    let is_met = |other: PatId| {
        is_between(scene.body.pats[other].span) || scene.mentions(other).iter().any(|mention| is_between(scene.span(*mention)))
    };
    // Names in format strings do not tell which variable of that name they mean.
    let is_visible = |other: PatId| {
        let bound = scene.body.pats[other].span;
        let mut closures =
            scene.body.exprs.iter().filter(|expr| matches!(expr.kind, ExprKind::Closure { .. }) && expr.span.contains(bound));
        closures.all(|closure| closure.span.contains(moved.span))
    };
    let others = scene.body.pats.indices().filter(|other| *other != pat && !moved.span.contains(scene.body.pats[*other].span));
    others
        .into_iter()
        .any(|other| is_named_after(scene, other, start) && may_hold(other) && is_met(other) && is_visible(other) && !is_apart(other))
}

/// Whether the value of an expression is a literal in each of its branches.
fn is_literal(scene: &Scene<'_>, id: ExprId) -> bool {
    match scene.kind(id) {
        ExprKind::Literal(_) => true,
        ExprKind::Block { tail: Some(tail), .. } => is_literal(scene, *tail),
        ExprKind::If { then, otherwise: Some(otherwise), .. } => is_literal(scene, *then) && is_literal(scene, *otherwise),
        ExprKind::Match { arms, .. } => arms.iter().all(|arm| is_literal(scene, arm.body)),
        _ => false,
    }
}

/// The first byte of the statement around an expression, in the block in which a variable is declared.
fn start_of_statement(scene: &Scene<'_>, id: ExprId, declared: Span) -> u32 {
    let mut start = scene.span(id).start;
    for (above, below) in scene.around(id) {
        if let Some(Stmt::Let { span, .. }) = scene.index().let_of(below) {
            start = start.min(span.start);
        }
        if above == scene.body.root || scene.span(above).contains(declared) {
            break;
        }
        start = start.min(scene.span(above).start);
    }
    start
}

/// Whether a variable of this name is bound outside `moved`.
pub(in crate::fix::propose) fn is_taken(scene: &Scene<'_>, name: &str, moved: Span) -> bool {
    scene.index().bound(name).iter().any(|span| !moved.contains(*span))
}
