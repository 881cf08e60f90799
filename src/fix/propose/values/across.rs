//! Whether the values held across a new `.await` are allowed there: no lock guards, and nothing that makes the future not `Send`.

use super::super::cancel;
use super::super::code::scene::{Root, Scene, path_of};
use super::super::draft::Draft;
use super::super::offload::span_entry::SpanEntry;
use super::super::replace::snapshot;
use super::super::thread_effects::Effects;
use super::super::together;
use super::alive::{Held, around, held};
use super::auto_traits::{Known, Marker};
use super::captured;
use super::owned;
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
pub(in crate::fix::propose) fn judge(scene: &Scene<'_>, call: ExprId, root: Root, draft: &mut Draft) {
    judge_without(scene, call, root, None, draft);
}

/// Like [`judge`], for a fix that removes a variable.
pub(in crate::fix::propose) fn judge_without(scene: &Scene<'_>, call: ExprId, root: Root, removed: Option<PatId>, draft: &mut Draft) {
    let code = (call, scene.span(call));
    let is_torn = || cancel::is_torn(scene, code, root) || cancel::is_change(scene, call) && cancel::is_guarded(scene, code, root);
    if scene.may_stop(root) && is_torn() {
        draft.doubt(Guard::CancelPoint);
    }
    if together::is_interleaved(scene, code.1, root) {
        draft.doubt(Guard::Interleaved);
    }
    let mut held = held(scene, call, root);
    if let Ok(held) = &mut held {
        // Nothing borrows it any more, either.
        let is_of_it = |one: &Held, pat: PatId| one.pat == Some(pat) || one.pat.is_none() && one.ty.strip_refs() == &scene.types.pats[pat];
        held.retain(|one| !removed.is_some_and(|pat| is_of_it(one, pat)));
    }
    weigh(scene, code, root, held, draft);
}

/// Like [`judge`], for code that moves with its operands. `effects` are its effects; `span` is set if its span is carried along.
pub(in crate::fix::propose) fn judge_moved(
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
    let is_torn = || {
        (effects.shared || effects.changes) && cancel::is_beside(scene, code, root)
            || cancel::is_before_undoing(scene, code, root)
            || effects.changes && cancel::is_guarded(scene, code, root)
    };
    if scene.may_stop(root) && is_torn() {
        draft.doubt(Guard::CancelPoint);
    }
    if together::is_interleaved(scene, code.1, root) {
        draft.doubt(Guard::Interleaved);
    }
    weigh(scene, code, root, around(scene, code.0, root), draft);
}

fn weigh(scene: &Scene<'_>, code: (ExprId, Span), root: Root, held: Result<Vec<Held>, Guard>, draft: &mut Draft) {
    let held = match held {
        Ok(held) => held,
        Err(guard) => return draft.doubt(guard),
    };
    if scene.may_stop(root) && cancel::is_between(scene, code, root) {
        draft.doubt(Guard::CancelPoint);
    }
    let auto = scene.auto_traits();
    let before = Before::of(scene, code.0);
    // The future is not `Send` in any case, so nobody needs that it is.
    let stays_anyway = held.iter().any(|one| {
        let is_generic = one.ty.any(&mut |part| matches!(part.kind(), TyKind::Param(..)));
        !is_generic && is_held_anyway(scene, &before, one, root) && auto.holds(&one.ty, Marker::Send) == Known::No
    });
    for one in held {
        let is_gone = one.pat.is_some_and(|pat| is_gone(scene, &before, pat));
        // To the compiler a variable that was borrowed is held to the end of its scope, even if it was moved away.
        if is_gone && one.pat.is_some_and(|pat| scene.mentions(pat).len() == 1) {
            continue;
        }
        let mut one = one;
        if !is_gone && mentions_guard(scene, &one.ty, 0) {
            let Some(snapshot) = one.pat.and_then(|pat| snapshot::of(scene, pat)) else {
                draft.refuse(Guard::GuardAlive);
                continue;
            };
            snapshot.add(draft);
            one.ty = snapshot.ty;
        }
        match auto.holds(&one.ty, Marker::Send) {
            Known::Yes => {}
            Known::No | Known::Unknown if stays_anyway || is_held_anyway(scene, &before, &one, root) => {}
            Known::No => draft.doubt_about(Guard::NonSend, named(scene, &one)),
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
pub(in crate::fix::propose) enum Subject<'a> {
    /// A variable, or an expression as it is written.
    Named(&'a str),
    Temporary,
    /// The value of the moved code.
    Result,
}

/// Describes what is in doubt, with its type.
pub(in crate::fix::propose) fn about(scene: &Scene<'_>, subject: Subject<'_>, ty: &Ty) -> String {
    let what = match subject {
        Subject::Named(name) => format!("`{name}`"),
        Subject::Temporary => "a temporary".to_owned(),
        Subject::Result => "its result".to_owned(),
    };
    if ty.is_unknown() {
        return format!("{what} of unknown type");
    }
    let part = scene.auto_traits().unknown_part(ty).or_else(|| owned::unknown_part(scene, ty.strip_refs()));
    let inside = match part.filter(|part| part != ty.strip_refs()) {
        Some(part) => format!(", for its part `{}`", scene.db.show(&part)),
        None => String::new(),
    };
    format!("{what} of type `{}`{inside}", scene.db.show(ty))
}

/// The path of a type, if it is the guard of any lock.
pub(in crate::fix::propose) fn guard_path(db: &TypeDb<'_>, catalogue: &Catalogue, ty: &Ty) -> Option<String> {
    path_of(db, ty).filter(|path| has(catalogue, GUARDS, path))
}

/// Whether a type is a guard that only reads shared state, and must not be held across an `.await`.
pub(in crate::fix::propose) fn is_held_reading_guard(scene: &Scene<'_>, ty: &Ty) -> bool {
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
pub(in crate::fix::propose) fn is_changing_guard(db: &TypeDb<'_>, catalogue: &Catalogue, ty: &Ty) -> bool {
    guard_path(db, catalogue, ty).is_some_and(|path| !has(catalogue, READING, &path))
}

/// Whether a type is a guard that must not be held across an `.await`, or has one as a type argument.
pub(in crate::fix::propose) fn mentions_guard(scene: &Scene<'_>, ty: &Ty, depth: u32) -> bool {
    if is_held_guard(scene, ty) {
        return true;
    }
    let mut found = false;
    if depth < 8
        && let TyKind::Closure(closure) = ty.kind()
        && let Some(captured) = captured::of_closure(scene.db, closure)
    {
        return captured.types.iter().any(|ty| mentions_guard(scene, ty, depth + 1));
    }
    if depth < 8 && !matches!(ty.kind(), TyKind::Closure(_) | TyKind::FnDef(..) | TyKind::FnPtr(..)) {
        ty.kind().for_each_child(&mut |child| found |= mentions_guard(scene, child, depth + 1));
    }
    found
}

/// The statements that surely run before a call.
struct Before {
    /// Their spans, by start.
    spans: Vec<Span>,
    /// The start of the last one that surely awaits.
    last_await: Option<u32>,
}

impl Before {
    fn of(scene: &Scene<'_>, call: ExprId) -> Self {
        let mut spans = Vec::new();
        let mut last_await = None;
        for (above, below) in scene.around(call) {
            let ExprKind::Block { stmts, .. } = scene.kind(above) else { continue };
            for stmt in stmts.iter().take_while(|stmt| !stmt.has(below)) {
                let (Stmt::Let { span, init: Some(expr), .. } | Stmt::Expr { span, expr, .. }) = stmt else { continue };
                spans.push(*span);
                if surely_awaits(scene, *expr) {
                    last_await = last_await.max(Some(span.start));
                }
            }
        }
        spans.sort_unstable_by_key(|span| span.start);
        Self { spans, last_await }
    }

    /// Whether one of them that begins behind `declared` contains `part`.
    fn contains_since(&self, declared: Span, part: Span) -> bool {
        let next = self.spans.partition_point(|span| span.start <= part.start);
        self.spans[..next].last().is_some_and(|span| span.start > declared.start && span.contains(part))
    }

    /// Whether one of them that begins behind `declared` surely awaits.
    fn awaits_since(&self, declared: Span) -> bool {
        self.last_await.is_some_and(|start| start > declared.start)
    }
}

/// Whether the future holds the value even without the new `.await`: it comes from outside, or the code awaits between its declaration and
/// the call. A variable that is live at the call was live then.
fn is_held_anyway(scene: &Scene<'_>, before: &Before, one: &Held, root: Root) -> bool {
    one.pat.is_some_and(|pat| scene.is_outer(pat, root) || before.awaits_since(scene.body.pats[pat].span))
}

/// Whether the variable was moved before the call and is not used again.
fn is_gone(scene: &Scene<'_>, before: &Before, pat: PatId) -> bool {
    let mentions = scene.mentions(pat);
    mentions.last().is_some_and(|last| before.contains_since(scene.body.pats[pat].span, scene.span(*last)) && is_given_away(scene, *last))
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

fn surely_awaits(scene: &Scene<'_>, id: ExprId) -> bool {
    let kind = scene.kind(id);
    if matches!(kind, ExprKind::Await { .. }) {
        return true;
    }
    let mut parts = Vec::new();
    kind.for_each_child(&mut |part| parts.push(part));
    parts.into_iter().any(|part| is_unconditional(kind, part) && surely_awaits(scene, part))
}
