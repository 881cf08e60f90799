//! Where a called value comes from: a field, a constant or a static, through look-ups, loops and patterns.

use super::Slot;
use super::flows::may_hold;
use crate::analysis::body::BodyView;
use crate::facts::{ExprId, ExprKind, Name, PatId, PatKind, Stmt};
use crate::names::CrateKind;
use crate::types::TyKind;
use rustc_hash::FxHashMap;

/// Limit on the steps from a call back to a slot.
const MAX_STEPS: usize = 24;

/// For each variable of a body, the expression that its value comes from: in a `let`, a loop, a condition or a `match`; for a parameter of a
/// closure, the receiver of the method that takes the closure.
#[derive(Default)]
pub(in crate::analysis) struct Sources {
    by_pat: FxHashMap<PatId, ExprId>,
    /// Variables that patterns bind to fields of variants and structs.
    fields: FxHashMap<PatId, Slot>,
}

impl Sources {
    /// Reads a body.
    pub(in crate::analysis) fn new(view: &BodyView<'_>) -> Self {
        let mut sources = Self::default();
        sources.taken_apart(view);
        for expr in &view.body.exprs {
            match &expr.kind {
                ExprKind::Let { pat, scrutinee } => sources.bind(view, *pat, *scrutinee),
                ExprKind::For { pat, iter, .. } => sources.bind(view, *pat, *iter),
                ExprKind::Match { scrutinee, arms } => arms.iter().for_each(|arm| sources.bind(view, arm.pat, *scrutinee)),
                ExprKind::Block { stmts, .. } => {
                    for stmt in stmts {
                        if let Stmt::Let { pat, init: Some(init), .. } = stmt {
                            sources.bind(view, *pat, *init);
                        }
                    }
                }
                ExprKind::MethodCall { receiver, args, .. } => {
                    for arg in args {
                        if let ExprKind::Closure { params, .. } = &view.body.exprs[*arg].kind {
                            for (pat, _) in params {
                                sources.bind(view, *pat, *receiver);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        sources
    }

    /// Records the expression that a pattern's variables come from. A variant's field is a slot of its own, so it is left out here.
    fn bind(&mut self, view: &BodyView<'_>, pat: PatId, from: ExprId) {
        let inner: &[PatId] = match &view.body.pats[pat].kind {
            PatKind::Bind { sub, .. } => {
                self.by_pat.entry(pat).or_insert(from);
                sub.as_slice()
            }
            PatKind::Tuple(pats) | PatKind::Or(pats) | PatKind::Slice(pats) => pats,
            PatKind::TupleStruct { path, pats } => {
                let is_plain = path.segments.last().is_some_and(|last| ["Some", "Ok"].contains(&last.name.as_str()));
                if is_plain { pats } else { &[] }
            }
            PatKind::Ref { pat: inner, .. } | PatKind::Typed { pat: inner, .. } => std::slice::from_ref(inner),
            _ => &[],
        };
        for inner in inner {
            self.bind(view, *inner, from);
        }
    }

    /// Records variables bound to fields: `Act::Run(f) => ..`, `let Job { run, .. } = job`.
    fn taken_apart(&mut self, view: &BodyView<'_>) {
        let store = view.db.store;
        for (id, pat) in view.body.pats.iter_enumerated() {
            let Some((adt, _)) = view.types.pats[id].strip_refs().as_adt() else { continue };
            if store.krate(adt.krate).kind != CrateKind::Local {
                continue;
            }
            let mut add = |pat: PatId, owner, field: Name| {
                if matches!(view.body.pats[pat].kind, PatKind::Bind { .. }) && may_hold(view, adt, &view.types.pats[pat]) {
                    self.fields.insert(pat, Slot::Field((owner, field)));
                }
            };
            match &pat.kind {
                PatKind::TupleStruct { path, pats } => {
                    let last = path.segments.last().map(|last| last.name);
                    let variant = store.variants(adt).iter().copied().find(|variant| Some(store.def(*variant).name) == last);
                    for (index, pat) in pats.iter().enumerate() {
                        add(*pat, variant.unwrap_or(adt), Name::new(&index.to_string()));
                    }
                }
                PatKind::Struct { fields, .. } => fields.iter().for_each(|field| add(field.pat, adt, field.name)),
                _ => {}
            }
        }
    }

    /// The field that a variable is bound to.
    pub(super) fn field(&self, pat: PatId) -> Option<Slot> {
        self.fields.get(&pat).copied()
    }

    /// The expression that a variable's value comes from.
    pub(super) fn of(&self, pat: PatId) -> Option<ExprId> {
        self.by_pat.get(&pat).copied()
    }

    /// The constant or static of the workspace in which a called field was found.
    pub(super) fn table_of(&self, view: &BodyView<'_>, expr: ExprId) -> Option<Slot> {
        let ExprKind::Field { base, .. } = &view.body.exprs[expr].kind else { return None };
        let mut at = *base;
        for _ in 0..MAX_STEPS {
            at = match &view.body.exprs[at].kind {
                ExprKind::Path(_) => match view.types.values.get(&at) {
                    Some(named) => return view.is_value(*named).then_some(Slot::Value(*named)),
                    None => self.of(*view.types.locals.get(&at)?)?,
                },
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Index { base, .. } => *base,
                ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } | ExprKind::Try { operand } => *operand,
                _ => return None,
            };
        }
        None
    }

    /// The slot that an expression reads. If a field's type has a generic parameter, the call is judged where the parameter is instantiated.
    pub(super) fn slot_of(&self, view: &BodyView<'_>, expr: ExprId) -> Option<Slot> {
        self.read_slot(view, expr).filter(|(_, is_generic)| !is_generic).map(|(slot, _)| slot)
    }

    /// The same, whether or not the type of the callables in the slot has generic parameters: `Vec<Box<dyn Fn(&E)>>`.
    pub(super) fn any_slot_of(&self, view: &BodyView<'_>, expr: ExprId) -> Option<Slot> {
        self.read_slot(view, expr).map(|(slot, _)| slot)
    }

    /// The slot that an expression reads, if the type of the callables in it has generic parameters.
    pub(super) fn generic_slot_of(&self, view: &BodyView<'_>, expr: ExprId) -> Option<Slot> {
        self.read_slot(view, expr).filter(|(_, is_generic)| *is_generic).map(|(slot, _)| slot)
    }

    /// The slot that an expression reads, and whether generic parameters decide which callables are in it.
    fn read_slot(&self, view: &BodyView<'_>, expr: ExprId) -> Option<(Slot, bool)> {
        let mut at = expr;
        for _ in 0..MAX_STEPS {
            at = match &view.body.exprs[at].kind {
                ExprKind::Field { base, .. } if is_only_callable(view, at) => *base,
                ExprKind::Field { base, name, .. } => {
                    let adt = view.db.field_owner(view.def, &view.types.exprs[*base], *name)?;
                    let is_own = view.db.store.krate(adt.krate).kind == CrateKind::Local;
                    let fields = view.db.fields(adt, None);
                    let (_, ty) = fields.iter().find(|(field, _)| field == name)?;
                    // A callable whose own type is a parameter is followed by that type.
                    let is_param = ty.any(&mut |part| matches!(part.kind(), TyKind::Param(..)) && view.db.is_callable_param(adt, part));
                    let is_slot = is_own && !is_param && may_hold(view, adt, ty);
                    return is_slot.then(|| (Slot::Field((adt, *name)), ty.has_param()));
                }
                ExprKind::Path(_) => {
                    if let Some(named) = view.types.values.get(&at) {
                        let is_own = view.db.store.krate(named.krate).kind == CrateKind::Local && view.is_value(*named);
                        return is_own.then_some((Slot::Value(*named), false));
                    }
                    let pat = *view.types.locals.get(&at)?;
                    if let Some(slot) = self.field(pat) {
                        return Some((slot, false));
                    }
                    self.of(pat)?
                }
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Index { base, .. } => *base,
                ExprKind::Ref { operand, .. }
                | ExprKind::Unary { operand, .. }
                | ExprKind::Try { operand }
                | ExprKind::Await { operand, .. }
                | ExprKind::Cast { operand, .. } => *operand,
                _ => return None,
            };
        }
        None
    }
}

/// Whether an expression is the only element of a tuple that may hold a callable: of several, it is unknown which of them a table holds there.
pub(super) fn is_only_callable(view: &BodyView<'_>, field: ExprId) -> bool {
    let ExprKind::Field { base, name, .. } = &view.body.exprs[field].kind else { return false };
    let TyKind::Tuple(items) = view.types.exprs[*base].strip_refs().kind() else { return false };
    let mut holding = items.iter().enumerate().filter(|(_, item)| may_hold(view, view.def, item));
    matches!((holding.next(), holding.next()), (Some((index, _)), None) if name.as_str() == index.to_string())
}
