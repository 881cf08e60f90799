//! Expressions in the order of evaluation: what they move, which temporaries they leave, and where they suspend.

use super::state::{GuardId, Key, Live, ScopeKind, join};
use super::{Held, Maker, Storage, Suspension, Usage, Walker};
use crate::facts::{BlockKind, ExprId, ExprKind, MacroCall, MacroKind, PatId, SelfParam, Span, UnaryOp};
use crate::names::{CrateKind, DefId};
use crate::types::{Callee, Ty};

impl Walker<'_> {
    /// Walks code that runs as a unit: a fn's body, a future, a closure.
    pub(super) fn root(&mut self, body: ExprId, live: Live, params: &[PatId]) {
        let outer = (self.state.replace(live), std::mem::take(&mut self.scopes), std::mem::take(&mut self.jumps), self.extended.take());
        self.scopes.push(ScopeKind::Vars);
        self.params(params);
        self.in_temps(|this| this.walk(body, Usage::Move));
        (self.state, self.scopes, self.jumps, self.extended) = outer;
    }

    /// Runs `f` in a new scope of temporaries.
    pub(super) fn in_temps(&mut self, f: impl FnOnce(&mut Self)) {
        self.scopes.push(ScopeKind::Temps);
        f(self);
        self.end_scope();
    }

    /// Ends the innermost scope, and drops its values.
    pub(super) fn end_scope(&mut self) {
        for key in self.scopes.pop() {
            if let Some(live) = &mut self.state {
                live.remove(&key);
            }
        }
    }

    pub(super) fn walk(&mut self, id: ExprId, usage: Usage) {
        let Some(steps) = self.steps.checked_sub(1) else { return };
        self.steps = steps;
        let view = self.site.view;
        let kind = &view.body.exprs[id].kind;
        match kind {
            ExprKind::Path(_) => {
                if usage == Usage::Move {
                    self.forget(id);
                }
                return;
            }
            ExprKind::Field { base, .. } => {
                self.walk(*base, Usage::Look);
                if usage == Usage::Move && self.class_of(id).is_some() {
                    self.forget(*base);
                }
                return;
            }
            ExprKind::Unary { op: UnaryOp::Deref, operand } | ExprKind::Ref { operand, .. } => return self.walk(*operand, Usage::Look),
            ExprKind::Index { base, index } => {
                self.walk(*base, Usage::Look);
                return self.walk(*index, Usage::Move);
            }
            ExprKind::MethodCall { receiver, args, .. } => {
                let receiver_usage = self.receiver_usage(id, *receiver);
                self.walk(*receiver, receiver_usage);
                self.emptied(id, *receiver);
                let kept = self.put(id, *receiver, args);
                self.walk_all(args, Usage::Move);
                self.lent(id, args);
                self.keep(*receiver, kept);
            }
            ExprKind::Call { callee, args } => {
                self.walk(*callee, Usage::Look);
                self.walk_all(args, Usage::Move);
                self.lent(id, args);
            }
            ExprKind::Await { operand, await_span } => {
                self.walk(*operand, Usage::Move);
                self.suspend(id, *await_span, "`.await`");
            }
            ExprKind::Yield { value } => {
                self.walk_all(value, Usage::Move);
                self.suspend(id, view.body.exprs[id].span, "`yield`");
            }
            ExprKind::Assign { lhs, rhs } => self.assign(*lhs, *rhs),
            ExprKind::Block { kind: BlockKind::Async { is_move, .. }, stmts, tail, .. } => {
                let live = self.captured(id, *is_move);
                let (stmts, tail) = (stmts.as_slice(), *tail);
                self.future(live, |this| this.stmts(stmts, tail));
            }
            ExprKind::Closure { body, params, is_move, .. } => {
                let live = self.captured(id, *is_move);
                let params: Vec<PatId> = params.iter().map(|(pat, _)| *pat).collect();
                self.root(*body, live, &params);
            }
            ExprKind::Macro(call) => self.macro_call(id, call),
            _ => self.control(id, kind),
        }
        if self.calls.is_some_and(|calls| calls.contains(&id)) {
            self.meets(id, view.name_span(id), "call", Some(id));
        }
        if view.types.exprs[id].is_never() {
            self.state = None;
        }
        if usage == Usage::Look {
            self.left_behind(id);
        }
    }

    /// Walks expressions in order.
    pub(super) fn walk_all<'e>(&mut self, ids: impl IntoIterator<Item = &'e ExprId>, usage: Usage) {
        for id in ids {
            self.walk(*id, usage);
        }
    }

    /// How a method uses its receiver. An unresolved method is assumed to consume a wrapper, and to borrow any other receiver.
    pub(super) fn receiver_usage(&self, call: ExprId, receiver: ExprId) -> Usage {
        let view = self.site.view;
        let Some(Callee::Fn(callee)) = view.types.callees.get(&call) else {
            return if self.is_wrapped(&view.types.exprs[receiver]) { Usage::Move } else { Usage::Look };
        };
        let takes = view.db.function(callee.def).and_then(|function| function.sig.self_param.as_ref());
        // A method of the value inside is called through a reference, so it cannot consume the guard.
        let is_inside = callee.self_ty.as_ref().is_some_and(|ty| self.class(ty).is_none());
        match takes {
            Some(SelfParam::Value) if !is_inside => Usage::Move,
            _ => Usage::Look,
        }
    }

    /// `held.take()` and the like leave nothing in a wrapper.
    fn emptied(&mut self, call: ExprId, receiver: ExprId) {
        let view = self.site.view;
        let Some(Callee::Fn(callee)) = view.types.callees.get(&call) else { return };
        // A method of the value behind a guard, or of the slice in a list, leaves the guards where they are.
        if callee.self_ty.as_ref().is_some_and(|ty| self.class(ty.strip_refs()).is_none()) {
            return;
        }
        let takes = view.db.function(callee.def).and_then(|function| function.sig.self_param.as_ref());
        if matches!(takes, Some(SelfParam::RefMut)) && self.may_be_emptied(view.types.exprs[receiver].strip_refs(), callee.body_def()) {
            self.forget(receiver);
        }
    }

    /// `drop(mem::take(&mut guards))`, `release(&mut guards)`: a callee may take the values out of what it is given to change.
    fn lent(&mut self, call: ExprId, args: &[ExprId]) {
        let view = self.site.view;
        for arg in args {
            let ExprKind::Ref { mutable: true, operand, .. } = view.body.exprs[*arg].kind else { continue };
            let ty = &view.types.exprs[operand];
            let is_left_alone = match view.types.callees.get(&call) {
                Some(Callee::Fn(callee)) => !self.may_be_emptied(ty, callee.body_def()),
                _ => !self.class(ty).is_some_and(|class| view.may_lose(ty, self.classes[class])),
            };
            if !is_left_alone {
                self.forget(operand);
            }
        }
    }

    /// The value of a class that a method of a foreign type puts into a variable: `guards.push(guard)`.
    fn put(&mut self, call: ExprId, receiver: ExprId, args: &[ExprId]) -> Option<GuardId> {
        let view = self.site.view;
        let Some(Callee::Fn(callee)) = view.types.callees.get(&call) else { return None };
        let takes = view.db.function(callee.def).and_then(|function| function.sig.self_param.as_ref());
        let is_foreign = view.db.store.kind(callee.body_def().krate) != CrateKind::Local;
        let may_keep = is_foreign && matches!(takes, Some(SelfParam::RefMut));
        let class = self.class_of(receiver).filter(|_| may_keep)?;
        let given = args.iter().copied().find(|arg| self.class_of(*arg) == Some(class))?;
        self.value_of(given)
    }

    /// A variable holds what was put into it.
    fn keep(&mut self, receiver: ExprId, kept: Option<GuardId>) {
        let Some(guard) = kept else { return };
        if let (key @ Key::Var(_), Some(live)) = (self.key(receiver), &mut self.state) {
            live.insert(key, guard);
        }
    }

    /// Whether a fn that is given a value of type `ty` to change may take the value of a class out of it.
    fn may_be_emptied(&self, ty: &Ty, callee: DefId) -> bool {
        let view = self.site.view;
        self.class(ty).is_some_and(|class| {
            let class = self.classes[class];
            view.may_lose(ty, class) && !view.leaves_alone(callee, class)
        })
    }

    /// A value that is only borrowed and held by no variable is a temporary.
    fn left_behind(&mut self, id: ExprId) {
        let Some(guard) = self.class_of(id).and_then(|_| self.value_of(id)) else { return };
        let key = Key::Temp(id);
        let kind = if self.extended == Some(id) { ScopeKind::Vars } else { ScopeKind::Temps };
        self.scopes.add(kind, key);
        if let Some(live) = &mut self.state {
            live.insert(key, guard);
        }
    }

    fn assign(&mut self, lhs: ExprId, rhs: ExprId) {
        let view = self.site.view;
        match (&view.body.exprs[lhs].kind, view.types.locals.get(&lhs)) {
            (ExprKind::Path(_), Some(pat)) => {
                let value = self.value_of(rhs);
                self.walk(rhs, Usage::Move);
                let key = Key::Var(*pat);
                if let Some(live) = &mut self.state {
                    live.remove(&key);
                    live.extend(value.map(|guard| (key, guard)));
                }
            }
            // `_ = value`: dropped at the end of the statement.
            (ExprKind::Missing, _) => self.walk(rhs, Usage::Look),
            _ => {
                self.walk(rhs, Usage::Move);
                self.walk(lhs, Usage::Look);
            }
        }
    }

    /// Records everything that is alive here as held across a suspension.
    fn suspend(&mut self, at: ExprId, span: Span, word: &'static str) {
        if self.calls.is_none() {
            self.meets(at, span, word, None);
        }
    }

    /// Records everything that is alive here as held across this point.
    fn meets(&mut self, at: ExprId, span: Span, word: &'static str, call: Option<ExprId>) {
        for (key, &id) in self.state.iter().flatten() {
            let guard = &self.guards[id];
            // A macro that takes a lock and waits as well is not the user's code. A macro that only receives the awaited future counts.
            let exprs = &self.site.view.body.exprs;
            if matches!(guard.maker, Maker::Expr(maker) if exprs[maker].from_expansion) && exprs[at].from_expansion {
                continue;
            }
            let storage = match key {
                Key::Var(_) => Storage::Variable,
                Key::Temp(_) => Storage::Temporary,
            };
            let made_by = match guard.maker {
                Maker::Expr(maker) => Some(maker),
                Maker::Param(_) => None,
            };
            // The value made by a call is not held over that call.
            if made_by == Some(at) {
                continue;
            }
            let held = || Held {
                made_by,
                class: guard.class,
                path: guard.path.clone(),
                span: guard.span,
                storage,
                suspension: Suspension { at, span, word },
            };
            self.found.entry((id, call)).or_insert_with(held);
        }
    }

    /// Walks an async block, which runs separately from the code around it.
    pub(super) fn future(&mut self, live: Live, f: impl FnOnce(&mut Self)) {
        let outer = (self.state.take(), std::mem::take(&mut self.scopes), std::mem::take(&mut self.jumps), self.extended.take());
        self.scopes.push(ScopeKind::Vars);
        for key in live.keys() {
            self.scopes.add(ScopeKind::Vars, *key);
        }
        self.state = Some(live);
        self.in_temps(f);
        (self.state, self.scopes, self.jumps, self.extended) = outer;
    }

    /// The values that a closure or async block captures: all variables that it names if it is `move`, else only those that it moves.
    fn captured(&mut self, id: ExprId, is_move: bool) -> Live {
        let mut taken = Live::new();
        let view = self.site.view;
        let Some(live) = &mut self.state else { return taken };
        if live.is_empty() {
            return taken;
        }
        let mut inside = vec![id];
        while let Some(at) = inside.pop() {
            let kind = &view.body.exprs[at].kind;
            kind.for_each_child(&mut |child| {
                inside.push(child);
                let moves = is_move || matches!(kind, ExprKind::Call { callee, .. } if *callee != child);
                if let Some(pat) = view.types.locals.get(&child)
                    && moves
                    && let Some(guard) = live.remove(&Key::Var(*pat))
                {
                    taken.insert(Key::Var(*pat), guard);
                }
            });
        }
        taken
    }

    fn macro_call(&mut self, id: ExprId, call: &MacroCall) {
        let view = self.site.view;
        match &call.kind {
            // The arguments are borrowed in a statement of their own.
            MacroKind::Format { args, arguments_only: false }
            | MacroKind::Print { args }
            | MacroKind::Unit { args }
            | MacroKind::Diverge { args }
            | MacroKind::Error { args } => self.in_temps(|this| this.walk_all(args, Usage::Look)),
            MacroKind::Format { args, .. } => self.walk_all(args, Usage::Look),
            MacroKind::Join { futures, .. } => {
                self.in_temps(|this| this.walk_all(futures, Usage::Move));
                self.suspend(id, call.path.span, "`join!`");
            }
            MacroKind::Select { arms, otherwise, polls } => {
                self.in_temps(|this| {
                    for arm in arms {
                        this.walk_all(&arm.guard, Usage::Move);
                        this.walk(arm.future, Usage::Move);
                    }
                });
                if !polls {
                    self.suspend(id, call.path.span, "`select!`");
                }
                let before = self.state.clone();
                let mut after = None;
                for handler in arms.iter().map(|arm| arm.handler).chain(*otherwise) {
                    self.state.clone_from(&before);
                    self.in_temps(|this| this.walk(handler, Usage::Move));
                    after = join(after, self.state.take());
                }
                self.state = after;
            }
            MacroKind::Stream { block, .. } => {
                let live = self.captured(id, true);
                self.root(*block, live, &[]);
            }
            MacroKind::Vec { items } => self.walk_all(items, Usage::Move),
            MacroKind::VecRepeat { item, len } => {
                self.walk(*item, Usage::Move);
                self.walk(*len, Usage::Move);
            }
            MacroKind::Identity { value } | MacroKind::Ready { value } | MacroKind::Expanded { expr: value } => {
                self.walk(*value, Usage::Move);
            }
            // It is unknown what an unknown macro does with its arguments.
            MacroKind::Exprs { args } => self.in_temps(|this| {
                for arg in args {
                    let usage = if view.types.locals.contains_key(arg) { Usage::Move } else { Usage::Look };
                    this.walk(*arg, usage);
                }
            }),
            MacroKind::Str | MacroKind::U32 | MacroKind::Bytes | MacroKind::Cfg { .. } | MacroKind::Opaque => {}
        }
        if matches!(call.kind, MacroKind::Diverge { .. }) {
            self.state = None;
        }
    }
}
