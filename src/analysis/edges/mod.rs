//! The calls of a body and the fns that they run: what the call graph is made of.

mod std_calls;
mod stored;

use super::body::BodyView;
use super::branches::Branch;
use super::dispatch::callbacks::CalledBack;
use super::dispatch::impls::TraitImpls;
use super::dispatch::open::{Open, OpenReceiver, is_open_type};
use super::drops::DropPoint;
use super::drops::drop_glue::Glue;
use super::effects::conditional_causes::KnownArgument;
use super::effects::local_effects::AnalysisCtx;
use super::places::{Place, Places};
use crate::catalogue::CalledOn;
use crate::diagnostics::{Confidence, Level};
use crate::facts::{ExprId, ExprKind, SelfParam, Span};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Callee, Dispatch, FnCallee, Subst, Ty, TyKind};
use std_calls::{forwarded, own_into_iter, own_next, own_read};
use stored::{first_use, held_by_constant, stored, stored_of_any_type};

/// One point in a body that runs fns with bodies.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The callee as written.
    pub(super) span: Span,
    /// The call, loop or fn value; for a drop the body's root.
    pub(super) expr: ExprId,
    /// Where it runs.
    pub(super) place: Place,
    /// Possible targets; several if dispatch is not static.
    pub(super) targets: Vec<Target>,
    /// Set if only the caller knows the target: a call through a bound, or on a trait object.
    pub(super) open: Option<Open>,
    /// The branches around it that a parameter of its fn selects; filled in for sync code.
    pub(super) branches: Vec<Branch>,
}

/// A fn that a call runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) def: DefId,
    /// A closure in its body that runs instead of the fn itself.
    pub(super) closure: Option<ExprId>,
    pub(super) confidence: Confidence,
    /// Its generic arguments, in terms of the caller's generic parameters.
    pub(super) subst: Subst,
    /// The types behind its trait-object parameters, by parameter number.
    pub(super) objects: Box<[(usize, OpenReceiver)]>,
    /// What the call says about the values of its parameters.
    pub(super) known_arguments: Box<[KnownArgument]>,
    /// The types that it is called with, in terms of the caller's generic parameters, if these decide whether it is the target.
    pub(super) given: Box<[Ty]>,
}

impl Target {
    pub(super) fn certain(def: DefId, subst: Subst) -> Self {
        Self {
            def,
            closure: None,
            confidence: Confidence::Certain,
            subst,
            objects: Box::default(),
            known_arguments: Box::default(),
            given: Box::default(),
        }
    }
}

/// The calls of a body, in source order; `drop_points` are the values dropped in it.
pub(super) fn calls(cx: &AnalysisCtx<'_>, view: &BodyView<'_>, places: &Places, drop_points: &[DropPoint]) -> Vec<Call> {
    let impls = &cx.impls;
    let mut calls = Vec::new();
    let mut push = |expr: ExprId, span: Span, place: Place, targets: Vec<Target>, open: Option<Open>| {
        if !targets.is_empty() || open.is_some() {
            calls.push(Call { span, expr, place, targets, open, branches: Vec::new() });
        }
    };
    for id in places.ids() {
        let expr = &view.body.exprs[id];
        let (span, place) = (view.name_span(id), places.exprs[id]);
        // A call that blocks only for some types behind its bound is judged where the type is known.
        let is_judged = view.is_call(id) && view.api(id).is_some_and(|api| view.is_certain(api, id));
        if let Some(Callee::Fn(callee)) = view.types.callees.get(&id)
            && !is_judged
        {
            let mut targets = targets(view, impls, callee);
            view.narrow(impls, id, callee, &mut targets);
            if !targets.is_empty() && view.is_kept_from_blocking(id, callee.def) {
                targets.clear();
            }
            for target in &mut targets {
                view.see_behind_objects(id, target);
                target.objects = view.objects(id, target.def).into();
                target.known_arguments = view.known_arguments(id, target.def).into();
            }
            if let ExprKind::For { iter, .. } = &expr.kind {
                if targets.is_empty() {
                    targets.extend(own_next(view, impls, *iter, callee.self_ty.as_ref()));
                    for open in callee.self_ty.iter().filter(|_| callee.dispatch == Dispatch::Static).flat_map(|ty| view.open_next(ty)) {
                        push(id, span, place, Vec::new(), Some(open));
                    }
                }
                targets.extend(own_into_iter(view, &view.types.exprs[*iter]));
            }
            push(id, span, place, targets, view.open(id, callee));
        }
        if let ExprKind::Call { callee, args } = &expr.kind
            && matches!(view.types.callees.get(&id), None | Some(Callee::Indirect))
        {
            let mut held = stored(cx, view, *callee);
            held.retain(|target| !is_judged_in_place(view, places, target));
            push(id, span, place, held, view.open_field(*callee));
            push(id, span, place, stored_of_any_type(cx, view, *callee, args), None);
        }
        // A call whose entry is off by default is still followed into the user's own reader.
        let is_reported = || view.api(id).is_some_and(|api| view.catalogue.api(api).level > Level::Allow);
        if view.is_call(id) && (!is_judged || !is_reported()) {
            for back in view.called_back(id) {
                // The catalogue's entry for the iterated type covers its `next`.
                if &*back.rule.method == super::dispatch::callbacks::NEXT && view.iterated(&back.ty).is_some() {
                    continue;
                }
                let place = if back.rule.on_executor { places.driven.get(&id).copied().unwrap_or(place) } else { place };
                let (targets, open) = called_back(view, impls, Some(id), back);
                push(id, span, place, targets, open);
            }
        }
        let implied: Vec<Target> = view.implied(impls, id).into_iter().map(|def| Target::certain(def, Subst::empty())).collect();
        push(id, span, place, implied, None);
        if let ExprKind::Path(_) = &expr.kind {
            // A fn item used as a value runs where the callee that receives it runs it.
            if let TyKind::FnDef(def, subst) = view.types.exprs[id].kind()
                && let Some(taken) = places.taken.get(&id)
            {
                // `String::load` of a trait: `Self` is the trait's first argument.
                let owner = view.db.store.def(*def).parent;
                let self_ty = owner.and_then(|owner| subst.get(owner, 0)).filter(|ty| ty.as_adt().is_some()).cloned();
                let implementation = owner.and_then(|owner| chosen(view, *def, owner, subst));
                let callee = FnCallee { def: *def, implementation, self_ty, dispatch: Dispatch::Static, subst: subst.clone() };
                push(id, expr.span, *taken, targets(view, impls, &callee), None);
                // `map(ToString::to_string)`
                for rule in view.known.called_back(view.def.krate, *def).into_iter().filter(|rule| rule.on == CalledOn::Receiver) {
                    let Some(ty) = &callee.self_ty else { break };
                    let ty = view.seen_through(ty, rule.through.as_deref());
                    let (targets, _) = called_back(view, impls, None, CalledBack { rule, ty, of: None });
                    push(id, expr.span, *taken, targets, None);
                }
            }
            push(id, expr.span, place, first_use(view, id).into_iter().collect(), None);
        }
    }
    let first_derefs = view.first_derefs();
    if !first_derefs.is_empty() {
        let first_derefs = places.ids().filter_map(|id| Some((id, first_derefs.get(&id)?)));
        first_derefs.for_each(|(id, target)| push(id, view.body.exprs[id].span, places.exprs[id], vec![target.clone()], None));
    }
    for drop_point in drop_points {
        if let Glue::Fn(def, subst) = &drop_point.glue {
            let target = Target { confidence: drop_point.confidence, ..Target::certain(*def, subst.clone()) };
            push(view.body.root, drop_point.span, drop_point.place, vec![target], None);
        }
    }
    calls.sort_by_key(|call| call.span);
    calls.shrink_to_fit();
    calls
}

/// Whether a target is a closure of this body whose place is known: then its code is judged where it is written.
fn is_judged_in_place(view: &BodyView<'_>, places: &Places, target: &Target) -> bool {
    let Some(closure) = target.closure.filter(|_| target.def == view.def) else { return false };
    match &view.body.exprs[closure].kind {
        ExprKind::Closure { body, .. } => places.exprs.get(*body).is_none_or(|place| *place != Place::Unsure),
        _ => true,
    }
}

/// The fns with bodies that a call runs.
pub(super) fn targets(view: &BodyView<'_>, impls: &TraitImpls<'_>, callee: &FnCallee) -> Vec<Target> {
    let found = named_targets(view, impls, callee);
    // `(S::RUN)(job)`
    let is_constant = view.db.store.def(callee.def).kind == DefKind::Const;
    if is_constant { found.iter().flat_map(|target| held_by_constant(view.known, target)).collect() } else { found }
}

/// The fns that a call names, or the constant of a trait that holds them.
fn named_targets(view: &BodyView<'_>, impls: &TraitImpls<'_>, callee: &FnCallee) -> Vec<Target> {
    // Fns with a catalogue entry are judged by that entry alone, even if it says that this call is harmless.
    let called = match view.own_method(callee) {
        Some(own) => [Some(own), None],
        None => [Some(callee.def), callee.implementation],
    };
    if called.into_iter().flatten().any(|def| is_catalogued(view, def)) {
        return Vec::new();
    }
    let certain = |def: DefId| vec![Target::certain(def, callee.subst.clone())];
    let store = view.db.store;
    let trait_def = store.def(callee.def).parent.filter(|parent| store.def(*parent).kind == DefKind::Trait);
    let Some(trait_def) = trait_def else {
        return match forwarded(view, impls, callee) {
            Some(def) => certain(def),
            None => certain(callee.def),
        };
    };
    if let Some(implementation) = callee.implementation {
        return certain(implementation);
    }
    let mut self_ty = callee.self_ty.clone().unwrap_or_else(Ty::unknown);
    let mut dispatch = callee.dispatch;
    if dispatch == Dispatch::Static
        && let Some(behind) = impls.behind_generated(trait_def, &self_ty)
    {
        match behind.kind() {
            TyKind::Dyn(_) => dispatch = Dispatch::Dynamic,
            TyKind::Param(..) | TyKind::Opaque(..) => dispatch = Dispatch::Generic,
            _ => {}
        }
        self_ty = behind;
    }
    match dispatch {
        Dispatch::Static => {
            if let Some(def) = forwarded(view, impls, callee) {
                return certain(def);
            }
            // The trait's default runs only if the impl is known and does not override it.
            let found = impls.of(trait_def, self_ty.strip_refs());
            let name = store.def(callee.def).name;
            match found[..] {
                [only] => {
                    let def = view.db.member_like(only, callee.def).unwrap_or(callee.def);
                    vec![Target::certain(def, callee.subst.clone().joined(impls.subst_of(def, self_ty.strip_refs())))]
                }
                [] => {
                    let derived = view.derived(impls, trait_def, self_ty.strip_refs(), name.as_str(), None);
                    // The variant is unknown.
                    let is_enum = self_ty.as_adt().is_some_and(|(adt, _)| store.def(adt).kind == DefKind::Enum);
                    let confidence = if is_enum { Confidence::May } else { Confidence::Certain };
                    derived.into_iter().map(|def| Target { confidence, ..Target::certain(def, Subst::empty()) }).collect()
                }
                _ => Vec::new(),
            }
        }
        Dispatch::Dynamic | Dispatch::Generic if store.krate(view.def.krate).kind == CrateKind::Local => impls
            .visible(callee.def)
            .into_iter()
            .map(|def| Target {
                def,
                closure: None,
                confidence: Confidence::May,
                subst: Subst::empty(),
                objects: Box::default(),
                known_arguments: Box::default(),
                given: Box::default(),
            })
            .collect(),
        Dispatch::Dynamic | Dispatch::Generic => Vec::new(),
    }
}

/// The fn of the impl that a trait's fn, used as a value, stands for: `Crash::from` with the type that it converts.
fn chosen(view: &BodyView<'_>, def: DefId, trait_def: DefId, subst: &Subst) -> Option<DefId> {
    if view.db.store.def(trait_def).kind != DefKind::Trait {
        return None;
    }
    let (self_ty, args) = subst.args(trait_def)?.split_first()?;
    view.db.chosen_method(view.def.krate, def, self_ty, &args.into()).map(|(def, _)| def)
}

/// The targets of a method that a fn without available code calls on its argument; `call` is the call of that fn.
fn called_back(view: &BodyView<'_>, impls: &TraitImpls<'_>, call: Option<ExprId>, back: CalledBack) -> (Vec<Target>, Option<Open>) {
    let Some(method) = view.known.trait_method(view.def.krate, &back.rule.method) else { return (Vec::new(), None) };
    let store = view.db.store;
    if store.krate(view.def.krate).kind == CrateKind::Local {
        let open_receiver = match back.ty.kind() {
            _ if is_open_type(&back.ty) => Some(OpenReceiver::Type(back.ty.clone())),
            TyKind::Dyn(_) => back.of.zip(store.def(method).parent).and_then(|(of, trait_def)| view.behind_object(of, trait_def)),
            _ => None,
        };
        if let Some(on) = open_receiver {
            return (Vec::new(), Some(Open { method, on, through: back.rule.through, into: None }));
        }
    }
    // A method that consumes a reference is that of an impl for the reference, not of one for the value.
    let is_consumed = || view.db.function(method).is_some_and(|function| function.sig.self_param == Some(SelfParam::Value));
    let is_reference = back.of.is_some_and(|of| matches!(view.types.exprs[of].kind(), TyKind::Ref(..))) && is_consumed();
    let owner = store.def(method).parent.filter(|_| !is_reference);
    let found = owner.and_then(|owner| impls.method(owner, &back.ty, store.def(method).name.as_str()));
    let found =
        found.or_else(|| (&*back.rule.method == super::dispatch::callbacks::NEXT).then(|| own_read(view, impls, &back.ty)).flatten());
    let mut targets: Vec<Target> = found.map(|def| Target::certain(def, impls.subst_of(def, &back.ty))).into_iter().collect();
    if targets.is_empty()
        && let Some(owner) = store.def(method).parent
    {
        // A derived method calls that of each field.
        let derived = view.derived(impls, owner, &back.ty, store.def(method).name.as_str(), Some(&back.rule));
        targets.extend(derived.into_iter().map(|def| Target::certain(def, Subst::empty())));
    }
    if targets.is_empty()
        && let Some((def, subst)) = call.and_then(|call| chosen_by_call(view, call, method, &back))
    {
        targets.push(Target::certain(def, subst));
    }
    (targets, None)
}

/// The fn that a call reaches through a method of its callee's bound, where a type has several impls of the trait.
fn chosen_by_call(view: &BodyView<'_>, call: ExprId, method: DefId, back: &CalledBack) -> Option<(DefId, Subst)> {
    let Some(Callee::Fn(callee)) = view.types.callees.get(&call) else { return None };
    let (home, trait_def) = (view.def.krate, view.db.store.def(method).parent?);
    let args = view.db.bound_args(home, callee.def, &callee.subst, trait_def, &back.ty);
    // The impl may be for a reference: `list.extend(&mine)`.
    let given = back.of.map_or(&back.ty, |of| &view.types.exprs[of]);
    let chosen = view.db.chosen_method(home, method, given, &args.unwrap_or_default())?;
    (view.db.store.krate(chosen.0.krate).kind != CrateKind::Stub).then_some(chosen)
}

fn is_catalogued(view: &BodyView<'_>, def: DefId) -> bool {
    view.known.get(view.def.krate, def).is_some_and(|known| !known.calls.is_empty() || !known.takers.is_empty())
}
