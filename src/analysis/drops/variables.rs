//! Variables and parameters, which are dropped at the end of their scope unless they have been moved.

use super::flow::{Events, Region};
use super::{DropPoint, Finder, certainty};
use crate::analysis::drops::drop_glue::{Glue, Part};
use crate::analysis::places::Place;
use crate::catalogue::Role;
use crate::facts::{BinaryOp, BlockKind, ExprId, ExprKind, MacroKind, PatId, PatKind, Span, Stmt};
use crate::names::CrateKind;
use crate::types::{Ty, TyKind};
use rustc_hash::FxHashSet;

/// Where the value of a pattern comes from.
#[derive(Clone, Copy)]
pub(super) struct Source {
    /// An expression with the same place as the drops of the variables.
    pub(super) runs_like: ExprId,
    /// The scrutinee or initial value, if there is one.
    pub(super) value: Option<ExprId>,
    /// Whether the variables have a value from the start.
    pub(super) is_filled: bool,
    /// The expression at whose end the variables are dropped.
    pub(super) scope: ExprId,
    /// The code in which the variables exist, if it is known.
    pub(super) region: Option<Region>,
}

impl Source {
    /// Variables that exist in all of an expression.
    const fn around(inner: ExprId, value: Option<ExprId>) -> Self {
        Self { runs_like: inner, value, is_filled: true, scope: inner, region: Some(Region::Expr(inner)) }
    }
}

impl Finder<'_> {
    /// Adds the drops of the body's variables.
    pub(super) fn variables(&mut self) {
        let body = self.view.body;
        for &pat in body.params.iter().chain(&body.self_param) {
            self.pattern(pat, Source::around(body.root, None), true);
        }
        for id in self.places.ids() {
            match &body.exprs[id].kind {
                ExprKind::Block { stmts, .. } => {
                    for (index, stmt) in stmts.iter().enumerate() {
                        let Stmt::Let { pat, init, .. } = stmt else { continue };
                        let region = Some(Region::After(id, index));
                        let source = |runs_like| Source { runs_like, value: *init, is_filled: init.is_some(), scope: id, region };
                        match init {
                            // `let _ = make();` binds nothing.
                            Some(init) if matches!(body.pats[*pat].kind, PatKind::Wild) => self.temporary(*init),
                            Some(init) => self.pattern(*pat, source(*init), false),
                            None => self.declared(*pat, source(id)),
                        }
                    }
                }
                ExprKind::Let { pat, scrutinee } => {
                    let scope = self.view.parents()[id].unwrap_or(id);
                    let region = self.guarded_by(id).map(Region::Expr);
                    let source = Source { runs_like: *scrutinee, value: Some(*scrutinee), is_filled: true, scope, region };
                    self.pattern(*pat, source, false);
                }
                ExprKind::Match { scrutinee, arms } => {
                    for arm in arms {
                        self.pattern(arm.pat, Source::around(arm.body, Some(*scrutinee)), false);
                    }
                }
                ExprKind::For { pat, body: inner, .. } => self.pattern(*pat, Source::around(*inner, None), false),
                ExprKind::Closure { params, body: inner, .. } => {
                    for (pat, _) in params {
                        self.pattern(*pat, Source::around(*inner, None), false);
                    }
                }
                _ => {}
            }
        }
    }

    /// The block that runs if a `let` in a condition matches.
    fn guarded_by(&self, condition: ExprId) -> Option<ExprId> {
        let mut at = condition;
        loop {
            let parent = self.view.parents()[at]?;
            match self.view.body.exprs[parent].kind {
                ExprKind::Binary { op: BinaryOp::And, .. } => at = parent,
                ExprKind::If { cond, then: inner, .. } | ExprKind::While { cond, body: inner, .. } if cond == at => return Some(inner),
                _ => return None,
            }
        }
    }

    /// A variable without an initial value.
    fn declared(&mut self, pat: PatId, source: Source) {
        self.sources.insert(self.view.bound_pat(pat), source);
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
        self.sources.insert(pat, source);
        let view = self.view;
        let glue = self.glue_of_value(&view.types.pats[pat], source.value);
        if glue.is_empty() {
            return;
        }
        let uses = self.uses.get(&pat).map(Vec::as_slice).unwrap_or_default();
        let (moves, captured) = self.moves(uses, &source);
        // A closure that captures the variable drops it elsewhere.
        let here = self.places.exprs[source.runs_like];
        let remaining = || uses.iter().filter(|id| !captured.contains(id));
        let is_used_here = remaining().all(|id| self.places.exprs[*id] == here);
        let lost = self.lost_fields(uses);
        let span = view.body.pats[pat].span;
        let taken: Vec<ExprId> = uses.iter().filter_map(|id| self.emptied_at(*id)).collect();
        let is_empty = source.value.is_some_and(|value| self.is_made_empty(value));
        let made_by = source.value.filter(|_| matches!(view.body.pats[pat].kind, PatKind::Bind { .. }));
        let is_moved = uses.iter().any(|id| !self.is_borrow(*id));
        let mut found = Vec::new();
        // Parts that the same expressions move are left at the same points.
        let mut flows: Vec<(FxHashSet<ExprId>, bool)> = Vec::new();
        for (part, glue) in glue.iter() {
            let is_partly_moved = is_moved || !lost.is_empty() || !taken.is_empty();
            if *part == Part::Content && (is_empty || (is_partly_moved && !self.is_element(&view.types.pats[pat], glue))) {
                continue;
            }
            // What another package's value does if it was not moved on is that package's way to give up: a transaction rolls back.
            if is_moved && matches!(glue, Glue::Fn(def, _) if view.db.store.kind(def.krate) != CrateKind::Local) {
                continue;
            }
            if source.value.is_some_and(|value| self.is_inert(value, uses, glue)) {
                continue;
            }
            let mut gone = moves.clone();
            gone.extend(self.disarmed(uses, glue));
            // A type with a `drop` of its own keeps its fields.
            if *part != Part::Whole {
                gone.extend(&lost);
            }
            if *part == Part::Content {
                gone.extend(&taken);
            }
            let known = flows.iter().find(|(known, _)| *known == gone).map(|(_, is_left)| *is_left);
            let is_left = known.unwrap_or_else(|| self.is_left_in(&source, uses, gone.clone()));
            if known.is_none() {
                flows.push((gone, is_left));
            }
            let ends_here = is_used_here && is_left;
            let (place, scope) = match self.taken_by_block(uses) {
                _ if ends_here => (here, source.scope),
                // A call of `drop` is handled separately.
                Some(taken) if !is_moved => taken,
                _ => continue,
            };
            let scope_end = Some(view.body.exprs[scope].span.end.saturating_sub(1));
            found.push(DropPoint { span, place, glue: glue.clone(), confidence: certainty(*part), made_by, is_moved, scope_end });
        }
        self.drop_points.extend(found);
    }

    /// Whether a drop is that of a container's elements themselves. What an element may hold in turn is too uncertain on a path that is not
    /// always taken.
    fn is_element(&self, ty: &Ty, glue: &Glue) -> bool {
        let (TyKind::Adt(_, args) | TyKind::External(_, args)) = ty.kind() else { return true };
        args.iter().any(|arg| self.glue_of(arg).iter().any(|(part, of)| *part != Part::Content && of == glue))
    }

    /// Whether the end of a variable's scope, or an earlier exit from it, drops its value on some path.
    fn is_left_in(&self, source: &Source, uses: &[ExprId], gone: FxHashSet<ExprId>) -> bool {
        match source.region {
            _ if gone.is_empty() => true,
            Some(region) => self.flow(region, true, &Events { gone, assigned: self.assignments(uses, |_| true) }).is_dropped,
            None => false,
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
            taken.contains(exprs[*id].span)
                && !self.view.parents()[*id].is_some_and(|parent| matches!(exprs[parent].kind, ExprKind::Field { .. }))
        };
        (is_of_block && uses.iter().any(is_whole)).then_some((place, block))
    }

    /// The innermost `async move` block around an expression, with the span of its keyword; `None` if a closure or another block is closer.
    fn async_move_around(&self, id: ExprId) -> Option<(ExprId, Span)> {
        let mut at = self.view.parents()[id];
        while let Some(id) = at {
            match self.view.body.exprs[id].kind {
                ExprKind::Closure { .. } => return None,
                ExprKind::Block { kind: BlockKind::Async { is_move, async_span }, .. } => return is_move.then_some((id, async_span)),
                _ => at = self.view.parents()[id],
            }
        }
        None
    }

    /// The expressions that may move a field out of a variable.
    fn lost_fields(&self, uses: &[ExprId]) -> Vec<ExprId> {
        let losing = uses.iter().filter(|id| self.loses_a_field(**id));
        losing.filter_map(|id| self.view.parents()[*id]).map(|field| self.consumed_at(field)).collect()
    }

    /// Whether a field of a variable may be moved out here.
    pub(super) fn loses_a_field(&self, id: ExprId) -> bool {
        let view = self.view;
        let Some(field) = self.view.parents()[id].filter(|parent| matches!(view.body.exprs[*parent].kind, ExprKind::Field { .. })) else {
            return false;
        };
        let is_assigned = self.view.parents()[field]
            .is_some_and(|parent| matches!(view.body.exprs[parent].kind, ExprKind::Assign { lhs, .. } if lhs == field));
        !is_assigned
            && !is_copy(&view.types.exprs[field])
            && (!self.is_borrow(field) || self.is_taken_out(field) || self.loses_a_field(field))
    }

    /// Whether the value may be taken out of a place here: `self.folder.take()`.
    pub(super) fn is_taken_out(&self, id: ExprId) -> bool {
        let Some(parent) = self.view.parents()[id] else { return false };
        match &self.view.body.exprs[parent].kind {
            ExprKind::MethodCall { receiver, .. } => *receiver == id && self.plays(parent, Role::TakeOut),
            // `std::mem::take(&mut self.folder)`
            ExprKind::Ref { .. } => self.view.parents()[parent].is_some_and(|call| self.plays(call, Role::TakeOut)),
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
        let Some(parent) = self.view.parents()[id] else { return false };
        match &self.view.body.exprs[parent].kind {
            ExprKind::Ref { .. }
            | ExprKind::Index { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Field { .. }
            | ExprKind::Binary { op: BinaryOp::Eq | BinaryOp::Ord, .. } => true,
            // `_ = value;` moves nothing either.
            ExprKind::Assign { lhs, .. } => *lhs == id || matches!(self.view.body.exprs[*lhs].kind, ExprKind::Missing),
            // A pattern without variables moves nothing.
            ExprKind::Match { scrutinee, arms } => *scrutinee == id && arms.iter().all(|arm| self.binds_nothing(arm.pat)),
            ExprKind::Let { pat, scrutinee } => *scrutinee == id && self.binds_nothing(*pat),
            ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| match stmt {
                Stmt::Let { pat, init: Some(init), .. } => *init == id && self.binds_nothing(*pat),
                _ => false,
            }),
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
