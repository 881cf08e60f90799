//! Direct findings: a blocking API is called where the executor runs.

use super::body::BodyView;
use super::places::{AsyncKind, Place, Places};
use super::startup::startup_end;
use super::wording;
use crate::catalogue::{ApiIndex, CallKind, Certainty, Cost};
use crate::facts::{ExprId, ExprKind, Span};

/// A finding before paths, levels and positions are worked out.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) api: ApiIndex,
    pub(super) span: Span,
    /// Number of its context in [`Places::contexts`].
    pub(super) context: usize,
    pub(super) startup: bool,
    pub(super) message: String,
    pub(super) help: String,
}

/// How much of the async code of one body was understood.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Coverage {
    pub(super) calls: usize,
    pub(super) resolved: usize,
}

/// The direct findings of one body, in source order.
pub(super) fn hits(view: &BodyView<'_>, places: &Places, runtime: &str) -> Vec<Hit> {
    let startup = startup_end(view);
    let mut hits = Vec::new();
    let mut lazy_makers: Vec<Span> = Vec::new();
    for (id, _) in view.body.exprs.iter_enumerated() {
        let Place::Async(context) = places.exprs[id] else { continue };
        // A macro's definition is where its own calls are written; all its expansions together are one place.
        if view.body.exprs[id].from_expansion {
            continue;
        }
        let Some(api) = view.api(id) else { continue };
        // A fn that polls can take no other lock than a plain one (wakers are kept under it), and what it reads through a bound is
        // mostly the in-memory half of an adaptor.
        let entry = view.catalogue.api(api);
        if places.contexts[context].kind == AsyncKind::Poll && (entry.cost == Cost::Lock || entry.certainty == Certainty::May) {
            continue;
        }
        if view.catalogue.api(api).lazy {
            lazy_makers.push(view.body.exprs[id].span);
        }
        hits.push(hit(view, id, api, context, startup, runtime));
    }
    for (id, expr) in view.body.exprs.iter_enumerated() {
        let (Place::Async(context), ExprKind::For { iter, .. }) = (places.exprs[id], &expr.kind) else { continue };
        let around = view.body.exprs[*iter].span;
        // The call that made the iterator is reported already.
        if lazy_makers.iter().any(|maker| around.contains(*maker)) {
            continue;
        }
        let uses = view.known.uses_of(view.def.krate, &view.types.exprs[*iter]);
        if let Some(&api) = uses.iter().find(|api| view.catalogue.api(**api).call == CallKind::Iterate && !view.catalogue.api(**api).lazy) {
            hits.push(hit(view, id, api, context, startup, runtime));
        }
    }
    hits.sort_by_key(|hit| hit.span);
    hits
}

fn hit(view: &BodyView<'_>, id: ExprId, api: ApiIndex, context: usize, startup: Option<u32>, runtime: &str) -> Hit {
    let entry = view.catalogue.api(api);
    let span = view.name_span(id);
    Hit {
        api,
        span,
        context,
        startup: context == 0 && startup.is_some_and(|end| span.start < end),
        message: wording::message(view, entry, id),
        help: wording::help(view, entry, id, runtime),
    }
}

/// How many calls stand in async contexts, and how many of them are understood.
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
