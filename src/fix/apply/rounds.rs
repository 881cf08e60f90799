//! Applies fixes in rounds until none is left: choose, edit in memory, check the result, and keep it only if it is as promised. Both the
//! tree and the linter are passed in.

use super::edits::{Moved, apply};
use super::judge::judge;
use super::outcome::{Change, Dropped, End, FixOptions, Plan, Reason, Tree, lints, resolved};
use super::select::{Chosen, is_manifest, select};
use super::tidy::without_superfluous_imports;
use crate::diagnostics::{Finding, Fix, Report};
use crate::syntax::{self, Bodies, MacroTable};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The maximum number of checks of the tree. Every check that passes resolves at least one finding, and every one that fails drops a fix or
/// halves the number of fixes tried, so few trees reach it.
const MAX_CHECKS: usize = 100;

/// Checks of a big tree are slow, so files times checks are bounded too. The bound does not depend on the machine, so that results are
/// reproducible.
const MAX_FILE_CHECKS: usize = 30_000;

/// The minimum of that limit, for the biggest trees.
const MIN_CHECKS: usize = 8;

/// The maximum number of checks for a tree with this many files.
fn max_checks(files: usize) -> usize {
    (MAX_FILE_CHECKS / files.max(1)).clamp(MIN_CHECKS, MAX_CHECKS)
}

/// Plans fixes for `report`, the result of [`Tree::check`] without changed texts.
///
/// # Errors
/// If a check fails.
pub fn plan<T: Tree>(tree: &T, report: Report, options: &FixOptions<'_>) -> Result<Plan, T::Error> {
    let found = lints(&report);
    let mut rounds = Rounds {
        tree,
        files: BTreeMap::new(),
        report,
        rejected: Vec::new(),
        together: Vec::new(),
        needed_by: BTreeMap::new(),
        limit: usize::MAX,
    };
    let end = rounds.run(options)?;
    let texts = rounds.files.into_iter().filter_map(|(path, file)| file.ok().map(|file| (path, file)));
    let changed = texts.filter(|(_, file)| file.before != file.now);
    // If the finding is gone, another fix has resolved it.
    let mut dropped: Vec<Dropped> = rounds.rejected.iter().filter_map(|rejected| rejected.dropped(&rounds.report)).collect();
    for finding in &mut rounds.report.findings {
        let mut fixes = std::mem::take(&mut finding.fixes);
        fixes.retain(|fix| !rounds.rejected.iter().any(|rejected| rejected.is(finding, fix)));
        finding.fixes = fixes;
    }
    dropped.sort_by(|a, b| (&a.path, a.line, &a.lint, &a.title).cmp(&(&b.path, b.line, &b.lint, &b.title)));
    Ok(Plan {
        changes: changed.map(|(path, file)| Change { path, before: file.before, after: file.now }).collect(),
        fixed: resolved(&found, &rounds.report),
        report: rounds.report,
        dropped,
        together: rounds.together,
        needed_by: rounds.needed_by,
        end,
    })
}

/// A file that may be edited.
#[derive(Clone)]
struct File {
    before: Arc<str>,
    now: Arc<str>,
    /// See [`Tree::below`].
    below: Vec<Arc<str>>,
}

struct Rounds<'t, T> {
    tree: &'t T,
    /// The files of fixes so far, or why they must not be edited.
    files: BTreeMap<String, Result<File, String>>,
    /// The report for the current texts.
    report: Report,
    rejected: Vec<Rejected>,
    together: Vec<BTreeSet<String>>,
    needed_by: BTreeMap<String, BTreeSet<String>>,
    /// The maximum number of fixes tried at once.
    limit: usize,
}

/// A fix that is not tried again, identified by its finding. The offset is updated when the text changes.
struct Rejected {
    path: String,
    lint: String,
    offset: u32,
    title: String,
    reason: Reason,
}

impl Rejected {
    fn is(&self, finding: &Finding, fix: &Fix) -> bool {
        (&self.path, &self.lint, self.offset, &self.title) == (&finding.path, &finding.lint, finding.start.offset, &fix.title)
    }

    fn dropped(&self, report: &Report) -> Option<Dropped> {
        let same = |finding: &&Finding| (&finding.path, &finding.lint, finding.start.offset) == (&self.path, &self.lint, self.offset);
        let line = report.findings.iter().find(same)?.start.line;
        let Self { lint, path, title, reason, .. } = self;
        Some(Dropped { lint: lint.clone(), path: path.clone(), line, title: title.clone(), reason: reason.clone() })
    }
}

/// Chosen fixes, applied in memory.
struct Tried {
    texts: BTreeMap<String, Arc<str>>,
    moved: BTreeMap<String, Moved>,
}

/// The fixes, by index, because of which an attempt failed, with the reasons; empty if it is not known which.
type SuspectFixes = Vec<(usize, Reason)>;

impl<T: Tree> Rounds<'_, T> {
    fn run(&mut self, options: &FixOptions<'_>) -> Result<End, T::Error> {
        let mut checks = 0;
        let max_checks = max_checks(self.report.linted.len());
        loop {
            // The chosen fixes borrow the findings while `self` changes.
            let findings = std::mem::take(&mut self.report.findings);
            let allowed = |index: usize, fix: &Fix| {
                let finding: &Finding = &findings[index];
                options.trust.allows(fix.applicability)
                    && (options.wants)(finding)
                    && !self.rejected.iter().any(|rejected| rejected.is(finding, fix))
            };
            let chosen = select(&findings, allowed, self.limit);
            if chosen.is_empty() || checks == max_checks {
                let end = if chosen.is_empty() { End::Fixpoint } else { End::GaveUp };
                drop(chosen);
                self.report.findings = findings;
                return Ok(end);
            }
            let blame = match self.edit(&chosen) {
                Err(blame) => blame,
                Ok(tried) => {
                    checks += 1;
                    let after = self.check(&tried)?;
                    let verdict = judge(&findings, &chosen, &tried.moved, &after.findings);
                    if verdict.is_good() {
                        self.accept(&chosen, tried, after);
                        continue;
                    }
                    let new = verdict.new.iter();
                    let without = verdict.without_effect.into_iter().map(|nth| (nth, Reason::WithoutEffect));
                    let new = new.filter_map(|&(index, nth)| Some((nth?, Reason::NewFinding { lint: after.findings[index].lint.clone() })));
                    let blame: SuspectFixes = without.chain(new).collect();
                    if blame.is_empty() && chosen.len() == 1 {
                        let lint = verdict.new.first().map_or_else(String::new, |&(index, _)| after.findings[index].lint.clone());
                        vec![(0, Reason::NewFinding { lint })]
                    } else {
                        blame
                    }
                }
            };
            // If it is not known which fix is to blame, try half as many.
            self.limit = if blame.is_empty() { (chosen.len() / 2).max(1) } else { self.limit };
            for (nth, reason) in blame {
                self.reject(&findings, &chosen[nth], &reason);
            }
            drop(chosen);
            self.report.findings = findings;
        }
    }

    /// Lints the tree with the changed texts.
    fn check(&self, tried: &Tried) -> Result<Report, T::Error> {
        let earlier = self.files.iter().filter_map(|(path, file)| Some((path, file.as_ref().ok()?)));
        let mut texts: BTreeMap<String, Arc<str>> =
            earlier.filter(|(_, file)| file.before != file.now).map(|(path, file)| (path.clone(), Arc::clone(&file.now))).collect();
        texts.extend(tried.texts.iter().map(|(path, text)| (path.clone(), Arc::clone(text))));
        self.tree.check(&texts)
    }

    /// Applies the edits in memory and checks that the results parse.
    fn edit(&mut self, chosen: &[Chosen<'_>]) -> Result<Tried, SuspectFixes> {
        let mut blame = Vec::new();
        for (nth, one) in chosen.iter().enumerate() {
            if let Err(reason) = self.fits(one) {
                blame.push((nth, reason));
            }
        }
        if !blame.is_empty() {
            return Err(blame);
        }
        let paths: BTreeSet<&str> = chosen.iter().flat_map(|one| &one.fix.edits).map(|edit| edit.path.as_str()).collect();
        let mut tried = Tried { texts: BTreeMap::new(), moved: BTreeMap::new() };
        for path in paths {
            let Some(Ok(file)) = self.files.get(path) else { continue };
            let touching = || chosen.iter().enumerate().filter(|(_, one)| one.fix.edits.iter().any(|edit| edit.path == path));
            let edits: Vec<_> = touching().flat_map(|(_, one)| one.edits_in(path)).collect();
            // They fit one by one and do not touch, so they fit together.
            let mut edited = apply(&file.now, &edits)
                .map_err(|conflict| touching().map(|(nth, _)| (nth, Reason::EditConflict(conflict))).collect::<Vec<_>>())?;
            if parses(path, &file.now) && !parses(path, &edited.text) {
                let single = touching().count() == 1;
                return Err(if single { touching().map(|(nth, _)| (nth, Reason::Unparsed)).collect() } else { Vec::new() });
            }
            if !is_manifest(path) {
                edited = without_superfluous_imports(&file.now, edited, &file.below);
            }
            tried.texts.insert(path.to_owned(), edited.text.into());
            tried.moved.insert(path.to_owned(), edited.moved);
        }
        Ok(tried)
    }

    /// Whether the fix alone can be applied to the current texts.
    fn fits(&mut self, one: &Chosen<'_>) -> Result<(), Reason> {
        for edit in &one.fix.edits {
            let tree = self.tree;
            let file = self.files.entry(edit.path.clone()).or_insert_with(|| {
                let text = tree.text(&edit.path)?;
                Ok(File { before: Arc::clone(&text), now: text, below: tree.below(&edit.path) })
            });
            let file = file.as_ref().map_err(|why| Reason::Untouchable { path: edit.path.clone(), why: why.clone() })?;
            // The edited text must be the linted one, if that is available.
            if self.report.sources.get(&edit.path).is_some_and(|linted| *linted != file.now) {
                let why = "has changed since it was linted".to_owned();
                return Err(Reason::Untouchable { path: edit.path.clone(), why });
            }
            apply(&file.now, &one.edits_in(&edit.path))?;
        }
        Ok(())
    }

    fn accept(&mut self, chosen: &[Chosen<'_>], tried: Tried, after: Report) {
        for rejected in &mut self.rejected {
            if let Some(moved) = tried.moved.get(&rejected.path) {
                rejected.offset = *moved.places(rejected.offset).start();
            }
        }
        for (path, text) in tried.texts {
            if let Some(Ok(file)) = self.files.get_mut(&path) {
                file.now = text;
            }
        }
        for one in chosen {
            let paths = one.fix.edits.iter().map(|edit| edit.path.clone());
            let (manifests, files): (BTreeSet<String>, BTreeSet<String>) = paths.partition(|path| is_manifest(path));
            for manifest in manifests {
                self.needed_by.entry(manifest).or_default().extend(files.iter().cloned());
            }
            join(&mut self.together, files);
        }
        self.report = after;
        self.limit = usize::MAX;
    }

    fn reject(&mut self, findings: &[Finding], one: &Chosen<'_>, reason: &Reason) {
        for &index in &one.findings {
            let finding = &findings[index];
            self.rejected.push(Rejected {
                path: finding.path.clone(),
                lint: finding.lint.clone(),
                offset: finding.start.offset,
                title: one.fix.title.clone(),
                reason: reason.clone(),
            });
        }
    }
}

/// Adds a group, merged with those that share a file with it.
fn join(groups: &mut Vec<BTreeSet<String>>, mut group: BTreeSet<String>) {
    let (sharing, others) = std::mem::take(groups).into_iter().partition(|other: &BTreeSet<String>| !other.is_disjoint(&group));
    *groups = others;
    group.extend(Vec::<BTreeSet<String>>::into_iter(sharing).flatten());
    if !group.is_empty() {
        groups.push(group);
        groups.sort();
    }
}

/// Whether a file parses as Rust or TOML, by its name.
fn parses(path: &str, text: &str) -> bool {
    if is_manifest(path) {
        return toml_edit::Document::parse(text).is_ok();
    }
    syntax::with_stack(|| syntax::lower(text, Bodies::Lower, &MacroTable::default()).errors.is_empty())
}
