//! Formats planned files that were formatted before the fixes. Knows plans and texts; the formatter itself is in [`Rustfmt`].

mod rustfmt;
#[cfg(test)]
mod tests;

pub use rustfmt::Rustfmt;

use super::outcome::{Plan, Tree};
use super::select::is_manifest;
use crate::diagnostics::Report;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Formats the text of one file.
pub trait Formatter {
    /// The formatted text of the file at `path` (as in [`Change::path`](super::Change::path)); `None` if the formatter fails.
    fn format(&self, path: &str, text: &str) -> Option<String>;
}

/// Formats those files of `plan` that were formatted before, if the findings stay the same. A file where they do not is left unformatted: a
/// line break may move a suppression comment away from its code.
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
        // The difference is in another file, and its cause is unknown.
        if formatted.len() == before {
            break;
        }
    }
    Ok(plan)
}

/// The findings of each file without their positions: lint and API, sorted.
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
