//! Iterators that are built in one place and consumed in another: `let names = paths.map(read); spawn_blocking(move || names.collect())`.

use super::Place;
use super::walk::{Driven, Walker};
use crate::analysis::callbacks::{ADAPTORS, seen_through};
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Stmt};

/// Iterators that call a closure of their own for each item, in `rules/receivers.toml`.
const SOURCES: &str = "closure-iterators";

impl Walker<'_> {
    /// If the variable that holds an iterator is used only on another thread, the closures of the iterator run there.
    pub(super) fn lazy_chains(&mut self) {
        let body = self.body;
        let mut found: Vec<(PatId, ExprId)> = Vec::new();
        for expr in &body.exprs {
            let ExprKind::Block { stmts, .. } = &expr.kind else { continue };
            for stmt in stmts {
                if let Stmt::Let { pat, init: Some(init), .. } = stmt
                    && matches!(body.pats[*pat].kind, PatKind::Bind { sub: None, .. })
                    && (self.is_adaptor(*init) || self.is_lazy_source(*init))
                {
                    found.push((*pat, *init));
                }
            }
        }
        for (pat, init) in found {
            let mut uses = self.types.locals.iter().filter(|(_, local)| **local == pat).map(|(id, _)| self.places.exprs[*id]).peekable();
            let is_elsewhere = uses.peek().is_some() && uses.all(|place| matches!(place, Place::Offloaded | Place::TasksMovedAway));
            if is_elsewhere {
                self.run_at(init, Place::Offloaded);
            }
        }
    }

    /// Whether a call returns a lazy iterator over another iterator.
    fn is_adaptor(&self, call: ExprId) -> bool {
        let ty = &self.types.exprs[call];
        matches!(self.body.exprs[call].kind, ExprKind::MethodCall { .. })
            && ty.as_adt().is_some()
            && seen_through(self.db, self.catalogue, ty, Some(ADAPTORS)) != *ty
    }

    /// The closures of an iterator's adaptors, and that of the call that made it, run at `place`: those of `stream::iter(paths.into_iter().map(read))`
    /// on the executor.
    pub(super) fn run_at(&mut self, iterator: ExprId, place: Place) {
        let body = self.body;
        let mut at = iterator;
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
        let class = self.catalogue.receivers().class(SOURCES);
        let path = self.types.exprs[call].as_adt().map(|(def, _)| self.db.store.canonical_path(def));
        matches!(self.body.exprs[call].kind, ExprKind::Call { .. }) && class.zip(path).is_some_and(|(class, path)| class.has_type(&path))
    }
}
