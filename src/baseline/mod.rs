//! The baseline: findings that were there when it was written, so that a run reports only what has come since.
//!
//! It knows findings by lint, file, fn and API, and how often; never by line, so that edits elsewhere in a file disturb nothing. What
//! is written in a baseline is only ever compared with findings: no path in it is opened.

mod file;
#[cfg(test)]
mod tests;

pub use file::{FILE_NAME, find, parse, text};

use crate::diagnostics::{Finding, Report};
use crate::project::display_path;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a baseline tells of a finding. The order is that of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The file, `/`-separated, relative to the baseline's folder where it lies below it.
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

/// Findings that are known, and how often each is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Counts of at least one.
    pub entries: BTreeMap<Key, usize>,
}

/// From paths as a report shows them to paths as a baseline writes them.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder that a report's paths are relative to, absolute.
    pub current_dir: PathBuf,
    /// The baseline's folder, absolute.
    pub folder: PathBuf,
}

impl Place {
    /// A report's path as a baseline has it.
    #[must_use]
    pub fn path(&self, shown: &str) -> String {
        display_path(&self.current_dir.join(shown), &self.folder)
    }

    /// The file that a baseline's path means.
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

/// What taking a baseline's findings out of a report has shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How many findings were taken out.
    pub hidden: usize,
    /// What the baseline knows and the report does not have (or not so often), with the difference.
    pub missing: Vec<(Key, usize)>,
}

impl Baseline {
    /// Everything that a report has.
    #[must_use]
    pub fn of(report: &Report, place: &Place) -> Self {
        let mut baseline = Self::default();
        for finding in &report.findings {
            *baseline.entries.entry(place.key(finding)).or_default() += 1;
        }
        baseline
    }

    /// How many findings it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.values().fold(0, |sum, &count| sum.saturating_add(count))
    }

    /// Whether it knows none.
    #[must_use]
    #[cfg(any(test, feature = "internals"))]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes the findings that it knows out of `findings`. Where there are more of a kind than it knows, the first ones are the known.
    pub fn take_from(&self, findings: &mut Vec<Finding>, place: &Place) -> Known {
        let mut left = self.entries.clone();
        let before = findings.len();
        findings.retain(|finding| {
            let Some(count) = left.get_mut(&place.key(finding)) else { return true };
            let is_known = *count > 0;
            *count = count.saturating_sub(1);
            !is_known
        });
        let missing = left.into_iter().filter(|(_, count)| *count > 0).collect();
        Known { hidden: before - findings.len(), missing }
    }

    /// Takes out what is no longer found; gives how many findings those were.
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

    /// Adds entries of another baseline, for files that a run did not look at.
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
