//! Iterators that are built in one place and consumed in another: `let names = paths.map(read); spawn_blocking(move || names.collect())`.

use super::Place;
use super::walk::{Driven, Walker};
use crate::analysis::callbacks::{ADAPTORS, seen_through};
use crate::catalogue::Runs;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::types::Callee;

impl Walker<'_> {
    /// If the variable that holds an iterator is used only on another thread, the closures of the iterator's adaptors run there.
    pub(super) fn lazy_chains(&mut self) {
        let body = self.body;
        let mut found: Vec<(PatId, ExprId)> = Vec::new();
        for expr in &body.exprs {
            let ExprKind::Block { stmts, .. } = &expr.kind else { continue };
            for stmt in stmts {
                if let Stmt::Let { pat, init: Some(init), .. } = stmt
                    && matches!(body.pats[*pat].kind, PatKind::Bind { sub: None, .. })
                    && matches!(body.exprs[*init].kind, ExprKind::MethodCall { .. })
                    && self.is_adaptor(*init)
                {
                    found.push((*pat, *init));
                }
            }
        }
        for (pat, init) in found {
            let mut uses = self.types.locals.iter().filter(|(_, local)| **local == pat).map(|(id, _)| self.places.exprs[*id]).peekable();
            let is_elsewhere = uses.peek().is_some() && uses.all(|place| matches!(place, Place::Offloaded | Place::TasksMovedAway));
            if is_elsewhere {
                self.run_elsewhere(init);
            }
        }
    }

    /// Whether a call returns a lazy iterator over another iterator.
    fn is_adaptor(&self, call: ExprId) -> bool {
        let ty = &self.types.exprs[call];
        ty.as_adt().is_some() && seen_through(self.db, self.catalogue, ty, Some(ADAPTORS)) != *ty
    }

    /// The closures of the adaptors in an argument run where the call has the iterator run: `stream::iter(paths.into_iter().map(read))`.
    pub(super) fn run_by_executor(&mut self, arg: ExprId, place: Place) {
        let body = self.body;
        let mut at = arg;
        loop {
            let (next, args) = match &body.exprs[at].kind {
                ExprKind::MethodCall { receiver, args, .. } if self.is_adaptor(at) => (Some(*receiver), args),
                ExprKind::Call { args, .. } if self.is_lazy_source(at) => (None, args),
                _ => return,
            };
            for &arg in args {
                if let ExprKind::Closure { body: inner, is_async: false, .. } = &body.exprs[arg].kind {
                    self.walk(*inner, place, Driven::No);
                }
            }
            let Some(next) = next else { return };
            at = next;
        }
    }

    /// Whether a call makes an iterator that calls a closure for each item: `std::iter::from_fn`.
    fn is_lazy_source(&self, call: ExprId) -> bool {
        let Some(Callee::Fn(callee)) = self.types.callees.get(&call) else { return false };
        callee.def.krate == self.db.store.std() && self.known.runs(self.krate, callee.def, 0) == Some(Runs::Stored)
    }

    fn run_elsewhere(&mut self, init: ExprId) {
        let body = self.body;
        let mut at = init;
        while let ExprKind::MethodCall { receiver, args, .. } = &body.exprs[at].kind {
            if !self.is_adaptor(at) {
                break;
            }
            for &arg in args {
                if let ExprKind::Closure { body: inner, is_async: false, .. } = &body.exprs[arg].kind {
                    self.walk(*inner, Place::Offloaded, Driven::No);
                }
            }
            at = *receiver;
        }
    }
}
