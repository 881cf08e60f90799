//! The variables and fields in conditions of a body. A value put where a condition has looked is taken to replace nothing, whatever the condition
//! says: unknown is silent.

use super::Finder;
use crate::facts::{ExprId, ExprKind, Name, PatId};
use rustc_hash::FxHashSet;

/// The variable or field at the root of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Root {
    /// A variable.
    Local(PatId),
    /// The innermost field: `map` of `self.state.map.lock()`.
    Field(Name),
}

impl Finder<'_> {
    /// The variable or field that a chain of method calls starts from.
    pub(super) fn root_of(&self, id: ExprId) -> Option<Root> {
        let mut at = id;
        loop {
            at = match &self.view.body.exprs[at].kind {
                ExprKind::Field { name, .. } => return Some(Root::Field(*name)),
                ExprKind::Path(_) => return self.view.types.locals.get(&at).map(|pat| Root::Local(*pat)),
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Try { operand }
                | ExprKind::Await { operand, .. }
                | ExprKind::Ref { operand, .. }
                | ExprKind::Unary { operand, .. } => *operand,
                ExprKind::Index { base, .. } => *base,
                _ => return None,
            };
        }
    }

    /// Everything named in the body's conditions and scrutinees.
    pub(super) fn asked_about(&self) -> FxHashSet<Root> {
        let exprs = &self.view.body.exprs;
        let mut found = FxHashSet::default();
        let mut seen = FxHashSet::default();
        let mut open: Vec<ExprId> = Vec::new();
        for expr in exprs {
            match &expr.kind {
                ExprKind::If { cond, .. } | ExprKind::While { cond, .. } => open.push(*cond),
                ExprKind::Match { scrutinee, .. } | ExprKind::Let { scrutinee, .. } => open.push(*scrutinee),
                _ => {}
            }
        }
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            found.extend(match &exprs[id].kind {
                ExprKind::Field { name, .. } => Some(Root::Field(*name)),
                ExprKind::Path(_) => self.view.types.locals.get(&id).map(|pat| Root::Local(*pat)),
                _ => None,
            });
            exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        found
    }
}
