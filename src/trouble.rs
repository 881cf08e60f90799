//! What could not be read becomes findings: one bad file is said, and the rest is linted. Knows nothing of syntax; what does not
//! parse is reported with the file's other findings.

use crate::analysis::{Confidence, Context, Finding, Kind, Outcome};
use crate::catalogue::{Catalogue, Cost, Level};
use crate::facts::LineIndex;
use crate::names::CrateStore;
use crate::project::{Overlay, Problem, Project};
use crate::selection::Selection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The lint that says it.
const LINT: &str = "unparsed-file";

/// What a run asks of the troubles it met.
pub(crate) struct Troubles<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) selection: &'a Selection,
    pub(crate) min_level: Level,
    /// How a file's path is shown.
    pub(crate) display: &'a dyn Fn(&Path) -> String,
    /// Texts that stand for files.
    pub(crate) overlay: &'a Overlay,
    /// No file above this size in bytes is read.
    pub(crate) max_file_bytes: u64,
}

impl Troubles<'_> {
    /// Adds a finding for each file or folder that could not be read, and for each `mod` that leads nowhere, and counts them.
    ///
    /// `unread` is what the loader could not read, dependencies included: their trouble is not the user's.
    pub(crate) fn report(&self, project: &Project, unread: Vec<Problem>, store: &CrateStore<'_>, outcome: &mut Outcome) {
        let mut files: Vec<Problem> = unread.into_iter().filter(|problem| project.requested.contains(&problem.path)).collect();
        files.extend(project.problems.iter().cloned());
        let known: BTreeSet<PathBuf> = files.iter().map(|problem| problem.path.clone()).collect();
        outcome.summary.unparsed += known.len();
        let modules = store.local_crates().iter().flat_map(|&krate| &store.krate(krate).problems);
        let modules = modules.filter(|problem| !known.contains(&problem.path) && project.requested.contains(&problem.path));
        // Targets that share a file share its troubles.
        let mut seen = BTreeSet::new();
        for (problem, highest) in files.iter().map(|file| (file, Level::Deny)).chain(modules.map(|module| (module, Level::Note))) {
            let start = problem.span.as_ref().map(|span| span.start);
            if seen.insert((&problem.path, start, &problem.message)) {
                self.add(problem, highest, outcome);
            }
        }
        outcome.sort();
    }

    fn add(&self, problem: &Problem, highest: Level, outcome: &mut Outcome) {
        let Some(known) = self.catalogue.lint(LINT) else { return };
        let Some(level) = self.selection.level(LINT, known.file.level) else { return };
        let level = level.min(highest);
        if level < self.min_level {
            return;
        }
        let path = (self.display)(&problem.path);
        let text = problem.span.as_ref().and_then(|_| self.overlay.read(&problem.path, self.max_file_bytes).ok());
        let (text, span) = match (text, &problem.span) {
            (Some(file), Some(span)) => (file.text, span.clone()),
            _ => ("".into(), 0..0),
        };
        let lines = LineIndex::new(&text);
        let position = |at: usize| lines.position(&text, u32::try_from(at).unwrap_or(u32::MAX));
        let (start, end) = (position(span.start), position(span.end));
        if !text.is_empty() {
            outcome.sources.entry(path.clone()).or_insert(text);
        }
        let counts = &mut outcome.summary.findings;
        match level {
            Level::Deny => counts.deny += 1,
            Level::Warn => counts.warn += 1,
            Level::Note => counts.note += 1,
            Level::Allow => return,
        }
        outcome.findings.push(Finding {
            lint: LINT.to_owned(),
            level,
            cost: Cost::Lock,
            kind: Kind::Direct,
            confidence: Confidence::Certain,
            message: problem.message.clone(),
            api: String::new(),
            path,
            start,
            end,
            context: Context { kind: "file".to_owned(), name: String::new(), span: None },
            in_test: false,
            startup: false,
            via: Vec::new(),
            fixes: Vec::new(),
            help: "everything else was linted".to_owned(),
            why: String::new(),
        });
    }
}
