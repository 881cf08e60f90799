//! Direct findings: a blocking API is called on an executor thread.

use super::body::BodyView;
use super::coded::Remark;
use super::drops::DropPoint;
use super::drops::drop_glue::Glue;
use super::effects::local_effects::Cause;
use super::exemptions::handed_iterators::Maker;
use super::findings::wording;
use super::places::{AsyncKind, Place, Places};
use super::runtimes::startup::is_entry;
use crate::catalogue::{ApiIndex, Certainty};
use crate::diagnostics::{Confidence, Cost, Hop};
use crate::facts::{BlockKind, ExprId, ExprKind, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// A finding before paths, levels and positions are worked out.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) cause: Cause,
    pub(super) span: Span,
    /// The call, macro or loop; `None` if the finding is about something else.
    pub(super) expr: Option<ExprId>,
    /// Index of its context in [`Places::contexts`]; `None` outside async code.
    pub(super) context: Option<usize>,
    /// Whether it certainly blocks when control reaches it.
    pub(super) confidence: Confidence,
    pub(super) message: String,
    pub(super) help: String,
    /// How the API is reached; `None` if it is called right here.
    pub(super) chain: Option<Chain>,
    /// Subject, reason and level that a coded lint sets itself.
    pub(super) remark: Option<Remark>,
}

/// The call path from a call in async code to a blocking API.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub(super) confidence: Confidence,
    /// Nearest first.
    pub(super) via: Vec<Hop>,
    /// The files of the hops: their paths as shown, and their texts.
    pub(super) files: Vec<(String, Arc<str>)>,
    /// The static whose initialiser makes the call, so it runs once per process.
    pub(super) once: Option<String>,
    /// Whether the call is in a closure, or in a loop that does not await.
    pub(super) in_loop: bool,
    /// The field or static whose value is used where the path is not taken.
    pub(super) kept: Option<String>,
}

/// How much of the async code of one body was understood.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Coverage {
    pub(super) calls: usize,
    pub(super) resolved: usize,
}

/// The uses of blocking APIs at wanted places of a body, in source order.
pub(super) fn uses(view: &BodyView<'_>, places: &Places, wanted: &dyn Fn(Place) -> bool) -> Vec<(ExprId, ApiIndex)> {
    let mut uses = Vec::new();
    let mut lazy_makers: Vec<Span> = Vec::new();
    let awaited: FxHashSet<ExprId> = places.ids().filter_map(|id| await_operand(&view.body.exprs[id].kind)).collect();
    for id in places.ids() {
        if !wanted(place_of(view, places, id)) {
            continue;
        }
        let Some(api) = view.api(id).or_else(|| view.value_api(id)).or_else(|| view.stored_api(id)) else { continue };
        // Nothing in std that blocks returns a future, so an awaited call refers to the other of two imports under opposite `cfg`s. An awaited
        // method whose definition is not available is the one for other type arguments (`config::ConfigBuilder<AsyncState>`).
        let is_other = || view.catalogue.api(api).crate_name == "std" || view.is_unseen_method(id) || view.gives_no_future(id);
        if awaited.contains(&id) && is_other() {
            continue;
        }
        if view.catalogue.api(api).lazy {
            lazy_makers.push(view.body.exprs[id].span);
        }
        uses.push((id, api));
    }
    for id in places.ids() {
        let expr = &view.body.exprs[id];
        let (found, around, place) = match &expr.kind {
            ExprKind::For { iter, .. } => (view.iterated(&view.types.exprs[*iter]), view.body.exprs[*iter].span, places.exprs[id]),
            _ => match view.iterated_by(id) {
                Some((api, on_executor)) => {
                    let driven = places.driven.get(&id).filter(|_| on_executor);
                    (Some(api), expr.span, driven.copied().unwrap_or(places.exprs[id]))
                }
                None => (None, expr.span, places.exprs[id]),
            },
        };
        let is_unreported = |maker: Maker| match maker {
            Maker::Call(call) => !wanted(place_of(view, places, call)),
            Maker::Elsewhere => true,
        };
        let handed = || view.handed_iteration(id).filter(|_| wanted(place)).and_then(|(api, maker)| is_unreported(maker).then_some(api));
        let found = found.or_else(handed);
        // The call that made the iterator is already reported.
        if let Some(api) = found.filter(|_| wanted(place) && !lazy_makers.iter().any(|maker| around.contains(*maker))) {
            uses.push((id, api));
        }
    }
    uses.sort_by_key(|(id, _)| view.name_span(*id));
    uses
}

/// Where an expression runs. A fn used as a value runs where its receiving callee runs it.
fn place_of(view: &BodyView<'_>, places: &Places, id: ExprId) -> Place {
    match &view.body.exprs[id].kind {
        ExprKind::Path(_) => places.taken.get(&id).copied().unwrap_or(Place::Unsure),
        _ => places.exprs[id],
    }
}

/// The same, except for calls that set something up for an executor: their place is where the executor runs it.
fn acting_place(view: &BodyView<'_>, places: &Places, id: ExprId) -> Place {
    match places.driven.get(&id) {
        Some(driven) if view.api(id).is_none() => *driven,
        _ => place_of(view, places, id),
    }
}

fn await_operand(kind: &ExprKind) -> Option<ExprId> {
    match kind {
        ExprKind::Await { operand, .. } => Some(*operand),
        _ => None,
    }
}

/// The direct findings of one body, in source order.
pub(super) fn hits(view: &BodyView<'_>, places: &Places, drop_points: &[DropPoint], runtimes: &[String]) -> Vec<Hit> {
    let in_async = |place| matches!(place, Place::Async(_));
    let mut hits: Vec<Hit> = uses(view, places, &in_async)
        .into_iter()
        .filter_map(|(id, api)| match acting_place(view, places, id) {
            // A fn that polls must take plain locks, since wakers are kept under them. And what it reads through a bound is usually the in-memory
            // half of an adaptor.
            Place::Async(context) if places.contexts[context].kind == AsyncKind::Poll && is_doubtful(view, api) => None,
            Place::Async(context) => Some(hit(view, id, api, context, runtimes)),
            _ => None,
        })
        .collect();
    let apart = apart(view, places);
    if !places.apart.is_empty() {
        let panics = |api: ApiIndex| view.catalogue.api(api).cost == Cost::Panics;
        let offloaded = uses(view, places, &|place| place == Place::Offloaded).into_iter();
        let certain = offloaded.filter(|(id, api)| panics(*api) && view.is_certain(*api, *id));
        hits.extend(certain.filter_map(|(id, api)| Some(hit(view, id, api, *apart.get(&id)?, runtimes))));
        hits.sort_by_key(|hit| hit.span);
    }
    // Code from a macro's definition has the span of the macro call: one finding per cause is enough.
    let mut said = FxHashSet::default();
    hits.retain(|hit| hit.expr.is_none_or(|id| !view.body.exprs[id].from_expansion || said.insert((hit.span, hit.cause))));
    for drop_point in drop_points {
        let &Glue::Api(api) = &drop_point.glue else { continue };
        let entry = view.catalogue.api(api);
        let panics = entry.cost == Cost::Panics;
        let context = match drop_point.place {
            Place::Async(context) => Some(context),
            Place::Offloaded if panics => drop_point.made_by.and_then(|made_by| apart.get(&made_by).copied()),
            _ => None,
        };
        let Some(context) = context else { continue };
        // When an entry point ends, nothing is left to stall; only a panic still matters there.
        if context == 0 && is_entry(view) && !panics {
            continue;
        }
        let is_said_of_maker = |hit: &Hit| hit.cause.lint(view.catalogue) == Some(entry.lint) && drop_point.is_made_at(view, hit);
        if panics {
            // The drop says more than the finding on the call that made the value.
            hits.retain(|hit| !is_said_of_maker(hit));
        } else if hits.iter().any(|hit| (drop_point.is_moved || hit.span == drop_point.span) && is_said_of_maker(hit)) {
            continue;
        }
        hits.push(Hit {
            cause: Cause::Api(api),
            span: drop_point.span,
            expr: None,
            context: Some(context),
            confidence: drop_point.confidence,
            message: format!("dropping this `{}` {}", entry.path, wording::effect(entry.cost)),
            help: wording::offload(view.catalogue, entry.cost, runtimes),
            chain: None,
            remark: None,
        });
    }
    hits
}

/// The expressions in async blocks that a runtime drives on a thread of its own, with the contexts of the blocks. Nothing else waits there, but
/// what panics in a runtime panics.
pub(super) fn apart(view: &BodyView<'_>, places: &Places) -> FxHashMap<ExprId, usize> {
    let mut found = FxHashMap::default();
    for (block, context) in &places.apart {
        let mut open = vec![*block];
        while let Some(id) = open.pop() {
            // A fn that is passed on runs where the callee that receives it runs it.
            if !matches!(view.body.exprs[id].kind, ExprKind::Path(_)) {
                found.insert(id, *context);
            }
            view.body.exprs[id].kind.for_each_child(&mut |child| {
                let kind = &view.body.exprs[child].kind;
                if !matches!(kind, ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. }) {
                    open.push(child);
                }
            });
        }
    }
    found
}

fn is_doubtful(view: &BodyView<'_>, api: ApiIndex) -> bool {
    let entry = view.catalogue.api(api);
    entry.cost == Cost::Lock || entry.certainty == Certainty::May
}

fn hit(view: &BodyView<'_>, id: ExprId, api: ApiIndex, context: usize, runtimes: &[String]) -> Hit {
    let entry = view.catalogue.api(api);
    let span = view.name_span(id);
    let is_value = matches!(view.body.exprs[id].kind, ExprKind::Path(_)) || view.is_indirect(id);
    Hit {
        cause: Cause::Api(api),
        span,
        expr: (!view.is_indirect(id)).then_some(id),
        context: Some(context),
        confidence: if view.is_certain(api, id) { Confidence::Certain } else { Confidence::May },
        message: wording::message(view, entry, id),
        help: if is_value { wording::offload(view.catalogue, entry.cost, runtimes) } else { wording::help(view, entry, id, runtimes) },
        chain: None,
        remark: None,
    }
}

/// The number of calls in async contexts, and how many of them were resolved.
pub(super) fn coverage(view: &BodyView<'_>, places: &Places, unresolved: &mut dyn FnMut(ExprId)) -> Coverage {
    let mut coverage = Coverage::default();
    for (id, _) in view.body.exprs.iter_enumerated() {
        if view.is_call(id) && matches!(places.exprs[id], Place::Async(_)) {
            coverage.calls += 1;
            if view.types.callees.contains_key(&id) {
                coverage.resolved += 1;
            } else {
                unresolved(id);
            }
        }
    }
    coverage
}
