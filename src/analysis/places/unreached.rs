//! Code that never runs: branches whose condition is certainly false, and what follows a jump.

use crate::analysis::body::BodyView;
use crate::analysis::branches::constants::Truths;
use crate::facts::{BinaryOp, BlockKind, ExprId, ExprKind, MacroKind, Stmt};
use index_vec::IndexVec;
use rustc_hash::FxHashSet;

impl BodyView<'_> {
    /// The parts of this body that never run.
    pub(super) fn unreached(&self) -> Vec<ExprId> {
        let truths = self.truths();
        let jumps = self.jumps(&truths);
        let mut found = Vec::new();
        for expr in &self.body.exprs {
            match &expr.kind {
                ExprKind::If { cond, then, otherwise } => match truths[*cond] {
                    Some(true) => found.extend(*otherwise),
                    Some(false) => found.push(*then),
                    None => {}
                },
                ExprKind::While { cond, body, .. } if truths[*cond] == Some(false) => found.push(*body),
                ExprKind::Binary { op, lhs, rhs, assign: false } => {
                    let decided = match op {
                        BinaryOp::And => Some(false),
                        BinaryOp::Or => Some(true),
                        _ => None,
                    };
                    if decided.is_some() && truths[*lhs] == decided {
                        found.push(*rhs);
                    }
                }
                ExprKind::Match { arms, .. } => {
                    let is_off = |guard: ExprId| truths[guard] == Some(false);
                    found.extend(arms.iter().filter(|arm| arm.guard.is_some_and(is_off)).map(|arm| arm.body));
                }
                // `DUMP.then(|| ..)`
                ExprKind::MethodCall { receiver, method, args, .. } if *method == "then" && truths[*receiver] == Some(false) => {
                    found.extend(args.iter().map(|arg| match self.body.exprs[*arg].kind {
                        ExprKind::Closure { body, .. } => body,
                        _ => *arg,
                    }));
                }
                ExprKind::Block { stmts, tail, .. } => {
                    let jump = stmts.iter().position(|stmt| stmt.evaluates().is_some_and(|first| jumps[first]));
                    if let Some(jump) = jump {
                        stmts[jump + 1..].iter().for_each(|stmt| stmt.for_each_expr(&mut |expr| found.push(expr)));
                        found.extend(*tail);
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Whether control never goes on to the code after an expression, for each expression. What is under a `cfg` may not be compiled.
    fn jumps(&self, truths: &Truths) -> IndexVec<ExprId, bool> {
        let exprs = &self.body.exprs;
        let conditional: FxHashSet<ExprId> = self.body.cfgs.iter().map(|(id, _)| *id).collect();
        let mut jumps: IndexVec<ExprId, bool> = exprs.iter().map(|_| false).collect();
        // Children have smaller ids than their parents.
        for id in exprs.indices().filter(|id| !conditional.contains(id)) {
            jumps[id] = match &exprs[id].kind {
                ExprKind::Return { .. } | ExprKind::Break { .. } | ExprKind::Continue { .. } => true,
                ExprKind::Macro(call) => match &call.kind {
                    MacroKind::Diverge { .. } => true,
                    MacroKind::Expanded { expr } => jumps[*expr],
                    _ => false,
                },
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => self.types.exprs[id].is_never(),
                ExprKind::Block { kind: BlockKind::Plain | BlockKind::Unsafe, label: None, stmts, tail, .. } => {
                    stmts.iter().filter_map(Stmt::evaluates).chain(*tail).any(|expr| jumps[expr])
                }
                ExprKind::If { cond, then, otherwise } => match truths[*cond] {
                    Some(true) => jumps[*then],
                    Some(false) => otherwise.is_some_and(|otherwise| jumps[otherwise]),
                    None => jumps[*then] && otherwise.is_some_and(|otherwise| jumps[otherwise]),
                },
                ExprKind::Match { arms, .. } => !arms.is_empty() && arms.iter().all(|arm| jumps[arm.body]),
                _ => false,
            };
        }
        jumps
    }
}
