//! The direct children of an expression, in evaluation order.

use super::{Body, ExprId, ExprKind, MacroCall, MacroKind, Stmt};
use index_vec::IndexVec;

impl Body {
    /// The parent of each expression; `None` for the root.
    #[must_use]
    pub fn parents(&self) -> IndexVec<ExprId, Option<ExprId>> {
        let mut parents: IndexVec<ExprId, Option<ExprId>> = self.exprs.iter().map(|_| None).collect();
        for (id, expr) in self.exprs.iter_enumerated() {
            expr.kind.for_each_child(&mut |child| parents[child] = Some(id));
        }
        parents
    }

    /// An expression and all that it contains, in order.
    pub fn inside(&self, id: ExprId) -> Vec<ExprId> {
        let mut found = vec![id];
        let mut at = 0;
        while let Some(&id) = found.get(at) {
            self.exprs[id].kind.for_each_child(&mut |child| found.push(child));
            at += 1;
        }
        found.sort();
        found
    }
}

impl ExprKind {
    /// Calls `f` on each direct sub-expression, in evaluation order where it is fixed. The contents of closures and async blocks are
    /// included.
    pub fn for_each_child(&self, f: &mut dyn FnMut(ExprId)) {
        match self {
            Self::Missing | Self::Path(_) | Self::Literal(_) | Self::Continue { .. } => {}
            Self::Call { callee, args } => {
                f(*callee);
                args.iter().copied().for_each(f);
            }
            Self::MethodCall { receiver, args, .. } => {
                f(*receiver);
                args.iter().copied().for_each(f);
            }
            Self::Field { base: one, .. }
            | Self::Unary { operand: one, .. }
            | Self::Ref { operand: one, .. }
            | Self::Try { operand: one }
            | Self::Await { operand: one, .. }
            | Self::Cast { operand: one, .. }
            | Self::Let { scrutinee: one, .. }
            | Self::Loop { body: one, .. }
            | Self::Closure { body: one, .. } => f(*one),
            Self::Index { base: a, index: b }
            | Self::Binary { lhs: a, rhs: b, assign: false, .. }
            | Self::Binary { rhs: a, lhs: b, assign: true, .. }
            | Self::Assign { rhs: a, lhs: b }
            | Self::While { cond: a, body: b, .. }
            | Self::For { iter: a, body: b, .. }
            | Self::Repeat { item: a, len: b } => {
                f(*a);
                f(*b);
            }
            Self::Block { stmts, tail, .. } => {
                for stmt in stmts {
                    stmt.for_each_expr(f);
                }
                tail.iter().copied().for_each(f);
            }
            Self::If { cond, then, otherwise } => {
                f(*cond);
                f(*then);
                otherwise.iter().copied().for_each(f);
            }
            Self::Match { scrutinee, arms } => {
                f(*scrutinee);
                for arm in arms {
                    arm.guard.iter().copied().for_each(&mut *f);
                    f(arm.body);
                }
            }
            Self::Return { value } | Self::Break { value, .. } | Self::Yield { value } => value.iter().copied().for_each(f),
            Self::Struct { fields, base, .. } => {
                for field in fields {
                    f(field.value);
                }
                base.iter().copied().for_each(f);
            }
            Self::Tuple { items } | Self::Array { items } => items.iter().copied().for_each(f),
            Self::Range { start, end, .. } => start.iter().chain(end).copied().for_each(f),
            Self::Macro(call) => call.for_each_expr(f),
        }
    }
}

impl Stmt {
    /// Calls `f` on each expression of the statement.
    pub fn for_each_expr(&self, f: &mut dyn FnMut(ExprId)) {
        match self {
            Self::Let { init, otherwise, .. } => init.iter().chain(otherwise).copied().for_each(f),
            Self::Expr { expr, .. } => f(*expr),
            Self::Item(_) => {}
        }
    }

    /// What the statement evaluates on each path.
    #[must_use]
    pub const fn evaluates(&self) -> Option<ExprId> {
        match self {
            Self::Let { init, .. } => *init,
            Self::Expr { expr, .. } => Some(*expr),
            Self::Item(_) => None,
        }
    }

    /// Whether `expr` is itself one of the statement's expressions, not nested in one.
    #[must_use]
    pub fn has(&self, expr: ExprId) -> bool {
        let mut has = false;
        self.for_each_expr(&mut |own| has |= own == expr);
        has
    }
}

/// Macros that return from the fn, by their last segment.
const RETURNING: [&str; 2] = ["bail", "ensure"];

impl MacroCall {
    /// Whether the expansion may return from the fn around it.
    #[must_use]
    pub fn may_return(&self) -> bool {
        let is_named = || self.path.segments.last().is_some_and(|last| RETURNING.contains(&last.name.as_str()));
        match self.kind {
            MacroKind::Ready { .. } => true,
            MacroKind::Diverge { .. } | MacroKind::Unit { .. } => is_named(),
            _ => false,
        }
    }

    /// Calls `f` on each expression among the macro's tokens.
    pub fn for_each_expr(&self, f: &mut dyn FnMut(ExprId)) {
        match &self.kind {
            MacroKind::Format { args, .. }
            | MacroKind::Print { args }
            | MacroKind::Unit { args }
            | MacroKind::Diverge { args }
            | MacroKind::Vec { items: args }
            | MacroKind::Error { args }
            | MacroKind::Join { futures: args, .. }
            | MacroKind::Exprs { args } => args.iter().copied().for_each(f),
            MacroKind::VecRepeat { item, len } => {
                f(*item);
                f(*len);
            }
            MacroKind::Identity { value: one }
            | MacroKind::Ready { value: one }
            | MacroKind::Stream { block: one, .. }
            | MacroKind::Expanded { expr: one } => f(*one),
            MacroKind::Select { arms, otherwise, .. } => {
                for arm in arms {
                    arm.guard.iter().copied().for_each(&mut *f);
                    f(arm.future);
                }
                for arm in arms {
                    f(arm.handler);
                }
                otherwise.iter().copied().for_each(f);
            }
            MacroKind::Str | MacroKind::U32 | MacroKind::Bytes | MacroKind::Cfg { .. } | MacroKind::Opaque => {}
        }
    }
}
