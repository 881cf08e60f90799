//! `async-lint guard`: what the guard of `async-lint-runtime` has recorded, for people.

use super::{Exit, Io, confirm};
use crate::confirm::{Event, Record};
use crate::report::{confirmation, escape, phrase};
use clap::{Args, Subcommand};
use std::io;
use std::path::PathBuf;
use termcolor::{Color, ColorSpec, WriteColor};

/// `async-lint guard`.
#[derive(Debug, Args)]
pub struct GuardArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: GuardCommand,
}

/// What can be done with a record.
#[derive(Debug, Subcommand)]
pub enum GuardCommand {
    /// Print a record: the longest blocking calls first, each with its call path
    Report(GuardReportArgs),
}

/// `async-lint guard report`.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct GuardReportArgs {
    /// The record that `ASYNC_LINT_GUARD_OUT` named
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Print at most this many calls
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
}

const HELP: &str = "\
Examples:
  ASYNC_LINT_GUARD=record cargo test      write guard.jsonl beside Cargo.lock
  async-lint guard report guard.jsonl     what blocked, and where
  async-lint check --confirm guard.jsonl  which findings that confirms, and what was not found

Exit codes: 0 the record was printed, 2 it cannot be read";

/// Reads and prints. Fails only if standard output cannot be written.
pub(super) fn run(args: &GuardArgs, io: &mut Io<'_>) -> io::Result<Exit> {
    let GuardCommand::Report(args) = &args.command;
    let record = match confirm::read(&args.file, io) {
        Ok(record) => record,
        Err(exit) => return Ok(exit),
    };
    io.out_paint.onto(io.out, |out| print(&record, args.limit, out))?;
    Ok(Exit::Clean)
}

fn print(record: &Record, limit: usize, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut events: Vec<&Event> = record.events.iter().collect();
    events.sort_by(|a, b| b.max_ns.cmp(&a.max_ns).then_with(|| (&a.path, a.line, &a.api).cmp(&(&b.path, b.line, &b.api))));
    for event in events.iter().take(limit) {
        self::event(event, out)?;
    }
    if let Some(more) = events.len().checked_sub(limit).filter(|more| *more > 0) {
        writeln!(out, "and {more} more (`--limit` shows them)\n")?;
    }
    for remark in &record.remarks {
        self::remark(remark, out)?;
    }
    writeln!(out, "{}", phrase::count(record.events.len(), "blocking call in async code", "different blocking calls in async code"))
}

fn event(event: &Event, out: &mut dyn WriteColor) -> io::Result<()> {
    let say = |text: &str| escape::line(text).into_owned();
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "`{}`", say(&event.api))?;
    out.reset()?;
    if !event.lint.is_empty() {
        write!(out, " [")?;
        out.set_color(ColorSpec::new().set_fg(Some(Color::Yellow)))?;
        write!(out, "{}", say(&event.lint))?;
        out.reset()?;
        write!(out, "]")?;
    }
    writeln!(out, ", {}", confirmation::seen(event.times, event.max_ns))?;
    if event.path.is_empty() {
        writeln!(out, "  no frame on the stack is your own code")?;
    } else {
        writeln!(out, "  {}:{} in {}", say(&event.path), event.line, say(&event.function))?;
    }
    for frame in event.stack.iter().filter(|frame| frame.user).skip(1).take(8) {
        writeln!(out, "    called at {}:{} in {}", say(&frame.path), frame.line, say(&frame.function))?;
    }
    if !event.test.is_empty() {
        writeln!(out, "  in the test {}", say(&event.test))?;
    }
    if !event.note.is_empty() {
        writeln!(out, "  {}", say(&event.note))?;
    }
    writeln!(out)
}

fn remark(remark: &Event, out: &mut dyn WriteColor) -> io::Result<()> {
    let say = |text: &str| escape::line(text).into_owned();
    match remark.event.as_str() {
        "hook-not-set" if remark.api.is_empty() => writeln!(out, "note: {}", say(&remark.note)),
        "hook-not-set" => writeln!(out, "note: the hook of `{}` is not set: {}", say(&remark.api), say(&remark.note)),
        "unused-allowance" => {
            let place = format!("{}:{}", say(&remark.path), remark.line);
            writeln!(out, "note: the allowance at {place} (\"{}\") is not needed, nothing blocks in it: remove it", say(&remark.note))
        }
        _ => writeln!(out, "note: {}", say(&remark.note)),
    }
}
