//! `async-lint graph`: draws the call paths from async code to blocking calls.

use super::format_args::LevelArg;
use super::{Checker, Exit, Io, failure, progress};
use crate::report::call_graph::{self, Collapse, GraphFormat};
use crate::{CheckOptions, Dependencies, TestCode};
use clap::{Args, ValueEnum};
use std::io;
use std::path::PathBuf;

/// `async-lint graph`.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub struct GraphArgs {
    /// Files and folders to look at; the current directory if none
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What to draw
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: GraphFormatArg,
    /// Draw one node for each file instead of one for each fn
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub collapse: CollapseArg,
    /// Only call paths to findings of these lints or groups
    #[arg(long, value_delimiter = ',', value_name = "LINT")]
    pub select: Vec<String>,
    /// Leave out call paths to findings of these lints or groups; wins over --select
    #[arg(long, value_delimiter = ',', value_name = "LINT")]
    pub ignore: Vec<String>,
    /// Only call paths to findings of this level or above
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub min_level: Option<LevelArg>,
    /// Include call paths that begin in tests, benches, examples and build scripts
    #[arg(long)]
    pub tests: bool,
    /// Do not look into the sources of dependencies
    #[arg(long)]
    pub no_deps: bool,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

const HELP: &str = "\
Examples:
  async-lint graph --format html -o calls.html   a page with a search, by file
  async-lint graph --format svg -o calls.svg     a picture; by file if there are many fns
  async-lint graph src/server.rs | dot -Tpdf     for Graphviz

Async code is on the left, blocking calls on the right, the fns that connect them in between. A dashed edge may be taken: it goes through a
trait object or a bound. The exit code is 0 whatever is found, 2 if async-lint could not run.";

/// [`GraphFormat`] as an argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum GraphFormatArg {
    /// Text for Graphviz and similar tools
    #[default]
    Dot,
    /// A picture, made without any other program
    Svg,
    /// One page to search and unfold
    Html,
}

/// [`Collapse`] as an argument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CollapseArg {
    /// If there are too many fns to read them one by one
    #[default]
    Auto,
    /// Never
    Never,
    /// Always
    Always,
}

/// Lints, then draws. Fails only if standard output cannot be written.
pub(super) fn run(args: &GraphArgs, io: &mut Io<'_>, checker: Checker<'_>) -> io::Result<Exit> {
    let options = CheckOptions {
        paths: args.paths.clone(),
        cargo_home: io.cargo_home.clone(),
        tests: if args.tests { TestCode::Show } else { TestCode::Hide },
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        min_level: args.min_level.map(Into::into),
        dependencies: if args.no_deps { Dependencies::Ignore } else { Dependencies::Follow },
        config: args.config.clone(),
        store: io.store.clone(),
        ..CheckOptions::new(io.current_dir.clone())
    };
    let checked = checker(&options, &progress::Bar::new());
    let report = match checked {
        Ok(report) => report,
        Err(error) => return Ok(failure::check(&error, io.err)),
    };
    let (format, collapse) = (args.format.into(), args.collapse.into());
    let Some(path) = &args.output else {
        call_graph::write(&report, format, collapse, io.out)?;
        return Ok(Exit::Clean);
    };
    let written =
        std::fs::File::create(io.current_dir.join(path)).and_then(|mut file| call_graph::write(&report, format, collapse, &mut file));
    match written {
        Ok(()) => Ok(Exit::Clean),
        Err(error) => Ok(failure::text(&format!("cannot write `{}`: {error}", path.display()), None, io.err)),
    }
}

impl From<GraphFormatArg> for GraphFormat {
    fn from(format: GraphFormatArg) -> Self {
        match format {
            GraphFormatArg::Dot => Self::Dot,
            GraphFormatArg::Svg => Self::Svg,
            GraphFormatArg::Html => Self::Html,
        }
    }
}

impl From<CollapseArg> for Collapse {
    fn from(collapse: CollapseArg) -> Self {
        match collapse {
            CollapseArg::Auto => Self::Auto,
            CollapseArg::Never => Self::Never,
            CollapseArg::Always => Self::Always,
        }
    }
}
