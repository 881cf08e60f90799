//! What the report for people names first.

use super::super::{Extent, GroupBy, Options, groups, summary};
use super::{Format, normal, render, samples};
use crate::diagnostics::{Applicability, Cost, Edit, Finding, Fix, Form, Level, Report, Task, TaskKind};

/// The lines of the culprits, in the order of the report.
fn culprits(report: &Report) -> Vec<u32> {
    groups(report, GroupBy::Culprit).iter().map(|group| group.sites[0].first().via[0].line).collect()
}

/// Six calls, the first of which ends on line 9 and the others on line 1; `change` is applied to the first.
fn uneven(change: impl Fn(&mut Finding)) -> Report {
    let mut report = samples::many_alike(6);
    for finding in &mut report.findings {
        finding.runs_in = vec![Task::new(TaskKind::Task, "crate::watch".into(), "src/handler.rs".into(), 1)];
    }
    report.findings[0].via[0].line = 9;
    change(&mut report.findings[0]);
    report
}

fn by(kind: TaskKind) -> Vec<Task> {
    vec![Task::new(kind, "crate::show".into(), "src/handler.rs".into(), 2)]
}

#[test]
fn what_fixes_most_comes_first() {
    assert_eq!(culprits(&uneven(|_| {})), [1, 9]);
    // One call of a handler that waits for the network stands for eight file accesses of a task.
    assert_eq!(culprits(&uneven(|first| (first.cost, first.runs_in) = (Cost::Network, by(TaskKind::Handler)))), [9, 1]);
    assert_eq!(culprits(&uneven(|first| first.cost = Cost::Network)), [1, 9]);
    assert_eq!(culprits(&uneven(|first| (first.cost, first.runs_in) = (Cost::Network, by(TaskKind::Main)))), [1, 9]);
    // What panics comes first, however many calls the others have.
    assert_eq!(culprits(&uneven(|first| (first.cost, first.level) = (Cost::Panics, Level::Deny))), [9, 1]);
}

#[test]
fn notes_add_nothing_to_warnings() {
    let mut report = uneven(|_| {});
    report.findings[2..].iter_mut().for_each(|finding| finding.level = Level::Note);
    report.findings[0].cost = Cost::Network;
    assert_eq!(culprits(&report), [9, 1]);
}

#[test]
fn calls_in_examples_are_not_the_example() {
    let mut report = samples::many_alike(2);
    report.findings[0].path = "examples/demo/src/main.rs".into();
    let groups = groups(&report, GroupBy::Culprit);
    let paths: Vec<&str> = groups[0].sites.iter().map(|site| site.first().path.as_str()).collect();
    assert_eq!(paths, ["src/handler.rs", "examples/demo/src/main.rs"]);
}

#[test]
fn the_summary_names_the_same_places_first_and_counts_calls() {
    let mut report = uneven(|_| {});
    let details = summary::details(&report, None);
    assert_eq!(details[0], "one change fixes several calls: at src/store.rs:1 (5 calls)");
    // The same call reaches something else too.
    let mut other = report.findings[0].clone();
    other.lint = "metadata-probe".into();
    report.findings.insert(1, other);
    let text = render(&report, Format::Human, Options { group_by: GroupBy::Culprit, extent: Extent::Bounded, ..normal() });
    assert!(text.contains(" at 6 places in 2 files"), "{text}");
    assert!(summary::details(&samples::many(3), None).iter().all(|line| !line.starts_with("one change fixes")));
}

#[test]
fn fixes_that_were_tried_are_not_offered() {
    let mut report = samples::many(3);
    for (finding, applicability) in
        report.findings.iter_mut().zip([Applicability::Safe, Applicability::IfItCompiles, Applicability::Unsafe])
    {
        let place = finding.start;
        let edit = Edit { path: finding.path.clone(), start: place, end: place, text: String::new() };
        finding.fixes = vec![Fix { form: Form::Replace, applicability, title: String::new(), edits: vec![edit] }];
    }
    let offered = |tried| summary::details(&report, tried).last().cloned().unwrap_or_default();
    assert_eq!(offered(None), "`--fix` fixes 1, `--fix --verify 'cargo check'` 1 more, `--fix --unsafe-fixes` 1 more");
    assert_eq!(offered(Some(Applicability::IfItCompiles)), "`--fix --unsafe-fixes` fixes 1");
    assert!(!offered(Some(Applicability::Unsafe)).contains("--fix"));
}
