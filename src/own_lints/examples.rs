//! Verifies the examples of a user's own lints: the bad one has one finding of its lint, the good one none, and the cases have exactly the
//! findings that their marks declare. Does not print.

use super::cases::{Case, cases_of};
use crate::catalogue::{DataError, Example, Lint, Step, locate};
use crate::diagnostics::Finding;
use crate::options::{CheckError, CheckOptions};
use crate::pipeline::check_texts;
use crate::project::{Overlay, display_path};
use crate::rulebook::Rulebook;
use crate::selection::ALL;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The result of running a lint's examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tried {
    /// The lint.
    pub(crate) id: String,
    /// The mistakes, located in the lint's own file; empty if all examples are right.
    pub(crate) faults: Vec<DataError>,
}

/// One of a lint's two examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Bad,
    Good,
}

impl Which {
    /// Its key in the lint's file.
    const fn key(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Good => "good",
        }
    }

    fn code(self, lint: &Lint) -> &str {
        match self {
            Self::Bad => &lint.file.bad,
            Self::Good => &lint.file.good,
        }
    }
}

/// Lints the examples of the user's lints that `wanted` accepts, in memory. The configuration of levels and files does not apply to them.
///
/// # Errors
/// As [`crate::check`].
pub(crate) fn try_examples(rulebook: Rulebook, current_dir: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<Tried>, CheckError> {
    let catalogue = rulebook.catalogue.clone();
    let lints: Vec<_> = catalogue.user_lints().into_iter().filter(|(lint, ..)| wanted(&lint.id)).collect();
    // A folder that belongs to no package; it need not exist.
    let folder = current_dir.ancestors().last().unwrap_or(current_dir).join("examples of lints");
    let path = |lint: &Lint, which: Which| folder.join(format!("{}-{}.rs", lint.id, which.key()));
    let mut texts: BTreeMap<PathBuf, Arc<str>> = BTreeMap::new();
    for (lint, ..) in lints.iter().filter(|(lint, ..)| lint.file.example == Example::Code) {
        texts.extend([Which::Bad, Which::Good].map(|which| (path(lint, which), which.code(lint).into())));
    }
    let mut faults_in_cases: BTreeMap<&str, Vec<DataError>> = BTreeMap::new();
    let mut cases: Vec<(PathBuf, &str, Case)> = Vec::new();
    for (lint, file, _) in &lints {
        let (read, unreadable) = cases_of(&lint.id, file, current_dir);
        faults_in_cases.entry(&lint.id).or_default().extend(unreadable);
        for (number, case) in read.into_iter().enumerate() {
            let path = folder.join(format!("{}-case-{number}.rs", lint.id));
            texts.insert(path.clone(), Arc::clone(&case.text));
            cases.push((path, &lint.id, case));
        }
    }
    let mut options = CheckOptions::new(current_dir.to_owned());
    options.select = vec![ALL.to_owned()];
    options.overlay = Overlay::new(texts);
    let mut found: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in check_texts(rulebook, &folder, &options)? {
        found.entry(finding.path.clone()).or_default().push(finding);
    }
    for (path, id, case) in &cases {
        let findings = found.get(&display_path(path, current_dir)).map_or(&[][..], Vec::as_slice);
        faults_in_cases.entry(id).or_default().extend(case.faults(id, findings));
    }
    let tried = lints.iter().map(|(lint, file, text)| {
        let error = |span, message| DataError { file: (*file).to_owned(), text: Arc::clone(text), span, message };
        if lint.file.example == Example::Configuration {
            let span = locate(text, &[Step::Key("example")]);
            let message = "the examples of a lint of your own are code".to_owned();
            return Tried { id: lint.id.clone(), faults: vec![error(span, message)] };
        }
        let faults = [Which::Bad, Which::Good].into_iter().filter_map(|which| {
            let findings = found.get(&display_path(&path(lint, which), current_dir)).map_or(&[][..], Vec::as_slice);
            let (message, place) = fault(&lint.id, which, findings)?;
            Some(error(span(text, which.key(), which.code(lint), place), message))
        });
        let in_cases = faults_in_cases.get(&*lint.id).into_iter().flatten().cloned();
        Tried { id: lint.id.clone(), faults: faults.chain(in_cases).collect() }
    });
    Ok(tried.collect())
}

/// The mistake of an example with these findings, and the finding that shows it.
fn fault<'f>(id: &str, which: Which, findings: &'f [Finding]) -> Option<(String, Option<&'f Finding>)> {
    let name = which.key();
    if let Some(broken) = findings.iter().find(|finding| finding.lint == "unparsed-file") {
        return Some((format!("the {name} example cannot be read: {}", broken.message), Some(broken)));
    }
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.lint == id).collect();
    match (which, &own[..]) {
        (Which::Bad, []) => Some((format!("the bad example has no finding of `{id}`"), None)),
        (Which::Bad, [_]) | (Which::Good, []) => None,
        (Which::Bad, [_, second, ..]) => {
            Some((format!("the bad example has {} findings of `{id}` instead of one", own.len()), Some(second)))
        }
        (Which::Good, [first, ..]) => Some((format!("the good example has a finding of `{id}`: {}", first.message), Some(first))),
    }
}

/// The span in the lint's file of a finding in an example, or else of the example.
fn span(text: &str, key: &str, code: &str, finding: Option<&Finding>) -> Range<usize> {
    let value = locate(text, &[Step::Key(key)]);
    // A string without escapes is in the file verbatim.
    let start = text.get(value.clone()).and_then(|written| written.find(code)).map(|within| value.start + within);
    let (Some(start), Some(finding)) = (start, finding) else { return value };
    start + finding.start.offset as usize..start + finding.end.offset as usize
}
