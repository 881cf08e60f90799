//! `place = value` and `slot.insert(value)`: what the place held before is dropped.

use super::asked::Holding;
use super::flow::Events;
use super::values::is_empty_value;
use super::{DropPoint, Finder};
use crate::analysis::drops::drop_glue::{Glue, Part};
use crate::analysis::origins::BodyExpr;
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, PatId};
use crate::names::DefKind;
use crate::types::Ty;
use rustc_hash::{FxHashMap, FxHashSet};

impl Finder<'_> {
    /// `slot.insert(value)`
    pub(super) fn inserted(&mut self, call: ExprId) {
        if self.plays(call, Role::Overwrite)
            && let (Some(receiver), args) = self.view.receiver_and_args(call)
            && let Some(&value) = args.first()
        {
            let ty = self.view.types.exprs[receiver].strip_refs().clone();
            self.replaced(call, receiver, value, &ty);
        }
    }

    /// Adds the drop of the value that an assignment replaces.
    pub(super) fn overwritten(&mut self, assignment: ExprId, lhs: ExprId, rhs: ExprId) {
        let view = self.view;
        // `(self.first, count) = pair()`
        if let ExprKind::Tuple { items } = &view.body.exprs[lhs].kind {
            let places = items.iter().filter(|item| !view.types.locals.contains_key(item));
            places.for_each(|item| self.overwritten(assignment, *item, rhs));
            return;
        }
        let ty = view.types.exprs[lhs].clone();
        self.replaced(assignment, lhs, rhs, &ty);
    }

    /// Adds the drop of the value of a place, which another replaces. An assigned reference drops nothing.
    fn replaced(&mut self, assignment: ExprId, place: ExprId, by: ExprId, ty: &Ty) {
        let view = self.view;
        let glue = self.glue_of(ty);
        if glue.is_empty() {
            return;
        }
        let variable = view.types.locals.get(&place).copied().filter(|pat| view.types.pats[*pat] == *ty);
        let has_content = glue.iter().any(|(part, _)| *part == Part::Content)
            && variable
                .map_or_else(|| self.had_content(assignment, place, by, ty), |_| self.holding(assignment, place) != Some(Holding::Nothing));
        let is_replaced = |(part, glue): &&(Part, Glue)| {
            (*part != Part::Content || has_content) && variable.is_none_or(|pat| self.is_replacing(pat, assignment, *part, glue))
        };
        let (span, runs) = (view.body.exprs[place].span, self.places.exprs[assignment]);
        let dropped: Vec<DropPoint> = glue.iter().filter(is_replaced).map(|glue| DropPoint::new(span, runs, glue)).collect();
        self.drop_points.extend(dropped);
    }

    /// Whether a variable may have a value, or content, when it is assigned.
    fn is_replacing(&self, pat: PatId, assignment: ExprId, part: Part, glue: &Glue) -> bool {
        let own = match glue {
            Glue::Fn(def, _) => Some(*def),
            Glue::Api(_) => None,
        };
        let key = (pat, part == Part::Content, own);
        if let Some(known) = self.replacing.borrow().get(&key) {
            return known.contains(&assignment);
        }
        let found = self.replacing_assignments(pat, part == Part::Content, glue);
        let is_replacing = found.contains(&assignment);
        self.replacing.borrow_mut().insert(key, found);
        is_replacing
    }

    /// The assignments to a variable that find a value, or content, with this drop.
    fn replacing_assignments(&self, pat: PatId, is_content: bool, glue: &Glue) -> FxHashSet<ExprId> {
        let Some(source) = self.sources.get(&pat) else { return FxHashSet::default() };
        let Some(region) = source.region else { return FxHashSet::default() };
        let uses = self.uses.get(&pat).map(Vec::as_slice).unwrap_or_default();
        let (mut gone, _) = self.moves(uses, source);
        gone.extend(self.disarmed(uses, glue));
        if is_content {
            gone.extend(uses.iter().filter_map(|id| self.emptied_at(*id)));
        } else {
            gone.extend(uses.iter().copied().filter(|id| self.loses_a_field(*id)));
        }
        let assigned = self.assignments(uses, |rhs| !(is_content && is_empty_value(self.view, rhs)));
        let holds = source.is_filled && !(is_content && source.value.is_some_and(|value| self.is_made_empty(value)));
        self.flow(region, holds, &Events { gone, assigned }).replacing
    }

    /// The assignments among the uses of a variable, and whether it holds something after each.
    pub(super) fn assignments(&self, uses: &[ExprId], holds: impl Fn(ExprId) -> bool) -> FxHashMap<ExprId, bool> {
        let assignment = |id: &ExprId| {
            let parent = self.view.parents()[*id]?;
            match &self.view.body.exprs[parent].kind {
                ExprKind::Assign { lhs, rhs } if lhs == id => Some((parent, holds(*rhs))),
                ExprKind::MethodCall { receiver, .. } if receiver == id && self.plays(parent, Role::Overwrite) => Some((parent, true)),
                _ => None,
            }
        };
        uses.iter().filter_map(assignment).collect()
    }

    /// Whether a field, or the target of a reference, is likely to have held something. A list that was made empty may be empty still, so it
    /// counts only if the assignment empties it, or if a condition says so. An `Option` is a slot for one value after the other.
    fn had_content(&self, assignment: ExprId, lhs: ExprId, rhs: ExprId, ty: &Ty) -> bool {
        self.is_occupied(assignment, lhs)
            || is_empty_value(self.view, rhs)
            || self.is_plain_variant(rhs)
            || (self.is_option(ty)
                && self.holding(assignment, lhs).is_none_or(|holding| holding == Holding::Something)
                && !self.may_be_emptied(lhs, 0, assignment)
                && !self.is_named_in(rhs, lhs)
                && self.is_received(lhs)
                && !self.is_filled_once(lhs))
    }

    /// Whether the workspace makes a field empty and has a single expression that fills it, which then is likely to find it empty.
    fn is_filled_once(&self, place: ExprId) -> bool {
        let view = self.view;
        let ExprKind::Field { base, name, .. } = &view.body.exprs[place].kind else { return false };
        let Some(adt) = view.db.pointed_adt(&view.types.exprs[*base]) else { return false };
        *self.filled_once.borrow_mut().entry((adt, *name)).or_insert_with(|| {
            let values = view.known.origins().values_in((adt, *name));
            let makes_empty = |value: &BodyExpr| view.with(value.body, |view| is_empty_value(view, value.expr)).unwrap_or(false);
            let empty = values.iter().filter(|value| makes_empty(value)).count();
            empty > 0 && empty + 1 >= values.len()
        })
    }

    fn is_option(&self, ty: &Ty) -> bool {
        ty.as_adt().is_some_and(|(def, _)| Some(def) == self.view.db.lang.option)
    }

    /// Whether a place is a field of what the fn borrows. A value made here, or given to a builder, is likely to be filled for the first time, as
    /// is what an entry of a map has just made.
    fn is_received(&self, place: ExprId) -> bool {
        let view = self.view;
        matches!(view.body.exprs[place].kind, ExprKind::Field { .. })
            && self.variable_of(place).is_some_and(|pat| view.types.pats[pat] != *view.types.pats[pat].strip_refs())
    }

    /// Whether a value is computed from the place that it is assigned to.
    fn is_named_in(&self, value: ExprId, place: ExprId) -> bool {
        self.root_of(place).is_none_or(|root| self.names(value, root))
    }

    /// What conditions say about a place when it is assigned.
    fn holding(&self, assignment: ExprId, lhs: ExprId) -> Option<Holding> {
        let asked = self.root_of(lhs).and_then(|root| self.asked(root, assignment));
        asked.map(|(holding, _)| holding)
    }

    /// Whether a place certainly holds a value when it is assigned, because a condition around the assignment says so.
    fn is_occupied(&self, assignment: ExprId, lhs: ExprId) -> bool {
        let Some(root) = self.root_of(lhs) else { return false };
        let asked = self.asked(root, assignment);
        asked.is_some_and(|(holding, condition)| holding == Holding::Something && !self.may_be_emptied(lhs, condition.start, assignment))
    }

    /// `State::Idle`: a variant without fields, so the replaced variant is the one that held the value to drop.
    fn is_plain_variant(&self, id: ExprId) -> bool {
        let view = self.view;
        let is_enum = |(def, _)| view.db.store.def(def).kind == DefKind::Enum;
        matches!(view.body.exprs[id].kind, ExprKind::Path(_))
            && !view.types.locals.contains_key(&id)
            && !view.types.values.contains_key(&id)
            && view.types.exprs[id].as_adt().is_some_and(is_enum)
    }
}
