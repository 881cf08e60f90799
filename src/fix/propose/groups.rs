//! Fixes that share an import. It can be removed only with its last use. If all its uses have a fix, the fixes are joined: each finding
//! then offers the same edits.

use super::RankedDrafts;
use super::code::tokens::Spans;
use super::draft::SharedImport;
use super::replace::template::Change;
use crate::diagnostics::{Applicability, Guard};
use crate::facts::{ItemId, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The maximum number of findings in one joined fix; each of them offers the edits of all.
const MAX_JOINED: usize = 200;

/// Joins the best fixes of findings that use one import, if nothing else uses it.
pub(super) fn join(made: &mut [RankedDrafts]) {
    let mut groups: BTreeMap<(String, ItemId), Vec<usize>> = BTreeMap::new();
    for (index, made) in made.iter().enumerate() {
        if let Some(import) = shared(made) {
            groups.entry((made.path.clone(), import.leaf)).or_default().push(index);
        }
    }
    for members in groups.into_values() {
        let imports = || members.iter().filter_map(|&index| shared(&made[index]));
        let fixed = Spans::new(imports().map(|import| import.at));
        // Calls that use the import in the same way share one list, which is checked once.
        let mut lists: Vec<&Arc<[Span]>> = imports().map(|import| &import.all).collect();
        lists.dedup_by(|a, b| Arc::ptr_eq(a, b));
        if !lists.iter().all(|all| all.iter().all(|mention| fixed.cover(*mention))) {
            continue;
        }
        let removal = imports().find_map(|import| import.removal.clone());
        let Some(removal) = removal.filter(|_| members.len() <= MAX_JOINED) else {
            for index in members {
                made[index].drafts[0].doubt(Guard::UnusedImport);
            }
            continue;
        };
        let mut all: Vec<Change> = members.iter().flat_map(|&index| made[index].drafts[0].changes.clone()).collect();
        let mut elsewhere: Vec<_> = members.iter().flat_map(|&index| made[index].drafts[0].elsewhere.clone()).collect();
        let mut apart: Vec<Change> = members.iter().flat_map(|&index| made[index].drafts[0].apart.clone()).collect();
        apart.sort();
        apart.dedup();
        all.push(removal);
        all.sort();
        all.dedup();
        elsewhere.dedup();
        let is_sound = all.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start && pair[0].0 != pair[1].0);
        for &index in members.iter().filter(|_| is_sound) {
            made[index].drafts[0].changes.clone_from(&all);
            made[index].drafts[0].apart.clone_from(&apart);
            made[index].drafts[0].elsewhere.clone_from(&elsewhere);
        }
    }
}

/// The import of a finding's best fix, if that is safe and others share the import.
fn shared(made: &RankedDrafts) -> Option<&SharedImport> {
    made.drafts.first().filter(|draft| !draft.is_refused() && draft.outcome() == Applicability::Safe)?.import.as_ref()
}
