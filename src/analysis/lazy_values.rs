//! Variables whose value a closure computes when they are first dereferenced: `let text = LazyCell::new(|| read(path)); text.len()`.
//!
//! Knows only initialisers written in the same body, and uses that certainly dereference.

use super::body::BodyView;
use super::edges::Target;
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Stmt, UnaryOp};
use crate::types::{Callee, Subst, Ty, TyKind};
use index_vec::IndexVec;
use std::cell::LazyCell;

impl BodyView<'_> {
    /// The uses of lazy variables that may be the first, each with the initialiser that it runs.
    pub(super) fn first_derefs(&self) -> Vec<(ExprId, Target)> {
        let parents = LazyCell::new(|| self.body.parents());
        let mut found = Vec::new();
        for expr in &self.body.exprs {
            let ExprKind::Block { stmts, .. } = &expr.kind else { continue };
            for stmt in stmts {
                if let Stmt::Let { pat, init: Some(init), .. } = stmt
                    && let Some((pat, target)) = self.lazy_variable(*pat, *init)
                {
                    let derefs = self.derefs(pat, &parents);
                    // A use in the same block, or in one around it, has run the initialiser before.
                    let is_first = |id: &ExprId| !derefs.iter().any(|before| before < id && self.runs_before(*before, *id, &parents));
                    found.extend(derefs.iter().filter(|id| is_first(id)).map(|id| (*id, target.clone())));
                }
            }
        }
        found
    }

    /// The variable that a `let` binds to a lazy value, and what initialises the value.
    fn lazy_variable(&self, pat: PatId, init: ExprId) -> Option<(PatId, Target)> {
        let PatKind::Bind { by_ref: false, sub: None, .. } = self.binding(pat) else { return None };
        let ExprKind::Call { args, .. } = &self.body.exprs[init].kind else { return None };
        let [given] = args[..] else { return None };
        if !self.known.roles_of(self.def.krate, self.types.callees.get(&init)?).contains(&Role::FillOnce) {
            return None;
        }
        let target = match (&self.body.exprs[given].kind, self.types.exprs[given].kind()) {
            (ExprKind::Closure { is_async: false, .. }, _) => Target { closure: Some(given), ..Target::certain(self.def, Subst::empty()) },
            (_, TyKind::FnDef(def, subst)) => Target::certain(*def, subst.clone()),
            _ => return None,
        };
        Some((self.bound_pat(pat), target))
    }

    fn bound_pat(&self, pat: PatId) -> PatId {
        match self.body.pats[pat].kind {
            PatKind::Typed { pat, .. } => self.bound_pat(pat),
            _ => pat,
        }
    }

    fn binding(&self, pat: PatId) -> &PatKind {
        &self.body.pats[self.bound_pat(pat)].kind
    }

    /// The uses of a lazy variable that dereference it, in source order.
    fn derefs(&self, pat: PatId, parents: &IndexVec<ExprId, Option<ExprId>>) -> Vec<ExprId> {
        let mut found: Vec<ExprId> = self
            .types
            .locals
            .iter()
            .filter(|(id, local)| **local == pat && self.is_dereferenced(**id, parents))
            .map(|(id, _)| *id)
            .collect();
        found.sort();
        found
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

    /// Whether an expression has always run when a later one does: the blocks and branches around it are around the other as well.
    fn runs_before(&self, before: ExprId, later: ExprId, parents: &IndexVec<ExprId, Option<ExprId>>) -> bool {
        let exprs = &self.body.exprs;
        let (mut at, span) = (before, exprs[later].span);
        while let Some(parent) = parents[at] {
            let is_optional = match &exprs[parent].kind {
                ExprKind::If { cond, .. } => *cond != at,
                ExprKind::Match { scrutinee, .. } => *scrutinee != at,
                ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::Closure { .. } => true,
                ExprKind::For { iter, .. } => *iter != at,
                ExprKind::Binary { rhs, .. } => *rhs == at,
                ExprKind::Block { kind, .. } => matches!(kind, crate::facts::BlockKind::Async { .. }),
                _ => false,
            };
            if is_optional {
                return exprs[at].span.contains(span);
            }
            at = parent;
        }
        true
    }
}
