//! How running a node changes which other tasks can wait: from the state before to the state after. The nodes of a cycle are solved together.

use super::follows::Follows;
use super::graph::{Graph, Kind, Node, Step};
use super::outline::Outline;
use super::states::State;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Limit on iterations over the nodes of a changed body.
const MAX_ROUNDS: usize = 12;

/// The state after a node, by the state before; `None` if the node never ends.
pub(super) type Transfer = [Option<State>; INPUTS.len()];

/// The transfer functions of all nodes.
pub(super) struct Effects {
    of: Vec<Transfer>,
    /// Nodes that run no code: variables that hold no future.
    inert: Vec<bool>,
    /// Nodes whose `inert` and `serves` are known.
    known: Vec<bool>,
    /// Nodes that are a server, or a variable that holds one.
    serves: Vec<bool>,
    /// Nodes that may run themselves.
    cyclic: Vec<bool>,
    /// Strongly connected components; callees come before callers.
    pub(super) order: Vec<Vec<Node>>,
}

const INPUTS: [State; 10] = [
    State::Alone,
    State::Joined,
    State::Ended,
    State::Watched,
    State::Background,
    State::MaybeSpawned,
    State::Spawned,
    State::Maybe,
    State::Crowded,
    State::Unknown,
];

impl Effects {
    /// Solves the graph, callees first.
    pub(super) fn new(graph: &Graph, follows: &Follows) -> Self {
        let order = super::components::components(follows);
        let mut walk = Walk::default();
        let mut effects = Self {
            of: vec![[None; INPUTS.len()]; graph.nodes.len()],
            inert: vec![false; graph.nodes.len()],
            known: vec![false; graph.nodes.len()],
            serves: vec![false; graph.nodes.len()],
            cyclic: vec![false; graph.nodes.len()],
            order: Vec::new(),
        };
        for component in &order {
            effects.look_through(graph, component);
            if let &[node] = component.as_slice()
                && !follows.all(node).contains(&node)
            {
                effects.of[node as usize] = effects.compute(graph, node, &mut walk);
                continue;
            }
            for node in component {
                effects.cyclic[*node as usize] = true;
            }
            effects.solve(graph, follows, component, &mut walk);
        }
        effects.order = order;
        effects
    }

    /// Solves a cycle with a worklist. Transfer functions only grow, so it terminates.
    fn solve(&mut self, graph: &Graph, follows: &Follows, component: &[Node], walk: &mut Walk) {
        let index: FxHashMap<Node, usize> = component.iter().enumerate().map(|(index, node)| (*node, index)).collect();
        let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); component.len()];
        for (caller, &node) in component.iter().enumerate() {
            for callee in follows.all(node).iter().filter_map(|node| index.get(node)) {
                dependents[*callee].push(caller);
            }
        }
        let mut queue: VecDeque<usize> = (0..component.len()).collect();
        let mut queued = vec![true; component.len()];
        while let Some(at) = queue.pop_front() {
            queued[at] = false;
            let node = component[at] as usize;
            let (before, found) = (self.of[node], self.compute(graph, component[at], walk));
            let joined: Transfer = std::array::from_fn(|input| match (before[input], found[input]) {
                (Some(before), Some(found)) => Some(before.join(found)),
                (before, found) => before.or(found),
            });
            if joined != before {
                self.of[node] = joined;
                for &caller in &dependents[at] {
                    if !std::mem::replace(&mut queued[caller], true) {
                        queue.push_back(caller);
                    }
                }
            }
        }
    }

    /// Recomputes a few nodes, new ones included, from the results for all others. Returns whether their results are unchanged.
    pub(super) fn renew(&mut self, graph: &Graph, nodes: &[Node]) -> bool {
        let count = graph.nodes.len();
        self.of.resize(count, INPUTS.map(Some));
        self.inert.resize(count, true);
        self.known.resize(count, false);
        self.serves.resize(count, false);
        self.cyclic.resize(count, false);
        let before: Vec<Transfer> = nodes.iter().map(|node| self.of[*node as usize]).collect();
        let mut walk = Walk::default();
        for _ in 0..MAX_ROUNDS {
            let mut changed = false;
            for &node in nodes {
                self.look_through(graph, &[node]);
                let found = self.compute(graph, node, &mut walk);
                changed |= std::mem::replace(&mut self.of[node as usize], found) != found;
            }
            if !changed {
                break;
            }
        }
        nodes.iter().zip(before).all(|(node, before)| self.of[*node as usize] == before)
    }

    /// Finds whether code or a server is reachable through variables.
    fn look_through(&mut self, graph: &Graph, component: &[Node]) {
        let (mut inert, mut serves) = (true, false);
        for &node in component {
            match &graph.nodes[node as usize] {
                Kind::Server => serves = true,
                Kind::Unit(..) => inert = false,
                Kind::Through(nodes) | Kind::Weak(nodes) => {
                    // Other members of the cycle are not known yet; this loop visits each of them itself.
                    for &next in nodes.iter().filter(|next| self.known[**next as usize]) {
                        inert &= self.inert[next as usize];
                        serves |= self.serves[next as usize];
                    }
                }
            }
        }
        for &node in component {
            self.inert[node as usize] = inert && !serves;
            self.known[node as usize] = true;
            self.serves[node as usize] = serves && matches!(graph.nodes[node as usize], Kind::Server | Kind::Through(_));
        }
    }

    fn compute(&self, graph: &Graph, node: Node, walk: &mut Walk) -> Transfer {
        match &graph.nodes[node as usize] {
            Kind::Server => INPUTS.map(|state| Some(state.ended())),
            Kind::Through(nodes) | Kind::Weak(nodes) => INPUTS.map(|state| self.any(nodes, state)),
            Kind::Unit(body, unit) => {
                let points = graph.outlines[*body].units[*unit].points();
                if graph.steps[*body][points.clone()].iter().all(Option::is_none) {
                    let ends = walk.go(self, graph, (*body, *unit), State::Alone).is_some();
                    return INPUTS.map(|state| ends.then_some(state));
                }
                let makes_runtime = graph.steps[*body][points].iter().flatten().any(|step| matches!(step, Step::NewRuntime { .. }));
                INPUTS.map(|state| {
                    let after = walk.go(self, graph, (*body, *unit), state)?;
                    // What happens on a runtime that the node makes does not change the tasks of the caller's runtime.
                    let is_own = makes_runtime && after.is_alone() && state > State::Ended;
                    Some(if is_own { state } else { after })
                })
            }
        }
    }

    /// Whether a node may run itself: its result then depends on itself, and is not the least one after an edit.
    pub(super) fn is_cyclic(&self, node: Node) -> bool {
        self.cyclic[node as usize]
    }

    /// Whether a node runs no workspace code and serves nothing.
    pub(super) fn is_inert(&self, node: Node) -> bool {
        self.inert[node as usize]
    }

    /// The state after a node; the state `Test` stays.
    pub(super) fn after(&self, node: Node, state: State) -> Option<State> {
        if state == State::Test {
            return Some(State::Test);
        }
        self.of[node as usize][state as usize]
    }

    /// The state after one of these nodes; the state before if none of them runs code.
    fn any(&self, nodes: &[Node], state: State) -> Option<State> {
        if nodes.iter().any(|node| self.serves[*node as usize]) {
            return Some(state.ended());
        }
        let mut lively = nodes.iter().filter(|node| !self.inert[**node as usize]).peekable();
        if lively.peek().is_none() {
            return Some(state);
        }
        lively.filter_map(|node| self.after(*node, state)).reduce(State::join)
    }

    /// The state after the event of a point.
    pub(super) fn step(&self, step: &Step, state: State) -> Option<State> {
        match step {
            Step::Run(nodes) => self.any(nodes, state),
            Step::Repeat(nodes, _) => Some(self.any(nodes, state).map_or(state, |after| after.join(state))),
            Step::Here(nodes) => {
                if state != State::Unknown {
                    return self.any(nodes, state);
                }
                let after = self.any(nodes, State::Alone)?;
                Some(if after.is_alone() { state } else { after })
            }
            Step::Beside(nodes) => {
                let ended = nodes.iter().any(|node| self.after(*node, State::Crowded) == Some(State::Ended));
                let left = nodes.iter().filter_map(|node| self.after(*node, State::Alone)).max();
                Some(match left {
                    _ if ended => state.ended(),
                    Some(left @ (State::Watched | State::Background)) => state.with_background(left),
                    Some(left) if left.is_apart() && !left.is_alone() => state.perhaps_with_task(),
                    Some(left) if !left.is_alone() => state.perhaps_crowded(),
                    _ => state,
                })
            }
            Step::Spawn => Some(state.with_task()),
            Step::Serve | Step::SpawnLocal => Some(state.crowded()),
            Step::LocalTasks => Some(state.with_local_tasks()),
            Step::MaybeSpawn => Some(state.perhaps_with_task()),
            Step::Background(task) => Some(state.with_background(*task)),
            Step::Loop => Some(state.looped()),
            Step::NewRuntime { only } => Some(if *only && state != State::Test || state == State::Unknown { State::Alone } else { state }),
        }
    }
}

/// A walk through a part of a body. It is reused, to save allocations.
#[derive(Default)]
pub(super) struct Walk {
    /// The index of the part's first point.
    base: usize,
    /// By point: the state in which it is reached.
    states: Vec<Option<State>>,
    queue: Vec<usize>,
}

impl Walk {
    /// Walks a part, given by the numbers of its body and of the part, from a state. Returns the state at the end; `None` if the part never ends.
    pub(super) fn go(&mut self, effects: &Effects, graph: &Graph, (body, unit): (usize, usize), from: State) -> Option<State> {
        let outline = &graph.outlines[body];
        let part = &outline.units[unit];
        self.base = part.entry as usize;
        self.states.clear();
        self.states.resize(part.points().len(), None);
        self.states[0] = Some(from);
        self.queue.push(self.base);
        while let Some(point) = self.queue.pop() {
            let Some(state) = self.states[point - self.base] else { continue };
            let after = match &graph.steps[body][point] {
                Some(step) => effects.step(step, state),
                None => Some(state),
            };
            let Some(after) = after else { continue };
            for &next in &outline.points[point].next {
                let slot = &mut self.states[next as usize - self.base];
                // States only grow, so the walk terminates.
                let joined = slot.map_or(after, |known| known.join(after));
                if *slot != Some(joined) {
                    *slot = Some(joined);
                    self.queue.push(next as usize);
                }
            }
        }
        self.states[(part.exit - part.entry) as usize]
    }

    /// The reached points of the part's body, with their states. What delays futures of its own task does so only there, not in the code after it.
    pub(super) fn reached_points(&self, outline: &Outline) -> impl Iterator<Item = (usize, State)> {
        let reached = self.states.iter().enumerate().filter_map(|(offset, state)| Some((self.base + offset, (*state)?)));
        reached.map(|(index, state)| {
            let point = &outline.points[index];
            let state = if point.in_endless_loop { state.within_loop(point.serves) } else { state };
            (index, if point.is_beside { state.crowded() } else { state })
        })
    }
}
