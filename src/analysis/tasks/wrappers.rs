//! Fns that start tasks of what they receive: `fn spawn(future: impl Future) { tokio::spawn(future.instrument(..)) }`. Such a task begins where the fn
//! is called: each call is a root of its own, and the fn's own root runs only what the fn adds.

use super::graph::{Graph, Kind, Node};
use super::in_place::Param;
use super::outline::{Event, NodeRef, Outline, RootKind, Unit};
use crate::types::{Ty, TyKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The roots that wrappers start for their callers.
#[derive(Default)]
pub(super) struct Wrappers {
    /// The body and the index of each call among its givens, with the kind of the root and the nodes that it runs.
    pub(super) calls: Vec<(usize, usize, RootKind, Vec<Node>)>,
    /// The nodes of the parameters whose values become tasks.
    params: FxHashSet<Node>,
    /// Those that the fn does not run itself in some other branch.
    pub(super) only_started: FxHashSet<Node>,
}

/// The parameters whose values become tasks, each with the kind that stalls most: a fn may spawn on a runtime or start a thread.
#[derive(Default)]
struct Kinds {
    known: FxHashMap<Param, RootKind>,
    /// Those whose callers have not been asked since their kind was set.
    open: Vec<Param>,
}

impl Kinds {
    fn set(&mut self, param: Param, kind: &RootKind) {
        let rank = |kind: &RootKind| match kind {
            RootKind::Thread => 0,
            RootKind::Dedicated => 1,
            _ => 2,
        };
        if self.known.get(&param).is_none_or(|known| rank(known) < rank(kind)) {
            self.known.insert(param, kind.clone());
            self.open.push(param);
        }
    }
}

impl Wrappers {
    /// `takes_work` says of a parameter whether its type may be that of a future or a callable.
    pub(super) fn new(graph: &mut Graph, takes_work: &dyn Fn(Param) -> bool) -> Self {
        let mut kinds = Kinds::default();
        for outline in &graph.outlines {
            for (param, kind) in spawned(outline).into_iter().filter(|(param, _)| takes_work((outline.def, *param))) {
                kinds.set((outline.def, param), &kind);
            }
        }
        let mut givers: FxHashMap<Param, Vec<(usize, usize)>> = FxHashMap::default();
        for (body, outline) in graph.outlines.iter().enumerate().filter(|_| !kinds.open.is_empty()) {
            for (index, given) in outline.givens.iter().enumerate() {
                for param in &given.params {
                    givers.entry(*param).or_default().push((body, index));
                }
            }
        }
        while let Some(param) = kinds.open.pop() {
            let kind = kinds.known[&param].clone();
            for &(body, index) in givers.get(&param).into_iter().flatten() {
                let outline = &graph.outlines[body];
                for passed in outline.givens[index].nodes.iter().flat_map(|node| params_behind(outline, *node)) {
                    if takes_work((outline.def, passed)) {
                        kinds.set((outline.def, passed), &kind);
                    }
                }
            }
        }
        let mut known: Vec<(Param, RootKind)> = kinds.known.into_iter().collect();
        known.sort_unstable_by_key(|(param, _)| *param);
        let mut found = Self::default();
        let mut calls = Vec::new();
        for ((def, index), kind) in &known {
            let Some(body) = graph.body(*def) else { continue };
            let own = run_by_itself(&graph.outlines[body]);
            if let Some(node) = graph.node(body, NodeRef::Param(*def, *index)) {
                found.params.insert(node);
                found.only_started.extend((!own.contains(index)).then_some(node));
            }
            let given = givers.get(&(*def, *index)).into_iter().flatten();
            calls.extend(given.map(|(body, index)| (*body, *index, kind)));
        }
        calls.sort_by_key(|(body, index, _)| (*body, *index));
        for (body, index, kind) in calls {
            let outline = Arc::clone(&graph.outlines[body]);
            // What the call only passes on belongs to the calls of its own fn.
            let is_own =
                |node: &&NodeRef| !matches!(node, NodeRef::Var(_) | NodeRef::Given(_)) || params_behind(&outline, **node).is_empty();
            let own = outline.givens[index].nodes.iter().filter(is_own);
            let nodes: Vec<Node> = own.filter_map(|of| graph.node(body, *of)).collect();
            if !nodes.is_empty() {
                found.calls.push((body, index, kind.clone(), nodes));
            }
        }
        found
    }
}

impl Wrappers {
    /// Whether a node runs nothing but what the caller of a wrapper passes.
    pub(super) fn is_of_callers(&self, graph: &Graph, node: Node) -> bool {
        let (mut seen, mut open) = (FxHashSet::default(), vec![node]);
        while let Some(node) = open.pop() {
            match &graph.nodes[node as usize] {
                _ if self.params.contains(&node) || !seen.insert(node) => {}
                Kind::Through(nodes) if !nodes.is_empty() => open.extend(nodes),
                _ => return false,
            }
        }
        true
    }
}

/// Whether a value of this type may be a future or a callable.
pub(super) fn may_be_work(ty: &Ty) -> bool {
    matches!(
        ty.kind(),
        TyKind::Param(..) | TyKind::Dyn(_) | TyKind::Opaque(..) | TyKind::FnPtr(..) | TyKind::Future(_) | TyKind::Closure(_)
    )
}

/// For each call of a fn, by its index among the givens: the parameters of the fn that it passes on.
pub(super) fn passed_on(outline: &Outline) -> Vec<(usize, u32)> {
    let passed = outline.givens.iter().enumerate().flat_map(|(index, given)| {
        let params = given.nodes.iter().flat_map(|node| params_behind(outline, *node));
        params.map(move |param| (index, param)).collect::<Vec<_>>()
    });
    passed.collect()
}

/// The parameters of a fn whose values it makes tasks of, with the kind of their root.
pub(super) fn spawned(outline: &Outline) -> Vec<(u32, RootKind)> {
    let starts = |kind: &RootKind| matches!(kind, RootKind::Spawned | RootKind::Dedicated | RootKind::Thread);
    let roots = outline.roots.iter().filter(|root| starts(&root.begins));
    let found = roots.flat_map(|root| {
        let params = root.targets.iter().flat_map(|target| params_behind(outline, *target));
        params.map(|param| (param, root.begins.clone())).collect::<Vec<_>>()
    });
    found.collect()
}

/// The parameters that a fn runs in its own code, or in the futures and closures of which it makes no tasks.
fn run_by_itself(outline: &Outline) -> Vec<u32> {
    let started: FxHashSet<NodeRef> = outline.roots.iter().flat_map(|root| root.targets.iter().copied()).collect();
    let units = (0..).take(outline.units.len()).map(NodeRef::Unit).filter(|unit| !started.contains(unit));
    units.flat_map(|unit| params_behind(outline, unit)).collect()
}

/// The parameters of a fn that running this node runs, in this fn.
fn params_behind(outline: &Outline, node: NodeRef) -> Vec<u32> {
    let (mut found, mut seen, mut open) = (Vec::new(), FxHashSet::default(), vec![node]);
    while let Some(node) = open.pop() {
        if !seen.insert(node) {
            continue;
        }
        match node {
            NodeRef::Var(var) => {
                let param = outline.params.iter().position(|param| *param == var);
                found.extend(param.and_then(|index| u32::try_from(index).ok()));
                open.extend(outline.links.iter().filter(|(from, _)| *from == node).map(|(_, to)| *to));
            }
            NodeRef::Given(given) => open.extend(outline.givens.get(given as usize).into_iter().flat_map(|given| &given.nodes)),
            NodeRef::Unit(unit) => {
                let points = outline.units.get(unit as usize).map(Unit::points).unwrap_or_default();
                for point in &outline.points[points] {
                    if let Some(Event::Run(nodes) | Event::Repeat(nodes, _) | Event::Beside(nodes) | Event::Here(nodes)) = &point.event {
                        open.extend(nodes.iter().filter(|node| matches!(node, NodeRef::Var(_))));
                    }
                }
            }
            _ => {}
        }
    }
    found
}
