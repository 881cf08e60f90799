//! Which of several blanket impls applies: their bounds decide.

use super::methods::Pick;
use super::select::Selection;
use super::subst::Subst;
use super::table::Table;

impl Table<'_, '_> {
    /// Of methods of several traits in scope, keeps those whose impl may apply; if only one certainly applies, that one. Code that compiles can call
    /// only one of them.
    pub(super) fn keep_applicable(&mut self, picks: &mut Vec<(Pick, bool)>) {
        let applies: Vec<Option<bool>> = picks.iter().map(|(pick, _)| self.applies(pick)).collect();
        let is_certain = applies.iter().filter(|one| **one == Some(true)).count() == 1;
        let mut applies = applies.into_iter();
        picks.retain(|_| applies.next().flatten().unwrap_or(!is_certain));
    }

    /// Whether the bounds of the impl that has a method hold; `None` if that is unknown.
    fn applies(&mut self, pick: &Pick) -> Option<bool> {
        let trait_def = self.db.store.def(pick.def).parent?;
        let args = self.fresh_args(self.db.generics(trait_def).params.len().saturating_sub(1));
        let mut applies = None;
        self.probe(|table| {
            let Selection::Impl(imp, args) = table.select(&pick.self_ty, trait_def, &args, 0) else { return false };
            let subst = Subst::of(imp, args);
            let Some(header) = table.db.self_ty(imp) else { return false };
            let header = table.normalize(&header.subst(&subst));
            if !table.unify(&header, &pick.self_ty) {
                return false;
            }
            applies = Some(true);
            for (ty, bound) in table.db.predicates(imp).iter() {
                match table.select(&ty.subst(&subst), bound.def, &bound.subst(&subst).args, 3) {
                    Selection::No => applies = Some(false),
                    Selection::Ambiguous if applies == Some(true) => applies = None,
                    _ => {}
                }
            }
            false
        });
        applies
    }
}
