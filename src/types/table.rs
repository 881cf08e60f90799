//! Type variables of one body: union-find, unification, pending obligations, and the step budget.

use super::TypeDb;
use super::env::ParamEnv;
use super::goals::{Answer, Goal};
use super::project::GroundProjection;
use super::ty::{Mutability, TraitRef, Ty, TyKind, TyVar};
use super::variables::{Key, VarKind, VarValue, is_integer};
use crate::facts::Name;
use crate::names::{DefId, PrimTy};
use ena::unify::InPlaceUnificationTable;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// An obligation, to be settled once more is known.
#[derive(Clone, Debug)]
pub(super) enum Obligation {
    /// `ty: bound`, bindings included.
    Bound { ty: Ty, bound: TraitRef },
    /// `<args[0] as trait>::name == target`.
    Projects { trait_def: DefId, name: Name, args: Arc<[Ty]>, target: Ty },
}

/// The variables and assumptions of one inference.
pub(super) struct Table<'a, 's> {
    pub(super) db: &'a TypeDb<'s>,
    pub(super) env: Arc<ParamEnv>,
    /// The crate whose body is inferred: impls in it are always candidates.
    pub(super) home: crate::names::CrateId,
    vars: InPlaceUnificationTable<Key>,
    pub(super) pending: Vec<Obligation>,
    fuel: u32,
    pub(super) exhausted: bool,
    /// Selection results that may depend on the body's assumed bounds.
    pub(super) answers: FxHashMap<Goal, Answer>,
    /// Projections without variables that may depend on those bounds.
    pub(super) projected: FxHashMap<GroundProjection, Ty>,
}

/// Step budget per body. A large real fn takes tens of thousands of steps.
const FUEL: u32 = 1_500_000;

impl<'a, 's> Table<'a, 's> {
    pub(super) fn new(db: &'a TypeDb<'s>, env: Arc<ParamEnv>, home: crate::names::CrateId) -> Self {
        Self {
            db,
            env,
            home,
            vars: InPlaceUnificationTable::new(),
            pending: Vec::new(),
            fuel: FUEL,
            exhausted: false,
            answers: FxHashMap::default(),
            projected: FxHashMap::default(),
        }
    }

    /// A table for one goal that no assumed bounds affect; its first variables have these kinds.
    pub(super) fn for_goal(db: &'a TypeDb<'s>, home: crate::names::CrateId, fuel: u32, kinds: &[VarKind]) -> Self {
        let mut table = Self { fuel, ..Self::new(db, Arc::default(), home) };
        for kind in kinds {
            table.fresh_of(*kind);
        }
        table
    }

    /// The representative of the variable's equivalence class.
    pub(super) fn root(&mut self, var: TyVar) -> TyVar {
        TyVar(self.vars.find(Key(var.0)).0)
    }

    /// Uses up one step; false once the budget is exhausted, and then every type is unknown.
    pub(super) fn step(&mut self) -> bool {
        if self.fuel == 0 {
            self.exhausted = true;
            return false;
        }
        self.fuel -= 1;
        true
    }

    pub(super) fn fresh(&mut self) -> Ty {
        self.fresh_of(VarKind::General)
    }

    pub(super) fn fresh_of(&mut self, kind: VarKind) -> Ty {
        let key = self.vars.new_key(VarValue::Free(kind));
        Ty::infer(TyVar(key.0))
    }

    pub(super) fn fresh_args(&mut self, count: usize) -> Arc<[Ty]> {
        (0..count).map(|_| self.fresh()).collect()
    }

    /// The type behind a variable, if it is known: only the outermost constructor is looked at.
    pub(super) fn shallow(&mut self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        for _ in 0..64 {
            let TyKind::Infer(var) = ty.kind() else { break };
            // A variable created in a rolled-back probe no longer exists.
            if var.0 as usize >= self.vars.len() {
                return Ty::unknown();
            }
            match self.vars.probe_value(Key(var.0)) {
                VarValue::Known(known) => ty = known,
                VarValue::Free(_) => break,
            }
        }
        ty
    }

    /// The kind of a free variable; `None` for any other type.
    pub(super) fn var_kind(&mut self, ty: &Ty) -> Option<VarKind> {
        match ty.kind() {
            TyKind::Infer(var) if (var.0 as usize) < self.vars.len() => match self.vars.probe_value(Key(var.0)) {
                VarValue::Free(kind) => Some(kind),
                VarValue::Known(_) => None,
            },
            _ => None,
        }
    }

    /// Whether two variables are known to be equal.
    pub(super) fn is_same(&mut self, a: TyVar, b: TyVar) -> bool {
        self.vars.unioned(Key(a.0), Key(b.0))
    }

    /// How many variables there are.
    pub(super) fn var_count(&self) -> usize {
        self.vars.len()
    }

    /// Runs `f` and rolls back its unifications unless it returns true.
    pub(super) fn probe(&mut self, f: impl FnOnce(&mut Self) -> bool) -> bool {
        let snapshot = self.vars.snapshot();
        let pending = self.pending.len();
        let ok = f(self);
        if ok {
            self.vars.commit(snapshot);
        } else {
            self.vars.rollback_to(snapshot);
            self.pending.truncate(pending);
        }
        ok
    }

    /// Unifies two types; false if that is impossible. Unknown unifies with anything. On `false` some variables may have been bound; use
    /// `try_unify` where that matters.
    pub(super) fn unify(&mut self, a: &Ty, b: &Ty) -> bool {
        if !self.step() {
            return true;
        }
        let (a, b) = (self.shallow(a), self.shallow(b));
        if a == b {
            return true;
        }
        match (a.kind(), b.kind()) {
            (TyKind::Unknown, _) | (_, TyKind::Unknown) => true,
            (TyKind::Infer(x), TyKind::Infer(y)) => {
                self.vars.union(Key(x.0), Key(y.0));
                true
            }
            (TyKind::Infer(var), _) => self.bind(*var, &b),
            (_, TyKind::Infer(var)) => self.bind(*var, &a),
            (TyKind::Projection(..), _) => self.unify_projection(&a, &b),
            (_, TyKind::Projection(..)) => self.unify_projection(&b, &a),
            (TyKind::Adt(x, xs), TyKind::Adt(y, ys)) => x == y && self.unify_all(xs, ys),
            (TyKind::External(x, xs), TyKind::External(y, ys)) => x == y && (xs.len() != ys.len() || self.unify_all(xs, ys)),
            (TyKind::Ref(m, x), TyKind::Ref(n, y)) | (TyKind::Ptr(m, x), TyKind::Ptr(n, y)) => m == n && self.unify(x, y),
            (TyKind::Slice(x), TyKind::Slice(y)) | (TyKind::Array(x), TyKind::Array(y)) | (TyKind::Future(x), TyKind::Future(y)) => {
                self.unify(x, y)
            }
            (TyKind::Tuple(xs), TyKind::Tuple(ys)) => self.unify_all(xs, ys),
            (TyKind::FnPtr(xs, x), TyKind::FnPtr(ys, y)) => self.unify_all(xs, ys) && self.unify(x, y),
            (TyKind::Dyn(xs), TyKind::Dyn(ys)) => match (xs.first(), ys.first()) {
                (Some(x), Some(y)) => {
                    let (x, y) = (x.clone(), y.clone());
                    x.def == y.def && self.unify_all(&x.args, &y.args) && {
                        for (name, ty) in x.bindings.iter() {
                            if let Some((_, other)) = y.bindings.iter().find(|(other, _)| other == name) {
                                self.unify(ty, other);
                            }
                        }
                        true
                    }
                }
                _ => true,
            },
            (TyKind::FnDef(x, xs), TyKind::FnDef(y, ys)) => {
                x == y && {
                    let pairs: Vec<_> = xs.iter().cloned().zip(ys.iter().cloned()).collect();
                    pairs.iter().all(|(x, y)| self.unify(x, y))
                }
            }
            (TyKind::Opaque(x, i, xs), TyKind::Opaque(y, j, ys)) => {
                x == y && i == j && {
                    let pairs: Vec<_> = xs.iter().cloned().zip(ys.iter().cloned()).collect();
                    pairs.iter().all(|(x, y)| self.unify(x, y))
                }
            }
            (TyKind::Closure(x), TyKind::Closure(y)) => x.owner == y.owner && x.expr == y.expr,
            _ => false,
        }
    }

    fn unify_all(&mut self, xs: &Arc<[Ty]>, ys: &Arc<[Ty]>) -> bool {
        xs.len() == ys.len() && xs.iter().zip(ys.iter()).all(|(x, y)| self.unify(x, y))
    }

    fn unify_projection(&mut self, projection: &Ty, other: &Ty) -> bool {
        let normal = self.normalize(projection);
        if matches!(normal.kind(), TyKind::Projection(..)) {
            // Still ambiguous: equal projections unify, others stay undecided.
            if let (TyKind::Projection(a, n, xs), TyKind::Projection(b, m, ys)) = (normal.kind(), other.kind())
                && a == b
                && n == m
            {
                return self.unify_all(&xs.clone(), &ys.clone());
            }
            return !other.has_param() && !normal.has_param();
        }
        self.unify(&normal, other)
    }

    fn bind(&mut self, var: TyVar, ty: &Ty) -> bool {
        match self.vars.probe_value(Key(var.0)) {
            VarValue::Free(VarKind::Integer) if !is_integer(ty) => return false,
            VarValue::Free(VarKind::Float) if !matches!(ty.kind(), TyKind::Prim(PrimTy::F32 | PrimTy::F64)) => return false,
            _ => {}
        }
        if self.occurs(var, ty) {
            return false;
        }
        self.vars.union_value(Key(var.0), VarValue::Known(ty.clone()));
        true
    }

    /// Unifies two types, or changes nothing.
    pub(super) fn try_unify(&mut self, a: &Ty, b: &Ty) -> bool {
        self.probe(|table| table.unify(a, b))
    }

    /// `from` is used where `to` is expected: reborrows, unsizing and `!` are allowed.
    pub(super) fn coerce(&mut self, from: &Ty, to: &Ty) {
        let (from, to) = (self.shallow(from), self.shallow(to));
        match (from.kind(), to.kind()) {
            (TyKind::Never, _) => {}
            (TyKind::Ref(m, x), TyKind::Ref(n, y)) => {
                if m != n && *n == Mutability::Mutable {
                    return;
                }
                if self.try_unify(x, y) {
                    return;
                }
                let (mut current, y) = (x.clone(), y.clone());
                for _ in 0..8 {
                    let Some(next) = self.deref_once(&current) else { break };
                    if self.try_unify(&next, &y) {
                        return;
                    }
                    current = next;
                }
                if let (TyKind::Array(x), TyKind::Slice(y)) = (self.shallow(x).kind().clone(), self.shallow(&y).kind().clone()) {
                    self.try_unify(&x, &y);
                }
            }
            (TyKind::Ref(Mutability::Mutable, x), TyKind::Ptr(_, y)) | (TyKind::Ref(_, x), TyKind::Ptr(Mutability::Shared, y)) => {
                self.try_unify(x, y);
            }
            (TyKind::Closure(closure), TyKind::FnPtr(params, ret)) => {
                for (x, y) in closure.params.iter().zip(params.iter()) {
                    self.unify(x, y);
                }
                self.unify(&closure.ret, ret);
            }
            _ => {
                self.try_unify(&from, &to);
            }
        }
    }
}

/// The type with variables from a rolled-back probe replaced by unknown; `count` is the number of variables that exist.
pub(super) fn without_lost(ty: &Ty, count: usize) -> Ty {
    match ty.kind() {
        TyKind::Infer(var) if var.0 as usize >= count => Ty::unknown(),
        _ if ty.has_infer() => ty.map_children(&mut |child| without_lost(child, count)),
        _ => ty.clone(),
    }
}
