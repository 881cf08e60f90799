//! `async-lint check` on the command line. The help says what the options mean.

use super::fix_args::FixArgs;
use super::format_args::{ConfidenceArg, FormatArg, GroupByArg, LevelArg};
use super::level_args::LevelArgs;
use crate::project::Platform;
use clap::Args;
use std::path::PathBuf;

/// `async-lint check`.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line; what they mean is an enum from there on")]
pub struct CheckArgs {
    /// Files and folders to lint; by default the current directory
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Report findings in tests, benches, examples and build scripts too; otherwise they are only counted
    #[arg(long)]
    pub tests: bool,
    /// Do not read the sources of dependencies
    #[arg(long)]
    pub no_deps: bool,
    /// Read dependencies as they are built for this target triple; by default that of this program
    #[arg(long, value_name = "TRIPLE", value_parser = platform)]
    pub target: Option<Platform>,
    /// Fail if the sources of a dependency are not on this machine: blocking calls in it would not be seen
    #[arg(long, conflicts_with = "no_deps")]
    pub require_sources: bool,
    /// Read this configuration file instead of `async-lint.toml` beside the manifest
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Number of threads; by default one for each core
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Lint again whenever a file changes, until stopped
    #[arg(long, conflicts_with_all = ["fixing", "write_baseline", "prune_baseline", "output", "stdin_filename"])]
    pub watch: bool,
    /// List the calls in async code whose target is not known, and why, instead of findings
    #[arg(long)]
    pub explain_unresolved: bool,
    /// Exit with 0 even if there are findings (with 2 still if async-lint could not run)
    #[arg(long)]
    pub exit_zero: bool,
    /// Exit with 0 if there are at most this many warnings, and no errors
    #[arg(long, value_name = "N")]
    pub max_warnings: Option<usize>,
    /// Mark the findings that this record of the guard confirms, put them first, and list the recorded calls that no finding explains
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fix", "diff", "explain_unresolved"])]
    pub confirm: Option<PathBuf>,
    /// What is linted
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// What is reported
    #[command(flatten)]
    pub choice: ChoiceArgs,
    /// How it is reported
    #[command(flatten)]
    pub look: LookArgs,
    /// What is accepted for now
    #[command(flatten)]
    pub adoption: AdoptionArgs,
    /// Fixing
    #[command(flatten)]
    pub fixing: FixArgs,
}

/// Which packages and files are linted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Packages and files")]
#[group(skip)]
pub struct ScopeArgs {
    /// Lint these packages of the workspace; `*` and `?` stand for any characters
    #[arg(long, short, value_name = "NAME", conflicts_with = "paths")]
    pub package: Vec<String>,
    /// Lint all packages of the workspace, from any folder in it
    #[arg(long, conflicts_with_all = ["paths", "package"])]
    pub workspace: bool,
    /// Lint the package or workspace of this `Cargo.toml` instead of the one in the current directory
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub manifest_path: Option<PathBuf>,
    /// Leave out files and folders that match this glob, relative to the current directory
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Read the text of this file from standard input, and lint it as part of its package
    #[arg(long, value_name = "FILE", conflicts_with_all = ["package", "workspace", "manifest_path", "fixing"])]
    pub stdin_filename: Option<PathBuf>,
}

/// Which findings are reported.
#[derive(Debug, Args)]
#[command(next_help_heading = "Lints and levels")]
#[group(skip)]
pub struct ChoiceArgs {
    /// Report only these lints or groups (`blocking`, `locks`, `runtime`, `offload`, `tool`, `all`)
    #[arg(long, value_delimiter = ',', value_name = "LINT")]
    pub select: Vec<String>,
    /// Leave out these lints or groups; wins over --select
    #[arg(long, value_delimiter = ',', value_name = "LINT")]
    pub ignore: Vec<String>,
    /// `-D`, `-W` and `-A`
    #[command(flatten)]
    pub levels: LevelArgs,
    /// Report only findings of this level or above
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub min_level: Option<LevelArg>,
    /// Report only findings of this confidence: `certain` leaves out calls that may reach one of several definitions
    #[arg(long, value_enum, value_name = "HOW")]
    pub min_confidence: Option<ConfidenceArg>,
}

/// How findings are printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
#[group(skip)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line; what they mean is an enum from there on")]
pub struct LookArgs {
    /// How to print findings
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: FormatArg,
    /// How the format for people groups findings
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub group_by: GroupByArg,
    /// Print every finding in full; otherwise the report for people has at most 300 lines and counts the rest
    #[arg(long)]
    pub full: bool,
    /// Print the number of findings of each lint, and whom they stall, instead of the findings
    #[arg(long, conflicts_with = "explain_unresolved")]
    pub statistics: bool,
    /// Write findings to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Print findings only, no summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Put the elapsed time into machine-readable output; without this it is 0, so that equal runs give equal bytes
    #[arg(long)]
    pub timings: bool,
}

/// How to adopt the linter in a project that has many findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Adoption")]
#[group(skip)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line; what they mean is an enum from there on")]
pub struct AdoptionArgs {
    /// Write the findings into the baseline: later runs report only what is not in it
    #[arg(long, conflicts_with_all = ["changed", "staged", "fixing", "stdin_filename", "prune_baseline", "no_baseline"])]
    pub write_baseline: bool,
    /// Remove from the baseline what is no longer found
    #[arg(long, conflicts_with_all = ["changed", "staged", "fixing", "stdin_filename", "no_baseline"])]
    pub prune_baseline: bool,
    /// Exit with 1 if the baseline has an entry that is no longer found
    #[arg(long, conflicts_with = "no_baseline")]
    pub baseline_strict: bool,
    /// The baseline; by default the nearest `async-lint-baseline.toml`, here or in a folder above
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub baseline: Option<PathBuf>,
    /// Report what is in the baseline as well
    #[arg(long)]
    pub no_baseline: bool,
    /// Report only what changed lines cause: uncommitted ones, or all since the branch left REF
    #[arg(long, value_name = "REF", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub changed: Option<String>,
    /// Lint what git has staged, and report only what the staged lines cause
    #[arg(long, conflicts_with_all = ["changed", "fixing", "stdin_filename"])]
    pub staged: bool,
}

const HELP: &str = "\
Examples:
  async-lint check                                  what to fix first
  async-lint check --full --group-by file           every finding, file by file
  async-lint check --statistics                     the number of findings of each lint
  async-lint check --select blocking-sleep,locks    one lint and one group
  async-lint check -D blocking -A metadata-probe    levels for this run, whatever is configured
  async-lint check -p server --min-level warn       what fails a build, in one package
  async-lint check --write-baseline                 accept today's findings; from now on report new ones
  async-lint check --changed=origin/main            findings that this branch causes
  async-lint check --format json -o findings.json   for programs
  async-lint check --format github                  annotations on a pull request
  async-lint check --format sarif -o lint.sarif     for code scanning
  async-lint check --format html -o findings.html   a page to read and search in
  async-lint check --diff                           what the safe fixes would change
  async-lint check --fix                            apply them, and report what is left
  async-lint check --fix --verify 'cargo check'     and keep only what compiles

A comment `// async-lint: allow(lint-id) reason` on the line, or the line above, silences a finding.
Exit codes: 0 clean, 1 findings at `warn` or above, 2 async-lint could not run";

fn platform(triple: &str) -> Result<Platform, String> {
    Platform::of(triple).ok_or_else(|| "rustc knows no such platform (`rustc --print target-list`)".to_owned())
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one thread is needed".into()),
        Ok(number @ 1..=1024) => Ok(number),
        Ok(_) => Err("at most 1024 threads can be used".into()),
        Err(_) => Err("not a number".into()),
    }
}
