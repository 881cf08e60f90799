//! Workflow commands of GitHub Actions: lines that the runner turns into annotations on the changed files.
//!
//! The runner shows at most ten errors, ten warnings and ten notices of one step, and fifty annotations of one job; all lines stay
//! in the log. `deny`, `warn` and `note` become `error`, `warning` and `notice`. Paths are relative to the checkout's root, even if the tool
//! was started in a folder below it.

use super::{Options, Verbosity, chain, escape, summary};
use crate::diagnostics::{Finding, Level, Report};
use std::io::{self, Write};

/// Writes one command for each finding, and the summary as an ordinary line of the log.
pub(super) fn write<W: Write + ?Sized>(report: &Report, options: Options<'_>, out: &mut W) -> io::Result<()> {
    for finding in &report.findings {
        let command = match finding.level {
            Level::Deny => "error",
            Level::Warn => "warning",
            Level::Note | Level::Allow => "notice",
        };
        let (start, end) = (finding.start, finding.end);
        write!(out, "::{command} file={},line={},endLine={}", property(&finding.path), start.line, end.line)?;
        // The runner rejects columns if start and end line differ.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let title = property(&format!("async-lint: {}", finding.lint));
        writeln!(out, ",title={title}::{}", data(&message(finding)))?;
    }
    match options.verbosity {
        Verbosity::Normal => writeln!(out, "{}", summary::text(report, options.elapsed)),
        Verbosity::Quiet => Ok(()),
    }
}

/// What the annotation says: message, chain, help.
fn message(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    if !finding.via.is_empty() {
        text.push_str("\nvia ");
        text.push_str(&chain::one_line(finding));
    }
    if !finding.help.is_empty() {
        text.push_str("\nhelp: ");
        text.push_str(&finding.help);
    }
    text
}

/// The value after `::`: line breaks and `%` are encoded, as the runner's own toolkit does it.
fn data(text: &str) -> String {
    escape::block(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: `:` and `,` are syntax there as well.
fn property(text: &str) -> String {
    data(&escape::line(text)).replace(':', "%3A").replace(',', "%2C")
}
