//! `async-lint check`: lint, then write the report.

use super::args::{CheckArgs, FormatArg};
use super::{Checker, Exit, Io, failure, fix, progress};
use crate::analysis::Report;
use crate::catalogue::Lint;
use crate::report::{self, Options, Verbosity};
use crate::{CheckOptions, Dependencies, Rulebook, TestCode};
use std::io;
use std::sync::Arc;
use std::time::Instant;

/// Lints and reports. The error is one of writing.
pub(super) fn run(args: &CheckArgs, io: &mut Io<'_>, checker: Checker<'_>) -> io::Result<Exit> {
    let start = Instant::now();
    let mut options = options(args, io);
    // Fixes are linted before they are written, so that one command means many runs over much the same texts.
    options.cache = (args.fixing.fix || args.fixing.diff).then(Arc::default);
    let report = {
        let bar = progress::Bar::new();
        match checker(&options, &bar) {
            Ok(report) => report,
            Err(error) => {
                drop(bar);
                return Ok(failure::check(&error, io.err));
            }
        }
    };
    if args.explain_unresolved {
        return unresolved(&report, io);
    }
    if args.fixing.diff {
        return fix::diff(args, &options, report, io, checker);
    }
    if args.fixing.fix {
        return fix::fix(args, &options, report, io, checker, start);
    }
    print(report, args, io, start)
}

/// Writes a report to where it was asked for. The error is one of writing to the standard streams.
pub(super) fn print(mut report: Report, args: &CheckArgs, io: &mut Io<'_>, start: Instant) -> io::Result<Exit> {
    let elapsed = start.elapsed();
    report.summary.elapsed_ms = if args.timings { u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX) } else { 0 };
    // Only this format tells about the rules; the run has loaded them already, so there is nothing wrong with them.
    let rulebook = (args.format == FormatArg::Sarif).then(|| Rulebook::load(&options(args, io))).and_then(Result::ok);
    let lints: Vec<&Lint> = rulebook.iter().flat_map(|rulebook| rulebook.catalogue.lints()).collect();
    let look = Options {
        lints: &lints,
        group_by: args.group_by.into(),
        verbosity: if args.quiet { Verbosity::Quiet } else { Verbosity::Normal },
        elapsed: Some(elapsed),
    };
    let exit = if args.exit_zero { Exit::Clean } else { Exit::of(&report) };
    let write = |out: &mut dyn termcolor::WriteColor| report::write(&report, args.format.into(), look, out);
    to_output(args, io, exit, write)
}

/// Writes to the file that was asked for, or to standard output; `exit` if that went well.
pub(super) fn to_output(
    args: &CheckArgs,
    io: &mut Io<'_>,
    exit: Exit,
    write: impl FnOnce(&mut dyn termcolor::WriteColor) -> io::Result<()>,
) -> io::Result<Exit> {
    let Some(path) = &args.output else {
        io.out_paint.onto(io.out, write)?;
        return Ok(exit);
    };
    let written = std::fs::File::create(io.current_dir.join(path)).and_then(|mut file| io.file_paint.onto(&mut file, write));
    match written {
        Ok(()) => Ok(exit),
        Err(error) => Ok(failure::text(&format!("cannot write `{}`: {error}", path.display()), None, io.err)),
    }
}

/// Lists what was not understood, one call a line, and how much that is.
fn unresolved(report: &Report, io: &mut Io<'_>) -> io::Result<Exit> {
    for call in &report.unresolved {
        let (path, reason) = (report::escape::line(&call.path), report::escape::line(&call.reason));
        writeln!(io.out, "{path}:{}:{}: {reason}", call.start.line, call.start.column)?;
    }
    let (calls, resolved) = (report.summary.calls, report.summary.calls_resolved);
    writeln!(io.out, "{resolved} of {calls} calls in async code resolved")?;
    Ok(Exit::Clean)
}

pub(super) fn options(args: &CheckArgs, io: &Io<'_>) -> CheckOptions {
    CheckOptions {
        paths: args.paths.clone(),
        cargo_home: io.cargo_home.clone(),
        tests: if args.tests { TestCode::Show } else { TestCode::Hide },
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        min_level: args.min_level.map(Into::into),
        dependencies: if args.no_deps { Dependencies::Ignore } else { Dependencies::Follow },
        threads: args.threads,
        config: args.config.clone(),
        store: io.store.clone(),
        ..CheckOptions::new(io.current_dir.clone())
    }
}
