//! Which impl a trait has for given types, for callers outside inference: loops, fns used as values, methods that a library calls.

use super::select::Selection;
use super::subst::Subst;
use super::table::Table;
use super::{Ty, TypeDb};
use crate::names::{CrateId, DefId};
use std::sync::Arc;

/// Step budget of one query. Most take a few steps, since selections are cached.
const FUEL: u32 = 4_000;

impl TypeDb<'_> {
    /// The fn that runs for `method` of a trait, called on `self_ty` with these arguments of the trait in code of the crate `home`, and the
    /// generic arguments of its impl. `None` if no impl applies, or if several may.
    #[must_use]
    pub fn chosen_method(&self, home: CrateId, method: DefId, self_ty: &Ty, args: &Arc<[Ty]>) -> Option<(DefId, Subst)> {
        let mut table = Table::for_goal(self, home, FUEL, &[]);
        let trait_def = self.store.def(method).parent?;
        let Selection::Impl(imp, impl_args) = table.select(self_ty, trait_def, args, 0) else { return None };
        let found = table.member_or_default(imp, method)?;
        let impl_args = impl_args.iter().map(|arg| table.finish(arg)).collect();
        Some((found, Subst::of(imp, impl_args)))
    }

    /// The arguments of a trait in the bound that the fn `def` declares for `ty`, in a call with the generic arguments `subst`:
    /// `&PathBuf` of `S: Sum<Self::Item>`.
    #[must_use]
    pub fn bound_args(&self, home: CrateId, def: DefId, subst: &Subst, trait_def: DefId, ty: &Ty) -> Option<Arc<[Ty]>> {
        let predicates = self.predicates(def);
        let is_for = |on: &Ty| on.subst(subst).strip_refs() == ty;
        let (_, bound) = predicates.iter().find(|(on, bound)| bound.def == trait_def && is_for(on))?;
        let mut table = Table::for_goal(self, home, FUEL, &[]);
        let arg = |arg: &Ty| {
            let arg = table.normalize(&arg.subst(subst));
            table.finish(&arg)
        };
        Some(bound.args.iter().map(arg).collect())
    }

    /// Whether a type certainly cannot be awaited.
    #[must_use]
    pub fn is_no_future(&self, home: CrateId, ty: &Ty) -> bool {
        let mut table = Table::for_goal(self, home, FUEL, &[]);
        let is_no = |trait_def| matches!(table.select(ty, trait_def, &Arc::default(), 1), Selection::No);
        !ty.has_param() && [self.lang.future, self.lang.into_future].into_iter().flatten().all(is_no)
    }

    /// The iterator over a value of this type; unknown if the type cannot be iterated over.
    #[must_use]
    pub fn iterator_over(&self, home: CrateId, ty: &Ty) -> Ty {
        let mut table = Table::for_goal(self, home, FUEL, &[]);
        let (iterator, _) = table.iteration(ty);
        table.finish(&iterator)
    }
}
