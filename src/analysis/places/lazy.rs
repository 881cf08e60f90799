//! Iterators that are built in one place and consumed in another: `let names = paths.map(read); spawn_blocking(move || names.collect())`.

use super::Place;
use super::walk::{Driven, Walker};
use crate::analysis::dispatch::callbacks::{ADAPTORS, seen_through};
use crate::facts::{BlockKind, ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::types::Callee;

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
        if matches!(self.places.exprs[body.root], Place::Async(_)) {
            self.returned_chains();
        }
    }

    /// An iterator that an async fn returns runs its closures where the caller iterates.
    fn returned_chains(&mut self) {
        let body = self.body;
        let own = self.places.exprs[body.root];
        let returns = body.exprs.iter_enumerated().filter(|(id, _)| self.places.exprs[*id] == own);
        let mut open: Vec<ExprId> =
            returns.filter_map(|(_, expr)| if let ExprKind::Return { value } = expr.kind { value } else { None }).collect();
        open.push(body.root);
        while let Some(at) = open.pop() {
            match &body.exprs[at].kind {
                ExprKind::Block { kind: BlockKind::Plain, tail, .. } => open.extend(tail),
                ExprKind::If { then, otherwise, .. } => open.extend([Some(*then), *otherwise].into_iter().flatten()),
                ExprKind::Match { arms, .. } => open.extend(arms.iter().map(|arm| arm.body)),
                // `Box::new(iterator)`, `Ok(iterator)`
                ExprKind::Call { args, .. } if args.len() == 1 && !self.is_lazy_source(at) && self.holds_argument(at) => open.push(args[0]),
                ExprKind::Path(_) => open.extend(self.only_moved(at)),
                _ => self.run_at(at, Place::Unsure),
            }
        }
    }

    /// Whether a call only puts its argument into a pointer, variant or struct.
    fn holds_argument(&self, call: ExprId) -> bool {
        let is_pointer =
            || self.types.exprs[call].as_adt().is_some_and(|(def, _)| Some(def) == self.db.lang.boxed || Some(def) == self.db.lang.pin);
        matches!(self.types.callees.get(&call), Some(Callee::Constructor(_))) || is_pointer()
    }

    /// The initial value of a variable that is mentioned only here.
    fn only_moved(&self, mention: ExprId) -> Option<ExprId> {
        let pat = *self.types.locals.get(&mention)?;
        let is_only = self.types.locals.iter().filter(|(_, local)| **local == pat).count() == 1;
        let inits =
            self.body.exprs.iter().filter_map(|expr| if let ExprKind::Block { stmts, .. } = &expr.kind { Some(stmts) } else { None });
        let mut inits = inits.flatten().filter_map(|stmt| match stmt {
            Stmt::Let { pat: bound, init, .. } if *bound == pat => *init,
            _ => None,
        });
        inits.next().filter(|_| is_only)
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
                } else if let Some(taken) = self.places.taken.get_mut(&arg) {
                    *taken = place;
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
