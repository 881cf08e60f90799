//! Handlers that are wrapped in another value when they are passed to a router.

use super::outline::Begins;
use super::values::{Fate, Values};
use crate::facts::{ExprId, ExprKind};
use crate::types::Callee;

/// Structs nested deeper than this are not looked into.
const MAX_WRAPPERS: usize = 64;

impl Values<'_> {
    /// Whether an expression is a tuple struct around a callable: `Logged(handler)`.
    pub(super) fn wraps_callable(&self, id: ExprId) -> bool {
        let mut at = id;
        for _ in 0..MAX_WRAPPERS {
            match &self.view.body.exprs[at].kind {
                ExprKind::Call { args, .. } if matches!(self.view.types.callees.get(&at), Some(Callee::Constructor(_))) => match args[..] {
                    [only] => at = only,
                    _ => return args.iter().any(|arg| self.is_callable(*arg)),
                },
                _ => return self.is_callable(at),
            }
        }
        false
    }

    /// Whether a value with this fate is a handler.
    pub(super) fn is_handler(&self, fate: &Fate) -> bool {
        matches!(fate, Fate::Root(root) if matches!(self.roots[*root].begins, Begins::Handler(_)))
    }
}
