use super::super::outcome::{Change, End, Plan, Tree};
use super::{Formatter, format};
use crate::diagnostics::{Finding, Report};
use crate::fix::apply::tests::{calls, finding, report};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// Puts each statement on its own line, by a line break after each semicolon.
struct Lines;

impl Formatter for Lines {
    fn format(&self, _: &str, text: &str) -> Option<String> {
        (!text.contains("unreadable")).then(|| text.replace("; ", ";\n"))
    }
}

/// `blocks_x()` is a finding of lint `x` unless the line contains "allow".
struct Made {
    checks: Cell<usize>,
}

impl Tree for Made {
    type Error = Infallible;

    fn text(&self, _: &str) -> Result<Arc<str>, String> {
        Err("nobody asks for it".to_owned())
    }

    fn below(&self, _: &str) -> Vec<Arc<str>> {
        Vec::new()
    }

    fn check(&self, texts: &BTreeMap<String, Arc<str>>) -> Result<Report, Infallible> {
        self.checks.set(self.checks.get() + 1);
        Ok(report(texts.iter().flat_map(|(path, text)| found(path, text)).collect(), texts.clone()))
    }
}

fn found(path: &str, text: &str) -> Vec<Finding> {
    let line = |at: usize| text[at..].lines().next().unwrap_or("");
    let calls = calls(text, "blocks_").filter(|(at, _)| !line(*at).contains("allow"));
    calls.map(|(at, what)| finding(what, path, text, at, Vec::new())).collect()
}

/// The texts after formatting, and the number of checks.
fn formatted(changes: &[(&str, &str, &str)]) -> (Vec<String>, usize) {
    let change = |(path, before, after): &(&str, &str, &str)| Change {
        path: (*path).to_owned(),
        before: Arc::from(*before),
        after: Arc::from(*after),
    };
    let changes: Vec<Change> = changes.iter().map(change).collect();
    let now: Vec<Finding> = changes.iter().flat_map(|change| found(&change.path, &change.after)).collect();
    let plan = Plan {
        changes,
        report: report(now, BTreeMap::new()),
        fixed: BTreeMap::new(),
        dropped: Vec::new(),
        together: Vec::new(),
        needed_by: BTreeMap::new(),
        end: End::Fixpoint,
    };
    let tree = Made { checks: Cell::new(0) };
    let Ok(plan) = format(&tree, plan, &Lines);
    for finding in &plan.report.findings {
        let change = plan.changes.iter().find(|change| change.path == finding.path).expect("it is in a file that changes");
        assert!(change.after[finding.start.offset as usize..].starts_with("blocks_"), "places are those of the text that is planned");
    }
    (plan.changes.iter().map(|change| change.after.to_string()).collect(), tree.checks.get())
}

#[test]
fn what_was_formatted_is_formatted_again() {
    let (texts, checks) = formatted(&[("a.rs", "x;\n", "x; y; blocks_b();\n"), ("b.rs", "x;\n", "y;\n")]);
    assert_eq!(texts, ["x;\ny;\nblocks_b();\n", "y;\n"]);
    assert_eq!(checks, 1, "the result is linted as it will be written");
}

#[test]
fn what_was_not_formatted_is_left_alone() {
    let (texts, checks) = formatted(&[("a.rs", "x; x;\n", "x; y;\n"), ("b.rs", "unreadable", "x; z;"), ("Cargo.toml", "a", "a; b")]);
    assert_eq!(texts, ["x; y;\n", "x; z;", "a; b"]);
    assert_eq!(checks, 0);
}

#[test]
fn a_result_that_the_formatter_cannot_read_is_left_alone() {
    assert_eq!(formatted(&[("a.rs", "x;\n", "unreadable; y;\n")]).0, ["unreadable; y;\n"]);
}

#[test]
fn a_comment_that_would_lose_its_line_keeps_its_file_as_it_is() {
    let (texts, checks) = formatted(&[("a.rs", "x;\n", "blocks_a(); // allow\n"), ("b.rs", "x;\n", "x; y;\n")]);
    assert_eq!(texts, ["blocks_a(); // allow\n", "x;\ny;\n"], "the other file is formatted all the same");
    assert_eq!(checks, 2);
}
