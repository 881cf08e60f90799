//! Traces a value back to the calls that made it.

use super::states::MadeTypes;
use super::{BodyExpr, Origins, lists};
use crate::analysis::body::BodyView;
use crate::analysis::places::FieldRef;
use crate::facts::{Body, ExprId, ExprKind, MacroKind, Name, PatId, PatKind, Stmt, UnaryOp};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Callee, Ty, TyKind};
use rustc_hash::FxHashSet;

/// Limit on the expressions visited for one query.
const MAX_STEPS: usize = 300;

/// One query.
pub(super) struct Trace<'a> {
    origins: &'a Origins,
    makers: &'a [String],
    seen: FxHashSet<(BodyExpr, Option<usize>)>,
    steps: usize,
    /// Whether a call of a maker has been found.
    is_found: bool,
}

impl<'a> Trace<'a> {
    pub(super) fn new(origins: &'a Origins, makers: &'a [String]) -> Self {
        Self { origins, makers, seen: FxHashSet::default(), steps: MAX_STEPS, is_found: false }
    }

    /// Whether an expression has origins and all of them are makers. Of a list that only ever appears empty, nothing is known.
    pub(super) fn proves(mut self, view: &BodyView<'_>, id: ExprId) -> bool {
        self.value(view, id, None) && self.is_found
    }

    /// Whether all possible values of an expression come from the makers; with `part`, those of that element of a tuple.
    fn value(&mut self, view: &BodyView<'_>, id: ExprId, part: Option<usize>) -> bool {
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        // An expression that has been visited adds no further origin.
        if !self.seen.insert((BodyExpr { body: view.def, expr: id }, part)) {
            return true;
        }
        match &view.body.exprs[id].kind {
            ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } | ExprKind::Try { operand } => {
                self.value(view, *operand, part)
            }
            // `None` holds no value.
            ExprKind::Path(path) if path.segments.last().is_some_and(|last| last.name == "None") => true,
            ExprKind::Path(_) => match (view.types.locals.get(&id), view.static_of(id)) {
                (Some(pat), _) => self.variable(view, *pat),
                (None, Some(named)) => self.filled(view, named, part),
                // `LazyLock::new(unbounded)`
                (None, None) => self.names_maker(view, id),
            },
            ExprKind::Field { base, name, .. } if matches!(view.types.exprs[*base].strip_refs().kind(), TyKind::Tuple(_)) => {
                self.value(view, *base, name.as_str().parse().ok())
            }
            // `PAIR.0` of a lazy static, and fields.
            ExprKind::Field { base, name, .. } => {
                let adt = view.db.pointed_adt(&view.types.exprs[*base]);
                match (view.static_of(*base), adt) {
                    (_, Some(adt)) if view.db.store.kind(adt.krate) == CrateKind::Local => self.field(view, (adt, *name)),
                    (Some(named), _) => name.as_str().parse().is_ok_and(|part| self.filled(view, named, Some(part))),
                    _ => false,
                }
            }
            ExprKind::Index { base, .. } => self.value(view, *base, part),
            ExprKind::MethodCall { receiver, args, .. } => {
                self.is_maker(view, id)
                    || lists::collected(view, id).is_some_and(|item| self.value(view, item, part))
                    || self.called(view, id, part).unwrap_or_else(|| {
                        passes(view, *receiver, id) && self.value(view, *receiver, part) && self.fallbacks(view, id, args)
                    })
            }
            ExprKind::Call { args, .. } => {
                self.is_maker(view, id)
                    // What is put into it later has origins of its own.
                    || lists::is_empty(view, id)
                    || self.called(view, id, part).unwrap_or_else(|| {
                        let mut passed = args.iter().copied().filter(|arg| passes(view, *arg, id));
                        matches!((passed.next(), passed.next()), (Some(only), None) if self.value(view, only, part))
                    })
            }
            ExprKind::Tuple { items } => part.and_then(|part| items.get(part)).is_some_and(|item| self.value(view, *item, None)),
            ExprKind::Block { tail: Some(tail), .. } => self.value(view, *tail, part),
            ExprKind::If { then, otherwise: Some(otherwise), .. } => self.value(view, *then, part) && self.value(view, *otherwise, part),
            ExprKind::Match { arms, .. } => arms.iter().all(|arm| self.value(view, arm.body, part)),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Identity { value } | MacroKind::Expanded { expr: value } => self.value(view, *value, part),
                MacroKind::Diverge { .. } => true,
                _ => lists::is_empty(view, id),
            },
            ExprKind::Return { .. } | ExprKind::Break { .. } | ExprKind::Continue { .. } => true,
            _ => false,
        }
    }

    /// Whether all values that a field gets come from the makers.
    fn field(&mut self, view: &BodyView<'_>, field: FieldRef) -> bool {
        let origins = self.origins;
        let puts = origins.puts.get(&field).map(Vec::as_slice).unwrap_or_default();
        let is_stored_well = match origins.fields.get(&field) {
            Some(values) => self.each(view, values, |trace, view, value| trace.value(view, value, None)),
            // `#[derive(Default)]`: a container that is empty at first.
            None => !puts.is_empty(),
        };
        is_stored_well
            && (puts.is_empty() || self.each(view, puts, |trace, view, value| !carries(view, value) || trace.value(view, value, None)))
    }

    /// Whether a path names a maker.
    fn names_maker(&mut self, view: &BodyView<'_>, id: ExprId) -> bool {
        let TyKind::FnDef(def, _) = view.types.exprs[id].kind() else { return false };
        let path = view.db.store.canonical_path(*def);
        let is_maker = self.makers.iter().any(|maker| **maker == *path);
        self.is_found |= is_maker;
        is_maker
    }

    fn is_maker(&mut self, view: &BodyView<'_>, call: ExprId) -> bool {
        let is_one = |path: &str| self.makers.iter().any(|maker| maker == path);
        let is_maker = match view.types.callees.get(&call) {
            Some(Callee::Fn(callee)) => is_one(&view.db.store.canonical_path(callee.def)),
            Some(Callee::External(path)) => is_one(path),
            _ => false,
        };
        self.is_found |= is_maker;
        is_maker
    }

    /// The fallback values of a call, for an empty receiver: `tx.unwrap_or_else(|| unbounded().0)`.
    fn fallbacks(&mut self, view: &BodyView<'_>, call: ExprId, args: &[ExprId]) -> bool {
        args.iter().all(|&arg| match &view.body.exprs[arg].kind {
            ExprKind::Closure { body, .. } => !passes(view, *body, call) || self.value(view, *body, None),
            _ => !passes(view, arg, call) || self.value(view, arg, None),
        })
    }

    /// The values that a workspace fn returns; `None` for any other callee.
    fn called(&mut self, view: &BodyView<'_>, call: ExprId, part: Option<usize>) -> Option<bool> {
        let Some(Callee::Fn(callee)) = view.types.callees.get(&call) else { return None };
        let def = callee.body_def();
        if view.db.store.krate(def.krate).kind != CrateKind::Local {
            return None;
        }
        view.with(def, |inner| {
            let returns = inner.body.exprs.iter().filter_map(|expr| match expr.kind {
                ExprKind::Return { value } => value,
                _ => None,
            });
            let all: Vec<ExprId> = returns.chain([inner.body.root]).collect();
            all.into_iter().all(|value| self.value(inner, value, part))
        })
    }

    /// Whether `look` holds for all of these, of which there must be at least one.
    fn each(&mut self, view: &BodyView<'_>, values: &[BodyExpr], mut look: impl FnMut(&mut Self, &BodyView<'_>, ExprId) -> bool) -> bool {
        !values.is_empty() && values.iter().all(|given| view.with(given.body, |view| look(self, view, given.expr)).unwrap_or(false))
    }

    /// The values that a static is initialised with.
    fn filled(&mut self, view: &BodyView<'_>, named: DefId, part: Option<usize>) -> bool {
        if let Some(fills) = self.origins.fills.get(&named) {
            return self.each(view, fills, |trace, view, call| trace.filling(view, call, part));
        }
        view.with(named, |inner| self.filling(inner, inner.body.root, part)).unwrap_or(false)
    }

    /// `STATIC.set(value)`, `STATIC.get_or_init(|| value)`, `LazyLock::new(|| value)`.
    fn filling(&mut self, view: &BodyView<'_>, call: ExprId, part: Option<usize>) -> bool {
        let Some(&first) = view.receiver_and_args(call).1.first() else { return false };
        match &view.body.exprs[first].kind {
            ExprKind::Closure { body, .. } => self.value(view, *body, part),
            _ => self.value(view, first, part),
        }
    }

    fn variable(&mut self, view: &BodyView<'_>, pat: PatId) -> bool {
        if let Some(ty) = view.extracted(pat) {
            let made = self.origins.made(view, ty, &mut MadeTypes::new(view.catalogue));
            return self.each(view, &made, Self::is_maker);
        }
        if let Some(index) = view.body.params.iter().position(|param| *param == pat) {
            let Some(calls) = self.origins.calls.get(&view.def) else { return false };
            return self.each(view, calls, |trace, view, call| {
                let (_, args) = view.receiver_and_args(call);
                args.get(index).is_some_and(|arg| trace.value(view, *arg, None))
            });
        }
        if let Some(field) = bound_field(view, pat) {
            return self.field(view, field);
        }
        let Some((value, part)) = bound_to(view.body, pat) else { return false };
        let puts = lists::put_into_variable(view, pat);
        if puts.is_empty() && lists::is_empty(view, value) {
            return false;
        }
        let assigned: Vec<ExprId> = assignments(view, pat).chain(puts.into_iter().filter(|value| carries(view, *value))).collect();
        self.value(view, value, part) && assigned.into_iter().all(|value| self.value(view, value, None))
    }
}

/// Whether a value may hold one with an origin of its own: a key that is a number or a text does not.
fn carries(view: &BodyView<'_>, id: ExprId) -> bool {
    let lang = &view.db.lang;
    match view.types.exprs[id].strip_refs().kind() {
        TyKind::Prim(_) => false,
        TyKind::Adt(def, _) => lang.string != Some(*def),
        _ => true,
    }
}

/// Whether a call may return its argument, possibly wrapped or unwrapped: both types contain the same nominal type.
fn passes(view: &BodyView<'_>, given: ExprId, call: ExprId) -> bool {
    let (given, result) = (&view.types.exprs[given], &view.types.exprs[call]);
    nominal(given).into_iter().any(|part| nominal(result).contains(&part))
}

/// The structs and enums in a type.
fn nominal(ty: &Ty) -> Vec<Ty> {
    let mut found = Vec::new();
    ty.any(&mut |part| {
        if matches!(part.kind(), TyKind::Adt(_, args) | TyKind::External(_, args) if !args.is_empty() || found.is_empty()) {
            found.push(part.clone());
        }
        false
    });
    found
}

/// The field of a struct or variant of the workspace whose value a pattern binds: `Self::Queue(sender)`.
fn bound_field(view: &BodyView<'_>, pat: PatId) -> Option<FieldRef> {
    view.body.pats.iter_enumerated().find_map(|(around, data)| {
        let (path, name, is_tuple) = match &data.kind {
            PatKind::TupleStruct { path, pats } => {
                // After `..` the numbers are unknown.
                let index = pats.iter().position(|one| *one == pat)?;
                let is_known = pats[..index].iter().all(|one| !matches!(view.body.pats[*one].kind, PatKind::Rest));
                (path, Name::new(&is_known.then_some(index)?.to_string()), true)
            }
            PatKind::Struct { path, fields } => (path, fields.iter().find(|field| field.pat == pat)?.name, false),
            _ => return None,
        };
        let (adt, _) = view.types.pats[around].strip_refs().as_adt()?;
        let store = view.db.store;
        if store.kind(adt.krate) != CrateKind::Local {
            return None;
        }
        if store.def(adt).kind == DefKind::Enum && is_tuple {
            let last = path.segments.last()?.name;
            let variant = store.variants(adt).iter().copied().find(|variant| store.def(*variant).name == last)?;
            return Some((variant, name));
        }
        Some((adt, name))
    })
}

/// The expression that a variable is bound to, and the index of the element if that is a tuple.
fn bound_to(body: &Body, pat: PatId) -> Option<(ExprId, Option<usize>)> {
    let by = |root: PatId, value: ExprId| match &body.pats[root].kind {
        _ if root == pat => Some((value, None)),
        PatKind::Tuple(items) => items.iter().position(|item| *item == pat).map(|index| (value, Some(index))),
        PatKind::TupleStruct { pats, .. } => (pats[..] == [pat]).then_some((value, None)),
        _ => None,
    };
    body.exprs.iter().find_map(|expr| match &expr.kind {
        ExprKind::Block { stmts, .. } => stmts.iter().find_map(|stmt| match stmt {
            Stmt::Let { pat: root, init: Some(init), .. } => by(*root, *init),
            _ => None,
        }),
        ExprKind::Let { pat: root, scrutinee } => by(*root, *scrutinee),
        ExprKind::For { pat: root, iter, .. } => by(*root, *iter),
        // `senders.iter().for_each(|sender| ..)`
        ExprKind::MethodCall { receiver, args, .. } => args.iter().find_map(|arg| match &body.exprs[*arg].kind {
            ExprKind::Closure { params, .. } => params.iter().find_map(|(root, _)| by(*root, *receiver)),
            _ => None,
        }),
        ExprKind::Match { scrutinee, arms } => arms.iter().find_map(|arm| by(arm.pat, *scrutinee)),
        _ => None,
    })
}

/// The values assigned to a variable after its declaration.
fn assignments<'v>(view: &'v BodyView<'_>, pat: PatId) -> impl Iterator<Item = ExprId> + 'v {
    view.body.exprs.iter().filter_map(move |expr| match expr.kind {
        ExprKind::Assign { lhs, rhs } if view.types.locals.get(&lhs) == Some(&pat) => Some(rhs),
        _ => None,
    })
}
