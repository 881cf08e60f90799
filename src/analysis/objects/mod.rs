//! Which types may be behind a trait object or an `impl Trait`, where the workspace shows every value that may be in it.
//!
//! A place that other code may store something in, and a value that comes from elsewhere, may hold any type.

mod bindings;
mod results;
mod trace;

use super::body::BodyView;
use super::dispatch::impls::TraitImpls;
use super::dispatch::open::OpenReceiver;
use super::edges::Target;
use crate::diagnostics::Confidence;
use crate::facts::{ExprId, PatId};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Callee, Dispatch, FnCallee, Ty, TyKind};
pub(super) use bindings::Bindings;
use bindings::Source;

impl BodyView<'_> {
    /// The value that a variable of this body is bound to, or taken out of.
    pub(super) fn value_bound_to(&self, pat: PatId) -> Option<ExprId> {
        match self.bindings().source(pat)? {
            Source::Value(value) => Some(value),
            Source::Field(_) | Source::Param(_) => None,
        }
    }

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
        let runs_default = targets.iter().any(|target| target.def == callee.def);
        if !is_traceable || targets.is_empty() || (targets.len() < 2 && !runs_default) {
            return;
        }
        let store = self.db.store;
        let (Some(receiver), Some(trait_def)) = (self.receiver_and_args(call).0, store.def(callee.def).parent) else { return };
        if store.def(trait_def).kind != DefKind::Trait {
            return;
        }
        let Some(types) = self.types_behind(receiver, trait_def) else { return };
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
            return;
        }
        // What a default method calls on itself depends on the type.
        if targets.iter().any(|target| target.def == callee.def) && types.iter().all(|ty| !ty.has_param()) {
            targets.retain(|target| target.def != callee.def);
            let defaults = methods.iter().filter(|(method, _)| *method == callee.def);
            let with_type = |(method, ty): &(DefId, &Ty)| Target::certain(*method, impls.subst_of(*method, ty));
            targets.extend(defaults.map(|of| Target { confidence: Confidence::May, ..with_type(of) }));
        }
    }

    /// Replaces a trait object, or a pointer to one, among a callee's generic arguments by the type behind it: in `boxed.find()` with
    /// `impl<T: Find + ?Sized> Find for Box<T>`, and in `digest(reader)` with a `&mut dyn Read`.
    pub(super) fn see_behind_objects(&self, call: ExprId, target: &mut Target) {
        if self.db.store.kind(target.def.krate) != CrateKind::Local {
            return;
        }
        let parent = self.db.generic_parent(target.def);
        for owner in std::iter::once(target.def).chain(parent) {
            let is_object = |arg: &Ty| matches!(self.db.pointee(arg).kind(), TyKind::Dyn(_));
            let Some(args) = target.subst.args(owner).filter(|args| args.iter().any(is_object)) else { continue };
            let concrete = args.iter().enumerate().map(|(index, arg)| self.concrete_arg(call, target.def, owner, index, arg));
            let args = concrete.zip(args.iter()).map(|(concrete, arg)| concrete.unwrap_or_else(|| arg.clone())).collect();
            target.subst.push(owner, args);
        }
    }

    /// The only type behind a trait object that is generic argument number `index` of `owner`, by a receiver or argument of that type.
    fn concrete_arg(&self, call: ExprId, def: DefId, owner: DefId, index: usize, arg: &Ty) -> Option<Ty> {
        let TyKind::Dyn(bounds) = self.db.pointee(arg).kind() else { return None };
        let is_it = |ty: &Ty| matches!(self.db.pointee(ty).kind(), TyKind::Param(of, at) if *of == owner && *at as usize == index);
        let (receiver, args) = self.receiver_and_args(call);
        let sig = self.db.fn_sig(def)?;
        let of_receiver = || receiver.filter(|_| self.db.impl_self(owner).is_some_and(|ty| is_it(&ty)));
        let given = sig.params.iter().position(is_it).and_then(|at| args.get(at).copied()).or_else(of_receiver)?;
        match &self.types_behind(given, bounds.first()?.def)?[..] {
            [only] if !only.has_param() => Some(only.clone()),
            _ => None,
        }
    }

    /// The type that is behind a trait object, or the parameter that the object, or what holds it, comes from.
    pub(super) fn object_origin(&self, object: ExprId, trait_def: DefId) -> Option<OpenReceiver> {
        trace::Trace::new(self.known.origins(), trait_def).origin(self, object)
    }

    /// Whether a call is on a trait object of type `ty`, and `holds` is true of all types that may be behind it.
    pub(super) fn holds_for_objects(&self, call: ExprId, ty: &Ty, holds: &dyn Fn(&Ty) -> bool) -> bool {
        if !matches!(self.seen_through(ty, None).kind(), TyKind::Dyn(_)) {
            return false;
        }
        let (Some(receiver), Some(Callee::Fn(callee))) = (self.receiver_and_args(call).0, self.types.callees.get(&call)) else {
            return false;
        };
        let of_trait = self.db.store.def(callee.def).parent.filter(|parent| self.db.store.def(*parent).kind == DefKind::Trait);
        let types = of_trait.and_then(|of_trait| self.types_behind(receiver, of_trait));
        types.is_some_and(|types| types.iter().all(holds))
    }

    /// All types that may be behind a trait object, if they are known.
    pub(super) fn types_behind(&self, object: ExprId, trait_def: DefId) -> Option<Vec<Ty>> {
        trace::Trace::new(self.known.origins(), trait_def).types(self, object)
    }
}
