//! Calls that stand where a question was answered with yes: `if event::poll(timeout)? { event::read()? }`.
//!
//! It goes by the conditions around a call, and by the variables in them. What a fn was told by its caller it never knows.

use super::body::BodyView;
use crate::facts::{BinaryOp, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt, UnaryOp};
use crate::types::Callee;

/// Conditions further out are not looked at.
const MAX_AROUND: usize = 64;

/// A condition's variables are followed so often to what they were bound to.
const MAX_VARIABLES: usize = 8;

impl BodyView<'_> {
    /// Whether a call of one of these fns was answered with `true` where this call stands.
    pub(super) fn is_answered(&self, call: ExprId, questions: &[String]) -> bool {
        let parents = self.body.parents();
        let mut at = call;
        for _ in 0..MAX_AROUND {
            let Some(parent) = parents[at] else { return false };
            let asks = |id: ExprId| self.asks(id, questions);
            let is_yes = |id: ExprId| !self.is_negation(id) && asks(id);
            let found = match &self.body.exprs[parent].kind {
                ExprKind::If { cond, then, otherwise } => {
                    *then == at && is_yes(*cond) || *otherwise == Some(at) && self.is_negation(*cond) && asks(*cond)
                }
                ExprKind::While { cond, body, .. } => *body == at && is_yes(*cond),
                ExprKind::Binary { op: BinaryOp::And, lhs, rhs, .. } => *rhs == at && is_yes(*lhs),
                ExprKind::Match { scrutinee, arms } => arms.iter().filter(|arm| arm.body == at).any(|arm| {
                    let says_yes = self.text(self.body.pats[arm.pat].span).contains("true") && asks(*scrutinee);
                    says_yes || arm.guard.is_some_and(is_yes)
                }),
                // `if !event::poll(timeout)? { continue; }` before it.
                ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| {
                    let Stmt::Expr { expr, .. } = stmt else { return false };
                    let ExprKind::If { cond, then, otherwise: None } = &self.body.exprs[*expr].kind else { return false };
                    let is_before = self.body.exprs[*expr].span.end <= self.body.exprs[at].span.start;
                    is_before && self.types.exprs[*then].is_never() && self.is_negation(*cond) && asks(*cond)
                }),
                _ => false,
            };
            if found {
                return true;
            }
            at = parent;
        }
        false
    }

    fn is_negation(&self, id: ExprId) -> bool {
        matches!(self.body.exprs[id].kind, ExprKind::Unary { op: UnaryOp::Not, .. })
    }

    /// Whether one of these fns is called in an expression, or in what its variables are bound to.
    fn asks(&self, id: ExprId, questions: &[String]) -> bool {
        let mut open = vec![id];
        let mut left = MAX_VARIABLES;
        while let Some(id) = open.pop() {
            let is_question = match self.types.callees.get(&id) {
                Some(Callee::Fn(callee)) => questions.iter().any(|path| **path == *self.db.store.canonical_path(callee.def)),
                Some(Callee::External(path)) => questions.iter().any(|question| **question == **path),
                _ => false,
            };
            if is_question {
                return true;
            }
            if let (Some(pat), Some(less)) = (self.types.locals.get(&id), left.checked_sub(1)) {
                left = less;
                open.extend(self.bound_to(*pat));
            }
            self.body.exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        false
    }

    /// What a `let`, or an arm of a `select!`, binds a variable to.
    fn bound_to(&self, variable: PatId) -> Option<ExprId> {
        let binds = |pat: PatId| match &self.body.pats[pat].kind {
            PatKind::Bind { .. } => pat == variable,
            PatKind::TupleStruct { pats, .. } => pats.contains(&variable),
            _ => false,
        };
        self.body.exprs.iter().find_map(|expr| match &expr.kind {
            ExprKind::Block { stmts, .. } => stmts.iter().find_map(|stmt| match stmt {
                Stmt::Let { pat, init, .. } if binds(*pat) => *init,
                _ => None,
            }),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Select { arms, .. } => arms.iter().find(|arm| binds(arm.pat)).map(|arm| arm.future),
                _ => None,
            },
            _ => None,
        })
    }
}
