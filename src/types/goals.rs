//! Trait selection cached across bodies: the impl by which a type implements a trait. The same few goals recur thousands of times.
//!
//! A goal is canonicalized so that it does not depend on the body: free variables are numbered in order of occurrence. It is solved in its
//! own table with its own budget, so the answer depends neither on the order of queries nor on a body's remaining budget.

use super::TypeDb;
use super::table::Table;
use super::ty::{Ty, TyKind, TyVar};
use super::variables::VarKind;
use crate::names::{CrateId, DefId};
use smallvec::SmallVec;
use std::sync::Arc;

/// A trait goal in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Goal {
    self_ty: Ty,
    trait_def: DefId,
    args: Arc<[Ty]>,
    /// The kinds of its variables: entry `n` is for variable `n`.
    kinds: SmallVec<[VarKind; 4]>,
    /// The crate whose impls are always candidates.
    home: CrateId,
    /// The nesting depth of where-clauses; too deep a goal is not solved.
    depth: u32,
}

/// Which impl applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Answer {
    /// Not decided.
    #[default]
    Ambiguous,
    /// No impl applies.
    No,
    /// This impl applies.
    Impl(DefId),
}

/// Step budget of one goal. A goal that exceeds it stays undecided.
const GOAL_FUEL: u32 = 100_000;

/// The canonical form of types: variables by number.
#[derive(Default)]
struct Canonical {
    vars: SmallVec<[TyVar; 4]>,
    kinds: SmallVec<[VarKind; 4]>,
}

impl Canonical {
    /// `ty` must be resolved.
    fn ty(&mut self, ty: &Ty, table: &mut Table<'_, '_>) -> Ty {
        if !ty.has_infer() {
            return ty.clone();
        }
        if let TyKind::Infer(var) = ty.kind() {
            let Some(kind) = table.var_kind(ty) else { return Ty::unknown() };
            let root = table.root(*var);
            let at = self.vars.iter().position(|known| *known == root).unwrap_or_else(|| {
                self.vars.push(root);
                self.kinds.push(kind);
                self.vars.len() - 1
            });
            return Ty::infer(TyVar(u32::try_from(at).unwrap_or(u32::MAX)));
        }
        ty.map_children(&mut |child| self.ty(child, table))
    }
}

impl Table<'_, '_> {
    /// Which impl makes `self_ty` implement the trait. An answer that may depend on the body's assumed bounds is cached for that body only.
    pub(super) fn answer(&mut self, self_ty: &Ty, trait_def: DefId, args: &Arc<[Ty]>, depth: u32) -> Answer {
        let mut canonical = Canonical::default();
        let mut canon = |table: &mut Self, ty: &Ty| {
            let resolved = table.resolve(ty);
            canonical.ty(&resolved, table)
        };
        let goal_ty = canon(self, self_ty);
        let goal_args: Arc<[Ty]> = args.iter().map(|arg| canon(self, arg)).collect();
        let goal = Goal { self_ty: goal_ty, trait_def, args: goal_args, kinds: canonical.kinds, home: self.home, depth };
        let has_param = goal.self_ty.has_param() || goal.args.iter().any(Ty::has_param);
        if has_param && !self.env.predicates.is_empty() {
            if let Some(answer) = self.answers.get(&goal) {
                return *answer;
            }
            let answer = self.decide(self_ty, trait_def, args, depth);
            // A result cut short by the budget must not be cached.
            if !self.exhausted {
                self.answers.insert(goal, answer);
            }
            return answer;
        }
        let db = self.db;
        db.goals.get(goal.clone(), || db.solve(&goal))
    }
}

impl TypeDb<'_> {
    fn solve(&self, goal: &Goal) -> Answer {
        let mut table = Table::for_goal(self, goal.home, GOAL_FUEL, &goal.kinds);
        let answer = table.decide(&goal.self_ty, goal.trait_def, &goal.args, goal.depth);
        if table.exhausted { Answer::Ambiguous } else { answer }
    }
}
