//! Variables whose value a closure computes when they are first dereferenced: `let text = LazyCell::new(|| read(path)); text.len()`.
//!
//! Knows only initialisers written in the same body, and uses that certainly dereference.

use super::super::body::BodyView;
use super::super::edges::Target;
use crate::catalogue::Role;
use crate::facts::{BinaryOp, BlockKind, ExprId, ExprKind, PatId, PatKind, Stmt, UnaryOp};
use crate::types::{Callee, Subst, Ty, TyKind};
use index_vec::IndexVec;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The uses of lazy variables that may be the first, each with the initialiser that it runs.
pub(in crate::analysis) type FirstDerefs = FxHashMap<ExprId, Target>;

impl BodyView<'_> {
    /// The uses of lazy variables in this body; computed once per body.
    pub(in crate::analysis) fn first_derefs(&self) -> Arc<FirstDerefs> {
        self.known.first_derefs.get(self.def, || Arc::new(self.find_first_derefs()))
    }

    fn find_first_derefs(&self) -> FirstDerefs {
        let mut variables: FxHashMap<PatId, Variable> = FxHashMap::default();
        for (block, expr) in self.body.exprs.iter_enumerated() {
            let ExprKind::Block { stmts, .. } = &expr.kind else { continue };
            for stmt in stmts {
                if let Stmt::Let { pat, init: Some(init), .. } = stmt
                    && let Some((pat, initialiser)) = self.lazy_variable(*pat, *init)
                {
                    variables.insert(pat, Variable { block, initialiser, derefs: Vec::new() });
                }
            }
        }
        if variables.is_empty() {
            return FirstDerefs::default();
        }
        let parents = self.parents();
        for (id, pat) in &self.types.locals {
            if let Some(variable) = variables.get_mut(pat).filter(|_| self.is_dereferenced(*id, parents)) {
                variable.derefs.push(*id);
            }
        }
        let mut found = FirstDerefs::default();
        for variable in variables.values() {
            found.extend(self.first(variable, parents).into_iter().map(|id| (id, variable.initialiser.clone())));
        }
        found
    }

    /// The uses before which no other use has certainly or possibly run. The order of evaluation is taken to be that of the source.
    fn first(&self, variable: &Variable, parents: &IndexVec<ExprId, Option<ExprId>>) -> Vec<ExprId> {
        let span = |id: ExprId| self.body.exprs[id].span;
        let mut derefs = variable.derefs.clone();
        derefs.sort_by_key(|id| span(*id).start);
        // Where the branch ends in which an earlier use has run the initialiser. Branches contain each other or are apart.
        let mut initialised_until = 0;
        let is_first = |id: &ExprId| {
            if span(*id).start < initialised_until {
                return false;
            }
            initialised_until = self.branch_around(*id, variable.block, parents).map_or(u32::MAX, |branch| span(branch).end);
            true
        };
        derefs.into_iter().filter(is_first).collect()
    }

    /// The variable that a `let` binds to a lazy value, and what initialises the value.
    fn lazy_variable(&self, pat: PatId, init: ExprId) -> Option<(PatId, Target)> {
        let pat = self.bound_pat(pat);
        let PatKind::Bind { by_ref: false, sub: None, .. } = self.body.pats[pat].kind else { return None };
        let ExprKind::Call { args, .. } = &self.body.exprs[init].kind else { return None };
        let [given] = args[..] else { return None };
        if !self.plays(init, Role::FillOnce) {
            return None;
        }
        let target = match (&self.body.exprs[given].kind, self.types.exprs[given].kind()) {
            (ExprKind::Closure { is_async: false, .. }, _) => Target { closure: Some(given), ..Target::certain(self.def, Subst::empty()) },
            (_, TyKind::FnDef(def, subst)) => Target::certain(*def, subst.clone()),
            _ => return None,
        };
        Some((pat, target))
    }

    fn is_dereferenced(&self, id: ExprId, parents: &IndexVec<ExprId, Option<ExprId>>) -> bool {
        let Some(parent) = parents[id] else { return false };
        let lazy = self.types.exprs[id].strip_refs();
        match &self.body.exprs[parent].kind {
            ExprKind::Field { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. } => true,
            ExprKind::MethodCall { receiver, .. } => match self.types.callees.get(&parent) {
                Some(Callee::Fn(callee)) if *receiver == id => callee.self_ty.as_ref().is_some_and(|ty| ty.strip_refs() != lazy),
                _ => false,
            },
            ExprKind::Ref { .. } => self.is_passed_dereferenced(parent, parents),
            _ => false,
        }
    }

    /// `LazyCell::force(&text)`, `let text: &str = &text`, and `show(&text)` with a parameter of the type inside.
    fn is_passed_dereferenced(&self, reference: ExprId, parents: &IndexVec<ExprId, Option<ExprId>>) -> bool {
        let Some(around) = parents[reference] else { return false };
        let lazy = self.db.pointed_adt(&self.types.exprs[reference]);
        let is_other = |ty: &Ty| match self.db.pointee(ty).kind() {
            TyKind::Prim(_) | TyKind::Slice(_) => true,
            TyKind::Adt(def, _) => lazy != Some(*def),
            _ => false,
        };
        if let ExprKind::Block { stmts, .. } = &self.body.exprs[around].kind {
            let is_it = |stmt: &&Stmt| matches!(stmt, Stmt::Let { init, .. } if *init == Some(reference));
            return match stmts.iter().find(is_it) {
                Some(Stmt::Let { pat, ty: Some(_), .. }) => is_other(&self.types.pats[self.bound_pat(*pat)]),
                _ => false,
            };
        }
        let (_, args) = self.receiver_and_args(around);
        let (Some(Callee::Fn(callee)), Some(index)) = (self.types.callees.get(&around), args.iter().position(|arg| *arg == reference))
        else {
            return false;
        };
        if self.known.roles(self.def.krate, callee.def).contains(&Role::ForceLazy) {
            return true;
        }
        let param = self.db.fn_sig(callee.def).and_then(|sig| sig.params.get(index).cloned());
        param.is_some_and(|param| is_other(&param))
    }

    /// The innermost branch around an expression in the variable's block, which may be skipped; `None` if it always runs, or if it is inside a
    /// closure or async block, which may run at any time.
    fn branch_around(&self, id: ExprId, block: ExprId, parents: &IndexVec<ExprId, Option<ExprId>>) -> Option<ExprId> {
        let exprs = &self.body.exprs;
        let mut found = None;
        let mut at = id;
        while let Some(parent) = parents[at].filter(|_| at != block) {
            let is_optional = match &exprs[parent].kind {
                ExprKind::If { cond, .. } => *cond != at,
                ExprKind::Match { scrutinee, .. } => *scrutinee != at,
                ExprKind::While { .. } | ExprKind::Loop { .. } => true,
                ExprKind::For { iter, .. } => *iter != at,
                ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, rhs, .. } => *rhs == at,
                ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => return None,
                _ => false,
            };
            if is_optional && found.is_none() {
                found = Some(at);
            }
            at = parent;
        }
        found
    }
}

/// A variable with a lazy value.
struct Variable {
    /// The block with its `let`.
    block: ExprId,
    initialiser: Target,
    /// The uses that dereference it.
    derefs: Vec<ExprId>,
}
