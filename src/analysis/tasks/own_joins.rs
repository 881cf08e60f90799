//! Joins of a fixed number of futures that this workspace wrote, and joins of many of them. If all of them end and start nothing, a join before
//! anything was spawned is one step of the startup: what blocks in it delays only that step.

use super::effects::Effects;
use super::graph::{Graph, Node};
use super::states::State;
use super::values::Values;
use crate::catalogue::Role;
use crate::facts::{BlockKind, ExprId, ExprKind};
use crate::names::CrateId;
use rustc_hash::FxHashSet;

/// How the futures of a join are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum OwnJoin {
    /// Not a join, or some of its futures are not from this workspace.
    #[default]
    No,
    /// Each of its futures is from this workspace.
    Fixed,
    /// It joins any number of futures of one kind.
    Many,
}

impl Values<'_> {
    /// Remembers how the futures of a `join!` are known.
    pub(super) fn keep_join(&mut self, id: ExprId, futures: &[ExprId]) {
        if futures.iter().all(|future| self.is_own_future(*future)) {
            self.own_joins.insert(id, OwnJoin::Fixed);
        }
    }

    /// The same for a call that joins its arguments, or the futures in its only one.
    pub(super) fn keep_join_call(&mut self, id: ExprId, args: &[ExprId], is_many: bool) {
        match &self.view.body.exprs[id].kind {
            ExprKind::Call { .. } if is_many => {
                self.own_joins.insert(id, OwnJoin::Many);
            }
            ExprKind::Call { .. } if !args.is_empty() => self.keep_join(id, args),
            _ => {}
        }
    }

    /// Whether an expression is a future of a workspace fn or block, possibly adapted.
    fn is_own_future(&self, id: ExprId) -> bool {
        match &self.view.body.exprs[id].kind {
            ExprKind::Block { kind: BlockKind::Async { .. }, .. } => true,
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } if self.targets.get(&id).is_some_and(|targets| !targets.is_empty()) => true,
            ExprKind::MethodCall { receiver, .. } => self.is_own_future(*receiver),
            ExprKind::Call { args, .. } => !self.plays(id, Role::Serve) && args.iter().any(|arg| self.is_own_future(*arg)),
            _ => false,
        }
    }
}

/// By crate, whether its programs may have a server that is not seen: fns that only the code of another crate calls, but neither handlers nor tasks.
#[derive(Default)]
pub(super) struct UnseenServers {
    pub(super) crates: FxHashSet<CrateId>,
    /// Crates whose programs have handlers or tasks.
    pub(super) serving: FxHashSet<CrateId>,
}

impl UnseenServers {
    /// `called` are the crates with fns that only other code calls, `served` those with handlers and tasks.
    pub(super) fn new(graph: &Graph, called: &FxHashSet<CrateId>, served: &FxHashSet<CrateId>) -> Self {
        let has_join = |body: &usize| graph.outlines[*body].points.iter().any(|point| point.own_join != OwnJoin::No);
        let asked: FxHashSet<CrateId> = (0..graph.outlines.len()).filter(has_join).map(|body| graph.outlines[body].def.krate).collect();
        let together = |krate: CrateId, other: CrateId| graph.visible.is_together(krate, other);
        let serving = asked.iter().copied().filter(|krate| served.iter().any(|other| together(*krate, *other)));
        let serving: FxHashSet<CrateId> = serving.collect();
        let unseen = asked.into_iter().filter(|krate| !serving.contains(krate) && called.iter().any(|other| together(*krate, *other)));
        Self { crates: unseen.collect(), serving }
    }
}

/// Whether a join at a point of a body is one step: each of its futures ends, and leaves no task behind.
pub(super) fn is_one_step(graph: &Graph, effects: &Effects, (body, point): (usize, usize), nodes: &[Node]) -> bool {
    let outline = &graph.outlines[body];
    let krate = outline.def.krate;
    let is_known = match outline.points[point].own_join {
        OwnJoin::No => false,
        OwnJoin::Fixed => !graph.unseen_servers.crates.contains(&krate),
        // In a program that serves nobody, the many futures are its work.
        OwnJoin::Many => graph.unseen_servers.serving.contains(&krate),
    };
    is_known && !nodes.is_empty() && nodes.iter().all(|node| effects.after(*node, State::Alone).is_some_and(State::is_untouched))
}

/// The points of a body at which such a join runs a node.
pub(super) fn steps_with(graph: &Graph, effects: &Effects, body: usize, node: Node) -> bool {
    let mut found = graph.joins(body).filter(|(_, nodes)| nodes.contains(&node)).peekable();
    found.peek().is_some() && found.all(|(point, nodes)| is_one_step(graph, effects, (body, point), nodes))
}
