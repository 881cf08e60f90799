//! Replaces inferred variables in types by their values.
//!
//! A variable's type may occur many times in another type: `let b = (a, a); let c = (b, b); …` makes a tree of 2^n parts out of n types. So
//! each walk visits a shared part once.

use super::subst::Subst;
use super::table::Table;
use super::ty::{Ty, TyKind, TyVar};
use super::variables::VarKind;
use crate::names::{DefId, PrimTy};
use rustc_hash::{FxHashMap, FxHashSet};

/// Types nested deeper than this count as infinite.
const MAX_DEPTH: u32 = 60;

/// After this many visits a walk starts to remember the parts it has visited.
const FEW: u32 = 32;

/// The replacements of parts in one walk.
#[derive(Default)]
struct Replaced {
    visits: u32,
    by_part: FxHashMap<Ty, Ty>,
}

impl Replaced {
    fn get(&mut self, part: &Ty) -> Option<Ty> {
        self.visits += 1;
        if self.visits > FEW { self.by_part.get(part).cloned() } else { None }
    }

    fn add(&mut self, part: &Ty, replaced: &Ty) {
        if self.visits > FEW {
            self.by_part.insert(part.clone(), replaced.clone());
        }
    }
}

impl Table<'_, '_> {
    /// Replaces all variables that have a value.
    pub(super) fn resolve(&mut self, ty: &Ty) -> Ty {
        self.replaced(ty, |_, free| free.clone(), &mut Replaced::default())
    }

    /// Replaces all variables: free integers become `i32`, free floats `f64`, others unknown.
    pub(super) fn finish(&mut self, ty: &Ty) -> Ty {
        let default = |table: &mut Self, free: &Ty| match table.var_kind(free) {
            Some(VarKind::Integer) => Ty::prim(PrimTy::I32),
            Some(VarKind::Float) => Ty::prim(PrimTy::F64),
            _ => Ty::unknown(),
        };
        self.replaced(ty, default, &mut Replaced::default())
    }

    /// Replaces variables by their values, and free ones by what `free` makes of them.
    fn replaced(&mut self, ty: &Ty, free: fn(&mut Self, &Ty) -> Ty, replaced: &mut Replaced) -> Ty {
        if !ty.has_infer() {
            return ty.clone();
        }
        if let Some(known) = replaced.get(ty) {
            return known;
        }
        if !self.step() {
            return Ty::unknown();
        }
        let shallow = self.shallow(ty);
        if matches!(shallow.kind(), TyKind::Infer(_)) {
            return free(self, &shallow);
        }
        let result = shallow.map_children(&mut |child| self.replaced(child, free, replaced));
        replaced.add(ty, &result);
        result
    }

    pub(super) fn finish_subst(&mut self, subst: &Subst, owners: &[DefId]) -> Subst {
        let mut out = Subst::empty();
        for &owner in owners {
            if let Some(args) = subst.args(owner) {
                let args = args.clone();
                out.push(owner, args.iter().map(|arg| self.finish(arg)).collect());
            }
        }
        out
    }

    /// Whether the variable occurs in the type; true if the type is nested too deeply.
    pub(super) fn occurs(&mut self, var: TyVar, ty: &Ty) -> bool {
        let (mut open, mut seen, mut visits) = (vec![(ty.clone(), 0)], FxHashSet::default(), 0);
        while let Some((ty, depth)) = open.pop() {
            if !ty.has_infer() {
                continue;
            }
            visits += 1;
            if visits > FEW && !seen.insert(ty.clone()) {
                continue;
            }
            if depth > MAX_DEPTH {
                return true;
            }
            let shallow = self.shallow(&ty);
            if let TyKind::Infer(other) = shallow.kind() {
                if self.is_same(var, *other) {
                    return true;
                }
                continue;
            }
            shallow.kind().for_each_child(&mut |child| open.push((child.clone(), depth + 1)));
        }
        false
    }
}
