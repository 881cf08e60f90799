//! What only the root futures of runtimes run: those of entry points, and those that a thread gives to `block_on`. In a runtime with several
//! threads, none of its workers polls them, so other tasks go on while they block. And what some handler runs, however many other tasks do.

use super::Tasks;
use super::entries::Threads;
use super::follows::for_each_follower;
use super::graph::{Graph, Kind, Node};
use super::outline::Outline;
use super::reach::Start;
use super::roots::RootLocation;
use super::states::State;
use crate::diagnostics::TaskKind;
use crate::names::CrateId;
use rustc_hash::FxHashMap;

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

    /// Whether the entry points that run a node all have an attribute that starts a runtime with several threads, or start one themselves.
    pub(super) fn is_in_threaded_roots(&self, node: Node) -> bool {
        let is_other = |start: &Start| self.kind_of(start) == Some(TaskKind::Main) && !self.has_several_threads(start);
        !self.unthreaded.get_or_init(|| self.reached(&is_other, &|_| true))[node as usize]
    }

    fn has_several_threads(&self, start: &Start) -> bool {
        let threads = |body: usize| self.entries[body].as_ref().map_or(Threads::Unknown, |entry| entry.threads);
        match start.root.map(|root| self.places[root as usize]) {
            Some(RootLocation::Name(def)) => self.graph.body(def).is_some_and(|body| threads(body) != Threads::Unknown),
            // A thread that an entry point starts, and that builds the runtime itself.
            Some(RootLocation::Call(body, _)) => threads(body) == Threads::Built && self.graph.makes_runtime(start.node, body),
            _ => false,
        }
    }

    /// Whether a handler certainly runs a node.
    pub(super) fn is_in_handler(&self, node: Node) -> bool {
        let is_handler = |start: &Start| self.kind_of(start) == Some(TaskKind::Handler);
        self.handled.get_or_init(|| self.reached(&is_handler, &|node| is_certain(&self.graph, node)))[node as usize]
    }

    /// Whether a handler, a spawned task or a stream certainly runs a node. Futures that one of these joins or selects are part of it.
    pub(super) fn is_in_task(&self, node: Node) -> bool {
        let of_branch = |start: &Start| start.root.filter(|root| self.graph.is_branch(self.places[*root as usize]));
        let tasked = self.tasked.get_or_init(|| {
            let mut branches: FxHashMap<Node, Vec<Node>> = FxHashMap::default();
            for start in self.begin.starts.iter().filter(|start| start.state != State::Test) {
                let owner = of_branch(start).and_then(|root| self.graph.owner_of(self.places[root as usize]));
                if let Some(owner) = owner {
                    branches.entry(owner).or_default().push(start.node);
                }
            }
            let is_task = |start: &&Start| {
                let kind = self.kind_of(start);
                start.state != State::Test && of_branch(start).is_none() && kind.is_some_and(|kind| kind != TaskKind::Main)
            };
            let mut tasked = vec![false; self.graph.nodes.len()];
            let mut open: Vec<Node> = self.begin.starts.iter().filter(is_task).map(|start| start.node).collect();
            while let Some(node) = open.pop() {
                if is_certain(&self.graph, node) && !std::mem::replace(&mut tasked[node as usize], true) {
                    for_each_follower(&self.graph, node, &mut |next| open.push(next));
                    open.extend(branches.get(&node).into_iter().flatten());
                }
            }
            tasked
        });
        tasked[node as usize]
    }

    /// Whether the states of the code around them show all tasks that stay on the thread of their root future, in programs with this crate: some root
    /// runs each call that starts one.
    pub(in crate::analysis) fn sees_local_tasks(&self, krate: CrateId) -> bool {
        let unseen = self.unseen_local.get_or_init(|| {
            let bodies = self.graph.outlines.iter().enumerate().filter(|(_, outline)| !outline.in_test);
            let starts_unseen = |body: usize, outline: &Outline| {
                let local = (0..outline.roots.len()).filter(|root| outline.roots[*root].is_local);
                let mut owners = local.map(|root| self.graph.owner_of(RootLocation::Call(body, root)));
                owners.any(|owner| owner.is_none_or(|node| self.reach.entered[node as usize].is_empty()))
            };
            bodies.filter(|(body, outline)| starts_unseen(*body, outline)).map(|(_, outline)| outline.def.krate).collect()
        });
        !unseen.iter().any(|other| self.graph.visible.is_together(krate, *other))
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

/// Whether a node is no guess of what a call may run.
fn is_certain(graph: &Graph, node: Node) -> bool {
    !matches!(graph.nodes[node as usize], Kind::Weak(_))
}
