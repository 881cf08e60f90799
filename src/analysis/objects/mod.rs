//! Which types may be behind a trait object or an `impl Trait`, where the workspace shows every value that may be in it.
//!
//! A place that other code may store something in, and a value that comes from elsewhere, may hold any type.

mod bindings;
mod results;
mod trace;

use super::body::BodyView;
use super::edges::Target;
use super::impls::TraitImpls;
use crate::diagnostics::Confidence;
use crate::facts::ExprId;
use crate::names::DefKind;
use crate::types::{Dispatch, FnCallee, TyKind};
pub(super) use bindings::Bindings;

impl BodyView<'_> {
    /// Drops the targets of a call that cannot run, because the value it is called on is certainly of another type.
    pub(super) fn narrow(&self, impls: &TraitImpls<'_>, call: ExprId, callee: &FnCallee, targets: &mut Vec<Target>) {
        let is_opaque = || callee.self_ty.as_ref().is_some_and(|ty| matches!(ty.kind(), TyKind::Opaque(..)));
        let is_traceable = match callee.dispatch {
            Dispatch::Dynamic => true,
            Dispatch::Generic => is_opaque(),
            Dispatch::Static => false,
        };
        if callee.dispatch != Dispatch::Static {
            self.drop_other_results(call, callee, targets);
        }
        if !is_traceable || targets.len() < 2 {
            return;
        }
        let store = self.db.store;
        let (Some(receiver), Some(trait_def)) = (self.receiver_and_args(call).0, store.def(callee.def).parent) else { return };
        if store.def(trait_def).kind != DefKind::Trait {
            return;
        }
        let Some(types) = trace::Trace::new(self.known.origins(), trait_def).types(self, receiver) else { return };
        let name = store.def(callee.def).name;
        let methods: Vec<_> = types
            .iter()
            .flat_map(|ty| impls.of(trait_def, ty).into_iter().map(move |imp| (imp, ty)))
            .map(|(imp, ty)| (self.db.member_fn(imp, name).unwrap_or(callee.def), ty))
            .collect();
        targets.retain(|target| methods.iter().any(|(method, _)| *method == target.def));
        if let ([only], [(method, ty)]) = (&mut targets[..], &methods[..])
            && only.def == *method
            && !ty.has_param()
        {
            only.confidence = Confidence::Certain;
            only.subst = impls.subst_of(*method, ty);
        }
    }
}
