//! What each node runs or drives, as one list for all nodes.

use super::graph::{Graph, Kind, Node, Step};

/// Tells what a node runs or drives, for certain or perhaps.
pub(super) fn for_each_follower(graph: &Graph, node: Node, tell: &mut dyn FnMut(Node)) {
    match &graph.nodes[node as usize] {
        Kind::Unit(body, unit) => {
            for step in graph.steps[*body][graph.outlines[*body].units[*unit].points()].iter().flatten() {
                if let Step::Run(nodes) | Step::Repeat(nodes) | Step::Beside(nodes) | Step::Here(nodes) = step {
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

/// Who follows whom.
pub(super) struct Follows {
    /// The followers of all nodes, one node after the other; of each, first those that are certain, then what is only guessed.
    followers: Vec<Node>,
    /// By node: where its followers begin, where the guesses among them do.
    starts: Vec<(u32, u32)>,
}

impl Follows {
    /// Of a graph to which no node is added any more.
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

    /// What a node runs or drives for certain.
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
