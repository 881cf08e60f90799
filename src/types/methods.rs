//! Method lookup: for each autoderef step of the receiver inherent methods, then bounds, then traits in scope.

use super::impls::Head;
use super::select::Selection;
use super::subst::Subst;
use super::table::Table;
use super::ty::{Mutability, Ty, TyKind};
use super::variables::VarKind;
use crate::facts::{BodyRef, ItemKind, Name, SelfParam};
use crate::names::{CrateKind, DefId, DefKind, PrimTy};
use std::sync::Arc;

/// The callee of a method call.
#[derive(Clone, Debug)]
pub(super) struct Pick {
    /// The fn: an inherent method, or the trait's declaration.
    pub(super) def: DefId,
    /// Arguments of its impl or trait.
    pub(super) subst: Subst,
    /// The `Self` type.
    pub(super) self_ty: Ty,
}

/// The maximum number of autoderef steps.
const MAX_STEPS: usize = 10;

impl Table<'_, '_> {
    /// The callee of `receiver.name(..)` in `scope`, with `arity` arguments if given; `None` if unknown or ambiguous.
    pub(super) fn lookup_method(&mut self, receiver: &Ty, name: Name, arity: Option<usize>, scope: DefId) -> Option<Pick> {
        let traits = self.traits_with_method(scope, name, arity);
        let mut ty = self.receiver_ty(receiver);
        for _ in 0..MAX_STEPS {
            if ty.is_unknown() || matches!(ty.kind(), TyKind::Infer(_) | TyKind::External(..)) {
                return None;
            }
            for receiver in [ty.clone(), Ty::reference(Mutability::Shared, ty.clone()), Ty::reference(Mutability::Mutable, ty.clone())] {
                match self.pick_for(&receiver, name, &traits) {
                    Found::One(pick) => return Some(*pick),
                    Found::Several => return None,
                    Found::None => {}
                }
                if let Some(pick) = self.pick_extension(&receiver, name, scope) {
                    return Some(pick);
                }
            }
            ty = match self.deref_once(&ty) {
                Some(next) => self.receiver_ty(&next),
                None => match ty.kind() {
                    TyKind::Array(item) => Ty::new(TyKind::Slice(item.clone())),
                    _ => return None,
                },
            };
        }
        None
    }

    /// The receiver's type as far as it is inferred; free integers count as `i32`, free floats as `f64`.
    fn receiver_ty(&mut self, ty: &Ty) -> Ty {
        let mut ty = self.shallow(ty);
        if matches!(ty.kind(), TyKind::Projection(..)) {
            ty = self.normalize(&ty);
            ty = self.shallow(&ty);
        }
        if matches!(ty.kind(), TyKind::Infer(_)) {
            self.settle_pending();
            ty = self.shallow(&ty);
        }
        match self.var_kind(&ty) {
            Some(VarKind::Integer) => Ty::prim(PrimTy::I32),
            Some(VarKind::Float) => Ty::prim(PrimTy::F64),
            _ => ty,
        }
    }

    /// Traits with such a method. One with another number of parameters is left out, since code that compiles cannot call it, even if a
    /// blanket impl seems to apply.
    fn traits_with_method(&self, scope: DefId, name: Name, arity: Option<usize>) -> Vec<(DefId, DefId)> {
        let traits = self.db.store.traits_in_scope(scope);
        let methods = traits.iter().filter_map(|&def| Some((def, self.db.trait_method(def, name)?)));
        let fits = |method| arity.is_none_or(|arity| self.db.fn_sig(method).is_none_or(|sig| sig.params.len() == arity));
        methods.filter(|(_, method)| fits(*method)).collect()
    }

    /// Methods whose receiver type is exactly `receiver`.
    fn pick_for(&mut self, receiver: &Ty, name: Name, traits: &[(DefId, DefId)]) -> Found {
        let selves = self.self_candidates(receiver);
        for self_ty in &selves {
            if let Some(head) = Head::of(self_ty) {
                let methods = self.db.inherent_members(head, name);
                let bounds = if methods.len() > 1 { Bounds::Decide } else { Bounds::Hold };
                for &method in &*methods {
                    if let Some(pick) = self.pick_inherent(method, self_ty, receiver, bounds) {
                        return Found::One(Box::new(pick));
                    }
                }
            }
        }
        for self_ty in &selves {
            if let Some(pick) = self.pick_assumed(self_ty, receiver, name) {
                return Found::One(Box::new(pick));
            }
        }
        let mut picks: Vec<(Pick, bool)> = Vec::new();
        for self_ty in &selves {
            for &(trait_def, method) in traits {
                if picks.iter().any(|(pick, _)| pick.def == method) {
                    continue;
                }
                if let Some(found) = self.pick_trait(trait_def, method, self_ty, receiver) {
                    picks.push(found);
                }
            }
        }
        if picks.len() > 1 && picks.iter().any(|(_, sure)| *sure) {
            picks.retain(|(_, sure)| *sure);
        }
        if picks.len() > 1 {
            self.keep_applicable(&mut picks);
        }
        if picks.len() > 1 {
            return Found::Several;
        }
        picks.pop().map_or(Found::None, |(pick, _)| Found::One(Box::new(pick)))
    }

    /// A method of an impl that an attribute macro makes a trait of.
    fn pick_extension(&mut self, receiver: &Ty, name: Name, scope: DefId) -> Option<Pick> {
        for self_ty in self.self_candidates(receiver) {
            let Some(head) = Head::of(&self_ty) else { continue };
            for method in self.db.extension_members(head, name, scope.krate) {
                if let Some(pick) = self.pick_inherent(method, &self_ty, receiver, Bounds::Hold) {
                    return Some(pick);
                }
            }
        }
        None
    }

    /// The types that `Self` may be when the receiver's type is `receiver`.
    fn self_candidates(&mut self, receiver: &Ty) -> Vec<Ty> {
        let mut out = vec![receiver.clone()];
        // `self: &Arc<Self>`, `self: Pin<&mut Self>`: `Self` may be behind such types.
        let mut layer = receiver.clone();
        for _ in 0..3 {
            let inner = match layer.kind() {
                TyKind::Ref(_, inner) => inner.clone(),
                TyKind::Adt(def, args) => {
                    let lang = &self.db.lang;
                    match args.first() {
                        Some(inner) if [lang.boxed, lang.arc, lang.rc, lang.pin].contains(&Some(*def)) => inner.clone(),
                        _ => break,
                    }
                }
                _ => break,
            };
            layer = self.receiver_ty(&inner);
            out.push(layer.clone());
        }
        out.retain(|ty| !matches!(ty.kind(), TyKind::Infer(_) | TyKind::Unknown));
        out
    }

    fn takes_self(&self, method: DefId) -> Option<&SelfParam> {
        self.db.function(method)?.sig.self_param.as_ref()
    }

    /// Quick check whether the method's `self` can have the receiver's type when `Self` is `self_ty`.
    fn self_shape_fits(&self, method: DefId, self_ty: &Ty, receiver: &Ty) -> bool {
        match self.takes_self(method) {
            None => false,
            Some(SelfParam::Value) => self_ty == receiver,
            Some(SelfParam::Ref) => matches!(receiver.kind(), TyKind::Ref(Mutability::Shared, inner) if same_shape(inner, self_ty)),
            Some(SelfParam::RefMut) => matches!(receiver.kind(), TyKind::Ref(Mutability::Mutable, inner) if same_shape(inner, self_ty)),
            Some(SelfParam::Typed(_)) => true,
        }
    }

    fn pick_inherent(&mut self, method: DefId, self_ty: &Ty, receiver: &Ty, bounds: Bounds) -> Option<Pick> {
        if self.db.store.def(method).kind != DefKind::Fn || !self.self_shape_fits(method, self_ty, receiver) {
            return None;
        }
        let imp = self.db.store.def(method).parent?;
        let mut pick = None;
        self.probe(|table| {
            let args = table.fresh_args(table.db.generics(imp).params.len());
            let subst = Subst::of(imp, args);
            let Some(header) = table.db.self_ty(imp) else { return false };
            let header = table.normalize(&header.subst(&subst));
            if !table.unify(&header, self_ty) || !table.typed_self_fits(method, &subst, receiver) {
                return false;
            }
            // Two inherent impls with different bounds may declare the same name.
            for (ty, bound) in table.db.predicates(imp).iter().filter(|_| bounds == Bounds::Decide) {
                let (ty, bound) = (ty.subst(&subst), bound.subst(&subst));
                if matches!(table.select(&ty, bound.def, &bound.args, 3), Selection::No) {
                    return false;
                }
            }
            pick = Some(Pick { def: method, subst, self_ty: self_ty.clone() });
            true
        });
        pick
    }

    fn typed_self_fits(&mut self, method: DefId, subst: &Subst, receiver: &Ty) -> bool {
        if !matches!(self.takes_self(method), Some(SelfParam::Typed(_))) {
            return true;
        }
        let Some(sig) = self.db.fn_sig(method) else { return false };
        let Some(param) = sig.self_param.as_ref() else { return false };
        let param = self.normalize(&param.subst(subst));
        self.unify(&param, receiver)
    }

    /// Methods of traits that are assumed for the type: from bounds of parameters and of opaque types, and of trait objects.
    fn pick_assumed(&mut self, self_ty: &Ty, receiver: &Ty, name: Name) -> Option<Pick> {
        if !matches!(self_ty.kind(), TyKind::Dyn(_) | TyKind::Param(..) | TyKind::Opaque(..) | TyKind::Projection(..)) {
            return None;
        }
        for bound in self.assumed_bounds(self_ty) {
            let mut method = None;
            let db = self.db;
            let Some(hit) = db.find_supertrait(&bound, &mut |candidate| {
                method = db.trait_method(candidate.def, name);
                method.is_some()
            }) else {
                continue;
            };
            let Some(method) = method else { continue };
            if !self.self_shape_fits(method, self_ty, receiver) {
                continue;
            }
            let all: Arc<[Ty]> = std::iter::once(self_ty.clone()).chain(hit.args.iter().cloned()).collect();
            let subst = Subst::of(hit.def, all);
            if self.typed_self_fits(method, &subst, receiver) {
                return Some(Pick { def: method, subst, self_ty: self_ty.clone() });
            }
        }
        None
    }

    fn pick_trait(&mut self, trait_def: DefId, method: DefId, self_ty: &Ty, receiver: &Ty) -> Option<(Pick, bool)> {
        if !self.self_shape_fits(method, self_ty, receiver) {
            return None;
        }
        let extra = self.db.generics(trait_def).params.len().saturating_sub(1);
        let mut out = None;
        let args = self.fresh_args(extra);
        self.probe(|table| {
            let selection = table.select(self_ty, trait_def, &args, 0);
            let sure = match &selection {
                Selection::No => return false,
                Selection::Ambiguous => false,
                Selection::Assumed | Selection::Impl(..) | Selection::Builtin => true,
            };
            if let Selection::Impl(imp, impl_args) = &selection {
                table.require_impl_bounds(*imp, impl_args);
            }
            let all: Arc<[Ty]> = std::iter::once(self_ty.clone()).chain(args.iter().cloned()).collect();
            let subst = Subst::of(trait_def, all);
            if !table.typed_self_fits(method, &subst, receiver) {
                return false;
            }
            out = Some((Pick { def: method, subst, self_ty: self_ty.clone() }, sure));
            // If ambiguous, the unifications are undone: the trait's arguments are not certain.
            sure
        });
        out
    }

    /// `Type::name`: an associated fn or const, inherent ones first, then those of traits in scope.
    pub(super) fn lookup_assoc(&mut self, self_ty: &Ty, name: Name, scope: DefId) -> Option<Pick> {
        let self_ty = self.receiver_ty(self_ty);
        if let Some(head) = Head::of(&self_ty) {
            for &member in &*self.db.inherent_members(head, name) {
                if !matches!(self.db.store.def(member).kind, DefKind::Fn | DefKind::Const) {
                    continue;
                }
                let Some(imp) = self.db.store.def(member).parent else { continue };
                let args = self.fresh_args(self.db.generics(imp).params.len());
                let subst = Subst::of(imp, args);
                let Some(header) = self.db.self_ty(imp) else { continue };
                let header = self.normalize(&header.subst(&subst));
                if self.try_unify(&header, &self_ty) {
                    return Some(Pick { def: member, subst, self_ty });
                }
            }
        }
        for bound in self.assumed_bounds(&self_ty) {
            let db = self.db;
            let mut member = None;
            let hit = db.find_supertrait(&bound, &mut |candidate| {
                member = trait_member(db, candidate.def, name);
                member.is_some()
            });
            if let (Some(hit), Some(member)) = (hit, member) {
                let all: Arc<[Ty]> = std::iter::once(self_ty.clone()).chain(hit.args.iter().cloned()).collect();
                return Some(Pick { def: member, subst: Subst::of(hit.def, all), self_ty });
            }
        }
        let mut picks: Vec<(Pick, bool)> = Vec::new();
        for &trait_def in self.db.store.traits_in_scope(scope).iter() {
            let Some(member) = trait_member(self.db, trait_def, name) else { continue };
            let extra = self.db.generics(trait_def).params.len().saturating_sub(1);
            let args = self.fresh_args(extra);
            let mut sure = false;
            let holds = self.probe(|table| match table.select(&self_ty, trait_def, &args, 0) {
                Selection::No => false,
                Selection::Ambiguous => true,
                Selection::Impl(..) | Selection::Assumed | Selection::Builtin => {
                    sure = true;
                    true
                }
            });
            if holds {
                let all: Arc<[Ty]> = std::iter::once(self_ty.clone()).chain(args.iter().cloned()).collect();
                picks.push((Pick { def: member, subst: Subst::of(trait_def, all), self_ty: self_ty.clone() }, sure));
            }
        }
        if picks.len() > 1 && picks.iter().any(|(_, sure)| *sure) {
            picks.retain(|(_, sure)| *sure);
        }
        if picks.len() > 1 { None } else { picks.pop().map(|(pick, _)| pick) }
    }

    /// The fn that implements a trait method for this self type, the impl's own or the trait's default, and the impl with its arguments. `None`
    /// if the impl is not known.
    pub(super) fn implementation(&mut self, method: DefId, self_ty: &Ty, trait_args: &Arc<[Ty]>) -> Option<(DefId, DefId, Arc<[Ty]>)> {
        let trait_def = self.db.store.def(method).parent?;
        if self.db.store.def(trait_def).kind != DefKind::Trait {
            return None;
        }
        match self.select(self_ty, trait_def, trait_args, 0) {
            Selection::Impl(imp, args) => Some((self.member_or_default(imp, method)?, imp, args)),
            _ => None,
        }
    }
}

impl Table<'_, '_> {
    /// The fn of an impl for a trait method, or the method's default. The same for a constant of a trait.
    pub(super) fn member_or_default(&self, imp: DefId, method: DefId) -> Option<DefId> {
        self.db.member_like(imp, method).or_else(|| self.own_default(method))
    }

    /// A trait method or constant with a default body that can be analysed; those of stubs cannot.
    fn own_default(&self, method: DefId) -> Option<DefId> {
        let has_body = || match self.db.store.item(method).map(|item| &item.kind) {
            Some(ItemKind::Fn(function)) => !matches!(function.body, BodyRef::None),
            Some(ItemKind::Const { body, .. }) => !matches!(body, BodyRef::None),
            _ => false,
        };
        (self.db.store.krate(method.krate).kind != CrateKind::Stub && has_body()).then_some(method)
    }
}

/// Whether a receiver's referent may be `Self`, judged before its variables are unified.
fn same_shape(inner: &Ty, self_ty: &Ty) -> bool {
    inner == self_ty || matches!(inner.kind(), TyKind::Infer(_) | TyKind::Projection(..))
}

/// A fn or const of a trait.
pub(super) fn trait_member(db: &super::TypeDb<'_>, trait_def: DefId, name: Name) -> Option<DefId> {
    db.store.members(trait_def).iter().copied().find(|member| {
        let member = db.store.def(*member);
        matches!(member.kind, DefKind::Fn | DefKind::Const) && member.name == name
    })
}

/// Whether the where-clauses of an inherent impl matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bounds {
    /// Several impls declare the name, for different bounds.
    Decide,
    /// Compiling code meets them, so they need no check.
    Hold,
}

enum Found {
    None,
    One(Box<Pick>),
    Several,
}
