//! The calls of a body and the fns that they run: what the call graph is made of.

use super::body::BodyView;
use super::drop_glue::Glue;
use super::drops::Death;
use super::finding::Confidence;
use super::impls::TraitImpls;
use super::places::{Place, Places};
use crate::facts::{ExprId, ExprKind, Span};
use crate::names::{CrateKind, DefId, DefKind, Namespace, Res};
use crate::types::{Callee, Dispatch, FnCallee, Subst, Ty, TyKind};

/// One place in a body where fns with bodies of their own are run.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// What is called, as written.
    pub(super) span: Span,
    /// The call, loop or fn value; for a drop the body's root.
    pub(super) expr: ExprId,
    /// Where it runs.
    pub(super) place: Place,
    /// Whether a macro's definition wrote it.
    pub(super) from_expansion: bool,
    /// What may run; several where dispatch is not static.
    pub(super) targets: Vec<Target>,
    /// For a call through a bound: the trait's method and the type that it is called on, in terms of the caller's generic parameters.
    pub(super) open: Option<(DefId, Ty)>,
}

/// A fn that a call runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) def: DefId,
    pub(super) confidence: Confidence,
    /// Its generic arguments, in terms of the caller's generic parameters.
    pub(super) subst: Subst,
}

impl Target {
    const fn certain(def: DefId, subst: Subst) -> Self {
        Self { def, confidence: Confidence::Certain, subst }
    }
}

/// Methods of iterators that call `next` before they return.
const CONSUMERS: [&str; 27] = [
    "collect",
    "for_each",
    "try_for_each",
    "fold",
    "try_fold",
    "count",
    "last",
    "nth",
    "sum",
    "product",
    "min",
    "max",
    "min_by",
    "max_by",
    "min_by_key",
    "max_by_key",
    "all",
    "any",
    "find",
    "find_map",
    "position",
    "partition",
    "reduce",
    "unzip",
    "eq",
    "cmp",
    "is_sorted",
];

/// The calls of a body at places that are wanted, in source order; `deaths` are the values that die in it.
pub(super) fn calls(
    view: &BodyView<'_>,
    impls: &TraitImpls<'_>,
    places: &Places,
    deaths: &[Death],
    wanted: &dyn Fn(Place) -> bool,
) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut push = |from_expansion: bool, expr: ExprId, span: Span, place: Place, targets: Vec<Target>, open: Option<(DefId, Ty)>| {
        if wanted(place) && (!targets.is_empty() || open.is_some()) {
            calls.push(Call { span, expr, place, from_expansion, targets, open });
        }
    };
    for (id, expr) in view.body.exprs.iter_enumerated() {
        if let Some(Callee::Fn(callee)) = view.types.callees.get(&id)
            && view.api(id).is_none()
        {
            let mut targets = targets(view, impls, callee);
            if let ExprKind::For { iter, .. } = &expr.kind
                && targets.is_empty()
            {
                targets.extend(own_next(view, impls, *iter));
            }
            push(expr.from_expansion, id, view.name_span(id), places.exprs[id], targets, open(view, callee));
        }
        // Fn items as values run where their taker runs them.
        if let ExprKind::Path(_) = &expr.kind
            && let TyKind::FnDef(def, subst) = view.types.exprs[id].kind()
            && let Some(taken) = places.taken.get(&id)
        {
            let callee = FnCallee { def: *def, implementation: None, self_ty: None, dispatch: Dispatch::Static, subst: subst.clone() };
            push(expr.from_expansion, id, expr.span, *taken, targets(view, impls, &callee), None);
        }
    }
    for death in deaths {
        if let Glue::Fn(def) = death.glue {
            push(false, view.body.root, death.span, death.place, vec![Target::certain(def, Subst::empty())], None);
        }
    }
    calls.sort_by_key(|call| call.span);
    calls
}

/// The fns with bodies that a call runs.
pub(super) fn targets(view: &BodyView<'_>, impls: &TraitImpls<'_>, callee: &FnCallee) -> Vec<Target> {
    // What the catalogue knows is judged by the catalogue alone, also where it says that this very call is harmless.
    if is_catalogued(view, callee.def) || callee.implementation.is_some_and(|def| is_catalogued(view, def)) {
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
    let self_ty = callee.self_ty.clone().unwrap_or_else(Ty::unknown);
    match callee.dispatch {
        Dispatch::Static => {
            if let Some(def) = forwarded(view, impls, callee) {
                return certain(def);
            }
            // The trait's default runs only if the impl is found and does not override it.
            let found = impls.of(trait_def, self_ty.strip_refs());
            let name = store.def(callee.def).name;
            match found[..] {
                [only] => certain(view.db.member_fn(only, name).unwrap_or(callee.def)),
                _ => Vec::new(),
            }
        }
        Dispatch::Dynamic | Dispatch::Generic if store.krate(view.def.krate).kind == CrateKind::Local => {
            impls.visible(callee.def).into_iter().map(|def| Target { def, confidence: Confidence::May, subst: Subst::empty() }).collect()
        }
        Dispatch::Dynamic | Dispatch::Generic => Vec::new(),
    }
}

/// What a call through a bound of the workspace's own is called on.
fn open(view: &BodyView<'_>, callee: &FnCallee) -> Option<(DefId, Ty)> {
    let store = view.db.store;
    let is_open = callee.dispatch == Dispatch::Generic && store.krate(view.def.krate).kind == CrateKind::Local;
    (is_open && !is_catalogued(view, callee.def)).then(|| callee.self_ty.clone().map(|ty| (callee.def, ty)))?
}

fn is_catalogued(view: &BodyView<'_>, def: DefId) -> bool {
    view.known.get(view.def.krate, def).is_some_and(|known| !known.calls.is_empty() || !known.takers.is_empty())
}

/// What fns of std run on behalf of their caller: `"..".parse::<T>()` is `T::from_str`, a consumer of an iterator is its `next`.
fn forwarded(view: &BodyView<'_>, impls: &TraitImpls<'_>, callee: &FnCallee) -> Option<DefId> {
    let store = view.db.store;
    if callee.def.krate != store.std() {
        return None;
    }
    let name = store.def(callee.def).name;
    let parent = store.def(callee.def).parent?;
    let lang = &view.db.lang;
    let first = |owner: DefId, index: u32| callee.subst.get(owner, index).map(|ty| ty.strip_refs().clone());
    match name.as_str() {
        "parse" => impls.method(std_trait(view, "std::str::FromStr")?, &first(callee.def, 0)?, "from_str"),
        "into" if Some(parent) == std_trait(view, "std::convert::Into") => impls.method(lang.from?, &first(parent, 1)?, "from"),
        "try_into" if Some(parent) == std_trait(view, "std::convert::TryInto") => {
            impls.method(std_trait(view, "std::convert::TryFrom")?, &first(parent, 1)?, "try_from")
        }
        "unwrap_or_default" => impls.method(lang.default?, &first(parent, 0)?, "default"),
        "drop" => impls.method(lang.drop?, &callee.subst.get(callee.def, 0)?.clone(), "drop"),
        consumer if Some(parent) == lang.iterator && CONSUMERS.contains(&consumer) => {
            impls.method(parent, callee.self_ty.as_ref()?.strip_refs(), "next")
        }
        _ => None,
    }
}

/// `for` over a value that is an iterator itself.
fn own_next(view: &BodyView<'_>, impls: &TraitImpls<'_>, iter: ExprId) -> Option<Target> {
    let next = impls.method(view.db.lang.iterator?, view.types.exprs[iter].strip_refs(), "next")?;
    Some(Target::certain(next, Subst::empty()))
}

fn std_trait(view: &BodyView<'_>, path: &str) -> Option<DefId> {
    let found = view.db.store.resolve_str(view.db.store.std(), path, Namespace::Type);
    match found.res {
        Res::Def(def) if found.rest == 0 => Some(def),
        _ => None,
    }
}
