//! Ends the scope of a guard that is held across an `.await`: `drop(guard)` in front of the statement that awaits, if that and what follows do not
//! use the guard. Other tasks may then take the lock meanwhile, so such a fix is never safe.

use super::super::code::mention::takes;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::offload::region::{lines, span_of};
use super::super::values::alive::bound;
use super::super::values::auto_traits::Known;
use super::super::values::owned::{is_copy, is_owned};
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind, MacroKind, Parent, PatId, PatKind, Span, Stmt};
use crate::types::{Mutability, TyKind};

/// The fix for the guard that `lock` makes; `None` if its scope cannot end earlier.
pub(in crate::fix::propose) fn draft(scene: &Scene<'_>, lock: ExprId) -> Option<Draft> {
    let (stmts, made) = declaration(scene, lock)?;
    let Stmt::Let { pat, span: made_at, otherwise: None, .. } = &stmts[made] else { return None };
    let PatKind::Bind { name, by_ref: false, sub: None, .. } = &scene.body.pats[*pat].kind else { return None };
    let root = scene.root(lock).ok()?;
    let awaits = (made + 1..stmts.len()).find(|index| span_of(&stmts[*index]).is_some_and(|span| suspends(scene, lock, span)));
    let last = awaits.unwrap_or(stmts.len()) - 1;
    let end = span_of(&stmts[last])?.end;
    let mentions = scene.mentions(*pat);
    // A guard that nothing uses is there to be held.
    let is_used = |id: &ExprId| scene.span(*id).end <= end && scene.root(*id) == Ok(root) && !takes(scene, *id);
    let used = Span::new(made_at.end, end);
    if mentions.is_empty() || !mentions.iter().all(is_used) || may_be_borrowed(scene, used) {
        return None;
    }
    let is_shadow = |pat: PatId| matches!(&scene.body.pats[pat].kind, PatKind::Bind { name: other, .. } if other == name);
    if declared(scene, used).into_iter().any(is_shadow) {
        return None;
    }
    let is_hidden = scene.file.facts.items.iter().any(|item| item.name == "drop" && item.parent == Parent::Scope);
    let path = if is_hidden { "std::mem::drop" } else { "drop" };
    let lines = lines(&scene.tokens(), &scene.file.text, span_of(&stmts[last])?).ok()?;
    let mut draft = Draft::new(Form::Replace, Applicability::Safe);
    draft.title = format!("drop `{name}` before the `.await`");
    draft.changes.push((Span::new(lines.span.end, lines.span.end), format!("\n{}{path}({name});", lines.indent)));
    draft.doubt(Guard::GuardScope);
    Some(draft)
}

/// The statements around the `let` of a guard, and its index.
fn declaration<'s>(scene: &Scene<'s>, lock: ExprId) -> Option<(&'s [Stmt], usize)> {
    for (above, below) in scene.around(lock) {
        match scene.kind(above) {
            ExprKind::Try { .. } | ExprKind::Await { .. } => {}
            ExprKind::MethodCall { receiver, .. } if *receiver == below => {}
            ExprKind::Block { stmts, .. } => {
                let made = stmts.iter().position(|stmt| matches!(stmt, Stmt::Let { init: Some(init), .. } if *init == below))?;
                return Some((stmts, made));
            }
            _ => return None,
        }
    }
    None
}

/// Whether the future of `lock` may be suspended in a part of the body.
fn suspends(scene: &Scene<'_>, lock: ExprId, span: Span) -> bool {
    let is_suspension = |id: ExprId| match scene.kind(id) {
        ExprKind::Await { .. } => true,
        ExprKind::Macro(call) => matches!(call.kind, MacroKind::Select { .. } | MacroKind::Join { .. } | MacroKind::Opaque),
        _ => false,
    };
    scene.body.exprs.indices().any(|id| span.contains(scene.span(id)) && is_suspension(id) && scene.root(id) == scene.root(lock))
}

/// Whether something that lives on may borrow from a guard that is used in this part of the body.
fn may_be_borrowed(scene: &Scene<'_>, span: Span) -> bool {
    let ty = |pat: PatId| &scene.types.pats[pat];
    let is_named = |pat: PatId, within: &dyn Fn(Span) -> bool| scene.mentions(pat).iter().any(|id| within(scene.span(*id)));
    let lives_on = |pat: PatId| is_named(pat, &|at| at.start >= span.end);
    let may_borrow = |pat: PatId| is_owned(scene, ty(pat)) != Known::Yes;
    // A borrow may be put into an older variable, but not into what a shared reference leads to.
    let is_filled = |pat: PatId| {
        let is_shared = matches!(ty(pat).kind(), TyKind::Ref(Mutability::Shared, _));
        !is_shared && may_borrow(pat) && is_named(pat, &|at| span.contains(at)) && lives_on(pat)
    };
    // Its drop at the end of the scope is a use too.
    let is_kept = |pat: PatId| may_borrow(pat) && (lives_on(pat) || !is_copy(scene, ty(pat)));
    let is_assigned = |id: ExprId| match scene.kind(id) {
        ExprKind::Assign { lhs, .. } => scene.local(*lhs).is_none_or(|pat| may_borrow(pat) && lives_on(pat)),
        _ => false,
    };
    let mut here = scene.body.exprs.indices().filter(|id| span.contains(scene.span(*id)));
    here.any(is_assigned) || scene.body.pats.indices().any(is_filled) || declared(scene, span).into_iter().any(is_kept)
}

/// The variables that are declared in a part of the body.
fn declared(scene: &Scene<'_>, span: Span) -> Vec<PatId> {
    let mut found = Vec::new();
    for pat in scene.body.pats.indices().filter(|pat| span.contains(scene.body.pats[*pat].span)) {
        bound(scene, pat, &mut |pat| found.push(pat));
    }
    found
}
