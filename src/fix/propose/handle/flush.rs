//! Where the `flush` goes: after the last write, on every path from there.

use super::Handle;
use super::ops::{FLUSH, Op, Operation};
use crate::diagnostics::Guard;
use crate::facts::{BlockKind, ExprId, ExprKind, PatKind, Span, Stmt};
use crate::fix::propose::UNWRAPPERS;
use crate::fix::propose::code::flow::is_plain;
use crate::fix::propose::code::scene::{Root, Scene};
use crate::fix::propose::code::tokens::has_comment;
use crate::fix::propose::draft::Draft;
use crate::fix::propose::offload::region::{lines, span_of};
use crate::fix::propose::replace::template::Change;

/// The changes that add the `flush`; none if nothing is written, or the code already flushes.
pub(super) fn flush(
    scene: &Scene<'_>,
    handle: &Handle,
    code: &dyn Fn(&Operation) -> String,
    draft: &mut Draft,
) -> Result<Vec<Change>, Guard> {
    let writes = || handle.ops.iter().enumerate().filter(|(_, op)| op.operation.writes);
    let (Some((_, first)), Some((at, last))) = (writes().next(), writes().next_back()) else { return Ok(Vec::new()) };
    let ExprKind::Block { stmts, tail, .. } = scene.kind(handle.block) else { return Err(Guard::UnusualForm) };
    let top = |op: &Op| statement(scene, handle.block, op.call);
    let own = handle.ops.get(at + 1).filter(|next| next.operation.name == "flush" && is_direct(scene, handle.block, next.call));
    let (from, to) = (top(first)?, top(own.unwrap_or(last))?);
    // A `metadata` call in between would see the file before the written data is there.
    let is_too_early = |op: &Op| !op.operation.is_ordered && top(op).is_ok_and(|at| from <= at && at <= to);
    if handle.ops.iter().any(is_too_early) || from <= handle.declared {
        return Err(Guard::ControlFlow);
    }
    let mut walk = Walk { scene, handle, from: scene.span(first.call).end, loops: 0, has_foreign: false };
    for at in from..=to {
        match stmts.get(at) {
            Some(stmt) => {
                let mut parts = Vec::new();
                stmt.for_each_expr(&mut |part| parts.push(part));
                for part in parts {
                    walk.visit(part)?;
                }
            }
            None => tail.iter().try_for_each(|tail| walk.visit(*tail))?,
        }
    }
    if walk.has_foreign {
        draft.doubt(Guard::ControlFlow);
    }
    if own.is_some() {
        return Ok(Vec::new());
    }
    let receiver = scene.receiver_and_args(last.call).0.ok_or(Guard::UnusualForm)?;
    let call = code(&FLUSH).replace("{self}", scene.text(scene.span(receiver))).replace(", {args}", "").replace("{args}", "");
    let Some(stmt) = stmts.get(to) else {
        // The last write is the tail expression of the fn.
        let is_value = handle.root == Root::Fn && handle.block == scene.body.root && *tail == Some(last.call);
        if !is_value {
            return Err(Guard::ControlFlow);
        }
        let span = scene.span(last.call);
        let lines = lines(&scene.tokens(), &scene.file.text, span)?;
        let end = lines.span.end;
        return Ok(vec![(Span::new(span.end, span.end), "?;".to_owned()), (Span::new(end, end), format!("\n{}{call}", lines.indent))]);
    };
    let (suffix, before) = handling(scene, last.call)?;
    let lines = lines(&scene.tokens(), &scene.file.text, span_of(stmt).ok_or(Guard::UnusualForm)?)?;
    let end = lines.span.end;
    Ok(vec![(Span::new(end, end), format!("\n{}{before}{call}{suffix};", lines.indent))])
}

/// The index of the block's statement that contains an expression.
fn statement(scene: &Scene<'_>, block: ExprId, id: ExprId) -> Result<usize, Guard> {
    let (_, part) = scene.around(id).find(|(above, _)| *above == block).ok_or(Guard::UnusualForm)?;
    let ExprKind::Block { stmts, .. } = scene.kind(block) else { return Err(Guard::UnusualForm) };
    Ok(stmts.iter().position(|stmt| stmt.has(part)).unwrap_or(stmts.len()))
}

/// Whether a statement of the block evaluates a call unconditionally.
fn is_direct(scene: &Scene<'_>, block: ExprId, call: ExprId) -> bool {
    let mut steps = scene.around(call).take_while(|(above, _)| *above != block);
    steps.all(|(above, _)| matches!(scene.kind(above), ExprKind::Try { .. } | ExprKind::MethodCall { .. }))
}

/// How the result of a write is handled, and the code before it: `?`, `.unwrap()`, `let _ = `. The result of the flush is handled the same
/// way.
fn handling(scene: &Scene<'_>, call: ExprId) -> Result<(String, &'static str), Guard> {
    let mut end = scene.span(call).end;
    for (above, below) in scene.around(call) {
        match scene.kind(above) {
            ExprKind::Try { .. } => {}
            ExprKind::MethodCall { receiver, method, args, .. }
                if *receiver == below && (method == "ok" || (method != "with_context" && UNWRAPPERS.contains(&method.as_str()))) =>
            {
                let is_free = |arg: &ExprId| match scene.kind(*arg) {
                    ExprKind::Literal(_) => true,
                    ExprKind::Path(_) => scene.local(*arg).is_none(),
                    _ => false,
                };
                if !args.iter().all(is_free) {
                    return Err(Guard::UnusualForm);
                }
            }
            ExprKind::Block { stmts, .. } => {
                let before = match stmts.iter().find(|stmt| stmt.has(below)) {
                    Some(Stmt::Let { pat, otherwise: None, .. }) => match scene.body.pats[*pat].kind {
                        PatKind::Wild => "let _ = ",
                        _ if scene.text(Span::new(scene.span(call).end, end)).is_empty() => return Err(Guard::UnusualForm),
                        _ => "",
                    },
                    // A statement, or the value of a branch: `if x { f.write_all(b)? }`.
                    _ => "",
                };
                let suffix = scene.text(Span::new(scene.span(call).end, end));
                if has_comment(suffix) {
                    return Err(Guard::Comment);
                }
                return Ok((suffix.lines().map(str::trim).collect(), before));
            }
            _ => return Err(Guard::ControlFlow),
        }
        end = scene.span(above).end;
    }
    Err(Guard::UnusualForm)
}

/// Looks for paths that skip the flush.
struct Walk<'a, 's> {
    scene: &'a Scene<'s>,
    handle: &'a Handle,
    /// Where the first write ends. Exits before it are harmless, unless a loop repeats them.
    from: u32,
    loops: usize,
    /// Whether an error of another operation may leave the code.
    has_foreign: bool,
}

impl Walk<'_, '_> {
    fn visit(&mut self, id: ExprId) -> Result<(), Guard> {
        let kind = self.scene.kind(id);
        let is_after = self.loops > 0 || self.scene.span(id).end > self.from;
        match kind {
            ExprKind::Try { operand } if is_after => self.has_foreign |= !self.is_own(*operand),
            ExprKind::Return { .. } | ExprKind::Yield { .. } if is_after => return Err(Guard::ControlFlow),
            ExprKind::Break { label, .. } | ExprKind::Continue { label } if label.is_some() || self.loops == 0 => {
                return Err(Guard::ControlFlow);
            }
            ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => return Ok(()),
            ExprKind::Missing | ExprKind::Block { kind: BlockKind::Try, .. } => return Err(Guard::UnusualForm),
            ExprKind::Macro(call) if !is_plain(self.scene, id, call) => return Err(Guard::MacroArgument),
            _ => {}
        }
        if self.scene.body.exprs[id].from_expansion {
            return Err(Guard::MacroArgument);
        }
        let is_loop = matches!(kind, ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::For { .. });
        self.loops += usize::from(is_loop);
        let mut parts = Vec::new();
        kind.for_each_child(&mut |part| parts.push(part));
        parts.into_iter().try_for_each(|part| self.visit(part))?;
        self.loops -= usize::from(is_loop);
        Ok(())
    }

    /// Whether a value comes from an operation on the file.
    fn is_own(&self, mut id: ExprId) -> bool {
        loop {
            if self.handle.ops.iter().any(|op| op.call == id) {
                return true;
            }
            match self.scene.kind(id) {
                ExprKind::MethodCall { receiver, .. } => id = *receiver,
                _ => return false,
            }
        }
    }
}
