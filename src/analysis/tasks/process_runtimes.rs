//! Which runtimes of the process each root may run on. Only those that a body makes and keeps to itself are told apart; entry points share one.

use super::follows::for_each_follower;
use super::graph::{Graph, Kind, Node, Step};
use super::outline::{NodeRef, RootSite, TaskRuntime};
use super::reach::Start;
use super::roots::{FoundRoot, RootLocation};
use super::verdict::unit_at;
use crate::diagnostics::TaskKind;
use rustc_hash::{FxHashMap, FxHashSet};

/// A set of runtimes, one bit for each.
pub(super) type Runtimes = u64;

/// Every runtime.
pub(super) const ALL: Runtimes = Runtimes::MAX;

/// The runtime that attributes start.
const MAIN: Runtimes = 1;

/// By root, the runtimes that it may run on: all if that is not known. `starts` are those of the roots and of other code.
pub(super) fn runtimes_of(
    graph: &mut Graph,
    roots: &[FoundRoot],
    starts: &[Start],
    is_async: &dyn Fn(&FoundRoot) -> bool,
) -> Vec<Runtimes> {
    let mut bits: FxHashMap<(usize, u32), Runtimes> = FxHashMap::default();
    for body in 0..graph.outlines.len() {
        let outline = &graph.outlines[body];
        let spawned = outline.roots.iter().filter_map(|root| if let TaskRuntime::Own(number) = root.runtime { Some(number) } else { None });
        for number in spawned.chain(outline.driven.iter().map(|(number, _)| *number)).collect::<Vec<_>>() {
            let next = u32::try_from(bits.len() + 1).unwrap_or(u32::MAX);
            bits.entry((body, number)).or_insert_with(|| MAIN.checked_shl(next).unwrap_or(ALL));
        }
    }
    let is_spawned_on = |root: &FoundRoot| matches!(site(graph, root), Some(site) if matches!(site.runtime, TaskRuntime::Own(_)));
    if !roots.iter().any(is_spawned_on) {
        return vec![ALL; roots.len()];
    }
    let mut search = Search { of: vec![0; graph.nodes.len()], own: vec![FxHashSet::default(); graph.outlines.len()], open: Vec::new() };
    for (&(body, number), &bit) in &bits {
        let driven: Vec<NodeRef> = graph.outlines[body].driven.iter().filter(|(of, _)| *of == number).map(|(_, node)| *node).collect();
        for node in driven.into_iter().filter_map(|of| graph.node(body, of)).collect::<Vec<_>>() {
            search.own[body].insert(node);
            search.add(node, bit);
        }
    }
    search.of.resize(graph.nodes.len(), 0);
    let has_main = roots.iter().any(|root| root.task.kind == TaskKind::Main && is_async(root));
    let mut found: Vec<Runtimes> = roots.iter().map(|root| first(graph, root, &bits, has_main && is_async(root), has_main)).collect();
    for start in starts {
        search.add(start.node, start.root.map_or(ALL, |root| found[root as usize]));
    }
    // What runs the code that creates a root runs the root, unless the root says otherwise.
    let mut around: FxHashMap<Node, Vec<usize>> = FxHashMap::default();
    for (index, root) in roots.iter().enumerate() {
        if let (Some(site), RootLocation::Call(body, _)) = (site(graph, root), root.at)
            && site.runtime == TaskRuntime::Around
            && root.task.kind != TaskKind::Main
            && let Some(unit) = unit_at(&graph.outlines[body], site.span.start)
        {
            around.entry(graph.parts(body).start + Node::try_from(unit).unwrap_or(0)).or_default().push(index);
        }
    }
    loop {
        search.run(graph);
        // A handler runs wherever there is a server.
        let serving = search.serving(graph);
        for (index, root) in roots.iter().enumerate().filter(|(_, root)| root.task.kind == TaskKind::Handler) {
            found[index] |= serving;
            root.nodes.iter().for_each(|node| search.add(*node, found[index]));
        }
        for (node, indices) in &around {
            for &index in indices {
                found[index] |= search.of[*node as usize];
                roots[index].nodes.iter().for_each(|node| search.add(*node, found[index]));
            }
        }
        if search.open.is_empty() {
            break;
        }
    }
    found.iter().map(|runtimes| if *runtimes == 0 { ALL } else { *runtimes }).collect()
}

/// The call that creates a root.
fn site<'g>(graph: &'g Graph, root: &FoundRoot) -> Option<&'g RootSite> {
    let RootLocation::Call(body, number) = root.at else { return None };
    graph.outlines[body].roots.get(number)
}

/// What a root alone says.
fn first(graph: &Graph, root: &FoundRoot, bits: &FxHashMap<(usize, u32), Runtimes>, is_main: bool, has_main: bool) -> Runtimes {
    match (root.task.kind, root.at) {
        (TaskKind::Handler, _) if has_main => MAIN,
        (TaskKind::Main | TaskKind::Test, RootLocation::Name(_)) => {
            if is_main || root.task.kind == TaskKind::Test {
                MAIN
            } else {
                0
            }
        }
        // A thread is driven by no runtime.
        (TaskKind::Main, _) => 0,
        (TaskKind::Task, RootLocation::Call(body, _)) => match site(graph, root).map(|site| site.runtime) {
            Some(TaskRuntime::Own(number)) => bits.get(&(body, number)).copied().unwrap_or(ALL),
            Some(TaskRuntime::Around) => 0,
            Some(TaskRuntime::Unknown) | None => ALL,
        },
        _ => ALL,
    }
}

struct Search {
    /// By node: the runtimes that may drive it.
    of: Vec<Runtimes>,
    /// By body: what its own runtimes drive, whoever runs the body.
    own: Vec<FxHashSet<Node>>,
    open: Vec<Node>,
}

impl Search {
    fn add(&mut self, node: Node, runtimes: Runtimes) {
        if self.of.len() <= node as usize {
            self.of.resize(node as usize + 1, 0);
        }
        let known = &mut self.of[node as usize];
        if *known | runtimes != *known {
            *known |= runtimes;
            self.open.push(node);
        }
    }

    fn run(&mut self, graph: &Graph) {
        while let Some(node) = self.open.pop() {
            let runtimes = self.of[node as usize];
            let body = if let Kind::Unit(body, _) = &graph.nodes[node as usize] { Some(*body) } else { None };
            let mut next = Vec::new();
            for_each_follower(graph, node, &mut |follower| next.push(follower));
            next.retain(|follower| body.is_none_or(|body| !self.own[body].contains(follower)));
            for follower in next {
                self.add(follower, runtimes);
            }
        }
    }

    /// The runtimes on which something serves.
    fn serving(&self, graph: &Graph) -> Runtimes {
        let serves = |node: usize| match &graph.nodes[node] {
            Kind::Server => true,
            Kind::Unit(body, unit) => {
                let points = graph.outlines[*body].units[*unit].points();
                graph.steps[*body][points].iter().flatten().any(|step| matches!(step, Step::Serve))
            }
            _ => false,
        };
        (0..graph.nodes.len()).filter(|node| self.of[*node] != 0 && serves(*node)).fold(0, |all, node| all | self.of[node])
    }
}
