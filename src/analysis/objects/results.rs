//! Which impls fit the type that code expects of a call's result: one with `type Answer = Vec<u8>` is not behind `A::Answer: Future`.

use crate::analysis::body::BodyView;
use crate::analysis::edges::Target;
use crate::facts::ExprId;
use crate::types::{FnCallee, Ty, TyKind};

impl BodyView<'_> {
    /// Drops the targets of a call whose result is certainly of another type than the call's.
    pub(in crate::analysis) fn drop_other_results(&self, call: ExprId, callee: &FnCallee, targets: &mut Vec<Target>) {
        if targets.is_empty() || !self.db.fn_sig(callee.def).is_some_and(|sig| sig.ret.has_projection() || sig.ret.has_param()) {
            return;
        }
        let wanted = &self.types.exprs[call];
        let is_awaitable = matches!(wanted.kind(), TyKind::Projection(..)) && {
            let lang = &self.db.lang;
            let futures = [lang.future, lang.into_future];
            self.db.param_env(self.def).bounds_of(wanted).any(|bound| futures.contains(&Some(bound.def)))
        };
        targets.retain(|target| {
            let result =
                self.db.fn_sig(target.def).filter(|_| target.def != callee.def).map(|sig| self.db.normal(target.def.krate, &sig.ret));
            !result.is_some_and(|result| differs(wanted, &result) || (is_awaitable && self.db.is_no_future(self.def.krate, &result)))
        });
    }
}

/// Whether two types certainly differ.
fn differs(one: &Ty, other: &Ty) -> bool {
    match (one.kind(), other.kind()) {
        (TyKind::Adt(one, _), TyKind::Adt(other, _)) => one != other,
        (TyKind::Prim(one), TyKind::Prim(other)) => one != other,
        (TyKind::Adt(..), other) | (other, TyKind::Adt(..)) => matches!(other, TyKind::Prim(_) | TyKind::Tuple(_)),
        (one, other) => matches!((one, other), (TyKind::Prim(_), TyKind::Tuple(_)) | (TyKind::Tuple(_), TyKind::Prim(_))),
    }
}
