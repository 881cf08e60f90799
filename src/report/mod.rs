//! Findings as text: one file per format. Knows what a finding looks like, never how it was found, and never prints by itself.
//!
//! Every writer takes the same [`Report`] and gives the same bytes for it, whatever machine or thread count it came from. Time is
//! the only thing that differs between runs, so it is shown only where [`Options::elapsed`] is given.

mod chain;
mod concise;
pub mod confirmation;
pub mod escape;
mod github;
mod group;
mod human;
pub mod json;
mod junit;
pub mod phrase;
mod preview;
mod sarif;
pub(crate) mod snippet;
mod summary;
#[cfg(test)]
mod tests;
pub mod unified;
pub mod ways;

pub use chain::{Link, links};
pub use group::{Culprit, culprits};

use crate::analysis::Report;
use crate::catalogue::Lint;
use std::io;
use std::time::Duration;
use termcolor::WriteColor;

/// Output formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Snippets of source with what, why and what to do.
    #[default]
    Human,
    /// `path:line:column: level[lint] message`, one line each.
    Concise,
    /// The schema-versioned contract, for programs.
    Json,
    /// Workflow commands, which GitHub Actions shows as annotations.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for CI systems that show test results.
    Junit,
}

/// How the human report is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// Every finding by itself, by place; shared culprits are listed at the end.
    #[default]
    Place,
    /// One entry for each shared culprit, with the calls that reach it; then the other findings by place.
    Culprit,
}

/// Whether a summary follows the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Verbosity {
    /// Findings, shared culprits and the summary.
    #[default]
    Normal,
    /// Findings only.
    Quiet,
}

/// What is not in the report but decides how it looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Order of the human report.
    pub group_by: GroupBy,
    /// Whether to end with a summary; `Json` always has one, `Concise`, `Sarif` and `Junit` never.
    pub verbosity: Verbosity,
    /// Wall-clock time for the summary of the human report; left out if `None`.
    pub elapsed: Option<Duration>,
    /// What [`Format::Sarif`] tells about the lints; a finding of another lint still gets its place.
    pub lints: &'a [&'a Lint],
}

/// Writes `report` to `out` in `format`. Colours are used by [`Format::Human`] only, and only if `out` takes them.
pub fn write(report: &Report, format: Format, options: Options<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, options, out),
        Format::Concise => concise::write(report, out),
        Format::Json => json::write(report, out),
        Format::Github => github::write(report, options, out),
        Format::Sarif => sarif::write(report, options.lints, out),
        Format::Junit => junit::write(report, out),
    }
}
