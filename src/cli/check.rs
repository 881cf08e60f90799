//! `async-lint check`: lints, leaves out what the options exclude, then writes the report.

use super::check_args::CheckArgs;
use super::confirm::Confirming;
use super::finding_filter::FindingFilter;
use super::format_args::FormatArg;
use super::{Checker, Exit, Io, baseline, failure, fix, progress, scope, watch};
use crate::baseline::BaselineMatch;
use crate::catalogue::Lint;
use crate::diagnostics::{Applicability, Level, Report};
use crate::git;
use crate::report::{self, Extent, Options, Surroundings, Verbosity};
use crate::rulebook::Rulebook;
use crate::{CheckError, CheckOptions, Dependencies, Progress, TestCode, project, suppress};
use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Lints and reports. Fails only if the report cannot be written.
pub(super) fn run(args: &CheckArgs, io: &mut Io<'_>, checker: Checker<'_>) -> io::Result<Exit> {
    if args.watch { watch::run(args, io, checker) } else { once(args, io, checker) }
}

/// Lints once and reports.
pub(super) fn once(args: &CheckArgs, io: &mut Io<'_>, checker: Checker<'_>) -> io::Result<Exit> {
    let start = Instant::now();
    if args.look.statistics && !matches!(args.look.format, FormatArg::Human | FormatArg::Concise) {
        let help = Some("leave out `--format`; programs can count the findings of `--format json`");
        return Ok(failure::text("`--statistics` prints a table for people, in no other format", help, io.err));
    }
    let mut options = options(args, io);
    if let Err(exit) = scope::set(args, &mut options, io) {
        return Ok(exit);
    }
    let filter = match FindingFilter::prepare(args, &mut options, io, checker) {
        Ok(filter) => filter,
        Err(exit) => return Ok(exit),
    };
    // Fixes are linted before they are written, so one command makes many runs over mostly the same texts.
    let fixing = &args.fixing;
    options.cache = (fixing.fix || fixing.diff || fixing.suppress.is_some()).then(Arc::default);
    let known = RefCell::new(BaselineMatch::default());
    let narrowed = |options: &CheckOptions, progress: &dyn Progress| -> Result<Report, CheckError> {
        let mut report = checker(options, progress)?;
        if !args.adoption.write_baseline {
            known.replace(filter.apply(&mut report, options));
        }
        if let Some(reason) = &fixing.suppress {
            suppress::offer(&mut report, reason);
        }
        Ok(report)
    };
    let confirming = match Confirming::begin(args, &mut options, io) {
        Ok(confirming) => confirming,
        Err(exit) => return Ok(exit),
    };
    let mut report = {
        let bar = progress::Bar::new();
        match narrowed(&options, &bar) {
            Ok(report) => report,
            Err(error) => {
                drop(bar);
                return Ok(failure::check(&error, io.err));
            }
        }
    };
    if let Some(confirming) = confirming {
        confirming.finish(&mut report, args, &io.current_dir);
    }
    say_what_is_empty(args, &options, &report, io)?;
    if args.require_sources && !report.summary.missing_sources.is_empty() {
        let names: Vec<_> = report.summary.missing_sources.iter().map(|name| report::escape::line(name)).collect();
        writeln!(io.err, "error: no sources of these dependencies are on this machine: {}", names.join(", "))?;
        writeln!(io.err, "help: `cargo fetch` gets them; `--no-deps` lints without them")?;
        return Ok(Exit::Failure);
    }
    if args.explain_unresolved {
        return unresolved(&report, io);
    }
    if args.adoption.write_baseline {
        return baseline::write(&report, &filter, &options, args, io);
    }
    let stale = baseline::settle(&known.take(), &filter, &report, &options, args, io)?;
    let exit = if fixing.diff {
        fix::diff(args, &options, report, io, &narrowed)?
    } else if fixing.fix || fixing.suppress.is_some() {
        fix::fix(args, &options, report, io, &narrowed, start)?
    } else {
        print(report, args, io, start)?
    };
    Ok(stale.filter(|_| exit == Exit::Clean).unwrap_or(exit))
}

/// Prints a note for each path without a Rust file: otherwise a mistyped path would look clean.
fn say_what_is_empty(args: &CheckArgs, options: &CheckOptions, report: &Report, io: &mut Io<'_>) -> io::Result<()> {
    if args.look.quiet {
        return Ok(());
    }
    let shown: Vec<&Path> = if options.paths.is_empty() { vec![Path::new(".")] } else { options.paths.iter().map(AsRef::as_ref).collect() };
    for path in shown {
        let mut absolute = project::absolute(path, &options.current_dir);
        if absolute.ends_with("Cargo.toml") {
            absolute.pop();
        }
        let has_files = report.linted.iter().any(|file| options.current_dir.join(file).starts_with(&absolute));
        // A file that cannot be read is a finding already.
        let has_problem = report.findings.iter().any(|finding| options.current_dir.join(&finding.path).starts_with(&absolute));
        if !has_files && !has_problem {
            let path = project::display_path(&absolute, &options.current_dir);
            writeln!(io.err, "note: there is no Rust file to lint in `{}`", report::escape::line(&path))?;
        }
    }
    Ok(())
}

/// Writes a report to the file or stream that the options name. Fails only if the standard streams cannot be written.
pub(super) fn print(mut report: Report, args: &CheckArgs, io: &mut Io<'_>, start: Instant) -> io::Result<Exit> {
    let elapsed = start.elapsed();
    // JSON and SARIF are always in the order of positions, and the report for people ranks its findings itself.
    if report.confirmation.is_some() && !matches!(args.look.format, FormatArg::Json | FormatArg::Sarif | FormatArg::Human) {
        report.findings.sort_by_key(|finding| finding.confirmed.is_none());
    }
    let look = &args.look;
    report.summary.elapsed_ms = if look.timings { u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX) } else { 0 };
    // Only some formats describe the rules. The run has loaded them already, so this does not fail.
    let tells_rules = matches!(look.format, FormatArg::Sarif | FormatArg::Cargo | FormatArg::Html);
    let rulebook = tells_rules.then(|| Rulebook::load(&options(args, io))).and_then(Result::ok);
    let lints: Vec<&Lint> = rulebook.iter().flat_map(|rulebook| rulebook.catalogue.lints()).collect();
    let packages = match look.format {
        FormatArg::Cargo => {
            let files: Vec<_> = report.linted.iter().map(Into::into).collect();
            project::around(&files, &io.current_dir).packages.into_iter().collect()
        }
        _ => Vec::new(),
    };
    let current_dir = io.current_dir.clone();
    let around = Surroundings { current_dir: &current_dir, repository: git::root_above(&current_dir), packages: &packages };
    let options = Options {
        lints: &lints,
        group_by: look.group_by.into(),
        extent: match (look.statistics, look.full) {
            (true, _) => Extent::Counts,
            (false, true) => Extent::Full,
            (false, false) => Extent::Bounded,
        },
        verbosity: if look.quiet { Verbosity::Quiet } else { Verbosity::Normal },
        elapsed: Some(elapsed),
        tried: tried(args),
        around: Some(around),
    };
    let exit = if args.exit_zero { Exit::Clean } else { exit(&report, args) };
    let write = |out: &mut dyn termcolor::WriteColor| report::write(&report, look.format.into(), options, out);
    to_output(args, io, exit, write)
}

/// What a run with `--fix --verify` has tried.
fn tried(args: &CheckArgs) -> Option<Applicability> {
    let tried = if args.fixing.unsafe_fixes { Applicability::Unsafe } else { Applicability::IfItCompiles };
    (args.fixing.fix && args.fixing.verify.is_some()).then_some(tried)
}

/// The exit code for a report, given `--max-warnings`.
fn exit(report: &Report, args: &CheckArgs) -> Exit {
    let counts = &report.summary.findings;
    match args.max_warnings {
        Some(most) if counts.deny == 0 && counts.warn <= most => Exit::Clean,
        _ => Exit::of(report),
    }
}

/// Writes to the file that was named, or to standard output; returns `exit` on success.
pub(super) fn to_output(
    args: &CheckArgs,
    io: &mut Io<'_>,
    exit: Exit,
    write: impl FnOnce(&mut dyn termcolor::WriteColor) -> io::Result<()>,
) -> io::Result<Exit> {
    let Some(path) = &args.look.output else {
        io.out_paint.onto(io.out, write)?;
        return Ok(exit);
    };
    let written = std::fs::File::create(io.current_dir.join(path)).and_then(|mut file| io.file_paint.onto(&mut file, write));
    match written {
        Ok(()) => Ok(exit),
        Err(error) => Ok(failure::text(&format!("cannot write `{}`: {error}", path.display()), None, io.err)),
    }
}

/// Lists the unresolved calls, one per line, and the share of resolved ones.
fn unresolved(report: &Report, io: &mut Io<'_>) -> io::Result<Exit> {
    for call in &report.unresolved {
        let (path, reason) = (report::escape::line(&call.path), report::escape::line(&call.reason));
        writeln!(io.out, "{path}:{}:{}: {reason}", call.start.line, call.start.column)?;
    }
    let (calls, resolved) = (report.summary.calls, report.summary.calls_resolved);
    writeln!(io.out, "{resolved} of {calls} calls in async code resolved")?;
    Ok(Exit::Clean)
}

fn options(args: &CheckArgs, io: &Io<'_>) -> CheckOptions {
    let choice = &args.choice;
    CheckOptions {
        paths: args.paths.clone(),
        cargo_home: io.cargo_home.clone(),
        tests: if args.tests { TestCode::Show } else { TestCode::Hide },
        select: choice.select.clone(),
        ignore: choice.ignore.clone(),
        levels: choice.levels.levels.clone(),
        exclude: args.scope.exclude.clone(),
        min_level: choice.min_level.map(Level::from),
        dependencies: if args.no_deps { Dependencies::Ignore } else { Dependencies::Follow },
        platform: args.target.unwrap_or_default(),
        threads: args.threads,
        config: args.config.clone(),
        store: io.store.clone(),
        ..CheckOptions::new(io.current_dir.clone())
    }
}
