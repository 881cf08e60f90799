//! A code quality report of GitLab: a list of issues, which merge requests compare by their fingerprints.

use super::fingerprint::Fingerprints;
use super::{chain, json};
use crate::diagnostics::{Finding, Level, Report};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes one issue for each finding.
pub(super) fn write<W: Write + ?Sized>(report: &Report, out: &mut W) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Issue<'_>> = report
        .findings
        .iter()
        .map(|finding| Issue {
            description: description(finding),
            check_name: &finding.lint,
            fingerprint: fingerprints.next_hash(finding),
            severity: severity(finding.level),
            location: Location { path: finding.path.clone(), lines: Lines { begin: finding.start.line, end: finding.end.line } },
        })
        .collect();
    json::value(&issues, out)
}

fn description(finding: &Finding) -> String {
    let via = if finding.via.is_empty() { String::new() } else { format!(" (via {})", chain::one_line(finding)) };
    format!("{}{via}", finding.message)
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "critical",
        Level::Warn => "major",
        Level::Note => "minor",
        Level::Allow => "info",
    }
}
