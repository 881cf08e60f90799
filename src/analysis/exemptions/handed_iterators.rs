//! Iterators that other code made: a `ReadDir` in a parameter, the `Lines` of a file in a field. Each `next` of one blocks here. Where this body
//! makes one, the call that makes it is reported instead.

use super::super::body::BodyView;
use super::super::dispatch::callbacks::NEXT;
use crate::catalogue::ApiIndex;
use crate::facts::{ExprId, ExprKind, UnaryOp};
use crate::types::Ty;

/// Limit on the steps from an iterator to where it comes from.
const MAX_STEPS: u32 = 24;

/// Where an iterator comes from.
pub(in crate::analysis) enum Maker {
    /// This call in the same body.
    Call(ExprId),
    /// A parameter, a field or another variable without a visible initial value.
    Elsewhere,
}

impl BodyView<'_> {
    /// The entry for a loop or call that advances an iterator, if only making that iterator would be reported, and what made it.
    pub(in crate::analysis) fn handed_iteration(&self, id: ExprId) -> Option<(ApiIndex, Maker)> {
        let (iterator, ty) = match &self.body.exprs[id].kind {
            ExprKind::For { iter, .. } => (*iter, self.types.exprs[*iter].clone()),
            _ if self.is_call(id) && !self.takes_only_item(id) => {
                let mut advanced = self.called_back(id).into_iter().filter(|back| &*back.rule.method == NEXT);
                let back = advanced.find(|back| self.handed(&back.ty).is_some())?;
                (back.of?, back.ty)
            }
            _ => return None,
        };
        Some((self.handed(&ty)?, self.maker(iterator)?))
    }

    /// The entry for advancing an iterator of this type that was made elsewhere.
    fn handed(&self, ty: &Ty) -> Option<ApiIndex> {
        self.iterated_if(ty, &|api| api.lazy)
    }

    /// What made an iterator; `None` for a call whose own code is judged instead.
    fn maker(&self, iterator: ExprId) -> Option<Maker> {
        let mut at = iterator;
        for _ in 0..MAX_STEPS {
            if self.api(at).is_some() {
                return Some(Maker::Call(at));
            }
            at = match &self.body.exprs[at].kind {
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Try { operand }
                | ExprKind::Await { operand, .. }
                | ExprKind::Ref { operand, .. }
                | ExprKind::Unary { op: UnaryOp::Deref, operand } => *operand,
                ExprKind::Index { base, .. } => *base,
                ExprKind::Field { .. } => return Some(Maker::Elsewhere),
                ExprKind::Path(_) => {
                    let pat = *self.types.locals.get(&at)?;
                    match self.value_bound_to(pat) {
                        Some(value) => value,
                        None => return Some(Maker::Elsewhere),
                    }
                }
                _ => return None,
            };
        }
        None
    }
}
