//! Futures that live on while other code of their task runs: what blocks there delays them.

use super::argument_use::MAX_CHAIN;
use super::values::{Fate, Fates, Values};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind};
use crate::types::{Ty, TyKind};

/// Methods that borrow a future from the variable or field that holds it.
const BORROWS: [&str; 4] = ["as_mut", "as_pin_mut", "by_ref", "get_mut"];

/// Methods that return the future of a stream's next item.
const NEXT: [&str; 3] = ["next", "try_next", "select_next_some"];

impl Values<'_> {
    /// Whether a branch of a `select!` polls a future that exists outside of it: `&mut work`, `requests.next()`. The futures of other branches are
    /// dropped before a handler runs.
    pub(super) fn outlives(&self, branch: ExprId) -> bool {
        let exprs = &self.view.body.exprs;
        if matches!(exprs[branch].kind, ExprKind::Path(_) | ExprKind::Field { .. }) {
            return true;
        }
        let mut open = vec![branch];
        while let Some(id) = open.pop() {
            let borrows = match &exprs[id].kind {
                ExprKind::Ref { mutable: true, operand, .. } => self.may_hold_future(&self.view.types.exprs[*operand]),
                ExprKind::MethodCall { receiver, method, .. } => {
                    self.is_concurrent_stream(*receiver)
                        || BORROWS.contains(&method.as_str()) && self.may_hold_future(&self.view.types.exprs[*receiver])
                }
                _ => false,
            };
            if borrows {
                return true;
            }
            exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        false
    }

    /// Whether a value of this type may be a future, or a container of one.
    fn may_hold_future(&self, ty: &Ty) -> bool {
        let lang = &self.view.db.lang;
        match ty.strip_refs().kind() {
            TyKind::Prim(_) | TyKind::FnDef(..) | TyKind::FnPtr(..) => false,
            TyKind::Array(item) | TyKind::Slice(item) => self.may_hold_future(item),
            TyKind::Adt(def, _) if Some(*def) == lang.string => false,
            TyKind::Adt(def, args) if [lang.vec, lang.option].contains(&Some(*def)) => {
                args.first().is_none_or(|item| self.may_hold_future(item))
            }
            _ => true,
        }
    }

    /// Whether a stream polls several futures while it is asked for its next item: `FuturesUnordered`, what `buffered` returns, and what is made of
    /// them.
    pub(super) fn is_concurrent_stream(&self, stream: ExprId) -> bool {
        let view = self.view;
        let mut at = stream;
        for _ in 0..MAX_CHAIN {
            if self.is_concurrent(at) {
                return true;
            }
            at = match &view.body.exprs[at].kind {
                ExprKind::Path(_) => return view.types.locals.get(&at).is_some_and(|pat| self.concurrents.contains(pat)),
                ExprKind::MethodCall { .. } if self.plays(at, Role::Join) => return true,
                ExprKind::MethodCall { receiver, .. } => *receiver,
                // `Box::pin(stream)`.
                ExprKind::Call { args, .. } if args.len() == 1 => args[0],
                ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => *operand,
                ExprKind::Macro(call) => match &call.kind {
                    MacroKind::Identity { value } => *value,
                    _ => return false,
                },
                _ => return false,
            };
        }
        false
    }

    /// Remembers a variable that holds such a stream.
    pub(super) fn keep_concurrent(&mut self, pat: PatId, init: ExprId) {
        if matches!(self.view.body.pats[pat].kind, PatKind::Bind { .. }) && self.is_concurrent_stream(init) {
            self.concurrents.insert(pat);
        }
    }

    /// Whether a loop with these parts asks such a stream for one item in each iteration.
    pub(super) fn takes_from_concurrent(&self, parts: impl IntoIterator<Item = ExprId>) -> bool {
        let exprs = &self.view.body.exprs;
        let mut open: Vec<ExprId> = parts.into_iter().collect();
        while let Some(id) = open.pop() {
            let takes = match &exprs[id].kind {
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => continue,
                _ if self.unit_of.contains_key(&id) => continue,
                ExprKind::Await { operand, .. } => self.is_next(*operand),
                ExprKind::Macro(call) => match &call.kind {
                    MacroKind::Select { arms, .. } => arms.iter().any(|arm| self.is_next(arm.future)),
                    _ => false,
                },
                _ => false,
            };
            if takes {
                return true;
            }
            exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        false
    }

    /// Whether a loop with these parts waits for other parties, who come again and again: `listener.accept().await`.
    pub(super) fn waits_for_others(&self, parts: impl IntoIterator<Item = ExprId>) -> bool {
        let exprs = &self.view.body.exprs;
        let waits = |future: ExprId| self.view.body.inside(future).iter().any(|id| self.plays(*id, Role::Accept));
        let mut open: Vec<ExprId> = parts.into_iter().collect();
        while let Some(id) = open.pop() {
            let found = match &exprs[id].kind {
                _ if self.unit_of.contains_key(&id) => continue,
                ExprKind::Await { operand, .. } => waits(*operand),
                ExprKind::Macro(call) => match &call.kind {
                    MacroKind::Select { arms, .. } => arms.iter().any(|arm| waits(arm.future)),
                    _ => false,
                },
                _ => false,
            };
            if found {
                return true;
            }
            exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        false
    }

    /// Whether this is the future of such a stream's next item, possibly with a time limit.
    fn is_next(&self, future: ExprId) -> bool {
        match &self.view.body.exprs[future].kind {
            ExprKind::MethodCall { receiver, method, .. } => NEXT.contains(&method.as_str()) && self.is_concurrent_stream(*receiver),
            ExprKind::Call { args, .. } => args.iter().any(|arg| self.is_next(*arg)),
            _ => false,
        }
    }

    /// The fates of a closure that a call passes to process the items of a stream: the other futures of a concurrent stream wait for it. If the result
    /// is stored in a variable, the closure counts as run at the call.
    pub(super) fn item_fates(&self, id: ExprId, receiver: Option<ExprId>, fates: Fates) -> Fates {
        if !receiver.is_some_and(|receiver| self.is_concurrent_stream(receiver)) {
            return fates;
        }
        let beside = |fate| match fate {
            Fate::Driven(at) | Fate::Repeated(at, _) => Fate::Beside(at),
            Fate::Local(_) => Fate::Beside(id),
            fate => fate,
        };
        fates.into_iter().map(beside).collect()
    }
}
