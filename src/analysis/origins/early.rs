//! What runs before a program serves anything: the code of entry points up to the first spawn, and everything that this code calls.

use super::{BodyExpr, Origins};
use crate::analysis::body::BodyView;
use crate::analysis::runtimes::startup::{is_entry, served_from, served_from_beside};
use crate::catalogue::Role;
use crate::facts::{BlockKind, Body, ExprId, ExprKind, Span};
use crate::names::{DefId, DefKind};
use crate::project::TargetKind;
use rustc_hash::FxHashMap;

/// For each body that start-up code runs: the part that runs immediately, before anything may be spawned or served.
pub(super) type Early = FxHashMap<DefId, Beginning>;

/// The part of a body that runs immediately, up to a byte.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    end: u32,
    /// Closures and async blocks, which run at an unknown time.
    apart: Vec<Span>,
}

impl Beginning {
    fn of(view: &BodyView<'_>) -> Self {
        // The first use of a static runs its whole initialiser, including the closure in it.
        if view.db.store.def(view.def).kind == DefKind::Static {
            return Self { end: u32::MAX, apart: Vec::new() };
        }
        let is_apart = |kind: &ExprKind| matches!(kind, ExprKind::Closure { .. } | ExprKind::Block { kind: BlockKind::Async { .. }, .. });
        let mut apart: Vec<Span> = view.body.exprs.iter().filter(|expr| is_apart(&expr.kind)).map(|expr| expr.span).collect();
        let mut end = served_from(view);
        // `runtime.block_on(async { .. })` runs right here; the code after it is not start-up code.
        if let Some((call, Some(future))) = driven(view) {
            end = served_from_beside(view, &|id| drives(view, id)).min(call.end);
            apart.retain(|span| *span != future);
        }
        Self { end, apart }
    }

    fn has(&self, body: &Body, expr: ExprId) -> bool {
        let at = body.exprs[expr].span.start;
        at < self.end && !self.apart.iter().any(|span| span.start <= at && at < span.end)
    }
}

/// Whether a call drives a future to completion.
fn drives(view: &BodyView<'_>, call: ExprId) -> bool {
    let roles = view.types.callees.get(&call).map(|callee| view.known.roles_of(view.def.krate, callee)).unwrap_or_default();
    roles.iter().any(|role| matches!(role, Role::BlockOn | Role::BlockOnRuntime))
}

/// The first call that drives a future to completion, and its argument if that is an async block.
fn driven(view: &BodyView<'_>) -> Option<(Span, Option<Span>)> {
    let calls = view.body.exprs.iter_enumerated().filter_map(|(id, expr)| {
        let block = || {
            let last = view.receiver_and_args(id).1.last().copied()?;
            matches!(view.body.exprs[last].kind, ExprKind::Block { kind: BlockKind::Async { .. }, .. }).then(|| view.body.exprs[last].span)
        };
        drives(view, id).then(|| (expr.span, block()))
    });
    calls.min_by_key(|(span, _)| span.start)
}

/// Whether this is `fn main` of a program, which may start its runtime by hand.
fn is_main(view: &BodyView<'_>) -> bool {
    let store = view.db.store;
    let data = store.def(view.def);
    let parent = data.parent.is_some_and(|parent| store.def(parent).parent.is_none());
    data.name == "main" && parent && store.target(view.def.krate).0 == TargetKind::Bin
}

impl Origins {
    /// Whether one of these expressions is start-up code.
    pub(super) fn is_early(&self, view: &BodyView<'_>, list: Option<&Vec<BodyExpr>>) -> bool {
        let Some(list) = list else { return false };
        let early = self.early.get_or_init(|| self.find_early(view));
        let is_early = |given: &BodyExpr| Some(early.get(&given.body)?.has(view.db.store.body(given.body)?.body, given.expr));
        list.iter().any(|given| is_early(given).unwrap_or(false))
    }

    /// Follows calls and uses of statics from the entry points. Each body is visited once.
    fn find_early(&self, view: &BodyView<'_>) -> Early {
        let mut uses: FxHashMap<DefId, Vec<(DefId, BodyExpr)>> = FxHashMap::default();
        for (named, list) in self.calls.iter().chain(&self.statics) {
            for given in list {
                uses.entry(given.body).or_default().push((*named, *given));
            }
        }
        let store = view.db.store;
        let bodies = store.local_crates().iter().flat_map(|krate| store.bodies_of(*krate)).copied();
        let mut queue: Vec<DefId> = bodies.filter(|def| view.with(*def, |view| is_entry(view) || is_main(view)).unwrap_or(false)).collect();
        let mut early = Early::default();
        while let Some(def) = queue.pop() {
            if early.contains_key(&def) {
                continue;
            }
            let Some((beginning, next)) = view.with(def, |body| {
                let beginning = Beginning::of(body);
                let next = uses.get(&def).map(Vec::as_slice).unwrap_or_default().iter();
                let next = next.filter(|(_, given)| beginning.has(body.body, given.expr)).map(|(named, _)| *named);
                let next: Vec<DefId> = next.collect();
                (beginning, next)
            }) else {
                continue;
            };
            early.insert(def, beginning);
            queue.extend(next);
        }
        early
    }
}
