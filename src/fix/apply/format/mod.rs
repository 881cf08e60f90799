//! Lays planned files out as their authors had them: a file that a formatter had laid out before the fixes is laid out by it again. Knows
//! plans and texts; which formatter that is stands in [`Rustfmt`].

mod rustfmt;
#[cfg(test)]
mod tests;

pub use rustfmt::Rustfmt;

use super::outcome::{Plan, Tree};
use super::select::is_manifest;
use crate::diagnostics::Report;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lays out the text of one file.
pub trait Formatter {
    /// The text of the file at `path` (as in [`Change::path`](super::Change::path)) as it should be laid out; none if the formatter cannot say.
    fn format(&self, path: &str, text: &str) -> Option<String>;
}

/// Formats those files of `plan` that were formatted before, as far as the tree has the same findings then: a comment that steers the
/// linter may come to stand elsewhere when lines are broken, and such a file is left as the fixes made it.
///
/// # Errors
/// If a check fails.
pub fn format<T: Tree>(tree: &T, mut plan: Plan, formatter: &dyn Formatter) -> Result<Plan, T::Error> {
    let was_formatted = |path: &str, text: &str| formatter.format(path, text).is_some_and(|formatted| formatted == text);
    let mut formatted: BTreeMap<String, Arc<str>> = BTreeMap::new();
    for change in plan.changes.iter().filter(|change| !is_manifest(&change.path)) {
        if was_formatted(&change.path, &change.before) {
            let text = formatter.format(&change.path, &change.after).filter(|text| **text != *change.after);
            formatted.extend(text.map(|text| (change.path.clone(), text.into())));
        }
    }
    while !formatted.is_empty() {
        let now = plan.changes.iter().map(|change| (change.path.clone(), Arc::clone(&change.after)));
        let mut texts: BTreeMap<String, Arc<str>> = now.collect();
        texts.extend(formatted.iter().map(|(path, text)| (path.clone(), Arc::clone(text))));
        let report = tree.check(&texts)?;
        let (old, new) = (by_file(&plan.report), by_file(&report));
        if old == new {
            for change in &mut plan.changes {
                change.after = formatted.remove(&change.path).unwrap_or_else(|| Arc::clone(&change.after));
            }
            plan.report = report;
            break;
        }
        let before = formatted.len();
        formatted.retain(|path, _| old.get(path.as_str()) == new.get(path.as_str()));
        // What differs elsewhere is nobody's in particular.
        if formatted.len() == before {
            break;
        }
    }
    Ok(plan)
}

/// What is found in each file, wherever in it: lint and API, sorted.
fn by_file(report: &Report) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut files: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for finding in &report.findings {
        files.entry(&finding.path).or_default().push((&finding.lint, &finding.api));
    }
    for all in files.values_mut() {
        all.sort_unstable();
    }
    files
}
