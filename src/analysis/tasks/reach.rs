//! From the roots down: in which states each point is come to, and which roots come to each node.

use super::effects::Effects;
use super::graph::{Graph, Kind, Node, Step};
use super::outline::{Begins, NodeRef};
use super::states::{Flags, STATES, State};
use crate::analysis::finding::MAX_TASKS;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

/// Beyond so many roots they are not counted.
const MAX_COUNTED: usize = 4_096;

/// Number of a root.
pub(super) type RootIx = u32;

/// Where code begins that no other code of the workspace runs.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) node: Node,
    pub(super) state: State,
    /// The root that it is; `None` where it is only known that somebody runs it.
    pub(super) root: Option<RootIx>,
    /// Whether it is a handler or was spawned.
    pub(super) is_served: bool,
}

/// What comes where.
pub(super) struct Reach {
    /// By body, then by point.
    pub(super) points: Vec<Vec<Flags>>,
    /// By node: the nearest roots.
    pub(super) nearest: Vec<Vec<RootIx>>,
    /// By node: how many roots.
    pub(super) counts: Vec<u32>,
}

impl Reach {
    /// Goes down from everything that begins.
    pub(super) fn new(graph: &Graph, effects: &Effects, starts: &[Start], fixed: &FxHashSet<Node>) -> Self {
        let points = graph.outlines.iter().map(|outline| vec![Flags::default(); outline.points.len()]).collect();
        let mut reach = Self { points, nearest: vec![Vec::new(); graph.nodes.len()], counts: vec![0; graph.nodes.len()] };
        let mut down = Down {
            graph,
            effects,
            fixed,
            entered: vec![Flags::default(); graph.nodes.len()],
            served: served(graph, starts),
            queue: Vec::new(),
        };
        for start in starts {
            down.enter(start.node, start.state, true);
        }
        down.run(&mut reach.points);
        down.unreached(&mut reach.points);
        reach.find_nearest(graph, starts);
        reach.count(graph, effects, starts);
        reach
    }

    fn find_nearest(&mut self, graph: &Graph, starts: &[Start]) {
        // Tests come last, and are named only where nothing else is.
        for in_tests in [false, true] {
            let from = starts.iter().filter(|start| (start.state == State::Test) == in_tests);
            let queue = from.filter_map(|start| Some((start.node, start.root?))).collect();
            let closed: Vec<bool> = self.nearest.iter().map(|known| !known.is_empty()).collect();
            self.spread(graph, queue, &closed);
        }
    }

    fn spread(&mut self, graph: &Graph, mut queue: VecDeque<(Node, RootIx)>, closed: &[bool]) {
        let mut next = Vec::new();
        while let Some((node, root)) = queue.pop_front() {
            let known = &mut self.nearest[node as usize];
            if closed[node as usize] || known.len() >= MAX_TASKS || known.contains(&root) {
                continue;
            }
            known.push(root);
            next.clear();
            graph.followers(node, false, &mut next);
            queue.extend(next.iter().map(|node| (*node, root)));
        }
    }

    /// Counts roots, sixty-four at a time, each part of the graph once.
    fn count(&mut self, graph: &Graph, effects: &Effects, starts: &[Start]) {
        let mut masks: Vec<u64> = vec![0; graph.nodes.len()];
        let mut next = Vec::new();
        let roots = starts.iter().filter_map(|start| start.root).max().map_or(0, |root| root as usize + 1);
        for chunk in (0..roots.min(MAX_COUNTED)).step_by(64) {
            masks.fill(0);
            for start in starts.iter().filter(|start| start.state != State::Test) {
                if let Some(bit) = start.root.and_then(|root| (root as usize).checked_sub(chunk)).filter(|bit| *bit < 64) {
                    masks[start.node as usize] |= 1 << bit;
                }
            }
            // Who runs comes before what is run.
            for circle in effects.order.iter().rev() {
                let mask = circle.iter().fold(0, |mask, node| mask | masks[*node as usize]);
                if mask == 0 {
                    continue;
                }
                for &node in circle {
                    masks[node as usize] = mask;
                    next.clear();
                    graph.followers(node, false, &mut next);
                    for node in &next {
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

/// The way down of states.
struct Down<'g> {
    graph: &'g Graph,
    effects: &'g Effects,
    /// Nodes whose states are said by the configuration.
    fixed: &'g FxHashSet<Node>,
    entered: Vec<Flags>,
    /// Nodes that a handler or a spawned task comes to.
    served: Vec<bool>,
    queue: Vec<(Node, State)>,
}

impl Down<'_> {
    fn enter(&mut self, node: Node, state: State, is_start: bool) {
        if (is_start || !self.fixed.contains(&node)) && self.entered[node as usize].add(state) {
            self.queue.push((node, state));
        }
    }

    fn run(&mut self, points: &mut [Vec<Flags>]) {
        while let Some((node, state)) = self.queue.pop() {
            let graph = self.graph;
            match &graph.nodes[node as usize] {
                Kind::Server => {}
                Kind::Through(nodes) => {
                    for node in nodes {
                        self.enter(*node, state, false);
                    }
                }
                Kind::Weak(nodes) => {
                    let state = if matches!(state, State::Maybe | State::Crowded) { State::Unknown } else { state };
                    for node in nodes {
                        self.enter(*node, state, false);
                    }
                }
                Kind::Unit(body, unit) => self.unit(node, (*body, *unit), state, points),
            }
        }
    }

    fn unit(&mut self, node: Node, (body, unit): (usize, usize), from: State, points: &mut [Vec<Flags>]) {
        let mut come_to = Vec::new();
        self.effects.walk(self.graph, body, unit, from, &mut |point, state| come_to.push((point, state)));
        for (point, state) in come_to {
            points[body][point].add(state);
            match &self.graph.steps[body][point] {
                Some(Step::Run(nodes)) => {
                    for &next in nodes {
                        // A call that was not resolved counts where it would keep others waiting.
                        if self.served[node as usize] || !matches!(self.graph.nodes[next as usize], Kind::Weak(_)) {
                            self.enter(next, state, false);
                        }
                    }
                }
                Some(step @ Step::Repeat(nodes)) => {
                    let state = self.effects.step(step, state).unwrap_or(state);
                    for node in nodes {
                        self.enter(*node, state, false);
                    }
                }
                Some(Step::Here(nodes)) => {
                    let state = if state == State::Unknown { State::Alone } else { state };
                    for node in nodes {
                        self.enter(*node, state, false);
                    }
                }
                Some(Step::Beside(nodes)) => {
                    let state = if state == State::Test { state } else { State::Crowded };
                    for node in nodes {
                        self.enter(*node, state, false);
                    }
                }
                Some(Step::Spawn | Step::MaybeSpawn | Step::Crowd | Step::NewRuntime { .. }) | None => {}
            }
        }
    }

    /// What a sync fn drives that nobody in the workspace calls, and what is made and handed out by such fns.
    fn unreached(&mut self, points: &mut [Vec<Flags>]) {
        for body in 0..self.graph.outlines.len() {
            let outline = &self.graph.outlines[body];
            let Some(node) = self.graph.code(outline.def) else { continue };
            if outline.blocks_on && !outline.is_async && self.entered[node as usize].is_empty() {
                self.enter(node, if outline.in_test { State::Test } else { State::Unknown }, true);
            }
        }
        self.run(points);
    }
}

/// Which nodes handlers and spawned tasks come to.
fn served(graph: &Graph, starts: &[Start]) -> Vec<bool> {
    let mut served = vec![false; graph.nodes.len()];
    let mut queue: Vec<Node> = starts.iter().filter(|start| start.is_served).map(|start| start.node).collect();
    while let Some(node) = queue.pop() {
        if !std::mem::replace(&mut served[node as usize], true) {
            graph.followers(node, false, &mut queue);
        }
    }
    served
}

/// What the roots that stand in bodies begin with, and what goes where nobody knows.
pub(super) fn starts_in_bodies(graph: &mut Graph) -> Vec<(usize, usize, Node, State)> {
    let mut found = Vec::new();
    for body in 0..graph.outlines.len() {
        let in_test = graph.outlines[body].in_test;
        for root in 0..graph.outlines[body].roots.len() {
            let site = &graph.outlines[body].roots[root];
            let state = match site.begins {
                _ if in_test => State::Test,
                Begins::Thread => State::Unknown,
                Begins::Dedicated => State::Alone,
                Begins::Spawned | Begins::Branch | Begins::Handler(_) => State::Crowded,
            };
            for target in site.targets.clone() {
                if let Some(node) = graph.node(body, target) {
                    found.push((body, root, node, state));
                }
            }
        }
    }
    found
}

/// What goes where nobody knows.
pub(super) fn escaped(graph: &mut Graph) -> Vec<Start> {
    let mut found = Vec::new();
    for body in 0..graph.outlines.len() {
        let state = if graph.outlines[body].in_test { State::Test } else { State::Unknown };
        let escapes: Vec<NodeRef> = std::mem::take(&mut graph.outlines[body].escapes);
        for escape in escapes {
            if let Some(node) = graph.node(body, escape) {
                found.push(Start { node, state, root: None, is_served: false });
            }
        }
    }
    found
}

/// Whether a set of states says that nothing else can wait.
pub(super) fn is_alone(flags: Flags) -> bool {
    !flags.is_empty() && STATES.iter().all(|state| matches!(state, State::Alone | State::Ended) || !flags.has(*state))
}
