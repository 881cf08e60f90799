//! Code that only leads to the end of the process: `std::fs::write("last-error", text).ok(); process::exit(1)`. What a worker thread does just
//! before that keeps no task waiting that would still finish.
//!
//! Long waits still count, since other tasks may run meanwhile, and so does everything before an `.await` or a loop.

use crate::analysis::body::BodyView;
use crate::analysis::runtimes::startup::is_entry;
use crate::catalogue::Role;
use crate::diagnostics::Cost;
use crate::facts::{BlockKind, ExprId, ExprKind, MacroKind, Stmt};
use crate::names::CrateKind;
use crate::types::Callee;
use index_vec::IndexVec;
use std::time::Duration;

/// How many fns that end the process are followed.
const MAX_CALLS: u32 = 3;

/// Longer waits count.
const SHORT_WAIT: Duration = Duration::from_secs(1);

/// How control leaves each expression.
struct Ends {
    /// The process ends in it, on each path and soon.
    exits: IndexVec<ExprId, bool>,
    /// It may lead elsewhere, or suspend, or take many rounds.
    strays: IndexVec<ExprId, bool>,
}

impl BodyView<'_> {
    /// The statements after which the process ends at once.
    pub(super) fn before_exit(&self) -> Vec<ExprId> {
        let mut found = Vec::new();
        // What the entry point runs is the program.
        if !self.may_exit() || is_entry(self) {
            return found;
        }
        let ends = self.ends(0);
        for expr in &self.body.exprs {
            let ExprKind::Block { stmts, tail, .. } = &expr.kind else { continue };
            let at = stmts.iter().position(|stmt| ends.exit(stmt));
            let before = match at {
                Some(at) => &stmts[..at],
                None if tail.is_some_and(|tail| ends.exits[tail]) => stmts,
                None => continue,
            };
            for stmt in before.iter().rev().take_while(|stmt| !ends.stray(stmt)) {
                stmt.for_each_expr(&mut |expr| {
                    if !self.waits_long(expr) {
                        found.push(expr);
                    }
                });
            }
        }
        found
    }

    /// Whether there is a call of a fn that does not return.
    fn may_exit(&self) -> bool {
        self.types.callees.keys().any(|id| self.types.exprs[*id].is_never())
    }

    fn ends(&self, depth: u32) -> Ends {
        let exprs = &self.body.exprs;
        let none: IndexVec<ExprId, bool> = exprs.iter().map(|_| false).collect();
        let mut ends = Ends { exits: none.clone(), strays: none };
        // Children have smaller ids than their parents.
        for id in exprs.indices() {
            let kind = &exprs[id].kind;
            ends.strays[id] = match kind {
                ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => false,
                ExprKind::Return { .. }
                | ExprKind::Break { .. }
                | ExprKind::Continue { .. }
                | ExprKind::Try { .. }
                | ExprKind::Await { .. }
                | ExprKind::Yield { .. }
                | ExprKind::Loop { .. }
                | ExprKind::While { .. }
                | ExprKind::For { .. } => true,
                ExprKind::Macro(call) if matches!(call.kind, MacroKind::Select { .. } | MacroKind::Join { .. }) => true,
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } if self.drives(id) => true,
                _ => {
                    let mut strays = false;
                    kind.for_each_child(&mut |child| strays |= ends.strays[child]);
                    strays
                }
            };
            ends.exits[id] = match kind {
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => self.types.exprs[id].is_never() && self.ends_process(id, depth),
                ExprKind::Block { kind: BlockKind::Plain | BlockKind::Unsafe, stmts, tail, .. } => {
                    let straight = stmts.iter().take_while(|stmt| !ends.stray(stmt));
                    let is_straight = stmts.iter().all(|stmt| !ends.stray(stmt));
                    straight.into_iter().any(|stmt| ends.exit(stmt)) || (is_straight && tail.is_some_and(|tail| ends.exits[tail]))
                }
                ExprKind::If { then, otherwise: Some(otherwise), .. } => ends.exits[*then] && ends.exits[*otherwise],
                ExprKind::Match { arms, .. } => !arms.is_empty() && arms.iter().all(|arm| ends.exits[arm.body]),
                _ => false,
            } && !ends.strays[id];
        }
        ends
    }

    /// Whether a call ends the process: by an API, or by a fn of the workspace that does nothing else at its end.
    fn ends_process(&self, call: ExprId, depth: u32) -> bool {
        let Some(callee) = self.types.callees.get(&call) else { return false };
        if self.known.roles_of(self.def.krate, callee).contains(&Role::Exit) {
            return true;
        }
        match callee {
            Callee::Fn(callee) if depth < MAX_CALLS && self.db.store.kind(callee.def.krate) == CrateKind::Local => {
                self.with(callee.body_def(), |view| view.ends(depth + 1).exits[view.body.root]).unwrap_or(false)
            }
            _ => false,
        }
    }

    /// Whether a call drives a future to its end.
    fn drives(&self, call: ExprId) -> bool {
        let driving = [Role::BlockOn, Role::BlockOnRuntime, Role::Serve];
        let callee = self.types.callees.get(&call);
        callee.is_some_and(|callee| self.known.roles_of(self.def.krate, callee).iter().any(|role| driving.contains(role)))
    }

    /// Whether an expression calls something that waits for others, for long or without limit, or that panics.
    fn waits_long(&self, expr: ExprId) -> bool {
        let mut open = vec![expr];
        while let Some(id) = open.pop() {
            let is_short = || self.receiver_and_args(id).1.iter().any(|arg| self.duration(*arg).is_some_and(|wait| wait <= SHORT_WAIT));
            if self.api(id).is_some_and(|api| self.catalogue.api(api).cost >= Cost::Unbounded) && !is_short() {
                return true;
            }
            self.body.exprs[id].kind.for_each_child(&mut |child| open.push(child));
        }
        false
    }
}

impl Ends {
    fn exit(&self, stmt: &Stmt) -> bool {
        stmt.evaluates().is_some_and(|expr| self.exits[expr])
    }

    fn stray(&self, stmt: &Stmt) -> bool {
        let mut strays = false;
        stmt.for_each_expr(&mut |expr| strays |= self.strays[expr]);
        strays
    }
}
