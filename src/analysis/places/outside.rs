//! Code that runs only outside a runtime: `match Handle::try_current() { Ok(handle) => .., Err(_) => here }`. Async callers of the fn never reach
//! it.

use super::walk::Walker;
use crate::catalogue::Role;
use crate::facts::{Arm, Body, ExprId, ExprKind, Pat, PatId, PatKind, Stmt, UnaryOp};
use crate::types::Callee;
use rustc_hash::FxHashMap;

/// What a condition or pattern tells about the current runtime.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RuntimeState {
    There,
    Absent,
}

impl RuntimeState {
    fn flipped(self) -> Self {
        match self {
            Self::There => Self::Absent,
            Self::Absent => Self::There,
        }
    }
}

impl Walker<'_> {
    /// The parts of the body that never run on a runtime's thread.
    pub(super) fn outside_runtime(&self) -> Vec<ExprId> {
        let mut outside = Vec::new();
        if !self.types.callees.iter().any(|(_, callee)| self.asks_runtime(callee)) {
            return outside;
        }
        let answers = Answers { walker: self, body: self.body, bound: bound(self.body) };
        for expr in &self.body.exprs {
            match &expr.kind {
                ExprKind::Match { scrutinee, arms } if answers.is_asked(*scrutinee, 0) => answers.arms(arms, &mut outside),
                ExprKind::If { cond, then, otherwise } => match answers.condition(*cond) {
                    Some(RuntimeState::There) => outside.extend(*otherwise),
                    Some(RuntimeState::Absent) => outside.push(*then),
                    None => {}
                },
                ExprKind::Block { stmts, tail, .. } => answers.rest(stmts, *tail, &mut outside),
                _ => {}
            }
        }
        outside
    }

    fn asks_runtime(&self, callee: &Callee) -> bool {
        self.known.roles_of(self.krate, callee).contains(&Role::AskRuntime)
    }
}

/// The `let` variables of a body, each with its initial value.
fn bound(body: &Body) -> FxHashMap<PatId, ExprId> {
    let blocks = body.exprs.iter().filter_map(|expr| if let ExprKind::Block { stmts, .. } = &expr.kind { Some(stmts) } else { None });
    let lets =
        blocks.flatten().filter_map(|stmt| if let Stmt::Let { pat, init: Some(init), .. } = stmt { Some((*pat, *init)) } else { None });
    lets.collect()
}

/// Finds what conditions and patterns of a body tell about the current runtime.
struct Answers<'w, 'a> {
    walker: &'w Walker<'a>,
    body: &'w Body,
    bound: FxHashMap<PatId, ExprId>,
}

impl Answers<'_, '_> {
    /// Whether a value is the result of asking for the current runtime: directly, by `ok()`, by reference, or in a variable.
    fn is_asked(&self, id: ExprId, depth: u32) -> bool {
        if depth > 4 {
            return false;
        }
        if self.walker.types.callees.get(&id).is_some_and(|callee| self.walker.asks_runtime(callee)) {
            return true;
        }
        match &self.body.exprs[id].kind {
            ExprKind::Ref { operand, .. } => self.is_asked(*operand, depth + 1),
            ExprKind::MethodCall { receiver, method, args, .. } => {
                args.is_empty() && ["ok", "as_ref"].contains(&method.as_str()) && self.is_asked(*receiver, depth + 1)
            }
            ExprKind::Path(_) => {
                let init = self.walker.types.locals.get(&id).and_then(|pat| self.bound.get(pat));
                init.is_some_and(|init| self.is_asked(*init, depth + 1))
            }
            _ => false,
        }
    }

    fn condition(&self, cond: ExprId) -> Option<RuntimeState> {
        match &self.body.exprs[cond].kind {
            ExprKind::Let { pat, scrutinee } if self.is_asked(*scrutinee, 0) => self.pattern(*pat),
            ExprKind::MethodCall { receiver, method, args, .. } if args.is_empty() && self.is_asked(*receiver, 0) => {
                match method.as_str() {
                    "is_ok" | "is_some" => Some(RuntimeState::There),
                    "is_err" | "is_none" => Some(RuntimeState::Absent),
                    _ => None,
                }
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.condition(*operand).map(RuntimeState::flipped),
            _ => None,
        }
    }

    fn pattern(&self, pat: PatId) -> Option<RuntimeState> {
        match &self.body.pats[pat].kind {
            PatKind::TupleStruct { path, pats } => match path.segments.last()?.name.as_str() {
                "Ok" | "Some" => pats.iter().all(|inner| is_plain(&self.body.pats[*inner])).then_some(RuntimeState::There),
                "Err" => Some(RuntimeState::Absent),
                _ => None,
            },
            PatKind::Path(path) if path.segments.last()?.name == "None" => Some(RuntimeState::Absent),
            PatKind::Bind { name, .. } if *name == "None" => Some(RuntimeState::Absent),
            _ => None,
        }
    }

    fn arms(&self, arms: &[Arm], outside: &mut Vec<ExprId>) {
        let mut is_there_taken = false;
        for arm in arms {
            let says = self.pattern(arm.pat);
            let is_rest = is_there_taken && matches!(self.body.pats[arm.pat].kind, PatKind::Wild);
            if says == Some(RuntimeState::Absent) || is_rest {
                outside.push(arm.body);
            }
            is_there_taken |= says == Some(RuntimeState::There) && arm.guard.is_none();
        }
    }

    /// The statements after `if let Ok(handle) = Handle::try_current() { return .. }`, and the `else` block of `let Ok(handle) = .. else`.
    fn rest(&self, stmts: &[Stmt], tail: Option<ExprId>, outside: &mut Vec<ExprId>) {
        let mut is_outside = false;
        for stmt in stmts {
            if is_outside {
                stmt.for_each_expr(&mut |expr| outside.push(expr));
                continue;
            }
            match stmt {
                Stmt::Let { pat, init: Some(init), otherwise: Some(otherwise), .. }
                    if self.is_asked(*init, 0) && self.pattern(*pat) == Some(RuntimeState::There) =>
                {
                    outside.push(*otherwise);
                }
                Stmt::Expr { expr, .. } => {
                    if let ExprKind::If { cond, then, otherwise: None } = &self.body.exprs[*expr].kind {
                        is_outside = self.condition(*cond) == Some(RuntimeState::There) && self.leaves(*then);
                    }
                }
                _ => {}
            }
        }
        if is_outside {
            outside.extend(tail);
        }
    }

    /// Whether a block ends with `return`.
    fn leaves(&self, block: ExprId) -> bool {
        let is_return = |id: ExprId| matches!(self.body.exprs[id].kind, ExprKind::Return { .. });
        match &self.body.exprs[block].kind {
            ExprKind::Block { tail: Some(tail), .. } => is_return(*tail),
            ExprKind::Block { stmts, tail: None, .. } => matches!(stmts.last(), Some(Stmt::Expr { expr, .. }) if is_return(*expr)),
            _ => false,
        }
    }
}

fn is_plain(pat: &Pat) -> bool {
    matches!(pat.kind, PatKind::Wild | PatKind::Bind { sub: None, .. })
}
