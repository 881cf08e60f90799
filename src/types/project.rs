//! Associated types: `<T as Trait>::Name` becomes the type that the impl, bound or language gives it.

use super::TypeDb;
use super::select::Selection;
use super::subst::Subst;
use super::table::{Obligation, Table};
use super::ty::{Ty, TyKind};
use crate::facts::Name;
use crate::names::{CrateId, DefId, DefKind};
use std::sync::Arc;

/// A projection without variables.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct GroundProjection {
    trait_def: DefId,
    name: Name,
    args: Arc<[Ty]>,
    /// The crate whose impls are always candidates.
    home: CrateId,
}

/// Step budget of one cached projection. One that exceeds it is projected in the querying body's table.
const PROJECTION_FUEL: u32 = 100_000;

impl TypeDb<'_> {
    /// `ty` with projections replaced as seen from crate `home`, without assumed bounds. Returned unchanged if variables stay open.
    pub fn normal(&self, home: CrateId, ty: &Ty) -> Ty {
        if !ty.has_projection() || ty.has_infer() {
            return ty.clone();
        }
        let mut table = Table::for_goal(self, home, PROJECTION_FUEL, &[]);
        let found = table.normalize(ty);
        table.settle_pending();
        let found = table.resolve(&found);
        if found.has_infer() || table.exhausted { ty.clone() } else { found }
    }

    /// `ty` with generic arguments filled in, and the projections replaced that they decide.
    pub fn filled(&self, ty: &Ty, subst: &Subst) -> Ty {
        // The crates of a projection's trait and types are candidates in any case.
        self.normal(self.store.std(), &ty.subst(subst))
    }

    /// The type of a projection without variables, without assumed bounds; `None` if variables stay open.
    fn project_closed(&self, closed: &GroundProjection) -> Option<Ty> {
        let mut table = Table::for_goal(self, closed.home, PROJECTION_FUEL, &[]);
        let found = table.project_open(closed.trait_def, closed.name, &closed.args, 0)?;
        table.settle_pending();
        let found = table.resolve(&found);
        (!found.has_infer() && !table.exhausted).then_some(found)
    }
}

impl Table<'_, '_> {
    /// Replaces all projections that can be decided. One whose self type is still a variable becomes a variable with an obligation.
    pub(super) fn normalize(&mut self, ty: &Ty) -> Ty {
        self.normalize_at(ty, 0)
    }

    fn normalize_at(&mut self, ty: &Ty, depth: u32) -> Ty {
        if !ty.has_projection() || depth > 12 || !self.step() {
            return ty.clone();
        }
        let ty = ty.map_children(&mut |child| self.normalize_at(child, depth + 1));
        let TyKind::Projection(trait_def, name, args) = ty.kind() else { return ty };
        match self.project(*trait_def, *name, args, depth) {
            Some(found) if found == ty => ty,
            Some(found) => self.normalize_at(&found, depth + 1),
            None => {
                let target = self.fresh();
                self.pending.push(Obligation::Projects { trait_def: *trait_def, name: *name, args: args.clone(), target: target.clone() });
                target
            }
        }
    }

    /// `<args[0] as trait_def<args[1..]>>::name`; `None` while too little is known; the projection itself if it is rigid.
    pub(super) fn project(&mut self, trait_def: DefId, name: Name, args: &Arc<[Ty]>, depth: u32) -> Option<Ty> {
        let args: Arc<[Ty]> = args.iter().map(|arg| self.resolve(arg)).collect();
        if args.iter().any(Ty::has_infer) {
            return self.project_open(trait_def, name, &args, depth);
        }
        // Chains of iterator adaptors repeat the same projections, so they are cached.
        let closed = GroundProjection { trait_def, name, args: Arc::clone(&args), home: self.home };
        if self.env.predicates.is_empty() || !args.iter().any(Ty::has_param) {
            let db = self.db;
            let found = db.projections.get(closed.clone(), || db.project_closed(&closed));
            return found.or_else(|| self.project_open(trait_def, name, &args, depth));
        }
        if let Some(found) = self.projected.get(&closed) {
            return Some(found.clone());
        }
        let found = self.project_open(trait_def, name, &args, depth);
        if let Some(found) = found.as_ref().filter(|found| !found.has_infer() && !self.exhausted && depth == 0) {
            self.projected.insert(closed, found.clone());
        }
        found
    }

    fn project_open(&mut self, trait_def: DefId, name: Name, args: &Arc<[Ty]>, depth: u32) -> Option<Ty> {
        if !self.step() || depth > 12 {
            return Some(Ty::unknown());
        }
        let mut self_ty = self.shallow(args.first()?);
        if matches!(self_ty.kind(), TyKind::Projection(..)) {
            self_ty = self.normalize_at(&self_ty, depth + 1);
            self_ty = self.shallow(&self_ty);
        }
        if self_ty.is_unknown() || matches!(self_ty.kind(), TyKind::External(..)) {
            return Some(Ty::unknown());
        }
        let lang = &self.db.lang;
        let is_future = lang.future == Some(trait_def) || lang.into_future == Some(trait_def);
        if is_future && let TyKind::Future(output) = self_ty.kind() {
            return Some(if name == "Output" { output.clone() } else { self_ty });
        }
        if name == "Output"
            && [lang.fn_once, lang.fn_mut, lang.fn_].contains(&Some(trait_def))
            && let Some((_, ret)) = self.callable(&self_ty)
        {
            return Some(ret);
        }
        if name == "Output"
            && [lang.async_fn_once, lang.async_fn_mut, lang.async_fn].contains(&Some(trait_def))
            && let Some((_, ret)) = self.callable(&self_ty)
        {
            return Some(self.future_output(&ret));
        }
        // A binding in a bound: `T: Iterator<Item = X>`, `dyn Fn() -> X`.
        for bound in self.assumed_bounds(&self_ty) {
            if let Some(hit) = self.db.find_supertrait(&bound, &mut |candidate| candidate.def == trait_def)
                && let Some((_, ty)) = hit.bindings.iter().find(|(bound, _)| *bound == name)
            {
                let ty = ty.clone();
                let rigid = matches!(ty.kind(), TyKind::Projection(def, other, _) if *def == trait_def && *other == name);
                return Some(if rigid { ty } else { self.normalize_at(&ty, depth + 1) });
            }
        }
        let trait_args: Arc<[Ty]> = args.iter().skip(1).cloned().collect();
        match self.select(&self_ty, trait_def, &trait_args, depth) {
            Selection::Impl(imp, impl_args) => {
                let found = self.impl_assoc(imp, &impl_args, trait_def, name, &self_ty, &trait_args);
                self.require_impl_bounds(imp, &impl_args);
                Some(self.normalize_at(&found, depth + 1))
            }
            Selection::Assumed => {
                let all = std::iter::once(self_ty).chain(trait_args.iter().cloned()).collect();
                Some(Ty::new(TyKind::Projection(trait_def, name, all)))
            }
            Selection::Ambiguous => None,
            Selection::Builtin | Selection::No => Some(Ty::unknown()),
        }
    }

    fn impl_assoc(&mut self, imp: DefId, impl_args: &Arc<[Ty]>, trait_def: DefId, name: Name, self_ty: &Ty, trait_args: &Arc<[Ty]>) -> Ty {
        let is_wanted = |member: &DefId| {
            let member = self.db.store.def(*member);
            member.kind == DefKind::TypeAlias && member.name == name
        };
        let members = self.db.store.members(imp);
        if let Some(member) = members.iter().copied().find(is_wanted) {
            let mut subst = Subst::of(imp, impl_args.clone());
            let own = self.fresh_args(self.db.generics(member).params.len());
            subst.push(member, own);
            return self.db.alias_ty(member, 0).subst(&subst);
        }
        // The trait's default.
        let Some(member) = self.db.store.members(trait_def).iter().copied().find(is_wanted) else { return Ty::unknown() };
        let all = std::iter::once(self_ty.clone()).chain(trait_args.iter().cloned()).collect();
        self.db.alias_ty(member, 0).subst(&Subst::of(trait_def, all))
    }

    /// The type of `.await` on a value of this type.
    pub(super) fn future_output(&mut self, ty: &Ty) -> Ty {
        let ty = self.shallow(ty);
        if let TyKind::Future(output) = ty.kind() {
            return output.clone();
        }
        // `Future` first; types that implement only `IntoFuture` take the second path.
        for item in [self.db.lang.future, self.db.lang.into_future].into_iter().flatten() {
            let args: Arc<[Ty]> = Arc::new([ty.clone()]);
            match self.project(item, Name::new("Output"), &args, 0) {
                Some(output) if !output.is_unknown() => return output,
                Some(_) => {}
                None => {
                    let target = self.fresh();
                    self.pending.push(Obligation::Projects { trait_def: item, name: Name::new("Output"), args, target: target.clone() });
                    return target;
                }
            }
        }
        Ty::unknown()
    }

    /// One step of automatic dereferencing.
    pub(super) fn deref_once(&mut self, ty: &Ty) -> Option<Ty> {
        if !self.step() {
            return None;
        }
        let ty = self.shallow(ty);
        match ty.kind() {
            TyKind::Ref(_, inner) => Some(inner.clone()),
            TyKind::Adt(def, args) if Some(*def) == self.db.lang.boxed => args.first().cloned(),
            TyKind::Adt(..) | TyKind::Param(..) | TyKind::Opaque(..) | TyKind::Projection(..) => {
                let deref = self.db.lang.deref?;
                let args: Arc<[Ty]> = Arc::new([]);
                match self.select(&ty, deref, &args, 2) {
                    Selection::Impl(..) | Selection::Assumed => {}
                    _ => {
                        let (def, args) = ty.as_adt()?;
                        let target = self.db.derived_target(def, args)?;
                        return Some(self.normalize(&target));
                    }
                }
                let all: Arc<[Ty]> = Arc::new([ty.clone()]);
                let target = self.project(deref, Name::new("Target"), &all, 0)?;
                (!target.is_unknown()).then_some(target)
            }
            _ => None,
        }
    }

    /// The iterator type and the item type of iterating over a value of this type.
    pub(super) fn iteration(&mut self, ty: &Ty) -> (Ty, Ty) {
        let ty = self.resolve(ty);
        let Some(into_iterator) = self.db.lang.into_iterator else { return (Ty::unknown(), Ty::unknown()) };
        let mut project = |name: &str| {
            let name = Name::new(name);
            let args: Arc<[Ty]> = Arc::new([ty.clone()]);
            self.project(into_iterator, name, &args, 0).unwrap_or_else(|| {
                let target = self.fresh();
                self.pending.push(Obligation::Projects { trait_def: into_iterator, name, args, target: target.clone() });
                target
            })
        };
        (project("IntoIter"), project("Item"))
    }
}
