//! A runtime that a variable holds only for one `block_on`: once that call is an `.await`, nothing uses the variable, so it goes too.

use super::super::code::layout;
use super::super::code::scene::{Scene, path_of};
use super::super::code::tokens::has_comment;
use super::super::handle::is_named_otherwise;
use super::template::Change;
use crate::catalogue::CallKind;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Span, Stmt};
use crate::syntax::LexKind;

/// The lint about runtimes that async code makes and drops.
const LINT: &str = "runtime-in-async";

/// The change that removes the declaration of a call's receiver, if that is such a runtime, and the variable.
pub(in crate::fix::propose) fn removal(scene: &Scene<'_>, call: ExprId) -> Option<(Change, PatId)> {
    let receiver = scene.receiver_and_args(call).0?;
    let receiver = match scene.kind(receiver) {
        ExprKind::Ref { operand, .. } => *operand,
        _ => receiver,
    };
    let pat = scene.local(receiver)?;
    let (PatKind::Bind { name, by_ref: false, sub: None, .. }, [_]) = (&scene.body.pats[pat].kind, scene.mentions(pat)) else {
        return None;
    };
    let Some(Stmt::Let { init: Some(init), otherwise: None, span, .. }) = scene.index().let_of_pat(pat) else { return None };
    let is_runtime = path_of(scene.db, &scene.types.pats[pat]).is_some_and(|path| is_about(scene, &path, CallKind::Drop));
    if !is_runtime || is_named_otherwise(scene, name.as_str()) || !is_only_made(scene, *init) {
        return None;
    }
    if has_comment(scene.text(*span)) || has_attribute(scene, *span) {
        return None;
    }
    // The whole line, if no other code is on it. A comment after the statement stays.
    let text = &*scene.file.text;
    let rest = text.get(span.end as usize..)?;
    let rest = &rest[..rest.find('\n')?];
    let is_first = layout::before(text, span.start).trim().is_empty();
    let comment = rest.trim_start();
    let (start, end) = if comment.is_empty() {
        (layout::line_start(text, span.start as usize), span.end as usize + rest.len() + 1)
    } else if comment.starts_with("//") {
        (span.start as usize, span.end as usize + rest.len() - comment.len())
    } else {
        return None;
    };
    let removal = (Span::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?), String::new());
    is_first.then_some((removal, pat))
}

/// Whether a statement has an attribute.
fn has_attribute(scene: &Scene<'_>, stmt: Span) -> bool {
    let is_before = scene.tokens().last_before(stmt.start).is_some_and(|token| token.kind == LexKind::Close(b']'));
    is_before || scene.text(stmt).starts_with('#')
}

/// Whether an API of the lint has this path and kind.
fn is_about(scene: &Scene<'_>, path: &str, kind: CallKind) -> bool {
    scene
        .catalogue
        .by_path(path)
        .iter()
        .map(|api| scene.catalogue.api(*api))
        .any(|api| api.call == kind && scene.catalogue.lint_at(api.lint).id == LINT)
}

/// Whether an expression only makes a runtime: `Runtime::new()?`, `Builder::new_multi_thread().worker_threads(2).build().unwrap()`.
fn is_only_made(scene: &Scene<'_>, init: ExprId) -> bool {
    let is_plain = |args: &[ExprId]| args.iter().all(|arg| matches!(scene.kind(*arg), ExprKind::Literal(_)));
    let (mut at, mut makes) = (init, false);
    loop {
        makes |= scene.callee_path(at).is_some_and(|path| is_about(scene, &path, CallKind::Call));
        match scene.kind(at) {
            ExprKind::Try { operand } => at = *operand,
            ExprKind::MethodCall { receiver, args, .. } if is_plain(args) => at = *receiver,
            ExprKind::Call { args, .. } => return makes && is_plain(args),
            _ => return false,
        }
    }
}
