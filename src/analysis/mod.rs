//! From typed bodies to findings: async contexts, offloading, effects. Knows neither output formats nor edits.

mod body;
mod branches;
mod callables;
mod coded;
mod direct;
mod dispatch;
mod drops;
mod edges;
mod effects;
mod exemptions;
mod findings;
mod handlers;
mod known;
mod literals;
mod memory;
mod objects;
mod origins;
mod places;
mod runtimes;
mod tasks;
mod why;

pub use effects::blockers::{Blocker, Blocking};
pub use effects::dependency_effects::EffectsCache;
pub use findings::site::{Site, SiteKey};
pub(crate) use findings::wording::IN_POOL;
pub(crate) use known::named::{PathExistence, outside_roles};
pub(crate) use literals::duration;
pub use memory::Memory;
pub(crate) use runtimes::flavor::entry_attribute;
pub use runtimes::runtime_threads::RuntimeThreads;

use crate::catalogue::{Catalogue, Runs};
use crate::config::{NamedPaths, Policies};
use crate::diagnostics::{Answer, Finding, Summary, UnresolvedCall};
use crate::names::{CrateId, DefId, DefKind, FileData};
use crate::options::{Phase, Progress, Question};
use crate::types::TypeDb;
use body::BodyView;
use direct::{Coverage, Hit};
use dispatch::impls::TraitImpls;
use dispatch::open::CallerInfo;
use edges::Call;
use effects::Effects;
use effects::dependency_effects::DependencyEffects;
use effects::graph::{CallGraph, Edges, edges};
use effects::local_effects::{AnalysisCtx, SharedLocalEffects};
use effects::summaries::Summaries;
use effects::transitive::Reporting;
use known::KnownDefs;
use places::{AsyncContext, ClosureSummaries};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::{TaskFacts, Tasks};

/// Everything that the result depends on.
pub struct Input<'a> {
    /// Names and types of all crates.
    pub db: &'a TypeDb<'a>,
    /// The rules.
    pub catalogue: &'a Catalogue,
    /// Which lints and levels apply in each file, and how test code is treated.
    pub policies: &'a Policies<'a>,
    /// Fns, statics and paths named in the configuration.
    pub named_paths: &'a NamedPaths,
    /// Files in which findings are reported, by absolute path.
    pub requested: &'a BTreeSet<PathBuf>,
    /// Those of them that were named themselves, rather than found in a folder.
    pub named: &'a BTreeSet<PathBuf>,
    /// The runtimes that a crate may use, by their keys in the catalogue, the preferred one first.
    pub runtimes: &'a (dyn Fn(CrateId) -> Arc<[String]> + Sync),
    /// Which runtimes the programs start.
    pub threads: &'a RuntimeThreads<'a>,
    /// The cache of effects of dependencies.
    pub effects: Option<&'a dyn EffectsCache>,
    /// Lines to explain.
    pub questions: &'a [Question],
    /// Data that analyses of a few files reuse and update; `None` if no further analysis follows.
    pub memory: Option<&'a Memory>,
    /// How a file's path is shown.
    pub display: &'a (dyn Fn(&Path) -> String + Sync),
    /// Receives the progress of the analysis.
    pub progress: &'a dyn Progress,
}

/// The result of the analysis: everything in a report except its duration.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Sorted by path, position, lint.
    pub findings: Vec<Finding>,
    /// Counts.
    pub summary: Summary,
    /// Texts of the files that contain findings.
    pub sources: BTreeMap<String, Arc<str>>,
    /// Where findings about code are in the bodies.
    pub sites: BTreeMap<SiteKey, Site>,
    /// Workspace fns that run their only argument, a closure, on another thread; sorted.
    pub offloaders: Vec<DefId>,
    /// What blocks inside the sync workspace fns that async code reaches, in source order.
    pub blockers: BTreeMap<DefId, Vec<Blocker>>,
    /// Calls in async code that were not resolved, sorted by position.
    pub unresolved: Vec<UnresolvedCall>,
    /// Answers to the questions, sorted by position.
    pub answers: Vec<Answer>,
    /// As for [`Report::linted`].
    pub linted: BTreeSet<String>,
    /// As for [`Report::own`].
    pub own: BTreeSet<String>,
}

/// One analysed body.
struct BodyOutcome {
    def: DefId,
    hits: Vec<Hit>,
    /// For each value whose drop runs something: the end of its scope.
    drops: FxHashMap<crate::facts::Span, u32>,
    contexts: Vec<AsyncContext>,
    coverage: Coverage,
    /// Whether types are missing because inference exceeded its budget.
    is_incomplete: bool,
    unresolved: Vec<(crate::facts::Span, String)>,
    name: String,
    /// The name of an async fn that awaits nothing.
    never_awaits: Option<crate::facts::Span>,
    in_test: bool,
    /// Calls in async code, and those in futures that a runtime of another thread drives.
    calls: Vec<Call>,
    /// The expressions of such futures, with their contexts.
    apart: FxHashMap<crate::facts::ExprId, usize>,
    /// Its local effects.
    own: SharedLocalEffects,
    /// Locks that its async code takes.
    takes: Vec<coded::Take>,
    /// Locks that its code holds over calls.
    holds: Vec<coded::Hold>,
    /// Its part of the search for tasks.
    task_facts: Option<TaskFacts>,
}

/// Analyses all local crates.
#[must_use]
pub fn analyse(input: &Input<'_>) -> Outcome {
    let store = input.db.store;
    let known = KnownDefs::new(input.db, input.catalogue, input.named_paths, input.memory);
    let bodies: Vec<DefId> = store
        .local_crates()
        .iter()
        .flat_map(|&krate| store.bodies_of(krate))
        .copied()
        .filter(|&def| input.requested.contains(&store.file(def).path))
        .collect();
    input.progress.begin(Phase::Analyse, Some(bodies.len()));
    infer_all(input);
    if let Some(memory) = input.memory {
        known.recall(memory);
    }
    let kept = input.memory.and_then(|memory| memory.known().dependencies.clone());
    let dependencies = kept.unwrap_or_else(|| Arc::new(DependencyEffects::load(store, input.effects)));
    if let Some(memory) = input.memory {
        memory.known().dependencies = Some(Arc::clone(&dependencies));
    }
    let cx = AnalysisCtx {
        db: input.db,
        catalogue: input.catalogue,
        known: &known,
        summaries: Summaries::new(input.db, &known, input.catalogue, &dependencies),
        impls: TraitImpls::new(input.db),
        dependencies: &dependencies,
    };
    let mut outcomes: Vec<(DefId, Option<BodyOutcome>)> = bodies
        .into_par_iter()
        .map(|def| {
            let outcome = if input.progress.is_cancelled() { None } else { analyse_body(input, &cx, def) };
            input.progress.advance(1);
            (def, outcome)
        })
        .collect();
    input.progress.begin(Phase::Follow, None);
    let blockers = follow_calls(input, &cx, &mut outcomes);
    if input.progress.is_cancelled() {
        // What was computed before the cancellation is valid.
        input.memory.iter().for_each(|memory| known.leave(memory));
        return Outcome::default();
    }
    let tasks = find_tasks(input, &cx, &mut outcomes);
    input.progress.begin(Phase::Report, None);
    let mut by_file: BTreeMap<(PathBuf, CrateId), (&FileData, Vec<BodyOutcome>)> = BTreeMap::new();
    for &krate in store.local_crates() {
        for file in store.krate(krate).files.iter().filter(|file| input.requested.contains(&file.path)) {
            by_file.entry((file.path.clone(), krate)).or_insert((file, Vec::new()));
        }
    }
    for (def, outcome) in outcomes {
        let file = store.file(def);
        if let (Some(entry), Some(outcome)) = (by_file.get_mut(&(file.path.clone(), def.krate)), outcome) {
            entry.1.push(outcome);
        }
    }
    let mut outcome = findings::file::report_files(input, &tasks, by_file);
    outcome.offloaders = input.memory.and_then(|memory| memory.known().offloaders.clone()).unwrap_or_else(|| offloaders(&cx));
    if let Some(memory) = input.memory {
        memory.known().offloaders = Some(outcome.offloaders.clone());
    }
    outcome.blockers = blockers;
    if let Some(memory) = input.memory {
        memory.known().tasks = Some(tasks);
        known.leave(memory);
    }
    if !input.questions.is_empty() {
        outcome.answers = why::answers(input, &cx);
        why::settle(&mut outcome.answers, &outcome.findings);
    }
    outcome
}

/// Which tasks run what. Bodies in files outside the request count as well, since they may spawn and serve.
fn find_tasks(input: &Input<'_>, cx: &AnalysisCtx<'_>, outcomes: &mut [(DefId, Option<BodyOutcome>)]) -> Tasks {
    let store = cx.db.store;
    let (mut known, tasks) = match input.memory.map(Memory::known) {
        Some(mut memory) => (std::mem::take(&mut memory.task_facts), memory.tasks.take()),
        None => Default::default(),
    };
    let mut fresh: FxHashMap<DefId, Option<TaskFacts>> =
        outcomes.iter_mut().map(|(def, outcome)| (*def, outcome.as_mut().and_then(|outcome| outcome.task_facts.take()))).collect();
    let statics = |krate| store.values_of(krate).into_iter().filter(|def| store.def(*def).kind == DefKind::Static);
    let all: Vec<DefId> =
        store.local_crates().iter().flat_map(|&krate| store.bodies_of(krate).iter().copied().chain(statics(krate))).collect();
    let missing: Vec<DefId> = all.iter().copied().filter(|def| !known.contains_key(def) && !fresh.contains_key(def)).collect();
    fresh.extend(missing.into_par_iter().map(|def| (def, tasks::task_facts_of(cx, def))).collect::<Vec<_>>());
    known.extend(fresh.iter().map(|(def, task_facts)| (*def, task_facts.clone())));
    let fresh = fresh.into_iter().filter_map(|(def, task_facts)| Some((def, task_facts?))).collect();
    let updated = tasks.and_then(|mut tasks| tasks.update(cx, &fresh).then_some(tasks));
    let tasks =
        updated.unwrap_or_else(|| Tasks::new(cx, all.iter().filter_map(|def| known.get(def).cloned().flatten()).collect(), input.display));
    if let Some(memory) = input.memory {
        memory.known().task_facts = known;
    }
    tasks
}

/// Infers the types of all bodies of the workspace in parallel; later passes query them one by one.
fn infer_all(input: &Input<'_>) {
    let store = input.db.store;
    let all: Vec<DefId> = store.local_crates().iter().flat_map(|&krate| store.bodies_of(krate)).copied().collect();
    all.into_par_iter().for_each(|def| {
        if !input.progress.is_cancelled() {
            let _ = input.db.body_types(def);
        }
    });
}

/// The workspace fns that run a closure on another thread.
fn offloaders(cx: &AnalysisCtx<'_>) -> Vec<DefId> {
    let store = cx.db.store;
    let all =
        store.local_crates().iter().flat_map(|&krate| store.bodies_of(krate)).copied().filter(|&def| store.def(def).kind == DefKind::Fn);
    let mut found: Vec<DefId> = all.filter(|&def| cx.summaries.runs(def, 0) == Some(Runs::Offloaded)).collect();
    found.sort();
    found.dedup();
    found
}

/// Adds the findings for what the calls in async code reach; returns what blocks in the fns on the call paths.
fn follow_calls(input: &Input<'_>, cx: &AnalysisCtx<'_>, outcomes: &mut [(DefId, Option<BodyOutcome>)]) -> BTreeMap<DefId, Vec<Blocker>> {
    let mut done = input.memory.map(|memory| std::mem::take(&mut memory.known().local_effects)).unwrap_or_default();
    done.extend(outcomes.iter().filter_map(|(def, outcome)| Some(((*def, None), Arc::clone(&outcome.as_ref()?.own)))));
    let calls: Vec<Vec<Edges>> = outcomes
        .par_iter()
        .map(|(_, outcome)| outcome.iter().flat_map(|outcome| &outcome.calls).map(|call| edges(cx, call, &CallerInfo::default())).collect())
        .collect();
    let holds: Vec<(DefId, &coded::Hold, Option<Edges>)> = (outcomes.iter())
        .flat_map(|(def, outcome)| {
            outcome.iter().filter(|outcome| !outcome.in_test).flat_map(|outcome| &outcome.holds).map(|hold| (*def, hold))
        })
        .map(|(def, hold)| (def, hold, effects::contended::held_over(hold).map(|call| edges(cx, call, &CallerInfo::default()))))
        .collect();
    let held = holds.iter().filter_map(|(.., over)| over.as_ref());
    let roots = calls.iter().flatten().chain(held).flat_map(|call| &call.targets).map(|(node, _)| node.clone());
    let mut reached = input.memory.map(|memory| std::mem::take(&mut memory.known().reached)).unwrap_or_default();
    let graph = CallGraph::build(cx, roots, &mut done, &reached);
    if let Some(memory) = input.memory {
        memory.known().local_effects = done;
    }
    let effects = Effects::new(cx, &graph);
    let reporting = Reporting { cx, effects: &effects, display: input.display };
    let holders = effects::contended::holders(&reporting, holds.into_iter());
    outcomes.par_iter_mut().zip(&calls).for_each(|((def, outcome), calls)| {
        let Some(outcome) = outcome else { return };
        let runtimes = (input.runtimes)(def.krate);
        let file = cx.db.store.file(*def);
        let mut hits = reporting.hits(*def, file, calls, &outcome.apart, &runtimes, &outcome.hits);
        // In hand-written channels and locks, one fn often both waits and polls, depending on a value.
        let polls = |hit: &Hit| hit.context.is_some_and(|context| outcome.contexts[context].kind == places::AsyncKind::Poll);
        hits.retain(|hit| !(polls(hit) && effects::local_effects::is_lock_primitive(cx.catalogue, hit.cause)));
        outcome.hits.extend(hits);
        outcome.hits.extend(effects::contended::hits(&reporting, *def, &outcome.takes, &holders));
    });
    if let Some(cache) = input.effects.filter(|_| !input.progress.is_cancelled()) {
        cx.dependencies.keep(cx, &graph, &effects, cache);
    }
    let blockers = effects::blockers::blockers(cx, &graph, &effects);
    if let Some(memory) = input.memory {
        reached.extend(graph.nodes);
        memory.known().reached = reached;
    }
    blockers
}

fn analyse_body(input: &Input<'_>, cx: &AnalysisCtx<'_>, def: DefId) -> Option<BodyOutcome> {
    let (db, known) = (input.db, cx.known);
    let at = db.store.body(def)?;
    let types = db.body_types(def)?;
    let places = places::places(db, known, input.catalogue, &cx.summaries, def, at.body, &types);
    let view = BodyView::new(db, known, input.catalogue, def, at, &types);
    let incomplete = findings::unresolved::incomplete(&view);
    let is_incomplete = incomplete.is_some();
    let mut unresolved = Vec::from_iter(incomplete);
    let coverage =
        direct::coverage(&view, &places, &mut |id| unresolved.push((view.name_span(id), findings::unresolved::reason(&view, id))));
    let runtimes = (input.runtimes)(def.krate);
    let drop_points = drops::drop_points(&view, &cx.impls, &places);
    let mut hits = direct::hits(&view, &places, &drop_points, &runtimes);
    coded::add_hits(&view, &places, &runtimes, &mut hits);
    let name = if db.store.def(def).kind == DefKind::Fn { db.store.def(def).name.to_string() } else { String::new() };
    let never_awaits = findings::never_awaits::candidate(&view);
    let all = edges::calls(cx, &view, &places, &drop_points);
    let apart = direct::apart(&view, &places);
    let is_reported = |call: &&Call| matches!(call.place, places::Place::Async(_)) || apart.contains_key(&call.expr);
    let calls = all.iter().filter(is_reported).cloned().collect();
    let own = Arc::new(cx.local_effects_of(&view, &places, &drop_points, &all));
    let (takes, holds) = coded::locks_of(&view, &places, &all);
    let in_test = db.store.def(def).in_test || at.file.in_test;
    let task_facts = Some(tasks::task_facts(cx, &view, &places, &all, in_test));
    let contexts = places.contexts;
    let drops = drop_points.iter().filter_map(|drop_point| Some((drop_point.span, drop_point.scope_end?))).collect();
    Some(BodyOutcome {
        def,
        hits,
        drops,
        contexts,
        coverage,
        is_incomplete,
        unresolved,
        name,
        never_awaits,
        in_test,
        calls,
        apart,
        own,
        takes,
        holds,
        task_facts,
    })
}
