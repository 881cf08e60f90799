//! Sync fns of the workspace that are passed as handlers: the parameter's bound is a trait that a framework implements for what it runs on an
//! executor. They are judged like methods of the framework's traits, in their own bodies.

use super::super::known::KnownDefs;
use crate::facts::{ExprId, ExprKind};
use crate::names::{CrateKind, DefId};
use crate::types::per_body::PerBody;
use crate::types::{Callee, TyKind};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// By body: the fns that it passes as handlers.
pub(in crate::analysis) type PassedHandlers = PerBody<Arc<[DefId]>>;

impl KnownDefs<'_> {
    /// Whether a fn of the workspace is passed as a handler, which an executor runs.
    pub(in crate::analysis) fn is_handler_fn(&self, def: DefId) -> bool {
        self.handler_fns.get_or_init(|| self.find_handler_fns()).contains(&def)
    }

    /// The fns that some body outside tests passes as handlers.
    fn find_handler_fns(&self) -> FxHashSet<DefId> {
        let store = self.db.store;
        let bodies = store.local_crates().iter().flat_map(|krate| store.bodies_of(*krate)).copied();
        let bodies: Vec<DefId> = bodies.filter(|def| !store.def(*def).in_test).collect();
        let passed = self.passed_handlers.all(&bodies, |def| self.handlers_passed_by(def));
        passed.iter().flat_map(|(_, handlers)| handlers.iter()).copied().collect()
    }

    fn handlers_passed_by(&self, def: DefId) -> Arc<[DefId]> {
        let store = self.db.store;
        let mut found = Vec::new();
        if let (Some(at), Some(types)) = (store.body(def), self.db.body_types(def)) {
            for (call, callee) in &types.callees {
                let Callee::Fn(callee) = callee else { continue };
                let is_fn = |arg: &ExprId| matches!(types.exprs[*arg].kind(), TyKind::FnDef(..));
                match &at.body.exprs[*call].kind {
                    ExprKind::MethodCall { args, .. } | ExprKind::Call { args, .. } if args.iter().any(is_fn) => {}
                    _ => continue,
                }
                let has_receiver = self.db.fn_sig(callee.def).is_some_and(|sig| sig.self_param.is_some());
                let args = match &at.body.exprs[*call].kind {
                    ExprKind::MethodCall { args, .. } => args.as_slice(),
                    // `Type::method(receiver, ..)`
                    ExprKind::Call { args, .. } => args.get(usize::from(has_receiver)..).unwrap_or_default(),
                    _ => continue,
                };
                for (index, arg) in args.iter().enumerate() {
                    if let TyKind::FnDef(named, _) = types.exprs[*arg].kind()
                        && store.kind(named.krate) == CrateKind::Local
                        && self.db.function(*named).is_some_and(|function| !function.sig.is_async)
                        && self.takes_handler(callee.def, index)
                    {
                        found.push(*named);
                    }
                }
            }
        }
        found.into()
    }

    /// Whether a parameter is bounded by a trait that a framework implements for fns and closures that it runs on an executor.
    pub(in crate::analysis) fn takes_handler(&self, def: DefId, index: usize) -> bool {
        let Some(sig) = self.db.fn_sig(def) else { return false };
        let Some(param) = sig.params.get(index).filter(|param| matches!(param.kind(), TyKind::Param(..))) else { return false };
        let env = self.db.param_env(def);
        env.bounds_of(param).any(|bound| self.takes_handlers(bound.def))
    }
}
