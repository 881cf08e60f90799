//! Fixes that share an import. It goes with the last call that goes through it, so where all of them have a fix they become one: each of
//! the findings then offers the same edits.

use super::Made;
use super::draft::SharedImport;
use super::template::Change;
use crate::analysis::Guard;
use crate::catalogue::Applicability;
use crate::facts::{ItemId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Joins the best fixes of findings that go through one import, where nothing else does.
pub(super) fn join(made: &mut [Made]) {
    let mut groups: BTreeMap<(String, ItemId), Vec<usize>> = BTreeMap::new();
    for (index, made) in made.iter().enumerate() {
        if let Some(import) = shared(made) {
            groups.entry((made.path.clone(), import.leaf)).or_default().push(index);
        }
    }
    for members in groups.into_values() {
        let imports = || members.iter().filter_map(|&index| shared(&made[index]));
        let fixed: BTreeSet<Span> = imports().map(|import| import.at).collect();
        let is_last = imports().all(|import| import.others.iter().all(|other| fixed.iter().any(|at| at.contains(*other))));
        if !is_last {
            continue;
        }
        let removal = imports().find_map(|import| import.removal.clone());
        let Some(removal) = removal else {
            for index in members {
                made[index].drafts[0].doubt(Guard::UnusedImport);
            }
            continue;
        };
        let mut all: Vec<Change> = members.iter().flat_map(|&index| made[index].drafts[0].changes.clone()).collect();
        let mut elsewhere: Vec<_> = members.iter().flat_map(|&index| made[index].drafts[0].elsewhere.clone()).collect();
        all.push(removal);
        all.sort();
        all.dedup();
        elsewhere.dedup();
        let is_sound = all.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start && pair[0].0 != pair[1].0);
        for &index in members.iter().filter(|_| is_sound) {
            made[index].drafts[0].changes.clone_from(&all);
            made[index].drafts[0].elsewhere.clone_from(&elsewhere);
        }
    }
}

/// The import of a finding's best fix, if that is safe and others share the import.
fn shared(made: &Made) -> Option<&SharedImport> {
    made.drafts.first().filter(|draft| !draft.is_refused() && draft.outcome() == Applicability::Safe)?.import.as_ref()
}
