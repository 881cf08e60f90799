//! Which tasks run the code of a finding, and whether other tasks wait for it.
//!
//! One pass over each body ([`outline`]) finds the parts that run separately, the flow of futures and closures, and the order of events. The graph
//! of all bodies is then solved twice, each time in time linear in its size. [`Effects`] goes from callees to callers: the state that each node
//! leaves behind. [`Reach`] goes from the roots down: the states in which each point is reached.
//!
//! No framework is built in: `rules/tasks.toml` says which fns spawn, serve, join and route. An unknown case is never reported as "nobody".

mod argument_use;
mod background;
mod bounded;
mod callee_roles;
mod calls;
mod components;
mod concurrent;
mod effects;
mod entries;
mod flow;
mod follows;
mod graph;
mod in_place;
mod looked_through;
mod mounts;
mod offered;
mod once;
mod outline;
mod own_joins;
mod own_runtimes;
mod prefixes;
mod process_runtimes;
mod propagation;
mod reach;
mod root_futures;
mod roots;
mod routes;
mod runtimes;
mod server_task;
mod states;
mod task_facts;
mod test_modules;
mod uncalled;
mod update;
mod values;
mod variables;
mod verdict;
mod visible;
mod wrapped;
mod wrappers;

pub(super) use routes::METHODS;
pub(super) use task_facts::{TaskFacts, task_facts, task_facts_of};
pub(super) use verdict::Verdict;

use super::effects::local_effects::AnalysisCtx;
use crate::diagnostics::{Task, TaskKind, is_in_example};
use crate::names::{CrateId, DefId};
use bounded::Times;
use effects::Effects;
use entries::Entry;
use follows::Follows;
use graph::Graph;
use in_place::Param;
use offered::leave_out_driven;
use once::RunOnceInput;
use outline::{Outline, RootKind};
use own_joins::{UnseenServers, steps_with};
use prefixes::Prefixes;
use process_runtimes::{Runtimes, runtimes_of};
use reach::{Closed, Reach, RootIx, Start, escaped};
use roots::{FoundRoot, RootLocation, add_streams, found_at, merge, roots_in_bodies, roots_of_wrappers};
use rustc_hash::{FxHashMap, FxHashSet};
use server_task::lone;
use states::State;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use visible::{Visible, fn_name};
use wrappers::{Wrappers, may_be_work};

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
    /// By node, whether it runs at most as often as lists in memory are long, per process.
    bounded: Vec<bool>,
    /// The input from which `once` was computed.
    begin: RunOnceInput,
    roots: Vec<Task>,
    /// Where the roots are.
    places: Vec<RootLocation>,
    /// By root: the runtimes that it may run on.
    runtimes: Vec<Runtimes>,
    /// By crate and runtimes: the number of handlers and spawned tasks outside tests.
    served: FxHashMap<(CrateId, Runtimes), usize>,
    twins: Twins,
    /// By node, whether code outside the workspace may run it through a public fn; computed at first use.
    offered: OnceLock<Vec<bool>>,
    /// By node, whether anything but entry points and threads may run it; computed at first use.
    shared: OnceLock<Vec<bool>>,
    /// By node, whether an entry point may run it that starts no runtime with several threads; computed at first use.
    unthreaded: OnceLock<Vec<bool>>,
    /// By node, whether a handler certainly runs it; computed at first use.
    handled: OnceLock<Vec<bool>>,
    /// By node, whether a handler, a spawned task or a stream certainly runs it; computed at first use.
    tasked: OnceLock<Vec<bool>>,
    /// By node, whether code outside of modules for tests may run it; computed at first use.
    live: OnceLock<Vec<bool>>,
    /// By node, whether anything but tests may run it; computed at first use.
    called: OnceLock<Vec<bool>>,
    /// The crates with calls that start a task on their own thread and that no root is known to run; computed at first use.
    unseen_local: OnceLock<FxHashSet<CrateId>>,
}

impl Tasks {
    /// Computes everything.
    pub(super) fn new(cx: &AnalysisCtx<'_>, task_facts: Vec<TaskFacts>, display: &dyn Fn(&Path) -> String) -> Self {
        let store = cx.db.store;
        let (outlines, entries): (Vec<Arc<Outline>>, Vec<Option<Entry>>) =
            task_facts.into_iter().map(|task_facts| (task_facts.outline, task_facts.entry)).unzip();
        let mut graph = Graph::new(outlines, &|def| fn_name(cx.db, def), Visible::new(cx.db));
        let (mut roots, mut starts): (Vec<FoundRoot>, Vec<Start>) = (Vec::new(), Vec::new());
        let outlines = graph.outlines.clone();
        let mut prefixes = Prefixes::new(&outlines);
        let (mut fixed, mut separate) = (FxHashSet::default(), FxHashSet::default());
        for (body, entry) in entries.iter().enumerate() {
            let def = graph.outlines[body].def;
            let Some(node) = graph.code(def) else { continue };
            if cx.known.is_startup(def) {
                fixed.insert(node);
                starts.push(Start { node, state: State::Alone, root: None, is_served: false, is_step: false });
                continue;
            }
            let Some(entry) = entry else { continue };
            // Whoever calls a fn with `#[tokio::main]` waits for a runtime of its own.
            if entry.kind == Some(TaskKind::Main) && entry.has_own_runtime && graph.outlines[body].is_async {
                fixed.insert(node);
                separate.insert(node);
            }
            match entry.kind {
                None => starts.push(Start { node, state: entry.state, root: None, is_served: false, is_step: false }),
                Some(kind) => {
                    let at = RootLocation::Name(def);
                    let mut task = found_at(cx, &graph, at, display, kind, def);
                    task.route = entry.route.as_ref().and_then(|route| prefixes.of_attribute(def, route));
                    // The caller of a handler drives the future that the handler returns.
                    let given = graph.given(def).filter(|given| kind == TaskKind::Handler && *given != node);
                    let nodes = std::iter::once(node).chain(given).collect();
                    roots.push(FoundRoot { task, at, state: entry.state, nodes, is_declared: true });
                }
            }
        }
        let takes_work = |(def, index): Param| {
            let param = cx.db.fn_sig(def).and_then(|sig| sig.params.get(index as usize).cloned());
            param.is_some_and(|param| param.any(&mut |part| may_be_work(part)))
        };
        let wrappers = Wrappers::new(&mut graph, &takes_work);
        let mut in_bodies = roots_in_bodies(cx, &mut graph, &mut prefixes, display);
        // What a wrapper receives belongs to the roots of its callers.
        in_bodies.retain_mut(|root| {
            root.nodes.retain(|node| !wrappers.is_of_callers(&graph, *node));
            !root.nodes.is_empty()
        });
        roots.extend(in_bodies);
        roots.extend(roots_of_wrappers(cx, &graph, &wrappers, display));
        separate.extend(&wrappers.only_started);
        starts.extend(escaped(&mut graph));
        add_streams(cx, &graph, display, &mut roots);
        let is_offered = |def: DefId| graph.body(def).and_then(|body| entries[body].as_ref()).is_some_and(|entry| entry.is_offered);
        leave_out_driven(&graph, &mut roots, &is_offered);
        merge(&mut roots);
        let is_served = |root: &FoundRoot| matches!(root.task.kind, TaskKind::Handler | TaskKind::Task);
        for (index, found) in roots.iter().enumerate() {
            let (state, root) = (found.state, u32::try_from(index).ok());
            let is_served = is_served(found) && state == State::Crowded;
            starts.extend(found.nodes.iter().map(|&node| Start { node, state, root, is_served, is_step: false }));
        }
        let has_runtime = |root: &FoundRoot| matches!(root.at, RootLocation::Name(def) if cx.db.function(def).is_some_and(|function| function.sig.is_async));
        let runtimes = runtimes_of(&mut graph, &roots, &starts, &has_runtime);
        let mut served: FxHashMap<(CrateId, Runtimes), usize> = FxHashMap::default();
        for (root, runtimes) in roots.iter().zip(&runtimes) {
            if is_served(root) && root.state != State::Test && graph.is_sibling(root.at) {
                *served.entry((graph.home(root.at).krate, *runtimes)).or_default() += 1;
            }
        }
        // Tests come last: they are named only if no other root runs the code.
        starts.sort_by_key(|start| start.state == State::Test);
        let is_example = |root: &RootIx| is_in_example(&roots[*root as usize].task.path);
        let examples: FxHashSet<RootIx> = starts.iter().filter_map(|start| start.root).filter(is_example).collect();
        let follows = Follows::new(&graph);
        let effects = Effects::new(&graph, &follows);
        Self::lone(&graph, &effects, &entries, &mut starts, &roots);
        let is_called = |body: &usize| entries[*body].as_ref().is_some_and(|entry| entry.kind.is_none() && entry.state != State::Test);
        let called = (0..entries.len()).filter(is_called).map(|body| graph.outlines[body].def.krate).collect();
        graph.unseen_servers = UnseenServers::new(&graph, &called, &served.keys().map(|(krate, _)| *krate).collect());
        Self::find_steps(&graph, &effects, &mut starts, &roots);
        let reach = Reach::new(&graph, &follows, &effects, &starts, Closed { states: &fixed, separate: &separate, examples: &examples });
        let mut begin = RunOnceInput { starts, ..RunOnceInput::default() };
        for found in roots.iter().filter(|found| found.task.kind == TaskKind::Main || graph.is_shutdown_signal(found.at)) {
            match found.at {
                RootLocation::Name(_) => begin.mains.extend(&found.nodes),
                RootLocation::Call(..) | RootLocation::Given(..) => begin.threads.extend(found.nodes.iter().map(|node| (found.at, *node))),
                RootLocation::Unit(..) => {}
            }
        }
        let once = once::once(&graph, &begin, &effects.order, &|point| point.in_loop, Times::AtMostOnce);
        let bounded = once::once(&graph, &begin, &effects.order, &|point| point.in_unbounded_loop, Times::Listed);
        let mut twins = Twins::default();
        for (body, outline) in graph.outlines.iter().enumerate() {
            let start = store.item(outline.def).map_or(0, |item| item.span.start);
            twins.entry(store.file(outline.def).path.clone()).or_default().entry(start).or_default().push(body);
        }
        let (roots, places) = roots.into_iter().map(|root| (root.task, root.at)).unzip();
        Self {
            graph,
            entries,
            effects,
            reach,
            once,
            bounded,
            begin,
            roots,
            places,
            runtimes,
            served,
            twins,
            offered: OnceLock::new(),
            shared: OnceLock::new(),
            unthreaded: OnceLock::new(),
            handled: OnceLock::new(),
            tasked: OnceLock::new(),
            live: OnceLock::new(),
            called: OnceLock::new(),
            unseen_local: OnceLock::new(),
        }
    }

    /// Finds the futures of joins that run as one step of the code around them.
    fn find_steps(graph: &Graph, effects: &Effects, starts: &mut [Start], roots: &[FoundRoot]) {
        for start in starts.iter_mut().filter(|start| start.state == State::Crowded) {
            let Some(RootLocation::Call(body, number)) = start.root.map(|root| roots[root as usize].at) else { continue };
            if graph.outlines[body].roots[number].begins == RootKind::Joined && steps_with(graph, effects, body, start.node) {
                start.is_step = true;
                start.is_served = false;
            }
        }
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
}
