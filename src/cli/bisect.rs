//! Finds the fns whose fixes a verifying command refuses, if it does not say where: the fns of a file are tried in ever smaller groups.

use std::collections::{BTreeMap, BTreeSet};

/// The fns of the files whose fixes were undone.
#[derive(Debug, Default)]
pub(super) struct Bisection(BTreeMap<String, Groups>);

/// The fns of one file.
#[derive(Debug, Default)]
struct Groups {
    /// Those whose fixes are in the next plan.
    trying: Vec<String>,
    /// Groups that come later, last one first.
    waiting: Vec<Vec<String>>,
}

impl Groups {
    /// The half of a group is tried first.
    fn split(&mut self, mut group: Vec<String>) {
        let rest = group.split_off(group.len().div_ceil(2));
        self.waiting.extend(Some(rest).filter(|rest| !rest.is_empty()));
        self.trying = group;
    }

    fn advance(&mut self) {
        self.trying = self.waiting.pop().unwrap_or_default();
    }
}

impl Bisection {
    /// Takes in the outcome of a pass: `undone` are the files whose fixes were undone and that the command's output does not name, `named` those
    /// that it names, `fixable` gives the fns with fixes in a file. Returns whether there is something to try.
    pub(super) fn add<'f>(&mut self, undone: &BTreeSet<&str>, named: &BTreeSet<&str>, fixable: impl Fn(&str) -> BTreeSet<&'f str>) -> bool {
        for (path, groups) in &mut self.0 {
            if named.contains(path.as_str()) {
                // The same group is tried without what the command named.
                continue;
            }
            if undone.contains(path.as_str()) && groups.trying.len() > 1 {
                let group = std::mem::take(&mut groups.trying);
                groups.split(group);
            } else {
                groups.advance();
            }
        }
        for path in undone {
            if self.0.contains_key(*path) {
                continue;
            }
            let fns = fixable(path);
            let mut groups = Groups::default();
            // A single fn has just been refused.
            if fns.len() > 1 {
                groups.split(fns.into_iter().map(str::to_owned).collect());
            }
            self.0.insert((*path).to_owned(), groups);
        }
        self.goes_on()
    }

    /// Skips groups that have no fix to try.
    pub(super) fn skip(&mut self) -> bool {
        self.0.values_mut().for_each(Groups::advance);
        self.goes_on()
    }

    fn goes_on(&self) -> bool {
        self.0.values().any(|groups| !groups.trying.is_empty())
    }

    /// Whether the fixes in a fn are left out for now.
    pub(super) fn has(&self, path: &str, name: &str) -> bool {
        self.0.get(path).is_some_and(|groups| !groups.trying.iter().any(|trying| trying == name))
    }

    /// Whether no file is searched.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guilty_fn_is_found_and_the_others_are_kept() {
        let names = ["a", "b", "c", "d", "e"];
        let (all, nothing) = (BTreeSet::from(["src/x.rs"]), &BTreeSet::new());
        let (mut search, mut kept, mut passes) = (Bisection::default(), Vec::new(), 0);
        let mut goes_on = search.add(&all, nothing, |_| names.into());
        while goes_on {
            passes += 1;
            let tried: Vec<&str> = names.into_iter().filter(|name| !search.has("src/x.rs", name)).collect();
            let is_undone = tried.contains(&"c");
            kept.extend(tried.into_iter().filter(|_| !is_undone));
            goes_on = search.add(if is_undone { &all } else { nothing }, nothing, |_| names.into());
        }
        kept.sort_unstable();
        assert_eq!(kept, ["a", "b", "d", "e"]);
        assert!(passes <= 6, "{passes}");
        assert!(!search.has("src/other.rs", "c"));
    }

    #[test]
    fn a_group_of_which_a_line_is_named_is_tried_again() {
        let (file, nothing) = (BTreeSet::from(["src/x.rs"]), BTreeSet::new());
        let mut search = Bisection::default();
        search.add(&file, &nothing, |_| ["a", "b", "c", "d"].into());
        assert!(search.add(&nothing, &file, |_| BTreeSet::new()));
        assert!(!search.has("src/x.rs", "a") && search.has("src/x.rs", "c"));
    }
}
