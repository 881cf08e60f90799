//! Findings put together: those of one call into one entry, and entries that one change ends, or that share a file, a lint or a task,
//! into groups. The most urgent come first.

use super::GroupBy;
use super::paths::OwnFiles;
use super::rank::{Rank, rank};
use crate::diagnostics::{Finding, Report, Task};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Everything that is found at one place: a call may reach several APIs.
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

/// What a group has in common. The order is that of equally urgent groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading<'a> {
    /// A line of the user's own code.
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
    /// How many findings it has.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.sites.iter().map(|site| site.findings.len()).sum()
    }
}

/// The groups of a report, the most urgent first; files in their order.
#[must_use]
pub fn groups(report: &Report, group_by: GroupBy) -> Vec<Group<'_>> {
    let own = OwnFiles::of(report);
    let mut by_heading: BTreeMap<Heading<'_>, Vec<CallSite<'_>>> = BTreeMap::new();
    for site in sites(&report.findings) {
        // A call that runs in no known task still belongs somewhere; a lint's group has only what that lint finds.
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
            // Stable: equally urgent ones stay in the order of places.
            group.sites.sort_by_key(|site| rank(site.first()));
        }
        groups.sort_by_key(|group| {
            let (panics, nobody, level, urgency, ..): Rank = rank(group.sites[0].first());
            // What was seen to block comes before what is only known to.
            let unseen = group.sites.iter().flat_map(|site| &site.findings).all(|finding| finding.confirmed.is_none());
            (unseen, panics, nobody, level, urgency, Reverse(group.sites.len()))
        });
    }
    groups
}

/// The findings of each call, in the order of the report.
fn sites(findings: &[Finding]) -> Vec<CallSite<'_>> {
    let mut sites = Vec::new();
    for same in findings.chunk_by(is_same_call) {
        let mut findings: Vec<&Finding> = same.iter().collect();
        // Stable: equally urgent ones stay in the order of the report.
        findings.sort_by_key(|finding| rank(finding));
        sites.push(CallSite { findings });
    }
    sites
}

fn is_same_call(a: &Finding, b: &Finding) -> bool {
    (&a.path, a.start.offset) == (&b.path, b.start.offset)
}

/// The deepest line of the user's own code on the way to the API.
fn culprit<'f>(finding: &'f Finding, own: &OwnFiles<'_>) -> Heading<'f> {
    let deepest = finding.via.iter().rev().find(|hop| own.contain(&hop.path));
    match deepest {
        Some(hop) => Heading::Culprit { path: &hop.path, line: hop.line },
        None => Heading::Culprit { path: &finding.path, line: finding.start.line },
    }
}
