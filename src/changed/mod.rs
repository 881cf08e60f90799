//! Which lines a change touches, and which findings it causes. Knows git's output and findings; lints nothing.

mod ask;
mod patch;
#[cfg(test)]
mod tests;

pub use ask::{Since, ask};

use crate::diagnostics::Finding;
use similar::{DiffOp, TextDiff};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Lines of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lines {
    /// The file is new.
    All,
    /// Ranges of 1-based lines.
    Some(Vec<RangeInclusive<u32>>),
}

impl Lines {
    /// Whether they contain a line from `first` to `last`, inclusive.
    #[must_use]
    pub fn touch(&self, first: u32, last: u32) -> bool {
        match self {
            Self::All => true,
            Self::Some(ranges) => ranges.iter().any(|range| *range.start() <= last && first <= *range.end()),
        }
    }

    /// The same lines after further edits, with the lines that the edits add.
    #[must_use]
    pub fn moved(&self, before: &str, after: &str) -> Self {
        let Self::Some(_) = self else { return Self::All };
        let line = |index: usize| u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
        let mut add = |index: usize| match ranges.last_mut() {
            Some(last) if *last.end() + 1 == line(index) => *last = *last.start()..=line(index),
            _ => ranges.push(line(index)..=line(index)),
        };
        for op in TextDiff::from_lines(before, after).ops() {
            match *op {
                DiffOp::Equal { old_index, new_index, len } => {
                    (0..len).filter(|at| self.touch(line(old_index + at), line(old_index + at))).for_each(|at| add(new_index + at));
                }
                DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                    (0..new_len).for_each(|at| add(new_index + at));
                }
                DiffOp::Delete { .. } => {}
            }
        }
        Self::Some(ranges)
    }
}

/// The lines and files that a change touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Changed lines by absolute path.
    pub lines: BTreeMap<PathBuf, Lines>,
    /// The staged texts of files that differ on disk.
    pub texts: BTreeMap<PathBuf, Arc<str>>,
    /// The old texts of changed manifests and configurations.
    pub settings: BTreeMap<PathBuf, Arc<str>>,
}

impl Changes {
    /// Whether the change causes a finding: the finding, the code that makes its context async, or a hop of its call path is on a changed line.
    /// Paths of the report are relative to `current_dir`.
    #[must_use]
    pub fn touch(&self, finding: &Finding, current_dir: &Path) -> bool {
        let touched = |path: &str, first: u32, last: u32| {
            let lines = self.lines.get(&current_dir.join(path));
            lines.is_some_and(|lines| lines.touch(first, last))
        };
        touched(&finding.path, finding.start.line, finding.end.line)
            || finding.context.span.is_some_and(|(start, end)| touched(&finding.path, start.line, end.line))
            || finding.via.iter().any(|hop| touched(&hop.path, hop.line, hop.line))
    }
}
