//! The edits of a fix that changes several bodies and files.

use super::Input;
use super::replace::template::Change;
use crate::diagnostics::{Edit, Guard};
use crate::names::FileData;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Changes of several files.
#[derive(Default)]
pub(super) struct Edits<'a> {
    files: BTreeMap<PathBuf, Changed<'a>>,
}

struct Changed<'a> {
    file: &'a FileData,
    changes: Vec<Change>,
}

impl<'a> Edits<'a> {
    /// Adds changes of a file.
    pub(super) fn extend(&mut self, file: &'a FileData, changes: impl IntoIterator<Item = Change>) {
        let changed = self.files.entry(file.path.clone()).or_insert_with(|| Changed { file, changes: Vec::new() });
        changed.changes.extend(changes);
    }

    /// Converts them to edits; an error if some overlap.
    pub(super) fn finish(self, input: &Input<'_>) -> Result<Vec<Edit>, Guard> {
        let mut edits = Vec::new();
        for (path, Changed { file, mut changes }) in self.files {
            changes.sort();
            changes.dedup();
            if changes.windows(2).any(|pair| pair[0].0.end > pair[1].0.start || pair[0].0 == pair[1].0) {
                return Err(Guard::UnusualForm);
            }
            let position = |at| file.lines.position(&file.text, at);
            let path = (input.display)(&path);
            edits.extend(changes.into_iter().map(|(span, text)| Edit {
                path: path.clone(),
                start: position(span.start),
                end: position(span.end),
                text,
            }));
        }
        Ok(edits)
    }
}
