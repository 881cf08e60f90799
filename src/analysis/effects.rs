//! The fixpoint: which blocking APIs each fn reaches in its own thread, and the shortest way to each.
//!
//! The ways are found backwards, from the APIs to whoever calls them, nearest first: recursion needs no care, since no shortest way goes around a
//! circle. Ties are broken by where things stand in the source, so the result depends on neither ids nor threads.

use super::finding::Confidence;
use super::graph::{CallGraph, Node, place};
use super::own::{Cause, World};
use crate::catalogue::LintIndex;
use crate::facts::Span;
use crate::names::DefId;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A way to a blocking API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) cause: Cause,
    pub(super) confidence: Confidence,
    /// Number of fns on the way, this one included.
    pub(super) length: u32,
    /// Where in the fn the way goes on: the call of the next fn, or of the API.
    pub(super) span: Span,
    /// The next fn; `None` if this one calls the API.
    pub(super) next: Option<Node>,
}

/// The effects of all fns of a graph.
#[derive(Debug, Default)]
pub(super) struct Effects {
    by_fn: FxHashMap<Node, BTreeMap<LintIndex, Effect>>,
    ranks: FxHashMap<Node, usize>,
}

type Step = (Confidence, u32, u32, usize, usize, Cause, Option<usize>);

impl Effects {
    /// Computes them.
    pub(super) fn new(world: &World<'_>, graph: &CallGraph) -> Self {
        let mut nodes: Vec<&Node> = graph.nodes.keys().collect();
        nodes.sort_by_cached_key(|node| place(world, node));
        let ranks: FxHashMap<Node, usize> = nodes.iter().enumerate().map(|(rank, node)| ((*node).clone(), rank)).collect();
        // Callers by callee: who, where, how surely.
        let mut callers: Vec<Vec<(usize, Span, Confidence)>> = vec![Vec::new(); nodes.len()];
        let mut sources: BTreeMap<LintIndex, Vec<(usize, Cause, Span)>> = BTreeMap::new();
        for (rank, node) in nodes.iter().enumerate() {
            let reached = &graph.nodes[*node];
            for &(cause, span) in reached.causes() {
                let Some(lint) = cause.lint(world.catalogue) else { continue };
                sources.entry(lint).or_default().push((rank, cause, span));
            }
            for call in &reached.calls {
                for (target, confidence) in &call.targets {
                    if let Some(&callee) = ranks.get(target) {
                        callers[callee].push((rank, call.span, *confidence));
                    }
                }
            }
        }
        let mut effects = Self { by_fn: FxHashMap::default(), ranks };
        for (lint, sources) in sources {
            effects.spread(lint, &sources, &nodes, &callers);
        }
        effects
    }

    fn spread(&mut self, lint: LintIndex, sources: &[(usize, Cause, Span)], nodes: &[&Node], callers: &[Vec<(usize, Span, Confidence)>]) {
        let mut heap: BinaryHeap<Reverse<(Step, u32)>> = sources
            .iter()
            .map(|&(rank, cause, span)| Reverse(((Confidence::Certain, 1, span.start, 0, rank, cause, None), span.end)))
            .collect();
        while let Some(Reverse(((confidence, length, start, _, rank, cause, next), end))) = heap.pop() {
            let found = self.by_fn.entry(nodes[rank].clone()).or_default();
            if found.contains_key(&lint) {
                continue;
            }
            let next = next.map(|next| nodes[next].clone());
            found.insert(lint, Effect { cause, confidence, length, span: Span { start, end }, next });
            for &(caller, span, edge) in &callers[rank] {
                let step = (confidence.max(edge), length + 1, span.start, rank, caller, cause, Some(rank));
                heap.push(Reverse((step, span.end)));
            }
        }
    }

    /// What a fn reaches, by lint.
    pub(super) fn of(&self, node: &Node) -> impl Iterator<Item = (LintIndex, &Effect)> {
        self.by_fn.get(node).into_iter().flatten().map(|(lint, effect)| (*lint, effect))
    }

    /// The order of fns by where they stand in the source.
    pub(super) fn rank(&self, node: &Node) -> usize {
        self.ranks.get(node).copied().unwrap_or(usize::MAX)
    }

    /// The ways on from a fn: each fn of the chain with where it goes on.
    pub(super) fn chain(&self, lint: LintIndex, from: &Node) -> Vec<(DefId, Span)> {
        let mut chain = Vec::new();
        let mut at = Some(from);
        while let Some(node) = at {
            let Some(effect) = self.by_fn.get(node).and_then(|effects| effects.get(&lint)) else { break };
            chain.push((node.def, effect.span));
            at = effect.next.as_ref();
        }
        chain
    }
}
