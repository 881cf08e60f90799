//! Values without a name of their own: temporaries, what is passed to `drop`, and what an assignment or a `clear` throws away.

use super::{Death, Finder, certainty};
use crate::analysis::drop_glue::{Glue, Part};
use crate::catalogue::Role;
use crate::diagnostics::{Confidence, Cost};
use crate::facts::{ExprId, ExprKind, PatId, Span, Stmt};
use crate::names::DefKind;
use crate::types::{Callee, Ty};
use rustc_hash::FxHashMap;

impl Finder<'_> {
    /// A value that nobody keeps: dropped where it is made.
    pub(super) fn temporary(&mut self, id: ExprId) {
        if !self.is_made_here(id) {
            return;
        }
        let maker = self.made_by(id);
        let ty = self.view.types.exprs[id].clone();
        // `map.insert(key, guard)` returns the previous value: none where the code has asked for it before, and mostly none elsewhere.
        let is_replaced = self.is_given_the_like(maker, &ty);
        let is_first = is_replaced && self.is_asked_about(maker);
        let span = self.view.name_span(maker);
        self.add(id, &ty, span, |part, glue| {
            let is_fatal = matches!(glue, Glue::Api(api) if self.view.catalogue.api(*api).cost == Cost::Panics);
            part != Part::Content || !(is_first || is_replaced && is_fatal)
        });
    }

    /// `place = value`: what was there before is dropped.
    pub(super) fn overwritten(&mut self, assignment: ExprId, lhs: ExprId, rhs: ExprId) {
        let view = self.view;
        // A variable may have had no value yet, or no longer.
        if view.types.locals.contains_key(&lhs) && !self.is_filled(assignment, lhs) {
            return;
        }
        // That there was something in an `Option` or a list is only likely where it is emptied.
        let is_emptied = self.is_empty_value(rhs) || self.is_plain_variant(rhs);
        let span = view.body.exprs[lhs].span;
        let ty = view.types.exprs[lhs].clone();
        let place = self.places.exprs[assignment];
        let glue = self.glue_of(&ty);
        let dropped = glue.iter().filter(|(part, _)| *part != Part::Content || is_emptied);
        self.deaths.extend(dropped.map(|(part, glue)| Death {
            span,
            place,
            glue: *glue,
            confidence: certainty(*part),
            made_by: None,
            scope_end: None,
        }));
    }

    /// `drop(value)`, and `list.clear()`.
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
            // `list.lock().unwrap().clear()`: the list is what the method belongs to.
            let ty = match self.view.types.callees.get(&call) {
                Some(Callee::Fn(callee)) => callee.self_ty.clone().unwrap_or(ty),
                _ => ty,
            };
            self.add(call, &ty, span, |part, _| part == Part::Content);
        }
    }

    fn add(&mut self, at: ExprId, ty: &Ty, span: Span, wanted: impl Fn(Part, &Glue) -> bool) {
        let place = self.places.exprs[at];
        let glue = self.glue_of(ty);
        let death = |part: Part, glue: Glue, confidence: Confidence| {
            wanted(part, &glue).then_some(Death { span, place, glue, confidence, made_by: Some(at), scope_end: None })
        };
        let found: Vec<Death> = glue.iter().filter_map(|(part, glue)| death(*part, *glue, certainty(*part))).collect();
        self.deaths.extend(found);
    }

    /// Whether an expression makes a value instead of naming one.
    fn is_made_here(&self, id: ExprId) -> bool {
        matches!(
            &self.view.body.exprs[id].kind,
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Struct { .. } | ExprKind::Await { .. } | ExprKind::Try { .. }
        )
    }

    /// The call below `?` and `.await`.
    fn made_by(&self, id: ExprId) -> ExprId {
        let mut id = id;
        while let ExprKind::Try { operand } | ExprKind::Await { operand, .. } = &self.view.body.exprs[id].kind {
            id = *operand;
        }
        id
    }

    /// Whether a call is given, by value, something of which its result holds one.
    fn is_given_the_like(&self, call: ExprId, result: &Ty) -> bool {
        let (_, args) = self.view.receiver_and_args(call);
        args.iter().any(|arg| {
            let given = &self.view.types.exprs[*arg];
            given.as_adt().is_some() && result.any(&mut |part| part == given)
        })
    }

    /// Whether what a call changes is looked at in a condition of this body: `if !map.contains_key(&key) { map.insert(key, guard); }`.
    fn is_asked_about(&self, call: ExprId) -> bool {
        let (receiver, args) = self.view.receiver_and_args(call);
        let changed = receiver.or(args.first().copied()).and_then(|value| self.root_of(value));
        changed.is_some_and(|root| self.asked.get_or_init(|| self.asked_about()).contains(&root))
    }

    /// Whether a variable surely has a value when it is assigned: it was made with one, and has not been moved since.
    fn is_filled(&self, assignment: ExprId, lhs: ExprId) -> bool {
        let Some(&pat) = self.view.types.locals.get(&lhs) else { return false };
        match self.filled.get_or_init(|| self.filled_variables()).get(&pat) {
            None => false,
            Some(None) => true,
            Some(Some(moved)) => *moved > self.view.body.exprs[assignment].span.end && !self.is_in_loop(assignment),
        }
    }

    /// The variables that are declared with a value, and where each is first moved away.
    fn filled_variables(&self) -> FxHashMap<PatId, Option<u32>> {
        let exprs = &self.view.body.exprs;
        let blocks = exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Block { stmts, .. } => Some(stmts),
            _ => None,
        });
        let filled = blocks.flatten().filter_map(|stmt| match stmt {
            Stmt::Let { pat, init: Some(init), .. } => (!self.is_made_empty(*init)).then_some(*pat),
            _ => None,
        });
        let moved = |pat: &PatId| {
            let uses = self.uses.get(pat).map(Vec::as_slice).unwrap_or_default();
            uses.iter().filter(|id| !self.is_borrow(**id)).map(|id| exprs[*id].span.start).min()
        };
        filled.map(|pat| (pat, moved(&pat))).collect()
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

    /// Whether a value starts with nothing in it: `None`, or a struct whose parts do.
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

    /// `State::Idle`: a variant that holds nothing, so that the one before held what there is to drop.
    fn is_plain_variant(&self, id: ExprId) -> bool {
        let view = self.view;
        let is_enum = |(def, _)| view.db.store.def(def).kind == DefKind::Enum;
        matches!(view.body.exprs[id].kind, ExprKind::Path(_))
            && !view.types.locals.contains_key(&id)
            && !view.types.values.contains_key(&id)
            && view.types.exprs[id].as_adt().is_some_and(is_enum)
    }

    /// Whether a value is only borrowed by the method that is called on it: `make().len()`.
    pub(super) fn is_borrowed(&self, id: ExprId) -> bool {
        let Some(parent) = self.parents[id] else { return false };
        matches!(&self.view.body.exprs[parent].kind, ExprKind::MethodCall { receiver, .. } if *receiver == id)
            && self.borrows_receiver(parent)
    }
}
