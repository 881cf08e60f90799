//! Which tasks run the code of a finding, and whether anything else waits behind it.
//!
//! One pass over each body ([`outline`]) says which parts of it run apart, where futures and closures go, and in which order things
//! happen. The graph of all bodies is solved twice, each time in a number of steps that grows with its size alone: from what is run to
//! who runs it, what it leaves behind ([`Effects`]); and from the roots down, in which state each point is come to ([`Reach`]).
//!
//! It knows no framework: which fns spawn, serve, join and route stands in `rules/tasks.toml`. What is not known is never "nobody".

mod calls;
mod circles;
mod effects;
mod entries;
mod flow;
mod graph;
mod outline;
mod reach;
mod routes;
mod states;
mod takers;
mod values;
mod verdict;
mod visible;

use super::body::BodyView;
use super::drops::deaths;
use super::edges::{Call, calls};
use super::own::World;
use super::places::{Places, places};
use super::task::{Task, TaskKind};
use crate::names::{CrateKind, DefId};
use effects::Effects;
use entries::{Entry, entry};
use graph::Graph;
use outline::{Begins, Outline};
use reach::{Reach, Start, escaped, starts_in_bodies};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use states::State;
use std::cell::OnceCell;
use std::path::Path;
use values::{Fate, Fates, Values};
use visible::{Visible, home};

/// A root, in which state its code begins, and the nodes that are that code.
type FoundRoot = (Task, State, Vec<u32>);

/// What is kept of a body for the search: small, and free of expressions.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    outline: Outline,
    entry: Option<Entry>,
}

/// The sketch of a body of which types and places are known.
pub(super) fn sketch(world: &World<'_>, view: &BodyView<'_>, places: &Places, all: &[Call], in_test: bool) -> Sketch {
    let store = view.db.store;
    let mut targets: FxHashMap<crate::facts::ExprId, Vec<DefId>> = FxHashMap::default();
    for call in all {
        let local = call.targets.iter().map(|target| target.def).filter(|def| store.krate(def.krate).kind == CrateKind::Local);
        targets.entry(call.expr).or_default().extend(local);
    }
    let is_async = view.db.function(view.def).is_some_and(|function| function.sig.is_async);
    let mut values = Values {
        world,
        view,
        targets,
        units: Vec::new(),
        unit_of: FxHashMap::default(),
        events: FxHashMap::default(),
        roots: Vec::new(),
        links: Vec::new(),
        escapes: Vec::new(),
        blocks_on: false,
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
    Sketch { outline, entry: entry(world, places, view.def, in_test) }
}

/// The sketch of a body that nobody else looks at.
pub(super) fn sketch_of(world: &World<'_>, def: DefId) -> Option<Sketch> {
    let (at, types) = (world.db.store.body(def)?, world.db.body_types(def)?);
    let places = places(world.db, world.known, world.catalogue, &world.summaries, def, at.body, &types);
    let view = BodyView { db: world.db, known: world.known, catalogue: world.catalogue, def, file: at.file, body: at.body, types: &types };
    let dying = deaths(&view, &world.impls, &places);
    let all = calls(&view, &world.impls, &places, &dying, &|_| true);
    let in_test = world.db.store.def(def).in_test || at.file.in_test;
    Some(sketch(world, &view, &places, &all, in_test))
}

/// The answer for the whole workspace.
pub(super) struct Tasks {
    graph: Graph,
    reach: Reach,
    roots: Vec<Task>,
    /// How many handlers and spawned tasks there are outside tests.
    served: usize,
    /// Bodies by the place of their fn in the source: a file that two targets share is analysed in both.
    twins: FxHashMap<(std::path::PathBuf, u32), Vec<usize>>,
}

impl Tasks {
    /// Solves everything.
    pub(super) fn new(world: &World<'_>, sketches: Vec<Sketch>, display: &dyn Fn(&Path) -> String) -> Self {
        let store = world.db.store;
        let (outlines, entries): (Vec<Outline>, Vec<Option<Entry>>) =
            sketches.into_iter().map(|sketch| (sketch.outline, sketch.entry)).unzip();
        let mut graph =
            Graph::new(outlines, &|def| (store.def(def).kind, store.def(def).name, home(world.db, def)), Visible::new(world.db));
        let (mut roots, mut starts): (Vec<FoundRoot>, Vec<Start>) = (Vec::new(), Vec::new());
        let place = |def: DefId, at: u32| {
            let file = store.file(def);
            (display(&file.path), file.lines.line(at))
        };
        let mut fixed = FxHashSet::default();
        for (body, entry) in entries.iter().enumerate() {
            let def = graph.outlines[body].def;
            let (Some(node), Some(item)) = (graph.code(def), store.item(def)) else { continue };
            if world.known.is_startup(def) {
                fixed.insert(node);
                starts.push(Start { node, state: State::Alone, root: None, is_served: false });
                continue;
            }
            let Some(entry) = entry else { continue };
            match entry.kind {
                None => starts.push(Start { node, state: entry.state, root: None, is_served: false }),
                Some(kind) => {
                    let (path, line) = place(def, item.name_span.start);
                    let mut task = Task::new(kind, store.display_path(def), path, line);
                    task.route.clone_from(&entry.route);
                    roots.push((task, entry.state, vec![node]));
                }
            }
        }
        roots.extend(Self::roots_in_bodies(world, &mut graph, &place));
        starts.extend(escaped(&mut graph));
        Self::streams(world, &graph, &place, &mut roots);
        roots.sort_by(|a, b| (&a.0.path, a.0.line, &a.0, &a.2).cmp(&(&b.0.path, b.0.line, &b.0, &b.2)));
        merge(&mut roots);
        let served = roots
            .iter()
            .filter(|(task, state, _)| matches!(task.kind, TaskKind::Handler | TaskKind::Task) && *state != State::Test)
            .count();
        for (index, (task, state, nodes)) in roots.iter().enumerate() {
            let root = u32::try_from(index).ok();
            let is_served = matches!(task.kind, TaskKind::Handler | TaskKind::Task) && *state == State::Crowded;
            starts.extend(nodes.iter().map(|&node| Start { node, state: *state, root, is_served }));
        }
        // Tests come last: they are named only where nothing else is.
        starts.sort_by_key(|start| start.state == State::Test);
        let effects = Effects::new(&graph);
        let reach = Reach::new(&graph, &effects, &starts, &fixed);
        let mut twins: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for (body, outline) in graph.outlines.iter().enumerate() {
            let start = store.item(outline.def).map_or(0, |item| item.span.start);
            twins.entry((store.file(outline.def).path.clone(), start)).or_default().push(body);
        }
        Self { graph, reach, roots: roots.into_iter().map(|(task, ..)| task).collect(), served, twins }
    }

    /// Spawns, branches, handlers and threads.
    fn roots_in_bodies(world: &World<'_>, graph: &mut Graph, place: &dyn Fn(DefId, u32) -> (String, u32)) -> Vec<FoundRoot> {
        let store = world.db.store;
        let mut by_site: std::collections::BTreeMap<(usize, usize), (State, Vec<u32>)> = std::collections::BTreeMap::new();
        for (body, root, node, state) in starts_in_bodies(graph) {
            by_site.entry((body, root)).or_insert_with(|| (state, Vec::new())).1.push(node);
        }
        let mut found = Vec::new();
        for ((body, root), (state, nodes)) in by_site {
            let outline = &graph.outlines[body];
            let site = &outline.roots[root];
            let (kind, route) = match &site.begins {
                Begins::Handler(route) => (TaskKind::Handler, route.clone()),
                Begins::Spawned | Begins::Dedicated | Begins::Branch => (TaskKind::Task, None),
                Begins::Thread => (TaskKind::Main, None),
            };
            // A fn is known by its own name, a block or closure by the fn around it.
            let callee = site.targets.iter().find_map(|target| match target {
                outline::NodeRef::Code(def) | outline::NodeRef::Drive(def) => Some(*def),
                _ => None,
            });
            let (path, line) = match (kind, callee) {
                (TaskKind::Handler, Some(def)) => place(def, store.item(def).map_or(0, |item| item.name_span.start)),
                _ => place(outline.def, site.span.start),
            };
            let mut task = Task::new(kind, store.display_path(callee.unwrap_or(outline.def)), path, line);
            task.route = route;
            let kind_state = if state == State::Test { TaskKind::Test } else { kind };
            task.kind = kind_state;
            found.push((task, state, nodes));
        }
        found
    }

    /// Streams, of which it is not always known who polls them.
    fn streams(world: &World<'_>, graph: &Graph, place: &dyn Fn(DefId, u32) -> (String, u32), roots: &mut Vec<FoundRoot>) {
        for outline in &graph.outlines {
            for (index, unit) in outline.units.iter().enumerate().filter(|(_, unit)| unit.is_stream) {
                let Some(first) = graph.code(outline.def) else { continue };
                let (path, line) = place(outline.def, unit.span.start);
                let (kind, state) = if outline.in_test { (TaskKind::Test, State::Test) } else { (TaskKind::Stream, State::Unknown) };
                let task = Task::new(kind, world.db.store.display_path(outline.def), path, line);
                roots.push((task, state, vec![first + u32::try_from(index).unwrap_or(0)]));
            }
        }
    }
}

/// One root for what is found in several ways: a handler by its attribute and by its route.
fn merge(roots: &mut Vec<FoundRoot>) {
    let mut merged: Vec<FoundRoot> = Vec::new();
    for (task, state, nodes) in std::mem::take(roots) {
        match merged.last_mut() {
            Some((last, ..))
                if (&last.path, last.line, last.kind, &last.name) == (&task.path, task.line, task.kind, &task.name)
                    && (last.route == task.route || last.route.is_none() || task.route.is_none()) =>
            {
                if last.route.is_none() {
                    last.route = task.route;
                }
                if let Some((.., known)) = merged.last_mut() {
                    known.extend(nodes);
                }
            }
            _ => merged.push((task, state, nodes)),
        }
    }
    *roots = merged;
}
