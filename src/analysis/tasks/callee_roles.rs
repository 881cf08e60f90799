//! The roles of a call's callee: by its resolved path, or by the crate and the name where the source is not available.

use super::super::body::BodyView;
use super::argument_use::MAX_CHAIN;
use super::outline::Written;
use super::values::Values;
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, Name};
use crate::names::{CrateKind, DefId};
use crate::types::{Callee, Dispatch, TyKind};

/// How the names of fns that start tasks begin.
pub(super) const SPAWN: &str = "spawn";

impl Values<'_> {
    /// Whether an expression calls a fn with this role.
    pub(super) fn plays(&self, id: ExprId, role: Role) -> bool {
        self.roles(id).contains(&role)
    }

    /// Whether a dependency's fn, by its name, starts a task, and its body passes an argument to a runtime's fn that does.
    fn spawns_its_argument(&self, def: DefId) -> bool {
        let view = self.view;
        let store = view.db.store;
        if store.kind(def.krate) != CrateKind::Dependency || !store.def(def).name.as_str().starts_with(SPAWN) {
            return false;
        }
        view.known.spawners.get(def, || view.with(def, passes_on_to_spawn).unwrap_or(false))
    }

    /// The roles of the callee. For types without available source, only the crate and the method's name are known.
    pub(super) fn roles(&self, id: ExprId) -> Vec<Role> {
        let view = self.view;
        match view.types.callees.get(&id) {
            Some(Callee::Fn(callee)) => {
                let roles = view.known.roles(view.def.krate, callee.def);
                if roles.is_empty() && self.spawns_its_argument(callee.body_def()) { vec![Role::Spawn] } else { roles }
            }
            Some(Callee::External(path)) => {
                let roles = view.catalogue.roles().of(path);
                if roles.is_empty() { self.guessed_roles(id) } else { roles }
            }
            None => self.guessed_roles(id),
            Some(Callee::Constructor(def)) => view.known.roles(view.def.krate, *def),
            Some(Callee::Closure(_) | Callee::Indirect) => Vec::new(),
        }
    }

    fn guessed_roles(&self, id: ExprId) -> Vec<Role> {
        if let Some(path) = self.glob_path(id) {
            return self.view.catalogue.roles().of(path);
        }
        let ExprKind::MethodCall { method, receiver, .. } = &self.view.body.exprs[id].kind else { return Vec::new() };
        let krate = self.crate_of(*receiver);
        krate.map(|krate| self.view.catalogue.roles().of_method(krate.as_str(), method.as_str())).unwrap_or_default()
    }

    /// Whether a call spawns on a runtime that the configuration reserves for blocking work. The configuration names the called fn, or the source
    /// of the runtime.
    pub(super) fn is_dedicated(&self, id: ExprId) -> bool {
        let (view, mut at) = (self.view, id);
        for step in 0..MAX_CHAIN {
            let called = match view.types.callees.get(&at) {
                Some(Callee::Fn(callee)) => Some(callee.body_def()),
                _ => None,
            };
            if called.or_else(|| view.types.values.get(&at).copied()).is_some_and(|def| view.known.is_dedicated(def)) {
                // A fn that returns the runtime does not spawn by itself.
                return step == 0 || self.plays(id, Role::Spawn);
            }
            at = match &view.body.exprs[at].kind {
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } | ExprKind::Try { operand } => *operand,
                _ => return false,
            };
        }
        false
    }

    /// The path of a fn with a role that may come from a glob import of a crate without available source: `use actix_web::web::*;`.
    fn glob_path(&self, id: ExprId) -> Option<&str> {
        let view = self.view;
        let ExprKind::Call { callee, .. } = &view.body.exprs[id].kind else { return None };
        let ExprKind::Path(path) = &view.body.exprs[*callee].kind else { return None };
        let [only] = &path.segments[..] else { return None };
        if view.types.callees.contains_key(&id) || view.types.locals.contains_key(callee) {
            return None;
        }
        let unseen = view.db.store.unseen_imports(view.db.store.scope_of(view.def));
        let mut named = view.catalogue.roles().named(only.name.as_str());
        named.find(|path| unseen.iter().any(|import| import.brings(path)))
    }

    /// The crate that a value comes from, if the crate's source is not available.
    pub(super) fn crate_of(&self, id: ExprId) -> Option<Name> {
        let mut at = id;
        for _ in 0..MAX_CHAIN {
            if let TyKind::External(path, _) = self.view.types.exprs[at].strip_refs().kind() {
                return path.first().copied();
            }
            at = match &self.view.body.exprs[at].kind {
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Try { operand } | ExprKind::Await { operand, .. } | ExprKind::Ref { operand, .. } => *operand,
                ExprKind::Call { .. } => {
                    let path = match self.view.types.callees.get(&at) {
                        Some(Callee::External(path)) => path,
                        None => self.glob_path(at)?,
                        Some(_) => return None,
                    };
                    return path.split("::").next().map(Name::new);
                }
                ExprKind::Path(_) => return self.view.types.locals.get(&at).and_then(|pat| self.crates.get(pat)).copied(),
                _ => return None,
            };
        }
        None
    }

    /// The method of a workspace trait that a call names, if it has too many impls to be targets of the call.
    pub(super) fn method_of_many(&self, id: ExprId) -> Option<DefId> {
        match self.view.types.callees.get(&id) {
            Some(Callee::Fn(callee)) if callee.dispatch != Dispatch::Static => {
                (self.view.db.store.krate(callee.def.krate).kind == CrateKind::Local).then_some(callee.def)
            }
            _ => None,
        }
    }

    /// The name in an unresolved call, if the callee may be in the workspace.
    pub(super) fn unresolved_name(&self, id: ExprId) -> Option<(Name, Written)> {
        let types = self.view.types;
        match (types.callees.get(&id), &self.view.body.exprs[id].kind) {
            (None, ExprKind::MethodCall { method, receiver, .. })
                if !types.unanswered.contains_key(&id) && self.crate_of(*receiver).is_none() =>
            {
                Some((*method, Written::Method))
            }
            (None, ExprKind::Call { callee, .. }) if !types.locals.contains_key(callee) => match &self.view.body.exprs[*callee].kind {
                ExprKind::Path(path) => path.segments.last().map(|segment| (segment.name, Written::Path)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether a body passes a parameter, or a future with one, to a fn that starts a task.
fn passes_on_to_spawn(view: &BodyView<'_>) -> bool {
    let exprs = &view.body.exprs;
    let names_param = |id: ExprId| {
        let inside = view.body.inside(id);
        inside.iter().any(|id| view.types.locals.get(id).is_some_and(|pat| view.body.params.contains(pat)))
    };
    exprs.indices().any(|id| view.plays(id, Role::Spawn) && view.receiver_and_args(id).1.iter().any(|arg| names_param(*arg)))
}
