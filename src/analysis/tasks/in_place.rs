//! Fns that only run what a parameter holds: `with_transaction(|conn| ..)`. What is passed to such a parameter runs where the fn is called, so
//! each call is followed by itself; anything else is joined with what other callers pass.

use super::outline::{Event, NodeRef, Outline};
use crate::names::DefId;
use rustc_hash::{FxHashMap, FxHashSet};

/// A parameter of a fn, by its index.
pub(super) type Param = (DefId, u32);

/// The parameters of which fns only run what they receive. Where fns pass on what they receive to each other in a circle, they count unless one of
/// them does something else with it.
pub(super) fn in_place<'o>(outlines: impl Iterator<Item = &'o Outline> + Clone) -> FxHashSet<Param> {
    let asked: FxHashSet<Param> =
        outlines.clone().flat_map(|outline| &outline.givens).flat_map(|given| given.params.iter().copied()).collect();
    let fns: FxHashSet<DefId> = asked.iter().map(|(def, _)| *def).collect();
    let mut found: FxHashMap<Param, Vec<Param>> = FxHashMap::default();
    for outline in outlines.filter(|outline| fns.contains(&outline.def)) {
        let params = (0..).zip(run_in_place(outline)).filter_map(|(index, on)| Some(((outline.def, index), on?)));
        found.extend(params.filter(|(param, _)| asked.contains(param)));
    }
    let mut from: FxHashMap<Param, Vec<Param>> = FxHashMap::default();
    for (&param, on) in &found {
        for &on in on {
            from.entry(on).or_default().push(param);
        }
    }
    let mut open: Vec<Param> = asked.iter().filter(|param| !found.contains_key(param)).copied().collect();
    let mut not: FxHashSet<Param> = open.iter().copied().collect();
    while let Some(param) = open.pop() {
        open.extend(from.get(&param).into_iter().flatten().copied().filter(|param| not.insert(*param)));
    }
    asked.into_iter().filter(|param| !not.contains(param)).collect()
}

/// For each parameter of a fn, whether the fn only runs what it receives, in its own task: `None` if not, else the parameters to which it passes it
/// on, sorted.
pub(super) fn run_in_place(outline: &Outline) -> Vec<Option<Vec<Param>>> {
    let changes_tasks = outline.points.iter().any(|point| {
        let changes = matches!(
            point.event,
            Some(Event::Spawn(_) | Event::MaybeSpawn | Event::Serve | Event::NewRuntime | Event::LocalTasks | Event::Here(_))
        );
        changes || point.is_beside
    });
    if changes_tasks || outline.blocks_on || !ends(outline) {
        return vec![None; outline.params.len()];
    }
    let uses = Uses::new(outline);
    outline.params.iter().map(|param| uses.passed_on(NodeRef::Var(*param))).collect()
}

/// Whether the body may come to its end: what runs after it counts as what it runs.
fn ends(outline: &Outline) -> bool {
    let Some(unit) = outline.units.first() else { return false };
    let mut seen = vec![false; outline.points.len()];
    let mut open = vec![unit.entry];
    while let Some(point) = open.pop() {
        if !std::mem::replace(&mut seen[point as usize], true) {
            open.extend(&outline.points[point as usize].next);
        }
    }
    seen[unit.exit as usize]
}

/// What the nodes of a body are used for.
#[derive(Default)]
struct Uses {
    /// Nodes that become tasks, take turns with others, or are stored.
    apart: FxHashSet<NodeRef>,
    /// By node: those that run it.
    runners: FxHashMap<NodeRef, Vec<NodeRef>>,
    /// By node: the parameters that it is passed to.
    passed: FxHashMap<NodeRef, Vec<Param>>,
    /// What the fn returns as its future, or as a part of it.
    returned: FxHashSet<NodeRef>,
}

impl Uses {
    fn new(outline: &Outline) -> Self {
        let mut uses = Self::default();
        uses.apart.extend(outline.roots.iter().flat_map(|root| root.targets.iter().copied()));
        uses.apart.extend(&outline.escapes);
        for &(from, to) in &outline.links {
            match from {
                // The future that the fn returns.
                NodeRef::Drive(def) if def == outline.def => {
                    uses.returned.insert(to);
                }
                NodeRef::Var(_) => uses.runners.entry(to).or_default().push(from),
                _ => {
                    uses.apart.insert(to);
                }
            }
        }
        for (index, given) in (0..).zip(&outline.givens) {
            for &node in &given.nodes {
                uses.runners.entry(node).or_default().push(NodeRef::Given(index));
                uses.passed.entry(node).or_default().extend(&given.params);
            }
        }
        for (index, unit) in (0..).zip(&outline.units) {
            uses.apart.extend(unit.is_stream.then_some(NodeRef::Unit(index)));
            for point in &outline.points[unit.points()] {
                match &point.event {
                    Some(Event::Run(nodes) | Event::Repeat(nodes, _)) => {
                        for node in nodes {
                            uses.runners.entry(*node).or_default().push(NodeRef::Unit(index));
                        }
                    }
                    Some(Event::Beside(nodes)) => uses.apart.extend(nodes),
                    _ => {}
                }
            }
        }
        uses
    }

    /// The parameters to which a node is passed on; `None` if it does not run only as part of the fn, or of the future that the fn returns. What
    /// nothing is seen to run may have been stored.
    fn passed_on(&self, node: NodeRef) -> Option<Vec<Param>> {
        let mut passed = Vec::new();
        let mut seen = FxHashSet::from_iter([node]);
        let mut open = vec![node];
        let mut is_run = false;
        while let Some(node) = open.pop() {
            if node == NodeRef::Unit(0) || self.returned.contains(&node) || self.passed.contains_key(&node) {
                is_run = true;
            }
            if node == NodeRef::Unit(0) {
                continue;
            }
            if self.apart.contains(&node) {
                return None;
            }
            passed.extend(self.passed.get(&node).into_iter().flatten());
            open.extend(self.runners.get(&node).into_iter().flatten().copied().filter(|runner| seen.insert(*runner)));
        }
        passed.sort_unstable();
        passed.dedup();
        Some(passed).filter(|_| is_run)
    }
}
