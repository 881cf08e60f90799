//! Whether a call runs once where its fn stands: entries of the catalogue may be true only outside of loops.

use super::super::body::BodyView;
use crate::facts::{ExprId, ExprKind};

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
