//! Calls guarded by a check that returned true: `if event::poll(timeout)? { event::read()? }`.
//!
//! Only the conditions around a call in the same body, and the variables in them, are considered; never what a caller has checked.

use super::super::body::BodyView;
use crate::facts::{BinaryOp, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt, UnaryOp};
use crate::types::Callee;

/// How many enclosing expressions are searched for conditions.
const MAX_AROUND: usize = 64;

/// How many variables in a condition are followed to their initial values.
const MAX_VARIABLES: usize = 8;

impl BodyView<'_> {
    /// Whether one of the `questions` fns has returned `true` when this call runs.
    pub(in crate::analysis) fn is_answered(&self, call: ExprId, questions: &[String]) -> bool {
        let parents = self.parents();
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
                // An earlier `if !event::poll(timeout)? { continue; }`.
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

    /// Whether an expression, or the value of a variable in it, calls one of these fns.
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

    /// The expression to which a `let`, or an arm of a `select!`, binds a variable.
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
