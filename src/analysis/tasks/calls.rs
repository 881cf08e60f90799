//! The fates of values that are passed to calls and macros.

use super::argument_use::{ArgumentUse, repeated};
use super::outline::{Arm, Event, NodeRef, Select};
use super::values::{Fate, Fates, Values};
use crate::facts::{ExprId, ExprKind, MacroCall, MacroKind};
use crate::names::DefId;
use crate::types::{Callee, Ty, TyKind};
use smallvec::SmallVec;

impl Values<'_> {
    pub(super) fn macro_call(&mut self, id: ExprId, call: &MacroCall, fates: &Fates) {
        let none = Fates::new();
        match &call.kind {
            MacroKind::Join { futures, .. } => {
                let fate = if futures.len() > 1 { Fate::Beside(id) } else { Fate::Driven(id) };
                self.keep_join(id, futures);
                for future in futures {
                    self.walk(*future, &SmallVec::from_elem(fate.clone(), 1));
                }
            }
            MacroKind::Select { arms, otherwise, .. } => {
                let select = u32::try_from(self.selects.len()).unwrap_or(u32::MAX);
                let only_one = arms.len() == 1;
                if !only_one {
                    let known = arms.iter().map(|arm| Arm { is_background: self.is_background(arm.future), futures: Vec::new() });
                    let known = Select { arms: known.collect() };
                    self.selects.push(known);
                    self.event(id, Event::Select(select));
                }
                for (index, arm) in arms.iter().enumerate() {
                    let fate = match u32::try_from(index) {
                        Ok(index) if !only_one => Fate::Arm(id, select, index),
                        _ => Fate::Driven(id),
                    };
                    if let Some(guard) = &arm.guard {
                        self.walk(*guard, &none);
                    }
                    self.walk(arm.future, &SmallVec::from_elem(fate, 1));
                    self.walk(arm.handler, fates);
                }
                if let Some(otherwise) = otherwise {
                    self.walk(*otherwise, fates);
                }
            }
            MacroKind::Stream { block, .. } => {
                let unit = self.unit(id, *block);
                self.source(NodeRef::Unit(unit), fates);
                self.inner(*block, &none);
            }
            MacroKind::Identity { .. } | MacroKind::Ready { .. } | MacroKind::Expanded { .. } | MacroKind::Vec { .. } => {
                call.for_each_expr(&mut |expr| self.walk(expr, fates));
            }
            // It is unknown what an unknown macro does with its arguments.
            MacroKind::Exprs { args } => {
                let escapes: Fates = SmallVec::from_elem(Fate::Escapes, 1);
                for arg in args {
                    self.walk(*arg, &escapes);
                }
            }
            _ => call.for_each_expr(&mut |expr| self.walk(expr, &none)),
        }
    }

    pub(super) fn call(&mut self, id: ExprId, callee: Option<ExprId>, receiver: Option<ExprId>, args: &[ExprId], fates: &Fates) {
        let view = self.view;
        self.reach(id, args.len(), fates);
        if let Some(callee) = callee
            && !matches!(view.types.callees.get(&id), Some(Callee::Fn(_) | Callee::External(_) | Callee::Constructor(_)))
        {
            let mut called = if self.gives_no_work(id) { Fates::new() } else { fates.clone() };
            called.push(Fate::Driven(id));
            match &view.body.exprs[callee].kind {
                ExprKind::Closure { .. } => self.closure(callee, &SmallVec::from_elem(Fate::Driven(id), 1), Some(fates)),
                _ => self.walk(callee, &called),
            }
            // What a field holds was stored somewhere else.
            if self.calls_closures.contains(&id) && !view.types.locals.contains_key(&callee) {
                self.event(id, Event::MaybeSpawn);
            }
        }
        let treats = ArgumentUse::of(self, id, args, fates);
        if let Some(receiver) = receiver {
            let kept = self.receiver_fates(id, receiver, &treats, fates);
            self.walk(receiver, &kept);
        }
        // In `Trait::method(receiver, closure)` the receiver is an argument.
        let shift = usize::from(receiver.is_none() && view.receiver_and_args(id).0.is_some());
        for (index, &arg) in args.iter().enumerate() {
            if index < shift {
                let kept = self.receiver_fates(id, arg, &treats, fates);
                self.walk(arg, &kept);
            } else {
                self.argument(id, arg, index - shift, receiver, &treats, fates);
            }
        }
    }

    /// Records what the call itself runs, and the future that it returns.
    pub(super) fn reach(&mut self, id: ExprId, arity: usize, fates: &Fates) {
        let targets = self.targets.get(&id).cloned().unwrap_or_default();
        for &target in &targets {
            if !self.is_async(target) {
                self.event(id, Event::Run(vec![NodeRef::Code(target)]));
            }
            self.source(NodeRef::Drive(target), fates);
        }
        if !targets.is_empty() {
            return;
        }
        if let Some(method) = self.method_of_many(id) {
            self.event(id, Event::Run(vec![NodeRef::Impls(method)]));
            self.source(NodeRef::ImplFutures(method), fates);
        } else if let Some((name, call)) = self.unresolved_name(id) {
            let arity = u32::try_from(arity).unwrap_or(u32::MAX);
            self.event(id, Event::Run(vec![NodeRef::Named(name, arity, call)]));
            self.source(NodeRef::NamedFuture(name, arity, call), fates);
        }
    }

    /// Whether the result of a call is certainly no future and nothing that can be called.
    fn gives_no_work(&self, id: ExprId) -> bool {
        let may_be = |part: &Ty| {
            !matches!(
                part.kind(),
                TyKind::Adt(..) | TyKind::Tuple(_) | TyKind::Prim(_) | TyKind::Ref(..) | TyKind::Slice(_) | TyKind::Never
            )
        };
        !self.view.types.exprs[id].any(&mut |part| may_be(part))
    }

    pub(super) fn is_async(&self, def: DefId) -> bool {
        self.view.db.function(def).is_some_and(|function| function.sig.is_async)
    }

    fn receiver_fates(&self, id: ExprId, receiver: ExprId, treats: &ArgumentUse, fates: &Fates) -> Fates {
        match treats {
            ArgumentUse::Joins => SmallVec::from_elem(Fate::Beside(id), 1),
            ArgumentUse::Spawns(_) | ArgumentUse::Thread(_) | ArgumentUse::Sends => Fates::new(),
            ArgumentUse::Retries => repeated(fates),
            ArgumentUse::PassesOn(targets) => targets.iter().map(|target| Fate::Received(*target)).collect(),
            // `collect`.
            _ if self.is_concurrent(id) => SmallVec::from_elem(Fate::Beside(id), 1),
            _ if self.is_concurrent(receiver) => {
                let beside = |fate: &Fate| if let Fate::Driven(at) = fate { Fate::Beside(*at) } else { fate.clone() };
                fates.iter().map(beside).collect()
            }
            _ => fates.clone(),
        }
    }
}
