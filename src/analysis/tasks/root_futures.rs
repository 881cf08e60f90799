//! Code that only the root futures of runtimes run: those of entry points, and those that a thread gives to `block_on`. In a runtime with several
//! threads, none of its workers polls them, so other tasks go on while they block.

use super::Tasks;
use super::follows::for_each_follower;
use super::graph::Node;
use super::reach::Start;
use super::states::State;
use crate::diagnostics::TaskKind;

impl Tasks {
    /// Whether nothing but root futures may run a node.
    pub(super) fn is_in_root_futures(&self, node: Node) -> bool {
        let shared = self.shared.get_or_init(|| {
            let is_root_future = |start: &Start| match start.root {
                Some(root) => self.roots[root as usize].kind == TaskKind::Main,
                // A fn that the configuration calls part of the startup.
                None => start.state == State::Alone,
            };
            let mut shared = vec![false; self.graph.nodes.len()];
            let starts = self.begin.starts.iter().filter(|start| start.state != State::Test && !is_root_future(start));
            let mut open: Vec<Node> = starts.map(|start| start.node).collect();
            while let Some(node) = open.pop() {
                if !std::mem::replace(&mut shared[node as usize], true) {
                    for_each_follower(&self.graph, node, &mut |next| open.push(next));
                }
            }
            shared
        });
        !shared[node as usize]
    }
}
