//! Options of the command line with a fixed set of values.

use crate::diagnostics::{Confidence, Level};
use crate::report;
use clap::ValueEnum;

/// `--format` of `check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// What to fix first: snippets of source, with what is wrong, why, and what to do
    #[default]
    Human,
    /// One line for each finding: `path:line:column: level[lint] message`
    Concise,
    /// JSON, schema version 1
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for CI systems that show test results
    Junit,
    /// JSON of reviewdog
    Rdjson,
    /// The messages of `cargo check --message-format=json`, for editors that read those
    Cargo,
    /// Markdown, for the summary of a pull request
    Markdown,
    /// One page for people, to read and search in
    Html,
}

impl From<FormatArg> for report::Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Human => Self::Human,
            FormatArg::Concise => Self::Concise,
            FormatArg::Json => Self::Json,
            FormatArg::Github => Self::Github,
            FormatArg::Gitlab => Self::Gitlab,
            FormatArg::Sarif => Self::Sarif,
            FormatArg::Junit => Self::Junit,
            FormatArg::Rdjson => Self::Rdjson,
            FormatArg::Cargo => Self::Cargo,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Html => Self::Html,
        }
    }
}

/// `--min-level`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    /// Everything
    #[default]
    Note,
    /// What makes the exit code 1
    Warn,
    /// Only what panics or deadlocks, and what is configured as `deny`
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

/// `--min-confidence`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ConfidenceArg {
    /// Everything
    #[default]
    May,
    /// Only calls that can reach nothing else
    Certain,
}

impl From<ConfidenceArg> for Confidence {
    fn from(confidence: ConfidenceArg) -> Self {
        match confidence {
            ConfidenceArg::May => Self::May,
            ConfidenceArg::Certain => Self::Certain,
        }
    }
}

/// `--group-by`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum GroupByArg {
    /// The line of your own code to change
    #[default]
    Culprit,
    /// The file, in the order of lines
    #[value(alias = "place")]
    File,
    /// The lint
    Lint,
    /// The task that runs them
    Task,
}

impl From<GroupByArg> for report::GroupBy {
    fn from(group_by: GroupByArg) -> Self {
        match group_by {
            GroupByArg::Culprit => Self::Culprit,
            GroupByArg::File => Self::File,
            GroupByArg::Lint => Self::Lint,
            GroupByArg::Task => Self::Task,
        }
    }
}
