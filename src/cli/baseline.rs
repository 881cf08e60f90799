//! `--write-baseline`, `--prune-baseline`, `--baseline-strict`: writes the baseline, and reports stale entries.

use super::check_args::CheckArgs;
use super::finding_filter::{FindingFilter, gone, place};
use super::{Exit, Io, failure};
use crate::CheckOptions;
use crate::baseline::{self, Baseline, BaselineMatch, Key};
use crate::diagnostics::{Level, Report};
use crate::fix::apply::write_whole;
use crate::project;
use crate::report::escape;
use crate::report::phrase::count;
use crate::rulebook::Rulebook;
use crate::selection::Selection;
use std::io;
use std::path::{Path, PathBuf};

/// Writes all findings into the baseline. Old entries that this run did not check stay.
pub(super) fn write(
    report: &Report,
    filter: &FindingFilter,
    options: &CheckOptions,
    args: &CheckArgs,
    io: &mut Io<'_>,
) -> io::Result<Exit> {
    let (file, old) = match &filter.baseline {
        Some((file, old)) => (file.clone(), old.clone()),
        None => (home(options), Baseline::default()),
    };
    let place = place(&file, options);
    let mut new = Baseline::of(report, &place);
    let known = BaselineMatch { hidden: 0, missing: old.entries.iter().map(|(key, count)| (key.clone(), *count)).collect() };
    let checked_entries = checked_entries(&known, filter, report, options, args);
    let checked_entries: std::collections::BTreeSet<&Key> = checked_entries.iter().map(|(key, _)| key).collect();
    new.keep(&old, |key| !checked_entries.contains(key));
    if let Err(why) = save(&file, &new) {
        return Ok(failure::text(&why, None, io.err));
    }
    if !args.look.quiet {
        let shown = project::display_path(&file, &options.current_dir);
        let findings = count(new.len(), "finding", "findings");
        writeln!(io.err, "wrote {findings} to {}", escape::line(&shown))?;
    }
    Ok(Exit::Clean)
}

/// Reports entries that are no longer found, or removes them if `--prune-baseline` is given. Returns an exit code if the run fails for them.
pub(super) fn settle(
    known: &BaselineMatch,
    filter: &FindingFilter,
    report: &Report,
    options: &CheckOptions,
    args: &CheckArgs,
    io: &mut Io<'_>,
) -> io::Result<Option<Exit>> {
    let Some((file, baseline)) = filter.baseline.as_ref().filter(|_| !known.missing.is_empty()) else { return Ok(None) };
    let missing = checked_entries(known, filter, report, options, args);
    let number = missing.iter().fold(0_usize, |sum, (_, count)| sum.saturating_add(*count));
    if number == 0 {
        return Ok(None);
    }
    let findings = count(number, "finding", "findings");
    if args.adoption.prune_baseline {
        let mut pruned = baseline.clone();
        pruned.prune(&missing);
        if let Err(why) = save(file, &pruned) {
            return Ok(Some(failure::text(&why, None, io.err)));
        }
        if !args.look.quiet {
            writeln!(io.err, "removed {findings} from the baseline")?;
        }
        return Ok(None);
    }
    let is_strict = args.adoption.baseline_strict;
    if is_strict || !args.look.quiet {
        let head = if is_strict { "error" } else { "note" };
        writeln!(io.err, "{head}: {findings} in the baseline no longer found; `--prune-baseline` removes them")?;
        for (key, count) in missing.iter().take(SHOWN) {
            let function = if key.function.is_empty() { String::new() } else { format!(" in `{}`", escape::line(&key.function)) };
            writeln!(io.err, "  {}: {count} × {}{function}", escape::line(&key.path), escape::line(&key.lint))?;
        }
        if missing.len() > SHOWN {
            writeln!(io.err, "  … and {} more", missing.len() - SHOWN)?;
        }
    }
    Ok(is_strict.then_some(Exit::Findings))
}

/// Maximum number of entries that are listed.
const SHOWN: usize = 10;

/// The missing entries that this run would have found if they still existed.
fn checked_entries(
    known: &BaselineMatch,
    filter: &FindingFilter,
    report: &Report,
    options: &CheckOptions,
    args: &CheckArgs,
) -> Vec<(Key, usize)> {
    let Some((file, _)) = &filter.baseline else { return Vec::new() };
    // With these options a finding may be missing because it was not looked for.
    let is_narrow = options.min_level.is_some()
        || args.choice.min_confidence.is_some()
        || args.no_deps
        || args.adoption.changed.is_some()
        || args.adoption.staged;
    if is_narrow {
        return Vec::new();
    }
    // The run has loaded the rules already, so this does not fail.
    let Ok(rulebook) = Rulebook::load(options) else { return Vec::new() };
    let lints = || rulebook.catalogue.lints();
    let Ok(selection) = Selection::new(lints(), &options.select, &options.ignore) else { return Vec::new() };
    let selection = selection.with_named(lints(), &options.levels, |_| options.select.is_empty());
    // A lint that no longer exists counts as one that ran and found nothing.
    let runs = |lint: &str| rulebook.catalogue.lint(lint).is_none() || selection.level(lint, Level::Deny).is_some();
    gone(known, &place(file, options), report, options, runs)
}

/// Where a new baseline is written.
fn home(options: &CheckOptions) -> PathBuf {
    let here = [options.current_dir.clone()];
    let packages = project::around(&here, &options.current_dir).packages;
    let roots = packages.iter().filter_map(|package| package.workspace.as_deref().or(package.manifest.as_deref())?.parent());
    baseline::home(&roots.map(Path::to_owned).collect::<Vec<_>>(), &options.current_dir)
}

/// Writes a baseline completely or not at all.
fn save(file: &Path, baseline: &Baseline) -> Result<(), String> {
    write_whole(file, &baseline::text(baseline)).map_err(|error| format!("cannot write `{}`: {error}", file.display()))
}
