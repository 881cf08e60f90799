//! Values without a name: temporaries, arguments of `drop`, and values that an assignment or `clear` discards.

use super::asked::Holding;
use super::{DropPoint, Finder, certainty};
use crate::analysis::drop_glue::{Glue, Part};
use crate::catalogue::Role;
use crate::diagnostics::{Confidence, Cost};
use crate::facts::{ExprId, ExprKind, PatId, Span, Stmt};
use crate::names::DefKind;
use crate::types::{Callee, Ty, TyKind};
use rustc_hash::FxHashMap;

impl Finder<'_> {
    /// Adds the drop of a value that is not stored, at the point where it is made.
    pub(super) fn temporary(&mut self, id: ExprId) {
        if !self.is_made_here(id) {
            return;
        }
        let maker = self.made_by(id);
        let ty = self.view.types.exprs[id].clone();
        // `map.insert(key, guard)` returns the previous value. A condition about the map may make sure that there is none.
        let is_replaced = self.is_given_the_like(maker, &ty);
        let is_first = is_replaced && self.is_first(maker);
        let span = self.view.name_span(maker);
        self.add(id, &ty, span, |part, glue| {
            let is_fatal = matches!(glue, Glue::Api(api) if self.view.catalogue.api(*api).cost == Cost::Panics);
            part != Part::Content || !(is_first || is_replaced && is_fatal)
        });
    }

    /// `place = value`: the previous value is dropped.
    pub(super) fn overwritten(&mut self, assignment: ExprId, lhs: ExprId, rhs: ExprId) {
        let view = self.view;
        // The variable may be uninitialised or moved.
        if view.types.locals.contains_key(&lhs) && !self.is_filled(assignment, lhs) {
            return;
        }
        let ty = view.types.exprs[lhs].clone();
        let glue = self.glue_of(&ty);
        if glue.is_empty() {
            return;
        }
        let (span, place) = (view.body.exprs[lhs].span, self.places.exprs[assignment]);
        // A list that was made empty may be empty still. So an `Option` or a list is likely to have held something only if the assignment
        // empties it, or certainly if a condition says so.
        let is_empty = || view.initial_of_assigned(lhs).is_some_and(|initial| self.is_made_empty(initial));
        let is_emptied = || self.is_empty_value(rhs) || self.is_plain_variant(rhs);
        let had_content = self.is_occupied(assignment, lhs) || (is_emptied() && !is_empty());
        let dropped = glue.iter().filter(|(part, _)| *part != Part::Content || had_content);
        self.drop_points.extend(dropped.map(|(part, glue)| DropPoint {
            span,
            place,
            glue: glue.clone(),
            confidence: certainty(*part),
            made_by: None,
            scope_end: None,
        }));
    }

    /// `drop(value)` and `list.clear()`.
    pub(super) fn given_to_drop(&mut self, call: ExprId) {
        let (receiver, args) = self.view.receiver_and_args(call);
        let span = self.view.name_span(call);
        if self.plays(call, Role::Drop)
            && let Some(&arg) = args.first()
        {
            let ty = self.view.types.exprs[arg].clone();
            let is_empty = self.is_made_empty(self.view.initial(arg).unwrap_or(arg));
            self.add(call, &ty, span, |part, _| part != Part::Content || !is_empty);
        } else if self.plays(call, Role::Clear)
            && let Some(receiver) = receiver
        {
            let ty = self.view.types.exprs[receiver].strip_refs().clone();
            // `list.lock().unwrap().clear()`: the method's self type is the list.
            let ty = match self.view.types.callees.get(&call) {
                Some(Callee::Fn(callee)) => callee.self_ty.clone().unwrap_or(ty),
                _ => ty,
            };
            self.add(call, &ty, span, |part, _| part == Part::Content);
        }
    }

    /// `slot.take().map(drop)`: the value is dropped where the callee that receives `drop` calls it.
    pub(super) fn drop_as_value(&mut self, id: ExprId) {
        let view = self.view;
        let TyKind::FnDef(def, subst) = view.types.exprs[id].kind() else { return };
        let (Some(&place), Some(ty)) = (self.places.taken.get(&id), subst.get(*def, 0)) else { return };
        if !view.known.roles(view.def.krate, *def).contains(&Role::Drop) {
            return;
        }
        let span = view.body.exprs[id].span;
        let glues = self.glue_of(ty);
        let dropped = glues.iter().map(|(_, glue)| DropPoint {
            span,
            place,
            glue: glue.clone(),
            // The callee may not call it.
            confidence: Confidence::May,
            made_by: None,
            scope_end: None,
        });
        self.drop_points.extend(dropped);
    }

    fn add(&mut self, at: ExprId, ty: &Ty, span: Span, wanted: impl Fn(Part, &Glue) -> bool) {
        let place = self.places.exprs[at];
        let glue = self.glue_of(ty);
        let drop_point = |part: Part, glue: &Glue, confidence: Confidence| {
            let made = || DropPoint { span, place, glue: glue.clone(), confidence, made_by: Some(at), scope_end: None };
            wanted(part, glue).then(made)
        };
        let found: Vec<DropPoint> = glue.iter().filter_map(|(part, glue)| drop_point(*part, glue, certainty(*part))).collect();
        self.drop_points.extend(found);
    }

    /// Whether an expression makes a new value instead of naming an existing one.
    fn is_made_here(&self, id: ExprId) -> bool {
        matches!(
            &self.view.body.exprs[id].kind,
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Struct { .. } | ExprKind::Await { .. } | ExprKind::Try { .. }
        )
    }

    /// The call inside `?` and `.await`.
    fn made_by(&self, id: ExprId) -> ExprId {
        let mut id = id;
        while let ExprKind::Try { operand } | ExprKind::Await { operand, .. } = &self.view.body.exprs[id].kind {
            id = *operand;
        }
        id
    }

    /// Whether a call takes an argument by value of a type that is part of its result's type.
    fn is_given_the_like(&self, call: ExprId, result: &Ty) -> bool {
        let (_, args) = self.view.receiver_and_args(call);
        args.iter().any(|arg| {
            let given = &self.view.types.exprs[*arg];
            given.as_adt().is_some() && result.any(&mut |part| part == given)
        })
    }

    /// Whether conditions leave it open that the place which a call changes is empty: `if !map.contains_key(&key) { map.insert(key, guard); }`.
    fn is_first(&self, call: ExprId) -> bool {
        let (receiver, args) = self.view.receiver_and_args(call);
        let changed = receiver.or(args.first().copied()).and_then(|value| self.root_of(value));
        let asked = changed.and_then(|root| self.asked(root, call));
        asked.is_some_and(|(holding, _)| holding != Holding::Something)
    }

    /// Whether a place certainly holds a value when it is assigned, because a condition around the assignment says so.
    fn is_occupied(&self, assignment: ExprId, lhs: ExprId) -> bool {
        let Some(root) = self.root_of(lhs) else { return false };
        let asked = self.asked(root, assignment);
        asked.is_some_and(|(holding, condition)| holding == Holding::Something && !self.may_be_emptied(lhs, condition.start, assignment))
    }

    /// Whether a variable certainly has a value when it is assigned: it was declared with one, and has not been moved since.
    fn is_filled(&self, assignment: ExprId, lhs: ExprId) -> bool {
        let Some(&pat) = self.view.types.locals.get(&lhs) else { return false };
        match self.filled.get_or_init(|| self.filled_variables()).get(&pat) {
            None => false,
            Some(None) => true,
            Some(Some(moved)) => *moved > self.view.body.exprs[assignment].span.end && !self.is_in_loop(assignment),
        }
    }

    /// The variables that are declared with a value, each with the position of its first move.
    fn filled_variables(&self) -> FxHashMap<PatId, Option<u32>> {
        let exprs = &self.view.body.exprs;
        let blocks = exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Block { stmts, .. } => Some(stmts),
            _ => None,
        });
        let declared = blocks.flatten().filter_map(|stmt| match stmt {
            Stmt::Let { pat, init: Some(init), .. } => Some((*pat, *init)),
            _ => None,
        });
        // A parameter has a value from the start.
        let filled = declared.chain(self.view.body.params.iter().map(|pat| (*pat, self.view.body.root)));
        let moved = |pat: PatId, init: ExprId| {
            let uses = self.uses.get(&pat).map(Vec::as_slice).unwrap_or_default();
            // A use at another place is that of a closure or block, which may have captured the variable.
            let is_move = |id: ExprId| !self.is_borrow(id) || self.loses_a_field(id) || self.places.exprs[id] != self.places.exprs[init];
            uses.iter().filter(|id| is_move(**id)).map(|id| exprs[*id].span.start).min()
        };
        filled.map(|(pat, init)| (pat, moved(pat, init))).collect()
    }

    fn is_in_loop(&self, id: ExprId) -> bool {
        let mut at = self.parents[id];
        while let Some(id) = at {
            if matches!(self.view.body.exprs[id].kind, ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. }) {
                return true;
            }
            at = self.parents[id];
        }
        false
    }

    /// Whether a value is initially empty: `None`, or a struct with an empty part.
    pub(super) fn is_made_empty(&self, id: ExprId) -> bool {
        match &self.view.body.exprs[id].kind {
            ExprKind::Struct { fields, .. } => fields.iter().any(|field| self.is_empty_value(field.value)),
            _ => self.is_empty_value(id),
        }
    }

    /// `None`, `Vec::new()`, `Default::default()`.
    fn is_empty_value(&self, id: ExprId) -> bool {
        let last = |id: ExprId| match &self.view.body.exprs[id].kind {
            ExprKind::Path(path) => path.segments.last().map(|segment| segment.name),
            _ => None,
        };
        match &self.view.body.exprs[id].kind {
            ExprKind::Path(_) => last(id).is_some_and(|name| name == "None"),
            ExprKind::Call { callee, args } if args.is_empty() => last(*callee).is_some_and(|name| name == "new" || name == "default"),
            _ => false,
        }
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

    /// Whether a value is only borrowed by the method called on it: `make().len()`.
    pub(super) fn is_borrowed(&self, id: ExprId) -> bool {
        let Some(parent) = self.parents[id] else { return false };
        matches!(&self.view.body.exprs[parent].kind, ExprKind::MethodCall { receiver, .. } if *receiver == id)
            && self.borrows_receiver(parent)
    }
}
