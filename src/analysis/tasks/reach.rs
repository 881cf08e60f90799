//! From the roots down: the states in which each point is reached, and the roots that reach each node.

use super::effects::Effects;
use super::follows::Follows;
use super::graph::{Graph, Node};
use super::outline::RootKind;
use super::propagation::StatePropagation;
use super::states::{Flags, STATES, State};
use crate::diagnostics::MAX_TASKS;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;
use std::sync::Arc;

/// With more roots than this, the roots of a node are not counted.
const MAX_COUNTED: usize = 4_096;

/// Index of a root.
pub(super) type RootIx = u32;

/// A node that runs without a caller in the workspace.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) node: Node,
    pub(super) state: State,
    /// Its root; `None` if it is only known that something runs it.
    pub(super) root: Option<RootIx>,
    /// Whether it is a handler or was spawned.
    pub(super) is_served: bool,
    /// Whether it runs only as a part of the code around it, in the states of that code.
    pub(super) is_step: bool,
}

/// Nodes that nothing propagates to from other nodes.
#[derive(Clone, Copy)]
pub(super) struct Closed<'c> {
    /// Not states.
    pub(super) states: &'c FxHashSet<Node>,
    /// What the roots of callers do not run: fns that make a runtime of their own, and what fns only make tasks of.
    pub(super) separate: &'c FxHashSet<Node>,
    /// The roots of examples, which are named only if no other root but those of tests runs the code.
    pub(super) examples: &'c FxHashSet<RootIx>,
}

/// The result: states and roots.
pub(super) struct Reach {
    /// By body, then by point: the states in which it is reached.
    pub(super) points: Vec<Vec<Flags>>,
    /// By node: the nearest roots.
    pub(super) nearest: Vec<Vec<RootIx>>,
    /// By node: the number of its roots.
    pub(super) counts: Vec<u32>,
    /// By node: the states in which it is entered.
    pub(super) entered: Vec<Flags>,
    /// Nodes that a handler or a spawned task reaches.
    pub(super) served: Vec<bool>,
}

impl Reach {
    /// Propagates states and roots from all starts.
    pub(super) fn new(graph: &Graph, follows: &Follows, effects: &Effects, starts: &[Start], closed: Closed<'_>) -> Self {
        let nodes = graph.nodes.len();
        let mut reach = Self {
            points: graph.outlines.iter().map(|outline| vec![Flags::default(); outline.points.len()]).collect(),
            nearest: vec![Vec::new(); nodes],
            counts: vec![0; nodes],
            entered: vec![Flags::default(); nodes],
            served: served(follows, starts),
        };
        let is_open = |node, _| !closed.states.contains(&node);
        let mut down = StatePropagation::new(graph, effects, &is_open, &mut reach);
        for start in starts.iter().filter(|start| !start.is_step) {
            down.enter(start.node, start.state, true);
        }
        down.run();
        // It is unknown what runs the code around these.
        down.unentered(starts.iter().filter(|start| start.is_step).map(|start| (start.node, start.state)));
        down.unreached();
        reach.find_nearest(follows, starts, closed);
        reach.count(follows, effects, starts, closed.separate);
        reach
    }

    /// Makes room for new nodes, and for the changed points of a body.
    pub(super) fn fit(&mut self, graph: &Graph, body: usize) {
        let nodes = graph.nodes.len();
        self.nearest.resize(nodes, Vec::new());
        self.counts.resize(nodes, 0);
        self.entered.resize(nodes, Flags::default());
        self.served.resize(nodes, false);
        self.points[body] = vec![Flags::default(); graph.outlines[body].points.len()];
    }

    fn find_nearest(&mut self, follows: &Follows, starts: &[Start], closed: Closed<'_>) {
        let round = |start: &Start| match start.root {
            _ if start.state == State::Test => 2,
            Some(root) if closed.examples.contains(&root) => 1,
            _ => 0,
        };
        // Tests come last, and are named only if no other root runs the code.
        for this in 0..=2 {
            let from = starts.iter().filter(|start| round(start) == this);
            let queue = from.filter_map(|start| Some((start.node, start.root?))).collect();
            let known: Vec<bool> = self.nearest.iter().map(|known| !known.is_empty()).collect();
            self.spread(follows, queue, &known, closed.separate);
        }
    }

    fn spread(&mut self, follows: &Follows, mut queue: VecDeque<(Node, RootIx)>, closed: &[bool], separate: &FxHashSet<Node>) {
        while let Some((node, root)) = queue.pop_front() {
            let known = &mut self.nearest[node as usize];
            if closed[node as usize] || known.len() >= MAX_TASKS || known.contains(&root) {
                continue;
            }
            known.push(root);
            queue.extend(follows.certain(node).iter().filter(|node| !separate.contains(node)).map(|node| (*node, root)));
        }
    }

    /// Counts the roots of each node, 64 roots per pass, visiting each component once per pass.
    fn count(&mut self, follows: &Follows, effects: &Effects, starts: &[Start], separate: &FxHashSet<Node>) {
        let mut masks: Vec<u64> = vec![0; follows.nodes()];
        let roots = starts.iter().filter_map(|start| start.root).max().map_or(0, |root| root as usize + 1);
        for chunk in (0..roots.min(MAX_COUNTED)).step_by(64) {
            masks.fill(0);
            for start in starts.iter().filter(|start| start.state != State::Test) {
                if let Some(bit) = start.root.and_then(|root| (root as usize).checked_sub(chunk)).filter(|bit| *bit < 64) {
                    masks[start.node as usize] |= 1 << bit;
                }
            }
            // Callers come before callees.
            for component in effects.order.iter().rev() {
                let mask = component.iter().fold(0, |mask, node| mask | masks[*node as usize]);
                if mask == 0 {
                    continue;
                }
                for &node in component {
                    masks[node as usize] = mask;
                    for node in follows.certain(node).iter().filter(|node| !separate.contains(node)) {
                        masks[*node as usize] |= mask;
                    }
                }
            }
            for (count, mask) in self.counts.iter_mut().zip(&masks) {
                *count += mask.count_ones();
            }
        }
    }
}

/// Which nodes handlers and spawned tasks reach.
fn served(follows: &Follows, starts: &[Start]) -> Vec<bool> {
    let mut served = vec![false; follows.nodes()];
    let mut queue: Vec<Node> = starts.iter().filter(|start| start.is_served).map(|start| start.node).collect();
    while let Some(node) = queue.pop() {
        if !std::mem::replace(&mut served[node as usize], true) {
            queue.extend(follows.certain(node));
        }
    }
    served
}

/// The starts of roots created in bodies: index of the body, of the root, node and state.
pub(super) fn starts_in_bodies(graph: &mut Graph) -> Vec<(usize, usize, Node, State)> {
    let mut found = Vec::new();
    for body in 0..graph.outlines.len() {
        let outline = Arc::clone(&graph.outlines[body]);
        for (root, site) in outline.roots.iter().enumerate() {
            if let RootKind::Arm(select, arm) = site.begins
                && graph.lone_arm(body, select) == Some(arm)
            {
                continue;
            }
            let state = if outline.in_test { State::Test } else { site.begins.state() };
            for &target in &site.targets {
                if let Some(node) = graph.node(body, target) {
                    found.push((body, root, node, state));
                }
            }
        }
    }
    found
}

/// The starts for values whose further use is unknown.
pub(super) fn escaped(graph: &mut Graph) -> Vec<Start> {
    let mut found = Vec::new();
    for body in 0..graph.outlines.len() {
        let outline = Arc::clone(&graph.outlines[body]);
        let state = if outline.in_test { State::Test } else { State::Unknown };
        for &escape in &outline.escapes {
            if let Some(node) = graph.node(body, escape) {
                found.push(Start { node, state, root: None, is_served: false, is_step: false });
            }
        }
    }
    found
}

/// Whether a set of states means that no other task can wait.
pub(super) fn is_alone(flags: Flags) -> bool {
    !flags.is_empty() && STATES.iter().all(|state| state.is_alone() || !flags.has(*state))
}
