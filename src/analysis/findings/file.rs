//! From hits to findings: one file at a time, with positions, levels, suppressions and counts.

use super::super::direct::Hit;
use super::super::effects::local_effects::Cause;
use super::super::places::{AsyncContext, AsyncKind};
use super::super::tasks::{Tasks, Verdict};
use super::super::{BodyOutcome, Input, Outcome};
use super::level;
use super::never_awaits::{self, NEVER_AWAITS};
use super::site::{Site, SiteKey};
use super::suppress::Suppressions;
use super::wording;
use crate::catalogue::ApiEntry;
use crate::config::Policy;
use crate::diagnostics::{Confidence, Context, Cost, Finding, Hop, Kind, Level, Stalls, UnresolvedCall};
use crate::facts::{DirectiveKind, ExprId, ExprKind, Item, ItemKind, Span};
use crate::names::{CrateId, FileData};
use crate::options::TestCode;
use crate::types::TyKind;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

type Files<'a> = BTreeMap<(PathBuf, CrateId), (&'a FileData, Vec<BodyOutcome>)>;

/// Makes the report from the hits of each file of each crate.
pub(in crate::analysis) fn report_files(input: &Input<'_>, tasks: &Tasks, files: Files<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut paths: BTreeSet<PathBuf> = BTreeSet::new();
    let mut unparsed: BTreeSet<PathBuf> = BTreeSet::new();
    // Packages for which a syntax error in a file outside their targets has been reported.
    let mut strays: BTreeSet<PathBuf> = BTreeSet::new();
    // A file of two targets is analysed in both; a finding that both have is reported once.
    let mut seen: BTreeSet<(PathBuf, Span, Cause)> = BTreeSet::new();
    for ((path, krate), (file, bodies)) in files {
        let first_time = paths.insert(path.clone());
        let mut reporter = Reporter::new(input, tasks, file, &mut outcome);
        reporter.bodies(bodies, first_time, &mut |span, api| seen.insert((path.clone(), span, api)));
        if first_time {
            reporter.directives();
            if reporter.errors(krate, &mut strays) {
                unparsed.insert(path);
            }
        }
    }
    outcome.summary.files = paths.len();
    outcome.summary.unparsed = unparsed.len();
    outcome.sort();
    outcome.unresolved.sort();
    outcome.unresolved.dedup();
    outcome
}

impl Outcome {
    /// Sorts the findings as documented: by path, position, lint.
    pub(crate) fn sort(&mut self) {
        self.findings.sort_by(|a, b| key(a).cmp(&key(b)));
    }
}

fn key(finding: &Finding) -> (&str, u32, u32, &str, &str) {
    (&finding.path, finding.start.line, finding.start.column, &finding.lint, &finding.api)
}

/// Said of code that only blocks the thread of a `block_on`.
const OFF_WORKERS: &str = "on the thread of `block_on`, which is none of the workers";

struct Reporter<'a, 'o> {
    input: &'a Input<'a>,
    tasks: &'a Tasks,
    file: &'a FileData,
    path: String,
    suppressions: Suppressions<'a>,
    policy: Arc<Policy>,
    outcome: &'o mut Outcome,
}

impl<'a, 'o> Reporter<'a, 'o> {
    fn new(input: &'a Input<'a>, tasks: &'a Tasks, file: &'a FileData, outcome: &'o mut Outcome) -> Self {
        let suppressions = Suppressions::new(input.catalogue, &file.facts, &file.lines, &file.text);
        Self { input, tasks, file, path: (input.display)(&file.path), suppressions, policy: input.policies.of(&file.path), outcome }
    }

    fn bodies(&mut self, bodies: Vec<BodyOutcome>, first_time: bool, is_new: &mut dyn FnMut(Span, Cause) -> bool) {
        for body in bodies {
            if first_time {
                let summary = &mut self.outcome.summary;
                summary.functions += 1;
                summary.functions_incomplete += usize::from(body.is_incomplete);
                summary.async_contexts += body.contexts.len();
                summary.calls += body.coverage.calls;
                summary.calls_resolved += body.coverage.resolved;
                for (span, reason) in &body.unresolved {
                    let start = self.file.lines.position(&self.file.text, span.start);
                    self.outcome.unresolved.push(UnresolvedCall { path: self.path.clone(), start, reason: reason.clone() });
                }
            }
            let known = self.outcome.findings.len();
            for hit in body.hits.iter().filter(|hit| is_new(hit.span, hit.cause)) {
                self.hit(hit, &body);
            }
            let lint = self.input.catalogue.lint_index(NEVER_AWAITS);
            if let (Some(lint), Some(span)) = (lint, body.never_awaits.filter(|_| self.tasks.is_only_awaited(body.def))) {
                let hit = never_awaits::hit(lint, &body.name, span, &body.contexts, &self.outcome.findings[known..]);
                hit.iter().filter(|hit| is_new(hit.span, hit.cause)).for_each(|hit| self.hit(hit, &body));
            }
        }
    }

    /// Who runs the code of a hit. A fn that is passed on as a callback runs where it is called, not where it is named.
    fn verdict(&self, body: &BodyOutcome, hit: &Hit) -> Verdict {
        let (db, def) = (self.input.db, body.def);
        let is_callback =
            hit.context.and_then(|context| body.contexts.get(context)).is_some_and(|context| context.kind == AsyncKind::Callback);
        let passed = || {
            let expr = hit.expr.filter(|_| hit.chain.is_some())?;
            let is_path = db.store.body(def).is_some_and(|at| matches!(at.body.exprs[expr].kind, ExprKind::Path(_)));
            let types = is_path.then(|| db.body_types(def)).flatten()?;
            let TyKind::FnDef(named, _) = types.exprs[expr].kind() else { return None };
            let start = db.store.item(*named)?.span.start;
            let is_called_elsewhere = |verdict: &Verdict| is_callback && !verdict.runs_in.is_empty() || verdict.in_handler;
            Some(self.tasks.at(db.store, *named, start)).filter(is_called_elsewhere)
        };
        passed().unwrap_or_else(|| self.tasks.at(db.store, def, hit.span.start))
    }

    fn hit(&mut self, hit: &Hit, body: &BodyOutcome) {
        let catalogue = self.input.catalogue;
        let entry = hit.cause.entry(catalogue);
        let Some(lint) = hit.cause.lint(catalogue).map(|lint| catalogue.lint_at(lint)) else { return };
        let own_level = level::own(hit, catalogue);
        let Some(level) = self.policy.selection.level(&lint.id, own_level) else { return };
        if self.suppressions.silences(&lint.id, &lint.file.group, hit.span) {
            self.outcome.summary.suppressed += 1;
            return;
        }
        let verdict = self.verdict(body, hit);
        let in_test = body.in_test || verdict.only_tests;
        if in_test && self.policy.tests == TestCode::Hide {
            self.outcome.summary.hidden_in_tests += 1;
            return;
        }
        let hops = hit.chain.as_ref().map(|chain| chain.via.as_slice()).unwrap_or_default();
        if !verdict.in_handler && catalogue.matters_only_in_handlers(&lint.id, hops) {
            return;
        }
        let raised = entry.and_then(|entry| level::raised(hit, entry, &verdict));
        let level = raised.and_then(|level| self.policy.selection.level(&lint.id, level)).unwrap_or(level);
        let cost = hit.cause.cost(catalogue);
        let once = hit.chain.as_ref().and_then(|chain| chain.once.as_deref());
        let off_workers = level::is_beside_workers(lint, cost, &verdict) && self.has_several_threads(body, &verdict);
        let is_minor = off_workers || level::is_minor(lint, cost, &verdict, once.is_some());
        let level = if is_minor { level.min(Level::Note) } else { level };
        let context = hit.context.and_then(|context| body.contexts.get(context)).map(|context| self.context(context, &body.name));
        let marked = || hit.chain.iter().flat_map(|chain| &chain.via).next_back().map(|hop| hop.function.clone());
        let api = match &hit.remark {
            Some(remark) => Some(remark.subject.clone()),
            None => entry.map(|entry| entry.path.clone()).or_else(marked),
        };
        let is_written = |expr: ExprId| !self.input.db.store.body(body.def).is_some_and(|at| at.body.exprs[expr].from_expansion);
        let site = hit.expr.filter(|expr| is_written(*expr));
        // Code from a macro's definition is reported as reached through the macro, since it cannot be changed at the macro call.
        let through = if hit.expr.is_some() && site.is_none() && hit.chain.is_none() { Some(self.macro_hop(body, hit.span)) } else { None };
        let message = match (&through, entry) {
            (Some(hop), Some(entry)) => format!("`{}` reaches `{}`, which {}", hop.function, entry.path, wording::effect(entry.cost)),
            _ => hit.message.clone(),
        };
        let via = match &hit.chain {
            Some(chain) => chain.via.clone(),
            None => through.into_iter().collect(),
        };
        let kept = hit.chain.as_ref().and_then(|chain| chain.kept.as_deref()).filter(|_| verdict.in_handler);
        let how_often = match once {
            Some(name) => Some(format!("once, when the static `{name}` is first used")),
            None if kept.is_some() => kept.map(|name| format!("only where it does not use the value kept in `{name}`")),
            None if verdict.stalls == Stalls::Nobody => None,
            None if verdict.only.once => Some("once in the life of the process".to_owned()),
            None => verdict.only.bounded.then(|| "a limited number of times in the life of the process".to_owned()),
        };
        let finding = Finding {
            lint: lint.id.clone(),
            level,
            cost,
            kind: if via.is_empty() { Kind::Direct } else { Kind::Transitive },
            confidence: hit.confidence,
            message,
            api: api.unwrap_or_default(),
            path: self.path.clone(),
            start: self.file.lines.position(&self.file.text, hit.span.start),
            end: self.file.lines.position(&self.file.text, hit.span.end),
            context: context.unwrap_or_else(file_context),
            in_test,
            startup: verdict.startup,
            via,
            fixes: Vec::new(),
            runs_in: verdict.runs_in,
            runs_in_more: verdict.more,
            stalls: if lint.file.blocks && !off_workers || verdict.stalls == Stalls::Nobody { verdict.stalls } else { Stalls::Unknown },
            stalled: stalled(verdict.words, &[how_often, off_workers.then(|| OFF_WORKERS.to_owned())]),
            blocks: lint.file.blocks,
            confirmed: None,
            withheld: Vec::new(),
            dropped: body.drops.get(&hit.span).map(|end| self.file.lines.position(&self.file.text, *end)),
            help: match hit.context.and_then(|context| body.contexts.get(context)) {
                Some(context) if matches!(context.kind, AsyncKind::Callback | AsyncKind::Poll) => wording::without_await(&hit.help),
                _ => hit.help.clone(),
            },
            why: why(hit, entry),
        };
        if let Some(expr) = site {
            self.outcome.sites.insert(SiteKey::of(&finding), Site { def: body.def, expr, api: hit.cause.api() });
        }
        self.push(finding);
        for (path, text) in hit.chain.iter().flat_map(|chain| &chain.files) {
            self.outcome.sources.entry(path.clone()).or_insert_with(|| Arc::clone(text));
        }
    }

    /// Whether the runtimes have several threads whose root futures run the code.
    fn has_several_threads(&self, body: &BodyOutcome, verdict: &Verdict) -> bool {
        let threads = self.input.threads;
        let has_unseen_tasks = || threads.has_local_tasks(body.def.krate) && !self.tasks.sees_local_tasks(body.def.krate);
        threads.has_several_threads(body.def.krate, false) || verdict.only.in_threaded_roots && !has_unseen_tasks()
    }

    fn context(&self, context: &AsyncContext, name: &str) -> Context {
        let position = |at| self.file.lines.position(&self.file.text, at);
        Context {
            kind: context.kind.word().to_owned(),
            name: name.to_owned(),
            span: Some((position(context.span.start), position(context.span.end))),
        }
    }

    /// The macro named at a span: its definition if that is in the crate, else the macro call.
    fn macro_hop(&self, body: &BodyOutcome, span: Span) -> Hop {
        let written = self.file.text.get(span.range()).unwrap_or_default();
        let name = written.rsplit("::").next().unwrap_or(written).trim();
        let krate = self.input.db.store.krate(body.def.krate);
        let defined = krate.files.iter().find_map(|file| {
            let is_it = |item: &&Item| item.name == name && matches!(item.kind, ItemKind::MacroRules(_));
            file.facts.items.iter().find(is_it).map(|item| (file, item.name_span))
        });
        let (file, at) = defined.unwrap_or((self.file, span));
        let line = file.lines.position(&file.text, at.start).line;
        Hop { function: format!("{name}!"), path: (self.input.display)(&file.path), line, left_out: 0 }
    }

    fn push(&mut self, finding: Finding) {
        if finding.level < self.policy.min_level {
            return;
        }
        let counts = &mut self.outcome.summary.findings;
        match finding.level {
            Level::Deny => counts.deny += 1,
            Level::Warn => counts.warn += 1,
            Level::Note => counts.note += 1,
            Level::Allow => return,
        }
        self.outcome.sources.entry(self.path.clone()).or_insert_with(|| Arc::clone(&self.file.text));
        self.outcome.findings.push(finding);
    }

    /// Reports directives that are malformed, name unknown lints, or suppress nothing.
    fn directives(&mut self) {
        let mut mistakes: Vec<(&str, Span, String, String)> = Vec::new();
        for directive in &self.file.facts.directives {
            match &directive.kind {
                DirectiveKind::Malformed(words) => mistakes.push((
                    "malformed-directive",
                    directive.span,
                    format!("`{words}` is not an instruction to async-lint"),
                    "write `allow(lint-id) reason`, `nonblocking reason` or `blocking reason`".to_owned(),
                )),
                DirectiveKind::Allow(lints) => {
                    for (lint, span) in lints {
                        let is_known = self.input.catalogue.lint(lint.as_str()).is_some()
                            || *lint == "all"
                            || self.input.catalogue.lints().any(|known| known.file.group == lint.as_str());
                        if !is_known {
                            let message = format!("unknown lint `{lint}`");
                            mistakes.push(("malformed-directive", *span, message, "`async-lint rules` lists all lints".to_owned()));
                        }
                    }
                }
                DirectiveKind::NonBlocking | DirectiveKind::Blocking => {}
            }
        }
        for (lint, span) in self.suppressions.unused() {
            // A lint that is off finds nothing, so its suppression cannot be called unused.
            let ran = self
                .input
                .catalogue
                .lint(lint.as_str())
                .is_some_and(|known| self.policy.selection.level(lint.as_str(), known.file.level).is_some());
            if ran {
                let message = format!("nothing here needs `allow({lint})`");
                mistakes.push(("unused-suppression", span, message, "remove the comment".to_owned()));
            }
        }
        for (lint, span, message, help) in mistakes {
            self.tool_finding(lint, Level::Deny, span, message, help);
        }
    }

    /// Reports syntax errors; returns whether there are any. Files next to tests may be broken on purpose, or be templates.
    fn errors(&mut self, krate: CrateId, strays: &mut BTreeSet<PathBuf>) -> bool {
        let hidden = self.file.in_test && self.policy.tests == TestCode::Hide;
        if hidden {
            self.outcome.summary.hidden_in_tests += self.file.errors.len();
        }
        let is_stray = self.is_stray(krate);
        let highest = if is_stray { Level::Note } else { Level::Deny };
        // One such file per package is enough for the user to see what they are.
        let package = self.input.db.store.krate(krate).package.as_ref().map(|package| package.root.clone());
        let is_known = is_stray && !self.file.errors.is_empty() && package.is_some_and(|root| !strays.insert(root));
        if is_known {
            return true;
        }
        for error in self.file.errors.iter().filter(|_| !hidden) {
            self.tool_finding("unparsed-file", highest, error.span, error.message.clone(), "the other files were linted".to_owned());
        }
        for (message, span) in self.file.facts.unread.iter().filter(|_| !hidden) {
            let message = format!("an attribute macro may accept this, but async-lint cannot read it: {message}");
            self.tool_finding("unparsed-file", Level::Note, *span, message, "the rest of the file was linted".to_owned());
        }
        !self.file.errors.is_empty()
    }

    /// Whether a file is in a package's folder but in none of its targets, such as a template. A file named on the command line is not stray.
    fn is_stray(&self, krate: CrateId) -> bool {
        let data = self.input.db.store.krate(krate);
        let Some(package) = data.package.as_ref().filter(|package| package.manifest.is_some()) else { return false };
        let is_target = |path: &PathBuf| package.targets.iter().any(|target| target.root == *path);
        !data.files.first().is_some_and(|root| is_target(&root.path)) && !self.input.named.contains(&self.file.path)
    }

    fn tool_finding(&mut self, lint: &str, highest: Level, span: Span, message: String, help: String) {
        let Some(known) = self.input.catalogue.lint(lint) else { return };
        let Some(level) = self.policy.selection.level(lint, known.file.level.min(highest)) else { return };
        let position = |at| self.file.lines.position(&self.file.text, at);
        self.push(Finding {
            lint: lint.to_owned(),
            level,
            cost: Cost::Lock,
            kind: Kind::Direct,
            confidence: Confidence::Certain,
            message,
            api: String::new(),
            path: self.path.clone(),
            start: position(span.start),
            end: position(span.end),
            context: file_context(),
            in_test: false,
            startup: false,
            via: Vec::new(),
            fixes: Vec::new(),
            runs_in: Vec::new(),
            runs_in_more: 0,
            stalls: Stalls::Unknown,
            stalled: String::new(),
            confirmed: None,
            withheld: Vec::new(),
            dropped: None,
            blocks: false,
            help,
            why: String::new(),
        });
    }
}

/// Why a hit matters, as a clause.
fn why(hit: &Hit, entry: Option<&ApiEntry>) -> String {
    match (&hit.remark, entry) {
        (Some(remark), _) => remark.why.clone(),
        (None, Some(entry)) => format!("it {}", entry.why),
        (None, None) => "a comment on it says that it blocks".to_owned(),
    }
}

fn file_context() -> Context {
    Context { kind: "file".to_owned(), name: String::new(), span: None }
}

/// Who is stalled, in words, and what else lowers the level: that it happens once, or not on a worker.
fn stalled(words: String, remarks: &[Option<String>]) -> String {
    remarks
        .iter()
        .flatten()
        .fold(words, |said, remark| if said.is_empty() { format!("runs {remark}") } else { format!("{said}; {remark}") })
}
