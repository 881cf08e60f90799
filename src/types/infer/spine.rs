//! Long chains: `a.b().c()`, `a + b + c`, `if … else if …`. Their trees are as deep as they are long, so inner links are inferred
//! first, which bounds the recursion depth.

use super::Infer;
use crate::facts::{ExprId, ExprKind};
use crate::types::Ty;

/// The maximum number of links that are inferred inside each other.
const MAX_LINKS: u32 = 128;

impl Infer<'_, '_> {
    /// Infers the links of a chain that ends with `id`, the innermost first, if it is a long one.
    pub(super) fn unroll(&mut self, id: ExprId, expected: Option<&Ty>) {
        if self.depth % MAX_LINKS != MAX_LINKS - 1 {
            return;
        }
        let links: Vec<(ExprId, bool)> = std::iter::successors(self.inner(id), |(link, _)| self.inner(*link)).collect();
        if links.len() < MAX_LINKS as usize {
            return;
        }
        for (link, is_branch) in links.into_iter().rev() {
            // The expected type applies to branches, but not to the links of other chains.
            self.expr(link, expected.filter(|_| is_branch));
            self.ready.insert(link);
        }
    }

    /// The link before the last of a chain, and whether it is the rest of an `if`.
    fn inner(&self, id: ExprId) -> Option<(ExprId, bool)> {
        let (inner, is_branch) = match &self.body.exprs[id].kind {
            ExprKind::MethodCall { receiver: inner, .. }
            | ExprKind::Field { base: inner, .. }
            | ExprKind::Index { base: inner, .. }
            | ExprKind::Try { operand: inner }
            | ExprKind::Await { operand: inner, .. }
            | ExprKind::Cast { operand: inner, .. }
            | ExprKind::Binary { lhs: inner, .. }
            | ExprKind::Range { start: Some(inner), .. }
            | ExprKind::Call { callee: inner, .. } => (*inner, false),
            ExprKind::If { otherwise: Some(inner), .. } => (*inner, true),
            _ => return None,
        };
        let is_path = matches!(self.body.exprs[inner].kind, ExprKind::Path(_));
        (!is_path && !self.ready.contains(&inner)).then_some((inner, is_branch))
    }
}
