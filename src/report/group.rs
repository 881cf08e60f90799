//! Findings that share a culprit: the one line, often far from the async code, whose fix ends several of them.

use crate::analysis::{Finding, Kind};
use std::collections::BTreeMap;

/// A call of a blocking API that several transitive findings end in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Culprit<'a> {
    /// The fn that calls the API.
    pub function: &'a str,
    /// Its file.
    pub path: &'a str,
    /// 1-based line of the call.
    pub line: u32,
    /// The API.
    pub api: &'a str,
    /// The findings that end here, in the report's order; at least two.
    pub findings: Vec<&'a Finding>,
}

/// Where a finding's chain ends: path, line, fn and API of its last hop. `None` for direct findings, whose place is their own.
fn key(finding: &Finding) -> Option<(&str, u32, &str, &str)> {
    let last = finding.via.last().filter(|_| finding.kind == Kind::Transitive)?;
    Some((&last.path, last.line, &last.function, &finding.api))
}

/// The culprits of at least two findings: those of most findings first, then by place.
#[must_use]
pub fn culprits(findings: &[Finding]) -> Vec<Culprit<'_>> {
    let mut groups: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        if let Some(key) = key(finding) {
            groups.entry(key).or_default().push(finding);
        }
    }
    let shared = groups.into_iter().filter(|(_, findings)| findings.len() > 1);
    let mut culprits: Vec<_> =
        shared.map(|((path, line, function, api), findings)| Culprit { function, path, line, api, findings }).collect();
    // Stable: equal counts stay in the order of the map, which is by place.
    culprits.sort_by_key(|culprit| std::cmp::Reverse(culprit.findings.len()));
    culprits
}
