//! Whether a method that changes its receiver may take out a value that the receiver owns.

use super::super::body::BodyView;
use crate::catalogue::ReceiverSet;
use crate::facts::{ExprId, ExprKind, SelfParam};
use crate::names::{CrateKind, DefId};
use crate::types::{Callee, Mutability, TyKind};

impl BodyView<'_> {
    /// Whether a method of the workspace certainly takes out no value of a class: it passes on neither its receiver nor the field that owns the
    /// value, and changes neither.
    pub(super) fn leaves_alone(&self, method: DefId, class: &ReceiverSet) -> bool {
        let store = self.db.store;
        if store.krate(method.krate).kind != CrateKind::Local {
            return false;
        }
        let (Some(at), Some(types)) = (store.body(method), self.db.body_types(method)) else { return false };
        let view = BodyView::new(self.db, self.known, self.catalogue, method, at, &types);
        let owns = |id: ExprId| view.may_lose(view.types.exprs[id].strip_refs(), class);
        let mut places =
            view.body.exprs.iter_enumerated().filter(|(_, expr)| matches!(expr.kind, ExprKind::Path(_) | ExprKind::Field { .. }));
        places.all(|(id, _)| !owns(id) || view.only_looks_at(id, class))
    }

    /// Whether the expression around a place reads a part of it, or borrows it without a way to empty it: `self.guard.as_mut()`.
    fn only_looks_at(&self, place: ExprId, class: &ReceiverSet) -> bool {
        let Some(around) = self.parents()[place] else { return false };
        match &self.body.exprs[around].kind {
            ExprKind::Field { .. } => true,
            ExprKind::MethodCall { receiver, .. } if *receiver == place => {
                let Some(Callee::Fn(callee)) = self.types.callees.get(&around) else { return false };
                let taken = self.db.function(callee.def).and_then(|function| function.sig.self_param.as_ref());
                // An `&mut` of the value itself leaves it where it is.
                let gives_reference = || {
                    self.types.exprs[around].any(&mut |part| match part.kind() {
                        TyKind::Ref(Mutability::Mutable, inner) => self.is_member(inner, class),
                        _ => false,
                    })
                };
                match taken {
                    Some(SelfParam::Ref) => true,
                    Some(SelfParam::RefMut) => gives_reference(),
                    _ => false,
                }
            }
            _ => false,
        }
    }
}
