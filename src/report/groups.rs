//! Groups of findings: those of one call are one entry; entries with the same culprit, file, lint or task are one group. The most urgent
//! come first.

use super::GroupBy;
use super::paths::OwnFiles;
use super::rank::{Rank, rank, weight};
use crate::diagnostics::{Finding, Report, Task, is_in_example};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// All findings of one call: it may reach several APIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSite<'a> {
    /// At least one, the most urgent first.
    pub findings: Vec<&'a Finding>,
}

impl<'a> CallSite<'a> {
    /// The most urgent finding.
    #[must_use]
    pub fn first(&self) -> &'a Finding {
        self.findings[0]
    }
}

/// What a group has in common. Equally urgent groups are in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading<'a> {
    /// The deepest line of the user's own code on the call path.
    Culprit {
        /// Its file.
        path: &'a str,
        /// 1-based.
        line: u32,
    },
    /// A file.
    File(&'a str),
    /// A lint's id.
    Lint(&'a str),
    /// A task, if one is known.
    Task(Option<&'a Task>),
}

/// Entries with something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// What it is.
    pub heading: Heading<'a>,
    /// At least one, the most urgent first; by place in a file's group.
    pub sites: Vec<CallSite<'a>>,
}

impl Group<'_> {
    /// The number of findings in the group.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.sites.iter().map(|site| site.findings.len()).sum()
    }
}

/// The groups of a report, the most urgent first; groups by file in the order of the files.
#[must_use]
pub fn groups(report: &Report, group_by: GroupBy) -> Vec<Group<'_>> {
    let own = OwnFiles::of(report);
    let mut by_heading: BTreeMap<Heading<'_>, Vec<CallSite<'_>>> = BTreeMap::new();
    for site in sites(&report.findings) {
        // The findings of one call may have different lints, so each goes into the group of its lint.
        if group_by == GroupBy::Lint {
            for finding in &site.findings {
                let sites = by_heading.entry(Heading::Lint(&finding.lint)).or_default();
                match sites.last_mut().filter(|last| is_same_call(last.first(), finding)) {
                    Some(last) => last.findings.push(finding),
                    None => sites.push(CallSite { findings: vec![finding] }),
                }
            }
            continue;
        }
        let first = site.first();
        let heading = match group_by {
            GroupBy::Culprit | GroupBy::Lint => culprit(first, &own),
            GroupBy::File => Heading::File(&first.path),
            GroupBy::Task => Heading::Task(first.runs_in.first()),
        };
        by_heading.entry(heading).or_default().push(site);
    }
    let mut groups: Vec<Group<'_>> = by_heading.into_iter().map(|(heading, sites)| Group { heading, sites }).collect();
    if group_by != GroupBy::File {
        for group in &mut groups {
            // Stable: equally urgent calls stay in the order of positions, those in examples last.
            group.sites.sort_by_key(|site| (rank(site.first()), is_in_example(&site.first().path)));
        }
        groups.sort_by_key(|group| {
            let (panics, nobody, level, urgency, ..): Rank = rank(group.sites[0].first());
            // Findings that a record confirms come first.
            let unseen = group.sites.iter().flat_map(|site| &site.findings).all(|finding| finding.confirmed.is_none());
            // Then comes what most would be gained by.
            let gain = group.sites.iter().map(|site| weight(site.first())).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            (unseen, panics, nobody, level, Reverse(gain), urgency, Reverse(group.sites.len()))
        });
    }
    groups
}

/// The findings of each call, in the order of the report.
pub(super) fn sites(findings: &[Finding]) -> Vec<CallSite<'_>> {
    let mut sites = Vec::new();
    for same in findings.chunk_by(is_same_call) {
        let mut findings: Vec<&Finding> = same.iter().collect();
        // Stable: equally urgent findings stay in the order of the report.
        findings.sort_by_key(|finding| rank(finding));
        sites.push(CallSite { findings });
    }
    sites
}

fn is_same_call(a: &Finding, b: &Finding) -> bool {
    (&a.path, a.start.offset) == (&b.path, b.start.offset)
}

/// The deepest line of the user's own code on the call path.
fn culprit<'f>(finding: &'f Finding, own: &OwnFiles<'_>) -> Heading<'f> {
    let deepest = finding.via.iter().rev().find(|hop| own.contain(&hop.path));
    match deepest {
        Some(hop) => Heading::Culprit { path: &hop.path, line: hop.line },
        None => Heading::Culprit { path: &finding.path, line: finding.start.line },
    }
}
