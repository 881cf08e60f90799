//! What a node turns out to be when the fns and variables in front of it are looked through: a background task, or the part that makes a runtime.

use super::graph::{Graph, Kind, Node, Step};
use super::outline::{NodeRef, Waits};
use super::states::State;
use std::sync::Arc;

/// How many fns and variables are followed to find what a task waits for.
const MAX_LOOKED_THROUGH: usize = 16;

/// A variable that may hold more futures than this is not checked for background tasks.
const MAX_BACKGROUND: usize = 8;

impl Graph {
    /// The only arm of a `select!` whose future does not wait for a timer or a signal. It stalls none of the others: what follows a timer would wait
    /// for this arm anyway.
    pub(super) fn lone_arm(&mut self, body: usize, select: u32) -> Option<u32> {
        let outline = Arc::clone(&self.outlines[body]);
        let arms = &outline.selects[select as usize].arms;
        let mut working = (0..).zip(arms).filter(|(_, arm)| {
            let mut futures = arm.futures.iter();
            let mut waits = |of: &NodeRef| self.node(body, *of).is_some_and(|node| self.background(node).is_some());
            !arm.is_background && (arm.futures.is_empty() || !futures.all(&mut waits))
        });
        let only = working.next()?.0;
        working.next().is_none().then_some(only)
    }

    /// The state that a background task leads to; `None` if the node is no background task.
    pub(super) fn background(&mut self, node: Node) -> Option<State> {
        self.background_within(node, MAX_LOOKED_THROUGH)
    }

    fn background_within(&mut self, node: Node, depth: usize) -> Option<State> {
        let depth = depth.checked_sub(1)?;
        match &self.nodes[node as usize] {
            Kind::Unit(body, unit) => match self.outlines[*body].units[*unit].waits {
                Waits::Signal => Some(State::Watched),
                Waits::Timer => Some(State::Background),
                Waits::As(of) => {
                    let body = *body;
                    let node = self.node(body, of)?;
                    self.background_within(node, depth)
                }
                Waits::Other => None,
            },
            Kind::Through(nodes) if nodes.len() <= MAX_BACKGROUND => {
                let nodes = nodes.clone();
                let tasks = nodes.into_iter().map(|node| self.background_within(node, depth));
                tasks.reduce(|one, other| one.zip(other).map(|(one, other)| one.max(other))).flatten()
            }
            Kind::Through(_) | Kind::Weak(_) | Kind::Server => None,
        }
    }

    /// Whether a node is a part of this body, possibly in a variable, that makes a runtime.
    pub(super) fn makes_runtime(&self, node: Node, of: usize) -> bool {
        let mut at = node;
        for _ in 0..MAX_LOOKED_THROUGH {
            match &self.nodes[at as usize] {
                Kind::Through(nodes) if nodes.len() == 1 => at = nodes[0],
                Kind::Unit(body, unit) if *body == of => {
                    let points = self.outlines[*body].units[*unit].points();
                    return self.steps[*body][points].iter().flatten().any(|step| matches!(step, Step::NewRuntime { .. }));
                }
                Kind::Unit(..) | Kind::Through(_) | Kind::Weak(_) | Kind::Server => return false,
            }
        }
        false
    }
}
