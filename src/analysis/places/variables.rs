//! Closures bound to variables: their bodies run where the variables are called or passed.

use super::Place;
use super::walk::{Driven, Walker};
use crate::facts::{ExprId, ExprKind, PatKind, Stmt};

impl Walker<'_> {
    /// A variable is called, or passed to a callee that runs it at `place`.
    pub(super) fn used(&mut self, id: ExprId, place: Place) {
        let id = self.callable_inside(id);
        if let Some(field) = self.field_read(id) {
            self.places.field_uses.push((field, place));
        } else if let Some(pat) = self.types.locals.get(&id) {
            let mut pat = *pat;
            while let Some(of) = self.aliases.get(&pat) {
                pat = *of;
            }
            self.uses.entry(pat).or_default().push(place);
        }
    }

    /// `let mut f = f;`, `let f = Arc::new(f);`, `let g = f.clone();`.
    pub(super) fn alias(&mut self, stmt: &Stmt) {
        let Stmt::Let { pat, init: Some(init), .. } = stmt else { return };
        let PatKind::Bind { sub: None, .. } = &self.body.pats[*pat].kind else { return };
        if let Some(field) = self.field_read(*init) {
            self.field_aliases.push((*pat, field));
            return;
        }
        let mut id = self.unwrapped(*init);
        if let ExprKind::MethodCall { receiver, method, args, .. } = &self.body.exprs[id].kind
            && args.is_empty()
            && *method == "clone"
        {
            id = self.unwrapped(*receiver);
        }
        // A variable's pattern precedes those of its aliases, so there are no cycles.
        if let Some(of) = self.types.locals.get(&id)
            && of != pat
            && !self.aliases.contains_key(pat)
        {
            self.aliases.insert(*pat, *of);
        }
    }

    /// Walks the closures bound to variables, last first, because a later one may use an earlier one.
    pub(super) fn bound_closures(&mut self) {
        while let Some((pat, closure)) = self.waiting.pop() {
            let uses = self.uses.remove(&pat).unwrap_or_default();
            let place = joined(&uses);
            let body = self.body;
            let ExprKind::Closure { body: inner, params, .. } = &body.exprs[closure].kind else { continue };
            let place = self.loose_closure(closure, false, params.iter().map(|(pat, _)| *pat), place, Driven::No);
            self.walk(*inner, place, Driven::No);
        }
    }
}

/// The place that decides among several uses. One use on the executor is enough to stall it.
fn joined(uses: &[Place]) -> Place {
    let find = |wanted: fn(&Place) -> bool| uses.iter().copied().find(wanted);
    find(|place| matches!(place, Place::Async(_)))
        .or_else(|| find(|place| matches!(place, Place::Unsure)))
        .or_else(|| find(|place| matches!(place, Place::Later)))
        .or_else(|| find(|place| matches!(place, Place::Sync)))
        .or_else(|| find(|place| matches!(place, Place::Offloaded | Place::TasksMovedAway)))
        .unwrap_or(Place::Unsure)
}
