//! Findings as diagnostics.

use super::lines::{Encoding, Lines};
use super::roots::Roots;
use super::uri;
use crate::diagnostics::{Finding, Level};
use crate::report::{escape, lint_page};
use crate::session::{FileFindings, Session};
use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Message, Position, Range,
    Uri,
};
use std::sync::Arc;

/// Lints about text without effect, which editors show greyed out.
const SUPERFLUOUS: [&str; 2] = ["unused-configuration", "unused-suppression"];

/// Maximum hops of one finding that are shown.
const MAX_HOPS: usize = 32;

/// The note on findings whose text is out of date.
const STALE: &str = "found in the last version that parsed; the current text does not parse";

/// The diagnostics of a file.
pub(super) fn of_file(
    roots: &Roots,
    session: &Session,
    file: &FileFindings,
    now: Option<&Arc<str>>,
    encoding: Encoding,
) -> Vec<Diagnostic> {
    let text = file.text.as_ref().or(now).cloned().unwrap_or_default();
    let lines = Lines::new(&text, encoding);
    let mut all: Vec<Diagnostic> = file.findings.iter().map(|finding| one(roots, session, finding, &lines)).collect();
    if let Some(stale) = &file.stale {
        let text = stale.text.clone().unwrap_or_default();
        let lines = Lines::new(&text, encoding);
        for finding in &stale.findings {
            let mut diagnostic = one(roots, session, finding, &lines);
            diagnostic.message = Message::String(format!("{} ({STALE})", escape::line(&finding.message)));
            diagnostic.severity = Some(DiagnosticSeverity::Hint);
            diagnostic.tags = Some(vec![DiagnosticTag::Unnecessary]);
            all.push(diagnostic);
        }
    }
    all
}

/// The bytes of a finding as a range.
pub(super) fn range(finding: &Finding, lines: &Lines<'_>) -> Range {
    lines.range(finding.start.offset as usize, finding.end.offset as usize)
}

fn one(roots: &Roots, session: &Session, finding: &Finding, lines: &Lines<'_>) -> Diagnostic {
    let page = lint_page(&finding.lint);
    let related = related(roots, session, finding);
    let help = if finding.help.is_empty() { String::new() } else { format!("\nhelp: {}", escape::line(&finding.help)) };
    Diagnostic {
        range: range(finding, lines),
        severity: Some(match finding.level {
            Level::Deny => DiagnosticSeverity::Error,
            Level::Warn => DiagnosticSeverity::Warning,
            _ => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.lint.clone())),
        code_description: page.starts_with("http").then_some(CodeDescription { href: Uri(page) }),
        source: Some("async-lint".to_owned()),
        message: Message::String(format!("{}{help}", escape::line(&finding.message))),
        tags: SUPERFLUOUS.contains(&finding.lint.as_str()).then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

/// One entry for each hop: the next call in the fn that the previous hop calls.
fn related(roots: &Roots, session: &Session, finding: &Finding) -> Vec<DiagnosticRelatedInformation> {
    let called = finding.via.iter().skip(1).map(|hop| hop.function.as_str()).chain([finding.api.as_str()]);
    let hops = finding.via.iter().zip(called).take(MAX_HOPS);
    hops.filter_map(|(hop, called)| {
        let path = session.own_file(&hop.path).or_else(|| roots.dependency_file(&hop.path))?;
        let start = Position { line: hop.line.saturating_sub(1), character: 0 };
        let location = Location { uri: uri::of_path(&path), range: Range { start, end: start } };
        let verb = if hop.left_out > 0 { "reaches" } else { "calls" };
        let message = format!("`{}` {verb} `{}` here", escape::line(&hop.function), escape::line(called));
        Some(DiagnosticRelatedInformation { location, message })
    })
    .collect()
}
