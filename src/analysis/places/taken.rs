//! The callee that receives a closure decides where the closure runs.

use super::Place;
use super::walk::Walker;
use crate::analysis::dispatch::open::is_callable;
use crate::catalogue::{Role, Runs};
use crate::facts::{ExprId, ExprKind, MacroCall, Name};
use crate::names::{DefId, DefKind};
use crate::types::{Callee, TyKind};

impl Walker<'_> {
    /// Where the argument number `index` of a call runs if it is a closure.
    pub(super) fn taken_place(&self, call: ExprId, index: usize, place: Place) -> Place {
        let callee = self.types.callees.get(&call);
        // Some method names mean the same for every receiver type.
        let unknown = |walker: &Self| {
            let ExprKind::MethodCall { method, .. } = &walker.body.exprs[call].kind else { return Place::Unsure };
            let contexts = walker.catalogue.contexts();
            let is_here = contexts.is_in_place_method(method.as_str())
                || (contexts.is_in_task_method(method.as_str()) && matches!(place, Place::Async(_)));
            if is_here { place } else { Place::Unsure }
        };
        let (callee, index) = match callee {
            Some(Callee::Fn(callee)) => {
                // In `Trait::method(receiver, closure)` the receiver is the first argument.
                (callee, index)
            }
            Some(Callee::Closure(_) | Callee::Indirect | Callee::Constructor(_) | Callee::External(_)) | None => {
                return match callee {
                    Some(Callee::External(path)) => {
                        Self::taken_by(self.catalogue.contexts().taker_of(path, index).map(|rule| rule.runs), place)
                    }
                    Some(Callee::Constructor(def)) => self.taken_by_field((*def, Name::new(&index.to_string())), place),
                    None => unknown(self),
                    _ => Place::Unsure,
                };
            }
        };
        let rule = self.known.runs(self.krate, callee.def, index);
        let is_static = self.db.store.def(self.def).kind == DefKind::Static;
        if is_static && self.known.roles(self.krate, callee.def).contains(&Role::FillOnce) {
            return place;
        }
        if rule.is_some() {
            return Self::taken_by(rule, place);
        }
        let krate = self.db.store.krate(callee.def.krate);
        if self.catalogue.contexts().is_in_place_crate(krate.name.as_str()) && self.takes_callable(callee.def, index) {
            return place;
        }
        if self.known.takes_handler(callee.def, index) {
            return Self::taken_by(Some(Runs::OnExecutor), place);
        }
        let runs = self.summaries.runs(callee.body_def(), index);
        Self::taken_by(runs, place)
    }

    /// Where a method runs its receiver, if the caller may have passed a callable as that: `step.apply(x)` with `impl<F: Fn(X)> Step for F`.
    pub(super) fn receiver_place(&self, call: ExprId, receiver: ExprId, place: Place) -> Option<Place> {
        let value = self.unwrapped(receiver);
        // What this body itself has put into a variable is known at the call.
        let is_own = || self.types.locals.get(&value).is_some_and(|pat| self.waiting.iter().any(|(waiting, _)| waiting == pat));
        if is_callable(self.types.exprs[value].strip_refs()) || is_own() || !self.can_be_called(value) {
            return None;
        }
        let Some(Callee::Fn(callee)) = self.types.callees.get(&call) else { return None };
        let method = self.db.store.def(callee.def);
        let of_trait = method.parent.filter(|parent| self.db.store.def(*parent).kind == DefKind::Trait)?;
        let [imp] = self.db.impls_for_callables(of_trait)[..] else { return None };
        let runs = self.summaries.runs_receiver(self.db.member_fn(imp, method.name).unwrap_or(callee.def))?;
        Some(Self::taken_by(Some(runs), place))
    }

    /// Where a macro of a library runs the code that it receives: where the macro stands, unless the data say otherwise.
    pub(super) fn macro_place(&self, id: ExprId, call: &MacroCall, place: Place) -> Place {
        let path = self.types.macro_scopes.get(&id).and_then(|scope| self.db.store.macro_path(*scope, &call.path));
        let rule = path.and_then(|path| self.catalogue.contexts().taker_of(&path, 0));
        rule.map_or(place, |rule| Self::taken_by(Some(rule.runs), place))
    }

    pub(super) fn taken_by(runs: Option<Runs>, place: Place) -> Place {
        match runs {
            Some(Runs::InPlace) => place,
            Some(Runs::Offloaded) => Place::Offloaded,
            Some(Runs::BlockInPlace) => Place::TasksMovedAway,
            Some(Runs::OnExecutor) => match place {
                Place::Async(_) => place,
                // A closure that a sync fn sets up is judged where the result is awaited.
                Place::Sync | Place::Later => Place::Later,
                Place::Offloaded | Place::TasksMovedAway | Place::Unsure => Place::Unsure,
            },
            Some(Runs::Stored) | None => Place::Unsure,
        }
    }

    /// Whether the fn may call its argument: the parameter has an `Fn` bound (`Box::new` and `Vec::push` call nothing).
    fn takes_callable(&self, def: DefId, index: usize) -> bool {
        let Some(sig) = self.db.fn_sig(def) else { return false };
        let Some(param) = sig.params.get(index) else { return false };
        self.db.is_callable_param(def, param) || self.db.accepts_callables(def, param)
    }

    /// Whether an argument is a fn that is judged in its own body, since it is passed as a handler.
    pub(super) fn is_handler_fn(&self, id: ExprId) -> bool {
        matches!(self.types.exprs[id].kind(), TyKind::FnDef(def, _) if self.known.is_handler_fn(*def))
    }

    /// Whether an argument can be called by the callee that receives it.
    pub(super) fn can_be_called(&self, id: ExprId) -> bool {
        let ty = self.wrapped(self.types.exprs[id].strip_refs());
        match ty.kind() {
            TyKind::Closure(_) | TyKind::FnDef(..) => true,
            TyKind::Unknown => self.types.locals.get(&id).is_some_and(|pat| self.waiting.iter().any(|(waiting, _)| waiting == pat)),
            _ if self.field_read(id).is_some() => matches!(ty.kind(), TyKind::Param(..)) || self.db.is_callable_param(self.def, ty),
            _ => {
                let is_callable = || self.db.is_callable_param(self.def, ty) || self.db.accepts_callables(self.def, ty);
                self.types.locals.contains_key(&id) && is_callable()
            }
        }
    }
}
