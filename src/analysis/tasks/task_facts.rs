//! What the search for tasks keeps of each body.

use super::super::body::BodyView;
use super::super::drops::drop_points;
use super::super::edges::{Call, calls};
use super::super::effects::local_effects::AnalysisCtx;
use super::super::places::{Places, places};
use super::entries::{Entry, entry};
use super::flow;
use super::mounts::{Searched, mounts};
use super::outline::Outline;
use super::values::{Fate, Fates, Values};
use super::variables::Variables;
use crate::facts::TypeRef;
use crate::names::{CrateKind, DefId, DefKind};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::sync::Arc;

/// What the search for tasks keeps of a body: small, and free of expressions.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct TaskFacts {
    pub(super) outline: Arc<Outline>,
    pub(super) entry: Option<Entry>,
}

/// The task facts of a body whose types and places are known.
pub(in crate::analysis) fn task_facts(
    cx: &AnalysisCtx<'_>,
    view: &BodyView<'_>,
    places: &Places,
    all: &[Call],
    in_test: bool,
) -> TaskFacts {
    let store = view.db.store;
    let mut targets: FxHashMap<crate::facts::ExprId, Vec<DefId>> = FxHashMap::default();
    let mut calls_closures = FxHashSet::default();
    for call in all {
        let local = call.targets.iter().filter(|target| store.krate(target.def.krate).kind == CrateKind::Local);
        for target in local {
            // A closure is followed from where it is written to the variable that is called, and is not the fn around it.
            if target.closure.is_some() {
                calls_closures.insert(call.expr);
            } else {
                targets.entry(call.expr).or_default().push(target.def);
            }
        }
    }
    let is_async = view.db.function(view.def).is_some_and(|function| function.sig.is_async);
    let mut variables = Variables::default();
    let self_param = view.body.self_param.map(|pat| variables.number(pat));
    let params = view.body.params.iter().map(|pat| variables.number(*pat)).collect();
    let mut values = Values {
        cx,
        view,
        left_out: places.left_out(),
        targets,
        calls_closures,
        units: Vec::new(),
        unit_of: FxHashMap::default(),
        events: FxHashMap::default(),
        roots: Vec::new(),
        selects: Vec::new(),
        givens: Vec::new(),
        arguments: Vec::new(),
        links: Vec::new(),
        escapes: Vec::new(),
        blocks_on: false,
        variables,
        fills: FxHashSet::default(),
        crates: FxHashMap::default(),
        backgrounds: FxHashSet::default(),
        concurrents: FxHashSet::default(),
        own_joins: FxHashMap::default(),
        runtimes: FxHashSet::default(),
        made_runtimes: Vec::new(),
        driven: Vec::new(),
        returned: Fates::new(),
        broken: Vec::new(),
        searched: Searched::default(),
    };
    let gives_nothing =
        view.db.function(view.def).is_some_and(|function| matches!(&function.sig.ret, TypeRef::Tuple(parts) if parts.is_empty()));
    values.body(&match (is_async, gives_nothing) {
        (true, _) => SmallVec::from_elem(Fate::Escapes, 1),
        (false, false) => SmallVec::from_elem(Fate::Returned, 1),
        (false, true) => Fates::new(),
    });
    values.assign_runtimes();
    let (units, points) = flow::flow(&mut values);
    let mounts = mounts(&values);
    let outline = Outline {
        def: view.def,
        is_async,
        in_test,
        params,
        self_param,
        units,
        points,
        roots: values.roots,
        selects: values.selects,
        givens: values.givens,
        links: values.links,
        driven: values.driven,
        mounts,
        escapes: values.escapes,
        blocks_on: values.blocks_on,
    };
    let is_compiled = !places.left_out().contains(&view.body.root);
    TaskFacts { outline: Arc::new(outline), entry: is_compiled.then(|| entry(cx, places, view.def, in_test)).flatten() }
}

/// The task facts of a body that is not analysed otherwise.
pub(in crate::analysis) fn task_facts_of(cx: &AnalysisCtx<'_>, def: DefId) -> Option<TaskFacts> {
    let (at, types) = (cx.db.store.body(def)?, cx.db.body_types(def)?);
    let places = places(cx.db, cx.known, cx.catalogue, &cx.summaries, def, at.body, &types);
    let view = BodyView::new(cx.db, cx.known, cx.catalogue, def, at, &types);
    let drop_points = drop_points(&view, &cx.impls, &places);
    let all = calls(cx, &view, &places, &drop_points);
    let in_test = cx.db.store.def(def).in_test || at.file.in_test;
    let facts = task_facts(cx, &view, &places, &all, in_test);
    // Of statics, only those count whose initialiser drives futures: who runs it first is unknown.
    let is_static = cx.db.store.def(def).kind == DefKind::Static;
    (!is_static || facts.outline.blocks_on).then_some(facts)
}
