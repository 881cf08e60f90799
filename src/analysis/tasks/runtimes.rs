//! Variables that hold a runtime that this code made.

use super::argument_use::MAX_CHAIN;
use super::outline::TaskRuntime;
use super::values::{Fate, Fates, Values};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, PatId};
use crate::types::Ty;

impl Values<'_> {
    /// Whether an expression makes a runtime: `Runtime::new()?`, `Builder::new_current_thread().build().unwrap()`.
    pub(super) fn makes_runtime(&self, id: ExprId) -> bool {
        let mut at = id;
        loop {
            if self.plays(at, Role::NewRuntime) {
                return true;
            }
            at = match &self.view.body.exprs[at].kind {
                ExprKind::Try { operand } => *operand,
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Call { args, .. } => match args[..] {
                    [only] => only,
                    _ => return false,
                },
                _ => return false,
            };
        }
    }

    /// Records variables that hold a new runtime, made here or returned by a fn.
    pub(super) fn keep_runtimes(&mut self, pat: PatId, init: ExprId, bound: &Fates) {
        if self.makes_runtime(init) {
            self.runtimes.insert(pat);
            self.made_runtimes.push((pat, init));
        }
        if self.is_given(init) {
            let is_runtime = |pat: &PatId| {
                let ty = &self.view.types.pats[*pat];
                let path = self.view.path_of(ty).filter(|_| ty.strip_refs() == ty);
                path.is_some_and(|path| self.view.catalogue.roles().of(&format!("{path}::new")).contains(&Role::NewRuntime))
            };
            let kept: Vec<PatId> = bound.iter().filter_map(|fate| if let Fate::Local(pat) = fate { Some(*pat) } else { None }).collect();
            self.runtimes.extend(kept.into_iter().filter(is_runtime));
        }
    }

    /// The runtime of what a call spawns: a runtime or its handle as the receiver may be any.
    pub(super) fn runtime_of(&self, call: ExprId) -> TaskRuntime {
        let receiver = self.view.receiver_and_args(call).0;
        let drives = |path: &str| self.view.catalogue.roles().of(&format!("{path}::block_on")).contains(&Role::BlockOnRuntime);
        let mut is_runtime = |part: &Ty| self.view.path_of(part).is_some_and(|path| drives(&path));
        let is_any = receiver.is_some_and(|receiver| self.view.types.exprs[receiver].any(&mut is_runtime));
        if is_any { TaskRuntime::Unknown } else { TaskRuntime::Around }
    }

    /// Whether an expression is the result of a workspace fn that is no method, possibly unwrapped.
    fn is_given(&self, id: ExprId) -> bool {
        let mut at = id;
        for _ in 0..MAX_CHAIN {
            at = match &self.view.body.exprs[at].kind {
                ExprKind::Try { operand } => *operand,
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Call { .. } => return self.targets.get(&at).is_some_and(|targets| !targets.is_empty()),
                _ => return false,
            };
        }
        false
    }
}
