//! The cases of a user's own lint: files in which a mark at the end of a line, `//~ ID`, means that the lint has a finding there. All other
//! lines must have none. Does not print.

use crate::catalogue::DataError;
use crate::diagnostics::Finding;
use crate::project::{data_files, display_path, join, read_source};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Larger cases, in bytes, are not read.
const MAX_BYTES: u64 = 1 << 20;

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// The path as it is shown to the user.
    pub(crate) name: String,
    /// Its text.
    pub(crate) text: Arc<str>,
}

/// The cases of a lint, in `cases/ID/` beside the folder of its file, and the errors of those that cannot be read. Both are empty if there
/// are no cases.
pub(crate) fn cases_of(id: &str, lint_file: &str, current_dir: &Path) -> (Vec<Case>, Vec<DataError>) {
    let (mut cases, mut errors) = (Vec::new(), Vec::new());
    let file = join(current_dir, Path::new(lint_file));
    let Some(folder) = file.parent().and_then(Path::parent).map(|rules| rules.join("cases").join(id)) else { return (cases, errors) };
    // A link must not lead out of the folder of rules, which was checked when the configuration was read.
    let real = |path: &Path| path.canonicalize().ok();
    let inside =
        real(&folder).zip(file.parent().and_then(Path::parent).and_then(real)).is_some_and(|(cases, rules)| cases.starts_with(rules));
    if !inside || !folder.is_dir() {
        return (cases, errors);
    }
    let unreadable =
        |path: &Path, message: String| DataError { file: display_path(path, current_dir), text: Arc::from(""), span: 0..0, message };
    match data_files(&folder) {
        Ok(files) => {
            for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
                match read_source(path, MAX_BYTES) {
                    Ok(source) => cases.push(Case { name: display_path(path, current_dir), text: source.text.as_ref().into() }),
                    Err(problem) => errors.push(unreadable(path, format!("the case {}", problem.message))),
                }
            }
        }
        Err(message) => errors.push(unreadable(&folder, format!("the folder of cases {message}"))),
    }
    (cases, errors)
}

impl Case {
    /// The differences between marks and findings, by line.
    pub(crate) fn faults(&self, id: &str, findings: &[Finding]) -> Vec<DataError> {
        if let Some(broken) = findings.iter().find(|finding| finding.lint == "unparsed-file") {
            return vec![self.error(self.line(broken.start.line), format!("the case cannot be read: {}", broken.message))];
        }
        let mark = format!("//~ {id}");
        let marked: BTreeSet<u32> =
            (1..).zip(self.text.lines()).filter(|(_, line)| line.trim_end().ends_with(&mark)).map(|(number, _)| number).collect();
        let found: BTreeSet<u32> = findings.iter().filter(|finding| finding.lint == id).map(|finding| finding.start.line).collect();
        let missing = marked.difference(&found).map(|line| (*line, format!("the mark says that `{id}` has a finding here; it has none")));
        let unmarked = found.difference(&marked).map(|line| (*line, format!("`{id}` has a finding here; no mark says so")));
        missing.chain(unmarked).map(|(line, message)| self.error(self.line(line), message)).collect()
    }

    fn error(&self, span: Range<usize>, message: String) -> DataError {
        DataError { file: self.name.clone(), text: Arc::clone(&self.text), span, message }
    }

    /// The bytes of a line, without its end.
    fn line(&self, number: u32) -> Range<usize> {
        let mut start = 0;
        for (this, line) in (1..).zip(self.text.split_inclusive('\n')) {
            if this == number {
                return start..start + line.trim_end().len();
            }
            start += line.len();
        }
        0..0
    }
}
