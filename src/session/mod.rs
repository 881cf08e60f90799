//! A tree that is linted repeatedly while its texts change, as in an editor. It holds texts, options and findings; it knows neither
//! protocols nor command lines.
//!
//! **Architecture Invariant:** an analysis works on a [`Snapshot`], which is immutable. Its result is stored only for files without a newer
//! one, so an analysis of an older text never overwrites that of a newer one.

mod file;
#[cfg(test)]
mod tests;

pub use file::FileFindings;

use crate::diagnostics::{Answer, Finding, Fix, Report};
use crate::options::{CheckError, CheckOptions, Progress, Question};
use crate::project::{self, Overlay};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The number of changes to texts or options so far.
pub type Revision = u64;

/// Texts and options, with the latest findings.
#[derive(Debug)]
pub struct Session {
    options: CheckOptions,
    texts: BTreeMap<PathBuf, Arc<str>>,
    revision: Revision,
    /// The newest revision whose files have all been analysed.
    analysed: Option<Revision>,
    files: BTreeMap<PathBuf, FileFindings>,
    /// The user's own files, as the last complete run read them.
    own: BTreeSet<String>,
}

/// The files that an analysis reports on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Extent {
    /// All files of the session.
    All,
    /// Only these, by absolute path. The others are read too, but keep their findings.
    Files(BTreeSet<PathBuf>),
}

/// The tree at one revision; immutable.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Snapshot {
    /// Its revision.
    pub revision: Revision,
    extent: Extent,
    /// Without texts.
    options: CheckOptions,
    texts: BTreeMap<PathBuf, Arc<str>>,
    /// The files that have been linted in this session.
    linted: Arc<[PathBuf]>,
}

/// The result of analysing a snapshot.
#[derive(Debug)]
pub struct Checked {
    snapshot: Snapshot,
    report: Report,
}

impl Session {
    /// A session for the paths of `options`. Nothing is analysed yet.
    #[must_use]
    pub fn new(options: CheckOptions) -> Self {
        let options = CheckOptions { cache: Some(Arc::default()), resident: Some(Arc::default()), ..options };
        Self { options, texts: BTreeMap::new(), revision: 0, analysed: None, files: BTreeMap::new(), own: BTreeSet::new() }
    }

    /// The folder that paths in findings are relative to.
    pub fn folder(&self) -> &Path {
        &self.options.current_dir
    }

    /// The options of every run, without texts.
    pub fn options(&self) -> &CheckOptions {
        &self.options
    }

    /// The current revision of texts and options.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Whether all findings belong to the newest texts.
    pub fn is_settled(&self) -> bool {
        self.analysed == Some(self.revision)
    }

    /// Whether all files have been analysed at least once.
    pub fn is_analysed(&self) -> bool {
        self.analysed.is_some()
    }

    /// Changes the options. Texts and parsed files are kept.
    pub fn configure(&mut self, options: CheckOptions) {
        self.options = CheckOptions { cache: self.options.cache.take(), resident: Some(Arc::default()), ..options };
        self.revision += 1;
    }

    /// Replaces the text of the file at the absolute `path` until [`Self::remove`]. Returns whether anything changed.
    pub fn set_text(&mut self, path: &Path, text: Arc<str>) -> bool {
        let is_new = self.text_of(path).as_ref() != Some(&text);
        self.texts.insert(path.to_owned(), text);
        self.revision += u64::from(is_new);
        is_new
    }

    /// Goes back to the text on disk. Returns whether anything changed.
    pub fn remove(&mut self, path: &Path) -> bool {
        let is_new = self.texts.remove(path).is_some_and(|text| on_disk(path) != Some(text));
        self.revision += u64::from(is_new);
        is_new
    }

    /// To be called when something on disk has changed.
    pub fn refresh(&mut self) {
        // A running analysis puts its data into the old place, where it is not used any more.
        self.options.resident = Some(Arc::default());
        self.revision += 1;
    }

    /// The current tree; it can be analysed on any thread.
    pub fn snapshot(&self, extent: Extent) -> Snapshot {
        let linted = self.files.keys().cloned().collect();
        Snapshot { revision: self.revision, extent, options: self.options.clone(), texts: self.texts.clone(), linted }
    }

    /// Analyses everything now.
    ///
    /// # Errors
    /// As [`crate::check`].
    pub fn check(&mut self, progress: &dyn Progress) -> Result<(), CheckError> {
        let checked = self.snapshot(Extent::All).check(progress)?;
        self.accept(checked);
        Ok(())
    }

    /// Stores findings, except for files that have newer ones. Returns the files whose findings may have changed.
    pub fn accept(&mut self, checked: Checked) -> BTreeSet<PathBuf> {
        let Checked { snapshot, report } = checked;
        let revision = snapshot.revision;
        let mut by_file: BTreeMap<PathBuf, Vec<Finding>> = BTreeMap::new();
        for finding in report.findings {
            by_file.entry(self.options.current_dir.join(&finding.path)).or_default().push(finding);
        }
        let is_meant = |path: &Path| match &snapshot.extent {
            Extent::All => true,
            Extent::Files(files) => files.contains(path),
        };
        by_file.retain(|path, _| is_meant(path));
        if snapshot.extent == Extent::All {
            if self.analysed.is_some_and(|analysed| analysed > revision) {
                return BTreeSet::new();
            }
            self.analysed = Some(revision);
            self.own = report.own;
        }
        let mut changed = BTreeSet::new();
        let known: Vec<PathBuf> = self.files.keys().filter(|path| is_meant(path)).cloned().collect();
        let linted = report.linted.iter().map(|path| self.options.current_dir.join(path)).filter(|path| is_meant(path));
        let paths: BTreeSet<PathBuf> = known.into_iter().chain(linted).chain(by_file.keys().cloned()).collect();
        for path in paths {
            let findings = by_file.remove(&path).unwrap_or_default();
            let shown = project::display_path(&path, &self.options.current_dir);
            let overlaid = snapshot.texts.get(&path).cloned();
            let text = overlaid.or_else(|| report.sources.get(&shown).cloned());
            if self.files.entry(path.clone()).or_default().accept(revision, findings, text) {
                changed.insert(path);
            }
        }
        changed
    }

    /// The state of a file; `None` if it was never linted.
    pub fn file(&self, path: &Path) -> Option<&FileFindings> {
        self.files.get(path)
    }

    /// All files that have been linted, sorted.
    pub fn files(&self) -> impl Iterator<Item = (&PathBuf, &FileFindings)> {
        self.files.iter()
    }

    /// The findings in a file, in order of position.
    pub fn findings_of(&self, path: &Path) -> &[Finding] {
        self.files.get(path).map_or(&[], |file| &file.findings)
    }

    /// The fixes of a finding that have edits, best first.
    pub fn fixes_of<'f>(&self, finding: &'f Finding) -> impl Iterator<Item = &'f Fix> {
        finding.fixes.iter().filter(|fix| !fix.edits.is_empty())
    }

    /// The absolute path of a path in a finding or hop, if it is one of the user's files.
    pub fn own_file(&self, shown: &str) -> Option<PathBuf> {
        self.own.contains(shown).then(|| self.options.current_dir.join(shown))
    }

    /// The newest text of a file: the replacement, or else the text on disk.
    pub fn text_of(&self, path: &Path) -> Option<Arc<str>> {
        self.texts.get(path).cloned().or_else(|| on_disk(path))
    }
}

impl Snapshot {
    /// Analyses the snapshot.
    ///
    /// # Errors
    /// As [`crate::check`].
    pub fn check(self, progress: &dyn Progress) -> Result<Checked, CheckError> {
        let report = crate::check(&self.options(Vec::new()), progress)?;
        Ok(Checked { snapshot: self, report })
    }

    /// Computes the data for analysing edits, unless it is in memory. Findings that come from the store leave no such data.
    ///
    /// # Errors
    /// As [`crate::check`].
    pub fn prepare(self, progress: &dyn Progress) -> Result<(), CheckError> {
        if self.is_prepared() {
            return Ok(());
        }
        Self { extent: Extent::Files(BTreeSet::new()), ..self }.check(progress).map(|_| ())
    }

    /// Whether [`Self::prepare`] has nothing to do.
    pub fn is_prepared(&self) -> bool {
        self.options.resident.as_ref().is_some_and(|resident| !resident.is_empty())
    }

    /// Computes what is still missing to analyse an edit in any file; [`Snapshot::prepare`] comes first. Should be cancelled for any other
    /// work.
    ///
    /// # Errors
    /// As [`crate::check`].
    pub fn complete(self, progress: &dyn Progress) -> Result<(), CheckError> {
        if self.is_complete() {
            return Ok(());
        }
        let files = self.linted.iter().cloned().collect();
        Self { extent: Extent::Files(files), ..self }.check(progress).map(|_| ())
    }

    /// Whether [`Self::complete`] has nothing to do.
    pub fn is_complete(&self) -> bool {
        self.options.resident.as_ref().is_some_and(|resident| resident.is_whole())
    }

    /// Everything known about the calls on a line (1-based) of a file.
    ///
    /// # Errors
    /// As [`crate::check`].
    pub fn why(&self, file: &Path, line: u32, progress: &dyn Progress) -> Result<Vec<Answer>, CheckError> {
        let file = file.to_owned();
        let snapshot = Self { extent: Extent::Files(BTreeSet::from([file.clone()])), ..self.clone() };
        let options = snapshot.options(vec![Question { file, line }]);
        crate::check(&options, progress).map(|report| report.answers)
    }

    /// The options for a run over this snapshot.
    pub fn options(&self, questions: Vec<Question>) -> CheckOptions {
        let focus = match &self.extent {
            Extent::All => None,
            Extent::Files(files) => Some(files.clone()),
        };
        // A run over some files must not evict the cached data of others.
        if let Some(cache) = &self.options.cache {
            cache.hold(focus.is_some());
        }
        // A text that equals the file on disk is not passed as a replacement, so that complete runs of that tree can be stored.
        let texts = self.texts.iter().filter(|(path, text)| on_disk(path).as_ref() != Some(text));
        let overlay = Overlay::new(texts.map(|(path, text)| (path.clone(), Arc::clone(text))).collect());
        CheckOptions { focus, questions, overlay, ..self.options.clone() }
    }
}

fn on_disk(path: &Path) -> Option<Arc<str>> {
    project::read_source(path, project::MAX_FILE_BYTES).ok().map(|file| file.text)
}
