//! Calls with a catalogue entry that do not wait here, because of the code around them.

pub(super) mod guarded;
pub(super) mod handed_iterators;
pub(super) mod kept_values;
pub(super) mod lazy_values;
pub(super) mod memory_files;
pub(super) mod one_item;
pub(super) mod outside_loops;
pub(super) mod readiness;

use super::body::BodyView;
use crate::catalogue::{ApiEntry, Role};
use crate::facts::{Arm, Expr, ExprId, ExprKind, MacroKind, Name, PatId, PatKind, Span, Stmt, UnaryOp};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Callee, Ty};

/// Types whose reads and writes only copy bytes, in `rules/receivers.toml`.
const MEMORY: &str = "in-memory";

/// How many steps a value is followed to where it is stored.
const MAX_STEPS: u32 = 40;

impl BodyView<'_> {
    /// Whether one of an entry's `unless-` conditions holds for a call.
    pub(super) fn is_exempt(&self, api: &ApiEntry, call: ExprId) -> bool {
        let receiver = self.receiver_and_args(call).0;
        let is_made = || receiver.is_some_and(|receiver| self.is_made_only_by(receiver, &api.unless_made_by));
        let is_filled = || {
            let filled = receiver.and_then(|receiver| self.static_of(receiver));
            filled.is_some_and(|filled| self.known.origins().is_filled_early(self, filled))
        };
        let memory = self.catalogue.receivers().class(MEMORY);
        let is_memory = |ty: &Ty| memory.is_some_and(|memory| self.in_class(ty, memory, 0));
        let is_memory_object = |receiver: ExprId| self.holds_for_objects(call, &self.types.exprs[receiver], &is_memory);
        (!api.unless_made_by.is_empty() && is_made())
            || (!api.unless_after.is_empty() && self.comes_after(call, &api.unless_after))
            || (!api.unless_woken.is_empty() && self.wakes_before_join(call, &api.unless_woken))
            || (!api.unless_true.is_empty() && self.is_answered(call, &api.unless_true))
            || (api.unless_filled && is_filled())
            || (api.unless_kept && self.is_kept(call))
            || self.is_on_memory_file(api, call)
            || (!api.receiver.is_empty() && receiver.is_some_and(is_memory_object))
            || self.takes_only_item(call)
    }

    /// Whether one of these fns is called earlier in the same body. If both calls have a variable as receiver, it must be the same one.
    fn comes_after(&self, call: ExprId, earlier: &[String]) -> bool {
        let start = self.name_span(call).start;
        let own = self.own_receiver(call);
        self.types.callees.iter().any(|(id, callee)| {
            let is_named = self.is_one_of(callee, earlier);
            let is_other = || own.is_some_and(|own| self.own_receiver(*id).is_some_and(|other| other != own));
            let tells_nothing = || self.is_denied_around(call, *id) || self.decides_nothing(call, *id);
            is_named && self.name_span(*id).start < start && !is_other() && !tells_nothing()
        })
    }

    /// Whether a call runs only if another one has returned `false`: `if !thread.is_finished() { thread.join() }`, or after
    /// `if thread.is_finished() { return; }`.
    fn is_denied_around(&self, call: ExprId, asked: ExprId) -> bool {
        let exprs = &self.body.exprs;
        let at = exprs[call].span;
        exprs.iter().any(|expr| {
            let ExprKind::If { cond, then, otherwise } = &expr.kind else { return self.is_denied_by_arm(expr, at, asked) };
            let (denied, leaves) = match &exprs[*cond].kind {
                ExprKind::Unary { op: UnaryOp::Not, operand } if *operand == asked => (Some(*then), false),
                _ if *cond == asked => (*otherwise, self.leaves_before(*then, at)),
                _ => (None, false),
            };
            denied.is_some_and(|denied| exprs[denied].span.contains(at)) || (leaves && expr.span.end <= at.start)
        })
    }

    /// Whether code runs only where the guard of a `match` arm denies what was asked: `Some(thread) if thread.is_finished() => ..`, before an arm
    /// `Some(thread) => thread.join()`.
    fn is_denied_by_arm(&self, expr: &Expr, at: Span, asked: ExprId) -> bool {
        let ExprKind::Match { arms, .. } = &expr.kind else { return false };
        let exprs = &self.body.exprs;
        let holds = |arm: &Arm| exprs[arm.body].span.contains(at);
        arms.iter().enumerate().any(|(index, arm)| match arm.guard {
            Some(guard) if guard == asked => arms[index + 1..].iter().any(holds),
            Some(guard) => matches!(exprs[guard].kind, ExprKind::Unary { op: UnaryOp::Not, operand } if operand == asked) && holds(arm),
            None => false,
        })
    }

    /// Whether a call runs whatever another one on the same value has returned: `if thread.is_finished() { log(); }` before `thread.join()`. A
    /// branch that leaves, or that assigns something, may still decide it.
    fn decides_nothing(&self, call: ExprId, asked: ExprId) -> bool {
        let exprs = &self.body.exprs;
        let value = |call: ExprId| self.receiver_and_args(call).0.and_then(|receiver| self.path_from_variable(receiver));
        if value(call).is_none_or(|own| value(asked) != Some(own)) {
            return false;
        }
        let (at, asked) = (exprs[call].span, exprs[asked].span);
        exprs.iter().any(|expr| {
            let ExprKind::If { cond, then, otherwise } = &expr.kind else { return false };
            let is_left = || std::iter::once(*then).chain(*otherwise).any(|branch| self.may_change_course(branch));
            exprs[*cond].span.contains(asked) && expr.span.end <= at.start && !is_left()
        })
    }

    /// Whether a branch may decide what runs after it: it contains a jump or an assignment.
    fn may_change_course(&self, branch: ExprId) -> bool {
        let within = self.body.exprs[branch].span;
        self.body.exprs.iter_enumerated().any(|(id, expr)| {
            let decides = match &expr.kind {
                ExprKind::Return { .. }
                | ExprKind::Break { .. }
                | ExprKind::Continue { .. }
                | ExprKind::Try { .. }
                | ExprKind::Assign { .. } => true,
                ExprKind::Macro(call) => matches!(call.kind, MacroKind::Diverge { .. }),
                _ => self.types.exprs[id].is_never(),
            };
            decides && within.contains(expr.span)
        })
    }

    /// The variable that an expression names, and the fields through which it reads it: `self.thread`.
    fn path_from_variable(&self, value: ExprId) -> Option<(PatId, Vec<Name>)> {
        let mut fields = Vec::new();
        let mut at = value;
        loop {
            at = match &self.body.exprs[at].kind {
                ExprKind::Field { base, name, .. } => {
                    fields.push(*name);
                    *base
                }
                ExprKind::Ref { operand, .. } => *operand,
                _ => return Some((*self.types.locals.get(&at)?, fields)),
            };
        }
    }

    pub(super) fn is_one_of(&self, callee: &Callee, paths: &[String]) -> bool {
        match callee {
            Callee::Fn(callee) => {
                let path = self.db.store.canonical_path(callee.def);
                paths.iter().any(|one| **one == *path)
            }
            Callee::External(path) => paths.iter().any(|one| **one == **path),
            _ => false,
        }
    }

    /// Whether a dependency has woken the thread that it waits for: it has called one of these fns, itself or through a method of its `self`. A
    /// helper thread that is woken to end does so at once; a user's thread may still have work to do.
    fn wakes_before_join(&self, call: ExprId, wakers: &[String]) -> bool {
        if self.db.store.krate(self.def.krate).kind != CrateKind::Dependency {
            return false;
        }
        let start = self.name_span(call).start;
        let wakes = |def: DefId| {
            let types = self.db.body_types(def);
            types.is_some_and(|types| types.callees.values().any(|callee| self.is_one_of(callee, wakers)))
        };
        self.types.callees.iter().filter(|(id, _)| self.name_span(**id).start < start).any(|(id, callee)| match callee {
            Callee::Fn(method) if method.def.krate == self.def.krate => self.is_on_self(*id) && wakes(method.def),
            other => self.is_one_of(other, wakers),
        })
    }

    fn is_on_self(&self, call: ExprId) -> bool {
        let receiver = self.receiver_and_args(call).0.and_then(|receiver| self.types.locals.get(&receiver));
        receiver.is_some() && receiver == self.body.self_param.as_ref()
    }

    /// The variable that a method is called on, if it is a parameter or initialised by a call. A value taken out of another variable does not
    /// count.
    fn own_receiver(&self, call: ExprId) -> Option<PatId> {
        let receiver = self.receiver_and_args(call).0?;
        let pat = *self.types.locals.get(&receiver)?;
        let is_made = || self.initial(receiver).is_some_and(|init| matches!(self.body.exprs[init].kind, ExprKind::Call { .. }));
        (self.body.params.contains(&pat) || is_made()).then_some(pat)
    }

    /// Whether the value of a call is kept for the rest of the process: in a static that is initialised once, or leaked.
    pub(super) fn is_kept(&self, call: ExprId) -> bool {
        let parents = self.parents();
        let mut at = call;
        for _ in 0..MAX_STEPS {
            let Some(parent) = parents[at] else {
                // The initial value of a static.
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
                        // A value is moved at the last use of its variable.
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

    /// The static that is initialised by the closure around a span, or by the fn named there; the code runs once.
    pub(super) fn filled_at(&self, span: Span) -> Option<DefId> {
        self.body.exprs.iter_enumerated().find_map(|(id, expr)| {
            let ExprKind::MethodCall { receiver, args, .. } = &expr.kind else { return None };
            let is_in = |arg: &ExprId| {
                let arg = &self.body.exprs[*arg];
                matches!(arg.kind, ExprKind::Closure { .. } | ExprKind::Path(_)) && arg.span.contains(span)
            };
            if !expr.span.contains(span) || !args.iter().any(is_in) {
                return None;
            }
            let roles = self.known.roles_of(self.def.krate, self.types.callees.get(&id)?);
            self.static_of(*receiver).filter(|_| roles.contains(&Role::FillOnce))
        })
    }

    /// Whether a call keeps its argument, or the value that its closure argument returns.
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
