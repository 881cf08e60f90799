//! Traces a trait object back to the concrete values that were made into it.

use super::bindings::{Bindings, Source, holds_object};
use crate::analysis::body::BodyView;
use crate::analysis::dispatch::open::OpenReceiver;
use crate::analysis::origins::{BodyExpr, Origins, is_empty};
use crate::analysis::places::FieldRef;
use crate::facts::{BlockKind, ExprId, ExprKind, ItemKind, MacroKind, Name, PatId, UnaryOp, Visibility};
use crate::names::{CrateKind, DefId, DefKind};
use crate::project::TargetKind;
use crate::types::{Callee, Dispatch, Ty, TyKind};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Limit on the expressions visited for one query.
const MAX_STEPS: usize = 300;

/// One query.
pub(super) struct Trace<'a> {
    origins: &'a Origins,
    /// The trait whose method is called.
    trait_def: DefId,
    seen: FxHashSet<BodyExpr>,
    steps: usize,
    found: Vec<Ty>,
    /// The parameters that objects come from, if the trace ends at those of this fn.
    ends: Option<(DefId, Vec<usize>)>,
}

impl<'a> Trace<'a> {
    pub(super) fn new(origins: &'a Origins, trait_def: DefId) -> Self {
        Self { origins, trait_def, seen: FxHashSet::default(), steps: MAX_STEPS, found: Vec::new(), ends: None }
    }

    /// The only type that an expression's object may have, or the only parameter of its fn that the object comes from.
    pub(super) fn origin(mut self, view: &BodyView<'_>, id: ExprId) -> Option<OpenReceiver> {
        self.ends = Some((view.def, Vec::new()));
        if !self.value(view, id) {
            return None;
        }
        match (&self.found[..], &self.ends?.1[..]) {
            ([only], []) if !only.has_param() => Some(OpenReceiver::Type(only.clone())),
            ([], [param]) => Some(OpenReceiver::Param(*param)),
            _ => None,
        }
    }

    /// All types that an expression's object may have; `None` if there may be others. Nothing is known of an object that is never made.
    pub(super) fn types(mut self, view: &BodyView<'_>, id: ExprId) -> Option<Vec<Ty>> {
        (self.value(view, id) && !self.found.is_empty()).then_some(self.found)
    }

    /// Whether all objects in an expression's value are known; their types are added to those found.
    fn value(&mut self, view: &BodyView<'_>, id: ExprId) -> bool {
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        if !self.seen.insert(BodyExpr { body: view.def, expr: id }) {
            return true;
        }
        let ty = &view.types.exprs[id];
        if self.concrete(view, ty) || self.contained(view, ty) {
            return true;
        }
        match &view.body.exprs[id].kind {
            ExprKind::Ref { operand, .. }
            | ExprKind::Unary { op: UnaryOp::Deref, operand }
            | ExprKind::Cast { operand, .. }
            | ExprKind::Await { operand, .. }
            | ExprKind::Try { operand } => self.value(view, *operand),
            // `None` holds no object.
            ExprKind::Path(path) if path.segments.last().is_some_and(|last| last.name == "None") => true,
            ExprKind::Path(_) => match (view.types.locals.get(&id), view.types.values.get(&id)) {
                (Some(pat), _) => self.variable(view, *pat),
                (None, Some(named)) => self.named(view, *named),
                (None, None) => false,
            },
            ExprKind::Field { base, .. } if matches!(view.types.exprs[*base].strip_refs().kind(), TyKind::Tuple(_)) => {
                self.value(view, *base)
            }
            ExprKind::Field { base, name, .. } => {
                let owner = view.db.field_owner(view.def, &view.types.exprs[*base], *name);
                owner.is_some_and(|adt| self.field(view, (adt, *name)))
            }
            ExprKind::Index { base, .. } => self.value(view, *base),
            ExprKind::MethodCall { receiver, args, .. } => {
                let args: Vec<ExprId> = std::iter::once(*receiver).chain(args.iter().copied()).collect();
                self.call(view, id, &args)
            }
            ExprKind::Call { args, .. } => self.call(view, id, args),
            ExprKind::Tuple { items } | ExprKind::Array { items } => self.all(view, items),
            ExprKind::Repeat { item, .. } => self.value(view, *item),
            ExprKind::Closure { body, is_async: false, .. } => self.value(view, *body),
            ExprKind::Block { tail: Some(tail), kind: BlockKind::Plain | BlockKind::Unsafe | BlockKind::Const, label: None, .. } => {
                self.value(view, *tail)
            }
            ExprKind::If { then, otherwise: Some(otherwise), .. } => self.value(view, *then) && self.value(view, *otherwise),
            ExprKind::Match { arms, .. } => arms.iter().all(|arm| self.value(view, arm.body)),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Identity { value } | MacroKind::Expanded { expr: value } => self.value(view, *value),
                MacroKind::Vec { items } => self.all(view, items),
                MacroKind::VecRepeat { item, .. } => self.value(view, *item),
                MacroKind::Diverge { .. } => true,
                _ => false,
            },
            ExprKind::Return { .. } | ExprKind::Break { .. } | ExprKind::Continue { .. } => true,
            _ => matches!(view.types.exprs[id].kind(), TyKind::Never),
        }
    }

    /// Adds a type that implements the trait itself, behind pointers.
    fn concrete(&mut self, view: &BodyView<'_>, ty: &Ty) -> bool {
        let ty = view.db.pointee(ty);
        let is_own = ty.as_adt().is_some_and(|(adt, _)| !view.db.impls_for(self.trait_def, adt).is_empty());
        // In a list of objects that is an object itself, the objects count.
        if !is_own || ty.has_infer() || holds_object(ty) {
            return false;
        }
        if !self.found.contains(ty) {
            self.found.push(ty.clone());
        }
        true
    }

    /// Adds the types that implement the trait inside a container of std that can hold nothing else: `Disk` of an `Option<Disk>`.
    fn contained(&mut self, view: &BodyView<'_>, ty: &Ty) -> bool {
        let mut inside = Vec::new();
        let is_container = match ty.strip_refs().kind() {
            TyKind::Adt(adt, _) => adt.krate == view.db.store.std(),
            TyKind::Tuple(_) | TyKind::Array(_) | TyKind::Slice(_) => true,
            _ => false,
        };
        if !is_container || !self.is_plain(view, ty, &mut inside) || inside.is_empty() {
            return false;
        }
        inside.into_iter().all(|ty| self.concrete(view, &ty))
    }

    /// Whether a type consists of types of std, and of types that implement the trait.
    fn is_plain(&self, view: &BodyView<'_>, ty: &Ty, inside: &mut Vec<Ty>) -> bool {
        match ty.kind() {
            TyKind::Adt(adt, _) if !view.db.impls_for(self.trait_def, *adt).is_empty() => {
                inside.push(ty.clone());
                return true;
            }
            TyKind::Adt(adt, _) if adt.krate == view.db.store.std() => {}
            TyKind::Prim(_) | TyKind::Tuple(_) | TyKind::Array(_) | TyKind::Slice(_) | TyKind::Ref(..) => {}
            _ => return false,
        }
        let mut is_plain = true;
        ty.kind().for_each_child(&mut |child| is_plain = is_plain && self.is_plain(view, child, inside));
        is_plain
    }

    /// Values of which each that may hold an object is known.
    fn all(&mut self, view: &BodyView<'_>, values: &[ExprId]) -> bool {
        values.iter().all(|value| !self.may_hold(view, *value) || self.value(view, *value))
    }

    /// Whether a value may hold an object of the trait, or become one.
    fn may_hold(&self, view: &BodyView<'_>, id: ExprId) -> bool {
        match &view.body.exprs[id].kind {
            ExprKind::Closure { body, .. } => self.may_hold(view, *body),
            _ => self.may_be_in(view, &view.types.exprs[id]),
        }
    }

    fn may_be_in(&self, view: &BodyView<'_>, ty: &Ty) -> bool {
        ty.any(&mut |part| match part.kind() {
            TyKind::Adt(adt, _) => !view.db.impls_for(self.trait_def, *adt).is_empty(),
            TyKind::FnDef(def, _) => view.db.fn_sig(*def).is_none_or(|sig| holds_object(&sig.ret) || sig.ret.has_param()),
            TyKind::Dyn(_)
            | TyKind::Param(..)
            | TyKind::Opaque(..)
            | TyKind::Future(_)
            | TyKind::Projection(..)
            | TyKind::Infer(_)
            | TyKind::External(..)
            | TyKind::FnPtr(..)
            | TyKind::Closure(_)
            | TyKind::Unknown => true,
            _ => false,
        })
    }

    /// The result of a call: what a workspace fn returns, or what other code makes of the arguments, receiver included.
    fn call(&mut self, view: &BodyView<'_>, call: ExprId, args: &[ExprId]) -> bool {
        match view.types.callees.get(&call) {
            Some(Callee::Fn(callee)) if view.is_local_call(call) => {
                let is_known = callee.dispatch == Dispatch::Static || callee.implementation.is_some();
                is_known && self.returned(view, callee.body_def())
            }
            // `Vec::new()` holds no object yet; `Box::<Lru>::default()`
            Some(Callee::Fn(_)) if args.iter().any(|arg| self.may_hold(view, *arg)) => self.all(view, args),
            Some(Callee::Fn(callee)) => {
                is_empty(view, call) || (args.is_empty() && callee.self_ty.as_ref().is_some_and(|ty| self.concrete(view, ty)))
            }
            Some(Callee::Constructor(adt)) => view.db.store.krate(adt.krate).kind != CrateKind::Local && self.through(view, args),
            Some(Callee::External(_)) => self.through(view, args),
            _ => false,
        }
    }

    /// Arguments of which at least one holds an object, and all that may hold one are known.
    fn through(&mut self, view: &BodyView<'_>, args: &[ExprId]) -> bool {
        args.iter().any(|arg| self.may_hold(view, *arg)) && self.all(view, args)
    }

    fn returned(&mut self, view: &BodyView<'_>, def: DefId) -> bool {
        let returned = view.with(def, |inner| {
            let bindings = inner.bindings();
            self.value(inner, inner.body.root) && bindings.returns.iter().all(|value| self.value(inner, *value))
        });
        returned.unwrap_or(false)
    }

    /// Everything that is ever stored in a field.
    fn field(&mut self, view: &BodyView<'_>, field: FieldRef) -> bool {
        let origins = self.origins;
        let (adt, name) = field;
        let is_closed = view.is_closed(adt, name) && !origins.is_lent(field, |body| is_test(view, body));
        is_closed
            && self.each(view, origins.values_in(field), Trace::value)
            && origins.later_in(field).iter().all(|given| {
                let holds = |view: &BodyView<'_>| !self.may_hold(view, given.expr) || self.value(view, given.expr);
                is_test(view, given.body) || view.with(given.body, holds).unwrap_or(false)
            })
    }

    /// Whether `look` holds for all of these outside tests, of which there must be at least one.
    fn each(&mut self, view: &BodyView<'_>, values: &[BodyExpr], mut look: impl FnMut(&mut Self, &BodyView<'_>, ExprId) -> bool) -> bool {
        let mut own = values.iter().filter(|given| !is_test(view, given.body)).peekable();
        own.peek().is_some() && own.all(|given| view.with(given.body, |view| look(self, view, given.expr)).unwrap_or(false))
    }

    /// The initial value of a constant or of a static that nothing can change.
    fn named(&mut self, view: &BodyView<'_>, named: DefId) -> bool {
        view.with(named, |inner| {
            let root = inner.body.root;
            let is_fixed =
                !inner.types.exprs[root].any(&mut |part| matches!(part.kind(), TyKind::Adt(adt, _) if !inner.is_unchanging(*adt)));
            is_fixed && self.value(inner, root)
        })
        .unwrap_or(false)
    }

    fn variable(&mut self, view: &BodyView<'_>, pat: PatId) -> bool {
        let bindings = view.bindings();
        if bindings.is_lent(pat) {
            return false;
        }
        let is_known = match bindings.source(pat) {
            Some(Source::Value(from)) => self.value(view, from),
            Some(Source::Field(field)) => self.field(view, field),
            Some(Source::Param(index)) => self.param(view, index),
            None => view.body.params.iter().position(|param| *param == pat).is_some_and(|index| self.param(view, index)),
        };
        is_known && self.all(view, bindings.stored_later(pat))
    }

    /// What is passed as a parameter of a fn that only calls in this workspace reach.
    fn param(&mut self, view: &BodyView<'_>, index: usize) -> bool {
        if let Some((def, ends)) = &mut self.ends
            && *def == view.def
        {
            if !ends.contains(&index) {
                ends.push(index);
            }
            return true;
        }
        let origins = self.origins;
        if !view.is_only_called() || origins.is_value(view.def) {
            return false;
        }
        self.each(view, origins.calls_of(view.def), |trace, view, call| {
            let (_, args) = view.receiver_and_args(call);
            args.get(index).is_some_and(|arg| trace.value(view, *arg))
        })
    }
}

/// Whether a body is only part of tests.
fn is_test(view: &BodyView<'_>, body: DefId) -> bool {
    view.db.store.def(body).in_test || matches!(view.db.store.target(body.krate).0, TargetKind::Test | TargetKind::Bench)
}

impl BodyView<'_> {
    /// The variables of this body; computed once.
    pub(super) fn bindings(&self) -> Arc<Bindings> {
        self.known.bindings(self.def, || Bindings::new(self))
    }

    /// Whether all code that can name a field is in the workspace, and none of it is generated by derives.
    fn is_closed(&self, adt: DefId, name: Name) -> bool {
        let store = self.db.store;
        let Some(ItemKind::Struct { fields, .. }) = store.item(adt).map(|item| &item.kind) else { return false };
        let is_whole = store.target(adt.krate).0 == TargetKind::Bin;
        let is_hidden = fields.list().iter().any(|field| field.name == name && (is_whole || field.visibility != Visibility::Public));
        store.krate(adt.krate).kind == CrateKind::Local && is_hidden && !self.db.has_foreign_derive(adt)
    }

    /// Whether a fn is reached only by calls in its own crate that name it: it is not public, and implements nothing.
    fn is_only_called(&self) -> bool {
        let store = self.db.store;
        if store.def(self.def).kind != DefKind::Fn || store.krate(self.def.krate).kind != CrateKind::Local {
            return false;
        }
        let is_whole = || store.target(self.def.krate).0 == TargetKind::Bin;
        let is_hidden = store.item(self.def).is_some_and(|item| item.visibility != Visibility::Public || is_whole());
        !store.is_of_trait(self.def) && is_hidden
    }

    /// Whether a type in a static holds nothing that can be replaced later.
    fn is_unchanging(&self, adt: DefId) -> bool {
        let lang = &self.db.lang;
        let is_pointer = [lang.boxed, lang.arc, lang.rc, lang.option].contains(&Some(adt));
        is_pointer || self.db.store.krate(adt.krate).kind == CrateKind::Local
    }
}
