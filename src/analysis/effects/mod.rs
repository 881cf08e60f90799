//! The fixpoint: which blocking APIs each fn reaches on its own thread, and the shortest call path to each.
//!
//! Call paths are found backwards, from the APIs to their callers, shortest first. So recursion needs no special case: no shortest path contains a
//! cycle. Ties are broken by source position, so the result depends on neither ids nor threads.

pub(super) mod blockers;
pub(super) mod conditional_causes;
pub(super) mod contended;
pub(super) mod dependency_effects;
pub(super) mod graph;
pub(super) mod local_effects;
pub(super) mod summaries;
pub(super) mod transitive;

use crate::catalogue::{Catalogue, LintIndex};
use crate::diagnostics::{Confidence, Level};
use crate::facts::Span;
use crate::names::DefId;
use dependency_effects::Origin;
use graph::{CallGraph, Node, Reached};
use local_effects::{AnalysisCtx, Cause};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

/// A call path to a blocking API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) cause: Cause,
    pub(super) confidence: Confidence,
    /// Number of fns on the path, this one included.
    pub(super) length: u32,
    /// The call on the path in this fn: of the next fn, or of the API.
    pub(super) span: Span,
    /// The next fn, by its rank; `None` if this one calls the API.
    next: Option<usize>,
    /// The rank of a fn further along, chosen so that any fn of a long path is found in a few jumps.
    jump: usize,
}

/// The effects of which a fn keeps one: a lint reports its APIs of a lower level only where it has none of a higher one to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EffectClass {
    pub(super) lint: LintIndex,
    pub(super) level: Level,
}

impl EffectClass {
    /// The class of a cause; `None` if no lint reports it.
    fn of(cause: Cause, catalogue: &Catalogue) -> Option<Self> {
        Some(Self { lint: cause.lint(catalogue)?, level: cause.level(catalogue) })
    }
}

/// How many fns of a call path are reported at its start, and as many at its end. The middle of a longer path is left out, because the paths of
/// all fns on one long path would take space quadratic in its length.
const MAX_END: u32 = 64;

/// The effects of all fns of a graph.
#[derive(Debug, Default)]
pub(super) struct Effects {
    /// By rank: the fn, and the APIs that it reaches.
    fns: Vec<(Node, BTreeMap<EffectClass, Effect>)>,
    /// The rank of each fn: its index in source order.
    ranks: FxHashMap<Node, usize>,
    origins: FxHashMap<DefId, Arc<Origin>>,
}

type Step = (Confidence, u32, u32, usize, usize, Cause, Option<usize>);

impl Effects {
    pub(super) fn new(cx: &AnalysisCtx<'_>, graph: &CallGraph) -> Self {
        let mut nodes: Vec<(&Node, &Reached)> = graph.nodes.iter().map(|(node, reached)| (node, &**reached)).collect();
        nodes.sort_by(|(_, a), (_, b)| a.rank.cmp(&b.rank));
        let ranks: FxHashMap<Node, usize> = nodes.iter().enumerate().map(|(rank, (node, _))| ((*node).clone(), rank)).collect();
        // Callers by callee: rank of the caller, span and confidence of the call.
        let mut callers: Vec<Vec<(usize, Span, Confidence)>> = vec![Vec::new(); nodes.len()];
        let mut sources: BTreeMap<EffectClass, Vec<(usize, Cause, Span)>> = BTreeMap::new();
        for (rank, (_, reached)) in nodes.iter().enumerate() {
            for &(cause, span) in reached.causes() {
                let Some(class) = EffectClass::of(cause, cx.catalogue) else { continue };
                sources.entry(class).or_default().push((rank, cause, span));
            }
            for call in &reached.calls {
                for (target, confidence) in &call.targets {
                    if let Some(&callee) = ranks.get(target) {
                        callers[callee].push((rank, call.span, *confidence));
                    }
                }
            }
        }
        let origins = graph.nodes.iter().filter_map(|(node, reached)| Some((node.def, Arc::clone(reached.own.origin.as_ref()?)))).collect();
        let mut effects = Self { fns: nodes.iter().map(|(node, _)| ((*node).clone(), BTreeMap::new())).collect(), ranks, origins };
        for (class, sources) in sources {
            effects.spread(class, &sources, &callers);
        }
        effects
    }

    fn spread(&mut self, class: EffectClass, sources: &[(usize, Cause, Span)], callers: &[Vec<(usize, Span, Confidence)>]) {
        let mut heap: BinaryHeap<Reverse<(Step, u32)>> = sources
            .iter()
            .map(|&(rank, cause, span)| Reverse(((Confidence::Certain, 1, span.start, 0, rank, cause, None), span.end)))
            .collect();
        while let Some(Reverse(((confidence, length, start, _, rank, cause, next), end))) = heap.pop() {
            if self.fns[rank].1.contains_key(&class) {
                continue;
            }
            let jump = next.and_then(|next| self.jump(class, next)).or(next).unwrap_or(rank);
            self.fns[rank].1.insert(class, Effect { cause, confidence, length, span: Span { start, end }, next, jump });
            for &(caller, span, edge) in &callers[rank] {
                let step = (confidence.max(edge), length + 1, span.start, rank, caller, cause, Some(rank));
                heap.push(Reverse((step, span.end)));
            }
        }
    }

    /// What a fn reaches, by class.
    pub(super) fn of(&self, node: &Node) -> impl Iterator<Item = (EffectClass, &Effect)> {
        let effects = self.ranks.get(node).map(|rank| &self.fns[*rank].1);
        effects.into_iter().flatten().map(|(class, effect)| (*class, effect))
    }

    /// How reports show a dependency's fn, if its effects came from the cache.
    pub(super) fn origin(&self, def: DefId) -> Option<&Origin> {
        self.origins.get(&def).map(|origin| &**origin)
    }

    /// The index of a fn in source order.
    pub(super) fn rank(&self, node: &Node) -> usize {
        self.ranks.get(node).copied().unwrap_or(usize::MAX)
    }

    fn at(&self, class: EffectClass, rank: usize) -> Option<&Effect> {
        self.fns[rank].1.get(&class)
    }

    /// The jump of a caller of `next`: over two equal jumps at once, if there are two (a skip list).
    fn jump(&self, class: EffectClass, next: usize) -> Option<usize> {
        let next = self.at(class, next)?;
        let over = self.at(class, next.jump)?;
        let over_twice = self.at(class, over.jump)?;
        (next.length - over.length == over.length - over_twice.length).then_some(over.jump)
    }

    /// The call path from a fn: each fn with the span of its next call, and the number of fns left out after it.
    pub(super) fn chain(&self, class: EffectClass, from: &Node) -> Vec<(&Node, Span, u32)> {
        let mut chain = Vec::new();
        let mut at = self.ranks.get(from).copied();
        while let Some((rank, effect)) = at.and_then(|rank| Some((rank, self.at(class, rank)?))) {
            at = effect.next;
            let mut left_out = 0;
            if chain.len() + 1 == MAX_END as usize && effect.length > MAX_END + 1 {
                at = self.end(class, rank);
                left_out = effect.length - 1 - MAX_END;
            }
            chain.push((&self.fns[rank].0, effect.span, left_out));
        }
        chain
    }

    /// The fn on the path from `rank` that is [`MAX_END`] fns from the end.
    fn end(&self, class: EffectClass, mut rank: usize) -> Option<usize> {
        loop {
            let effect = self.at(class, rank)?;
            if effect.length <= MAX_END {
                return Some(rank);
            }
            let jumps_too_far = self.at(class, effect.jump)?.length < MAX_END;
            rank = if jumps_too_far { effect.next? } else { effect.jump };
        }
    }
}
