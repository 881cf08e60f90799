//! Whether the values held across a new `.await` are allowed there: no lock guards, and nothing that makes the future not `Send`.

use super::alive::{Held, around, held};
use super::auto_traits::{AutoTraits, Known, Marker};
use super::cancel;
use super::draft::Draft;
use super::scene::{Root, Scene, path_of};
use super::snapshot;
use super::span_entry::SpanEntry;
use super::thread_effects::Effects;
use crate::catalogue::Catalogue;
use crate::diagnostics::Guard;
use crate::facts::{BinaryOp, BlockKind, ExprId, ExprKind, MacroKind, PatId, PatKind, SelfParam, Span, Stmt};
use crate::types::{Ty, TyKind, TypeDb};

/// Classes in `rules/receivers.toml`. In this order: guards that must not be held, though some of them are `Send`; of those, the ones that
/// only read; locks whose guards may be held.
const GUARDS: &str = "held-guards";
const READING: &str = "reading-guards";
const ASYNC_LOCKS: &str = "async-locks";

/// Notes in `draft` what blocks awaiting the replacement of `call` in the future `root`.
pub(super) fn judge(scene: &Scene<'_>, call: ExprId, root: Root, draft: &mut Draft) {
    weigh(scene, (call, scene.span(call)), root, held(scene, call, root), draft);
}

/// Like [`judge`], for code that moves with its operands. `effects` are its effects; `span` is set if its span is carried along.
pub(super) fn judge_moved(
    scene: &Scene<'_>,
    code: (ExprId, Span),
    root: Root,
    effects: Effects,
    span: Option<&SpanEntry>,
    draft: &mut Draft,
) {
    if effects.context || effects.events && span.is_none() {
        draft.doubt(Guard::ThreadContext);
    }
    if effects.shared && cancel::is_beside(scene, code, root) {
        draft.doubt(Guard::CancelPoint);
    }
    weigh(scene, code, root, around(scene, code.0, root), draft);
}

fn weigh(scene: &Scene<'_>, code: (ExprId, Span), root: Root, held: Result<Vec<Held>, Guard>, draft: &mut Draft) {
    let call = code.0;
    let held = match held {
        Ok(held) => held,
        Err(guard) => return draft.doubt(guard),
    };
    if cancel::is_between(scene, code, root) {
        draft.doubt(Guard::CancelPoint);
    }
    let auto = AutoTraits::new(scene.db, scene.catalogue, scene.def);
    for one in held {
        if one.pat.is_some_and(|pat| is_gone(scene, pat, call)) {
            continue;
        }
        let mut one = one;
        if mentions_guard(scene, &one.ty, 0) {
            let Some(snapshot) = one.pat.and_then(|pat| snapshot::of(scene, pat)) else {
                draft.refuse(Guard::GuardAlive);
                continue;
            };
            snapshot.add(draft);
            one.ty = snapshot.ty;
        }
        match auto.holds(&one.ty, Marker::Send) {
            Known::Yes => {}
            Known::No => draft.doubt_about(Guard::NonSend, named(scene, &one)),
            Known::Unknown if is_held_anyway(scene, &one, call, root) => {}
            Known::Unknown => draft.doubt_about(Guard::UnknownType, named(scene, &one)),
        }
    }
}

/// What is in doubt, for reports.
fn named(scene: &Scene<'_>, one: &Held) -> String {
    let name = one.pat.and_then(|pat| match &scene.body.pats[pat].kind {
        PatKind::Bind { name, .. } => Some(name.as_str()),
        _ => None,
    });
    about(scene, name.map_or(Subject::Temporary, Subject::Named), &one.ty)
}

/// What a doubt is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<'a> {
    /// A variable, or an expression as it is written.
    Named(&'a str),
    Temporary,
    /// The value of the moved code.
    Result,
}

/// Describes what is in doubt, with its type.
pub(super) fn about(scene: &Scene<'_>, subject: Subject<'_>, ty: &Ty) -> String {
    let what = match subject {
        Subject::Named(name) => format!("`{name}`"),
        Subject::Temporary => "a temporary".to_owned(),
        Subject::Result => "its result".to_owned(),
    };
    if ty.is_unknown() { format!("{what} of unknown type") } else { format!("{what} of type `{}`", scene.db.show(ty)) }
}

/// The path of a type, if it is the guard of any lock.
pub(super) fn guard_path(db: &TypeDb<'_>, catalogue: &Catalogue, ty: &Ty) -> Option<String> {
    path_of(db, ty).filter(|path| has(catalogue, GUARDS, path))
}

/// Whether a type is a guard that only reads shared state, and must not be held across an `.await`.
pub(super) fn is_held_reading_guard(scene: &Scene<'_>, ty: &Ty) -> bool {
    is_held_guard(scene, ty) && !is_changing_guard(scene.db, scene.catalogue, ty)
}

/// Whether a type is a guard that must not be held across an `.await`.
fn is_held_guard(scene: &Scene<'_>, ty: &Ty) -> bool {
    guard_path(scene.db, scene.catalogue, ty).is_some_and(|path| !has(scene.catalogue, ASYNC_LOCKS, &path))
}

/// Whether a class contains the type at this path.
fn has(catalogue: &Catalogue, class: &str, path: &str) -> bool {
    catalogue.receivers().class(class).is_some_and(|class| class.has_type(path))
}

/// Whether a type is a lock guard that allows changing shared state.
pub(super) fn is_changing_guard(db: &TypeDb<'_>, catalogue: &Catalogue, ty: &Ty) -> bool {
    guard_path(db, catalogue, ty).is_some_and(|path| !has(catalogue, READING, &path))
}

/// Whether a type is a guard that must not be held across an `.await`, or has one as a type argument.
pub(super) fn mentions_guard(scene: &Scene<'_>, ty: &Ty, depth: u32) -> bool {
    if is_held_guard(scene, ty) {
        return true;
    }
    let mut found = false;
    if depth < 8 && !matches!(ty.kind(), TyKind::Closure(_) | TyKind::FnDef(..) | TyKind::FnPtr(..)) {
        ty.kind().for_each_child(&mut |child| found |= mentions_guard(scene, child, depth + 1));
    }
    found
}

/// Whether the future holds the value even without the new `.await`.
fn is_held_anyway(scene: &Scene<'_>, one: &Held, call: ExprId, root: Root) -> bool {
    let Some(pat) = one.pat else { return false };
    scene.is_outer(pat, root) || is_across_another(scene, pat, call)
}

/// The statements between a variable's declaration and `call` that surely run before it, in order.
fn before<'a>(scene: &Scene<'a>, pat: PatId, call: ExprId) -> Vec<&'a Stmt> {
    let declared = scene.body.pats[pat].span;
    let mut found = Vec::new();
    for (above, below) in scene.around(call) {
        let ExprKind::Block { stmts, .. } = scene.kind(above) else { continue };
        let position = stmts.iter().position(|stmt| stmt.has(below));
        let earlier = &stmts[..position.unwrap_or(stmts.len())];
        let mut after: Vec<&Stmt> =
            earlier.iter().filter(|stmt| span_of(scene, stmt).is_some_and(|span| span.start > declared.start)).collect();
        after.append(&mut found);
        found = after;
    }
    found
}

fn span_of(_scene: &Scene<'_>, stmt: &Stmt) -> Option<Span> {
    match stmt {
        Stmt::Let { span, .. } | Stmt::Expr { span, .. } => Some(*span),
        Stmt::Item(_) => None,
    }
}

/// Whether the variable was moved before `call` and is not used again.
fn is_gone(scene: &Scene<'_>, pat: PatId, call: ExprId) -> bool {
    let mentions = scene.mentions(pat);
    let Some(last) = mentions.last() else { return false };
    let before = before(scene, pat, call);
    let in_one = |stmt: &&Stmt| span_of(scene, stmt).is_some_and(|span| span.contains(scene.span(*last)));
    before.iter().any(in_one) && is_given_away(scene, *last)
}

/// Whether a variable is unconditionally passed by value here.
fn is_given_away(scene: &Scene<'_>, mention: ExprId) -> bool {
    let mut steps = scene.around(mention);
    let Some((above, below)) = steps.next() else { return false };
    let is_passed = match scene.kind(above) {
        ExprKind::Call { callee, .. } => *callee != below,
        ExprKind::MethodCall { receiver, .. } if *receiver == below => matches!(scene.self_param(above), Some(SelfParam::Value)),
        ExprKind::MethodCall { .. } => true,
        _ => false,
    };
    // The statement must evaluate it unconditionally.
    is_passed
        && steps
            .map(|(above, below)| (scene.kind(above), below))
            .take_while(|(kind, _)| !matches!(kind, ExprKind::Block { kind: BlockKind::Plain | BlockKind::Unsafe, .. }))
            .all(|(kind, below)| is_unconditional(kind, below))
}

/// Whether a part of an expression is evaluated whenever the expression is.
fn is_unconditional(kind: &ExprKind, part: ExprId) -> bool {
    match kind {
        ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => *cond == part,
        ExprKind::Match { scrutinee, .. } => *scrutinee == part,
        ExprKind::For { iter, .. } => *iter == part,
        ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, lhs, .. } => *lhs == part,
        ExprKind::Closure { .. } | ExprKind::Loop { .. } | ExprKind::Block { kind: BlockKind::Async { .. } | BlockKind::Try, .. } => false,
        ExprKind::Macro(call) => {
            matches!(call.kind, MacroKind::Format { .. } | MacroKind::Print { .. } | MacroKind::Unit { .. } | MacroKind::Vec { .. })
        }
        _ => true,
    }
}

/// Whether the code awaits between the variable's declaration and `call`, so that the future holds it already. A variable that is live at
/// `call` was live then.
fn is_across_another(scene: &Scene<'_>, pat: PatId, call: ExprId) -> bool {
    before(scene, pat, call).into_iter().any(|stmt| {
        let mut awaits = false;
        if let Stmt::Let { init: Some(expr), .. } | Stmt::Expr { expr, .. } = stmt {
            awaits = surely_awaits(scene, *expr);
        }
        // An `.await` in the variable's own declaration comes before the variable exists.
        awaits && span_of(scene, stmt).is_some_and(|span| !span.contains(scene.body.pats[pat].span))
    })
}

fn surely_awaits(scene: &Scene<'_>, id: ExprId) -> bool {
    let kind = scene.kind(id);
    if matches!(kind, ExprKind::Await { .. }) {
        return true;
    }
    let mut parts = Vec::new();
    kind.for_each_child(&mut |part| parts.push(part));
    parts.into_iter().any(|part| is_unconditional(kind, part) && surely_awaits(scene, part))
}
