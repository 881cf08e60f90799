//! Background tasks: futures whose first await is on a signal, or on a timer in a loop. A blocking call next to them delays no work that somebody
//! waits for.
//!
//! Only the first `.await` on every control-flow path is considered. How long one loop iteration takes is never known.

use super::outline::{Event, NodeRef, Waits};
use super::values::Values;
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt};

/// What a part of a body awaits first.
pub(super) fn waits(values: &Values<'_>, body: ExprId) -> Waits {
    let mut search = Search { values, firsts: Vec::new(), own: body };
    match &values.view.body.exprs[body].kind {
        ExprKind::Block { stmts, tail, .. } => search.block(stmts, *tail, InLoop::No),
        _ => search.expr(body, InLoop::No),
    };
    match search.firsts[..] {
        [] => Waits::Other,
        [(only, in_loop)] => match values.waits_at(only, in_loop) {
            Waits::Other => values.driven_at(only).map_or(Waits::Other, Waits::As),
            found => found,
        },
        _ => {
            let found: Vec<Waits> = search.firsts.iter().map(|(first, in_loop)| values.waits_at(*first, *in_loop)).collect();
            let rank = |waits: &Waits| [Waits::Signal, Waits::Timer].iter().position(|known| known == waits).unwrap_or(usize::MAX);
            found.into_iter().max_by_key(rank).unwrap_or(Waits::Other)
        }
    }
}

/// Whether code is in a loop of its part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InLoop {
    No,
    Yes,
}

impl Values<'_> {
    /// Whether the expression of a future shows that it waits for a timer or a signal.
    pub(super) fn is_background(&self, future: ExprId) -> bool {
        let held = self.view.types.locals.get(&self.bare(future));
        self.is_signal(future) || self.is_timer(future) || held.is_some_and(|pat| self.backgrounds.contains(pat))
    }

    /// Remembers a variable that holds such a future.
    pub(super) fn keep_background(&mut self, pat: PatId, init: ExprId) {
        if matches!(self.view.body.pats[pat].kind, PatKind::Bind { .. }) && self.is_background(init) {
            self.backgrounds.insert(pat);
        }
    }

    fn is_signal(&self, future: ExprId) -> bool {
        self.plays(self.bare(future), Role::Signal)
    }

    fn is_timer(&self, future: ExprId) -> bool {
        self.plays(self.bare(future), Role::Timer)
    }

    fn bare(&self, id: ExprId) -> ExprId {
        match &self.view.body.exprs[id].kind {
            ExprKind::Ref { operand, .. } => *operand,
            _ => id,
        }
    }

    /// What an `.await` or a `select!` waits for.
    fn waits_at(&self, id: ExprId, in_loop: InLoop) -> Waits {
        match &self.view.body.exprs[id].kind {
            ExprKind::Await { operand, .. } if self.is_signal(*operand) => Waits::Signal,
            ExprKind::Await { operand, .. } if in_loop == InLoop::Yes && self.is_timer(*operand) => Waits::Timer,
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Select { arms, .. } if arms.iter().all(|arm| self.is_signal(arm.future)) => Waits::Signal,
                MacroKind::Select { arms, .. } if in_loop == InLoop::Yes && arms.iter().all(|arm| self.is_background(arm.future)) => {
                    Waits::Timer
                }
                _ => Waits::Other,
            },
            _ => Waits::Other,
        }
    }

    /// The only future that an `.await` drives.
    fn driven_at(&self, id: ExprId) -> Option<NodeRef> {
        // An adaptor of another crate around the future changes nothing: `ticker().with_context(cx).await`.
        let mut driven = self.events.get(&id)?.iter().filter(|event| **event != Event::Foreign);
        match (driven.next(), driven.next()) {
            (Some(Event::Run(nodes)), None) if nodes.len() == 1 => nodes.first().copied(),
            _ => None,
        }
    }
}

/// Finds the first awaits.
struct Search<'s, 'a> {
    values: &'s Values<'a>,
    firsts: Vec<(ExprId, InLoop)>,
    /// The code of the part itself; nested parts are left out.
    own: ExprId,
}

impl Search<'_, '_> {
    fn block(&mut self, stmts: &[Stmt], tail: Option<ExprId>, in_loop: InLoop) -> bool {
        for stmt in stmts {
            let found = match stmt {
                Stmt::Let { init: Some(init), .. } => self.expr(*init, in_loop),
                Stmt::Expr { expr, .. } => self.expr(*expr, in_loop),
                Stmt::Let { init: None, .. } | Stmt::Item(_) => false,
            };
            if found {
                return true;
            }
        }
        tail.is_some_and(|tail| self.expr(tail, in_loop))
    }

    /// Whether every control-flow path through an expression reaches an `.await`.
    fn expr(&mut self, id: ExprId, in_loop: InLoop) -> bool {
        if id != self.own && self.values.unit_of.contains_key(&id) {
            return false;
        }
        match &self.values.view.body.exprs[id].kind {
            ExprKind::Block { stmts, tail, .. } => self.block(stmts, *tail, in_loop),
            ExprKind::Await { operand, .. } => {
                if !self.expr(*operand, in_loop) {
                    self.firsts.push((id, in_loop));
                }
                true
            }
            ExprKind::If { cond, then, otherwise } => {
                if self.expr(*cond, in_loop) {
                    return true;
                }
                let then = self.expr(*then, in_loop);
                let otherwise = otherwise.is_some_and(|otherwise| self.expr(otherwise, in_loop));
                then && otherwise
            }
            ExprKind::Match { scrutinee, arms } => {
                let found = self.expr(*scrutinee, in_loop);
                found || arms.iter().fold(!arms.is_empty(), |all, arm| self.expr(arm.body, in_loop) && all)
            }
            ExprKind::Loop { body, .. } => self.expr(*body, InLoop::Yes),
            ExprKind::While { cond, body, .. } => self.expr(*cond, InLoop::Yes) || self.expr(*body, InLoop::Yes),
            ExprKind::For { iter, body, .. } => self.expr(*iter, in_loop) || self.expr(*body, InLoop::Yes),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Select { .. } | MacroKind::Join { .. } => {
                    self.firsts.push((id, in_loop));
                    true
                }
                _ => {
                    let mut found = false;
                    call.for_each_expr(&mut |expr| found = found || self.expr(expr, in_loop));
                    found
                }
            },
            kind => {
                let mut found = false;
                kind.for_each_child(&mut |child| found = found || self.expr(child, in_loop));
                found
            }
        }
    }
}
