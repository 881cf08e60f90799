//! Selects the findings to report: by confidence, by changed lines, and by the baseline.

use super::check_args::CheckArgs;
use super::{Checker, Exit, Io, failure, progress};
use crate::CheckOptions;
use crate::baseline::{self, Baseline, BaselineMatch, Key, Place};
use crate::changed::{self, Changes, Since};
use crate::diagnostics::{Confidence, Finding, Level, LevelCounts, Report};
use crate::project::{self, MAX_FILE_BYTES, Overlay, read_source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What decides which findings are left out of a report.
pub(super) struct FindingFilter {
    min_confidence: Confidence,
    changes: Option<Changes>,
    /// The findings with the old manifests and configurations; `None` if none has changed.
    before: Option<Baseline>,
    /// The baseline that applies, and its file.
    pub(super) baseline: Option<(PathBuf, Baseline)>,
}

impl FindingFilter {
    /// Reads the baseline and asks git for changes. With `--staged`, `options` then reads the staged texts in place of the files.
    pub(super) fn prepare(args: &CheckArgs, options: &mut CheckOptions, io: &mut Io<'_>, checker: Checker<'_>) -> Result<Self, Exit> {
        let adoption = &args.adoption;
        let since = match (&adoption.changed, adoption.staged) {
            (Some(name), _) if name.is_empty() => Some(Since::Head),
            (Some(name), _) => Some(Since::Commit(name.clone())),
            // While a commit is being made, git puts the path of its index into this variable.
            (None, true) => Some(Since::Staged(std::env::var_os("GIT_INDEX_FILE").map(PathBuf::from))),
            (None, false) => None,
        };
        let changes = since.map(|since| changed::ask(&options.current_dir, &since)).transpose();
        let changes = changes.map_err(|why| failure::text(&why, None, io.err))?;
        if let Some(changes) = changes.as_ref().filter(|changes| !changes.texts.is_empty()) {
            options.overlay = Overlay::new(changes.texts.clone());
        }
        let baseline = match read_baseline(args, options) {
            Ok(baseline) => baseline,
            Err(error) => return Err(failure::check(&error, io.err)),
        };
        let min_confidence = args.choice.min_confidence.unwrap_or_default().into();
        let mut filter = Self { min_confidence, changes, before: None, baseline };
        filter.before = filter.before(options, checker);
        Ok(filter)
    }

    /// The findings with the old manifests and configurations, if one has changed.
    fn before(&self, options: &CheckOptions, checker: Checker<'_>) -> Option<Baseline> {
        let changes = self.changes.as_ref().filter(|changes| !changes.settings.is_empty())?;
        let mut texts = changes.texts.clone();
        texts.extend(changes.settings.iter().map(|(path, text)| (path.clone(), Arc::clone(text))));
        let before = CheckOptions { overlay: Overlay::new(texts), ..options.clone() };
        // If the old ones cannot be read, all findings count as new.
        let report = checker(&before, &progress::Bar::new()).ok();
        Some(report.map(|report| Baseline::of(&report, &here(options))).unwrap_or_default())
    }

    /// Keeps the findings that the user wants to see; returns what the baseline has hidden and what it has in excess.
    pub(super) fn apply(&self, report: &mut Report, options: &CheckOptions) -> BaselineMatch {
        report.findings.retain(|finding| finding.confidence <= self.min_confidence);
        if let Some(changes) = &self.changes {
            let moved = moved(changes, options);
            let changes = moved.as_ref().unwrap_or(changes);
            let all = report.findings.len();
            let (mut touched, mut others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut report.findings).into_iter().partition(|finding| changes.touch(finding, &options.current_dir));
            if let Some(before) = &self.before {
                // A finding outside the changed lines is caused by a changed manifest or configuration if it does not occur with the old ones.
                before.take_from(&mut others, &here(options));
                touched.append(&mut others);
                touched.sort_by(|a, b| order(a).cmp(&order(b)));
            }
            report.summary.outside_changes = all - touched.len();
            report.findings = touched;
        }
        let known = self.baseline.as_ref().map(|(file, baseline)| baseline.take_from(&mut report.findings, &place(file, options)));
        let known = known.unwrap_or_default();
        report.summary.in_baseline = known.hidden;
        recount(report);
        known
    }
}

/// The documented order of findings: path, position, lint, API.
fn order(finding: &Finding) -> (&str, u32, u32, &str, &str) {
    (&finding.path, finding.start.line, finding.start.column, &finding.lint, &finding.api)
}

fn here(options: &CheckOptions) -> Place {
    Place { current_dir: options.current_dir.clone(), folder: options.current_dir.clone() }
}

/// How a report's paths are written in a baseline.
pub(super) fn place(file: &Path, options: &CheckOptions) -> Place {
    let folder = file.parent().unwrap_or(file).to_owned();
    Place { current_dir: options.current_dir.clone(), folder }
}

/// The changed lines after fixes have moved them; `None` if no file has been edited.
fn moved(changes: &Changes, options: &CheckOptions) -> Option<Changes> {
    let mut moved = None;
    for (path, lines) in &changes.lines {
        let Some(now) = options.overlay.get(path).filter(|text| changes.texts.get(path) != Some(text)) else { continue };
        let Ok(before) = read_source(path, MAX_FILE_BYTES) else { continue };
        let lines = lines.moved(&before.text, now);
        moved.get_or_insert_with(|| changes.clone()).lines.insert(path.clone(), lines);
    }
    moved
}

/// Updates the counts of the summary.
fn recount(report: &mut Report) {
    let count = |level| report.findings.iter().filter(|finding| finding.level == level).count();
    report.summary.findings = LevelCounts { deny: count(Level::Deny), warn: count(Level::Warn), note: count(Level::Note) };
}

/// The baseline that was named, or the nearest one in the current folder or above.
fn read_baseline(args: &CheckArgs, options: &CheckOptions) -> Result<Option<(PathBuf, Baseline)>, crate::CheckError> {
    let adoption = &args.adoption;
    if adoption.no_baseline {
        return Ok(None);
    }
    let named = adoption.baseline.as_ref().map(|file| project::absolute(file, &options.current_dir));
    let Some(file) = named.or_else(|| baseline::find(&options.current_dir)) else { return Ok(None) };
    // A baseline that is to be written need not exist.
    if adoption.write_baseline && file.symlink_metadata().is_err() {
        return Ok(Some((file, Baseline::default())));
    }
    let text = read_source(&file, MAX_FILE_BYTES)
        .map_err(|problem| crate::CheckError::Unreadable { path: problem.path, source: std::io::Error::other(problem.message) })?;
    let shown = project::display_path(&file, &options.current_dir);
    let baseline = baseline::parse(&text.text, &shown).map_err(|error| vec![error])?;
    Ok(Some((file, baseline)))
}

/// The missing entries that are really gone: their file was linted or no longer exists, and their lint ran.
pub(super) fn gone(
    known: &BaselineMatch,
    place: &Place,
    report: &Report,
    options: &CheckOptions,
    runs: impl Fn(&str) -> bool,
) -> Vec<(Key, usize)> {
    let linted: BTreeSet<PathBuf> = report.linted.iter().map(|path| options.current_dir.join(path)).collect();
    let given = options.absolute_paths();
    let is_gone = |key: &Key| {
        let file = place.file(&key.path);
        let was_linted = linted.contains(&file) || (given.iter().any(|path| file.starts_with(path)) && file.symlink_metadata().is_err());
        was_linted && runs(&key.lint) && (!key.in_test || report.summary.hidden_in_tests == 0)
    };
    known.missing.iter().filter(|(key, _)| is_gone(key)).cloned().collect()
}
