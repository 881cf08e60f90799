//! A tree that is linted repeatedly while its texts change, as in an editor. Knows texts, options and findings; neither
//! protocols nor arguments.
//!
//! **Architecture Invariant:** what is analysed is a [`Snapshot`], which nothing changes any more. Its result is taken in only where no newer one is
//! there, so that an analysis of an older text never overwrites that of a newer one.

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

/// How many changes of texts or options came before.
pub type Revision = u64;

/// Texts, options, and what was found in them last.
#[derive(Debug)]
pub struct Session {
    options: CheckOptions,
    texts: BTreeMap<PathBuf, Arc<str>>,
    revision: Revision,
    /// The newest revision of which all files were analysed.
    analysed: Option<Revision>,
    files: BTreeMap<PathBuf, FileFindings>,
    /// The user's own files, as the last whole run read them.
    own: BTreeSet<String>,
}

/// Which files an analysis reports on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Extent {
    /// All of the session's.
    All,
    /// These alone, absolute: all others are read, and their findings stay what they were.
    Files(BTreeSet<PathBuf>),
}

/// The tree at one revision.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Snapshot {
    /// Which one.
    pub revision: Revision,
    extent: Extent,
    /// Without the texts.
    options: CheckOptions,
    texts: BTreeMap<PathBuf, Arc<str>>,
    /// The files that the session knows.
    linted: Arc<[PathBuf]>,
}

/// What the analysis of a snapshot found.
#[derive(Debug)]
pub struct Checked {
    snapshot: Snapshot,
    report: Report,
}

impl Session {
    /// A session over what `options` name. Nothing is analysed yet.
    #[must_use]
    pub fn new(options: CheckOptions) -> Self {
        let options = CheckOptions { cache: Some(Arc::default()), resident: Some(Arc::default()), ..options };
        Self { options, texts: BTreeMap::new(), revision: 0, analysed: None, files: BTreeMap::new(), own: BTreeSet::new() }
    }

    /// The folder that paths in findings are relative to.
    pub fn folder(&self) -> &Path {
        &self.options.current_dir
    }

    /// The options of every run, without the texts.
    pub fn options(&self) -> &CheckOptions {
        &self.options
    }

    /// The revision of the texts and options.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Whether the findings of all files are those of the newest texts.
    pub fn is_settled(&self) -> bool {
        self.analysed == Some(self.revision)
    }

    /// Whether all files were analysed at least once.
    pub fn is_analysed(&self) -> bool {
        self.analysed.is_some()
    }

    /// Lints with other options from now on. Texts and what was parsed stay.
    pub fn configure(&mut self, options: CheckOptions) {
        self.options = CheckOptions { cache: self.options.cache.take(), resident: Some(Arc::default()), ..options };
        self.revision += 1;
    }

    /// This text replaces the file at the absolute `path` until it is removed. Returns whether anything changed.
    pub fn set_text(&mut self, path: &Path, text: Arc<str>) -> bool {
        let is_new = self.text_of(path).as_ref() != Some(&text);
        self.texts.insert(path.to_owned(), text);
        self.revision += u64::from(is_new);
        is_new
    }

    /// Uses what is on disk again. Returns whether anything changed.
    pub fn remove(&mut self, path: &Path) -> bool {
        let is_new = self.texts.remove(path).is_some_and(|text| on_disk(path) != Some(text));
        self.revision += u64::from(is_new);
        is_new
    }

    /// Something on disk has changed.
    pub fn refresh(&mut self) {
        // An analysis that is under way leaves what it has read in the old place.
        self.options.resident = Some(Arc::default());
        self.revision += 1;
    }

    /// The tree as it is now, to be analysed wherever there is time.
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

    /// Takes over findings, except for files that have newer ones. Returns the files whose findings may have changed.
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

    /// What is known of a file; `None` for one that was never linted.
    pub fn file(&self, path: &Path) -> Option<&FileFindings> {
        self.files.get(path)
    }

    /// All files that are known, sorted.
    pub fn files(&self) -> impl Iterator<Item = (&PathBuf, &FileFindings)> {
        self.files.iter()
    }

    /// The findings in a file, in order.
    pub fn findings_of(&self, path: &Path) -> &[Finding] {
        self.files.get(path).map_or(&[], |file| &file.findings)
    }

    /// The fixes of a finding that change something, best first.
    pub fn fixes_of<'f>(&self, finding: &'f Finding) -> impl Iterator<Item = &'f Fix> {
        finding.fixes.iter().filter(|fix| !fix.edits.is_empty())
    }

    /// The file that a path in a finding or hop names, if it is one of the user's.
    pub fn own_file(&self, shown: &str) -> Option<PathBuf> {
        self.own.contains(shown).then(|| self.options.current_dir.join(shown))
    }

    /// The newest text of a file: what stands for it, or what is on disk.
    pub fn text_of(&self, path: &Path) -> Option<Arc<str>> {
        self.texts.get(path).cloned().or_else(|| on_disk(path))
    }
}

impl Snapshot {
    /// Analyses it.
    ///
    /// # Errors
    /// As [`crate::check`].
    pub fn check(self, progress: &dyn Progress) -> Result<Checked, CheckError> {
        let report = crate::check(&self.options(Vec::new()), progress)?;
        Ok(Checked { snapshot: self, report })
    }

    /// Works out what the analysis of an edit goes by, if that is not available: findings that come out of a store leave none of it.
    ///
    /// # Errors
    /// As [`crate::check`].
    pub fn prepare(self, progress: &dyn Progress) -> Result<(), CheckError> {
        if self.is_prepared() {
            return Ok(());
        }
        Self { extent: Extent::Files(BTreeSet::new()), ..self }.check(progress).map(|_| ())
    }

    /// Whether that is available.
    pub fn is_prepared(&self) -> bool {
        self.options.resident.as_ref().is_some_and(|resident| !resident.is_empty())
    }

    /// Works out what an edit in any file asks for, over what [`Snapshot::prepare`] has found out. To be left whenever something else is to be done.
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

    /// Whether that is available.
    pub fn is_complete(&self) -> bool {
        self.options.resident.as_ref().is_some_and(|resident| resident.is_whole())
    }

    /// What is known of every call on a line (1-based) of a file.
    ///
    /// # Errors
    /// As [`crate::check`].
    pub fn why(&self, file: &Path, line: u32, progress: &dyn Progress) -> Result<Vec<Answer>, CheckError> {
        let file = file.to_owned();
        let snapshot = Self { extent: Extent::Files(BTreeSet::from([file.clone()])), ..self.clone() };
        let options = snapshot.options(vec![Question { file, line }]);
        crate::check(&options, progress).map(|report| report.answers)
    }

    /// The options of a run over it.
    pub fn options(&self, questions: Vec<Question>) -> CheckOptions {
        let focus = match &self.extent {
            Extent::All => None,
            Extent::Files(files) => Some(files.clone()),
        };
        // What a run over some files does not ask for must not be forgotten.
        if let Some(cache) = &self.options.cache {
            cache.hold(focus.is_some());
        }
        // A text that is the file's own is none that stands for it: whole runs of that tree may be stored.
        let texts = self.texts.iter().filter(|(path, text)| on_disk(path).as_ref() != Some(text));
        let overlay = Overlay::new(texts.map(|(path, text)| (path.clone(), Arc::clone(text))).collect());
        CheckOptions { focus, questions, overlay, ..self.options.clone() }
    }
}

fn on_disk(path: &Path) -> Option<Arc<str>> {
    project::read_source(path, project::MAX_FILE_BYTES).ok().map(|file| file.text)
}
