//! Tests of the engine with a test linter: a call of `blocks_<what>()` is a finding whose fixes the test chooses.

mod edits;
mod rounds;
mod select;

use crate::diagnostics::{Applicability, Confidence, Context, Cost, Edit, Finding, Fix, Form, Kind, Level, Report, Stalls};
use crate::facts::{LineIndex, Position};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An edit of bytes.
fn edit(path: &str, start: usize, end: usize, text: &str) -> Edit {
    let at = |byte: usize| Position { line: 1, column: 1, offset: u32::try_from(byte).expect("small") };
    Edit { path: path.to_owned(), start: at(start), end: at(end), text: text.to_owned() }
}

fn fix(applicability: Applicability, title: &str, edits: Vec<Edit>) -> Fix {
    Fix { form: Form::Replace, applicability, title: title.to_owned(), edits }
}

pub(super) fn finding(lint: &str, path: &str, text: &str, at: usize, fixes: Vec<Fix>) -> Finding {
    let start = LineIndex::new(text).position(text, u32::try_from(at).expect("small"));
    Finding {
        lint: lint.to_owned(),
        level: Level::Warn,
        cost: Cost::Disk,
        kind: Kind::Direct,
        confidence: Confidence::Certain,
        message: String::new(),
        api: lint.to_owned(),
        path: path.to_owned(),
        start,
        end: start,
        context: Context { kind: "async fn".to_owned(), name: "f".to_owned(), span: None },
        in_test: false,
        startup: false,
        via: Vec::new(),
        fixes,
        runs_in: Vec::new(),
        runs_in_more: 0,
        stalls: Stalls::Unknown,
        stalled: String::new(),
        confirmed: None,
        withheld: Vec::new(),
        dropped: None,
        blocks: true,
        help: String::new(),
        why: String::new(),
    }
}

pub(super) fn report(findings: Vec<Finding>, sources: BTreeMap<String, Arc<str>>) -> Report {
    Report { version: 1, findings, sources, ..Report::default() }
}

/// The calls `<prefix>…` in a text: the offset, and the text after the prefix up to the parenthesis.
pub(super) fn calls<'a>(text: &'a str, prefix: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    text.match_indices(prefix).map(move |(at, _)| (at, text[at + prefix.len()..].split('(').next().unwrap_or("")))
}
