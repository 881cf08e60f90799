//! Values without a name: temporaries, arguments of `drop`, and values that `clear` discards.

use super::asked::Holding;
use super::{DropPoint, Finder};
use crate::analysis::body::BodyView;
use crate::analysis::dispatch::callbacks::{ADAPTORS, seen_through};
use crate::analysis::drops::drop_glue::{Glue, Part};
use crate::analysis::origins::is_empty;
use crate::catalogue::Role;
use crate::diagnostics::{Confidence, Cost};
use crate::facts::{ExprId, ExprKind, Span};
use crate::names::DefKind;
use crate::types::{Callee, Ty, TyKind};

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
        self.add(id, Some(id), &ty, span, |this, part, glue| {
            let is_fatal = matches!(glue, Glue::Api(api) if this.view.catalogue.api(*api).cost == Cost::Panics);
            part != Part::Content || !(is_first || is_replaced && is_fatal)
        });
    }

    /// `drop(value)` and `list.clear()`.
    pub(super) fn given_to_drop(&mut self, call: ExprId) {
        let (receiver, args) = self.view.receiver_and_args(call);
        let span = self.view.name_span(call);
        if self.plays(call, Role::Drop)
            && let Some(&arg) = args.first()
        {
            let ty = self.view.types.exprs[arg].clone();
            let is_empty = self.is_made_empty(self.initial(arg).unwrap_or(arg));
            self.add(call, Some(arg), &ty, span, |this, part, glue| (part != Part::Content || !is_empty) && this.is_armed(arg, call, glue));
        } else if self.plays(call, Role::Clear)
            && let Some(receiver) = receiver
        {
            let ty = self.view.types.exprs[receiver].strip_refs().clone();
            // `list.lock().unwrap().clear()`: the method's self type is the list.
            let ty = match self.view.types.callees.get(&call) {
                Some(Callee::Fn(callee)) => callee.self_ty.clone().unwrap_or(ty),
                _ => ty,
            };
            self.add(call, None, &ty, span, |_, part, _| part == Part::Content);
        } else if self.plays(call, Role::DropItems)
            && let Some(receiver) = receiver
            && let ty @ TyKind::Adt(..) = self.view.types.exprs[receiver].kind()
            && self.is_consumed_here(call)
        {
            self.add(call, None, &Ty::new(ty.clone()), span, |_, part, _| part == Part::Content);
        }
    }

    /// Whether the expression around an iterator consumes it: `list.filter(..).count()`. Who is given a `list.filter(..)` may do so elsewhere.
    fn is_consumed_here(&self, call: ExprId) -> bool {
        let view = self.view;
        let is_adaptor = |id: ExprId| {
            let ty = &view.types.exprs[id];
            seen_through(view.db, view.catalogue, ty, Some(ADAPTORS)) != *ty
        };
        let mut at = call;
        while is_adaptor(at) {
            let Some(parent) = self.view.parents()[at] else { return false };
            match view.body.exprs[parent].kind {
                ExprKind::MethodCall { receiver, .. } if receiver == at => at = parent,
                ExprKind::For { iter, .. } => return iter == at,
                _ => return false,
            }
        }
        true
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
        // The callee may not call it.
        let dropped = glues.iter().map(|glue| DropPoint { confidence: Confidence::May, ..DropPoint::new(span, place, glue) });
        self.drop_points.extend(dropped);
    }

    fn add(&mut self, at: ExprId, value: Option<ExprId>, ty: &Ty, span: Span, wanted: impl Fn(&Self, Part, &Glue) -> bool) {
        let place = self.places.exprs[at];
        let glue = self.glue_of_value(ty, value);
        let dropped = glue.iter().filter(|(part, glue)| wanted(self, *part, glue));
        let dropped: Vec<DropPoint> = dropped.map(|glue| DropPoint { made_by: Some(at), ..DropPoint::new(span, place, glue) }).collect();
        self.drop_points.extend(dropped);
    }

    /// Whether an expression makes a new value instead of naming an existing one.
    fn is_made_here(&self, id: ExprId) -> bool {
        self.is_unit_struct(id)
            || matches!(
                &self.view.body.exprs[id].kind,
                ExprKind::Call { .. }
                    | ExprKind::MethodCall { .. }
                    | ExprKind::Struct { .. }
                    | ExprKind::Await { .. }
                    | ExprKind::Try { .. }
            )
    }

    /// Whether an expression names a struct without fields, which makes one.
    fn is_unit_struct(&self, id: ExprId) -> bool {
        let types = self.view.types;
        let is_value = types.locals.contains_key(&id) || types.values.contains_key(&id);
        let ty = types.exprs[id].as_adt().filter(|_| matches!(self.view.body.exprs[id].kind, ExprKind::Path(_)) && !is_value);
        ty.is_some_and(|(def, _)| self.view.db.store.def(def).kind == DefKind::Struct)
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

    /// Whether it is likely that the place which a call changes is empty: a condition says so or leaves it open, as in
    /// `if !map.contains_key(&key) { map.insert(key, guard); }`, or the variable was made empty here.
    fn is_first(&self, call: ExprId) -> bool {
        let (receiver, args) = self.view.receiver_and_args(call);
        let changed = receiver.or(args.first().copied()).and_then(|value| self.root_of(value));
        let asked = changed.and_then(|root| self.asked(root, call));
        let is_made_empty = || {
            let made = receiver.map(|value| self.view.behind_refs(value)).and_then(|value| self.initial_of_assigned(value));
            made.is_some_and(|made| self.is_made_empty(made))
        };
        asked.is_some_and(|(holding, _)| holding != Holding::Something) || is_made_empty()
    }

    /// Whether a value is initially empty: `None`, or a struct with an empty part.
    pub(super) fn is_made_empty(&self, id: ExprId) -> bool {
        let view = self.view;
        match &view.body.exprs[id].kind {
            ExprKind::Struct { fields, .. } => fields.iter().any(|field| is_empty_value(view, field.value)),
            // `RefCell::new(None)`
            ExprKind::Call { args, .. } if args.len() == 1 && !is_empty_value(view, id) => {
                self.contained(&view.types.exprs[id]).is_some() && is_empty_value(view, args[0])
            }
            _ => is_empty_value(view, id),
        }
    }

    /// Whether a value is only borrowed by the method that is called on it or on a field of it, or by a call that is given a reference to it:
    /// `make().len()`, `make().list.len()`, `count(&make())`.
    pub(super) fn is_borrowed(&self, id: ExprId) -> bool {
        let exprs = &self.view.body.exprs;
        let mut at = id;
        while let Some(parent) = self.view.parents()[at] {
            match &exprs[parent].kind {
                ExprKind::Field { base, .. } if *base == at => at = parent,
                ExprKind::MethodCall { receiver, .. } if *receiver == at => return self.borrows_receiver(parent),
                ExprKind::Ref { operand, raw: false, .. } if *operand == at => {
                    let is_given = |call: ExprId| matches!(&exprs[call].kind, ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } if args.contains(&parent));
                    return self.view.parents()[parent].is_some_and(is_given);
                }
                _ => return false,
            }
        }
        false
    }
}

/// `None`, `vec![]`, `Vec::new()`, `Vec::with_capacity(n)`, `Default::default()`.
pub(super) fn is_empty_value(view: &BodyView<'_>, id: ExprId) -> bool {
    let last = |id: ExprId| match &view.body.exprs[id].kind {
        ExprKind::Path(path) => path.segments.last().map(|segment| segment.name),
        _ => None,
    };
    match &view.body.exprs[id].kind {
        ExprKind::Path(_) => last(id).is_some_and(|name| name == "None"),
        ExprKind::Call { callee, args } if args.is_empty() => last(*callee).is_some_and(|name| name == "new" || name == "default"),
        _ => is_empty(view, id),
    }
}
