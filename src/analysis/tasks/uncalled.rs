//! Async fns that a library offers and that no fn of the workspace is seen to call: who awaits them is unknown, but that it is someone else is not.

use super::Tasks;
use super::follows::for_each_follower;
use super::graph::{Kind, Node};
use super::states::State;
use super::verdict::short;
use crate::facts::Visibility;
use crate::names::{CrateStore, DefId};
use crate::project::TargetKind;

impl Tasks {
    /// The clause about the code of a fn that no root is known to run: `None` unless the fn is async, public, in a library, and without callers outside
    /// of tests.
    pub(super) fn uncalled(&self, store: &CrateStore<'_>, def: DefId) -> Option<String> {
        let node = self.graph.code(def)?;
        let is_public = store.item(def).is_some_and(|item| item.visibility == Visibility::Public);
        let is_offered = is_public && store.krate(def.krate).target == TargetKind::Lib && !store.is_of_trait(def);
        let is_async = self.graph.body(def).is_some_and(|body| self.graph.outlines[body].is_async);
        let is_called = || self.called.get_or_init(|| self.find_called())[node as usize];
        if !is_offered || !is_async || is_called() {
            return None;
        }
        let callers = if self.reach.entered[node as usize].has(State::Test) {
            "only tests are seen to call in this workspace"
        } else {
            "no fn of this workspace is seen to call"
        };
        let name = store.display_path(def);
        Some(format!("runs in `{}`, a `pub async fn` that {callers}: whoever awaits it is stalled", short(&name)))
    }

    /// Whether a fn is no root and no value whose use is unknown: what runs it calls it by name.
    pub(in crate::analysis) fn is_only_awaited(&self, def: DefId) -> bool {
        let node = self.graph.code(def);
        node.is_some_and(|node| self.begin.starts.iter().all(|start| start.node != node))
    }

    /// By node, whether code outside of tests, or code that is not known, may run it.
    fn find_called(&self) -> Vec<bool> {
        let graph = &self.graph;
        let mut called = vec![false; graph.nodes.len()];
        for start in self.begin.starts.iter().filter(|start| start.state != State::Test) {
            called[start.node as usize] = true;
        }
        for node in (0..graph.nodes.len()).filter_map(|node| Node::try_from(node).ok()) {
            let is_in_test = matches!(&graph.nodes[node as usize], Kind::Unit(body, _) if graph.outlines[*body].in_test);
            if !is_in_test {
                for_each_follower(graph, node, &mut |next| called[next as usize] |= next != node);
            }
        }
        called
    }
}
