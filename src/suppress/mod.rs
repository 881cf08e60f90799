//! `--suppress`: a comment above every line with findings. The comments are fixes of these findings, so they are planned, checked and written
//! like all fixes. Knows findings and texts; writes nothing.

#[cfg(test)]
mod tests;

use crate::diagnostics::{Applicability, Edit, Finding, Fix, Form, Report};
use crate::facts::Position;
use std::collections::{BTreeMap, BTreeSet};

/// Replaces the fixes of every finding with a suppression that has this reason (one line).
pub fn offer(report: &mut Report, reason: &str) {
    let mut lints: BTreeMap<(String, u32), BTreeSet<String>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| is_rust(finding)) {
        lints.entry((finding.path.clone(), finding.start.line)).or_default().insert(finding.lint.clone());
    }
    for finding in &mut report.findings {
        finding.withheld.clear();
        finding.fixes.clear();
        let text = report.sources.get(&finding.path);
        let (Some(text), Some(lints)) = (text, lints.get(&(finding.path.clone(), finding.start.line))) else { continue };
        let names = lints.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let edits = above(text, finding, &format!("// async-lint: allow({names}) {reason}")).into_iter().collect();
        let title = format!("allow `{names}` here");
        finding.fixes.push(Fix { form: Form::Replace, applicability: Applicability::Safe, title, edits });
    }
}

/// A fix that inserts a comment above one finding to allow its lint there. `None` if the file is not Rust, or the finding does not fit the text.
pub fn comment(text: &str, finding: &Finding, reason: &str) -> Option<Fix> {
    let edit = is_rust(finding).then(|| above(text, finding, &format!("// async-lint: allow({}) {reason}", finding.lint)))??;
    let title = format!("allow `{}` here", finding.lint);
    Some(Fix { form: Form::Replace, applicability: Applicability::Safe, title, edits: vec![edit] })
}

fn is_rust(finding: &Finding) -> bool {
    finding.path.rsplit('.').next() == Some("rs")
}

/// Inserts a comment line above a finding, with the indentation of the finding's line. `None` if the finding does not fit the text.
fn above(text: &str, finding: &Finding, comment: &str) -> Option<Edit> {
    let before = text.get(..finding.start.offset as usize)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    // Keep a byte order mark at the start of the file.
    let start = if before[start..].starts_with('\u{feff}') { start + '\u{feff}'.len_utf8() } else { start };
    let line = &text[start..];
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let at = Position { line: finding.start.line, column: 1, offset: u32::try_from(start).ok()? };
    Some(Edit { path: finding.path.clone(), start: at, end: at, text: format!("{indent}{comment}\n") })
}
