use super::super::select::{Trust, select};
use super::{edit, finding, fix};
use crate::diagnostics::{Applicability, Finding, Fix, Form, Kind};
use proptest::prelude::*;

const TEXT: &str = "0123456789012345678901234567890123456789";

fn one(at: usize, fixes: Vec<Fix>) -> Finding {
    finding("lint", "a.rs", TEXT, at, fixes)
}

fn safe(edits: Vec<(usize, usize)>) -> Fix {
    fix(Applicability::Safe, "safe", edits.into_iter().map(|(start, end)| edit("a.rs", start, end, "new")).collect())
}

/// The findings whose fixes are chosen, in that order.
fn chosen(findings: &[Finding], trust: Trust) -> Vec<Vec<usize>> {
    select(findings, |_, fix| trust.allows(fix.applicability), usize::MAX).into_iter().map(|one| one.findings).collect()
}

#[test]
fn the_first_fix_that_is_allowed_is_taken() {
    let unsafe_first = vec![fix(Applicability::Unsafe, "unsafe", vec![edit("a.rs", 0, 1, "u")]), safe(vec![(0, 1)])];
    let findings = [one(0, unsafe_first)];
    let title = |trust: Trust| select(&findings, |_, fix| trust.allows(fix.applicability), 9)[0].fix.title.clone();
    assert_eq!(title(Trust::Safe), "safe");
    assert_eq!(title(Trust::Unsafe), "unsafe");
    let display = [one(0, vec![fix(Applicability::Display, "shown", vec![edit("a.rs", 0, 1, "d")])])];
    assert!(chosen(&display, Trust::Unsafe).is_empty());
    assert!(chosen(&[one(0, vec![safe(vec![])])], Trust::Unsafe).is_empty(), "advice has no edits");
}

#[test]
fn what_is_in_the_way_waits_and_whole_fixes_are_taken() {
    let findings = [one(0, vec![safe(vec![(0, 2), (10, 12)])]), one(11, vec![safe(vec![(11, 13)])]), one(20, vec![safe(vec![(20, 22)])])];
    assert_eq!(chosen(&findings, Trust::Safe), [[0], [2]]);
    let touching = [one(0, vec![safe(vec![(0, 2)])]), one(2, vec![safe(vec![(2, 4)])])];
    assert_eq!(chosen(&touching, Trust::Safe), [[0]], "nobody has chosen the order of texts that touch");
}

#[test]
fn safe_ones_come_first_and_direct_before_transitive() {
    let mut transitive = one(0, vec![safe(vec![(0, 5)])]);
    transitive.kind = Kind::Transitive;
    let direct = one(3, vec![safe(vec![(3, 6)])]);
    let not_safe = one(2, vec![fix(Applicability::Unsafe, "u", vec![edit("a.rs", 2, 4, "u")])]);
    assert_eq!(chosen(&[transitive, not_safe, direct], Trust::Unsafe), [[2]]);
}

#[test]
fn one_fix_may_end_several_findings_and_fixes_may_share_an_edit() {
    let shared = |at: usize| safe(vec![(1, 1), (at, at + 1)]);
    assert_eq!(chosen(&[one(0, vec![safe(vec![(0, 9)])]), one(5, vec![safe(vec![(0, 9)])])], Trust::Safe), [[0, 1]]);
    assert_eq!(chosen(&[one(10, vec![shared(10)]), one(20, vec![shared(20)])], Trust::Safe), [[0], [1]]);
}

#[test]
fn inside_of_an_offload_nothing_else_is_changed() {
    let mut offload = safe(vec![(0, 0), (20, 20)]);
    offload.form = Form::Offload;
    offload.edits.push(edit("Cargo.toml", 5, 5, "fs"));
    let mut other = safe(vec![(30, 31)]);
    other.edits.push(edit("Cargo.toml", 5, 5, "fs"));
    let findings = [one(0, vec![offload]), one(10, vec![safe(vec![(10, 12)])]), one(30, vec![other])];
    assert_eq!(chosen(&findings, Trust::Safe), [[0], [2]], "the manifest's edit is the same for both");
}

#[test]
fn no_more_than_asked_for() {
    let findings: Vec<Finding> = (0..9).map(|at| one(at * 4, vec![safe(vec![(at * 4, at * 4 + 1)])])).collect();
    assert_eq!(select(&findings, |_, _| true, 3).len(), 3);
}

proptest! {
    /// Chosen edits are equal or do not touch; no fix without a conflict is left out.
    #[test]
    fn chosen_edits_never_overlap(spans in prop::collection::vec(prop::collection::vec((0..36usize, 0..4usize, any::<bool>()), 1..4), 0..10)) {
        let findings: Vec<Finding> = spans.iter().enumerate().map(|(at, spans)| {
            let mut one_fix = safe(Vec::new());
            one_fix.form = if spans[0].2 { Form::Replace } else { Form::Offload };
            one_fix.edits = spans.iter().map(|&(start, length, text)| edit("a.rs", start, start + length, if text { "x" } else { "y" })).collect();
            one(at, vec![one_fix])
        }).collect();
        let chosen = select(&findings, |_, _| true, usize::MAX);
        for (nth, a) in chosen.iter().enumerate() {
            for b in &chosen[nth + 1..] {
                for (a, b) in a.fix.edits.iter().flat_map(|a| b.fix.edits.iter().map(move |b| (a, b))) {
                    let apart = a.end.offset < b.start.offset || b.end.offset < a.start.offset;
                    prop_assert!(apart || a == b, "{a:?} {b:?}");
                }
            }
        }
        prop_assert!(findings.is_empty() || !chosen.is_empty());
    }
}
