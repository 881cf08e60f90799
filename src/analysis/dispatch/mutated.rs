//! What mutation through a smart pointer or an index runs: `deref_mut` and `index_mut` of user-defined types.

use super::super::body::BodyView;
use super::impls::TraitImpls;
use crate::facts::{ExprId, ExprKind, UnaryOp};
use crate::names::DefId;
use crate::types::Ty;

impl BodyView<'_> {
    /// `*value = x`, `value.field = x`, `value[i] = x`: the fns that yield the assigned place, outermost first.
    pub(in crate::analysis) fn changed_through(&self, impls: &TraitImpls<'_>, place: ExprId) -> Vec<DefId> {
        let lang = &self.db.lang;
        let mut found = Vec::new();
        let mut at = place;
        loop {
            let (next, item, method) = match &self.body.exprs[at].kind {
                ExprKind::Unary { op: UnaryOp::Deref, operand } => (*operand, lang.deref_mut, "deref_mut"),
                ExprKind::Index { base, .. } => (*base, lang.index_mut, "index_mut"),
                ExprKind::Field { base, name, .. } => {
                    let has_field = |ty: &Ty| ty.as_adt().is_none_or(|(def, _)| self.db.field_owner(self.def, ty, *name) == Some(def));
                    let item = lang.deref_mut.filter(|_| !has_field(self.types.exprs[*base].strip_refs()));
                    (*base, item, "deref_mut")
                }
                _ => return found,
            };
            let ty = self.types.exprs[next].strip_refs();
            found.extend(item.and_then(|item| impls.method(item, ty, method)));
            at = next;
        }
    }
}
