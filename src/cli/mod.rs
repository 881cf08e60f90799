//! Arguments in, exit code out: one file per command. Only this module uses the standard streams and the environment of the process.

mod args;
mod baseline;
mod bisect;
mod cache;
mod check;
mod check_args;
mod color;
mod completions;
mod config;
mod confirm;
mod exit;
mod explain;
mod failure;
mod finding_filter;
mod fix;
mod fix_args;
mod format_args;
mod graph;
mod guard;
mod interrupt;
mod level_args;
mod man;
mod new_lint;
mod progress;
mod refused;
mod rules;
#[cfg(test)]
mod samples;
mod scope;
mod server;
mod test_lints;
mod watch;
mod why;

pub use args::Cli;
pub use color::{Paint, Stream};
pub use exit::Exit;

use crate::diagnostics::Report;
use crate::server::Surroundings;
use crate::store::Store;
use crate::{CheckError, CheckOptions, Progress};
use args::Command;
use clap::{CommandFactory, FromArgMatches};
use color::Surroundings as ColorSurroundings;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use termcolor::{ColorChoice, StandardStream, WriteColor};

/// How the tool was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invocation {
    /// `async-lint …`.
    Direct,
    /// `cargo async-lint …`: cargo passes the name of the subcommand as the first argument.
    Cargo,
}

/// The fn that lints: [`crate::check`], or a stand-in of a test.
pub type Checker<'a> = &'a dyn Fn(&CheckOptions, &dyn Progress) -> Result<Report, CheckError>;

/// What a command reads from outside and writes to.
pub struct Io<'a> {
    /// For texts that are linted without a file.
    pub input: &'a mut dyn Read,
    /// For findings and answers.
    pub out: &'a mut dyn Write,
    /// Whether they are coloured.
    pub out_paint: Paint,
    /// Whether `out` is a terminal.
    pub out_stream: Stream,
    /// Whether findings that go to a file are coloured.
    pub file_paint: Paint,
    /// For errors, notes and progress.
    pub err: &'a mut dyn WriteColor,
    /// Absolute.
    pub current_dir: PathBuf,
    /// Results of earlier runs.
    pub store: Option<Arc<Store>>,
    /// `CARGO_HOME`, or `.cargo` in the home folder.
    pub cargo_home: Option<PathBuf>,
}

/// The whole program: `args` as the process got them, the program's name first.
pub fn main(invocation: Invocation, args: Vec<OsString>) -> ExitCode {
    let cli = match parse(invocation, args) {
        Ok(cli) => cli,
        Err(error) => return ended_by_clap(&error).into(),
    };
    let around = ColorSurroundings::read(|name| std::env::var_os(name));
    let stream = |terminal| if terminal { Stream::Terminal } else { Stream::Other };
    let paint = |terminal| color::choice(cli.color, around, stream(terminal));
    let mut err = StandardStream::stderr(match paint(io::stderr().is_terminal()) {
        Paint::Ansi => ColorChoice::AlwaysAnsi,
        Paint::Plain => ColorChoice::Never,
    });
    let current_dir = match std::env::current_dir() {
        Ok(dir) => dir,
        Err(error) => return failure::text(&format!("the current directory cannot be read: {error}"), None, &mut err).into(),
    };
    let cargo_home = std::env::var_os("CARGO_HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let store = cli.store.store(std::env::var_os("ASYNC_LINT_CACHE_DIR"));
    if matches!(cli.command, Command::Server(_)) {
        return server::run(Surroundings { cargo_home, store }, &mut err).into();
    }
    let out_stream = stream(io::stdout().is_terminal());
    let (out_paint, file_paint) =
        (color::choice(cli.color, around, out_stream), color::choice(cli.color, ColorSurroundings::default(), Stream::Other));
    let (input, out) = (&mut io::stdin().lock(), &mut io::stdout().lock());
    let mut io = Io { input, out, out_paint, out_stream, file_paint, err: &mut err, current_dir, store, cargo_home };
    run(&cli, &mut io, &crate::check).into()
}

/// Parses the arguments, the program's name first.
pub fn parse(invocation: Invocation, mut args: Vec<OsString>) -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    if invocation == Invocation::Cargo {
        if args.get(1).is_some_and(|first| first == "async-lint") {
            args.remove(1);
        }
        command = command.bin_name("cargo async-lint");
    }
    Cli::from_arg_matches(&command.try_get_matches_from(args)?)
}

/// The options of commands that lint nothing.
fn settings(paths: &[PathBuf], config: Option<&PathBuf>, io: &Io<'_>) -> CheckOptions {
    CheckOptions { paths: paths.to_vec(), config: config.cloned(), ..CheckOptions::new(io.current_dir.clone()) }
}

/// Runs one command.
pub fn run(cli: &Cli, io: &mut Io<'_>, checker: Checker<'_>) -> Exit {
    let done = match &cli.command {
        Command::Check(args) => check::run(args, io, checker),
        Command::Rules(args) => rules::run(args, io),
        Command::Explain(args) => explain::run(args, io),
        Command::Config(args) => config::run(args, io),
        Command::NewLint(args) => new_lint::run(args, io),
        Command::TestLints(args) => test_lints::run(args, io),
        Command::Graph(args) => graph::run(args, io, checker),
        Command::Guard(args) => guard::run(args, io),
        Command::Why(args) => why::run(args, io, checker),
        Command::Server(_) => Ok(failure::text("the server needs the standard streams of a process of its own", None, io.err)),
        Command::Cache(args) => cache::run(args, io),
        Command::Completions(args) => completions::run(args, io),
        Command::Man(args) => Ok(man::run(args, io)),
    };
    if let Some(failure) = io.store.as_ref().and_then(|store| store.failure()) {
        failure::notice(&format!("results could not be stored for the next run: {failure}"), io.err);
    }
    match done {
        Ok(exit) => exit,
        Err(error) => failure::text(&format!("the output cannot be written: {error}"), None, io.err),
    }
}

/// Prints help, the version or what is wrong with the arguments.
fn ended_by_clap(error: &clap::Error) -> Exit {
    // A closed pipe is not an error, and there is nobody left to report it to.
    let _ = error.print();
    if error.use_stderr() { Exit::Failure } else { Exit::Clean }
}
