//! JSON of reviewdog, which comments on the lines of a pull request. Columns are bytes there, and a suggestion replaces one range.

use super::json;
use super::{chain, link};
use crate::diagnostics::{Applicability, Fix, Level, Report};
use crate::facts::Position;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

/// Writes one diagnostic for each finding, with its best fix if a click may apply that.
pub(super) fn write<W: Write + ?Sized>(report: &Report, out: &mut W) -> io::Result<()> {
    let mut diagnostics = Vec::new();
    for finding in &report.findings {
        let source = report.sources.get(&finding.path).map(AsRef::as_ref);
        let mut message = finding.message.clone();
        if !finding.via.is_empty() {
            message = format!("{message}\nvia {}", chain::one_line(finding));
        }
        if !finding.help.is_empty() {
            message = format!("{message}\nhelp: {}", finding.help);
        }
        diagnostics.push(Diagnostic {
            message,
            location: Location { path: &finding.path, range: range(finding.start, finding.end, source) },
            severity: severity(finding.level),
            code: Code { value: &finding.lint, url: Some(link::of_lint(&finding.lint)).filter(|link| !link.starts_with("urn:")) },
            suggestions: source.and_then(|source| suggestion(finding.fixes.first()?, &finding.path, source)).into_iter().collect(),
        });
    }
    json::value(&Document { source: Source { name: "async-lint" }, diagnostics }, out)
}

/// A fix as the replacement of everything between its first and its last edit. `None` if it edits other files too.
fn suggestion(fix: &Fix, path: &str, source: &str) -> Option<Suggestion> {
    let (first, last) = (fix.edits.first()?, fix.edits.last()?);
    if fix.applicability == Applicability::Display || fix.edits.iter().any(|edit| edit.path != path) {
        return None;
    }
    let mut text = String::new();
    let mut at = first.start.offset as usize;
    for edit in &fix.edits {
        text.push_str(source.get(at..edit.start.offset as usize)?);
        text.push_str(&edit.text);
        at = edit.end.offset as usize;
    }
    Some(Suggestion { range: range(first.start, last.end, Some(source)), text })
}

fn range(start: Position, end: Position, source: Option<&str>) -> Range {
    Range { start: point(start, source), end: point(end, source) }
}

/// A position with its column in bytes, or in characters if the text is not known.
fn point(position: Position, source: Option<&str>) -> Point {
    let before = source.and_then(|source| source.get(..position.offset as usize));
    let bytes = before.map(|before| before.len() - before.rfind('\n').map_or(0, |newline| newline + 1));
    let column = bytes.and_then(|bytes| u32::try_from(bytes + 1).ok()).unwrap_or(position.column);
    Point { line: position.line, column }
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "ERROR",
        Level::Warn => "WARNING",
        Level::Note | Level::Allow => "INFO",
    }
}
