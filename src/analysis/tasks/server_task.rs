//! The task that is the server: an entry point spawns only this task and then just waits. What it does before it serves stalls no other task.

use super::effects::{Effects, Walk};
use super::entries::Entry;
use super::graph::{Graph, Kind, Node, Step};
use super::outline::{Event, NodeRef, RootKind};
use super::states::State;
use crate::diagnostics::TaskKind;

/// How many fns and variables are followed to find what a task does.
const MAX_LOOKED_THROUGH: usize = 16;

/// The index of such a task among the roots of a body. `nodes_of` returns the nodes that a root runs.
pub(super) fn lone(
    graph: &Graph,
    effects: &Effects,
    nodes_of: &dyn Fn(usize, usize) -> Vec<Node>,
    body: usize,
    entry: Option<&Entry>,
) -> Option<usize> {
    let outline = &graph.outlines[body];
    let spawns = outline.roots.iter().any(|root| root.begins == RootKind::Spawned);
    if outline.in_test || !spawns || entry.and_then(|entry| entry.kind) != Some(TaskKind::Main) {
        return None;
    }
    let mut walk = Walk::default();
    let mut seen = vec![false; outline.units.len()];
    let mut open = vec![0];
    while let Some(unit) = open.pop() {
        if std::mem::replace(&mut seen[unit], true) {
            continue;
        }
        walk.go(effects, graph, (body, unit), State::Alone);
        for (at, _) in walk.reached_points(outline).filter(|(_, state)| *state == State::Alone) {
            let point = &outline.points[at];
            match &point.event {
                Some(Event::Spawn(root)) if !point.in_loop && only_waits(graph, effects, body, at) => {
                    let root = *root as usize;
                    let is_spawned = outline.roots.get(root).is_some_and(|site| site.begins == RootKind::Spawned);
                    if is_spawned && nodes_of(body, root).iter().any(|node| serves(graph, effects, *node, MAX_LOOKED_THROUGH)) {
                        return Some(root);
                    }
                }
                // `runtime.block_on(async { .. })`
                Some(Event::Run(nodes) | Event::Here(nodes)) => {
                    if let [NodeRef::Unit(inner)] = nodes[..]
                        && only_waits(graph, effects, body, at)
                    {
                        open.push(inner as usize);
                    }
                }
                _ => {}
            }
        }
    }
    None
}

/// Whether only waits and background tasks follow a point of a body: no fn of the workspace runs, and no future of other code.
fn only_waits(graph: &Graph, effects: &Effects, body: usize, from: usize) -> bool {
    let points = &graph.outlines[body].points;
    let mut seen = vec![false; points.len()];
    let mut open = points[from].next.clone();
    while let Some(at) = open.pop() {
        let at = at as usize;
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let is_idle = match &graph.steps[body][at] {
            None => points[at].event != Some(Event::Foreign),
            Some(Step::Background(_)) => true,
            Some(Step::Run(nodes) | Step::Here(nodes) | Step::Beside(nodes)) => nodes.iter().all(|node| effects.is_inert(*node)),
            Some(_) => false,
        };
        if !is_idle {
            return false;
        }
        open.extend(&points[at].next);
    }
    true
}

/// Whether a task spawns others, or serves.
fn serves(graph: &Graph, effects: &Effects, node: Node, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match &graph.nodes[node as usize] {
        Kind::Unit(body, unit) => begins_tasks(graph, effects, *body, *unit),
        Kind::Through(nodes) if nodes.len() == 1 => serves(graph, effects, nodes[0], depth),
        Kind::Server => true,
        Kind::Through(_) | Kind::Weak(_) => false,
    }
}

/// Whether other tasks begin while a part of a body runs, or are left when it has ended.
pub(super) fn begins_tasks(graph: &Graph, effects: &Effects, body: usize, unit: usize) -> bool {
    let mut walk = Walk::default();
    let after = walk.go(effects, graph, (body, unit), State::Alone);
    after.is_some_and(|after| after != State::Alone) || walk.reached_points(&graph.outlines[body]).any(|(_, state)| state != State::Alone)
}
