//! Adds the missing `flush` to async files that are dropped after a write. It follows the last write, and its result is handled as that of
//! the write.

use super::super::code::flow::exits;
use super::super::code::mention::{reads, takes};
use super::super::code::scene::Scene;
use super::super::code::tokens::has_comment;
use super::super::draft::Draft;
use super::super::offload::region::{lines, span_of};
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind, Span, Stmt};

/// The lint that reports such a file.
pub(in crate::fix::propose) const LINT: &str = "unflushed-file";

/// The fix for a file whose last write is `write`.
pub(in crate::fix::propose) fn draft(scene: &Scene<'_>, write: ExprId) -> Draft {
    let mut draft = Draft::new(Form::Replace, Applicability::Safe);
    if let Err(guard) = fill(scene, write, &mut draft) {
        draft.refuse(guard);
    }
    draft
}

fn fill(scene: &Scene<'_>, write: ExprId, draft: &mut Draft) -> Result<(), Guard> {
    let ExprKind::MethodCall { receiver, .. } = scene.kind(write) else { return Err(Guard::UnusualForm) };
    let file = scene.local(*receiver).ok_or(Guard::UnusualForm)?;
    let root = scene.root(write)?;
    let is_home = |id: ExprId| match scene.kind(id) {
        ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| matches!(stmt, Stmt::Let { pat, .. } if *pat == file)),
        _ => false,
    };
    let (block, part) = scene.around(write).find(|(above, _)| is_home(*above)).ok_or(Guard::UnusualForm)?;
    let ExprKind::Block { stmts, .. } = scene.kind(block) else { return Err(Guard::UnusualForm) };
    // After the tail expression of a block there is no place for a statement.
    let stmt = stmts.iter().find(|stmt| stmt.has(part)).ok_or(Guard::ControlFlow)?;
    let Handling { suffix, is_copied, is_bound } = handling(scene, write)?;
    let span = span_of(stmt).ok_or(Guard::UnusualForm)?;
    // An exit before the end of the statement would skip the flush.
    let exits = exits(scene, &[part]);
    if scene.root(part) != Ok(root) || exits.returns || exits.loops {
        draft.doubt(Guard::ControlFlow);
    }
    if is_copied {
        draft.doubt(Guard::UnusualForm);
    }
    let lines = lines(&scene.tokens(), &scene.file.text, span)?;
    let name = scene.text(scene.span(*receiver));
    let end = lines.span.end;
    let needs_end = !scene.text(span).ends_with([';', '}']);
    let mark = if needs_end { ";" } else { "" };
    // The result of the write is bound to a variable; that of the flush is ignored with `_`.
    let before = if is_bound && !suffix.ends_with('?') { "let _ = " } else { "" };
    draft.changes.push((Span::new(end, end), format!("{mark}\n{}{before}{name}.flush(){suffix};", lines.indent)));
    draft.title = format!("flush `{name}` after its last write");
    Ok(())
}

/// How the future and the result of a write are handled.
struct Handling {
    /// `.await?`, `.await.context("..")?`.
    suffix: String,
    /// Whether the suffix has arguments that may move what they name.
    is_copied: bool,
    /// Whether the value is bound to a variable.
    is_bound: bool,
}

/// The variables around an argument that it mentions.
fn outer<'s>(scene: &'s Scene<'_>, argument: ExprId) -> impl Iterator<Item = ExprId> + 's {
    let span = scene.span(argument);
    let named = scene.index().named_in(scene.body, span.start..span.end);
    named.iter().filter(move |(_, pat)| !span.contains(scene.body.pats[*pat].span)).map(|(id, _)| *id)
}

/// Whether an argument is a closure that only reads the variables around it, so that there can be a second one.
fn only_reads(scene: &Scene<'_>, argument: ExprId) -> bool {
    let is_plain = matches!(scene.kind(argument), ExprKind::Closure { is_move: false, .. });
    is_plain && outer(scene, argument).all(|id| reads(scene, id))
}

fn handling(scene: &Scene<'_>, write: ExprId) -> Result<Handling, Guard> {
    let start = scene.span(write).end;
    let (mut end, mut is_copied, mut is_awaited, mut is_bound) = (start, false, false, false);
    for (above, below) in scene.around(write) {
        match scene.kind(above) {
            ExprKind::Try { .. } => {}
            ExprKind::Await { .. } => is_awaited = true,
            ExprKind::MethodCall { receiver, args, .. } if *receiver == below => {
                // There cannot be a second one of an argument that moves a variable away.
                if args.iter().any(|arg| outer(scene, *arg).any(|id| takes(scene, id))) {
                    return Err(Guard::UsedLater);
                }
                is_copied |= args.iter().any(|arg| !matches!(scene.kind(*arg), ExprKind::Literal(_)) && !only_reads(scene, *arg));
            }
            ExprKind::Block { stmts, .. } => {
                // As the tail expression of a block it would be handled further out.
                let is_statement = |stmt: &Stmt| match stmt {
                    Stmt::Expr { expr, .. } => *expr == below,
                    Stmt::Let { init: Some(init), .. } => *init == below,
                    _ => false,
                };
                let stmt = stmts.iter().find(|stmt| is_statement(stmt)).filter(|_| is_awaited).ok_or(Guard::UnusualForm)?;
                is_bound = matches!(stmt, Stmt::Let { .. });
                break;
            }
            _ => return Err(Guard::ControlFlow),
        }
        end = scene.span(above).end;
    }
    let suffix = scene.text(Span::new(start, end));
    if has_comment(suffix) { Err(Guard::Comment) } else { Ok(Handling { suffix: suffix.to_owned(), is_copied, is_bound }) }
}
