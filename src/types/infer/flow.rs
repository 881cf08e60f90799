//! Blocks, statements, branches and loops.

use super::{Infer, LoopFrame, Reached};
use crate::facts::{Arm, ExprId, Name, PatId, ScopeId, Stmt, TypeRef};
use crate::types::subst::Subst;
use crate::types::ty::{Ty, TyKind};
use std::sync::Arc;

impl Infer<'_, '_> {
    pub(super) fn block(&mut self, scope: Option<ScopeId>, stmts: &[Stmt], tail: Option<ExprId>, expected: Option<&Ty>) -> Ty {
        let pushed = scope.map(|scope| self.db.store.def_of_scope(self.def.krate, self.file.id, scope));
        self.scopes.extend(pushed);
        let ty = self.frame(|this| {
            let mut diverges = false;
            for stmt in stmts {
                match stmt {
                    Stmt::Let { pat, ty, init, otherwise, .. } => this.let_stmt(*pat, ty.as_ref(), *init, *otherwise),
                    Stmt::Expr { expr, semi, .. } => {
                        let unit = Ty::unit();
                        let ty = this.expr(*expr, (!semi).then_some(&unit));
                        diverges |= this.table.shallow(&ty).is_never();
                    }
                    Stmt::Item(_) => {}
                }
            }
            match tail {
                Some(tail) => this.expr(tail, expected),
                None if diverges => Ty::never(),
                None => Ty::unit(),
            }
        });
        if pushed.is_some() {
            self.scopes.pop();
        }
        ty
    }

    fn let_stmt(&mut self, pat: PatId, ty: Option<&TypeRef>, init: Option<ExprId>, otherwise: Option<ExprId>) {
        let declared = ty.map(|ty| self.lower(ty));
        let value = match (init, &declared) {
            (Some(init), Some(declared)) => {
                self.expr_coerce(init, declared);
                declared.clone()
            }
            (Some(init), None) => {
                let ty = self.expr(init, None);
                if ty.is_never() { self.table.fresh() } else { ty }
            }
            (None, Some(declared)) => declared.clone(),
            (None, None) => self.table.fresh(),
        };
        if let Some(otherwise) = otherwise {
            self.expr(otherwise, None);
        }
        self.pat(pat, &value);
    }

    pub(super) fn if_expr(&mut self, cond: ExprId, then: ExprId, otherwise: Option<ExprId>, expected: Option<&Ty>) -> Ty {
        let then_ty = self.frame(|this| {
            this.expr(cond, None);
            this.expr(then, expected)
        });
        let Some(otherwise) = otherwise else { return Ty::unit() };
        let result = self.branch_result(expected);
        self.table.coerce(&then_ty, &result);
        let else_ty = self.expr(otherwise, Some(&result));
        self.table.coerce(&else_ty, &result);
        self.merged(&result, &[then_ty, else_ty])
    }

    pub(super) fn match_expr(&mut self, scrutinee: ExprId, arms: &[Arm], expected: Option<&Ty>) -> Ty {
        let ty = self.expr(scrutinee, None);
        let result = self.branch_result(expected);
        let mut types = Vec::with_capacity(arms.len());
        for arm in arms {
            self.frame(|this| {
                this.pat(arm.pat, &ty);
                if let Some(guard) = arm.guard {
                    this.expr(guard, None);
                }
                let arm_ty = this.expr(arm.body, Some(&result));
                this.table.coerce(&arm_ty, &result);
                types.push(arm_ty);
            });
        }
        self.merged(&result, &types)
    }

    /// The type that branches are coerced to: the expected type if known, else a variable.
    fn branch_result(&mut self, expected: Option<&Ty>) -> Ty {
        match expected {
            Some(expected) => {
                let shallow = self.table.shallow(expected);
                let usable = !matches!(shallow.kind(), TyKind::Unknown | TyKind::Param(..) | TyKind::Dyn(_) | TyKind::Opaque(..));
                if usable { shallow } else { self.table.fresh() }
            }
            None => self.table.fresh(),
        }
    }

    /// All branches diverge: so does the whole.
    fn merged(&mut self, result: &Ty, branches: &[Ty]) -> Ty {
        if !branches.is_empty() && branches.iter().all(|ty| self.table.shallow(ty).is_never()) { Ty::never() } else { result.clone() }
    }

    pub(super) fn looped<R>(&mut self, label: Option<Name>, run: impl FnOnce(&mut Self) -> R) -> (R, LoopFrame) {
        let value = self.table.fresh();
        self.loops.push(LoopFrame { label, value, breaks: false });
        let result = run(self);
        let frame = self.loops.pop().unwrap_or(LoopFrame { label, value: Ty::unknown(), breaks: true });
        (result, frame)
    }

    pub(super) fn break_expr(&mut self, label: Option<Name>, value: Option<ExprId>) {
        let at = match label {
            Some(label) => self.loops.iter().rposition(|frame| frame.label == Some(label)),
            None => self.loops.len().checked_sub(1),
        };
        let target = at.and_then(|at| self.loops.get_mut(at)).map(|frame| {
            frame.breaks = true;
            frame.value.clone()
        });
        match (value, target) {
            (Some(value), Some(target)) => {
                self.expr_coerce(value, &target);
            }
            (Some(value), None) => {
                self.expr(value, None);
            }
            (None, Some(target)) => self.table.coerce(&Ty::unit(), &target),
            (None, None) => {}
        }
    }

    pub(super) fn for_loop(&mut self, id: ExprId, label: Option<Name>, pat: PatId, iter: ExprId, body: ExprId) -> Ty {
        let ty = self.expr(iter, None);
        self.table.settle_pending();
        let (iterator, item) = self.table.iteration(&ty);
        if let Some(trait_def) = self.db.lang.iterator
            && let Some(next) = self.db.trait_method(trait_def, Name::new("next"))
        {
            self.callees.insert(id, Reached::Fn(next, Subst::of(trait_def, Arc::new([iterator]))));
        }
        self.looped(label, |this| {
            this.frame(|this| {
                this.pat(pat, &item);
                this.expr(body, None);
            });
        });
        Ty::unit()
    }
}
