//! Fns that a library offers as the content of `main`. Where an entry point of the workspace runs one, that entry point is the root, and says in which
//! state and on which runtime the fn runs.

use super::follows::for_each_follower;
use super::graph::{Graph, Kind, Node};
use super::roots::{FoundRoot, RootLocation};
use super::states::State;
use crate::diagnostics::TaskKind;
use crate::names::DefId;

/// Leaves out the roots that other entry points run.
pub(super) fn leave_out_driven(graph: &Graph, roots: &mut Vec<FoundRoot>, is_offered: &dyn Fn(DefId) -> bool) {
    let offers = |root: &FoundRoot| matches!(root.at, RootLocation::Name(def) if root.task.kind == TaskKind::Main && is_offered(def));
    if !roots.iter().any(offers) {
        return;
    }
    let is_main = |root: &&FoundRoot| root.task.kind == TaskKind::Main && root.state != State::Test && !offers(root);
    let mut driven = vec![false; graph.nodes.len()];
    let mut open: Vec<Node> = roots.iter().filter(is_main).flat_map(|root| root.nodes.iter().copied()).collect();
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut driven[node as usize], true) {
            continue;
        }
        // What any part of a body runs: an edit that only moves a call from one part to another changes no root.
        match &graph.nodes[node as usize] {
            Kind::Unit(body, _) => open.extend(graph.parts(*body)),
            // What an unresolved call may mean.
            Kind::Weak(_) => continue,
            Kind::Through(_) | Kind::Server => {}
        }
        for_each_follower(graph, node, &mut |next| open.push(next));
    }
    roots.retain(|root| !offers(root) || !root.nodes.iter().any(|node| driven[*node as usize]));
}
