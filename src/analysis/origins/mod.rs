//! Where values of the workspace come from: what is stored in each field and static, and who calls each fn with which arguments.
//!
//! The workspace is assumed to be complete. A value from elsewhere has no origin, and nothing is concluded from it.

mod early;
mod lists;
mod states;
mod trace;

use super::body::BodyView;
use super::known::KnownDefs;
use super::objects::Bindings;
use super::places::FieldRef;
use crate::catalogue::{Catalogue, Role};
use crate::facts::{Body, Expr, ExprId, ExprKind, Name};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{BodyTypes, Callee, TyKind, TypeDb};
pub(super) use lists::is_empty;
use rustc_hash::{FxHashMap, FxHashSet};
use states::MadeTypes;
use std::sync::OnceLock;

/// An expression in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct BodyExpr {
    pub(super) body: DefId,
    pub(super) expr: ExprId,
}

/// The origins found in all bodies of the workspace.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// The values stored in fields, by literals and assignments.
    fields: FxHashMap<FieldRef, Vec<BodyExpr>>,
    /// The values put into containers in fields.
    puts: FxHashMap<FieldRef, Vec<BodyExpr>>,
    /// The calls that initialise statics.
    fills: FxHashMap<DefId, Vec<BodyExpr>>,
    /// The uses of statics.
    statics: FxHashMap<DefId, Vec<BodyExpr>>,
    /// The calls of workspace fns.
    calls: FxHashMap<DefId, Vec<BodyExpr>>,
    /// The calls of other fns that make values whose maker decides whether they wait.
    made: Vec<BodyExpr>,
    /// The uses of workspace fns as values.
    fn_values: FxHashMap<DefId, Vec<BodyExpr>>,
    /// What is stored in fields with trait objects, except by struct literals.
    later: FxHashMap<FieldRef, Vec<BodyExpr>>,
    /// Where other code may store something in fields with trait objects.
    lent: FxHashMap<FieldRef, Vec<BodyExpr>>,
    /// What start-up code runs; computed at first use.
    early: OnceLock<early::Early>,
}

impl Origins {
    /// Reads all bodies of the workspace, including the initialisers of statics.
    pub(super) fn new(db: &TypeDb<'_>, known: &KnownDefs<'_>, catalogue: &Catalogue) -> Self {
        let (mut origins, mut made) = (Self::default(), MadeTypes::new(catalogue));
        for &krate in db.store.local_crates() {
            let statics = db.store.values_of(krate).into_iter().filter(|def| db.store.def(*def).kind == DefKind::Static);
            db.store.bodies_of(krate).iter().copied().chain(statics).for_each(|def| origins.read(db, known, catalogue, def, &mut made));
        }
        origins
    }

    /// The same after some bodies have changed. What start-up code runs is not recomputed.
    pub(super) fn renewed(mut self, db: &TypeDb<'_>, known: &KnownDefs<'_>, catalogue: &Catalogue, changed: &FxHashSet<DefId>) -> Self {
        let lists = self
            .fields
            .values_mut()
            .chain(self.puts.values_mut())
            .chain(self.fills.values_mut())
            .chain(self.statics.values_mut())
            .chain(self.calls.values_mut())
            .chain(self.fn_values.values_mut())
            .chain(self.later.values_mut())
            .chain(self.lent.values_mut());
        lists.for_each(|list| list.retain(|given| !changed.contains(&given.body)));
        self.made.retain(|given| !changed.contains(&given.body));
        let mut made = MadeTypes::new(catalogue);
        for def in changed {
            self.read(db, known, catalogue, *def, &mut made);
        }
        self
    }

    fn read(&mut self, db: &TypeDb<'_>, known: &KnownDefs<'_>, catalogue: &Catalogue, def: DefId, made: &mut MadeTypes) {
        let (Some(at), Some(types)) = (db.store.body(def), db.body_types(def)) else { return };
        let view = BodyView::new(db, known, catalogue, def, at, &types);
        self.add(&view, at.body, &types, made);
    }

    fn add(&mut self, view: &BodyView<'_>, body: &Body, types: &BodyTypes, made: &mut MadeTypes) {
        let at = |expr| BodyExpr { body: view.def, expr };
        let bindings = Bindings::new(view);
        for (field, value) in &bindings.fields_later {
            self.later.entry(*field).or_default().push(at(*value));
        }
        for (field, place) in &bindings.fields_lent {
            self.lent.entry(*field).or_default().push(at(*place));
        }
        let called = |expr: &Expr| if let ExprKind::Call { callee, .. } = expr.kind { Some(callee) } else { None };
        let callees: FxHashSet<ExprId> = body.exprs.iter().filter_map(called).collect();
        for (id, expr) in body.exprs.iter_enumerated() {
            if view.is_call(id) && made.is_made_by(view, id, types.callees.get(&id)) {
                self.made.push(at(id));
            }
            match &expr.kind {
                ExprKind::Struct { fields, .. } => {
                    if let Some(adt) = view.db.pointed_adt(&types.exprs[id]) {
                        for field in fields {
                            self.fields.entry((adt, field.name)).or_default().push(at(field.value));
                        }
                    }
                }
                ExprKind::Assign { lhs, rhs } => {
                    if let ExprKind::Field { base, name, .. } = &body.exprs[*lhs].kind
                        && let Some(adt) = view.db.pointed_adt(&types.exprs[*base])
                    {
                        self.fields.entry((adt, *name)).or_default().push(at(*rhs));
                    }
                }
                ExprKind::Path(_) => {
                    if let TyKind::FnDef(def, _) = types.exprs[id].kind()
                        && !callees.contains(&id)
                        && view.db.store.krate(def.krate).kind == CrateKind::Local
                    {
                        self.fn_values.entry(*def).or_default().push(at(id));
                    }
                    if let Some(named) = types.values.get(&id).filter(|named| view.db.store.def(**named).kind == DefKind::Static) {
                        self.statics.entry(*named).or_default().push(at(id));
                    }
                }
                ExprKind::Call { args, .. } => match types.callees.get(&id) {
                    Some(Callee::Constructor(adt)) => {
                        for (index, arg) in args.iter().enumerate() {
                            self.fields.entry((*adt, Name::new(&index.to_string()))).or_default().push(at(*arg));
                        }
                    }
                    callee => self.called(view, id, callee),
                },
                ExprKind::MethodCall { .. } => {
                    if let Some((field, values)) = lists::put_into_field(view, id) {
                        self.puts.entry(field).or_default().extend(values);
                    }
                    self.called(view, id, types.callees.get(&id));
                }
                _ => {}
            }
        }
    }

    fn called(&mut self, view: &BodyView<'_>, id: ExprId, callee: Option<&Callee>) {
        let Some(Callee::Fn(callee)) = callee else { return };
        let given = BodyExpr { body: view.def, expr: id };
        if let Some(filled) = view.receiver_and_args(id).0.and_then(|receiver| view.static_of(receiver))
            && view.known.roles(view.def.krate, callee.def).contains(&Role::FillOnce)
        {
            self.fills.entry(filled).or_default().push(given);
        }
        let def = callee.body_def();
        if view.db.store.krate(def.krate).kind == CrateKind::Local {
            self.calls.entry(def).or_default().push(given);
        }
    }

    /// The values stored in a field by struct literals and assignments.
    pub(super) fn values_in(&self, field: FieldRef) -> &[BodyExpr] {
        self.fields.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    /// What may be stored in a field with trait objects in other ways: through a lock, by a method of a container.
    pub(super) fn later_in(&self, field: FieldRef) -> &[BodyExpr] {
        self.later.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether code that is not followed may store something in a field with trait objects.
    pub(super) fn is_lent(&self, field: FieldRef, is_left_out: impl Fn(DefId) -> bool) -> bool {
        self.lent.get(&field).is_some_and(|places| places.iter().any(|place| !is_left_out(place.body)))
    }

    /// The calls of a workspace fn.
    pub(super) fn calls_of(&self, def: DefId) -> &[BodyExpr] {
        self.calls.get(&def).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a workspace fn is used as a value.
    pub(super) fn is_value(&self, def: DefId) -> bool {
        self.fn_values.get(&def).is_some_and(|uses| !uses.is_empty())
    }

    /// Whether start-up code initialises a static.
    pub(super) fn is_filled_early(&self, view: &BodyView<'_>, named: DefId) -> bool {
        self.is_early(view, self.fills.get(&named))
    }

    /// Whether start-up code uses a static.
    pub(super) fn is_used_early(&self, view: &BodyView<'_>, named: DefId) -> bool {
        self.is_early(view, self.statics.get(&named))
    }
}

impl BodyView<'_> {
    /// The static that an expression names.
    pub(super) fn static_of(&self, id: ExprId) -> Option<DefId> {
        let named = *self.types.values.get(&self.behind_refs(id))?;
        (self.db.store.def(named).kind == DefKind::Static).then_some(named)
    }

    /// Applies `look` to another body; `None` if the definition has none.
    pub(super) fn with<R>(&self, def: DefId, look: impl FnOnce(&BodyView<'_>) -> R) -> Option<R> {
        let (at, types) = (self.db.store.body(def)?, self.db.body_types(def)?);
        Some(look(&BodyView::new(self.db, self.known, self.catalogue, def, at, &types)))
    }

    /// Whether a value has origins and all of them are calls of these fns.
    pub(super) fn is_made_only_by(&self, id: ExprId, makers: &[String]) -> bool {
        trace::Trace::new(self.known.origins(), makers).proves(self, id)
    }
}
