//! From everything that is found to what is reported: how sure it is, what changed, what the baseline knows.

use super::check_args::CheckArgs;
use super::{Checker, Exit, Io, failure, progress};
use crate::CheckOptions;
use crate::baseline::{self, Baseline, Key, Known, Place};
use crate::changed::{self, Changes, Since};
use crate::diagnostics::Level;
use crate::diagnostics::{Confidence, Finding, LevelCounts, Report};
use crate::project::{self, MAX_FILE_BYTES, Overlay, read_source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is left out of a report.
pub(super) struct Narrow {
    min_confidence: Confidence,
    changes: Option<Changes>,
    /// What was found before manifests and configurations changed; `None` if none has.
    before: Option<Baseline>,
    /// The baseline that holds, and where it lies.
    pub(super) baseline: Option<(PathBuf, Baseline)>,
}

impl Narrow {
    /// Reads the baseline and asks git. Texts that git has staged stand for files from then on.
    pub(super) fn prepare(args: &CheckArgs, options: &mut CheckOptions, io: &mut Io<'_>, checker: Checker<'_>) -> Result<Self, Exit> {
        let adoption = &args.adoption;
        let since = match (&adoption.changed, adoption.staged) {
            (Some(name), _) if name.is_empty() => Some(Since::Head),
            (Some(name), _) => Some(Since::Commit(name.clone())),
            // git names the index of a commit that is being made in this variable.
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
        let mut narrow = Self { min_confidence, changes, before: None, baseline };
        narrow.before = narrow.before(options, checker);
        Ok(narrow)
    }

    /// What is found with the manifests and configurations of before, if one has changed.
    fn before(&self, options: &CheckOptions, checker: Checker<'_>) -> Option<Baseline> {
        let changes = self.changes.as_ref().filter(|changes| !changes.settings.is_empty())?;
        let mut texts = changes.texts.clone();
        texts.extend(changes.settings.iter().map(|(path, text)| (path.clone(), Arc::clone(text))));
        let before = CheckOptions { overlay: Overlay::new(texts), ..options.clone() };
        // What was broken before knew no findings.
        let report = checker(&before, &progress::Bar::new()).ok();
        Some(report.map(|report| Baseline::of(&report, &here(options))).unwrap_or_default())
    }

    /// Keeps what the user wants to see in a report; returns what the baseline has of it.
    pub(super) fn apply(&self, report: &mut Report, options: &CheckOptions) -> Known {
        report.findings.retain(|finding| finding.confidence <= self.min_confidence);
        if let Some(changes) = &self.changes {
            let moved = moved(changes, options);
            let changes = moved.as_ref().unwrap_or(changes);
            let all = report.findings.len();
            let (mut touched, mut others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut report.findings).into_iter().partition(|finding| changes.touch(finding, &options.current_dir));
            if let Some(before) = &self.before {
                // What is found elsewhere is the change's doing if manifest and configuration of before do not bring it.
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

/// The order of the contract: path, position, lint.
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

/// The changed lines, where fixes have moved them; `None` if nothing has been edited.
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

/// Counts what is left.
fn recount(report: &mut Report) {
    let count = |level| report.findings.iter().filter(|finding| finding.level == level).count();
    report.summary.findings = LevelCounts { deny: count(Level::Deny), warn: count(Level::Warn), note: count(Level::Note) };
}

/// The baseline that was named, or the one that lies here or above.
fn read_baseline(args: &CheckArgs, options: &CheckOptions) -> Result<Option<(PathBuf, Baseline)>, crate::CheckError> {
    let adoption = &args.adoption;
    if adoption.no_baseline {
        return Ok(None);
    }
    let named = adoption.baseline.as_ref().map(|file| project::absolute(file, &options.current_dir));
    let Some(file) = named.or_else(|| baseline::find(&options.current_dir)) else { return Ok(None) };
    // One that is to be written need not be there.
    if adoption.write_baseline && file.symlink_metadata().is_err() {
        return Ok(Some((file, Baseline::default())));
    }
    let text = read_source(&file, MAX_FILE_BYTES)
        .map_err(|problem| crate::CheckError::Unreadable { path: problem.path, source: std::io::Error::other(problem.message) })?;
    let shown = project::display_path(&file, &options.current_dir);
    let baseline = baseline::parse(&text.text, &shown).map_err(|error| vec![error])?;
    Ok(Some((file, baseline)))
}

/// Which missing entries are really gone: those of files that were linted, by lints that ran.
pub(super) fn gone(
    known: &Known,
    place: &Place,
    report: &Report,
    options: &CheckOptions,
    runs: impl Fn(&str) -> bool,
) -> Vec<(Key, usize)> {
    let linted: BTreeSet<PathBuf> = report.linted.iter().map(|path| options.current_dir.join(path)).collect();
    let given: Vec<PathBuf> = match &options.paths[..] {
        [] => vec![options.current_dir.clone()],
        paths => paths.iter().map(|path| project::absolute(path, &options.current_dir)).collect(),
    };
    let is_gone = |key: &Key| {
        let file = place.file(&key.path);
        let was_linted = linted.contains(&file) || (given.iter().any(|path| file.starts_with(path)) && file.symlink_metadata().is_err());
        was_linted && runs(&key.lint) && (!key.in_test || report.summary.hidden_in_tests == 0)
    };
    known.missing.iter().filter(|(key, _)| is_gone(key)).cloned().collect()
}
