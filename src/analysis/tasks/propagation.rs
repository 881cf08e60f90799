//! Propagates states down the graph: from the roots to everything that they run, in each state in which it is reached.

use super::bounded::Times;
use super::effects::{Effects, Walk};
use super::graph::{Graph, Kind, Node, Step};
use super::own_joins::is_one_step;
use super::reach::Reach;
use super::states::{STATES, State};

/// The propagation of states from the roots down.
pub(super) struct StatePropagation<'g> {
    graph: &'g Graph,
    effects: &'g Effects,
    /// Whether a state may propagate to a node from other nodes.
    is_open: &'g dyn Fn(Node, State) -> bool,
    reach: &'g mut Reach,
    queue: Vec<(Node, State)>,
    walk: Walk,
}

impl<'g> StatePropagation<'g> {
    pub(super) fn new(graph: &'g Graph, effects: &'g Effects, is_open: &'g dyn Fn(Node, State) -> bool, reach: &'g mut Reach) -> Self {
        Self { graph, effects, is_open, reach, queue: Vec::new(), walk: Walk::default() }
    }

    /// Adds a state to a node, as a start or from another node.
    pub(super) fn enter(&mut self, node: Node, state: State, is_start: bool) {
        if (is_start || (self.is_open)(node, state)) && self.reach.entered[node as usize].add(state) {
            self.queue.push((node, state));
        }
    }

    /// Propagates the queued states until none is left.
    pub(super) fn run(&mut self) {
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
                    let state = if state.is_alone() || state == State::Test { state } else { State::Unknown };
                    for node in nodes {
                        self.enter(*node, state, false);
                    }
                }
                Kind::Unit(body, unit) => self.unit(node, (*body, *unit), state),
            }
        }
    }

    fn unit(&mut self, node: Node, (body, unit): (usize, usize), from: State) {
        let mut walk = std::mem::take(&mut self.walk);
        walk.go(self.effects, self.graph, (body, unit), from);
        for (point, state) in walk.reached_points(&self.graph.outlines[body]) {
            self.reach.points[body][point].add(state);
            match &self.graph.steps[body][point] {
                Some(Step::Run(nodes)) => {
                    for &next in nodes {
                        // The candidates of an unresolved call count only if the calling node runs in a handler or spawned task.
                        if self.reach.served[node as usize] || !matches!(self.graph.nodes[next as usize], Kind::Weak(_)) {
                            self.enter(next, state, false);
                        }
                    }
                }
                Some(step @ Step::Repeat(nodes, times)) => {
                    let again = || self.effects.step(step, state).unwrap_or(state);
                    let state = match times {
                        Times::AtMostOnce => state,
                        Times::Listed => again(),
                        // The items may never end.
                        Times::Any => again().within_loop(false),
                    };
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
                    let is_step = is_one_step(self.graph, self.effects, (body, point), nodes);
                    let state = if is_step { state.joined() } else { state.crowded() };
                    for node in nodes {
                        self.enter(*node, state, false);
                    }
                }
                Some(
                    Step::Spawn
                    | Step::SpawnLocal
                    | Step::LocalTasks
                    | Step::Serve
                    | Step::MaybeSpawn
                    | Step::Background(_)
                    | Step::Loop
                    | Step::NewRuntime { .. },
                )
                | None => {}
            }
        }
        self.walk = walk;
    }

    /// Queues a node again with all its states.
    pub(super) fn again(&mut self, node: Node) {
        let entered = self.reach.entered[node as usize];
        self.queue.extend(STATES.iter().filter(|state| entered.has(**state)).map(|state| (node, *state)));
    }

    /// Enters those of these nodes that nothing has entered.
    pub(super) fn unentered(&mut self, starts: impl Iterator<Item = (Node, State)>) {
        for (node, state) in starts {
            if self.reach.entered[node as usize].is_empty() {
                self.enter(node, state, true);
            }
        }
        self.run();
    }

    /// Enters sync fns that call `block_on` and are reached by nothing in the workspace.
    pub(super) fn unreached(&mut self) {
        for body in 0..self.graph.outlines.len() {
            let outline = &self.graph.outlines[body];
            let Some(node) = self.graph.code(outline.def) else { continue };
            if outline.blocks_on && !outline.is_async && self.reach.entered[node as usize].is_empty() {
                self.enter(node, if outline.in_test { State::Test } else { State::Unknown }, true);
            }
        }
        self.run();
    }
}
