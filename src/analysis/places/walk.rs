//! The walk through a body: computes the place of each expression from the place of the enclosing code.

use super::{AsyncContext, AsyncKind, ClosureSummaries, Excluded, FieldRef, Place, Places};
use crate::analysis::body::BodyView;
use crate::analysis::known::KnownDefs;
use crate::catalogue::{Catalogue, Role};
use crate::diagnostics::Cost;
use crate::facts::{BlockKind, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Span, Stmt};
use crate::names::{CrateId, DefId, DefKind};
use crate::types::{BodyTypes, Callee, Ty, TyKind, TypeDb};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Whether a `block_on` on this very thread drives the async blocks here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Driven {
    No,
    Yes,
}

/// Whether a callable is stored in a struct field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    No,
    InField,
}

pub(super) struct Walker<'a> {
    pub(super) db: &'a TypeDb<'a>,
    pub(super) known: &'a KnownDefs<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) summaries: &'a dyn ClosureSummaries,
    pub(super) krate: CrateId,
    pub(super) def: DefId,
    pub(super) body: &'a Body,
    pub(super) types: &'a BodyTypes,
    pub(super) places: Places,
    /// Variables that alias another variable: `let mut f = f;`, `let f = Arc::new(f);`.
    pub(super) aliases: FxHashMap<PatId, PatId>,
    /// Variables that were read from a field: `let job = self.job;`.
    pub(super) field_aliases: Vec<(PatId, FieldRef)>,
    /// Where variables that hold closures are called or passed.
    pub(super) uses: FxHashMap<PatId, Vec<Place>>,
    /// Closures bound to variables, in source order: their bodies are walked when all uses are known.
    pub(super) waiting: Vec<(PatId, ExprId)>,
    /// Expressions that are disabled by their `cfg`, or that never run.
    pub(super) excluded: Arc<Excluded>,
}

impl<'a> Walker<'a> {
    pub(super) fn new(
        db: &'a TypeDb<'a>,
        known: &'a KnownDefs<'a>,
        catalogue: &'a Catalogue,
        summaries: &'a dyn ClosureSummaries,
        def: DefId,
        body: &'a Body,
        types: &'a BodyTypes,
    ) -> Self {
        let mut walker = Self {
            db,
            known,
            catalogue,
            summaries,
            krate: def.krate,
            def,
            body,
            types,
            places: Places { exprs: body.exprs.iter().map(|_| Place::Sync).collect(), contexts: Vec::new(), ..Places::default() },
            aliases: FxHashMap::default(),
            field_aliases: Vec::new(),
            uses: FxHashMap::default(),
            waiting: Vec::new(),
            excluded: Arc::default(),
        };
        walker.excluded = known.excluded.get(def, || Arc::new(walker.find_excluded()));
        walker
    }

    fn find_excluded(&self) -> Excluded {
        let (db, def, body) = (self.db, self.def, self.body);
        let off = body.cfgs.iter().filter(|(_, cfg)| db.store.is_off(def.krate, cfg)).map(|(id, _)| *id);
        let mut found = Excluded { left_out: off.collect(), outside: self.outside_runtime().into_iter().collect(), ..Excluded::default() };
        if db.store.is_elsewhere(def) {
            found.left_out.insert(body.root);
        }
        if let Some(at) = db.store.body(def) {
            let view = BodyView::new(db, self.known, self.catalogue, def, at, self.types);
            found.left_out.extend(view.unreached());
            found.at_exit.extend(view.before_exit());
        }
        found
    }

    /// The places, after everything has been walked.
    pub(super) fn finish(mut self) -> Places {
        self.bound_closures();
        self.lazy_chains();
        self.settle_fields();
        self.places.uses = self.uses;
        self.places.excluded = self.excluded;
        self.places
    }
}

impl Walker<'_> {
    pub(super) fn root_place(&mut self, def: DefId) -> Place {
        match self.db.store.def(def).kind {
            DefKind::Fn => {}
            // The initial value of a static, if not const, is computed at the static's first use.
            DefKind::Static => return Place::Sync,
            _ => return Place::Unsure,
        }
        let Some(function) = self.db.function(def) else { return Place::Sync };
        if let Some(span) = function.sig.async_span.or(function.sig.is_async.then_some(function.sig.span)) {
            return self.context(AsyncKind::Fn, span);
        }
        // A fn without `Poll` in its return type may run on its own thread with a context made there. If a polling fn calls it, the call graph
        // finds it.
        let polled = self
            .db
            .fn_sig(def)
            .is_some_and(|sig| sig.params.iter().any(|param| self.is_task_context(param)) && self.may_hold_poll(&sig.declared_ret));
        if polled {
            self.context(AsyncKind::Poll, function.sig.span)
        } else if self.is_callback(def) {
            self.context(AsyncKind::Callback, function.sig.span)
        } else {
            Place::Sync
        }
    }

    /// Whether a type contains `Poll`, or an unknown type that may be it.
    fn may_hold_poll(&self, ty: &Ty) -> bool {
        ty.any(&mut |part| match part.kind() {
            TyKind::Adt(def, _) => Some(*def) == self.db.lang.poll,
            TyKind::Unknown | TyKind::External(..) => true,
            _ => false,
        })
    }

    /// `&mut std::task::Context`.
    fn is_task_context(&self, ty: &Ty) -> bool {
        match ty.kind() {
            TyKind::Ref(crate::types::Mutability::Mutable, inner) => match inner.kind() {
                TyKind::Adt(def, _) => Some(*def) == self.db.lang.context,
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn context(&mut self, kind: AsyncKind, span: Span) -> Place {
        self.places.contexts.push(AsyncContext { kind, span });
        Place::Async(self.places.contexts.len() - 1)
    }

    /// Marks code that is not compiled, with everything in it.
    fn leave_out(&mut self, id: ExprId) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            self.places.exprs[id] = Place::Unsure;
            self.body.exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
    }

    pub(super) fn walk(&mut self, id: ExprId, place: Place, driven: Driven) {
        if self.excluded.left_out.contains(&id) {
            return self.leave_out(id);
        }
        let is_excluded = self.excluded.outside.contains(&id) || self.excluded.at_exit.contains(&id);
        let place = if is_excluded { Place::Unsure } else { place };
        self.places.exprs[id] = place;
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::Block { kind: BlockKind::Async { async_span, .. }, .. } => {
                let inner = match (place, driven) {
                    (Place::Offloaded | Place::TasksMovedAway, Driven::Yes) => place,
                    _ => self.context(AsyncKind::Block, *async_span),
                };
                self.children(id, inner, driven);
            }
            ExprKind::Block { stmts, .. } => {
                // `let f = || ..;`: the body runs where `f` is used.
                for stmt in stmts {
                    if let Stmt::Let { pat, init: Some(init), .. } = stmt
                        && let PatKind::Bind { sub: None, .. } = &body.pats[*pat].kind
                    {
                        let value = self.unwrapped(*init);
                        if let ExprKind::Closure { is_async: false, .. } = &body.exprs[value].kind {
                            self.waiting.push((*pat, value));
                        }
                    }
                    self.alias(stmt);
                }
                self.children(id, place, driven);
            }
            ExprKind::Closure { body: inner, is_async, params, .. } => {
                if self.is_waiting(id) {
                    return;
                }
                let place = self.loose_closure(id, *is_async, params.iter().map(|(pat, _)| *pat), Place::Unsure, driven);
                self.walk(*inner, place, driven);
            }
            ExprKind::Call { callee, args } => {
                if let ExprKind::Closure { body: inner, is_async: false, .. } = &body.exprs[*callee].kind {
                    // `(|| ..)()`.
                    self.places.exprs[*callee] = place;
                    self.walk(*inner, place, driven);
                } else {
                    self.walk(*callee, place, driven);
                    self.used(*callee, place);
                }
                self.args(id, args, place, driven);
                self.set_up(id, place);
            }
            ExprKind::Struct { fields, base, .. } => {
                for field in fields {
                    self.hand_over(field.value, place, driven, Kept::InField, |walker| walker.taken_by_literal(id, field.name, place));
                }
                if let Some(base) = base {
                    self.walk(*base, place, driven);
                }
            }
            ExprKind::MethodCall { receiver, args, .. } => {
                if let Some(taken) = self.receiver_place(id, *receiver, place) {
                    self.hand_over(*receiver, place, driven, Kept::No, |_| taken);
                } else {
                    self.walk(*receiver, place, driven);
                }
                self.args(id, args, place, driven);
                self.set_up(id, place);
            }
            ExprKind::Macro(call) => {
                if let MacroKind::Stream { block, .. } = &call.kind {
                    let inner = self.context(AsyncKind::Stream, call.path.span);
                    self.walk(*block, inner, Driven::No);
                } else if let MacroKind::Exprs { args } = &call.kind {
                    let place = self.macro_place(id, call, place);
                    // An unknown macro may spawn a block that it receives.
                    for &arg in args {
                        let is_block = matches!(body.exprs[arg].kind, ExprKind::Block { kind: BlockKind::Plain, .. });
                        self.walk(arg, if is_block { Place::Unsure } else { place }, driven);
                    }
                } else {
                    self.children(id, place, driven);
                }
            }
            _ => self.children(id, place, driven),
        }
    }

    /// A call that sets something up for an executor to run later: `stream::iter(directory)`.
    fn set_up(&mut self, call: ExprId, place: Place) {
        let is_for_executor = match self.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => self.known.called_back(self.krate, callee.def).iter().any(|rule| rule.on_executor),
            Some(Callee::External(path)) => self.catalogue.contexts().called_back(path).iter().any(|rule| rule.on_executor),
            _ => false,
        };
        if is_for_executor && matches!(place, Place::Sync | Place::Later) {
            let driven = self.context(AsyncKind::Stream, self.body.exprs[call].span);
            self.places.driven.insert(call, driven);
            if let ExprKind::Call { args, .. } = &self.body.exprs[call].kind
                && let [only] = args[..]
            {
                self.run_at(only, driven);
            }
        }
    }

    fn children(&mut self, id: ExprId, place: Place, driven: Driven) {
        let mut children = Vec::new();
        self.body.exprs[id].kind.for_each_child(&mut |child| children.push(child));
        for child in children {
            self.walk(child, place, driven);
        }
    }

    fn args(&mut self, call: ExprId, args: &[ExprId], place: Place, driven: Driven) {
        let callee = self.types.callees.get(&call);
        let is_block_on = match callee {
            Some(Callee::Fn(callee)) => self.known.drives(self.krate, callee.def),
            _ => false,
        };
        let spawns = || callee.is_some_and(|callee| self.known.roles_of(self.krate, callee).contains(&Role::Spawn));
        let driven = match driven {
            _ if is_block_on => Driven::Yes,
            // A task that this future spawns runs on the runtime's workers, wherever the future itself runs.
            Driven::Yes if spawns() => Driven::No,
            driven => driven,
        };
        if is_block_on && place == Place::Offloaded && self.enters_runtime(callee) {
            for arg in args {
                if let ExprKind::Block { kind: BlockKind::Async { async_span, .. }, .. } = &self.body.exprs[*arg].kind {
                    self.places.apart.insert(*arg, self.places.contexts.len());
                    self.places.contexts.push(AsyncContext { kind: AsyncKind::Block, span: *async_span });
                }
            }
        }
        let kept = if matches!(callee, Some(Callee::Constructor(_))) { Kept::InField } else { Kept::No };
        for (index, &arg) in args.iter().enumerate() {
            self.hand_over(arg, place, driven, kept, |walker| walker.taken_place(call, index, place));
        }
    }

    /// Whether a `block_on` enters a runtime, in which another one panics.
    fn enters_runtime(&self, callee: Option<&Callee>) -> bool {
        let Some(Callee::Fn(callee)) = callee else { return false };
        let known = self.known.get(self.krate, callee.def);
        known.is_some_and(|known| known.calls.into_iter().any(|api| self.catalogue.api(api).cost == Cost::Panics))
    }

    /// Walks an argument, or the value of a field. If it can be called, the callee that receives it decides where it runs.
    fn hand_over(&mut self, arg: ExprId, place: Place, driven: Driven, kept: Kept, taken: impl FnOnce(&Self) -> Place) {
        // The closure in `&|| ..` or `Box::new(|| ..)` runs where a bare closure would.
        let value = self.unwrapped(arg);
        let body = self.body;
        if self.is_waiting(value) {
            self.wrapping(arg, value, place);
            self.places.exprs[value] = place;
        } else if let ExprKind::Closure { body: inner, is_async, params, .. } = &body.exprs[value].kind {
            self.wrapping(arg, value, place);
            let taken = taken(self);
            let taken = self.settled(taken, kept, body.exprs[value].span);
            let inner_place = self.loose_closure(value, *is_async, params.iter().map(|(pat, _)| *pat), taken, driven);
            self.places.exprs[value] = place;
            self.walk(*inner, inner_place, driven);
        } else {
            if value != arg && self.can_be_called(value) {
                // The wrapper itself does nothing with the callable.
                self.wrapping(arg, value, place);
                self.walk(value, place, driven);
            } else {
                self.walk(arg, place, driven);
            }
            if self.can_be_called(value) && !self.is_handler_fn(value) {
                let taken = taken(self);
                let taken = self.settled(taken, kept, body.exprs[value].span);
                self.places.taken.insert(value, taken);
                self.used(value, taken);
            }
        }
    }

    /// Whether a closure is bound to a variable, so that its body is walked when all uses are known.
    fn is_waiting(&self, closure: ExprId) -> bool {
        self.waiting.iter().any(|(_, waiting)| *waiting == closure)
    }

    /// A closure that a sync fn sets up for an executor certainly runs there. One stored in a field is judged where the field is called.
    fn settled(&mut self, taken: Place, kept: Kept, span: Span) -> Place {
        if taken == Place::Later && kept == Kept::No { self.context(AsyncKind::Callback, span) } else { taken }
    }

    /// The place of a closure's body, given where the callee that receives the closure runs it.
    pub(super) fn loose_closure(
        &mut self,
        id: ExprId,
        is_async: bool,
        mut params: impl Iterator<Item = PatId>,
        taken: Place,
        driven: Driven,
    ) -> Place {
        let span = self.body.exprs[id].span;
        if is_async {
            return match (taken, driven) {
                (Place::Offloaded | Place::TasksMovedAway, Driven::Yes) => taken,
                _ => self.context(AsyncKind::Closure, span),
            };
        }
        if params.any(|pat| self.is_task_context(&self.types.pats[pat])) {
            return self.context(AsyncKind::Poll, span);
        }
        taken
    }
}
