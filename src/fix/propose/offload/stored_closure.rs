//! Calls in a closure that a variable holds, and that the async code around it only calls: the closure's code moves to another thread, and each
//! call is awaited.

use super::super::code::flow::exits;
use super::super::code::layout;
use super::super::code::scene::{Root, Scene};
use super::super::draft::{Draft, MovesTo};
use super::super::offload::{self, merge_touching};
use super::super::thread_effects::WorkspaceEffects;
use super::super::values::across;
use super::super::{Input, cancel};
use super::captures::captures;
use super::moved::{Moved, Shape};
use super::run::returns;
use super::span_entry::{Code, enter};
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind, PatKind, Span, Stmt};

/// A closure in a variable.
struct Stored {
    closure: ExprId,
    body: ExprId,
    /// The calls of the variable, in source order.
    calls: Vec<ExprId>,
    root: Root,
}

/// The offload of the closure around `call`; `None` if no variable holds it, or it is used otherwise.
pub(in crate::fix::propose) fn draft(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, call: ExprId) -> Option<Draft> {
    let stored = find(scene, call)?;
    let mut draft = Draft::new(Form::Offload, Applicability::Safe);
    fill(input, moves, scene, &stored, &mut draft).ok()?;
    (!draft.is_refused()).then_some(draft)
}

fn find(scene: &Scene<'_>, call: ExprId) -> Option<Stored> {
    let mut closure = call;
    while scene.root(closure) == Err(Guard::SyncClosure) {
        closure = scene.around(closure).map(|(above, _)| above).find(|above| matches!(scene.kind(*above), ExprKind::Closure { .. }))?;
    }
    let root = scene.root(closure).ok()?;
    let ExprKind::Closure { ret: None, body, is_async: false, .. } = scene.kind(closure) else { return None };
    let Some(Stmt::Let { pat, ty: None, otherwise: None, .. }) = scene.index().let_of(closure) else { return None };
    let PatKind::Bind { by_ref: false, sub: None, .. } = scene.body.pats[*pat].kind else { return None };
    let called = |mention: &ExprId| {
        let above = scene.parent(*mention)?;
        let is_called = matches!(scene.kind(above), ExprKind::Call { callee, .. } if callee == mention);
        (is_called && scene.root(above) == Ok(root) && !scene.body.exprs[above].from_expansion).then_some(above)
    };
    let calls: Vec<ExprId> = scene.mentions(*pat).iter().map(called).collect::<Option<_>>()?;
    (!calls.is_empty()).then_some(Stored { closure, body: *body, calls, root })
}

fn fill(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, stored: &Stored, draft: &mut Draft) -> Result<(), Guard> {
    let Stored { closure, body, ref calls, root } = *stored;
    if let Some(guard) = exits(scene, &[body]).barred {
        return Err(guard);
    }
    let first = *calls.first().ok_or(Guard::UnusualForm)?;
    returns(scene, scene.ty(first), draft)?;
    let span = scene.span(body);
    let mut captures = captures(scene, Moved { span, at: body, shape: Shape::Statements }, &[], draft)?;
    if !captures.given_back.is_empty() {
        return Err(Guard::UsedLater);
    }
    let code = Code { at: first, root, span, parts: vec![body], left: &[] };
    let (enter, leave) = enter(input, moves, scene, code, &mut captures, draft);
    for &call in calls {
        across::judge(scene, call, root, draft);
    }
    let is_beside = |call: &ExprId| cancel::is_beside(scene, (*call, scene.span(*call)), root);
    let effects = moves.of(scene, vec![body], &[]);
    if (effects.shared || effects.changes) && calls.iter().any(is_beside) {
        draft.doubt(Guard::CancelPoint);
    }
    let error = offload::error_of(scene, scene.ty(first));
    let Some(place) = offload::place(input, scene, closure, error, draft)? else { return Ok(()) };
    let path = &place.path;
    let indent = layout::indent(&scene.file.text, scene.span(closure).start);
    let (open, close) = if captures.bindings.is_empty() {
        (format!("{path}(move || {enter}"), format!("{leave})"))
    } else {
        let separator = format!("\n{indent}    ");
        let bindings = captures.bindings.join(&separator);
        (format!("{{{separator}{bindings}{separator}{path}(move || {enter}"), format!("{leave})\n{indent}}}"))
    };
    draft.changes.push((Span::new(span.start, span.start), open));
    draft.changes.extend(captures.changes);
    draft.changes.push((Span::new(span.end, span.end), close));
    for &call in calls {
        let end = scene.span(call).end;
        let indent = layout::indent(&scene.file.text, scene.span(call).start);
        draft.apart.push((Span::new(end, end), place.wait(indent, "    ")));
    }
    draft.changes.sort_by_key(|(span, _)| *span);
    merge_touching(&mut draft.changes);
    draft.title = format!("run the closure on `{path}`");
    draft.moves_to = Some(MovesTo::Pool(path.clone()));
    Ok(())
}
