//! All findings of one call as one diagnostic: the most urgent in full, the others by name, and one fix.

use super::sources::{Page, snippets};
use crate::diagnostics::{Applicability, Confidence, Finding, Kind, Level, Report, Stalls, Withheld};
use crate::report::snippet::Snippets;
use crate::report::{CallSite, chain, confirmation, escape, phrase, preview};
use codespan_reporting::diagnostic::{Diagnostic, Severity};
use std::collections::BTreeSet;

/// Maximum number of other findings of a call that are listed.
const MAX_OTHERS: usize = 6;

/// The diagnostic of a call, and the source that it shows. `also` is a note about other calls that reach the same culprit.
pub(super) fn of(site: &CallSite<'_>, page: &Page<'_>, also: Option<String>) -> (Diagnostic<usize>, Snippets) {
    let (finding, report) = (site.first(), page.report);
    let severity = match finding.level {
        Level::Deny => Severity::Error,
        Level::Warn => Severity::Warning,
        Level::Note | Level::Allow => Severity::Note,
    };
    let snippets = snippets(finding, page);
    let mut notes = Vec::new();
    if !report.sources.contains_key(&finding.path) {
        notes.push(format!("at {}:{}:{}", escape::line(&finding.path), finding.start.line, finding.start.column));
    }
    if !finding.via.is_empty() {
        let subject = if phrase::is_contention(finding) { "the lock's holder calls" } else { "the call goes" };
        notes.push(format!("note: {subject}\n{}", chain::tree(finding)));
    }
    notes.extend(others(site));
    notes.extend(also);
    notes.extend(tasks(finding));
    notes.extend(circumstances(finding));
    notes.extend(finding.confirmed.as_ref().map(confirmation::note));
    if !finding.why.is_empty() {
        notes.push(format!("note: {}", escape::block(finding.why.trim_end())));
    }
    if !finding.help.is_empty() {
        notes.push(format!("help: {}", escape::block(finding.help.trim_end())));
    }
    let fixed = fixed(site);
    notes.extend(fix(fixed, report));
    notes.extend(withheld(fixed));
    let diagnostic = Diagnostic::new(severity)
        .with_code(escape::line(&finding.lint))
        .with_message(escape::line(&finding.message))
        .with_labels(snippets.labels())
        .with_notes(notes);
    (diagnostic, snippets)
}

/// The other findings of the call.
fn others(site: &CallSite<'_>) -> Option<String> {
    let others = site.findings.get(1..).filter(|others| !others.is_empty())?;
    let mut lines = vec!["note: other findings of this call".to_owned()];
    for finding in others.iter().take(MAX_OTHERS) {
        let (level, lint, message) = (phrase::severity(finding.level), escape::line(&finding.lint), escape::line(&finding.message));
        lines.push(format!("  {level}[{lint}] {message}"));
    }
    if others.len() > MAX_OTHERS {
        lines.push(format!("  … and {} more", others.len() - MAX_OTHERS));
    }
    Some(lines.join("\n"))
}

/// Which tasks run the code, and who is stalled.
fn tasks(finding: &Finding) -> Option<String> {
    if !finding.stalled.is_empty() {
        return Some(format!("note: {}", escape::line(&finding.stalled)));
    }
    let runs = finding.runs_in.first().map(|first| {
        let more = finding.runs_in.len() - 1 + finding.runs_in_more;
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("runs in {} ({}:{}){more}", phrase::task(first), escape::line(&first.path), first.line)
    });
    let stalls = match finding.stalls {
        Stalls::Others => Some("other tasks of its runtime wait meanwhile".to_owned()),
        // `circumstances` has a note about start-up code.
        Stalls::Nobody if finding.startup => None,
        Stalls::Nobody => Some("stalls nobody: no other task can run at that moment".to_owned()),
        Stalls::Unknown => None,
    };
    let parts: Vec<String> = runs.into_iter().chain(stalls).collect();
    (!parts.is_empty()).then(|| format!("note: {}", parts.join("; ")))
}

/// Start-up code, test code, and how certain the finding is.
fn circumstances(finding: &Finding) -> Option<String> {
    let mut parts = Vec::new();
    if finding.startup && finding.stalled.is_empty() {
        parts.push("it runs while the program starts, before it serves anyone, so it is reported one level lower");
    }
    if finding.in_test {
        parts.push("it is in test code");
    }
    if phrase::is_contention(finding) {
        parts.push("another value of the type may have a lock of its own");
    } else if finding.confidence == Confidence::May && finding.kind == Kind::Transitive {
        parts.push("the call may reach one of several definitions; at least one of them blocks");
    }
    (!parts.is_empty()).then(|| format!("note: {}", parts.join("; ")))
}

/// The finding whose fix is shown: the one with the safest fix; of several, the most urgent.
fn fixed<'a>(site: &CallSite<'a>) -> &'a Finding {
    let best = |finding: &&&Finding| finding.fixes.first().map_or((true, Applicability::Display), |fix| (false, fix.applicability));
    site.findings.iter().min_by_key(best).copied().unwrap_or(site.first())
}

/// The best fix and what it would change.
fn fix(finding: &Finding, report: &Report) -> Option<String> {
    let fix = finding.fixes.first()?;
    let mut parts = vec![format!("{}: {}", phrase::applicability(fix.applicability), escape::line(&fix.title))];
    parts.push(preview::diff(fix, &finding.path, &report.sources));
    let elsewhere: BTreeSet<_> = fix.edits.iter().filter(|edit| edit.path != finding.path).map(|edit| escape::line(&edit.path)).collect();
    if !elsewhere.is_empty() {
        parts.push(format!("and edits {}", elsewhere.into_iter().collect::<Vec<_>>().join(", ")));
    }
    parts.retain(|part| !part.is_empty());
    Some(parts.join("\n"))
}

/// Why there is no fix, or why `--fix` does not apply it.
fn withheld(finding: &Finding) -> Option<String> {
    let reason = |withheld: &Withheld| {
        let about = withheld.about.as_ref().map(|about| format!(" ({})", escape::line(about))).unwrap_or_default();
        format!("{}{about}", withheld.guard.sentence())
    };
    let mut reasons: Vec<String> = finding.withheld.iter().map(reason).collect();
    reasons.dedup();
    let head = match finding.fixes.first().map(|fix| fix.applicability) {
        None => "no fix is offered",
        Some(Applicability::IfItCompiles) => "the fix is not applied by `--fix` without `--verify`",
        Some(_) => "the fix is not applied by `--fix`",
    };
    (!reasons.is_empty()).then(|| format!("note: {head}: {}", reasons.join("; ")))
}
