//! Pending bounds: obligations on a callee's arguments, which also determine its type variables.

use super::select::Selection;
use super::subst::Subst;
use super::table::{Obligation, Table};
use super::ty::{TraitRef, Ty, TyKind};
use crate::facts::Name;
use crate::names::DefId;
use std::sync::Arc;

impl Table<'_, '_> {
    /// Tries to settle a bound, unifying arguments and bindings once selection is unambiguous. Returns false while it stays ambiguous.
    pub(super) fn settle_bound(&mut self, ty: &Ty, bound: &TraitRef) -> bool {
        let shallow = self.shallow(ty);
        if shallow.is_unknown() || matches!(shallow.kind(), TyKind::External(..)) {
            return true;
        }
        if self.settle_callable(&shallow, bound) {
            return true;
        }
        match self.select(&shallow, bound.def, &bound.args, 0) {
            Selection::Ambiguous => false,
            Selection::No => true,
            Selection::Impl(imp, args) => {
                self.require_impl_bounds(imp, &args);
                self.settle_bindings(&shallow, bound);
                true
            }
            Selection::Assumed | Selection::Builtin => {
                self.settle_bindings(&shallow, bound);
                true
            }
        }
    }

    fn settle_bindings(&mut self, ty: &Ty, bound: &TraitRef) {
        for (name, target) in bound.bindings.iter() {
            let args: Arc<[Ty]> = std::iter::once(ty.clone()).chain(bound.args.iter().cloned()).collect();
            self.require(Obligation::Projects { trait_def: self.assoc_owner(bound, *name), name: *name, args, target: target.clone() });
        }
    }

    fn assoc_owner(&self, bound: &TraitRef, name: Name) -> DefId {
        self.db.trait_with_assoc(bound, name).map_or(bound.def, |found| found.def)
    }

    /// Requires the where-clauses of a selected impl, which may determine its remaining variables.
    pub(super) fn require_impl_bounds(&mut self, imp: DefId, args: &Arc<[Ty]>) {
        let args: Arc<[Ty]> = args.iter().map(|arg| self.resolve(arg)).collect();
        if !args.iter().any(Ty::has_infer) {
            return;
        }
        let subst = Subst::of(imp, args);
        for (ty, bound) in self.db.predicates(imp).iter() {
            let (ty, bound) = (ty.subst(&subst), bound.subst(&subst));
            if ty.has_infer() || bound.args.iter().any(Ty::has_infer) || bound.bindings.iter().any(|(_, ty)| ty.has_infer()) {
                self.require(Obligation::Bound { ty, bound });
            }
        }
    }

    /// `F: Fn(A) -> R` for something callable.
    fn settle_callable(&mut self, ty: &Ty, bound: &TraitRef) -> bool {
        let lang = &self.db.lang;
        let is_fn = [lang.fn_, lang.fn_mut, lang.fn_once].contains(&Some(bound.def));
        let is_async = [lang.async_fn, lang.async_fn_mut, lang.async_fn_once].contains(&Some(bound.def));
        if !is_fn && !is_async {
            return false;
        }
        let Some((params, ret)) = self.callable(ty) else { return false };
        if let Some(tuple) = bound.args.first() {
            let wanted = self.shallow(tuple);
            match wanted.kind() {
                TyKind::Tuple(items) => {
                    for (x, y) in params.iter().zip(items.iter()) {
                        self.coerce(y, x);
                    }
                }
                TyKind::Infer(_) => {
                    let tuple = Ty::new(TyKind::Tuple(params.into()));
                    self.unify(&wanted, &tuple);
                }
                _ => {}
            }
        }
        if let Some((_, target)) = bound.bindings.first() {
            let ret = if is_async { self.future_output(&ret) } else { ret };
            let target = self.normalize(target);
            self.coerce(&ret, &target);
        }
        true
    }

    /// Parameter and return types of a closure, fn item or fn pointer.
    pub(super) fn callable(&mut self, ty: &Ty) -> Option<(Vec<Ty>, Ty)> {
        let ty = self.shallow(ty);
        match ty.kind() {
            TyKind::Closure(closure) => Some((closure.params.clone(), closure.ret.clone())),
            TyKind::FnPtr(params, ret) => Some((params.to_vec(), ret.clone())),
            TyKind::FnDef(def, subst) => {
                let sig = self.db.fn_sig(*def)?;
                let params: Vec<Ty> = sig.self_param.iter().chain(&sig.params).map(|param| param.subst(subst)).collect();
                let params = params.iter().map(|param| self.normalize(param)).collect();
                Some((params, self.normalize(&sig.ret.subst(subst))))
            }
            TyKind::Ref(_, inner) => {
                let inner = inner.clone();
                self.callable(&inner)
            }
            _ => None,
        }
    }

    /// Settles an obligation, or adds it to the pending ones.
    pub(super) fn require(&mut self, obligation: Obligation) {
        if self.pending.len() < 2_000 && !self.settle(&obligation) {
            self.pending.push(obligation);
        }
    }

    fn settle(&mut self, obligation: &Obligation) -> bool {
        match obligation {
            Obligation::Bound { ty, bound } => {
                let ty = self.shallow(ty);
                if matches!(ty.kind(), TyKind::Infer(_)) {
                    return false;
                }
                self.settle_bound(&ty, bound)
            }
            Obligation::Projects { trait_def, name, args, target } => match self.project(*trait_def, *name, args, 0) {
                Some(ty) => {
                    self.coerce(&ty, target);
                    true
                }
                None => false,
            },
        }
    }

    /// Retries pending obligations until a fixpoint, at most 8 rounds.
    pub(super) fn settle_pending(&mut self) {
        for _ in 0..8 {
            if self.pending.is_empty() || !self.step() {
                return;
            }
            let waiting = std::mem::take(&mut self.pending);
            let before = waiting.len();
            let mut left = Vec::new();
            for obligation in waiting {
                if !self.settle(&obligation) {
                    left.push(obligation);
                }
            }
            let learned = left.len() < before;
            left.append(&mut self.pending);
            self.pending = left;
            if !learned {
                return;
            }
        }
    }
}
