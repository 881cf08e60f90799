//! Variables and parameters, which are dropped at the end of their scope unless they have been moved.

use super::{DropPoint, Finder, certainty};
use crate::analysis::drop_glue::{Glue, Part};
use crate::analysis::places::Place;
use crate::catalogue::Role;
use crate::facts::{BinaryOp, BlockKind, ExprId, ExprKind, MacroKind, PatId, PatKind, Span, Stmt};
use crate::types::{Ty, TyKind};

/// Where the value of a pattern comes from.
#[derive(Clone, Copy)]
struct Source {
    /// An expression with the same place as the drops of the variables.
    runs_like: ExprId,
    /// The scrutinee or initial value, if there is one.
    value: Option<ExprId>,
    /// The expression at whose end the variables are dropped.
    scope: ExprId,
}

impl Finder<'_> {
    /// Adds the drops of the body's variables.
    pub(super) fn variables(&mut self) {
        let body = self.view.body;
        let root = Source { runs_like: body.root, value: None, scope: body.root };
        for &pat in body.params.iter().chain(&body.self_param) {
            self.pattern(pat, root, true);
        }
        for (id, expr) in body.exprs.iter_enumerated() {
            match &expr.kind {
                ExprKind::Block { stmts, .. } => {
                    for stmt in stmts {
                        let Stmt::Let { pat, init: Some(init), .. } = stmt else { continue };
                        // `let _ = make();` binds nothing.
                        if matches!(body.pats[*pat].kind, PatKind::Wild) {
                            self.temporary(*init);
                        } else {
                            self.pattern(*pat, Source { runs_like: *init, value: Some(*init), scope: id }, false);
                        }
                    }
                }
                ExprKind::Let { pat, scrutinee } => {
                    let scope = self.parents[id].unwrap_or(id);
                    self.pattern(*pat, Source { runs_like: *scrutinee, value: Some(*scrutinee), scope }, false);
                }
                ExprKind::Match { scrutinee, arms } => {
                    for arm in arms {
                        self.pattern(arm.pat, Source { runs_like: arm.body, value: Some(*scrutinee), scope: arm.body }, false);
                    }
                }
                ExprKind::For { pat, body: inner, .. } => {
                    self.pattern(*pat, Source { runs_like: *inner, value: None, scope: *inner }, false);
                }
                ExprKind::Closure { params, body: inner, .. } => {
                    for (pat, _) in params {
                        self.pattern(*pat, Source { runs_like: *inner, value: None, scope: *inner }, false);
                    }
                }
                _ => {}
            }
        }
    }

    /// Adds the variables that a pattern binds by value. An unnamed parameter, `_: Guard`, is dropped like the others.
    fn pattern(&mut self, pat: PatId, source: Source, is_param: bool) {
        let mut open = vec![pat];
        let pats = &self.view.body.pats;
        while let Some(at) = open.pop() {
            match &pats[at].kind {
                // `None` parses as a variable but is not one.
                PatKind::Bind { name, .. } if name.as_str().starts_with(char::is_uppercase) => {}
                PatKind::Bind { by_ref: false, sub: None, .. } => self.bound(at, source),
                PatKind::Wild if is_param && at == pat => self.bound(at, source),
                PatKind::Tuple(inner) | PatKind::TupleStruct { pats: inner, .. } | PatKind::Slice(inner) => open.extend(inner),
                PatKind::Struct { fields, .. } => open.extend(fields.iter().map(|field| field.pat)),
                PatKind::Typed { pat, .. } => open.push(*pat),
                // Or-patterns bind the same names in each alternative, and nothing can be moved out of a reference.
                _ => {}
            }
        }
    }

    fn bound(&mut self, pat: PatId, source: Source) {
        let view = self.view;
        let glue = self.glue_of(&view.types.pats[pat]);
        if glue.is_empty() {
            return;
        }
        let uses = self.uses.get(&pat).map(Vec::as_slice).unwrap_or_default();
        // The variable is moved, so it is dropped elsewhere. A call of `drop` is handled separately.
        let moves: Vec<ExprId> = uses.iter().copied().filter(|id| !self.is_borrow(*id)).collect();
        if !moves.is_empty() && !self.is_kept_on_a_path(&moves, source.scope) {
            return;
        }
        let here = self.places.exprs[source.runs_like];
        // A closure that captures the variable drops it elsewhere.
        let is_used_here = uses.iter().all(|id| self.places.exprs[*id] == here);
        let Some((place, scope)) = (if is_used_here { Some((here, source.scope)) } else { self.taken_by_block(uses) }) else { return };
        let is_whole = uses.iter().all(|id| !self.loses_a_field(*id));
        let span = view.body.pats[pat].span;
        let is_empty = source.value.is_some_and(|value| self.is_made_empty(value)) || uses.iter().any(|id| self.is_taken_out(*id));
        let dropped = glue.iter().filter(|(part, _)| (is_whole || *part == Part::Whole) && !(is_empty && *part == Part::Content));
        let made_by = source.value.filter(|_| matches!(view.body.pats[pat].kind, PatKind::Bind { .. }));
        let scope_end = Some(view.body.exprs[scope].span.end.saturating_sub(1));
        let drop_point =
            |(part, glue): &(Part, Glue)| DropPoint { span, place, glue: glue.clone(), confidence: certainty(*part), made_by, scope_end };
        self.drop_points.extend(dropped.map(drop_point));
    }

    /// Whether all moves are in branches of one `if` or `match` that has another branch: if that is taken, the scope's end drops the variable.
    fn is_kept_on_a_path(&self, moves: &[ExprId], scope: ExprId) -> bool {
        let exprs = &self.view.body.exprs;
        let has_move = |branch: &ExprId| moves.iter().any(|id| exprs[*branch].span.contains(exprs[*id].span));
        let mut at = self.parents[moves[0]];
        while let Some(id) = at.filter(|id| *id != scope) {
            let branches: Vec<ExprId> = match &exprs[id].kind {
                ExprKind::If { then, otherwise, .. } => std::iter::once(*then).chain(*otherwise).collect(),
                ExprKind::Match { arms, .. } => arms.iter().map(|arm| arm.body).collect(),
                ExprKind::Loop { .. }
                | ExprKind::While { .. }
                | ExprKind::For { .. }
                | ExprKind::Closure { .. }
                | ExprKind::Block { kind: BlockKind::Async { .. }, .. } => return false,
                _ => Vec::new(),
            };
            let in_branches = moves.iter().all(|id| branches.iter().any(|branch| exprs[*branch].span.contains(exprs[*id].span)));
            let may_skip = matches!(exprs[id].kind, ExprKind::If { otherwise: None, .. });
            if in_branches && (may_skip || branches.iter().any(|branch| !has_move(branch) && !self.panics(*branch))) {
                return true;
            }
            at = self.parents[id];
        }
        false
    }

    /// Whether a branch is nothing but `unreachable!()` or the like.
    fn panics(&self, branch: ExprId) -> bool {
        match &self.view.body.exprs[branch].kind {
            ExprKind::Block { stmts, tail: Some(tail), .. } if stmts.is_empty() => self.panics(*tail),
            ExprKind::Block { stmts, tail: None, .. } => matches!(&stmts[..], [Stmt::Expr { expr, .. }] if self.panics(*expr)),
            ExprKind::Macro(call) => matches!(call.kind, MacroKind::Diverge { .. }),
            _ => false,
        }
    }

    /// The `async move` block that captures a variable and drops it at its end, with the block's place. The variable's last use must be in the
    /// block, and one use there must name it as a whole: otherwise the block captures only the fields.
    fn taken_by_block(&self, uses: &[ExprId]) -> Option<(Place, ExprId)> {
        let exprs = &self.view.body.exprs;
        let last = uses.iter().copied().max_by_key(|id| exprs[*id].span.start)?;
        let (block, async_span) = self.async_move_around(last)?;
        let place = self.places.exprs[last];
        let Place::Async(context) = place else { return None };
        let taken = exprs[block].span;
        let is_of_block = self.places.contexts[context].span == async_span
            && uses.iter().all(|id| {
                if taken.contains(exprs[*id].span) { self.places.exprs[*id] == place } else { exprs[*id].span.end <= taken.start }
            });
        let is_whole = |id: &ExprId| {
            taken.contains(exprs[*id].span) && !self.parents[*id].is_some_and(|parent| matches!(exprs[parent].kind, ExprKind::Field { .. }))
        };
        (is_of_block && uses.iter().any(is_whole)).then_some((place, block))
    }

    /// The innermost `async move` block around an expression, with the span of its keyword; `None` if a closure or another block is closer.
    fn async_move_around(&self, id: ExprId) -> Option<(ExprId, Span)> {
        let mut at = self.parents[id];
        while let Some(id) = at {
            match self.view.body.exprs[id].kind {
                ExprKind::Closure { .. } => return None,
                ExprKind::Block { kind: BlockKind::Async { is_move, async_span }, .. } => return is_move.then_some((id, async_span)),
                _ => at = self.parents[id],
            }
        }
        None
    }

    /// Whether a field of a variable may be moved out here.
    pub(super) fn loses_a_field(&self, id: ExprId) -> bool {
        let view = self.view;
        let Some(field) = self.parents[id].filter(|parent| matches!(view.body.exprs[*parent].kind, ExprKind::Field { .. })) else {
            return false;
        };
        let is_assigned =
            self.parents[field].is_some_and(|parent| matches!(view.body.exprs[parent].kind, ExprKind::Assign { lhs, .. } if lhs == field));
        !is_assigned
            && !is_copy(&view.types.exprs[field])
            && (!self.is_borrow(field) || self.is_taken_out(field) || self.loses_a_field(field))
    }

    /// Whether the value may be taken out of a place here: `self.folder.take()`.
    fn is_taken_out(&self, id: ExprId) -> bool {
        let Some(parent) = self.parents[id] else { return false };
        match &self.view.body.exprs[parent].kind {
            ExprKind::MethodCall { receiver, .. } => *receiver == id && self.plays(parent, Role::TakeOut),
            // `std::mem::take(&mut self.folder)`
            ExprKind::Ref { .. } => self.parents[parent].is_some_and(|call| self.plays(call, Role::TakeOut)),
            _ => false,
        }
    }

    /// Whether a pattern has no variables.
    fn binds_nothing(&self, pat: PatId) -> bool {
        let pats = &self.view.body.pats;
        let mut open = vec![pat];
        while let Some(at) = open.pop() {
            match &pats[at].kind {
                PatKind::Bind { name, .. } if !name.as_str().starts_with(char::is_uppercase) => return false,
                PatKind::Tuple(inner) | PatKind::TupleStruct { pats: inner, .. } | PatKind::Slice(inner) | PatKind::Or(inner) => {
                    open.extend(inner);
                }
                PatKind::Struct { fields, .. } => open.extend(fields.iter().map(|field| field.pat)),
                PatKind::Typed { pat, .. } | PatKind::Ref { pat, .. } => open.push(*pat),
                _ => {}
            }
        }
        true
    }

    /// Whether a variable is only read, borrowed or overwritten here.
    pub(super) fn is_borrow(&self, id: ExprId) -> bool {
        let Some(parent) = self.parents[id] else { return false };
        match &self.view.body.exprs[parent].kind {
            ExprKind::Ref { .. }
            | ExprKind::Index { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Field { .. }
            | ExprKind::Binary { op: BinaryOp::Eq | BinaryOp::Ord, .. } => true,
            ExprKind::Assign { lhs, .. } => *lhs == id,
            // A pattern without variables moves nothing.
            ExprKind::Match { scrutinee, arms } => *scrutinee == id && arms.iter().all(|arm| self.binds_nothing(arm.pat)),
            ExprKind::Let { pat, scrutinee } => *scrutinee == id && self.binds_nothing(*pat),
            ExprKind::MethodCall { receiver, .. } if *receiver == id => self.borrows_receiver(parent),
            ExprKind::Macro(call) => {
                matches!(call.kind, MacroKind::Format { .. } | MacroKind::Print { .. } | MacroKind::Unit { .. })
            }
            _ => false,
        }
    }
}

fn is_copy(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Prim(_) | TyKind::Ref(crate::types::Mutability::Shared, _) | TyKind::Ptr(..))
}
