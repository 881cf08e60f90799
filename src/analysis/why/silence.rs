//! Why a call reaches nothing that is reported.

use super::super::effects::summaries::has_own_body;
use super::super::findings::unresolved::INCOMPLETE;
use super::super::places::{Exclusion, Place};
use super::One;
use crate::facts::{BlockKind, DirectiveKind, ExprId, ExprKind};
use crate::names::{CrateKind, DefId};
use crate::types::{Callee, Dispatch};

impl One<'_> {
    /// Why a call reaches nothing.
    pub(super) fn silence(&self, id: ExprId) -> String {
        match self.view.types.callees.get(&id) {
            None if self.view.types.exhausted => {
                format!("the callee is unknown, so nothing is reported; the fn around it has {INCOMPLETE}")
            }
            None => "the callee is unknown, so nothing is reported".to_owned(),
            Some(Callee::Constructor(_)) => "a constructor runs no code".to_owned(),
            Some(Callee::Closure(_)) => "the closure's body is analysed on its own".to_owned(),
            Some(Callee::Indirect) => "the fn behind the value is unknown".to_owned(),
            Some(Callee::External(_)) => "the catalogue does not list it, and its source is not available".to_owned(),
            Some(Callee::Fn(callee)) => {
                let known = self.cx.known.get(self.view.def.krate, callee.def).unwrap_or_default();
                if !known.calls.is_empty() {
                    return "the catalogue lists it, but not for this receiver or these arguments".to_owned();
                }
                if !known.takers.is_empty() {
                    return "the catalogue says where its closure runs, and that it does not block itself".to_owned();
                }
                if callee.dispatch != Dispatch::Static && callee.implementation.is_none() {
                    return "it goes through a trait, and no available impl reaches a blocking call".to_owned();
                }
                self.of_body(callee.body_def())
            }
        }
    }

    fn of_body(&self, def: DefId) -> String {
        let store = self.cx.db.store;
        let krate = store.krate(def.krate);
        if self.cx.known.is_nonblocking(def) {
            return "the configuration marks it as nonblocking".to_owned();
        }
        if let Some(item) = store.def(def).item {
            let file = store.file(def);
            let is_cut = |kind: &DirectiveKind| *kind == DirectiveKind::NonBlocking;
            if let Some(cut) = file.directives().iter().find(|directive| directive.item == Some(item) && is_cut(&directive.kind)) {
                let why = if cut.reason.is_empty() { String::new() } else { format!(": {}", cut.reason) };
                return format!("the comment on line {} of its file marks it as nonblocking{why}", cut.line);
            }
        }
        if has_own_body(store, self.cx.catalogue, def.krate) {
            if self.cx.db.body_types(def).is_some_and(|types| types.exhausted) {
                return format!("no blocking call is known to be reached from its body, but it has {INCOMPLETE}");
            }
            let is_own = krate.kind == CrateKind::Local;
            if is_own && self.cx.db.function(def).is_some_and(|function| function.sig.is_async) {
                return "it is an async fn: what blocks is reported in its own body".to_owned();
            }
            let body = store.body(def).map(|at| at.body);
            if body.is_some_and(|body| {
                body.exprs.iter().any(|expr| matches!(expr.kind, ExprKind::Block { kind: BlockKind::Async { .. }, .. }))
            }) {
                return "no blocking call is reached before it returns; what blocks in its async blocks is reported there".to_owned();
            }
            return "no blocking call is reached from its body".to_owned();
        }
        match krate.kind {
            CrateKind::Dependency => format!("`{}` is among the `opaque-crates`, whose bodies are not analysed", krate.name),
            _ => format!("the catalogue does not list it, and only signatures of `{}` are known", krate.name),
        }
    }

    /// Why reached APIs are not reported at this place.
    pub(super) fn reason_for_silence(&self, place: Place, id: ExprId) -> Option<String> {
        let name = self.cx.db.store.def(self.view.def).name;
        match place {
            Place::Async(_) => None,
            Place::Sync => Some(format!("`{name}` is not async; what it reaches is reported where async code calls it")),
            Place::Offloaded => Some("it blocks a thread that is meant for blocking work".to_owned()),
            Place::TasksMovedAway => Some("the runtime has moved its other tasks away first".to_owned()),
            Place::Later => Some("it runs on an executor thread, but what calls it there is not known".to_owned()),
            Place::Unsure => Some(match self.places.exclusion(self.view, id) {
                Some(Exclusion::AtExit) => "no task that it keeps waiting would still finish".to_owned(),
                Some(Exclusion::OutsideRuntime) => "there are no tasks that would wait".to_owned(),
                None => "where it runs is unknown, so nothing is reported".to_owned(),
            }),
        }
    }
}
