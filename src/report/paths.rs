//! Paths relative to the repository's root, for readers that do not know the folder in which the tool was started.

use crate::diagnostics::Report;
use crate::project::{Package, display_path};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folders and packages that contain the linted files.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// What the paths of a report are relative to, absolute.
    pub current_dir: &'a Path,
    /// The root of the repository, if there is one, absolute.
    pub repository: Option<&'a Path>,
    /// The packages, for [`Format::Cargo`](super::Format::Cargo).
    pub packages: &'a [Package],
}

impl Surroundings<'_> {
    /// The absolute path of a file of the report.
    pub(super) fn absolute(&self, path: &str) -> PathBuf {
        self.current_dir.join(path)
    }
}

/// The report with the paths of the user's own files made relative to the repository's root, as annotations need them. Unchanged if there
/// is no repository, or the tool was started in its root.
pub(super) fn in_repository<'r>(report: &'r Report, around: Option<Surroundings<'_>>) -> Cow<'r, Report> {
    let Some((around, root)) = around.and_then(|around| Some((around, around.repository?))) else { return Cow::Borrowed(report) };
    if around.current_dir == root {
        return Cow::Borrowed(report);
    }
    let rebased = |path: &str| display_path(&around.absolute(path), root);
    let own = OwnFiles::of(report);
    let mut moved = report.clone();
    for finding in &mut moved.findings {
        finding.path = rebased(&finding.path);
        for hop in finding.via.iter_mut().filter(|hop| own.contain(&hop.path)) {
            hop.path = rebased(&hop.path);
        }
        for edit in finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.path = rebased(&edit.path);
        }
        for task in &mut finding.runs_in {
            task.path = rebased(&task.path);
        }
    }
    let texts = std::mem::take(&mut moved.sources).into_iter();
    moved.sources = texts.map(|(path, text)| (if own.contain(&path) { rebased(&path) } else { path }, text)).collect();
    moved.own = report.own.iter().map(|path| rebased(path)).collect();
    moved.linted = report.linted.iter().map(|path| rebased(path)).collect();
    Cow::Owned(moved)
}

/// The user's own files. Any other file of a hop belongs to a dependency and is outside the repository.
pub(super) struct OwnFiles<'a> {
    files: BTreeSet<&'a str>,
}

impl<'a> OwnFiles<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let found = report.findings.iter().map(|finding| &finding.path);
        Self { files: report.own.iter().chain(&report.linted).chain(found).map(String::as_str).collect() }
    }

    pub(super) fn contain(&self, path: &str) -> bool {
        self.files.contains(path)
    }
}
