//! What running a node makes of what else can wait: from the state before to the state after it. Circles are solved together, and
//! what does not settle soon is "perhaps".

use super::graph::{Graph, Kind, Node, Step};
use super::states::State;

/// Rounds over one circle before it is given up as unknown.
const MAX_ROUNDS: usize = 12;

/// The states after a node, by the state before; `None` where it never ends.
pub(super) type Transfer = [Option<State>; 5];

/// What each node makes of each state.
pub(super) struct Effects {
    of: Vec<Transfer>,
    /// Nodes through which no code is come to: variables that hold no future.
    inert: Vec<bool>,
    /// Nodes of which both are known.
    known: Vec<bool>,
    /// Nodes that are a server, wherever it is kept.
    serves: Vec<bool>,
    /// Groups of nodes that run each other, whoever is run before who runs it.
    pub(super) order: Vec<Vec<Node>>,
}

const INPUTS: [State; 5] = [State::Alone, State::Ended, State::Maybe, State::Crowded, State::Unknown];

impl Effects {
    /// Solves the graph, from what is run to who runs it.
    pub(super) fn new(graph: &Graph) -> Self {
        let order = super::circles::circles(graph);
        let mut effects = Self {
            of: vec![[None; 5]; graph.nodes.len()],
            inert: vec![false; graph.nodes.len()],
            known: vec![false; graph.nodes.len()],
            serves: vec![false; graph.nodes.len()],
            order: Vec::new(),
        };
        for circle in &order {
            effects.look_through(graph, circle);
            let mut rounds = 0;
            loop {
                let mut changed = false;
                for &node in circle {
                    let found = effects.compute(graph, node);
                    changed |= effects.of[node as usize] != found;
                    effects.of[node as usize] = found;
                }
                rounds += 1;
                if !changed || circle.len() == 1 && rounds > 3 {
                    break;
                }
                if rounds > MAX_ROUNDS {
                    for &node in circle {
                        effects.of[node as usize] = INPUTS.map(|state| Some(state.perhaps_crowded()));
                    }
                    break;
                }
            }
        }
        effects.order = order;
        effects
    }

    /// Whether there is code, or a server, behind variables.
    fn look_through(&mut self, graph: &Graph, circle: &[Node]) {
        let (mut inert, mut serves) = (true, false);
        for &node in circle {
            match &graph.nodes[node as usize] {
                Kind::Server => serves = true,
                Kind::Unit(..) => inert = false,
                Kind::Through(nodes) | Kind::Weak(nodes) => {
                    // What is in the circle itself is not known yet, and looked at by itself.
                    for &next in nodes.iter().filter(|next| self.known[**next as usize]) {
                        inert &= self.inert[next as usize];
                        serves |= self.serves[next as usize];
                    }
                }
            }
        }
        for &node in circle {
            self.inert[node as usize] = inert && !serves;
            self.known[node as usize] = true;
            self.serves[node as usize] = serves && matches!(graph.nodes[node as usize], Kind::Server | Kind::Through(_));
        }
    }

    fn compute(&self, graph: &Graph, node: Node) -> Transfer {
        match &graph.nodes[node as usize] {
            Kind::Server => INPUTS.map(|state| Some(state.ended())),
            Kind::Through(nodes) | Kind::Weak(nodes) => INPUTS.map(|state| self.any(nodes, state)),
            Kind::Unit(body, unit) => {
                let points = graph.outlines[*body].units[*unit].points();
                if graph.steps[*body][points.clone()].iter().all(Option::is_none) {
                    return INPUTS.map(|state| self.walk(graph, *body, *unit, state, &mut |_, _| {}).map(|_| state));
                }
                let makes_runtime = graph.steps[*body][points].iter().flatten().any(|step| matches!(step, Step::NewRuntime { .. }));
                INPUTS.map(|state| {
                    let after = self.walk(graph, *body, *unit, state, &mut |_, _| {})?;
                    // What a runtime of its own has done leaves the tasks of the caller's as they were.
                    let is_own = makes_runtime && after <= State::Ended && state > State::Ended;
                    Some(if is_own { state } else { after })
                })
            }
        }
    }

    /// The state after a node; a test stays one.
    pub(super) fn after(&self, node: Node, state: State) -> Option<State> {
        if state == State::Test {
            return Some(State::Test);
        }
        self.of[node as usize][state as usize]
    }

    /// The state after one of these; as before if none is known.
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

    /// The state after what happens at a point.
    pub(super) fn step(&self, step: &Step, state: State) -> Option<State> {
        match step {
            Step::Run(nodes) => self.any(nodes, state),
            Step::Repeat(nodes) => Some(self.any(nodes, state).map_or(state, |after| after.join(state))),
            Step::Here(nodes) => {
                if state != State::Unknown {
                    return self.any(nodes, state);
                }
                let after = self.any(nodes, State::Alone)?;
                Some(if after > State::Ended { after } else { state })
            }
            Step::Beside(nodes) => {
                let ended = nodes.iter().any(|node| self.after(*node, State::Crowded) == Some(State::Ended));
                let spawned = nodes.iter().any(|node| self.after(*node, State::Alone).is_some_and(|after| after > State::Ended));
                Some(match (ended, spawned) {
                    (true, _) => state.ended(),
                    (false, true) => state.perhaps_crowded(),
                    (false, false) => state,
                })
            }
            Step::Spawn | Step::Crowd => Some(state.crowded()),
            Step::MaybeSpawn => Some(state.perhaps_crowded()),
            Step::NewRuntime { only } => Some(if *only && state != State::Test || state == State::Unknown { State::Alone } else { state }),
        }
    }

    /// Goes through a part of a body from a state; tells each point that is come to with its state, which only grows. Gives the state
    /// at the end.
    pub(super) fn walk(&self, graph: &Graph, body: usize, unit: usize, from: State, tell: &mut dyn FnMut(usize, State)) -> Option<State> {
        let outline = &graph.outlines[body];
        let part = &outline.units[unit];
        let base = part.entry as usize;
        let mut states: Vec<Option<State>> = vec![None; part.points().len()];
        let mut queue: Vec<usize> = vec![base];
        states[0] = Some(from);
        while let Some(point) = queue.pop() {
            let Some(state) = states[point - base] else { continue };
            let after = match &graph.steps[body][point] {
                Some(step) => self.step(step, state),
                None => Some(state),
            };
            let Some(after) = after else { continue };
            for &next in &outline.points[point].next {
                let slot = &mut states[next as usize - base];
                let joined = slot.map_or(after, |known| known.join(after));
                if *slot != Some(joined) {
                    *slot = Some(joined);
                    queue.push(next as usize);
                }
            }
        }
        for (offset, state) in states.iter().enumerate() {
            if let Some(state) = state {
                tell(base + offset, *state);
            }
        }
        states[(part.exit - part.entry) as usize]
    }
}
