//! Whether a call runs once where its fn stands: entries of the catalogue may be true only outside of loops.

use super::super::body::BodyView;
use crate::facts::{Body, ExprId, ExprKind, Span};

impl BodyView<'_> {
    /// Whether a call is in no closure, and in no loop of its fn that does not await: such a loop makes many calls in a row.
    pub(in crate::analysis) fn is_outside_loops(&self, call: ExprId) -> bool {
        let exprs = &self.body.exprs;
        let parents = self.parents();
        let mut at = call;
        while let Some(around) = parents[at] {
            let repeats = match &exprs[around].kind {
                ExprKind::Closure { .. } => true,
                ExprKind::For { .. } | ExprKind::While { .. } | ExprKind::Loop { .. } => !self.awaits(around),
                _ => false,
            };
            if repeats {
                return false;
            }
            at = around;
        }
        true
    }
}

/// The same for code at a span: whether a closure, or a loop that does not await, is around it.
pub(in crate::analysis) fn is_in_loop(body: &Body, code: Span) -> bool {
    let holds = |around: Span, inner: Span| around.start <= inner.start && inner.end <= around.end;
    let awaits = |around: Span| {
        let mut exprs = body.exprs.iter();
        exprs.any(|expr| matches!(expr.kind, ExprKind::Await { .. }) && holds(around, expr.span))
    };
    body.exprs.iter().filter(|expr| expr.span != code && holds(expr.span, code)).any(|expr| match &expr.kind {
        ExprKind::Closure { .. } => true,
        ExprKind::For { .. } | ExprKind::While { .. } | ExprKind::Loop { .. } => !awaits(expr.span),
        _ => false,
    })
}
