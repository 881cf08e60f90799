//! Code that runs at most once per process: what only an entry point reaches, outside loops, and closures that initialise a static.
//!
//! Handlers and spawned tasks may run any number of times. So may code that nothing in the workspace runs.

use super::bounded::Times;
use super::follows::for_each_follower;
use super::graph::{Graph, Kind, Node, Step};
use super::outline::Point;
use super::reach::Start;
use super::roots::RootLocation;
use super::states::State;
use super::verdict::{point_at, unit_at};
use rustc_hash::{FxHashMap, FxHashSet};

/// Where code that runs once may begin.
#[derive(Debug, Default)]
pub(super) struct RunOnceInput {
    /// The nodes of entry points.
    pub(super) mains: Vec<Node>,
    /// Threads and the like: the call that starts one, and the node that it runs.
    pub(super) threads: Vec<(RootLocation, Node)>,
    /// All starts, including those above.
    pub(super) starts: Vec<Start>,
}

/// By node, whether it runs at most once. `components` are the strongly connected components; `repeats` says which points run more often than that, and
/// calls run their closures at most `times`.
pub(super) fn once(
    graph: &Graph,
    begin: &RunOnceInput,
    components: &[Vec<Node>],
    repeats: &dyn Fn(&Point) -> bool,
    times: Times,
) -> Vec<bool> {
    let mut search =
        Search { graph, threads: FxHashMap::default(), reached: vec![false; graph.nodes.len()], often: vec![false; graph.nodes.len()] };
    let mut often: Vec<Node> = components.iter().filter(|component| component.len() > 1).flatten().copied().collect();
    for &(at, runs) in &begin.threads {
        let Some((body, byte)) = graph.call_of(at) else { continue };
        let outline = &graph.outlines[body];
        let made = unit_at(outline, byte).and_then(|unit| Some((unit, point_at(outline, unit, byte)?)));
        match made {
            Some((unit, point)) if !repeats(&outline.points[point]) => {
                let owner = graph.parts(body).start + Node::try_from(unit).unwrap_or(0);
                search.threads.entry(owner).or_default().push(runs);
            }
            _ => often.push(runs),
        }
    }
    let fills = (0..graph.nodes.len()).filter_map(|node| Node::try_from(node).ok()).filter(|node| search.fills(*node));
    let first: Vec<Node> = begin.mains.iter().copied().chain(fills).collect();
    search.reach(first);
    let known: FxHashSet<Node> = begin.mains.iter().copied().chain(begin.threads.iter().map(|(_, node)| *node)).collect();
    let others = begin.starts.iter().filter(|start| start.state != State::Test && !known.contains(&start.node));
    often.extend(others.map(|start| start.node));
    for (body, outline) in graph.outlines.iter().enumerate().filter(|(_, outline)| !outline.in_test) {
        for (node, unit) in graph.parts(body).zip(&outline.units) {
            if !search.reached[node as usize] {
                often.push(node);
            }
            for (point, step) in outline.points[unit.points()].iter().zip(&graph.steps[body][unit.points()]) {
                match step {
                    Some(Step::Repeat(nodes, as_often)) if *as_often > times => often.extend(nodes),
                    Some(Step::Run(nodes) | Step::Repeat(nodes, _) | Step::Beside(nodes) | Step::Here(nodes))
                        if repeats(point) || nodes.contains(&node) =>
                    {
                        often.extend(nodes);
                    }
                    _ => {}
                }
            }
        }
    }
    search.spread(often);
    search.reached.iter().zip(&search.often).map(|(reached, often)| *reached && !often).collect()
}

struct Search<'g> {
    graph: &'g Graph,
    /// The threads that a node starts.
    threads: FxHashMap<Node, Vec<Node>>,
    /// What an entry point, or the initialiser of a static, reaches.
    reached: Vec<bool>,
    /// What may run more than once.
    often: Vec<bool>,
}

impl Search<'_> {
    /// Whether a node is the closure that initialises a static. It runs once, however often it is passed.
    fn fills(&self, node: Node) -> bool {
        matches!(&self.graph.nodes[node as usize], Kind::Unit(body, unit) if self.graph.outlines[*body].units[*unit].fills)
    }

    fn reach(&mut self, mut open: Vec<Node>) {
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut self.reached[node as usize], true) {
                for_each_follower(self.graph, node, &mut |next| open.push(next));
                open.extend(self.threads.get(&node).into_iter().flatten());
            }
        }
    }

    fn spread(&mut self, mut open: Vec<Node>) {
        while let Some(node) = open.pop() {
            if !self.fills(node) && !std::mem::replace(&mut self.often[node as usize], true) {
                for_each_follower(self.graph, node, &mut |next| open.push(next));
                open.extend(self.threads.get(&node).into_iter().flatten());
            }
        }
    }
}
