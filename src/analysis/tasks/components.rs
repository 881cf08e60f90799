//! Which nodes run each other: the strongly connected components of the graph, by Tarjan's algorithm without recursion, callees first.

use super::follows::Follows;
use super::graph::Node;

const UNSEEN: u32 = u32::MAX;

/// The components; each comes after all that it runs.
pub(super) fn components(follows: &Follows) -> Vec<Vec<Node>> {
    let count = follows.nodes();
    let mut search = Search {
        index: vec![UNSEEN; count],
        low: vec![0; count],
        on_stack: vec![false; count],
        stack: Vec::new(),
        next: 0,
        found: Vec::new(),
    };
    for node in 0..count {
        if search.index[node] == UNSEEN {
            search.from(follows, u32::try_from(node).unwrap_or(UNSEEN));
        }
    }
    search.found
}

struct Search {
    index: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<Node>,
    next: u32,
    found: Vec<Vec<Node>>,
}

impl Search {
    fn enter(&mut self, node: Node) {
        self.index[node as usize] = self.next;
        self.low[node as usize] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.on_stack[node as usize] = true;
    }

    fn from(&mut self, follows: &Follows, start: Node) {
        let mut frames: Vec<(Node, &[Node], usize)> = Vec::new();
        self.enter(start);
        frames.push((start, follows.all(start), 0));
        while let Some((node, next, at)) = frames.last_mut() {
            let node = *node;
            if let Some(&to) = next.get(*at) {
                *at += 1;
                if self.index[to as usize] == UNSEEN {
                    self.enter(to);
                    frames.push((to, follows.all(to), 0));
                } else if self.on_stack[to as usize] {
                    self.low[node as usize] = self.low[node as usize].min(self.index[to as usize]);
                }
                continue;
            }
            frames.pop();
            if let Some((around, ..)) = frames.last() {
                let around = *around as usize;
                self.low[around] = self.low[around].min(self.low[node as usize]);
            }
            if self.low[node as usize] == self.index[node as usize] {
                let begin = self.stack.iter().rposition(|other| *other == node).unwrap_or(0);
                let component = self.stack.split_off(begin);
                for member in &component {
                    self.on_stack[*member as usize] = false;
                }
                self.found.push(component);
            }
        }
    }
}
