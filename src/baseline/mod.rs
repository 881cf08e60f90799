//! The baseline: findings that existed when it was written, so that a run reports only new ones.
//!
//! It identifies findings by lint, file, fn and API, with a count; never by line, so that edits elsewhere in a file do not matter. Entries are
//! only compared with findings: no path in a baseline is opened.

mod file;
#[cfg(test)]
mod tests;

pub use file::{FILE_NAME, find, parse, text};

use crate::diagnostics::{Finding, Report};
use crate::project::display_path;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What identifies a finding in a baseline. Entries in the file have this order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The file, `/`-separated; relative to the baseline's folder if it is below it.
    pub path: String,
    /// The enclosing fn; empty outside of one.
    pub function: String,
    /// The lint's id.
    pub lint: String,
    /// Canonical path of the API; empty if there is none.
    pub api: String,
    /// Whether it is in test code, which not every run reports.
    pub in_test: bool,
}

/// Known findings with their counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Counts of at least one.
    pub entries: BTreeMap<Key, usize>,
}

/// Converts between the paths of a report and those of a baseline.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder to which a report's paths are relative, absolute.
    pub current_dir: PathBuf,
    /// The baseline's folder, absolute.
    pub folder: PathBuf,
}

impl Place {
    /// A report's path in the form of a baseline.
    #[must_use]
    pub fn path(&self, shown: &str) -> String {
        display_path(&self.current_dir.join(shown), &self.folder)
    }

    /// The absolute path of a baseline's path.
    #[must_use]
    pub fn file(&self, written: &str) -> PathBuf {
        self.folder.join(written)
    }

    fn key(&self, finding: &Finding) -> Key {
        Key {
            path: self.path(&finding.path),
            function: finding.context.name.clone(),
            lint: finding.lint.clone(),
            api: finding.api.clone(),
            in_test: finding.in_test,
        }
    }
}

/// The result of removing a baseline's findings from a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaselineMatch {
    /// Number of findings that were removed.
    pub hidden: usize,
    /// Entries of the baseline whose count is higher than in the report, with the difference.
    pub missing: Vec<(Key, usize)>,
}

impl Baseline {
    /// A baseline with all findings of a report.
    #[must_use]
    pub fn of(report: &Report, place: &Place) -> Self {
        let mut baseline = Self::default();
        for finding in &report.findings {
            *baseline.entries.entry(place.key(finding)).or_default() += 1;
        }
        baseline
    }

    /// The number of findings, the sum of all counts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.values().fold(0, |sum, &count| sum.saturating_add(count))
    }

    /// Whether it has no findings.
    #[must_use]
    #[cfg(any(test, feature = "internals"))]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Removes known findings from `findings`. If there are more of a kind than its count, the first ones are removed.
    pub fn take_from(&self, findings: &mut Vec<Finding>, place: &Place) -> BaselineMatch {
        let mut left = self.entries.clone();
        let before = findings.len();
        findings.retain(|finding| {
            let Some(count) = left.get_mut(&place.key(finding)) else { return true };
            let is_known = *count > 0;
            *count = count.saturating_sub(1);
            !is_known
        });
        let missing = left.into_iter().filter(|(_, count)| *count > 0).collect();
        BaselineMatch { hidden: before - findings.len(), missing }
    }

    /// Removes entries that are no longer found; returns the number of findings removed.
    pub fn prune(&mut self, missing: &[(Key, usize)]) -> usize {
        let mut pruned: usize = 0;
        for (key, number) in missing {
            if let Some(count) = self.entries.get_mut(key) {
                let gone = (*number).min(*count);
                *count -= gone;
                pruned = pruned.saturating_add(gone);
            }
        }
        self.entries.retain(|_, count| *count > 0);
        pruned
    }

    /// Adds those entries of another baseline that `is_kept` selects, unless they exist already.
    pub fn keep(&mut self, other: &Self, is_kept: impl Fn(&Key) -> bool) {
        for (key, count) in other.entries.iter().filter(|(key, _)| is_kept(key)) {
            self.entries.entry(key.clone()).or_insert(*count);
        }
    }
}

/// Where a baseline is written if there is none yet: beside the manifest of the workspace, or of the package, or in `current_dir`.
#[must_use]
pub fn home(workspaces: &[PathBuf], current_dir: &Path) -> PathBuf {
    let above = workspaces.iter().filter(|root| current_dir.starts_with(root)).max_by_key(|root| root.components().count());
    above.map_or(current_dir, |root| root).join(FILE_NAME)
}
