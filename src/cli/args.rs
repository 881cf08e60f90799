//! The command line as types. What the options mean stands in their help; what they do, in the commands.

use super::color::When;
use crate::catalogue::Level;
use crate::fix::apply::verify;
use crate::report;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Finds blocking calls that run in async Rust code, directly or through any chain of sync fns
#[derive(Debug, Parser)]
#[command(name = "async-lint", version, propagate_version = true, after_help = TOP_HELP, max_term_width = 100)]
pub struct Cli {
    /// Colour the output
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: When,
    /// Where results are stored.
    #[command(flatten)]
    pub store: super::cache::StoreArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const TOP_HELP: &str = "\
Examples:
  async-lint check                     lint the package or workspace in this directory
  async-lint check src/server.rs       lint one file
  async-lint explain blocking-sleep    why it matters and what to do
  async-lint rules                     every lint, with its level and cost
  async-lint why src/server.rs:42      why a line is reported, or why it is not

Exit codes: 0 clean, 1 findings at `warn` or above, 2 the work could not be done";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look for blocking calls in async code
    Check(Box<CheckArgs>),
    /// List the lints
    Rules(RulesArgs),
    /// Tell what a lint finds, why it matters and what to do
    Explain(ExplainArgs),
    /// Print the effective configuration, and where each part of it comes from
    Config(ConfigArgs),
    /// Write the two files that a new lint consists of
    NewLint(NewLintArgs),
    /// Run the examples of your own lints: the bad one has one finding, the good one none
    TestLints(TestLintsArgs),
    /// Explain a line: where its calls run, what they are, what they reach
    Why(super::why::WhyArgs),
    /// Draw the ways from async code to what blocks
    Graph(super::graph::GraphArgs),
    /// Show or clean what earlier runs have stored
    Cache(super::cache::CacheArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

/// `async-lint check`.
#[derive(Debug, Args)]
#[command(after_help = CHECK_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line; what they mean is an enum from there on")]
pub struct CheckArgs {
    /// Files and folders to lint; the current directory if none
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to print findings
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: FormatArg,
    /// Report only these lints or groups (`blocking`, `locks`, `runtime`, `offload`, `tool`, `all`)
    #[arg(long, value_delimiter = ',', value_name = "LINT")]
    pub select: Vec<String>,
    /// Leave out these lints or groups; wins over --select
    #[arg(long, value_delimiter = ',', value_name = "LINT")]
    pub ignore: Vec<String>,
    /// Report only findings of this level or above
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub min_level: Option<LevelArg>,
    /// Report findings in tests, benches, examples and build scripts too; otherwise they are only counted
    #[arg(long)]
    pub tests: bool,
    /// Do not look into the sources of dependencies
    #[arg(long)]
    pub no_deps: bool,
    /// Put findings with the same cause together
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub group_by: GroupByArg,
    /// Write findings to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Number of threads; as many as there are cores if not given
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Print findings only, no summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Put the elapsed time into machine-readable output, where it is 0 otherwise so that equal runs give equal bytes
    #[arg(long)]
    pub timings: bool,
    /// List the calls in async code whose target is not known, and why, instead of findings
    #[arg(long)]
    pub explain_unresolved: bool,
    /// Exit with 0 even if there are findings (with 2 still if the work could not be done)
    #[arg(long)]
    pub exit_zero: bool,
    /// Fixing
    #[command(flatten)]
    pub fixing: FixArgs,
}

/// The part of `async-lint check` that changes files.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixing", group(ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true)))]
#[group(skip)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line; what they mean is an enum from there on")]
pub struct FixArgs {
    /// Apply the safe fixes, then report what is left
    #[arg(long, conflicts_with = "explain_unresolved")]
    pub fix: bool,
    /// Print what --fix would change as a unified diff, write nothing, and exit with 1 if there is something
    #[arg(long, conflicts_with = "explain_unresolved")]
    pub diff: bool,
    /// Apply fixes too that may change behaviour; look at what they do
    #[arg(long, requires = "fixing")]
    pub unsafe_fixes: bool,
    /// Fix only these lints or groups, of those that are reported
    #[arg(long, requires = "fixing", value_delimiter = ',', value_name = "LINT")]
    pub fixable: Vec<String>,
    /// Do not fix these lints or groups; wins over --fixable
    #[arg(long, requires = "fixing", value_delimiter = ',', value_name = "LINT")]
    pub unfixable: Vec<String>,
    /// Leave the fixed files as the fixes make them; otherwise, those that rustfmt had laid out are laid out by it again
    #[arg(long, requires = "fixing")]
    pub no_format: bool,
    /// Fix even if git has uncommitted changes
    #[arg(long, requires = "fix")]
    pub allow_dirty: bool,
    /// Fix even if git has staged changes
    #[arg(long, requires = "fix")]
    pub allow_staged: bool,
    /// Fix even if there is no version control that could undo it
    #[arg(long, requires = "fix")]
    pub allow_no_vcs: bool,
    /// Run this command, without a shell, before and after fixing, and undo the files whose fixes make it fail; it executes whatever it
    /// says, the code's own build scripts included
    #[arg(long, requires = "fix", value_name = "COMMAND", value_parser = verify::Command::parse)]
    pub verify: Option<verify::Command>,
}

const CHECK_HELP: &str = "\
Examples:
  async-lint check                                  everything here, for people
  async-lint check --select blocking-sleep,locks    one lint and one group
  async-lint check --min-level warn --tests         what fails a build, tests included
  async-lint check --group-by culprit               one entry for each call that others end in
  async-lint check --format json -o findings.json   for programs
  async-lint check --format github                  annotations on a pull request
  async-lint check --format sarif -o lint.sarif     for code scanning
  async-lint check --diff                           what the safe fixes would change
  async-lint check --fix                            apply them, and report what is left
  async-lint check --fix --verify 'cargo check'     and keep only what compiles

A comment `// async-lint: allow(lint-id) reason` on the line, or the line above, silences a finding.
Exit codes: 0 clean, 1 findings at `warn` or above, 2 the work could not be done";

/// `async-lint rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// How to print them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: RulesFormat,
    /// Write the pages, and a table of them, into this folder instead of standard output
    #[arg(long, value_name = "FOLDER")]
    pub output_dir: Option<PathBuf>,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// `async-lint config`.
#[derive(Debug, Args)]
#[command(after_help = CONFIG_HELP)]
pub struct ConfigArgs {
    /// Files and folders whose configuration is shown; the current directory if none
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print the JSON schema of `async-lint.toml` instead, for editors
    #[arg(long, conflicts_with_all = ["paths", "config"])]
    pub schema: bool,
}

const CONFIG_HELP: &str = "\
Examples:
  async-lint config                        what holds for the packages here
  async-lint config --config strict.toml   what would hold with this file

Exit codes: 0 it was printed, 2 there is a mistake in the configuration";

/// `async-lint new-lint`.
#[derive(Debug, Args)]
#[command(after_help = NEW_LINT_HELP)]
pub struct NewLintArgs {
    /// The lint's id: kebab-case, and read as "allow X" (`billing-call`, never `no-billing`)
    #[arg(value_name = "ID")]
    pub id: String,
    /// The folder with rules; the one that is configured if not given
    #[arg(long, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

const NEW_LINT_HELP: &str = "\
Examples:
  async-lint new-lint billing-call                     in the folder that `rules` in async-lint.toml names
  async-lint new-lint billing-call --dir lint-rules    in this folder

Exit codes: 0 the files are written, 2 there is such a lint, or they cannot be written";

/// `async-lint test-lints`.
#[derive(Debug, Args)]
#[command(after_help = TEST_LINTS_HELP)]
pub struct TestLintsArgs {
    /// Only these lints; all in the folders that `rules` in the configuration names if none
    #[arg(value_name = "LINT")]
    pub lints: Vec<String>,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

const TEST_LINTS_HELP: &str = "\
Examples:
  async-lint test-lints                 the lints in the folders that `rules` in async-lint.toml names
  async-lint test-lints billing-call    this one

Exit codes: 0 the examples are true, 1 one is not, 2 they cannot be run";

/// `async-lint explain`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  async-lint explain blocking-sleep")]
pub struct ExplainArgs {
    /// The lint's id, as `async-lint rules` lists it
    #[arg(value_name = "LINT")]
    pub lint: String,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// `async-lint completions`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  async-lint completions bash > ~/.local/share/bash-completion/completions/async-lint")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `--format` of `check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// Snippets of source, with what is wrong, why, and what to do
    #[default]
    Human,
    /// One line for each finding: `path:line:column: level[lint] message`
    Concise,
    /// JSON, schema version 1
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for CI systems that show test results
    Junit,
}

impl From<FormatArg> for report::Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Human => Self::Human,
            FormatArg::Concise => Self::Concise,
            FormatArg::Json => Self::Json,
            FormatArg::Github => Self::Github,
            FormatArg::Sarif => Self::Sarif,
            FormatArg::Junit => Self::Junit,
        }
    }
}

/// `--format` of `rules`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// A table
    #[default]
    Human,
    /// JSON
    Json,
    /// A page for each
    Markdown,
}

/// `--min-level`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    /// Everything
    #[default]
    Note,
    /// What makes the exit code 1
    Warn,
    /// Only what panics or deadlocks, and what is configured so
    Deny,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Note => Self::Note,
            LevelArg::Warn => Self::Warn,
            LevelArg::Deny => Self::Deny,
        }
    }
}

/// `--group-by`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum GroupByArg {
    /// Each finding by itself, in the order of files and lines
    #[default]
    Place,
    /// One entry for each blocking call that several findings end in
    Culprit,
}

impl From<GroupByArg> for report::GroupBy {
    fn from(group_by: GroupByArg) -> Self {
        match group_by {
            GroupByArg::Place => Self::Place,
            GroupByArg::Culprit => Self::Culprit,
        }
    }
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one thread is needed".into()),
        Ok(number @ 1..=1024) => Ok(number),
        Ok(_) => Err("more than 1024 threads are of no use".into()),
        Err(_) => Err("not a number".into()),
    }
}
