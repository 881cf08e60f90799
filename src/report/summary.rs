//! The last lines: what was found, in how much code, whom it stalls, what can be fixed, and what was not shown.

use super::escape;
use super::phrase::count;
use super::{GroupBy, Heading, groups, groups::sites};
use crate::diagnostics::{Applicability, Finding, Level, Report, Stalls, Summary};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

/// Maximum names in a list.
const MAX_NAMES: usize = 3;

/// Maximum lints that are counted by name.
const MAX_LINTS: usize = 8;

/// One line without a newline; names of files in it are escaped. The time is left out if there is none.
#[must_use]
pub(super) fn text(report: &Report, elapsed: Option<Duration>) -> String {
    let summary = &report.summary;
    let code = [functions(summary), contexts(summary)].into_iter().chain(resolved(summary)).collect::<Vec<_>>().join(", ");
    let calls = sites(&report.findings).len();
    // One call may have several findings.
    let at = if calls < report.findings.len() { format!(" at {}", count(calls, "place", "places")) } else { String::new() };
    let mut text = format!("{}{at} in {} ({code})", found(summary), files(summary));
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

/// The lines above that one if there are several findings: what to change first, by lint, by who is stalled, by available fix. Fixes up to `tried` have
/// been tried and are not offered.
#[must_use]
pub(super) fn details(report: &Report, tried: Option<Applicability>) -> Vec<String> {
    lines(report, tried, Some(by_lint))
}

/// The same without the counts by lint.
#[must_use]
pub(super) fn details_without_lints(report: &Report, tried: Option<Applicability>) -> Vec<String> {
    lines(report, tried, None)
}

fn lines(report: &Report, tried: Option<Applicability>, by_lint: Option<fn(&Report) -> String>) -> Vec<String> {
    if report.findings.len() < 2 {
        return Vec::new();
    }
    let by_lint = by_lint.map(|by_lint| by_lint(report));
    [first(report), by_lint, by_stalls(report), offers(report, tried)].into_iter().flatten().collect()
}

/// The places where a change fixes several calls, the most urgent first.
fn first(report: &Report) -> Option<String> {
    let groups = groups(report, GroupBy::Culprit);
    let several = groups.iter().filter(|group| group.sites.len() > 1 && group.sites[0].first().level >= Level::Warn);
    let places: Vec<String> = several
        .filter_map(|group| {
            let Heading::Culprit { path, line } = group.heading else { return None };
            Some(format!("{}:{line} ({})", escape::line(path), count(group.sites.len(), "call", "calls")))
        })
        .collect();
    (!places.is_empty()).then(|| format!("one change fixes several calls: at {}", first_of(&places)))
}

fn by_lint(report: &Report) -> String {
    let lints = lints(report);
    let mut parts: Vec<String> = lints.iter().take(MAX_LINTS).map(|(lint, number)| format!("{lint} {number}")).collect();
    if lints.len() > MAX_LINTS {
        let rest: usize = lints[MAX_LINTS..].iter().map(|(_, number)| number).sum();
        parts.push(format!("{} {rest}", count(lints.len() - MAX_LINTS, "other lint", "other lints")));
    }
    format!("by lint: {}", parts.join(", "))
}

/// How many findings each lint has, the most first.
pub(super) fn lints(report: &Report) -> Vec<(&str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(&finding.lint).or_default() += 1;
    }
    let mut lints: Vec<_> = counts.into_iter().collect();
    lints.sort_by_key(|&(lint, number)| (Reverse(number), lint));
    lints
}

/// Each call counts once. `None` if it is not known for any of them who is stalled.
fn by_stalls(report: &Report) -> Option<String> {
    let sites = sites(&report.findings);
    let number = |stalls| sites.iter().filter(|site| site.first().stalls == stalls).count();
    let (others, nobody, unknown) = (number(Stalls::Others), number(Stalls::Nobody), number(Stalls::Unknown));
    let parts = [(others, "stall other tasks"), (unknown, "may stall other tasks"), (nobody, "stall nobody")];
    let parts: Vec<String> = parts.into_iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect();
    (others + nobody > 0).then(|| format!("by who is stalled: {}", parts.join(", ")))
}

/// How many findings the fixes would resolve, without those that a command has just refused.
fn offers(report: &Report, tried: Option<Applicability>) -> Option<String> {
    let number = |is_worth: bool, wanted: Applicability| {
        let fixable = report.findings.iter().filter(|finding| finding.is_worth_an_edit() == is_worth);
        fixable.filter(|finding| best(finding) == Some(wanted) && (!is_worth || tried < Some(wanted))).count()
    };
    let commands = [
        (number(true, Applicability::Safe), "`--fix`"),
        (number(true, Applicability::IfItCompiles), "`--fix --verify 'cargo check'`"),
        (number(true, Applicability::Unsafe), "`--fix --unsafe-fixes`"),
        (number(false, Applicability::Safe), "`--fix --min-level note`"),
    ];
    let mut parts: Vec<String> = Vec::new();
    for (number, command) in commands.into_iter().filter(|(number, _)| *number > 0) {
        parts.push(if parts.is_empty() { format!("{command} fixes {number}") } else { format!("{command} {number} more") });
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The safest applicability among the fixes that have edits.
pub(super) fn best(finding: &Finding) -> Option<Applicability> {
    finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(|fix| fix.applicability).min()
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

/// The share of calls in async code whose target is known, rounded down.
fn resolved(summary: &Summary) -> Option<String> {
    let percent = summary.calls_resolved.saturating_mul(100).checked_div(summary.calls)?;
    Some(format!("{percent} % of {} resolved", count(summary.calls, "call", "calls")))
}

/// Findings and files that are not shown.
fn hidden(summary: &Summary) -> Vec<String> {
    let mut parts = Vec::new();
    if summary.hidden_in_tests > 0 {
        parts.push(format!("{} hidden in tests (`--tests` shows them)", summary.hidden_in_tests));
    }
    if summary.suppressed > 0 {
        parts.push(format!("{} suppressed", summary.suppressed));
    }
    if summary.in_baseline > 0 {
        parts.push(format!("{} in the baseline", summary.in_baseline));
    }
    if summary.outside_changes > 0 {
        parts.push(format!("{} outside the changed lines", summary.outside_changes));
    }
    if summary.unparsed > 0 {
        parts.push(format!("{} could not be parsed", files_of(summary.unparsed)));
    }
    if summary.functions_incomplete > 0 {
        let number = count(summary.functions_incomplete, "fn", "fns");
        parts.push(format!("types of {number} incomplete (`--explain-unresolved` says where)"));
    }
    if !summary.left_out.is_empty() {
        parts.push(format!("{} not linted, because cargo does not build it from here (name it to lint it)", names(&summary.left_out)));
    }
    if !summary.missing_sources.is_empty() {
        let number = count(summary.missing_sources.len(), "dependency", "dependencies");
        parts.push(format!("no sources of {number}: {} (`cargo fetch` gets them)", names(&summary.missing_sources)));
    }
    if !summary.generated.is_empty() {
        parts.push(format!("code that a build script generates is not read (it is included at {})", names(&summary.generated)));
    }
    parts
}

/// The first of them, escaped, and how many more there are.
fn names(all: &[String]) -> String {
    first_of(&all.iter().map(|name| format!("`{}`", escape::line(name))).collect::<Vec<_>>())
}

/// The first of them, and how many more there are.
fn first_of(all: &[String]) -> String {
    let named = all[..all.len().min(MAX_NAMES)].join(", ");
    match all.len().saturating_sub(MAX_NAMES) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn files_of(number: usize) -> String {
    count(number, "file", "files")
}

/// Milliseconds below a second, else seconds with two digits.
fn seconds(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(1) { format!("{} ms", elapsed.as_millis()) } else { format!("{:.2} s", elapsed.as_secs_f64()) }
}
