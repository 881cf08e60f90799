//! The roots of all tasks: where each is in the code, and which nodes it runs.

use super::super::effects::local_effects::AnalysisCtx;
use super::graph::{Graph, Kind, Node};
use super::outline::{NodeRef, RootKind};
use super::prefixes::Prefixes;
use super::reach::starts_in_bodies;
use super::states::State;
use super::verdict::unit_at;
use super::wrappers::Wrappers;
use crate::diagnostics::{Task, TaskKind};
use crate::names::DefId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A root, as found in the code.
pub(super) struct FoundRoot {
    pub(super) task: Task,
    pub(super) at: RootLocation,
    /// The state in which its code begins to run.
    pub(super) state: State,
    /// The nodes of its code.
    pub(super) nodes: Vec<u32>,
    /// Whether the fn itself says so, by an attribute or its signature; else another body does.
    pub(super) is_declared: bool,
}

/// Where a root is.
#[derive(Clone, Copy, Debug)]
pub(super) enum RootLocation {
    /// At the name of a fn.
    Name(DefId),
    /// At the call that creates it: the index of the body, and of the root in that body.
    Call(usize, usize),
    /// At the call of a fn that creates it: the index of the body, and of what the call passes among the givens of that body.
    Given(usize, usize),
    /// At a part of a body: the indices of the body and of the part.
    Unit(usize, usize),
}

/// Roots created in bodies: spawned tasks, branches, handlers and threads.
pub(super) fn roots_in_bodies(
    cx: &AnalysisCtx<'_>,
    graph: &mut Graph,
    prefixes: &mut Prefixes<'_>,
    display: &dyn Fn(&Path) -> String,
) -> Vec<FoundRoot> {
    let mut by_site: BTreeMap<(usize, usize), (State, Vec<u32>)> = BTreeMap::new();
    for (body, root, node, state) in starts_in_bodies(graph) {
        by_site.entry((body, root)).or_insert_with(|| (state, Vec::new())).1.push(node);
    }
    let mut found = Vec::new();
    for ((body, root), (state, nodes)) in by_site {
        let is_handler = matches!(graph.outlines[body].roots[root].begins, RootKind::Handler(_));
        for (runs, nodes) in if is_handler { graph.by_fn(nodes) } else { vec![(None, nodes)] } {
            let outline = &graph.outlines[body];
            let site = &outline.roots[root];
            let kind = site.begins.kind();
            let route = match &site.begins {
                RootKind::Handler(route) => route.as_ref().and_then(|route| prefixes.shown(route)),
                _ => None,
            };
            // A fn is shown by its own name, a block or closure by the enclosing fn.
            let named = site.targets.iter().find_map(|target| match target {
                NodeRef::Code(def) | NodeRef::Drive(def) => Some(*def),
                _ => None,
            });
            let callee = named.or(runs);
            let at = match (kind, callee) {
                (TaskKind::Handler, Some(def)) => RootLocation::Name(def),
                _ => RootLocation::Call(body, root),
            };
            let kind = if state == State::Test { TaskKind::Test } else { kind };
            let mut task = found_at(cx, graph, at, display, kind, callee.unwrap_or(outline.def));
            task.route = route;
            // The fn that makes a handler of a closure is none itself.
            if kind == TaskKind::Handler && callee.is_none() {
                task.name.push_str("::{closure}");
            }
            found.push(FoundRoot { task, at, state, nodes, is_declared: false });
        }
    }
    found
}

/// Roots that fns create for their callers: one for each call.
pub(super) fn roots_of_wrappers(
    cx: &AnalysisCtx<'_>,
    graph: &Graph,
    wrappers: &Wrappers,
    display: &dyn Fn(&Path) -> String,
) -> Vec<FoundRoot> {
    let mut found = Vec::new();
    for (body, given, begins, nodes) in &wrappers.calls {
        let outline = &graph.outlines[*body];
        let (kind, state) = if outline.in_test { (TaskKind::Test, State::Test) } else { (begins.kind(), begins.state()) };
        let named = outline.givens[*given].nodes.iter().find_map(|node| match node {
            NodeRef::Code(def) | NodeRef::Drive(def) => Some(*def),
            _ => None,
        });
        let at = RootLocation::Given(*body, *given);
        let task = found_at(cx, graph, at, display, kind, named.unwrap_or(outline.def));
        found.push(FoundRoot { task, at, state, nodes: nodes.clone(), is_declared: false });
    }
    found
}

/// Adds streams as roots, since it is not always known who polls them.
pub(super) fn add_streams(cx: &AnalysisCtx<'_>, graph: &Graph, display: &dyn Fn(&Path) -> String, roots: &mut Vec<FoundRoot>) {
    for (body, outline) in graph.outlines.iter().enumerate() {
        for (index, _) in outline.units.iter().enumerate().filter(|(_, unit)| unit.is_stream) {
            let Some(first) = graph.code(outline.def) else { continue };
            let (kind, state) = if outline.in_test { (TaskKind::Test, State::Test) } else { (TaskKind::Stream, State::Unknown) };
            let at = RootLocation::Unit(body, index);
            let task = found_at(cx, graph, at, display, kind, outline.def);
            let nodes = vec![first + u32::try_from(index).unwrap_or(0)];
            roots.push(FoundRoot { task, at, state, nodes, is_declared: false });
        }
    }
}

/// A variable that may hold more handlers than this is shown as one.
const MAX_HANDLERS: usize = 256;

impl Graph {
    /// The fns whose code is behind these nodes, each with its nodes: a handler may come through a parameter. Other nodes stay together.
    fn by_fn(&self, nodes: Vec<Node>) -> Vec<(Option<DefId>, Vec<Node>)> {
        let mut by_fn: BTreeMap<Option<DefId>, Vec<Node>> = BTreeMap::new();
        let (mut open, mut seen) = (nodes.clone(), BTreeSet::new());
        while let Some(node) = open.pop() {
            if !seen.insert(node) || seen.len() > MAX_HANDLERS {
                continue;
            }
            match &self.nodes[node as usize] {
                Kind::Through(next) => open.extend(next),
                Kind::Unit(body, 0) => by_fn.entry(Some(self.outlines[*body].def)).or_default().push(node),
                Kind::Unit(..) | Kind::Weak(_) | Kind::Server => by_fn.entry(None).or_default().push(node),
            }
        }
        if by_fn.keys().all(Option::is_none) || seen.len() > MAX_HANDLERS { vec![(None, nodes)] } else { by_fn.into_iter().collect() }
    }

    /// The definition whose file contains a root.
    pub(super) fn home(&self, at: RootLocation) -> DefId {
        match at {
            RootLocation::Name(def) => def,
            RootLocation::Call(body, _) | RootLocation::Given(body, _) | RootLocation::Unit(body, _) => self.outlines[body].def,
        }
    }

    /// The call that creates a root: the index of its body, and its byte in the file.
    pub(super) fn call_of(&self, at: RootLocation) -> Option<(usize, u32)> {
        match at {
            RootLocation::Call(body, root) => Some((body, self.outlines[body].roots[root].span.start)),
            RootLocation::Given(body, given) => Some((body, self.outlines[body].givens[given].span.start)),
            RootLocation::Name(_) | RootLocation::Unit(..) => None,
        }
    }

    /// The part of a body that creates a root.
    pub(super) fn owner_of(&self, at: RootLocation) -> Option<Node> {
        let (body, byte) = self.call_of(at)?;
        let unit = unit_at(&self.outlines[body], byte)?;
        Some(self.parts(body).start + Node::try_from(unit).unwrap_or(0))
    }

    /// Whether a root is no task of its own, but one of several futures in one task.
    pub(super) fn is_branch(&self, at: RootLocation) -> bool {
        let RootLocation::Call(body, root) = at else { return false };
        matches!(self.outlines[body].roots[root].begins, RootKind::Branch | RootKind::Joined | RootKind::Arm(..))
    }

    /// Whether a root is a task that the others of its process share a runtime with.
    pub(super) fn is_sibling(&self, at: RootLocation) -> bool {
        !self.is_branch(at) && !self.is_shutdown_signal(at)
    }

    /// Whether a root is the future whose end makes a server stop.
    pub(super) fn is_shutdown_signal(&self, at: RootLocation) -> bool {
        matches!(at, RootLocation::Call(body, root) if self.outlines[body].roots[root].begins == RootKind::ShutdownSignal)
    }
}

/// The definition whose file contains a root, and the root's byte in that file.
pub(super) fn place(cx: &AnalysisCtx<'_>, graph: &Graph, at: RootLocation) -> (DefId, u32) {
    let byte = match at {
        RootLocation::Name(def) => cx.db.store.item(def).map_or(0, |item| item.name_span.start),
        RootLocation::Call(..) | RootLocation::Given(..) => graph.call_of(at).map_or(0, |(_, byte)| byte),
        RootLocation::Unit(body, unit) => graph.outlines[body].units[unit].span.start,
    };
    (graph.home(at), byte)
}

/// The task for a root at a place that runs the code of the fn `runs`.
pub(super) fn found_at(
    cx: &AnalysisCtx<'_>,
    graph: &Graph,
    at: RootLocation,
    display: &dyn Fn(&Path) -> String,
    kind: TaskKind,
    runs: DefId,
) -> Task {
    let (def, byte) = place(cx, graph, at);
    let file = cx.db.store.file(def);
    Task::new(kind, cx.db.store.display_path(runs), display(&file.path), file.lines.line(byte))
}

/// Merges roots that were found more than once, such as a handler by its attribute and by its route. A router knows better than an attribute, which
/// may only be documentation. The router of a test is none of the program's.
pub(super) fn merge(roots: &mut Vec<FoundRoot>) {
    let is_routed = |root: &&FoundRoot| !root.is_declared && root.task.route.is_some() && root.state != State::Test;
    let routed: BTreeSet<(String, u32, String)> = roots.iter().filter(is_routed).map(|root| key(&root.task)).collect();
    for root in roots.iter_mut().filter(|root| root.is_declared && routed.contains(&key(&root.task))) {
        root.task.route = None;
    }
    roots.sort_by(|a, b| (&a.task.path, a.task.line, &a.task, &a.nodes).cmp(&(&b.task.path, b.task.line, &b.task, &b.nodes)));
    let mut merged: Vec<FoundRoot> = Vec::new();
    for root in std::mem::take(roots) {
        match merged.last_mut() {
            Some(last) if is_same(&last.task, &root.task) => {
                if last.task.route.is_none() {
                    last.task.route = root.task.route;
                }
                last.nodes.extend(root.nodes);
            }
            _ => merged.push(root),
        }
    }
    *roots = merged;
}

fn key(task: &Task) -> (String, u32, String) {
    (task.path.clone(), task.line, task.name.clone())
}

fn is_same(a: &Task, b: &Task) -> bool {
    (&a.path, a.line, a.kind, &a.name) == (&b.path, b.line, b.kind, &b.name)
        && (a.route == b.route || a.route.is_none() || b.route.is_none())
}
