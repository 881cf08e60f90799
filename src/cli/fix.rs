//! `async-lint check --fix` and `--diff`: plan in memory, check that version control can undo the changes, write, and report what was done.

use super::check_args::CheckArgs;
use super::color::Stream;
use super::interrupt::Guarded;
use super::refused::Refused;
use super::{Checker, Exit, Io, check, failure, progress};
use crate::diagnostics::{Applicability, Finding, Level, Report};
use crate::fix::apply::vcs::{self, AllowedChanges, NoVcs};
use crate::fix::apply::verify::{self, Verified, VerifyError};
use crate::fix::apply::{self, Disk, End, FixOptions, NewText, Plan, Reason, Rustfmt, Trust};
use crate::report::escape;
use crate::report::phrase::count;
use crate::report::unified::{self, ChangedFile, Reader};
use crate::rulebook::Rulebook;
use crate::selection::Selection;
use crate::{CheckError, CheckOptions};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Prints what would change. Fails only if that cannot be written.
pub(super) fn diff(args: &CheckArgs, options: &CheckOptions, report: Report, io: &mut Io<'_>, checker: Checker<'_>) -> io::Result<Exit> {
    let plan = match plan((args, trust(args), &Refused::default()), options, report, io, checker) {
        Ok(plan) => plan,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    let files: Vec<ChangedFile<'_>> =
        plan.changes.iter().map(|change| ChangedFile { path: &change.path, before: &change.before, after: &change.after }).collect();
    let exit = if files.is_empty() || args.exit_zero { Exit::Clean } else { Exit::Findings };
    let to_person = args.look.output.is_none() && io.out_stream == Stream::Terminal;
    let reader = if to_person { Reader::Person } else { Reader::Program };
    let exit = check::to_output(args, io, exit, |out| unified::write(&files, reader, out))?;
    print_summary(args, &plan, if args.fixing.suppress.is_some() { "would suppress" } else { "would fix" }, io)?;
    Ok(exit)
}

/// Writes the fixes, then the report on what is left. Fails only if the standard streams cannot be written.
pub(super) fn fix(
    args: &CheckArgs,
    options: &CheckOptions,
    report: Report,
    io: &mut Io<'_>,
    checker: Checker<'_>,
    start: Instant,
) -> io::Result<Exit> {
    let found = apply::lints(&report);
    remove_leftovers(&report, options);
    let mut trust = trust(args);
    let mut refused = Refused::default();
    let mut plan = match plan((args, trust, &refused), options, report, io, checker) {
        Ok(plan) => plan,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    let mut changed: Vec<apply::Change> = Vec::new();
    let mut pass = 0;
    loop {
        let undone = match write(args, options, &plan, pass, io, checker) {
            Ok(undone) => undone,
            Err(exit) => return Ok(exit),
        };
        pass += 1;
        if undone.rolled_back.is_empty() && refused.is_empty() {
            break;
        }
        let report = match checker(options, &progress::Bar::new()) {
            Ok(report) => report,
            Err(error) => return Ok(failure::check(&error, io.err)),
        };
        let undone_paths = &undone.rolled_back;
        // If a later pass changes a file again, its change replaces that of the earlier pass.
        changed.retain(|old| plan.changes.iter().all(|new| new.path != old.path || undone_paths.contains(&new.path)));
        changed.extend(plan.changes.iter().filter(|change| !undone_paths.contains(&change.path)).cloned());
        let mut is_refused = refused.add(&plan, &undone, &report.findings);
        if is_refused && pass >= MAX_PASSES {
            // If standard error is closed, nothing more can be said.
            let _ = writeln!(io.err, "note: not every fix was tried apart from the others of its file; run it again");
            is_refused = false;
        }
        let tried = std::mem::take(&mut plan.changes);
        // First without the fixes that the command complained about. They may have safer ones in their place, so plan again with lower trust
        // after that. A plan that repeats a rejected change is not tried: it would be undone again.
        let next = loop {
            if !std::mem::take(&mut is_refused) {
                let Some(lower) = trust.lower() else { break None };
                trust = lower;
                refused.clear();
            }
            match self::plan((args, trust, &refused), options, report.clone(), io, checker) {
                Ok(next) if next.changes.iter().any(|change| !tried.contains(change)) => break Some(next),
                Ok(_) => is_refused = pass < MAX_PASSES && refused.skip(),
                Err(error) => return Ok(failure::check(&error, io.err)),
            }
        };
        let Some(next) = next else {
            plan.report = report;
            break;
        };
        plan = next;
    }
    changed.retain(|change| plan.changes.iter().all(|later| later.path != change.path));
    plan.changes.extend(changed);
    plan.fixed = apply::resolved(&found, &plan.report);
    let exit = check::print(plan.report.clone(), args, io, start)?;
    print_summary(args, &plan, if args.fixing.suppress.is_some() { "suppressed" } else { "fixed" }, io)?;
    let untouchable = plan.dropped.iter().any(|dropped| matches!(dropped.reason, Reason::Untouchable { .. }));
    Ok(if untouchable { Exit::Failure } else { exit })
}

/// How often the command of `--verify` sees new fixes for files whose fixes it has refused.
const MAX_PASSES: usize = 12;

/// Removes the temporary files of killed runs from the folders that were linted.
fn remove_leftovers(report: &Report, options: &CheckOptions) {
    let files = report.linted.iter().map(|path| options.current_dir.join(path));
    let folders: BTreeSet<PathBuf> = files.filter_map(|file| file.parent().map(PathBuf::from)).collect();
    let manifests = folders.iter().filter_map(|folder| folder.parent()).filter(|folder| folder.join("Cargo.toml").is_file());
    let all: BTreeSet<&Path> = folders.iter().map(PathBuf::as_path).chain(manifests).collect();
    all.into_iter().for_each(apply::remove_leftovers);
}

/// Which fixes the user wants.
fn trust(args: &CheckArgs) -> Trust {
    match (&args.fixing.verify, args.fixing.unsafe_fixes) {
        (_, true) => Trust::Unsafe,
        (Some(_), false) => Trust::Verified,
        (None, false) => Trust::Safe,
    }
}

/// Whether the user wants fixes of a finding, as far as its level and who is stalled decide.
fn is_asked_for(args: &CheckArgs, finding: &Finding) -> bool {
    let asks_for_notes = args.choice.min_level.is_some_and(|level| Level::from(level) <= Level::Note);
    let names_lints = !args.fixing.fixable.is_empty() || !args.choice.select.is_empty();
    asks_for_notes || names_lints || args.fixing.suppress.is_some() || finding.is_worth_an_edit()
}

/// Plans the fixes that the user wants and that are not refused, formatted if the files were formatted before.
fn plan(
    (args, trust, refused): (&CheckArgs, Trust, &Refused),
    options: &CheckOptions,
    report: Report,
    io: &mut Io<'_>,
    checker: Checker<'_>,
) -> Result<Plan, CheckError> {
    let rulebook = Rulebook::load(options)?;
    let fixable = Selection::new(rulebook.catalogue.lints(), &args.fixing.fixable, &args.fixing.unfixable)?;
    // The default level is passed as `deny`, so that every lint that `--fixable` and `--unfixable` leave gets a level.
    let wants =
        |finding: &Finding| is_asked_for(args, finding) && fixable.level(&finding.lint, Level::Deny).is_some() && !refused.has(finding);
    let bar = progress::Bar::new();
    let check = |options: &CheckOptions| checker(options, &bar);
    let disk = Disk::new(options, &check);
    let plan = apply::plan(&disk, report, &FixOptions { trust, wants: &wants })?;
    if args.fixing.no_format || plan.changes.is_empty() {
        return Ok(plan);
    }
    let files: Vec<PathBuf> = plan.changes.iter().map(|change| PathBuf::from(&change.path)).collect();
    // `cargo fmt` reads the same variable.
    let program = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let rustfmt = Rustfmt::new(program, &options.current_dir, &files);
    let plan = apply::format(&disk, plan, &rustfmt)?;
    if let Some(why) = rustfmt.unusable().filter(|_| !args.look.quiet) {
        // If standard error is closed, nothing more can be said.
        let _ = writeln!(io.err, "note: the fixed files are not formatted, because rustfmt cannot be run: {}", escape::line(why));
    }
    Ok(plan)
}

/// Writes all changes, or with `--verify` those with which the command succeeds. Prints errors.
fn write(
    args: &CheckArgs,
    options: &CheckOptions,
    plan: &Plan,
    pass: usize,
    io: &mut Io<'_>,
    checker: Checker<'_>,
) -> Result<Verified, Exit> {
    if plan.changes.is_empty() {
        return Ok(Verified::default());
    }
    let check = |options: &CheckOptions| checker(options, &crate::Silent);
    let disk = Disk::new(options, &check);
    let mut files: Vec<(PathBuf, &apply::Change)> = Vec::new();
    for change in &plan.changes {
        match disk.real(&change.path) {
            Ok(path) => files.push((path, change)),
            Err(why) => return Err(failure::text(&format!("`{}` {why}", change.path), None, io.err)),
        }
    }
    let paths: Vec<_> = files.iter().map(|(path, _)| path.as_path()).collect();
    let allowed = match (args.fixing.allow_dirty, args.fixing.allow_staged) {
        (true, _) => AllowedChanges::Any,
        (false, true) => AllowedChanges::Staged,
        (false, false) => AllowedChanges::Refuse,
    };
    let no_vcs = if args.fixing.allow_no_vcs { NoVcs::Allow } else { NoVcs::Refuse };
    // In a later pass, uncommitted changes are those of the first pass.
    let allowed = if pass == 0 { allowed } else { AllowedChanges::Any };
    if let Err(error) = vcs::check(&paths, allowed, no_vcs) {
        return Err(failure::text(&error.to_string(), Some(error.help()), io.err));
    }
    if let Some(command) = &args.fixing.verify {
        let real: Vec<PathBuf> = files.into_iter().map(|(path, _)| path).collect();
        let limit = args.fixing.verify_timeout.map(Duration::from_secs);
        return verified((command, limit), plan, &real, pass, io);
    }
    // Manifests first: if the run is killed, an unused feature still compiles, code without its feature does not.
    files.sort_by_key(|(path, _)| path.file_name().is_none_or(|name| name != "Cargo.toml"));
    let texts: Vec<_> = files.iter().map(|(path, change)| NewText { path, before: &change.before, after: &change.after }).collect();
    apply::write(&texts).map(|()| Verified::default()).map_err(|error| failure::text(&error.to_string(), None, io.err))
}

/// Maximum lines of the command's output that are shown.
const SHOWN_LINES: usize = 20;

/// Writes the changes with which the command succeeds, and says on stderr which were undone.
fn verified(
    (command, limit): (&verify::Command, Option<Duration>),
    plan: &Plan,
    real: &[PathBuf],
    pass: usize,
    io: &mut Io<'_>,
) -> Result<Verified, Exit> {
    let folder = io.current_dir.clone();
    let guarded = Guarded::begin();
    let mut run = || command.run(&folder, limit, &Guarded::is_interrupted);
    let verified = verify::verify(plan, real, &folder, &mut run);
    drop(guarded);
    let verified = verified.map_err(|error| {
        let output = match &error {
            VerifyError::RedBefore { output } | VerifyError::RedAfter { output } => output.trim_end(),
            VerifyError::Interrupted | VerifyError::CannotRun(_) | VerifyError::Write(_) => "",
        };
        tail(&command.to_string(), output, io);
        let kept = match pass {
            0 => "all files are as they were",
            _ => "the fixes that the command accepted before are kept",
        };
        let help = (!matches!(error, VerifyError::Write(_))).then_some(kept);
        failure::text(&error.to_string(), help, io.err)
    })?;
    if let Some(output) = verified.failure.as_ref().filter(|_| !verified.rolled_back.is_empty()) {
        head(&command.to_string(), verify::errors(output).trim_end(), io);
    }
    for path in &verified.rolled_back {
        let why = if verified.untried.contains(path) {
            "the command failed, and they were not tried alone"
        } else {
            "the command fails with them"
        };
        let _ = writeln!(io.err, "note: the fixes in {} were undone: {why}", escape::line(path));
    }
    for path in &verified.left_alone {
        let _ =
            writeln!(io.err, "note: {} was changed by the command or by somebody else; its fixes may still be in it", escape::line(path));
    }
    Ok(verified)
}

/// Shows the first lines about a command's errors.
fn head(command: &str, errors: &str, io: &mut Io<'_>) {
    let lines: Vec<&str> = errors.lines().take(SHOWN_LINES).collect();
    tail(command, &lines.join("\n"), io);
}

/// Shows the last lines of a command's output.
fn tail(command: &str, output: &str, io: &mut Io<'_>) {
    let lines: Vec<&str> = output.lines().collect();
    if lines.is_empty() {
        return;
    }
    // If standard error is closed, nothing more can be said.
    let _ = writeln!(io.err, "note: `{}` says", escape::line(command));
    for line in &lines[lines.len().saturating_sub(SHOWN_LINES)..] {
        let _ = writeln!(io.err, "  {}", escape::line(line));
    }
}

/// Says what was done and what was not; on stderr, so that it does not disturb the report on stdout.
fn print_summary(args: &CheckArgs, plan: &Plan, done: &str, io: &mut Io<'_>) -> io::Result<()> {
    for dropped in &plan.dropped {
        // A file that must not be written makes the run fail, so `--quiet` does not hide it.
        if args.look.quiet && !matches!(dropped.reason, Reason::Untouchable { .. }) {
            continue;
        }
        let (path, title, reason) = (escape::line(&dropped.path), escape::line(&dropped.title), dropped.reason.to_string());
        writeln!(io.err, "note: not fixed: {path}:{}: {title} [{}]: {}", dropped.line, dropped.lint, escape::line(&reason))?;
    }
    if args.look.quiet {
        return Ok(());
    }
    if plan.end == End::GaveUp {
        writeln!(io.err, "note: there are more fixes than one run can check; run it again")?;
    }
    let fixed: usize = plan.fixed.values().sum();
    let mut parts = vec![match plan.changes.len() {
        0 if args.fixing.suppress.is_some() => "nothing to suppress".to_owned(),
        0 => "nothing to fix".to_owned(),
        files => format!("{done} {} in {}", count(fixed, "finding", "findings"), count(files, "file", "files")),
    }];
    let left = &plan.report.findings;
    let has = |one: &Finding, wanted| one.fixes.iter().any(|fix| fix.applicability == wanted && !fix.edits.is_empty());
    let with = |wanted| left.iter().filter(|one| is_asked_for(args, one) && has(one, wanted)).count();
    let harmless = left.iter().filter(|one| !is_asked_for(args, one) && has(one, Applicability::Safe)).count();
    if harmless > 0 {
        parts.push(format!("`--min-level note` also fixes {} about code that stalls nobody", count(harmless, "note", "notes")));
    }
    let to_verify = with(Applicability::IfItCompiles);
    if to_verify > 0 && trust(args) == Trust::Safe {
        parts.push(format!("{to_verify} more with `--verify 'cargo check'`"));
    }
    let not_safe = with(Applicability::Unsafe);
    if not_safe > 0 && !args.fixing.unsafe_fixes {
        parts.push(format!("{not_safe} more with `--unsafe-fixes`"));
    }
    let suggested = with(Applicability::Display);
    if suggested > 0 {
        parts.push(count(suggested, "suggestion to apply by hand", "suggestions to apply by hand"));
    }
    let withheld = left.iter().filter(|one| one.fixes.iter().all(|fix| fix.edits.is_empty()) && !one.withheld.is_empty()).count();
    if withheld > 0 {
        parts.push(format!("{}, for the reasons in the report", count(withheld, "fix withheld", "fixes withheld")));
    }
    if !plan.dropped.is_empty() {
        parts.push(count(plan.dropped.len(), "fix dropped", "fixes dropped"));
    }
    writeln!(io.err, "{}", parts.join("; "))
}
