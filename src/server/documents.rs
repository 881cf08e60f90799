//! The documents that are open in the client: their texts and versions.

use super::lines::{Encoding, Lines};
use gen_lsp_types::TextDocumentContentChangeEvent as Change;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One open document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) version: i32,
    pub(super) text: Arc<str>,
}

/// All open documents, by path.
#[derive(Debug, Default)]
pub(super) struct Documents {
    open: BTreeMap<PathBuf, Document>,
}

impl Documents {
    pub(super) fn open(&mut self, path: PathBuf, version: i32, text: String) -> Arc<str> {
        let text: Arc<str> = text.into();
        self.open.insert(path, Document { version, text: Arc::clone(&text) });
        text
    }

    /// Applies the changes in order. `None` if the document is not open.
    pub(super) fn change(&mut self, path: &Path, version: i32, changes: Vec<Change>, encoding: Encoding) -> Option<Arc<str>> {
        let document = self.open.get_mut(path)?;
        let mut text = document.text.as_ref().to_owned();
        for change in changes {
            match change {
                Change::TextDocumentContentChangeWholeDocument(whole) => text = whole.text,
                Change::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::new(&text, encoding);
                    let (start, end) = (lines.offset(part.range.start), lines.offset(part.range.end));
                    text.replace_range(start.min(end)..end.max(start), &part.text);
                }
            }
        }
        *document = Document { version, text: text.into() };
        Some(Arc::clone(&document.text))
    }

    pub(super) fn close(&mut self, path: &Path) -> bool {
        self.open.remove(path).is_some()
    }

    pub(super) fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&PathBuf, &Document)> {
        self.open.iter()
    }
}
