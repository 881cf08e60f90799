//! Selection: the impl, bound or built-in rule by which a type implements a trait.

use super::TypeDb;
use super::goals::Answer;
use super::impls::Head;
use super::subst::Subst;
use super::table::Table;
use super::ty::{TraitRef, Ty, TyKind};
use super::variables::VarKind;
use crate::names::{CrateId, DefId, PrimTy};
use smallvec::SmallVec;
use std::sync::Arc;

/// How a bound holds.
#[derive(Clone, Debug)]
pub(super) enum Selection {
    /// By an impl, with its arguments (which may hold variables).
    Impl(DefId, Arc<[Ty]>),
    /// By an assumption: a bound in scope, of an opaque type, or of a trait object.
    Assumed,
    /// By the language: closures are callable, futures are futures, derives, markers.
    Builtin,
    /// Not decided: too little is known, or several impls may apply.
    Ambiguous,
    /// No candidate applies.
    No,
}

/// Where-clauses of impls are followed this deep.
const MAX_DEPTH: u32 = 7;

impl Table<'_, '_> {
    /// Whether and how `self_ty: trait_def<args>`; on success the arguments are unified with those of the impl or bound.
    pub(super) fn select(&mut self, self_ty: &Ty, trait_def: DefId, args: &Arc<[Ty]>, depth: u32) -> Selection {
        if depth > MAX_DEPTH || !self.step() {
            return Selection::Ambiguous;
        }
        let mut self_ty = self.shallow(self_ty);
        if matches!(self_ty.kind(), TyKind::Projection(..)) {
            self_ty = self.normalize(&self_ty);
            self_ty = self.shallow(&self_ty);
        }
        match self.var_kind(&self_ty) {
            Some(VarKind::General) => return Selection::Ambiguous,
            Some(VarKind::Integer) => self_ty = Ty::prim(PrimTy::I32),
            Some(VarKind::Float) => self_ty = Ty::prim(PrimTy::F64),
            None => {}
        }
        if self_ty.is_unknown() || matches!(self_ty.kind(), TyKind::External(..)) {
            return Selection::Ambiguous;
        }
        if let Some(found) = self.select_assumed(&self_ty, trait_def, args) {
            return found;
        }
        if self.holds_builtin(&self_ty, trait_def) {
            return Selection::Builtin;
        }
        match self.answer(&self_ty, trait_def, args, depth) {
            Answer::Impl(imp) => Selection::Impl(imp, self.commit_impl(imp, &self_ty, args)),
            Answer::No => Selection::No,
            Answer::Ambiguous => Selection::Ambiguous,
        }
    }

    /// Bounds that are assumed for a type, supertraits included.
    pub(super) fn assumed_bounds(&mut self, ty: &Ty) -> Vec<TraitRef> {
        let resolved = self.resolve(ty);
        let env = Arc::clone(&self.env);
        let mut bounds: Vec<TraitRef> = env.bounds_of(&resolved).cloned().collect();
        match resolved.kind() {
            TyKind::Dyn(own) => bounds.extend(own.iter().cloned()),
            TyKind::Opaque(def, index, subst) => {
                bounds.extend(self.db.opaque_bounds(*def, *index).iter().map(|bound| bound.subst(subst)));
            }
            TyKind::Projection(trait_def, name, args) => {
                let subst = Subst::of(*trait_def, args.clone());
                bounds.extend(self.db.assoc_bounds(*trait_def, *name).iter().map(|bound| bound.subst(&subst)));
                // `where Self::Item: Bound` of an impl is found through the environment above.
            }
            _ => {}
        }
        bounds
    }

    fn select_assumed(&mut self, self_ty: &Ty, trait_def: DefId, args: &Arc<[Ty]>) -> Option<Selection> {
        if !matches!(self_ty.kind(), TyKind::Param(..) | TyKind::Dyn(_) | TyKind::Opaque(..) | TyKind::Projection(..))
            && self.env.predicates.is_empty()
        {
            return None;
        }
        let mut found: Vec<TraitRef> = Vec::new();
        for bound in self.assumed_bounds(self_ty) {
            if let Some(hit) = self.db.find_supertrait(&bound, &mut |candidate| candidate.def == trait_def)
                && !found.contains(&hit)
            {
                found.push(hit);
            }
        }
        let matching: Vec<TraitRef> = found
            .into_iter()
            .filter(|bound| {
                let same = bound.args.len() == args.len();
                same && !self.would_fail(&bound.args, args)
            })
            .collect();
        match matching.as_slice() {
            [] => None,
            [one] => {
                for (x, y) in one.args.iter().zip(args.iter()) {
                    self.unify(x, y);
                }
                Some(Selection::Assumed)
            }
            _ => Some(Selection::Ambiguous),
        }
    }

    fn would_fail(&mut self, xs: &Arc<[Ty]>, ys: &Arc<[Ty]>) -> bool {
        let mut ok = true;
        self.probe(|table| {
            ok = xs.iter().zip(ys.iter()).all(|(x, y)| table.unify(x, y));
            false
        });
        !ok
    }

    fn holds_builtin(&mut self, ty: &Ty, trait_def: DefId) -> bool {
        let lang = &self.db.lang;
        let is = |item: Option<DefId>| item == Some(trait_def);
        match ty.kind() {
            TyKind::Closure(_) | TyKind::FnDef(..) | TyKind::FnPtr(..)
                if is(lang.fn_)
                    || is(lang.fn_mut)
                    || is(lang.fn_once)
                    || is(lang.async_fn)
                    || is(lang.async_fn_mut)
                    || is(lang.async_fn_once)
                    || is(lang.clone)
                    || is(lang.copy) =>
            {
                return true;
            }
            TyKind::Future(_) if is(lang.future) || is(lang.into_future) => return true,
            TyKind::Ref(super::ty::Mutability::Shared, _) | TyKind::Ptr(..) | TyKind::Never if is(lang.clone) || is(lang.copy) => {
                return true;
            }
            TyKind::Tuple(_) | TyKind::Array(_) if is(lang.clone) || is(lang.copy) || is(lang.default) => return true,
            TyKind::Prim(prim) if *prim != PrimTy::Str && (is(lang.clone) || is(lang.copy)) => return true,
            TyKind::Adt(def, _) if self.db.derives(*def, trait_def) || self.db.is_dispatched(*def, trait_def) => return true,
            _ => {}
        }
        // Nearly every type implements these, by derives and impls that the stubs omit.
        if is(lang.eq) || is(lang.hash) || is(lang.debug) {
            return true;
        }
        // A trait without members cannot affect callees; most are markers (`Send`, `Sized`, `Unpin`).
        self.db.store.members(trait_def).is_empty() && self.db.supertraits(trait_def).is_empty()
    }

    /// The impl that applies, if it can be decided.
    pub(super) fn decide(&mut self, self_ty: &Ty, trait_def: DefId, args: &[Ty], depth: u32) -> Answer {
        let head = match self_ty.kind() {
            TyKind::Param(..) | TyKind::Opaque(..) | TyKind::Future(_) | TyKind::Projection(..) => None,
            _ => Head::of(self_ty),
        };
        let arg_heads: SmallVec<[Option<Head>; 2]> = args.iter().map(|arg| Head::of(&self.shallow(arg))).collect();
        let mut hits: Vec<(DefId, Certainty)> = Vec::new();
        for krate in self.candidate_crates(self_ty, trait_def, args) {
            let groups: SmallVec<[_; 2]> = self.db.trait_impls(krate, trait_def, head).collect();
            for header in groups.iter().flat_map(|impls| impls.for_head(head)) {
                if header.differs(&arg_heads) {
                    continue;
                }
                if let Some(certainty) = self.matches_impl(header.imp, self_ty, args, depth) {
                    hits.push((header.imp, certainty));
                }
                if hits.len() > 8 {
                    return Answer::Ambiguous;
                }
            }
        }
        // Certain matches win over those that could not be decided.
        if hits.iter().any(|(_, certainty)| *certainty == Certainty::Yes) {
            hits.retain(|(_, certainty)| *certainty == Certainty::Yes);
        }
        if hits.len() > 1 {
            // Of two `cfg`-exclusive impls for the same types the first is used, if it leaves nothing open.
            let concrete = !self.resolve(self_ty).has_infer() && !args.iter().any(|arg| self.resolve(arg).has_infer());
            let non_blanket = hits.iter().map(|(imp, _)| *imp).find(|imp| self.db.self_ty(*imp).is_some_and(|ty| Head::of(&ty).is_some()));
            return non_blanket.filter(|_| concrete).map_or(Answer::Ambiguous, Answer::Impl);
        }
        match hits.first() {
            Some((imp, _)) => Answer::Impl(*imp),
            // Derives of other crates (`#[derive(thiserror::Error)]`) generate impls that are not visible here.
            None if depth > 0 && self_ty.as_adt().is_some_and(|(def, _)| self.db.has_foreign_derive(def)) => Answer::Ambiguous,
            None => Answer::No,
        }
    }

    fn candidate_crates(&mut self, self_ty: &Ty, trait_def: DefId, args: &[Ty]) -> Vec<CrateId> {
        let resolved: Vec<Ty> = std::iter::once(self_ty).chain(args.iter()).map(|ty| self.resolve(ty)).collect();
        let mut crates = vec![trait_def.krate, self.home];
        TypeDb::crates_of_types(resolved.iter(), &mut crates);
        let mut seen = Vec::with_capacity(crates.len());
        for krate in crates {
            if !seen.contains(&krate) {
                seen.push(krate);
            }
        }
        seen
    }

    /// Unifies an impl's header with the wanted bound; this is not rolled back.
    fn commit_impl(&mut self, imp: DefId, self_ty: &Ty, args: &Arc<[Ty]>) -> Arc<[Ty]> {
        let impl_args = self.fresh_args(self.db.generics(imp).params.len());
        let subst = Subst::of(imp, impl_args.clone());
        if let Some(header) = self.db.self_ty(imp) {
            let header = self.normalize(&header.subst(&subst));
            self.unify(&header, self_ty);
        }
        if let Some(trait_ref) = self.db.impl_trait(imp) {
            for (x, y) in trait_ref.args.iter().zip(args.iter()) {
                let x = self.normalize(&x.subst(&subst));
                self.unify(&x, y);
            }
        }
        impl_args
    }

    fn matches_impl(&mut self, imp: DefId, self_ty: &Ty, args: &[Ty], depth: u32) -> Option<Certainty> {
        let mut result = None;
        self.probe(|table| {
            let impl_args = table.fresh_args(table.db.generics(imp).params.len());
            let subst = Subst::of(imp, impl_args);
            let (Some(header), Some(trait_ref)) = (table.db.self_ty(imp), table.db.impl_trait(imp)) else { return false };
            if !table.unify(&header.subst(&subst), self_ty) {
                return false;
            }
            for (x, y) in trait_ref.args.iter().zip(args.iter()) {
                if !table.unify(&x.subst(&subst), y) {
                    return false;
                }
            }
            let predicates = table.db.predicates(imp);
            let mut undecided: Vec<usize> = Vec::new();
            for (index, (ty, bound)) in predicates.iter().enumerate() {
                match table.holds(&ty.subst(&subst), &bound.subst(&subst), depth) {
                    Some(Certainty::Yes) => {}
                    Some(Certainty::Maybe) => undecided.push(index),
                    None => return false,
                }
            }
            // A later predicate may tell the type that an earlier one is about: `Fut: Future, F: Fn() -> Fut`.
            let last = predicates.len().saturating_sub(1);
            let mut certainty = Certainty::Yes;
            for index in undecided {
                let (ty, bound) = &predicates[index];
                let again =
                    if index == last { Some(Certainty::Maybe) } else { table.holds(&ty.subst(&subst), &bound.subst(&subst), depth) };
                match again {
                    Some(Certainty::Yes) => {}
                    Some(Certainty::Maybe) => certainty = Certainty::Maybe,
                    None => return false,
                }
            }
            result = Some(certainty);
            false
        });
        result
    }

    /// Whether a type has a bound of an impl, with the types that the bound names; `None` if it certainly has not.
    fn holds(&mut self, ty: &Ty, bound: &TraitRef, depth: u32) -> Option<Certainty> {
        match self.select(ty, bound.def, &bound.args, depth + 1) {
            Selection::No => return None,
            Selection::Ambiguous => return Some(Certainty::Maybe),
            Selection::Impl(..) | Selection::Assumed | Selection::Builtin => {}
        }
        for (name, target) in bound.bindings.iter() {
            let all: Arc<[Ty]> = std::iter::once(ty.clone()).chain(bound.args.iter().cloned()).collect();
            if let Some(projected) = self.project(bound.def, *name, &all, depth + 1)
                && !self.unify(&projected, target)
            {
                return None;
            }
        }
        Some(Certainty::Yes)
    }
}

/// Whether an impl's where-clauses are known to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Certainty {
    Yes,
    Maybe,
}
