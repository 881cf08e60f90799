//! The expressions after which a variable no longer has its value, because it has been moved.

use super::Finder;
use super::variables::Source;
use crate::facts::{BlockKind, ExprId, ExprKind, MacroKind};
use crate::names::CrateKind;
use crate::types::Callee;
use rustc_hash::FxHashSet;

impl Finder<'_> {
    /// The expressions that move a variable, and its uses in closures and async blocks that take it.
    pub(super) fn moves(&self, uses: &[ExprId], source: &Source) -> (FxHashSet<ExprId>, FxHashSet<ExprId>) {
        let exprs = &self.view.body.exprs;
        let here = self.places.exprs[source.runs_like];
        let mut gone = FxHashSet::default();
        let mut captured = FxHashSet::default();
        for &id in uses {
            match self.capture_around(id, source.scope) {
                None if self.is_borrow(id) => {}
                None => {
                    gone.insert(self.consumed_at(id));
                }
                Some((capture, is_move)) => {
                    let inside = |other: &ExprId| exprs[capture].span.contains(exprs[*other].span);
                    // A closure that runs here is dropped here too.
                    let is_taken = is_move && self.places.exprs[id] != here;
                    if is_taken || uses.iter().any(|other| inside(other) && !self.is_borrow(*other)) {
                        gone.insert(self.consumed_at(capture));
                        captured.insert(id);
                    }
                }
            }
        }
        (gone, captured)
    }

    /// The expression after which a variable may have no content left, if this use empties it.
    pub(super) fn emptied_at(&self, id: ExprId) -> Option<ExprId> {
        let exprs = &self.view.body.exprs;
        if self.is_taken_out(id) {
            return Some(self.consumed_at(id));
        }
        let parent = self.view.parents()[id]?;
        match &exprs[parent].kind {
            // `all.append(&mut more)`: nobody knows what code elsewhere leaves in it.
            ExprKind::Ref { mutable: true, .. } => {
                let callee = self.view.parents()[parent].and_then(|call| self.view.types.callees.get(&call))?;
                let is_own = matches!(callee, Callee::Fn(callee) if self.view.db.store.kind(callee.body_def().krate) == CrateKind::Local);
                (!is_own).then_some(parent)
            }
            // `list.drain(..)`
            ExprKind::MethodCall { receiver, args, .. } if *receiver == id => {
                let is_all = |arg: &ExprId| matches!(exprs[*arg].kind, ExprKind::Range { start: None, end: None, .. });
                if args.first().is_some_and(is_all) { Some(parent) } else { self.loop_over(parent) }
            }
            _ => None,
        }
    }

    /// The loop that runs until a call has nothing more to give: `while let Some(item) = list.pop() { .. }`.
    fn loop_over(&self, call: ExprId) -> Option<ExprId> {
        let condition = self.view.parents()[call]?;
        let found = self.view.parents()[condition]?;
        let exprs = &self.view.body.exprs;
        let is_loop = matches!(exprs[condition].kind, ExprKind::Let { .. })
            && matches!(exprs[found].kind, ExprKind::While { cond, .. } if cond == condition);
        is_loop.then_some(found)
    }

    /// The outermost closure or async block in a scope around an expression, and whether it is `move`.
    fn capture_around(&self, id: ExprId, scope: ExprId) -> Option<(ExprId, bool)> {
        let mut found = None;
        let mut at = Some(id);
        while let Some(id) = at.filter(|id| *id != scope) {
            match &self.view.body.exprs[id].kind {
                ExprKind::Closure { is_move, .. } | ExprKind::Block { kind: BlockKind::Async { is_move, .. }, .. } => {
                    found = Some((id, *is_move));
                }
                ExprKind::Macro(call) if matches!(call.kind, MacroKind::Stream { .. }) => found = Some((id, true)),
                _ => {}
            }
            at = self.view.parents()[id];
        }
        found
    }

    /// The expression with which a moved value leaves this body's hands: the call that it is an argument of, when all arguments are evaluated.
    /// Until then, the drop of a half-built tuple or struct drops it too.
    pub(super) fn consumed_at(&self, moved: ExprId) -> ExprId {
        let exprs = &self.view.body.exprs;
        let mut at = moved;
        while let Some(parent) = self.view.parents()[at] {
            let is_built = match &exprs[parent].kind {
                ExprKind::Struct { base, .. } => *base != Some(at),
                ExprKind::Tuple { .. } | ExprKind::Array { .. } => true,
                ExprKind::Macro(call) => matches!(call.kind, MacroKind::Vec { .. }),
                ExprKind::Call { .. } => matches!(self.view.types.callees.get(&parent), Some(Callee::Constructor(_))),
                _ => false,
            };
            if !is_built {
                let is_given = matches!(exprs[parent].kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. });
                return if is_given { parent } else { at };
            }
            at = parent;
        }
        at
    }
}
