//! Futures that live on while other code of their task runs: what blocks there delays them.

use super::values::Values;
use crate::facts::{ExprId, ExprKind};
use crate::types::{Ty, TyKind};

/// Methods that borrow a future from the variable or field that holds it.
const BORROWS: [&str; 4] = ["as_mut", "as_pin_mut", "by_ref", "get_mut"];

impl Values<'_> {
    /// Whether a branch of a `select!` polls a future that exists outside of it: `&mut work`, `requests.next()`. The futures of other branches are
    /// dropped before a handler runs.
    pub(super) fn outlives(&self, branch: ExprId) -> bool {
        let exprs = &self.view.body.exprs;
        if matches!(exprs[branch].kind, ExprKind::Path(_) | ExprKind::Field { .. }) {
            return true;
        }
        let mut open = vec![branch];
        while let Some(id) = open.pop() {
            let borrows = match &exprs[id].kind {
                ExprKind::Ref { mutable: true, operand, .. } => self.may_hold_future(&self.view.types.exprs[*operand]),
                ExprKind::MethodCall { receiver, method, .. } => {
                    self.is_concurrent(*receiver)
                        || BORROWS.contains(&method.as_str()) && self.may_hold_future(&self.view.types.exprs[*receiver])
                }
                _ => false,
            };
            if borrows {
                return true;
            }
            exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        false
    }

    /// Whether a value of this type may be a future, or a container of one.
    fn may_hold_future(&self, ty: &Ty) -> bool {
        let lang = &self.view.db.lang;
        match ty.strip_refs().kind() {
            TyKind::Prim(_) | TyKind::FnDef(..) | TyKind::FnPtr(..) => false,
            TyKind::Array(item) | TyKind::Slice(item) => self.may_hold_future(item),
            TyKind::Adt(def, _) if Some(*def) == lang.string => false,
            TyKind::Adt(def, args) if [lang.vec, lang.option].contains(&Some(*def)) => {
                args.first().is_none_or(|item| self.may_hold_future(item))
            }
            _ => true,
        }
    }
}
