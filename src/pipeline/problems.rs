//! Turns files that could not be read into findings; the rest is linted nevertheless. Syntax errors are not handled here: they are reported
//! with the file's other findings.

use crate::analysis::{Outcome, PathExistence};
use crate::catalogue::Catalogue;
use crate::config::{Configuration, Policies};
use crate::diagnostics::{Confidence, Context, Cost, Finding, Kind, Level, Stalls};
use crate::facts::LineIndex;
use crate::names::CrateStore;
use crate::project::{Overlay, Problem, ProblemAbout, Project};
use crate::types::TypeDb;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The lint for files that could not be read.
const LINT: &str = "unparsed-file";

/// The lint for configuration entries that match nothing.
const UNUSED: &str = "unused-configuration";

/// Reports the problems of a run as findings.
pub(crate) struct ProblemReporter<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) policies: &'a Policies<'a>,
    /// How a file's path is shown.
    pub(crate) display: &'a dyn Fn(&Path) -> String,
    /// Texts that replace files.
    pub(crate) overlay: &'a Overlay,
    /// Larger files, in bytes, are not read.
    pub(crate) max_file_bytes: u64,
}

impl ProblemReporter<'_> {
    /// Adds a finding for each file or folder that could not be read and for each `mod` without a file, and counts the unreadable files.
    ///
    /// `unread` is what the loader could not read; problems in dependencies are not reported.
    pub(crate) fn report(&self, project: &Project, unread: Vec<Problem>, store: &CrateStore<'_>, outcome: &mut Outcome) {
        let mut files: Vec<Problem> = unread.into_iter().filter(|problem| project.requested.contains(&problem.path)).collect();
        files.extend(project.problems.iter().cloned());
        let known: BTreeSet<PathBuf> = files.iter().map(|problem| problem.path.clone()).collect();
        let unread = files.iter().filter(|problem| problem.about == ProblemAbout::Itself);
        outcome.summary.unparsed += unread.map(|problem| &problem.path).collect::<BTreeSet<_>>().len();
        let folder = |folder: &PathBuf| format!("{}/", (self.display)(folder).trim_end_matches('/'));
        let mut left_out: Vec<String> = project.left_out.iter().map(folder).collect();
        left_out.extend(store.strays().iter().map(|file| (self.display)(file)));
        left_out.sort();
        outcome.summary.left_out = left_out;
        let modules = store.local_crates().iter().flat_map(|&krate| &store.krate(krate).problems);
        let modules = modules.filter(|problem| !known.contains(&problem.path) && project.requested.contains(&problem.path));
        let modules = merged(modules);
        // Targets that share a file have the same problems.
        let mut seen = BTreeSet::new();
        let outside = outsiders(project);
        let mut said = BTreeSet::new();
        let is_minor = |file: &Problem| file.about == ProblemAbout::AbsentFolder || outside.contains(&file.path);
        let level = |file: &Problem| if is_minor(file) { Level::Note } else { Level::Deny };
        let files = files.iter().map(|file| (file, level(file)));
        for (problem, highest) in files.chain(modules.iter().map(|module| (module, Level::Note))) {
            // For a package outside of the workspace one problem is enough.
            if outside.contains(&problem.path) && !said.insert(&problem.path) {
                continue;
            }
            let start = problem.span.as_ref().map(|span| span.start);
            if seen.insert((&problem.path, start, &problem.message)) {
                self.add(problem, highest, outcome);
            }
        }
        outcome.sort();
    }

    /// Adds a finding for each configuration entry that names a fn which does not exist, if that is certain.
    pub(crate) fn unused_configuration(&self, configuration: &Configuration, db: &TypeDb<'_>, outcome: &mut Outcome) {
        for entry in configuration.named_fns() {
            let found: Vec<PathExistence> = entry.paths.iter().map(|path| PathExistence::of(db, path)).collect();
            if !found.contains(&PathExistence::No) || found.contains(&PathExistence::Yes) {
                continue;
            }
            self.push(
                outcome,
                &entry.layer.folder,
                Words {
                    lint: UNUSED,
                    highest: Level::Deny,
                    path: entry.layer.file.clone(),
                    text: Arc::clone(&entry.layer.text),
                    span: entry.span.clone(),
                    message: format!("there is no fn `{}`", entry.written),
                    help: "correct the path, or remove the entry",
                },
            );
        }
        outcome.sort();
    }

    /// Adds a finding, of at most this level, for a file that could not be read.
    pub(crate) fn add(&self, problem: &Problem, highest: Level, outcome: &mut Outcome) {
        let text = problem.span.as_ref().and_then(|_| self.overlay.read(&problem.path, self.max_file_bytes).ok());
        let (text, span) = match (text, &problem.span) {
            (Some(file), Some(span)) => (file.text, span.clone()),
            _ => ("".into(), 0..0),
        };
        let path = (self.display)(&problem.path);
        let (message, help) = (problem.message.clone(), "everything else was linted");
        self.push(outcome, &problem.path, Words { lint: LINT, highest, path, text, span, message, help });
    }

    /// Adds a finding, if the policy for `place` reports it.
    fn push(&self, outcome: &mut Outcome, place: &Path, words: Words) {
        let Some(known) = self.catalogue.lint(words.lint) else { return };
        let policy = self.policies.of(place);
        let Some(level) = policy.selection.level(words.lint, known.file.level) else { return };
        let level = level.min(words.highest);
        if level < policy.min_level {
            return;
        }
        let lines = LineIndex::new(&words.text);
        let position = |at: usize| lines.position(&words.text, u32::try_from(at).unwrap_or(u32::MAX));
        let (start, end) = (position(words.span.start), position(words.span.end));
        if !words.text.is_empty() {
            outcome.sources.entry(words.path.clone()).or_insert(words.text);
        }
        let counts = &mut outcome.summary.findings;
        match level {
            Level::Deny => counts.deny += 1,
            Level::Warn => counts.warn += 1,
            Level::Note => counts.note += 1,
            Level::Allow => return,
        }
        outcome.findings.push(Finding {
            lint: words.lint.to_owned(),
            level,
            cost: Cost::Lock,
            kind: Kind::Direct,
            confidence: Confidence::Certain,
            message: words.message,
            api: String::new(),
            path: words.path,
            start,
            end,
            context: Context { kind: "file".to_owned(), name: String::new(), span: None },
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
            help: words.help.to_owned(),
            why: String::new(),
        });
    }
}

/// The manifests of packages beside a workspace that are not its members: templates, fixtures, examples.
fn outsiders(project: &Project) -> BTreeSet<PathBuf> {
    if project.packages.iter().all(|package| package.workspace.is_none()) {
        return BTreeSet::new();
    }
    let outside = project.packages.iter().filter(|package| package.workspace.is_none());
    outside.filter_map(|package| package.manifest.clone()).collect()
}

/// The contents of a finding about a file.
struct Words {
    lint: &'static str,
    highest: Level,
    path: String,
    text: Arc<str>,
    span: Range<usize>,
    message: String,
    help: &'static str,
}

/// One problem for each file: a file that belongs to no target may declare many modules which are not there.
fn merged<'p>(modules: impl Iterator<Item = &'p Problem>) -> Vec<Problem> {
    let mut by_file: BTreeMap<&Path, Vec<&Problem>> = BTreeMap::new();
    for module in modules {
        let known = by_file.entry(&module.path).or_default();
        if !known.contains(&module) {
            known.push(module);
        }
    }
    let merge = |mut problems: Vec<&Problem>| {
        problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
        let first = (*problems.first()?).clone();
        Some(match problems.len() - 1 {
            0 => first,
            more => Problem { message: format!("{}, nor those of {more} more", first.message), ..first },
        })
    };
    by_file.into_values().filter_map(merge).collect()
}
