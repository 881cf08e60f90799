//! The last line: what was found, in how much code, and what was not shown.

use super::phrase::count;
use crate::analysis::{Report, Summary};
use std::time::Duration;

/// One line without a newline; nothing in it comes from the linted code. The time is left out if there is none.
#[must_use]
pub(super) fn text(report: &Report, elapsed: Option<Duration>) -> String {
    let summary = &report.summary;
    let mut text = format!("{} in {} ({}, {})", found(summary), files(summary), functions(summary), contexts(summary));
    for part in hidden(summary) {
        text.push_str("; ");
        text.push_str(&part);
    }
    if let Some(elapsed) = elapsed {
        text.push_str("; ");
        text.push_str(&seconds(elapsed));
    }
    text
}

fn found(summary: &Summary) -> String {
    let counts = &summary.findings;
    let parts = [(counts.deny, "error", "errors"), (counts.warn, "warning", "warnings"), (counts.note, "note", "notes")];
    let parts: Vec<_> = parts.into_iter().filter(|part| part.0 > 0).map(|(number, one, many)| count(number, one, many)).collect();
    if parts.is_empty() { "no findings".into() } else { parts.join(", ") }
}

fn files(summary: &Summary) -> String {
    count(summary.files, "file", "files")
}

fn functions(summary: &Summary) -> String {
    count(summary.functions, "fn", "fns")
}

fn contexts(summary: &Summary) -> String {
    count(summary.async_contexts, "async context", "async contexts")
}

/// What was found or met but not shown.
fn hidden(summary: &Summary) -> Vec<String> {
    let mut parts = Vec::new();
    if summary.hidden_in_tests > 0 {
        parts.push(format!("{} hidden in tests (`--tests` shows them)", summary.hidden_in_tests));
    }
    if summary.suppressed > 0 {
        parts.push(format!("{} suppressed", summary.suppressed));
    }
    if summary.unparsed > 0 {
        parts.push(format!("{} could not be parsed", files_of(summary.unparsed)));
    }
    parts
}

fn files_of(number: usize) -> String {
    count(number, "file", "files")
}

/// Milliseconds below a second, else seconds with two digits.
fn seconds(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(1) { format!("{} ms", elapsed.as_millis()) } else { format!("{:.2} s", elapsed.as_secs_f64()) }
}
