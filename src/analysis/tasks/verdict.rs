//! The verdict on one position in the code: who runs it, and who waits.

use super::Tasks;
use super::follows::for_each_follower;
use super::graph::Node;
use super::outline::{Outline, Unit};
use super::process_runtimes::Runtimes;
use super::reach::{RootIx, is_alone};
use super::states::{Flags, State};
use crate::diagnostics::{MAX_TASKS, Stalls, Task, TaskKind};
use crate::facts::{ItemKind, Visibility};
use crate::names::{CrateId, CrateStore, DefId};
use crate::project::TargetKind;

/// Which tasks run the code, and whether others wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(in crate::analysis) struct Verdict {
    /// Nearest first, at most [`MAX_TASKS`].
    pub(in crate::analysis) runs_in: Vec<Task>,
    /// How many more.
    pub(in crate::analysis) more: usize,
    pub(in crate::analysis) stalls: Stalls,
    /// Whether an entry point runs it before anything is spawned or served.
    pub(in crate::analysis) startup: bool,
    /// Whether a handler is among the tasks that run it, named here or not.
    pub(in crate::analysis) in_handler: bool,
    /// Whether a handler, a spawned task or a stream certainly runs it, and not only entry points and the futures that they join.
    pub(in crate::analysis) in_task: bool,
    /// How far its runs are limited.
    pub(in crate::analysis) only: RunsOnly,
    /// Whether only tests run it.
    pub(in crate::analysis) only_tests: bool,
    /// One clause for messages: who runs it and who waits.
    pub(in crate::analysis) words: String,
}

/// Limits on the runs of some code.
#[expect(clippy::struct_excessive_bools, reason = "each is a limit of its own")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::analysis) struct RunsOnly {
    /// It runs at most once per process.
    pub(in crate::analysis) once: bool,
    /// It runs at most as often as lists in memory are long, per process.
    pub(in crate::analysis) bounded: bool,
    /// Only root futures run it: those of entry points, and those that threads give to `block_on`.
    pub(in crate::analysis) in_root_futures: bool,
    /// All these entry points start a runtime with several threads, by an attribute or themselves.
    pub(in crate::analysis) in_threaded_roots: bool,
    /// No future of its own task waits for it, as far as is known: others are tasks that were spawned.
    pub(in crate::analysis) apart: bool,
}

impl Tasks {
    /// The verdict on the code at a byte of a fn's file.
    pub(in crate::analysis) fn at(&self, store: &CrateStore<'_>, def: DefId, byte: u32) -> Verdict {
        let start = store.item(def).map_or(0, |item| item.span.start);
        let bodies = self.twins.get(&store.file(def).path).and_then(|file| file.get(&start)).map(Vec::as_slice).unwrap_or_default();
        let (mut flags, mut nearest, mut count) = (Flags::default(), Vec::<RootIx>::new(), 0);
        let (mut once, mut bounded) = (!bodies.is_empty(), !bodies.is_empty());
        let (mut in_root_futures, mut in_threaded_roots, mut in_own_code) = (true, true, true);
        let (mut in_handler, mut in_task) = (false, false);
        for &body in bodies {
            let outline = &self.graph.outlines[body];
            let Some(unit) = unit_at(outline, byte) else { continue };
            in_own_code &= unit == 0;
            if let Some(point) = point_at(outline, unit, byte) {
                flags = flags.union(self.reach.points[body][point]);
                once &= !outline.points[point].in_loop;
                bounded &= !outline.points[point].in_unbounded_loop;
            }
            let Some(node) = self.graph.code(outline.def).and_then(|first| first.checked_add(u32::try_from(unit).ok()?)) else { continue };
            // A target that shares the file but never runs the code is ignored.
            let is_idle = bodies.len() > 1 && self.reach.entered[node as usize].is_empty();
            once &= is_idle || self.once.get(node as usize).copied().unwrap_or(false);
            bounded &= is_idle || self.bounded.get(node as usize).copied().unwrap_or(false);
            in_root_futures &= self.is_in_root_futures(node);
            in_threaded_roots &= self.is_in_threaded_roots(node);
            in_handler |= self.is_in_handler(node);
            in_task |= self.is_in_task(node);
            for root in &self.reach.nearest[node as usize] {
                if !nearest.iter().any(|known| self.roots[*known as usize] == self.roots[*root as usize]) {
                    nearest.push(*root);
                }
            }
            count = count.max(self.reach.counts[node as usize] as usize);
        }
        let is_run = !flags.without(State::Test).is_empty();
        let mut verdict = self.verdict(flags, &nearest, count);
        let has_root_future = verdict.runs_in.iter().any(|task| task.kind == TaskKind::Main);
        (verdict.in_handler, verdict.in_task) = (in_handler, in_task);
        let apart = !flags.has(State::Maybe) && !flags.has(State::Crowded);
        let in_root_futures = in_root_futures && is_run && has_root_future;
        verdict.only = RunsOnly { once: once && is_run, bounded: bounded && is_run, in_root_futures, in_threaded_roots, apart };
        if verdict.only_tests && (!is_hidden(store, def) || bodies.iter().any(|body| self.is_offered(store, *body))) {
            verdict = Verdict { stalls: verdict.stalls, startup: verdict.startup, ..Verdict::default() };
        }
        verdict.only_tests |= !bodies.is_empty() && bodies.iter().all(|body| self.supports_tests(store, *body));
        if in_own_code && verdict.words.is_empty() && verdict.runs_in.is_empty() {
            verdict.words = self.uncalled(store, def).unwrap_or_default();
        }
        verdict
    }

    /// Whether a fn that code outside the workspace may call runs this body, or a trait's method that nothing in the workspace is seen to call.
    fn is_offered(&self, store: &CrateStore<'_>, body: usize) -> bool {
        let offered = self.offered.get_or_init(|| {
            let graph = &self.graph;
            let mut offered = vec![false; graph.nodes.len()];
            let is_uncalled = |def: DefId| {
                let is_of_trait = is_trait_impl(store, def);
                is_of_trait && !is_for_tests(store, def) && graph.code(def).is_some_and(|node| self.reach.entered[node as usize].is_empty())
            };
            let is_of_others = |def: DefId| !is_hidden(store, def) || is_uncalled(def);
            let of_others = graph.outlines.iter().filter(|outline| !outline.in_test && is_of_others(outline.def));
            let mut open: Vec<Node> = of_others.filter_map(|outline| graph.code(outline.def)).collect();
            while let Some(node) = open.pop() {
                if !std::mem::replace(&mut offered[node as usize], true) {
                    for_each_follower(graph, node, &mut |next| open.push(next));
                }
            }
            offered
        });
        self.graph.code(self.graph.outlines[body].def).is_some_and(|node| offered[node as usize])
    }

    fn verdict(&self, flags: Flags, nearest: &[RootIx], count: usize) -> Verdict {
        let outside = flags.without(State::Test);
        let stalls = if outside.has(State::Crowded) || outside.has(State::Spawned) {
            Stalls::Others
        } else if is_alone(outside) {
            Stalls::Nobody
        } else {
            Stalls::Unknown
        };
        let task = |root: &RootIx| &self.roots[*root as usize];
        let mut roots: Vec<&RootIx> = nearest.iter().collect();
        let is_tested = roots.iter().all(|root| task(root).kind == TaskKind::Test);
        let is_only_tested = is_tested && outside.is_empty() && flags.has(State::Test);
        // If other code runs it too, tests are not named.
        if is_tested && !is_only_tested {
            roots.clear();
        }
        roots.truncate(MAX_TASKS);
        let nearest_root = roots.first().map(|root| **root);
        let runs_in: Vec<Task> = roots.into_iter().map(|root| task(root).clone()).collect();
        let more = if nearest.len() < MAX_TASKS || runs_in.is_empty() { 0 } else { count.saturating_sub(runs_in.len()) };
        let words = nearest_root.map_or_else(|| without_root(stalls), |first| self.words(first, runs_in.len() - 1 + more, stalls, outside));
        let startup = stalls == Stalls::Nobody && !outside.has(State::Ended);
        Verdict {
            runs_in,
            more,
            stalls,
            startup,
            in_handler: false,
            in_task: false,
            only: RunsOnly::default(),
            only_tests: is_only_tested,
            words,
        }
    }

    /// How many other handlers and spawned tasks may run on the runtime of a root.
    fn siblings(&self, root: RootIx) -> usize {
        let at = self.places[root as usize];
        let home = self.graph.home(at).krate;
        let mine = self.runtimes[root as usize];
        let is_beside = |krate: CrateId, runtimes: Runtimes| runtimes & mine != 0 && self.graph.visible.is_together(home, krate);
        let together = self.served.iter().filter(|((krate, runtimes), _)| is_beside(*krate, *runtimes));
        let all: usize = together.map(|(_, count)| count).sum();
        let is_counted = matches!(self.roots[root as usize].kind, TaskKind::Handler | TaskKind::Task) && self.graph.is_sibling(at);
        all.saturating_sub(usize::from(is_counted))
    }

    /// Which root runs the code, with the number of other roots, and who waits.
    fn words(&self, root: RootIx, others: usize, stalls: Stalls, flags: Flags) -> String {
        let first = &self.roots[root as usize];
        let name = short(&first.name);
        if stalls == Stalls::Nobody {
            if flags.has(State::Joined) {
                return format!("stalls nobody but the futures joined with it: nothing was spawned before `{name}`");
            }
            let when = if flags.has(State::Background) || flags.has(State::Watched) {
                "beside background tasks (a timer, a signal)"
            } else if flags.has(State::Ended) {
                "serving has ended"
            } else {
                "nothing was spawned before it"
            };
            return format!("stalls nobody: only `{name}` runs here, {when}");
        }
        let is_signal = self.graph.is_shutdown_signal(self.places[root as usize]);
        let what = match (first.kind, &first.route) {
            (TaskKind::Handler, Some(route)) => format!("the handler `{route}`"),
            (TaskKind::Handler, None) => format!("the handler `{name}`"),
            (TaskKind::Task, _) if self.graph.is_branch(self.places[root as usize]) => {
                format!("`{name}`, which takes turns with other futures of its task")
            }
            (TaskKind::Task, _) if is_signal => format!("the shutdown signal of a server, `{name}`"),
            (TaskKind::Task, _) => format!("the task of `{name}`"),
            (TaskKind::Main, _) => format!("`{name}`"),
            (TaskKind::Test, _) => format!("the test `{name}`"),
            (TaskKind::Stream, _) => format!("the stream of `{name}`"),
            (TaskKind::Poll, _) => format!("`{name}`, which an executor polls"),
        };
        let and = if others > 0 { format!(" and {others} more") } else { String::new() };
        let share = match (stalls, self.siblings(root)) {
            // The number of tasks that an entry point has already started is unknown.
            (Stalls::Others, _) if is_signal => "; the requests in progress wait for it".to_owned(),
            (Stalls::Others, 1..) if first.kind == TaskKind::Main => "; other tasks share its runtime".to_owned(),
            (Stalls::Others, 1) => "; another task shares its runtime".to_owned(),
            (Stalls::Others, siblings @ 2..) => format!("; {siblings} other tasks share its runtime"),
            _ => String::new(),
        };
        format!("runs in {what} ({}:{}){and}{share}", first.path, first.line)
    }
}

/// Who waits for code that no root is known to run.
fn without_root(stalls: Stalls) -> String {
    if stalls == Stalls::Nobody { "stalls nobody: nothing has been spawned when it runs".to_owned() } else { String::new() }
}

/// Whether a fn is for the workspace alone: unpublished, not public, or named like a test helper. If only tests run it, it exists for tests.
fn is_hidden(store: &CrateStore<'_>, def: DefId) -> bool {
    let krate = store.krate(def.krate);
    let is_published = krate.target == TargetKind::Lib && krate.package.as_ref().is_none_or(|package| package.published);
    let is_public = store.item(def).is_some_and(|item| item.visibility == Visibility::Public);
    !is_published || !is_public || is_for_tests(store, def)
}

/// Whether a word of a fn's path begins with `test`.
fn is_for_tests(store: &CrateStore<'_>, def: DefId) -> bool {
    store.display_path(def).split("::").any(|name| name.split('_').any(|word| word.starts_with("test")))
}

/// Whether a fn is in the impl of a trait.
fn is_trait_impl(store: &CrateStore<'_>, def: DefId) -> bool {
    let block = store.def(def).parent.and_then(|parent| store.item(parent));
    block.is_some_and(|item| matches!(&item.kind, ItemKind::Impl(block) if block.of_trait.is_some()))
}

pub(super) fn short(name: &str) -> &str {
    name.strip_prefix("crate::").unwrap_or(name)
}

/// The part that has a call at a byte, or else the innermost one that contains the byte. An `async` block that a macro puts around its
/// argument is written elsewhere.
pub(super) fn unit_at(outline: &Outline, byte: u32) -> Option<usize> {
    let has_call = |unit: &Unit| unit.anchors.binary_search_by_key(&byte, |(start, _)| *start).is_ok();
    if let Some(index) = outline.units.iter().rposition(has_call) {
        return Some(index);
    }
    let around = outline.units.iter().enumerate().filter(|(index, unit)| *index == 0 || (unit.span.start <= byte && byte < unit.span.end));
    around.min_by_key(|(index, unit)| if *index == 0 { u32::MAX } else { unit.span.end - unit.span.start }).map(|(index, _)| index)
}

/// The point of the call at a byte; else that of the last call before it; else the first point.
pub(super) fn point_at(outline: &Outline, unit: usize, byte: u32) -> Option<usize> {
    let unit = outline.units.get(unit)?;
    let next = unit.anchors.partition_point(|(start, _)| *start <= byte);
    let anchor = next.checked_sub(1).and_then(|index| unit.anchors.get(index));
    Some(anchor.map_or(unit.entry, |(_, point)| *point) as usize)
}
