//! Blocks that do not let control reach the code after them: `if done { return; }`.

use super::super::body::BodyView;
use crate::facts::{BlockKind, ExprId, ExprKind, MacroKind, Name, Span, Stmt};

impl BodyView<'_> {
    /// Whether control that has run a block does not go on to the code at a later position. A `break` or `continue` counts only for code
    /// inside of its loop: what follows the loop runs nevertheless.
    pub(in crate::analysis) fn leaves_before(&self, block: ExprId, at: Span) -> bool {
        let exprs = &self.body.exprs;
        let span = exprs[block].span;
        let last = self.last_of(block);
        let is_left = |kind: &ExprKind| match &exprs[last].kind {
            ExprKind::Break { label: None, .. } | ExprKind::Continue { label: None } => is_loop(kind),
            ExprKind::Break { label: Some(label), .. } | ExprKind::Continue { label: Some(label) } => label_of(kind) == Some(*label),
            // A `return` leaves the closure or async block around it.
            _ => matches!(kind, ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. }),
        };
        let is_jump = match &exprs[last].kind {
            ExprKind::Return { .. } | ExprKind::Break { .. } | ExprKind::Continue { .. } => true,
            ExprKind::Macro(call) => matches!(call.kind, MacroKind::Diverge { .. }),
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => self.types.exprs[last].is_never(),
            _ => false,
        };
        let around = exprs.iter().filter(|expr| expr.span.contains(span) && expr.span != span && is_left(&expr.kind));
        is_jump && around.min_by_key(|expr| expr.span.end - expr.span.start).is_none_or(|around| around.span.contains(at))
    }

    /// The last expression that a block runs, in nested blocks too.
    fn last_of(&self, block: ExprId) -> ExprId {
        let mut at = block;
        while let ExprKind::Block { kind: BlockKind::Plain | BlockKind::Unsafe, stmts, tail, .. } = &self.body.exprs[at].kind {
            let last = tail.or_else(|| match stmts.last() {
                Some(Stmt::Expr { expr, .. }) => Some(*expr),
                _ => None,
            });
            let Some(last) = last else { break };
            at = last;
        }
        at
    }
}

const fn is_loop(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. })
}

/// The label of a loop or block.
const fn label_of(kind: &ExprKind) -> Option<Name> {
    match kind {
        ExprKind::Loop { label, .. } | ExprKind::While { label, .. } | ExprKind::For { label, .. } | ExprKind::Block { label, .. } => {
            *label
        }
        _ => None,
    }
}
