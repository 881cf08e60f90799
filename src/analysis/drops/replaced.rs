//! `place = value` and `slot.insert(value)`: what the place held before is dropped.

use super::asked::Holding;
use super::flow::Events;
use super::{DropPoint, Finder, certainty};
use crate::analysis::body::BodyView;
use crate::analysis::drop_glue::Part;
use crate::analysis::origins::{BodyExpr, is_empty};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, PatId};
use crate::names::DefKind;
use crate::types::Ty;
use rustc_hash::FxHashMap;

impl Finder<'_> {
    /// `slot.insert(value)`
    pub(super) fn inserted(&mut self, call: ExprId) {
        if self.plays(call, Role::Overwrite)
            && let (Some(receiver), args) = self.view.receiver_and_args(call)
            && let Some(&value) = args.first()
        {
            self.overwritten(call, receiver, value);
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
        let ty = view.types.exprs[lhs].strip_refs().clone();
        let glue = self.glue_of(&ty);
        if glue.is_empty() {
            return;
        }
        let (is_filled, has_content) = match view.types.locals.get(&lhs) {
            Some(&pat) if view.types.pats[pat] == ty => {
                let has_content =
                    self.is_replacing(pat, assignment, Part::Content) && self.holding(assignment, lhs) != Some(Holding::Nothing);
                (self.is_replacing(pat, assignment, Part::Whole), has_content)
            }
            _ => (true, self.had_content(assignment, lhs, rhs, &ty)),
        };
        let (span, place) = (view.body.exprs[lhs].span, self.places.exprs[assignment]);
        let dropped = glue.iter().filter(|(part, _)| if *part == Part::Content { has_content } else { is_filled });
        self.drop_points.extend(dropped.map(|(part, glue)| DropPoint {
            span,
            place,
            glue: glue.clone(),
            confidence: certainty(*part),
            made_by: None,
            is_moved: false,
            scope_end: None,
        }));
    }

    /// Whether a variable may have a value, or content, when it is assigned.
    fn is_replacing(&self, pat: PatId, assignment: ExprId, part: Part) -> bool {
        let Some(source) = self.sources.get(&pat) else { return false };
        let Some(region) = source.region else { return false };
        let uses = self.uses.get(&pat).map(Vec::as_slice).unwrap_or_default();
        let (mut gone, _) = self.moves(uses, source);
        let is_content = part == Part::Content;
        if is_content {
            gone.extend(uses.iter().filter_map(|id| self.emptied_at(*id)));
        } else {
            gone.extend(uses.iter().copied().filter(|id| self.loses_a_field(*id)));
        }
        let assigned = self.assignments(uses, |rhs| !(is_content && self.is_empty_value(rhs)));
        let holds = source.is_filled && !(is_content && source.value.is_some_and(|value| self.is_made_empty(value)));
        self.flow(region, holds, &Events { gone, assigned }).replacing.contains(&assignment)
    }

    /// The assignments among the uses of a variable, and whether it holds something after each.
    pub(super) fn assignments(&self, uses: &[ExprId], holds: impl Fn(ExprId) -> bool) -> FxHashMap<ExprId, bool> {
        let assignment = |id: &ExprId| {
            let parent = self.parents[*id]?;
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
            || self.is_empty_value(rhs)
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
        let values = view.known.origins().values_in((adt, *name));
        let makes_empty = |value: &BodyExpr| view.with(value.body, |view| is_none(view, value.expr)).unwrap_or(false);
        let empty = values.iter().filter(|value| makes_empty(value)).count();
        empty > 0 && empty + 1 >= values.len()
    }

    fn is_option(&self, ty: &Ty) -> bool {
        ty.as_adt().is_some_and(|(def, _)| Some(def) == self.view.db.lang.option)
    }

    /// Whether a place is part of what the fn was given, and not of a value made here.
    fn is_received(&self, place: ExprId) -> bool {
        let Some(pat) = self.variable_of(place) else { return false };
        self.sources.get(&pat).is_some_and(|source| source.value.is_none() && source.is_filled)
            || self.view.types.pats[pat] != *self.view.types.pats[pat].strip_refs()
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

/// `None`, `Default::default()`.
fn is_none(view: &BodyView<'_>, id: ExprId) -> bool {
    match &view.body.exprs[id].kind {
        ExprKind::Path(path) => path.segments.last().is_some_and(|last| last.name == "None"),
        _ => is_empty(view, id),
    }
}
