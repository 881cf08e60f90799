//! What only the root futures of runtimes run: those of entry points, and those that a thread gives to `block_on`. In a runtime with several
//! threads, none of its workers polls them, so other tasks go on while they block. And what some handler runs, however many other tasks do.

use super::Tasks;
use super::follows::for_each_follower;
use super::graph::{Kind, Node};
use super::reach::Start;
use super::roots::RootLocation;
use super::states::State;
use crate::diagnostics::TaskKind;

impl Tasks {
    /// Whether nothing but root futures may run a node.
    pub(super) fn is_in_root_futures(&self, node: Node) -> bool {
        let is_shared = |start: &Start| match self.kind_of(start) {
            Some(kind) => kind != TaskKind::Main && !start.is_step,
            // A fn that the configuration calls part of the startup.
            None => start.state != State::Alone,
        };
        !self.shared.get_or_init(|| self.reached(&is_shared, &|_| true))[node as usize]
    }

    /// Whether the entry points that run a node all have an attribute that starts a runtime with several threads.
    pub(super) fn is_in_threaded_roots(&self, node: Node) -> bool {
        let is_other = |start: &Start| self.kind_of(start) == Some(TaskKind::Main) && !self.has_several_threads(start);
        !self.unthreaded.get_or_init(|| self.reached(&is_other, &|_| true))[node as usize]
    }

    fn has_several_threads(&self, start: &Start) -> bool {
        let Some(RootLocation::Name(def)) = start.root.map(|root| self.places[root as usize]) else { return false };
        let entry = self.graph.body(def).and_then(|body| self.entries[body].as_ref());
        entry.is_some_and(|entry| entry.has_several_threads)
    }

    /// Whether a handler certainly runs a node.
    pub(super) fn is_in_handler(&self, node: Node) -> bool {
        let is_handler = |start: &Start| self.kind_of(start) == Some(TaskKind::Handler);
        let is_certain = |node: Node| !matches!(self.graph.nodes[node as usize], Kind::Weak(_));
        self.handled.get_or_init(|| self.reached(&is_handler, &is_certain))[node as usize]
    }

    fn kind_of(&self, start: &Start) -> Option<TaskKind> {
        start.root.map(|root| self.roots[root as usize].kind)
    }

    /// By node, whether these starts outside of tests reach it through nodes that are followed.
    fn reached(&self, is_wanted: &dyn Fn(&Start) -> bool, is_followed: &dyn Fn(Node) -> bool) -> Vec<bool> {
        let mut reached = vec![false; self.graph.nodes.len()];
        let starts = self.begin.starts.iter().filter(|start| start.state != State::Test && is_wanted(start));
        let mut open: Vec<Node> = starts.map(|start| start.node).collect();
        while let Some(node) = open.pop() {
            if is_followed(node) && !std::mem::replace(&mut reached[node as usize], true) {
                for_each_follower(&self.graph, node, &mut |next| open.push(next));
            }
        }
        reached
    }
}
