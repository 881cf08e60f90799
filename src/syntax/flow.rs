//! Control flow: `if`, `match`, loops and jumps.

use super::body::{Cx, Done};
use super::exprs::label;
use super::lowerer::name_of;
use crate::facts::{Arm, BlockKind, ExprId, ExprKind, Name};
use syn::Expr;

impl Cx<'_, '_> {
    /// `if … else if … else …`, in a loop, so its length does not matter.
    pub(super) fn if_chain(&mut self, first: syn::ExprIf) -> Done {
        let mut clauses = Vec::new();
        let mut otherwise = None;
        let mut next = Some(first);
        while let Some(clause) = next.take() {
            let start = self.sp(clause.if_token.span);
            let cond = self.expr(*clause.cond);
            let then = self.block(clause.then_branch, BlockKind::Plain, None, None);
            clauses.push((start, cond.id, then));
            match clause.else_branch.map(|(_, branch)| *branch) {
                Some(Expr::If(branch)) => next = Some(branch),
                Some(branch) => otherwise = Some(self.expr(branch)),
                None => {}
            }
        }
        let mut done = otherwise;
        for (start, cond, then) in clauses.into_iter().rev() {
            let mut sp = start.cover(then.sp);
            if let Some(otherwise) = done {
                sp = sp.cover(otherwise.sp);
            }
            done = Some(self.add(ExprKind::If { cond, then: then.id, otherwise: done.map(|done| done.id) }, sp));
        }
        done.expect("there is at least the first clause")
    }

    pub(super) fn match_expr(&mut self, e: syn::ExprMatch) -> Done {
        let sp = self.sp(e.match_token.span).cover(self.sp(e.brace_token.span.close()));
        let scrutinee = self.expr(*e.expr).id;
        let mut arms = Vec::with_capacity(e.arms.len());
        for arm in e.arms {
            let (pat, guard) = Self::guarded(arm.pat);
            let (pat, _) = self.pat(pat);
            let guard = guard.map(|guard| self.expr(guard).id);
            let body = self.expr(*arm.body).id;
            let cfg = super::attrs::cfgs_of(&arm.attrs);
            if let Some(guard) = guard {
                self.under(cfg.clone(), guard);
            }
            self.under(cfg, body);
            arms.push(Arm { pat, guard, body });
        }
        self.add(ExprKind::Match { scrutinee, arms }, sp)
    }

    pub(super) fn looping(&mut self, expr: Expr) -> Done {
        match expr {
            Expr::While(e) => {
                let (label, start) = self.labelled(e.label.as_ref(), e.while_token.span);
                let cond = self.expr(*e.cond).id;
                let body = self.block(e.body, BlockKind::Plain, None, None);
                self.add(ExprKind::While { label, cond, body: body.id }, start.cover(body.sp))
            }
            Expr::Loop(e) => {
                let (label, start) = self.labelled(e.label.as_ref(), e.loop_token.span);
                let body = self.block(e.body, BlockKind::Plain, None, None);
                self.add(ExprKind::Loop { label, body: body.id }, start.cover(body.sp))
            }
            Expr::ForLoop(e) => {
                let (label, start) = self.labelled(e.label.as_ref(), e.for_token.span);
                let iter = self.expr(*e.expr).id;
                let (pat, _) = self.pat(*e.pat);
                let body = self.block(e.body, BlockKind::Plain, None, None);
                self.add(ExprKind::For { label, pat, iter, body: body.id }, start.cover(body.sp))
            }
            other => self.expr(other),
        }
    }

    fn labelled(&self, written: Option<&syn::Label>, keyword: proc_macro2::Span) -> (Option<Name>, super::spans::Sp) {
        match written.map(label) {
            Some((name, at)) => (Some(name), self.sp(at).cover(self.sp(keyword))),
            None => (None, self.sp(keyword)),
        }
    }

    pub(super) fn jump(&mut self, expr: Expr) -> Done {
        match expr {
            Expr::Return(e) => {
                let (value, sp) = self.after(e.return_token.span, e.expr);
                self.add(ExprKind::Return { value }, sp)
            }
            Expr::Yield(e) => {
                let (value, sp) = self.after(e.yield_token.span, e.expr);
                self.add(ExprKind::Yield { value }, sp)
            }
            Expr::Break(e) => {
                let (value, mut sp) = self.after(e.break_token.span, e.expr);
                let label = e.label.map(|label| {
                    sp = sp.cover(self.sp(label.ident.span()));
                    name_of(&label.ident)
                });
                self.add(ExprKind::Break { label, value }, sp)
            }
            Expr::Continue(e) => {
                let mut sp = self.sp(e.continue_token.span);
                let label = e.label.map(|label| {
                    sp = sp.cover(self.sp(label.ident.span()));
                    name_of(&label.ident)
                });
                self.add(ExprKind::Continue { label }, sp)
            }
            other => self.expr(other),
        }
    }

    fn after(&mut self, keyword: proc_macro2::Span, value: Option<Box<Expr>>) -> (Option<ExprId>, super::spans::Sp) {
        let start = self.sp(keyword);
        match value {
            None => (None, start),
            Some(value) => {
                let value = self.expr(*value);
                (Some(value.id), start.cover(value.sp))
            }
        }
    }
}
