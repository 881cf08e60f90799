//! async-lint finds blocking calls that run in async contexts.

pub mod analysis;
pub mod catalogue;
pub mod cli;
pub mod facts;
pub mod names;
mod options;
pub mod project;
pub mod report;
pub mod selection;
pub mod types;

pub use options::{CheckError, CheckOptions, Dependencies, Phase, Progress, Silent, TestCode};

use analysis::{Report, Summary};
use catalogue::Catalogue;
use selection::Selection;

/// Lints what `options` names.
///
/// # Errors
/// What stops the whole run: a path that cannot be read, broken configuration. Trouble with one file is a finding.
pub fn check(options: &CheckOptions, _progress: &dyn Progress) -> Result<Report, CheckError> {
    for path in &options.paths {
        let full = options.current_dir.join(path);
        std::fs::metadata(&full).map_err(|source| CheckError::Unreadable { path: path.clone(), source })?;
    }
    let catalogue = Catalogue::embedded()?;
    let _selection = Selection::new(catalogue.lints(), &options.select, &options.ignore)?;
    Ok(Report { version: 1, findings: Vec::new(), summary: Summary::default(), sources: std::collections::BTreeMap::new() })
}
