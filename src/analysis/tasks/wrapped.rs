//! Handlers that are wrapped in another value when they are passed to a router.

use super::outline::RootKind;
use super::values::{Fate, Values};
use crate::facts::{ExprId, ExprKind};
use crate::types::Callee;

/// At most so many parts of a value are looked at.
const MAX_WRAPPERS: usize = 64;

impl Values<'_> {
    /// Whether an expression is a tuple struct around a callable, or made from one by a method: `Limited(Logged(handler), 3)`,
    /// `handler.into_service()`.
    pub(super) fn wraps_callable(&self, id: ExprId) -> bool {
        let mut open = vec![id];
        for _ in 0..MAX_WRAPPERS {
            let Some(at) = open.pop() else { return false };
            match &self.view.body.exprs[at].kind {
                ExprKind::Call { args, .. } if matches!(self.view.types.callees.get(&at), Some(Callee::Constructor(_))) => {
                    open.extend(args);
                }
                _ if self.is_callable(at) => return true,
                ExprKind::MethodCall { receiver, .. } => open.push(*receiver),
                _ => {}
            }
        }
        false
    }

    /// Whether a value with this fate is a handler.
    pub(super) fn is_handler(&self, fate: &Fate) -> bool {
        matches!(fate, Fate::Root(root) if matches!(self.roots[*root].begins, RootKind::Handler(_)))
    }
}
