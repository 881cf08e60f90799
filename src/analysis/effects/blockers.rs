//! The blocking calls inside the sync fns of the workspace that async code reaches: what would have to change if these fns became async.

use super::Effects;
use super::graph::{CallGraph, Edges};
use super::local_effects::{AnalysisCtx, Cause};
use crate::catalogue::ApiIndex;
use crate::diagnostics::Confidence;
use crate::facts::Span;
use crate::names::{CrateKind, DefId};
use std::collections::BTreeMap;

/// Something in a sync fn that blocks its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocker {
    /// Span of the API's or fn's name as written.
    pub name: Span,
    /// What blocks there.
    pub what: Blocking,
}

/// What a blocker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocking {
    /// A call of an API in the catalogue.
    Api(ApiIndex),
    /// A call of a workspace fn that reaches such a call and is the call's only target.
    Fn(DefId),
    /// Anything else: a dependency's fn, a call with several targets, a marked fn, the drop of a value.
    Other,
}

/// The blockers of each fn of the workspace that has some, in source order.
pub(in crate::analysis) fn blockers(cx: &AnalysisCtx<'_>, graph: &CallGraph, effects: &Effects) -> BTreeMap<DefId, Vec<Blocker>> {
    let is_local = |def: DefId| cx.db.store.kind(def.krate) == CrateKind::Local;
    let mut found: BTreeMap<DefId, Vec<Blocker>> = BTreeMap::new();
    for (node, reached) in graph.nodes.iter().filter(|(node, _)| is_local(node.def) && effects.of(node).next().is_some()) {
        let causes = reached.causes().map(|&(cause, name)| Blocker {
            name,
            what: match cause {
                Cause::Api(api) => Blocking::Api(api),
                Cause::Marked | Cause::Coded(_) => Blocking::Other,
            },
        });
        let calls = reached.calls.iter().filter_map(|call| Some(Blocker { name: call.span, what: called(call, effects, &is_local)? }));
        found.entry(node.def).or_default().extend(causes.chain(calls));
    }
    for blockers in found.values_mut() {
        blockers.sort();
        blockers.dedup();
    }
    found
}

/// How a call blocks, if it does.
fn called(call: &Edges, effects: &Effects, is_local: &dyn Fn(DefId) -> bool) -> Option<Blocking> {
    if call.targets.iter().all(|(target, _)| effects.of(target).next().is_none()) {
        return None;
    }
    Some(match &call.targets[..] {
        [(only, Confidence::Certain)] if is_local(only.def) => Blocking::Fn(only.def),
        _ => Blocking::Other,
    })
}
