//! Numbers instead of findings: one line per lint, with counts by level, by who is stalled, and by applicable fix.

use super::{Options, Verbosity, escape, summary};
use crate::diagnostics::{Applicability, Finding, Level, Report, Stalls};
use std::io;
use termcolor::{ColorSpec, WriteColor};

const HEADER: [&str; 9] =
    ["errors", "warnings", "notes", "stall others", "may stall", "stall nobody", "--fix", "--verify", "--unsafe-fixes"];

/// Writes the table and the summary.
pub(super) fn write(report: &Report, options: Options<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut rows: Vec<(String, [usize; HEADER.len()])> = Vec::new();
    for (lint, _) in summary::lints(report) {
        rows.push((escape::line(lint).into_owned(), numbers(report.findings.iter().filter(|finding| finding.lint == lint))));
    }
    if rows.len() > 1 {
        rows.push(("all".to_owned(), numbers(report.findings.iter())));
    }
    if !rows.is_empty() {
        let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        out.set_color(ColorSpec::new().set_bold(true))?;
        write!(out, "{:width$}  {}", "", HEADER.join("  "))?;
        out.reset()?;
        writeln!(out)?;
        for (name, numbers) in &rows {
            let cells = numbers.iter().zip(HEADER).map(|(number, head)| {
                let text = if *number == 0 { "·".to_owned() } else { number.to_string() };
                format!("{text:>width$}", width = head.len())
            });
            writeln!(out, "{name:width$}  {}", cells.collect::<Vec<_>>().join("  "))?;
        }
    }
    match options.verbosity {
        Verbosity::Normal => writeln!(out, "{}", summary::text(report, options.elapsed)),
        Verbosity::Quiet => Ok(()),
    }
}

/// One row, in the order of the header.
fn numbers<'a>(findings: impl Iterator<Item = &'a Finding>) -> [usize; HEADER.len()] {
    let mut numbers = [0; HEADER.len()];
    for finding in findings {
        let level = match finding.level {
            Level::Deny => 0,
            Level::Warn => 1,
            Level::Note | Level::Allow => 2,
        };
        let stalls = match finding.stalls {
            Stalls::Others => 3,
            Stalls::Unknown => 4,
            Stalls::Nobody => 5,
        };
        let fix = match summary::best(finding) {
            Some(Applicability::Safe) => Some(6),
            Some(Applicability::IfItCompiles) => Some(7),
            Some(Applicability::Unsafe) => Some(8),
            Some(Applicability::Display) | None => None,
        };
        for column in [Some(level), Some(stalls), fix].into_iter().flatten() {
            numbers[column] += 1;
        }
    }
    numbers
}
