//! Explains one line: where each call on it runs, what it resolves to, and what it reaches or why it reaches nothing.
//!
//! Makes no decisions of its own: every sentence is taken from the tables that findings are made from.

mod place;
mod silence;

use super::Input;
use super::body::BodyView;
use super::direct::{self, Chain};
use super::dispatch::open::CallerInfo;
use super::drops::drop_points;
use super::edges::{Call, calls};
use super::effects::Effects;
use super::effects::graph::{CallGraph, Edges, LocalEffectsMap, ReachedFns, edges};
use super::effects::local_effects::{AnalysisCtx, Cause};
use super::effects::transitive::Reporting;
use super::findings::suppress::Suppressions;
use super::findings::unresolved;
use super::places::{Place, Places, places};
use crate::diagnostics::{Answer, CallFinding, Confidence, Cost, Finding, Level, Reach};
use crate::facts::{ExprId, ExprKind};
use crate::names::{CrateKind, DefId};
use crate::options::{Question, TestCode};
use crate::types::Callee;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::path::Path;

/// The answers for every call on the lines in question, sorted by position.
pub(super) fn answers(input: &Input<'_>, cx: &AnalysisCtx<'_>) -> Vec<Answer> {
    let store = cx.db.store;
    let mut asked: FxHashMap<&Path, Vec<u32>> = FxHashMap::default();
    for Question { file, line } in input.questions {
        asked.entry(file).or_default().push(*line);
    }
    let mut found = Vec::new();
    for &krate in store.local_crates() {
        for &def in store.bodies_of(krate) {
            if let Some(lines) = asked.get(&*store.file(def).path) {
                body(input, cx, lines, def, &mut found);
            }
        }
    }
    // A file that two targets share is analysed in both.
    found.sort();
    found.dedup();
    found
}

/// Completes the answers once all findings are made: the fate of reported effects (their level and who is stalled, whether another finding on the
/// line covers them, or that nothing reports them), and the findings that are not about what a call reaches.
pub(super) fn settle(answers: &mut [Answer], findings: &[Finding]) {
    for answer in answers {
        for reach in answer.reaches.iter_mut().filter(|reach| reach.fate == REPORTED || reach.fate == FROM_MACRO) {
            let same_line =
                |finding: &&Finding| (&finding.path, finding.start.line, &finding.lint) == (&answer.path, answer.start.line, &reach.lint);
            let mut here: Vec<&Finding> = findings.iter().filter(same_line).filter(|finding| finding.start == answer.start).collect();
            // The same call may block in several ways.
            here.sort_by_key(|finding| finding.api != reach.api);
            reach.fate = match here.first() {
                Some(finding) => finding.fate(),
                None if reach.fate == FROM_MACRO => continue,
                None if findings.iter().any(|finding| same_line(&finding)) => "covered by another finding on this line".to_owned(),
                None => "not reported: the configuration excludes it, or it matters only in handlers or outside of tests".to_owned(),
            };
        }
        let here: Vec<&Finding> =
            findings.iter().filter(|finding| (&finding.path, finding.start) == (&answer.path, answer.start)).collect();
        let is_about_reach = |finding: &Finding| {
            let is_named = |reach: &Reach| here.iter().any(|other| other.lint == reach.lint && other.api == reach.api);
            let same_lint = answer.reaches.iter().filter(|reach| reach.lint == finding.lint && reach.fate.starts_with(REPORTED));
            same_lint.into_iter().any(|reach| reach.api == finding.api || !is_named(reach))
        };
        let found = here.iter().filter(|finding| !is_about_reach(finding));
        answer.findings = found
            .map(|finding| CallFinding { lint: finding.lint.clone(), message: finding.message.clone(), fate: finding.fate() })
            .collect();
        if !answer.findings.is_empty() {
            answer.silent = None;
        }
    }
}

/// Fate of an effect that nothing excludes, until the findings are made.
const REPORTED: &str = "reported";

/// The same in the code of a macro, which is reported at most once.
const FROM_MACRO: &str = "not reported: the code comes from the definition of a macro";

fn body(input: &Input<'_>, cx: &AnalysisCtx<'_>, lines: &[u32], def: DefId, found: &mut Vec<Answer>) {
    let db = cx.db;
    let (Some(at), Some(types)) = (db.store.body(def), db.body_types(def)) else { return };
    let places = places(db, cx.known, cx.catalogue, &cx.summaries, def, at.body, &types);
    let view = BodyView::new(db, cx.known, cx.catalogue, def, at, &types);
    let on_line = |id: ExprId| lines.contains(&at.file.lines.line(view.name_span(id).start));
    let asked: Vec<ExprId> = (view.body.exprs.iter_enumerated())
        .filter(|(id, expr)| is_answerable(&view, *id, &expr.kind) && on_line(*id))
        .map(|(id, _)| id)
        .collect();
    if asked.is_empty() {
        return;
    }
    let drop_points = drop_points(&view, &cx.impls, &places);
    let all = calls(cx, &view, &places, &drop_points);
    // One expression may be several calls: a method, and the `deref` of its receiver.
    let mut of_line: FxHashMap<ExprId, Edges> = FxHashMap::default();
    for call in all.iter().filter(|call: &&Call| asked.contains(&call.expr)) {
        let found = edges(cx, call, &CallerInfo::default());
        match of_line.entry(call.expr) {
            Entry::Occupied(known) => {
                let targets = &mut known.into_mut().targets;
                *targets = std::mem::take(targets).into_iter().chain(found.targets).collect();
            }
            Entry::Vacant(new) => {
                new.insert(found);
            }
        }
    }
    let mut targets: Vec<_> = of_line.values().flat_map(|call| call.targets.iter().map(|(node, _)| node.clone())).collect();
    targets.sort_by_key(|node| (node.def.krate, node.def.index));
    let graph = CallGraph::build(cx, targets.into_iter(), &mut LocalEffectsMap::default(), &ReachedFns::default());
    let effects = Effects::new(cx, &graph);
    let one = One { input, cx, view: &view, places: &places, effects: &effects };
    found.extend(asked.into_iter().map(|id| one.answer(id, of_line.get(&id))));
}

/// Whether an expression can be explained: calls, blocking macros, loops over user-defined iterators, and fns passed as values.
fn is_answerable(view: &BodyView<'_>, id: ExprId, kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } => true,
        ExprKind::Macro(_) => view.api(id).is_some(),
        _ => false,
    }
}

/// The data for explaining one call.
struct One<'a> {
    input: &'a Input<'a>,
    cx: &'a AnalysisCtx<'a>,
    view: &'a BodyView<'a>,
    places: &'a Places,
    effects: &'a Effects,
}

impl One<'_> {
    fn answer(&self, id: ExprId, call: Option<&Edges>) -> Answer {
        let (view, store) = (self.view, self.cx.db.store);
        let span = view.name_span(id);
        let place = self.place_of(id);
        let reaches = self.reaches(id, call, place);
        let is_reported = reaches.iter().any(|reach| reach.fate == REPORTED);
        let silent = if is_reported {
            None
        } else if reaches.is_empty() {
            Some(self.silence(id))
        } else {
            self.reason_for_silence(place, id)
        };
        Answer {
            path: (self.input.display)(&view.file.path),
            start: view.file.lines.position(&view.file.text, span.start),
            call: view.text(span).split_whitespace().collect::<Vec<_>>().join(" "),
            function: store.display_path(view.def),
            runs: place::words(view, self.places, id),
            target: self.target(id),
            reaches,
            findings: Vec::new(),
            silent,
        }
    }

    /// Where an expression runs, as the findings judge it: what panics in a runtime does so in any future that a runtime drives.
    fn place_of(&self, id: ExprId) -> Place {
        let panics = self.view.api(id).is_some_and(|api| self.cx.catalogue.api(api).cost == Cost::Panics);
        if panics { self.place_if_it_panics(id) } else { self.places.exprs[id] }
    }

    fn place_if_it_panics(&self, id: ExprId) -> Place {
        match (self.places.exprs[id], direct::apart(self.view, self.places).get(&id)) {
            (Place::Offloaded, Some(context)) => Place::Async(*context),
            (place, _) => place,
        }
    }

    /// The definition that a call resolves to, with its position unless it is in std.
    fn target(&self, id: ExprId) -> String {
        let store = self.cx.db.store;
        match self.view.types.callees.get(&id) {
            Some(Callee::Fn(callee)) => {
                let def = callee.body_def();
                let path = if store.krate(def.krate).kind == CrateKind::Local {
                    store.display_path(def)
                } else {
                    store.canonical_path(def).to_string()
                };
                match (store.krate(def.krate).kind, store.item(def)) {
                    (CrateKind::Stub, _) | (_, None) => format!("`{path}`"),
                    (_, Some(item)) => {
                        let file = store.file(def);
                        format!("`{path}` ({}:{})", self.reporting().path(def, file), file.lines.line(item.name_span.start))
                    }
                }
            }
            Some(Callee::External(path)) => format!("`{path}`, of a crate whose source is not available"),
            Some(Callee::Constructor(def)) => format!("the constructor `{}`", store.canonical_path(*def)),
            Some(Callee::Closure(_)) => "a closure".to_owned(),
            Some(Callee::Indirect) => "a value that can be called".to_owned(),
            None if self.view.is_call(id) => format!("unknown: {}", unresolved::reason(self.view, id)),
            None => "a macro".to_owned(),
        }
    }

    fn reporting(&self) -> Reporting<'_> {
        Reporting { cx: self.cx, effects: self.effects, display: self.input.display }
    }

    fn reaches(&self, id: ExprId, call: Option<&Edges>, place: Place) -> Vec<Reach> {
        if let Some(api) = self.view.api(id) {
            let confidence = Confidence::Certain;
            return self
                .reach(
                    id,
                    Cause::Api(api),
                    &Chain { confidence, via: Vec::new(), files: Vec::new(), once: None, in_loop: false, kept: None },
                    place,
                )
                .into_iter()
                .collect();
        }
        let Some(call) = call else { return Vec::new() };
        let reporting = self.reporting();
        let chains = reporting.chains(self.view.def, call);
        let reach = |(cause, chain): (Cause, Chain)| {
            let panics = cause.cost(self.cx.catalogue) == Cost::Panics && chain.confidence == Confidence::Certain;
            let place = if panics { self.place_if_it_panics(id) } else { place };
            self.reach(id, cause, &chain, place)
        };
        chains.into_iter().filter_map(reach).collect()
    }

    fn reach(&self, id: ExprId, cause: Cause, chain: &Chain, place: Place) -> Option<Reach> {
        let catalogue = self.cx.catalogue;
        let lint = catalogue.lint_at(cause.lint(catalogue)?);
        let marked = || chain.via.last().map(|hop| hop.function.clone()).unwrap_or_default();
        Some(Reach {
            lint: lint.id.clone(),
            api: cause.entry(catalogue).map_or_else(marked, |entry| entry.path.clone()),
            confidence: chain.confidence,
            via: chain.via.clone(),
            fate: self.fate(id, cause, place),
        })
    }

    /// Whether a finding is reported here, and if not, why.
    fn fate(&self, id: ExprId, cause: Cause, place: Place) -> String {
        let (catalogue, file) = (self.cx.catalogue, self.view.file);
        let Some(lint) = cause.lint(catalogue).map(|lint| catalogue.lint_at(lint)) else { return "not reported".to_owned() };
        let policy = self.input.policies.of(&file.path);
        if !matches!(place, Place::Async(_)) {
            return "not reported: it does not run on an executor thread".to_owned();
        }
        let Some(level) = policy.selection.level(&lint.id, cause.level(catalogue)).filter(|level| *level > Level::Allow) else {
            return format!("not reported: `{}` is off here", lint.id);
        };
        let mut suppressions = Suppressions::new(catalogue, &file.facts, &file.lines, &file.text);
        if suppressions.silences(&lint.id, &lint.file.group, self.view.name_span(id)) {
            return "not reported: a comment allows it".to_owned();
        }
        let in_test = self.cx.db.store.def(self.view.def).in_test || file.in_test;
        if in_test && policy.tests == TestCode::Hide {
            return "not reported: it is test code (`--tests` shows it)".to_owned();
        }
        if self.view.body.exprs[id].from_expansion {
            return FROM_MACRO.to_owned();
        }
        if level < policy.min_level {
            return format!("not reported: it is a {}, and only higher levels are reported", level.word());
        }
        REPORTED.to_owned()
    }
}
