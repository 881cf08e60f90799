//! Which tasks run the code of a finding, and whether other tasks wait for it.
//!
//! One pass over each body ([`outline`]) finds the parts that run separately, the flow of futures and closures, and the order of events. The graph
//! of all bodies is then solved twice, each time in time linear in its size. [`Effects`] goes from callees to callers: the state that each node
//! leaves behind. [`Reach`] goes from the roots down: the states in which each point is reached.
//!
//! No framework is built in: `rules/tasks.toml` says which fns spawn, serve, join and route. An unknown case is never reported as "nobody".

mod argument_use;
mod background;
mod callee_roles;
mod calls;
mod components;
mod effects;
mod entries;
mod flow;
mod follows;
mod graph;
mod once;
mod outline;
mod propagation;
mod reach;
mod routes;
mod runtimes;
mod server_task;
mod states;
mod update;
mod values;
mod verdict;
mod visible;
mod wrapped;

pub(super) use verdict::Verdict;

use super::body::BodyView;
use super::drops::drop_points;
use super::edges::{Call, calls};
use super::local_effects::AnalysisCtx;
use super::places::{Places, places};
use crate::diagnostics::{Task, TaskKind};
use crate::names::{CrateKind, DefId};
use effects::Effects;
use entries::{Entry, entry};
use follows::Follows;
use graph::Graph;
use once::RunOnceInput;
use outline::{Outline, RootKind};
use reach::{Reach, Start, escaped, starts_in_bodies};
use rustc_hash::{FxHashMap, FxHashSet};
use server_task::lone;
use smallvec::SmallVec;
use states::State;
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use values::{Fate, Fates, Values};
use visible::{Visible, home};

/// A root, as found in the code.
struct FoundRoot {
    task: Task,
    at: RootLocation,
    /// The state in which its code begins to run.
    state: State,
    /// The nodes of its code.
    nodes: Vec<u32>,
}

/// Where a root is.
#[derive(Clone, Copy, Debug)]
enum RootLocation {
    /// At the name of a fn.
    Name(DefId),
    /// At the call that creates it: the index of the body, and of the root in that body.
    Call(usize, usize),
    /// At a part of a body: the indices of the body and of the part.
    Unit(usize, usize),
}

/// What the search for tasks keeps of a body: small, and free of expressions.
#[derive(Clone, Debug)]
pub(super) struct TaskFacts {
    outline: Arc<Outline>,
    entry: Option<Entry>,
}

/// The task facts of a body whose types and places are known.
pub(super) fn task_facts(cx: &AnalysisCtx<'_>, view: &BodyView<'_>, places: &Places, all: &[Call], in_test: bool) -> TaskFacts {
    let store = view.db.store;
    let mut targets: FxHashMap<crate::facts::ExprId, Vec<DefId>> = FxHashMap::default();
    for call in all {
        let local = call.targets.iter().map(|target| target.def).filter(|def| store.krate(def.krate).kind == CrateKind::Local);
        targets.entry(call.expr).or_default().extend(local);
    }
    let is_async = view.db.function(view.def).is_some_and(|function| function.sig.is_async);
    let mut values = Values {
        cx,
        view,
        left_out: &places.left_out,
        targets,
        units: Vec::new(),
        unit_of: FxHashMap::default(),
        events: FxHashMap::default(),
        roots: Vec::new(),
        links: Vec::new(),
        escapes: Vec::new(),
        blocks_on: false,
        fills: FxHashSet::default(),
        crates: FxHashMap::default(),
        runtimes: FxHashSet::default(),
        parents: OnceCell::new(),
        returned: Fates::new(),
        broken: Vec::new(),
    };
    values.body(&SmallVec::from_elem(if is_async { Fate::Escapes } else { Fate::Returned }, 1));
    let (units, points) = flow::flow(&mut values);
    let outline = Outline {
        def: view.def,
        is_async,
        in_test,
        params: view.body.params.clone(),
        self_param: view.body.self_param,
        units,
        points,
        roots: values.roots,
        links: values.links,
        escapes: values.escapes,
        blocks_on: values.blocks_on,
    };
    let is_compiled = !places.left_out.contains(&view.body.root);
    TaskFacts { outline: Arc::new(outline), entry: is_compiled.then(|| entry(cx, places, view.def, in_test)).flatten() }
}

/// The task facts of a body that is not analysed otherwise.
pub(super) fn task_facts_of(cx: &AnalysisCtx<'_>, def: DefId) -> Option<TaskFacts> {
    let (at, types) = (cx.db.store.body(def)?, cx.db.body_types(def)?);
    let places = places(cx.db, cx.known, cx.catalogue, &cx.summaries, def, at.body, &types);
    let view = BodyView { db: cx.db, known: cx.known, catalogue: cx.catalogue, def, file: at.file, body: at.body, types: &types };
    let drop_points = drop_points(&view, &cx.impls, &places);
    let all = calls(&view, &cx.impls, &places, &drop_points);
    let in_test = cx.db.store.def(def).in_test || at.file.in_test;
    Some(task_facts(cx, &view, &places, &all, in_test))
}

/// Bodies by file and start of their fn: a file that two targets share is analysed in both.
type Twins = FxHashMap<PathBuf, FxHashMap<u32, Vec<usize>>>;

/// The result for the whole workspace.
pub(super) struct Tasks {
    graph: Graph,
    /// By body.
    entries: Vec<Option<Entry>>,
    effects: Effects,
    reach: Reach,
    /// By node, whether it runs at most once per process.
    once: Vec<bool>,
    /// The input from which `once` was computed.
    begin: RunOnceInput,
    roots: Vec<Task>,
    /// Where the roots are.
    places: Vec<RootLocation>,
    /// The number of handlers and spawned tasks outside tests.
    served: usize,
    twins: Twins,
    /// By node, whether code outside the workspace may run it through a public fn; computed at first use.
    offered: OnceLock<Vec<bool>>,
}

impl Tasks {
    /// Computes everything.
    pub(super) fn new(cx: &AnalysisCtx<'_>, task_facts: Vec<TaskFacts>, display: &dyn Fn(&Path) -> String) -> Self {
        let store = cx.db.store;
        let (outlines, entries): (Vec<Arc<Outline>>, Vec<Option<Entry>>) =
            task_facts.into_iter().map(|task_facts| (task_facts.outline, task_facts.entry)).unzip();
        let mut graph = Graph::new(outlines, &|def| (store.def(def).kind, store.def(def).name, home(cx.db, def)), Visible::new(cx.db));
        let (mut roots, mut starts): (Vec<FoundRoot>, Vec<Start>) = (Vec::new(), Vec::new());
        let mut fixed = FxHashSet::default();
        for (body, entry) in entries.iter().enumerate() {
            let def = graph.outlines[body].def;
            let Some(node) = graph.code(def) else { continue };
            if cx.known.is_startup(def) {
                fixed.insert(node);
                starts.push(Start { node, state: State::Alone, root: None, is_served: false });
                continue;
            }
            let Some(entry) = entry else { continue };
            match entry.kind {
                None => starts.push(Start { node, state: entry.state, root: None, is_served: false }),
                Some(kind) => {
                    let at = RootLocation::Name(def);
                    let mut task = found_at(cx, &graph, at, display, kind, def);
                    task.route.clone_from(&entry.route);
                    // The caller of a handler drives the future that the handler returns.
                    let given = graph.given(def).filter(|given| kind == TaskKind::Handler && *given != node);
                    roots.push(FoundRoot { task, at, state: entry.state, nodes: std::iter::once(node).chain(given).collect() });
                }
            }
        }
        roots.extend(Self::roots_in_bodies(cx, &mut graph, display));
        starts.extend(escaped(&mut graph));
        Self::streams(cx, &graph, display, &mut roots);
        roots.sort_by(|a, b| (&a.task.path, a.task.line, &a.task, &a.nodes).cmp(&(&b.task.path, b.task.line, &b.task, &b.nodes)));
        merge(&mut roots);
        let is_served = |root: &FoundRoot| matches!(root.task.kind, TaskKind::Handler | TaskKind::Task);
        let served = roots.iter().filter(|root| is_served(root) && root.state != State::Test).count();
        for (index, found) in roots.iter().enumerate() {
            let (state, root) = (found.state, u32::try_from(index).ok());
            let is_served = is_served(found) && state == State::Crowded;
            starts.extend(found.nodes.iter().map(|&node| Start { node, state, root, is_served }));
        }
        // Tests come last: they are named only if no other root runs the code.
        starts.sort_by_key(|start| start.state == State::Test);
        let follows = Follows::new(&graph);
        let effects = Effects::new(&graph, &follows);
        Self::lone(&graph, &effects, &entries, &mut starts, &roots);
        let reach = Reach::new(&graph, &follows, &effects, &starts, &fixed);
        let mut begin = RunOnceInput { starts, ..RunOnceInput::default() };
        for found in roots.iter().filter(|found| found.task.kind == TaskKind::Main) {
            match found.at {
                RootLocation::Name(_) => begin.mains.extend(&found.nodes),
                RootLocation::Call(body, root) => begin.threads.extend(found.nodes.iter().map(|node| (body, root, *node))),
                RootLocation::Unit(..) => {}
            }
        }
        let once = once::once(&graph, &begin, &effects.order);
        let mut twins = Twins::default();
        for (body, outline) in graph.outlines.iter().enumerate() {
            let start = store.item(outline.def).map_or(0, |item| item.span.start);
            twins.entry(store.file(outline.def).path.clone()).or_default().entry(start).or_default().push(body);
        }
        let (roots, places) = roots.into_iter().map(|root| (root.task, root.at)).unzip();
        Self { graph, entries, effects, reach, once, begin, roots, places, served, twins, offered: OnceLock::new() }
    }

    /// Finds spawned tasks that are the whole server, and sets their start state to `Alone`.
    fn lone(graph: &Graph, effects: &Effects, entries: &[Option<Entry>], starts: &mut [Start], roots: &[FoundRoot]) {
        let spawned = roots.iter().enumerate().filter_map(|(index, root)| match root.at {
            RootLocation::Call(body, number) => Some(((body, number), index)),
            _ => None,
        });
        let spawned: FxHashMap<(usize, usize), usize> = spawned.collect();
        let nodes_of = |body, number| spawned.get(&(body, number)).map(|index| roots[*index].nodes.clone()).unwrap_or_default();
        let numbers =
            entries.iter().enumerate().filter_map(|(body, entry)| Some((body, lone(graph, effects, &nodes_of, body, entry.as_ref())?)));
        let alone: FxHashSet<usize> = numbers.filter_map(|site| spawned.get(&site).copied()).collect();
        for start in starts.iter_mut().filter(|start| start.root.is_some_and(|root| alone.contains(&(root as usize)))) {
            start.state = State::Alone;
            start.is_served = false;
        }
    }

    /// Roots created in bodies: spawned tasks, branches, handlers and threads.
    fn roots_in_bodies(cx: &AnalysisCtx<'_>, graph: &mut Graph, display: &dyn Fn(&Path) -> String) -> Vec<FoundRoot> {
        let mut by_site: std::collections::BTreeMap<(usize, usize), (State, Vec<u32>)> = std::collections::BTreeMap::new();
        for (body, root, node, state) in starts_in_bodies(graph) {
            by_site.entry((body, root)).or_insert_with(|| (state, Vec::new())).1.push(node);
        }
        let mut found = Vec::new();
        for ((body, root), (state, nodes)) in by_site {
            let outline = &graph.outlines[body];
            let site = &outline.roots[root];
            let (kind, route) = match &site.begins {
                RootKind::Handler(route) => (TaskKind::Handler, route.clone()),
                RootKind::Spawned | RootKind::Dedicated | RootKind::Branch => (TaskKind::Task, None),
                RootKind::Thread => (TaskKind::Main, None),
            };
            // A fn is shown by its own name, a block or closure by the enclosing fn.
            let callee = site.targets.iter().find_map(|target| match target {
                outline::NodeRef::Code(def) | outline::NodeRef::Drive(def) => Some(*def),
                _ => None,
            });
            let at = match (kind, callee) {
                (TaskKind::Handler, Some(def)) => RootLocation::Name(def),
                _ => RootLocation::Call(body, root),
            };
            let kind = if state == State::Test { TaskKind::Test } else { kind };
            let mut task = found_at(cx, graph, at, display, kind, callee.unwrap_or(outline.def));
            task.route = route;
            found.push(FoundRoot { task, at, state, nodes });
        }
        found
    }

    /// Adds streams as roots, since it is not always known who polls them.
    fn streams(cx: &AnalysisCtx<'_>, graph: &Graph, display: &dyn Fn(&Path) -> String, roots: &mut Vec<FoundRoot>) {
        for (body, outline) in graph.outlines.iter().enumerate() {
            for (index, _) in outline.units.iter().enumerate().filter(|(_, unit)| unit.is_stream) {
                let Some(first) = graph.code(outline.def) else { continue };
                let (kind, state) = if outline.in_test { (TaskKind::Test, State::Test) } else { (TaskKind::Stream, State::Unknown) };
                let at = RootLocation::Unit(body, index);
                let task = found_at(cx, graph, at, display, kind, outline.def);
                roots.push(FoundRoot { task, at, state, nodes: vec![first + u32::try_from(index).unwrap_or(0)] });
            }
        }
    }
}

/// The definition whose file contains a root, and the root's byte in that file.
fn place(cx: &AnalysisCtx<'_>, graph: &Graph, at: RootLocation) -> (DefId, u32) {
    match at {
        RootLocation::Name(def) => (def, cx.db.store.item(def).map_or(0, |item| item.name_span.start)),
        RootLocation::Call(body, root) => (graph.outlines[body].def, graph.outlines[body].roots[root].span.start),
        RootLocation::Unit(body, unit) => (graph.outlines[body].def, graph.outlines[body].units[unit].span.start),
    }
}

/// The task for a root at a place that runs the code of the fn `runs`.
fn found_at(cx: &AnalysisCtx<'_>, graph: &Graph, at: RootLocation, display: &dyn Fn(&Path) -> String, kind: TaskKind, runs: DefId) -> Task {
    let (def, byte) = place(cx, graph, at);
    let file = cx.db.store.file(def);
    Task::new(kind, cx.db.store.display_path(runs), display(&file.path), file.lines.line(byte))
}

/// Merges roots that were found more than once, such as a handler by its attribute and by its route.
fn merge(roots: &mut Vec<FoundRoot>) {
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

fn is_same(a: &Task, b: &Task) -> bool {
    (&a.path, a.line, a.kind, &a.name) == (&b.path, b.line, b.kind, &b.name)
        && (a.route == b.route || a.route.is_none() || b.route.is_none())
}
