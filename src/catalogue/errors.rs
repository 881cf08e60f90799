//! Errors in data files, with their positions.

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// An error in a data file. It contains the file's text, so that it can be shown without reading the file again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// The path of the file as messages show it; for embedded files relative to `rules/`.
    pub file: String,
    /// The whole text of the file.
    pub text: Arc<str>,
    /// The bytes of the offending value in `text`; empty at the end of the text if something is missing.
    pub span: Range<usize>,
    /// One line, lower case, no full stop.
    pub message: String,
}

impl DataError {
    /// The diagnostic; draw it over [`DataError::source`].
    #[must_use]
    pub fn render(&self) -> Diagnostic<()> {
        Diagnostic::error().with_message(&self.message).with_label(Label::primary((), self.span.clone()))
    }

    /// The file in codespan's form. The text is not escaped: escape it before it goes to a terminal, unless the user wrote it.
    #[must_use]
    pub fn source(&self) -> SimpleFile<&str, &str> {
        SimpleFile::new(&self.file, &self.text)
    }
}

impl fmt::Display for DataError {
    /// `file:line: message`, for logs and panics.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.text.get(..self.span.start).unwrap_or_default();
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        write!(f, "{}:{line}: {}", self.file, self.message)
    }
}

impl std::error::Error for DataError {}
