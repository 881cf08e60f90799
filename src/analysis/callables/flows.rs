//! Flows of callables: which ones a body stores, passes on or returns.

use super::sources::Sources;
use super::{Callable, Slot};
use crate::analysis::body::BodyView;
use crate::catalogue::Role;
use crate::facts::{Expr, ExprId, ExprKind, MacroKind, Name, PatId};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Callee, Ty, TyKind};
use rustc_hash::FxHashMap;

/// Values nested deeper than this are ignored.
const MAX_DEPTH: u32 = 24;

/// All flows of the workspace.
#[derive(Debug, Default)]
pub(super) struct Flows {
    /// Callables that are written directly into a slot.
    pub(super) callables: FxHashMap<Slot, Vec<Callable>>,
    /// For each slot, the slots whose callables flow into it.
    pub(super) from: FxHashMap<Slot, Vec<Slot>>,
    /// Every slot that receives something, in source order.
    pub(super) kept: Vec<(Slot, ExprId)>,
    /// Statics into which attributes put something.
    pub(super) gathered: Vec<Slot>,
}

impl Flows {
    /// Adds the flows in a body.
    pub(super) fn add(&mut self, view: &BodyView<'_>) {
        let (sources, flows) = (Sources::new(view), self);
        Reader { flows, view, sources }.read();
    }
}

/// Reads one body.
struct Reader<'a> {
    flows: &'a mut Flows,
    view: &'a BodyView<'a>,
    sources: Sources,
}

impl Reader<'_> {
    fn read(&mut self) {
        let view = self.view;
        if view.is_value(view.def) {
            self.flow(initial(view), Slot::Value(view.def), 0);
        }
        for (id, expr) in view.body.exprs.iter_enumerated() {
            match &expr.kind {
                ExprKind::Struct { fields, .. } => {
                    if let Some(adt) = view.db.pointed_adt(&view.types.exprs[id]) {
                        for field in fields {
                            self.store(field.value, Slot::Field((adt, field.name)));
                        }
                    }
                }
                ExprKind::Assign { lhs, rhs } => {
                    if let Some(slot @ Slot::Field(_)) = self.sources.any_slot_of(view, *lhs) {
                        self.flow(*rhs, slot, 0);
                    }
                }
                ExprKind::Call { args, .. } => match view.types.callees.get(&id) {
                    Some(Callee::Constructor(adt)) => {
                        for (index, arg) in args.iter().enumerate() {
                            self.store(*arg, Slot::Field((*adt, Name::new(&index.to_string()))));
                        }
                    }
                    callee => self.handed(id, callee, args),
                },
                ExprKind::MethodCall { receiver, args, .. } => {
                    let callee = view.types.callees.get(&id);
                    if is_local(view, callee) {
                        self.handed(id, callee, args);
                    } else if let Some(slot) = self.sources.any_slot_of(view, *receiver) {
                        // `self.handlers.insert(name, Box::new(f))`. A closure that the method only calls is not stored.
                        for &arg in args.iter().filter(|arg| is_kept(view, id, **arg)) {
                            self.flow(arg, slot, 0);
                        }
                    }
                }
                _ => {}
            }
        }
        let returns = view.db.fn_sig(view.def).is_some_and(|sig| may_hold(view, view.def, &sig.ret));
        if returns && let ExprKind::Block { tail: Some(tail), .. } = &view.body.exprs[view.body.root].kind {
            self.flow(*tail, Slot::Result(view.def), 0);
        }
    }

    /// A field in a struct literal. Async fns are left out, since their closures are judged where they are written.
    fn store(&mut self, value: ExprId, slot: Slot) {
        let view = self.view;
        let is_async = view.db.function(view.def).is_some_and(|function| function.sig.is_async);
        if !is_async {
            self.flow(value, slot, 0);
        }
    }

    /// Arguments of a workspace fn.
    fn handed(&mut self, call: ExprId, callee: Option<&Callee>, args: &[ExprId]) {
        let view = self.view;
        let Some(Callee::Fn(callee)) = callee.filter(|callee| is_local(view, Some(callee))) else { return };
        let def = callee.body_def();
        let Some(sig) = view.db.fn_sig(def) else { return };
        // In `Type::method(receiver, f)` the receiver is the first argument.
        let skipped = usize::from(sig.self_param.is_some() && matches!(view.body.exprs[call].kind, ExprKind::Call { .. }));
        for (index, (&arg, param)) in args.iter().skip(skipped).zip(&sig.params).enumerate() {
            if may_hold(view, def, param) {
                self.flow(arg, Slot::Param(def, index), 0);
            }
        }
    }

    /// The parameter to which a fn itself passes a callable. What a closure passes is judged where it is called.
    fn passed_to(&self, value: ExprId, slot: Slot) -> Option<(DefId, usize)> {
        let exprs = &self.view.body.exprs;
        let at = exprs[value].span;
        let is_around = |expr: &Expr| matches!(expr.kind, ExprKind::Closure { .. }) && expr.span.contains(at) && expr.span != at;
        match slot {
            Slot::Param(def, index) if !self.view.is_value(self.view.def) && !exprs.iter().any(is_around) => Some((def, index)),
            _ => None,
        }
    }

    fn add_callable(&mut self, slot: Slot, at: ExprId, callable: Callable) {
        self.flows.callables.entry(slot).or_default().push(callable);
        self.flows.kept.push((slot, at));
    }

    fn add_slot(&mut self, slot: Slot, at: ExprId, from: Slot) {
        self.flows.from.entry(slot).or_default().push(from);
        self.flows.kept.push((slot, at));
    }

    /// Adds the flow of an expression's value into a slot.
    fn flow(&mut self, value: ExprId, slot: Slot, depth: u32) {
        let view = self.view;
        if depth > MAX_DEPTH {
            return;
        }
        let go = |reader: &mut Self, part: ExprId| reader.flow(part, slot, depth + 1);
        match &view.body.exprs[value].kind {
            ExprKind::Closure { is_async: false, .. } => {
                self.add_callable(
                    slot,
                    value,
                    Callable {
                        def: view.def,
                        closure: Some(value),
                        subst: crate::types::Subst::empty(),
                        passed_to: self.passed_to(value, slot),
                    },
                );
            }
            ExprKind::Path(_) => self.named(value, slot, depth),
            ExprKind::Field { .. } => {
                if let Some(from) = self.sources.any_slot_of(view, value).filter(|from| *from != slot) {
                    self.add_slot(slot, value, from);
                }
            }
            ExprKind::Ref { operand, .. }
            | ExprKind::Cast { operand, .. }
            | ExprKind::Unary { operand, .. }
            | ExprKind::Try { operand } => {
                go(self, *operand);
            }
            ExprKind::Call { args, .. } => {
                let callee = view.types.callees.get(&value);
                match callee {
                    Some(Callee::Fn(callee)) if is_local(view, Some(&Callee::Fn(callee.clone()))) => {
                        self.add_slot(slot, value, Slot::Result(callee.body_def()));
                    }
                    _ => args.iter().for_each(|arg| go(self, *arg)),
                }
            }
            ExprKind::MethodCall { receiver, args, .. } => match view.types.callees.get(&value) {
                Some(Callee::Fn(callee)) if is_local(view, Some(&Callee::Fn(callee.clone()))) => {
                    self.add_slot(slot, value, Slot::Result(callee.body_def()));
                }
                _ => {
                    go(self, *receiver);
                    args.iter().filter(|arg| is_kept(view, value, **arg)).for_each(|arg| go(self, *arg));
                }
            },
            ExprKind::Array { items } | ExprKind::Tuple { items } => items.iter().for_each(|item| go(self, *item)),
            // A table of structs holds what their fields hold.
            ExprKind::Struct { fields, .. } if matches!(slot, Slot::Value(_)) => fields.iter().for_each(|field| go(self, field.value)),
            ExprKind::Macro(call) => match &call.kind {
                MacroKind::Vec { items } => items.iter().for_each(|item| go(self, *item)),
                MacroKind::Expanded { expr } => go(self, *expr),
                // `phf_map! { "load" => load }`
                MacroKind::Exprs { args } if matches!(slot, Slot::Value(_) | Slot::Field(_)) => args.iter().for_each(|arg| go(self, *arg)),
                _ => {}
            },
            ExprKind::Block { tail: Some(tail), .. } => go(self, *tail),
            ExprKind::If { then, otherwise, .. } => [Some(*then), *otherwise].into_iter().flatten().for_each(|part| go(self, part)),
            ExprKind::Match { arms, .. } => arms.iter().for_each(|arm| go(self, arm.body)),
            _ => {}
        }
    }

    /// Adds the flow of a fn, a parameter, a variable or a constant.
    fn named(&mut self, value: ExprId, slot: Slot, depth: u32) {
        let view = self.view;
        if let TyKind::FnDef(def, subst) = view.types.exprs[value].kind()
            && view.db.store.def(*def).kind == DefKind::Fn
        {
            return self.add_callable(
                slot,
                value,
                Callable { def: *def, closure: None, subst: subst.clone(), passed_to: self.passed_to(value, slot) },
            );
        }
        if let Some(named) = view.types.values.get(&value) {
            return self.add_slot(slot, value, Slot::Value(*named));
        }
        let Some(pat) = view.types.locals.get(&value) else { return };
        if let Some(index) = view.body.params.iter().position(|param| param == pat) {
            return self.add_slot(slot, value, Slot::Param(view.def, index));
        }
        if let Some(slot_of) = self.sources.field(*pat) {
            return self.add_slot(slot, value, slot_of);
        }
        if let Some(init) = self.sources.of(*pat) {
            self.flow(init, slot, depth + 1);
        }
        self.put_into(*pat, slot, depth);
    }
}

impl Reader<'_> {
    /// `table.insert(name, f)`: what is put into a variable that later flows into a slot.
    fn put_into(&mut self, pat: PatId, slot: Slot, depth: u32) {
        let view = self.view;
        if !may_hold(view, view.def, &view.types.pats[pat]) {
            return;
        }
        for (id, expr) in view.body.exprs.iter_enumerated() {
            if let ExprKind::MethodCall { receiver, args, .. } = &expr.kind
                && view.types.locals.get(receiver) == Some(&pat)
                && !is_local(view, view.types.callees.get(&id))
            {
                for &arg in args.iter().filter(|arg| is_kept(view, id, **arg)) {
                    self.flow(arg, slot, depth + 1);
                }
            }
        }
    }
}

/// The value of a constant or static; for `LazyLock::new(|| value)` that of the closure.
fn initial(view: &BodyView<'_>) -> ExprId {
    let exprs = &view.body.exprs;
    let is_lazy = |callee| view.known.roles_of(view.def.krate, callee).contains(&Role::FillOnce);
    if let ExprKind::Call { args, .. } = &exprs[view.body.root].kind
        && let [only] = args[..]
        && let ExprKind::Closure { body, is_async: false, .. } = &exprs[only].kind
        && view.types.callees.get(&view.body.root).is_some_and(is_lazy)
    {
        return *body;
    }
    view.body.root
}

/// Whether a method without available code stores an argument instead of calling it: `insert(k, Box::new(f))`, but not `map(|x| ..)`.
fn is_kept(view: &BodyView<'_>, call: ExprId, arg: ExprId) -> bool {
    if !matches!(view.body.exprs[arg].kind, ExprKind::Closure { .. }) {
        return true;
    }
    // A bare closure is stored if the parameter accepts any type, and called if the parameter has an `Fn` bound.
    let Some(Callee::Fn(callee)) = view.types.callees.get(&call) else { return false };
    let index = view.receiver_and_args(call).1.iter().position(|one| *one == arg);
    let param = index.and_then(|index| view.db.fn_sig(callee.def)?.params.get(index).cloned());
    param.is_some_and(|param| !view.db.is_callable_param(callee.def, &param))
}

fn is_local(view: &BodyView<'_>, callee: Option<&Callee>) -> bool {
    matches!(callee, Some(Callee::Fn(callee)) if view.db.store.krate(callee.body_def().krate).kind == CrateKind::Local)
}

/// Whether a type may contain a callable; `def` supplies the bounds of its parameters.
pub(super) fn may_hold(view: &BodyView<'_>, def: DefId, ty: &Ty) -> bool {
    ty.any(&mut |part| match part.kind() {
        TyKind::FnPtr(..) => true,
        TyKind::Opaque(owner, index, _) => {
            let lang = &view.db.lang;
            let callable = [lang.fn_, lang.fn_mut, lang.fn_once];
            view.db.opaque_bounds(*owner, *index).iter().any(|bound| callable.contains(&Some(bound.def)))
        }
        TyKind::Dyn(_) | TyKind::Param(..) => view.db.is_callable_param(def, part),
        _ => false,
    })
}
