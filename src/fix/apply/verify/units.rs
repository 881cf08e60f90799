//! The units that can be kept or rolled back separately. A fix of two files is kept in both or in neither. A manifest is rolled back when
//! no kept file needs its change.

use super::super::outcome::Plan;
use super::super::select::is_manifest;
use std::collections::BTreeSet;

/// Changes that belong together, as indices into [`Plan::changes`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unit {
    /// Files of this unit only.
    pub(super) files: BTreeSet<usize>,
    /// Manifests, which other units may need too.
    pub(super) manifests: BTreeSet<usize>,
}

/// All units, by their first file. Manifests whose change no file needs are units of their own.
pub(super) fn units(plan: &Plan) -> Vec<Unit> {
    let index = |path: &String| plan.changes.iter().position(|change| change.path == *path);
    let mut units: Vec<Unit> = Vec::new();
    let mut known: BTreeSet<usize> = BTreeSet::new();
    for group in &plan.together {
        let files: BTreeSet<usize> = group.iter().filter_map(index).collect();
        let needs = plan.needed_by.iter().filter(|(_, files)| !files.is_disjoint(group));
        let manifests: BTreeSet<usize> = needs.filter_map(|(manifest, _)| index(manifest)).collect();
        known.extend(files.iter().chain(&manifests));
        if !files.is_empty() {
            units.push(Unit { files, manifests });
        }
    }
    for file in (0..plan.changes.len()).filter(|file| !known.contains(file)) {
        debug_assert!(is_manifest(&plan.changes[file].path), "every other file is in a group");
        units.push(Unit { files: BTreeSet::from([file]), manifests: BTreeSet::new() });
    }
    units.sort_by_key(|unit| unit.files.first().copied());
    units
}
