//! Conditions whose value is certain: literals, `cfg!`, named constants, and what is made of them.

use super::super::body::BodyView;
use crate::catalogue::Role;
use crate::facts::{BinaryOp, Body, Cfg, ExprId, ExprKind, Literal, MacroKind, PatId, PatKind, Span, Stmt, UnaryOp};
use crate::names::{DefId, DefKind, PrimTy};
use crate::types::TyKind;
use index_vec::IndexVec;
use rustc_hash::FxHashMap;

/// How many constants that name another constant are followed.
const MAX_CONSTANTS: u32 = 8;

/// The certain value of each expression that is a `bool`, by id.
pub(in crate::analysis) type Truths = IndexVec<ExprId, Option<bool>>;

impl BodyView<'_> {
    /// The `bool` that each expression of this body certainly is.
    pub(in crate::analysis) fn truths(&self) -> Truths {
        self.truths_at(0)
    }

    fn truths_at(&self, depth: u32) -> Truths {
        let mut truths: Truths = self.body.exprs.iter().map(|_| None).collect();
        let bound = fixed_variables(self.body);
        // Children have smaller ids than their parents.
        for id in self.body.exprs.indices() {
            truths[id] = self.truth(id, &truths, &bound, depth);
        }
        truths
    }

    fn truth(&self, id: ExprId, truths: &Truths, bound: &FxHashMap<PatId, ExprId>, depth: u32) -> Option<bool> {
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Bool(value)) => Some(*value),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Cfg { predicate } => self.cfg_holds(predicate),
                MacroKind::Identity { value } | MacroKind::Expanded { expr: value } => truths[*value],
                _ => None,
            },
            ExprKind::Block { stmts, tail: Some(tail), .. } if stmts.is_empty() => truths[*tail],
            ExprKind::Unary { op: UnaryOp::Not, operand } => truths[*operand].map(|value| !value),
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs, assign: false } => match (truths[*lhs], truths[*rhs]) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            ExprKind::Binary { op: BinaryOp::Or, lhs, rhs, assign: false } => match (truths[*lhs], truths[*rhs]) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            ExprKind::Binary { op: BinaryOp::Eq | BinaryOp::Ord, lhs, rhs, assign: false } => {
                let (left, right) = (self.integer(*lhs, depth)?, self.integer(*rhs, depth)?);
                match self.text(Span::new(self.body.exprs[*lhs].span.end, self.body.exprs[*rhs].span.start)).trim() {
                    "==" => Some(left == right),
                    "!=" => Some(left != right),
                    "<" => Some(left < right),
                    "<=" => Some(left <= right),
                    ">" => Some(left > right),
                    ">=" => Some(left >= right),
                    _ => None,
                }
            }
            ExprKind::Path(_) if matches!(self.types.exprs[id].kind(), TyKind::Prim(PrimTy::Bool)) => match self.types.locals.get(&id) {
                Some(local) => bound.get(local).and_then(|init| truths[*init]),
                None => self.constant(id, depth, |view, depth| view.truths_at(depth)[view.body.root]),
            },
            // Code that runs only while the thread unwinds is not what a running task waits for.
            ExprKind::Call { .. } => {
                let callee = self.types.callees.get(&id)?;
                self.known.roles_of(self.def.krate, callee).contains(&Role::AskUnwinding).then_some(false)
            }
            _ => None,
        }
    }

    /// Whether the predicate of a `cfg!` holds.
    fn cfg_holds(&self, predicate: &Cfg) -> Option<bool> {
        let store = self.db.store;
        if store.is_off(self.def.krate, predicate) {
            return Some(false);
        }
        let opposite = Cfg::Not(Box::new(predicate.clone()));
        store.is_off(self.def.krate, &opposite).then_some(true)
    }

    /// The integer that a literal or constant is.
    fn integer(&self, id: ExprId, depth: u32) -> Option<u64> {
        match &self.body.exprs[id].kind {
            ExprKind::Literal(Literal::Int(value, _)) => *value,
            ExprKind::Path(_) => self.constant(id, depth, |view, depth| view.integer(view.body.root, depth)),
            _ => None,
        }
    }

    /// Reads the value of the constant that a path names.
    fn constant<T>(&self, id: ExprId, depth: u32, read: impl FnOnce(&BodyView<'_>, u32) -> Option<T>) -> Option<T> {
        let named = *self.types.values.get(&id)?;
        let is_constant = self.db.store.def(named).kind == DefKind::Const && self.is_unconditional(named);
        if depth >= MAX_CONSTANTS || !is_constant {
            return None;
        }
        self.with(named, |view| read(view, depth + 1)).flatten()
    }

    /// Whether there is no other definition of a constant under another `cfg`.
    fn is_unconditional(&self, named: DefId) -> bool {
        let store = self.db.store;
        let mut around = std::iter::successors(Some(named), |def| store.def(*def).parent);
        !around.any(|def| store.item(def).is_some_and(|item| item.cfg.is_some()))
    }
}

/// The variables that keep their initial value, with that.
fn fixed_variables(body: &Body) -> FxHashMap<PatId, ExprId> {
    let blocks = body.exprs.iter().filter_map(|expr| if let ExprKind::Block { stmts, .. } = &expr.kind { Some(stmts) } else { None });
    let fixed = blocks.flatten().filter_map(|stmt| match stmt {
        Stmt::Let { pat, init: Some(init), .. } => {
            matches!(body.pats[*pat].kind, PatKind::Bind { mutable: false, by_ref: false, sub: None, .. }).then_some((*pat, *init))
        }
        _ => None,
    });
    fixed.collect()
}
