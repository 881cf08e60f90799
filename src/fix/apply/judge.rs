//! Checks the findings after fixes: the fixed ones are gone, the others are still there, and there is no new one. Knows findings and the
//! movement of bytes, not how findings are made.

use super::edits::Moved;
use super::select::Chosen;
use crate::diagnostics::{Applicability, Cost, Finding, Level};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The problems after fixes; none if both lists are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Indices of the chosen fixes whose findings are still there.
    pub(super) without_effect: Vec<usize>,
    /// Indices of new findings, each with the fix in whose text it is, if any.
    pub(super) new: Vec<(usize, Option<usize>)>,
}

impl Verdict {
    pub(super) fn is_good(&self) -> bool {
        self.without_effect.is_empty() && self.new.is_empty()
    }
}

/// An old finding, and its possible new positions.
struct Old {
    index: usize,
    places: RangeInclusive<u32>,
    /// The chosen fix that should have resolved it.
    fixed_by: Option<usize>,
    met: bool,
}

/// Compares the findings before and after. `moved` is by path, for the files that were edited.
pub(super) fn judge<'a>(before: &'a [Finding], chosen: &[Chosen<'_>], moved: &BTreeMap<String, Moved>, after: &'a [Finding]) -> Verdict {
    let mut old = by_place(before, chosen, moved);
    let mut unmet: Vec<usize> = Vec::new();
    // Findings of the same API first. The API that a chain is reported with may change when another link of the chain changes.
    for (index, finding) in after.iter().enumerate() {
        let same_api = |one: &Old| before[one.index].api == finding.api;
        if !meet(&mut old, finding, same_api) {
            unmet.push(index);
        }
    }
    unmet.retain(|&index| !meet(&mut old, &after[index], |one| one.places.start() == one.places.end()));
    // A fix that the user asked for may leave a note, and one of code that panics may leave code that stalls.
    unmet.retain(|&index| !is_lesser(&after[index], before, chosen, moved));
    let stubborn = old.values().flatten().filter(|one| one.met).filter_map(|one| one.fixed_by);
    let mut without_effect: Vec<usize> = stubborn.collect();
    without_effect.sort_unstable();
    without_effect.dedup();
    let new = unmet.into_iter().map(|index| (index, culprit(&after[index], chosen, moved))).collect();
    Verdict { without_effect, new }
}

type ByPlace<'a> = BTreeMap<(&'a str, &'a str), Vec<Old>>;

/// The old findings by path and lint; those that should stay come before those that should be resolved.
fn by_place<'a>(before: &'a [Finding], chosen: &[Chosen<'_>], moved: &BTreeMap<String, Moved>) -> ByPlace<'a> {
    let fixed: BTreeMap<usize, usize> =
        chosen.iter().enumerate().flat_map(|(nth, chosen)| chosen.findings.iter().map(move |&index| (index, nth))).collect();
    let mut old: ByPlace<'a> = BTreeMap::new();
    for (index, finding) in before.iter().enumerate() {
        let at = finding.start.offset;
        let places = moved.get(&finding.path).map_or(at..=at, |moved| moved.places(at));
        let one = Old { index, places, fixed_by: fixed.get(&index).copied(), met: false };
        old.entry((&finding.path, &finding.lint)).or_default().push(one);
    }
    for all in old.values_mut() {
        all.sort_by_key(|one| (one.fixed_by.is_some(), one.index));
    }
    old
}

/// Marks the old finding that `finding` corresponds to, if there is one.
fn meet<'a>(old: &mut ByPlace<'a>, finding: &'a Finding, is_same: impl Fn(&Old) -> bool) -> bool {
    let Some(all) = old.get_mut(&(finding.path.as_str(), finding.lint.as_str())) else { return false };
    let one = all.iter_mut().find(|one| !one.met && one.places.contains(&finding.start.offset) && is_same(one));
    one.is_some_and(|one| {
        one.met = true;
        true
    })
}

/// Whether a new finding, in the text of a fix, is less than what the fix resolves: a note of the lowest cost where the fix is unsafe and its
/// own findings were more than notes, or a stall where all of them were panics.
fn is_lesser(finding: &Finding, before: &[Finding], chosen: &[Chosen<'_>], moved: &BTreeMap<String, Moved>) -> bool {
    let Some(one) = culprit(finding, chosen, moved).map(|nth| &chosen[nth]) else { return false };
    let were = |is: &dyn Fn(&Finding) -> bool| one.findings.iter().all(|&index| is(&before[index]));
    let is_small = finding.level <= Level::Note && finding.cost <= Cost::Lock;
    let is_asked_for = one.fix.applicability == Applicability::Unsafe;
    let is_stall = finding.level < Level::Deny && finding.cost < Cost::Panics;
    is_small && is_asked_for && were(&|old| old.level > Level::Note) || is_stall && were(&|old| old.cost == Cost::Panics)
}

/// The chosen fix whose text or edits surround a finding; the tightest one if there are several.
fn culprit(finding: &Finding, chosen: &[Chosen<'_>], moved: &BTreeMap<String, Moved>) -> Option<usize> {
    let moved = moved.get(&finding.path)?;
    let hulls = chosen.iter().enumerate().filter_map(|(nth, chosen)| Some((nth, moved.hull(&chosen.edits_in(&finding.path))?)));
    let around = hulls.filter(|(_, hull)| hull.contains(&finding.start.offset));
    around.min_by_key(|(nth, hull)| (hull.end() - hull.start(), *nth)).map(|(nth, _)| nth)
}
