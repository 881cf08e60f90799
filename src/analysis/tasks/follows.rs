//! Which nodes each node runs or drives, as one list for all nodes.

use super::graph::{Graph, Kind, Node, Step};

/// Calls `tell` with every node that a node runs or drives, certainly or possibly.
pub(super) fn for_each_follower(graph: &Graph, node: Node, tell: &mut dyn FnMut(Node)) {
    match &graph.nodes[node as usize] {
        Kind::Unit(body, unit) => {
            for step in graph.steps[*body][graph.outlines[*body].units[*unit].points()].iter().flatten() {
                if let Step::Run(nodes) | Step::Repeat(nodes, _) | Step::Beside(nodes) | Step::Here(nodes) = step {
                    for node in nodes {
                        tell(*node);
                    }
                }
            }
        }
        Kind::Through(nodes) | Kind::Weak(nodes) => nodes.iter().for_each(|node| tell(*node)),
        Kind::Server => {}
    }
}

/// The followers of each node.
pub(super) struct Follows {
    /// The followers of all nodes, one node after the other. For each node the certain ones come first, then the guessed ones.
    followers: Vec<Node>,
    /// By node: the index of its first follower, and of its first guessed one.
    starts: Vec<(u32, u32)>,
}

impl Follows {
    /// Builds the lists; no node may be added to the graph afterwards.
    pub(super) fn new(graph: &Graph) -> Self {
        let mut follows = Self { followers: Vec::new(), starts: Vec::with_capacity(graph.nodes.len() + 1) };
        let mut guesses = Vec::new();
        for node in 0..graph.nodes.len() {
            let is_guess = |node: Node| matches!(graph.nodes[node as usize], Kind::Weak(_));
            let (node, start) = (Node::try_from(node).unwrap_or(Node::MAX), follows.end());
            let all = is_guess(node);
            for_each_follower(graph, node, &mut |next| {
                if all || is_guess(next) { &mut guesses } else { &mut follows.followers }.push(next);
            });
            follows.starts.push((start, follows.end()));
            follows.followers.append(&mut guesses);
        }
        follows.starts.push((follows.end(), follows.end()));
        follows
    }

    fn end(&self) -> u32 {
        u32::try_from(self.followers.len()).unwrap_or(u32::MAX)
    }

    /// What a node certainly runs or drives.
    pub(super) fn certain(&self, node: Node) -> &[Node] {
        let (start, guesses) = self.starts[node as usize];
        &self.followers[start as usize..guesses as usize]
    }

    /// Everything that a node may run or drive.
    pub(super) fn all(&self, node: Node) -> &[Node] {
        let (start, _) = self.starts[node as usize];
        let (end, _) = self.starts[node as usize + 1];
        &self.followers[start as usize..end as usize]
    }

    /// How many nodes there are.
    pub(super) fn nodes(&self) -> usize {
        self.starts.len() - 1
    }
}
