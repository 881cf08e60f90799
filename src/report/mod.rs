//! Findings as text: one file per format. Knows what a finding looks like, never how it was found, and never prints.
//!
//! Every writer takes the same [`Report`] and gives the same bytes for it, on any machine and with any number of threads. Only the elapsed
//! time differs between runs, so it is shown only if [`Options::elapsed`] is given.

pub mod call_graph;
mod cargo;
mod chain;
mod concise;
pub mod confirmation;
pub mod escape;
mod fingerprint;
mod github;
mod gitlab;
mod groups;
mod html;
mod human;
pub mod json;
mod junit;
mod link;
mod markdown;
mod paths;
pub mod phrase;
mod preview;
mod rank;
mod rdjson;
mod sarif;
pub(crate) mod snippet;
mod statistics;
mod summary;
#[cfg(test)]
pub(crate) mod tests;
pub mod unified;

pub use chain::{Link, links};
pub use groups::{CallSite, Group, Heading, groups};
pub(crate) use link::of_lint as lint_page;
pub use paths::Surroundings;

use crate::catalogue::Lint;
use crate::diagnostics::{Applicability, Report};
use std::io;
use std::time::Duration;
use termcolor::WriteColor;

/// Output formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Format {
    /// What to fix first: snippets of source with what, why and what to do.
    #[default]
    Human,
    /// `path:line:column: level[lint] message`, one line each.
    Concise,
    /// The schema-versioned contract, for programs.
    Json,
    /// Workflow commands, which GitHub Actions shows as annotations.
    Github,
    /// A code quality report, which GitLab shows in merge requests.
    Gitlab,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for CI systems that show test results.
    Junit,
    /// JSON of reviewdog.
    Rdjson,
    /// Compiler messages as `cargo check --message-format=json` prints them.
    Cargo,
    /// A summary for a pull request.
    Markdown,
    /// One page to read and search in.
    Html,
}

/// How reports for people group findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum GroupBy {
    /// The culprit, the deepest line of the user's own code on the call path: a change there resolves the whole group.
    #[default]
    Culprit,
    /// The file, in the order of lines.
    File,
    /// The lint.
    Lint,
    /// The nearest task that runs them.
    Task,
}

/// How much of a report for people is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Extent {
    /// A bounded number of lines: the first groups, each with one example. The rest is counted.
    Bounded,
    /// Every finding.
    #[default]
    Full,
    /// Numbers by lint instead of findings.
    Counts,
}

/// Whether a summary follows the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Verbosity {
    /// Findings and the summary.
    #[default]
    Normal,
    /// Findings only.
    Quiet,
}

/// What decides how a report looks, besides its content.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Options<'a> {
    /// Order of the reports for people.
    pub group_by: GroupBy,
    /// How much of the report for people is written; all other formats are complete.
    pub extent: Extent,
    /// Whether to end with a summary; `Json` always has one, `Concise` and formats for programs never.
    pub verbosity: Verbosity,
    /// Wall-clock time for the summary of the human report; left out if `None`.
    pub elapsed: Option<Duration>,
    /// Fixes up to this applicability have been tried, so the summary does not offer them.
    pub tried: Option<Applicability>,
    /// The lints that some formats describe; findings of other lints are written all the same.
    pub lints: &'a [&'a Lint],
    /// The folders and packages of the linted files; without them, paths stay as the report has them.
    pub around: Option<Surroundings<'a>>,
}

/// Writes `report` to `out` in `format`. Only [`Format::Human`] uses colours, and only if `out` supports them.
pub fn write(report: &Report, format: Format, options: Options<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    match format {
        Format::Human | Format::Concise if options.extent == Extent::Counts => statistics::write(report, options, out),
        Format::Human => human::write(report, options, out),
        Format::Concise => concise::write(report, out),
        Format::Json => json::write(report, out),
        Format::Github => github::write(&paths::in_repository(report, options.around), options, out),
        Format::Gitlab => gitlab::write(&paths::in_repository(report, options.around), out),
        Format::Sarif => sarif::write(&paths::in_repository(report, options.around), options.lints, out),
        Format::Junit => junit::write(report, out),
        Format::Rdjson => rdjson::write(report, out),
        Format::Cargo => cargo::write(report, options, out),
        Format::Markdown => markdown::write(&paths::in_repository(report, options.around), options, out),
        Format::Html => html::write(report, options, out),
    }
}
