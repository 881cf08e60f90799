//! Calls that the catalogue speaks of and that do not wait where they are, by what stands around them.

use super::body::BodyView;
use crate::catalogue::{ApiEntry, Role};
use crate::facts::{ExprId, ExprKind, MacroKind, PatKind, Stmt};
use crate::names::DefKind;
use crate::types::Callee;

/// How far a value is followed to where it is kept.
const MAX_STEPS: u32 = 40;

impl BodyView<'_> {
    /// Whether one of an entry's `unless-` conditions holds for a call.
    pub(super) fn is_spared(&self, api: &ApiEntry, call: ExprId) -> bool {
        let receiver = self.receiver_and_args(call).0;
        let is_made = || receiver.is_some_and(|receiver| self.is_made_only_by(receiver, &api.unless_made_by));
        let is_filled = || {
            let filled = receiver.and_then(|receiver| self.static_of(receiver));
            filled.is_some_and(|filled| self.known.origins().is_filled_early(self, filled))
        };
        (!api.unless_made_by.is_empty() && is_made())
            || (!api.unless_after.is_empty() && self.comes_after(call, &api.unless_after))
            || (api.unless_filled && is_filled())
            || (api.unless_kept && self.is_kept(call))
            || self.is_on_memory_file(api, call)
    }

    /// Whether one of these fns is called earlier in the same body.
    fn comes_after(&self, call: ExprId, earlier: &[String]) -> bool {
        let start = self.name_span(call).start;
        self.types.callees.iter().any(|(id, callee)| {
            let is_named = match callee {
                Callee::Fn(callee) => earlier.iter().any(|path| **path == *self.db.store.canonical_path(callee.def)),
                Callee::External(path) => earlier.iter().any(|earlier| **earlier == **path),
                _ => false,
            };
            is_named && self.name_span(*id).start < start
        })
    }

    /// Whether the value of a call is kept for as long as the process lives: in a static that is filled once, or leaked.
    pub(super) fn is_kept(&self, call: ExprId) -> bool {
        let parents = self.body.parents();
        let mut at = call;
        for _ in 0..MAX_STEPS {
            let Some(parent) = parents[at] else {
                // What a static starts with.
                return self.db.store.def(self.def).kind == DefKind::Static;
            };
            match &self.body.exprs[parent].kind {
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    if self.keeps(parent) {
                        return true;
                    }
                }
                ExprKind::Block { stmts, tail, .. } => {
                    let bound = stmts.iter().find_map(|stmt| match stmt {
                        Stmt::Let { pat, init: Some(init), .. } if *init == at => Some(*pat),
                        _ => None,
                    });
                    if let Some(pat) = bound {
                        let PatKind::Bind { .. } = &self.body.pats[pat].kind else { return false };
                        // The last use of a variable is where it goes.
                        let last = self.types.locals.iter().filter(|(_, local)| **local == pat).map(|(id, _)| *id).max();
                        match last {
                            Some(last) => {
                                at = last;
                                continue;
                            }
                            None => return false,
                        }
                    } else if *tail != Some(at) {
                        return false;
                    }
                }
                ExprKind::If { cond, .. } if *cond == at => return false,
                ExprKind::Macro(call) if !matches!(call.kind, MacroKind::Identity { .. } | MacroKind::Expanded { .. }) => return false,
                ExprKind::Try { .. }
                | ExprKind::Await { .. }
                | ExprKind::Ref { .. }
                | ExprKind::If { .. }
                | ExprKind::Match { .. }
                | ExprKind::Struct { .. }
                | ExprKind::Tuple { .. }
                | ExprKind::Closure { .. }
                | ExprKind::Return { .. }
                | ExprKind::Macro(_) => {}
                _ => return false,
            }
            at = parent;
        }
        false
    }

    /// Whether a call keeps what it is given, or what the closure gives that it is given.
    fn keeps(&self, call: ExprId) -> bool {
        let Some(callee) = self.types.callees.get(&call) else { return false };
        let roles = self.known.roles_of(self.def.krate, callee);
        if roles.contains(&Role::Keep) {
            return true;
        }
        let on_static = || self.receiver_and_args(call).0.is_some_and(|receiver| self.static_of(receiver).is_some());
        roles.contains(&Role::FillOnce) && (on_static() || self.db.store.def(self.def).kind == DefKind::Static)
    }
}
