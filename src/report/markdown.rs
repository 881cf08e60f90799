//! Markdown for the summary of a pull request: what to fix first as a table, and the numbers. Its length is bounded by that of a comment; the
//! rest is counted.

use super::{Extent, Group, Heading, Options, Verbosity, escape, groups, phrase, summary};
use crate::diagnostics::{Finding, Report};
use std::io::{self, Write};

/// Maximum bytes of the table. A comment on GitHub holds 65,536 characters.
const MAX_BYTES: usize = 55_000;

/// Writes the table and the summary.
pub(super) fn write<W: Write + ?Sized>(report: &Report, options: Options<'_>, out: &mut W) -> io::Result<()> {
    let groups = groups(report, options.group_by);
    writeln!(out, "### async-lint\n")?;
    if !groups.is_empty() {
        let mut table = String::from("| | where | what | calls |\n| --- | --- | --- | --- |\n");
        let mut shown = 0;
        for group in &groups {
            let row = row(group);
            if options.extent != Extent::Full && table.len() + row.len() > MAX_BYTES {
                break;
            }
            table.push_str(&row);
            shown += 1;
        }
        out.write_all(table.as_bytes())?;
        let rest = &groups[shown..];
        if !rest.is_empty() {
            let findings = rest.iter().map(Group::findings).sum();
            writeln!(out, "\n… and {} more.", phrase::count(findings, "finding", "findings"))?;
        }
        writeln!(out)?;
    }
    if options.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    for line in summary::details(report, options.tried) {
        writeln!(out, "{line}  ")?;
    }
    writeln!(out, "**{}**", summary::text(report, None))
}

fn row(group: &Group<'_>) -> String {
    let first = group.sites[0].first();
    let (path, line) = match group.heading {
        Heading::Culprit { path, line } => (path, line),
        Heading::File(_) | Heading::Lint(_) | Heading::Task(_) => (first.path.as_str(), first.start.line),
    };
    let place = code(&format!("{path}:{line}"));
    let calls = group.sites.len();
    format!("| {} | {place} | {} | {calls} |\n", phrase::severity(first.level), what(first))
}

/// Lint, message and who is stalled, in one cell.
fn what(finding: &Finding) -> String {
    let stalls = finding.runs_in.first().map(|task| format!("; runs in {}", plain(&phrase::task(task)))).unwrap_or_default();
    format!("{}: {}{stalls}", code(&finding.lint), plain(&finding.message))
}

/// Text as a code span, safe inside a table cell.
fn code(text: &str) -> String {
    let text = escape::line(text).replace('|', "\\|");
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A sentence with code in backticks; everything else is escaped for Markdown.
fn plain(text: &str) -> String {
    let text = escape::line(text);
    let mut out = String::with_capacity(text.len());
    let last = text.matches('`').count();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 && index < last {
            out.push_str(&code(part));
            continue;
        }
        for c in part.chars() {
            if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ':' | ';' | '(' | ')' | '/' | '-' | '\'' | '"' | '%') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}
