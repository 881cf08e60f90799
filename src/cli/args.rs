//! The command line as types. Doc comments of options are their help texts.

use super::check_args::CheckArgs;
use super::color::When;
use clap::{Args, Parser, Subcommand, ValueEnum};
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

Exit codes: 0 clean, 1 findings at `warn` or above, 2 async-lint could not run";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look for blocking calls in async code
    Check(Box<CheckArgs>),
    /// List the lints
    Rules(RulesArgs),
    /// Explain what a lint finds, why it matters and what to do
    Explain(ExplainArgs),
    /// Print the effective configuration, and where each part of it comes from
    Config(ConfigArgs),
    /// Write the two files that a new lint consists of
    NewLint(NewLintArgs),
    /// Run the examples of your own lints: the bad one must have one finding, the good one none
    TestLints(TestLintsArgs),
    /// Explain a line: where its calls run, what they resolve to, what they reach
    Why(super::why::WhyArgs),
    /// Draw the call paths from async code to blocking calls
    Graph(super::graph::GraphArgs),
    /// Print what the guard of `async-lint-runtime` has recorded in tests
    Guard(super::guard::GuardArgs),
    /// Serve an editor: the Language Server Protocol on standard input and output
    Server(super::server::ServerArgs),
    /// Show or clean what earlier runs have stored
    Cache(super::cache::CacheArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Write pages for `man` into a folder
    #[command(hide = true)]
    Man(ManArgs),
}

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
    /// Files and folders whose configuration is shown; by default the current directory
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
  async-lint config                        the settings of the packages here
  async-lint config --config strict.toml   the settings with this file

Exit codes: 0 it was printed, 2 there is a mistake in the configuration";

/// `async-lint new-lint`.
#[derive(Debug, Args)]
#[command(after_help = NEW_LINT_HELP)]
pub struct NewLintArgs {
    /// The lint's id: kebab-case, and read as "allow X" (`billing-call`, never `no-billing`)
    #[arg(value_name = "ID")]
    pub id: String,
    /// The folder for the rules; by default the one that `rules` in the configuration names
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

Exit codes: 0 the files are written, 2 the lint exists already, or the files cannot be written";

/// `async-lint test-lints`.
#[derive(Debug, Args)]
#[command(after_help = TEST_LINTS_HELP)]
pub struct TestLintsArgs {
    /// The lints to test; by default all in the folders that `rules` in the configuration names
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

Exit codes: 0 every example passes, 1 one fails, 2 they cannot be run";

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

/// `async-lint man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder; created if it does not exist
    #[arg(long, value_name = "FOLDER")]
    pub output_dir: PathBuf,
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
