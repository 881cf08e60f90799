//! How the tool says that it could not do its work: on stderr, in the grammar of its findings.

use super::Exit;
use crate::CheckError;
use crate::report::escape;
use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term::{self, Config};
use std::ops::Range;
use termcolor::WriteColor;

/// Says why a run failed.
pub(super) fn check(error: &CheckError, err: &mut dyn WriteColor) -> Exit {
    match error {
        CheckError::UnknownLint { suggestion, .. } => text(&error.to_string(), Some(&did_you_mean(suggestion.as_deref())), err),
        CheckError::Config { path, text, span, message, help } => snippet(path, text, span.clone(), message, help.as_deref(), err),
        CheckError::Unreadable { .. } | CheckError::Threads(_) => text(&error.to_string(), None, err),
    }
}

/// The way on after a name that does not exist.
pub(super) fn did_you_mean(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(name) => format!("did you mean `{name}`? `async-lint rules` lists them all"),
        None => "`async-lint rules` lists them all".into(),
    }
}

/// One message without a place.
pub(super) fn text(message: &str, help: Option<&str>, err: &mut dyn WriteColor) -> Exit {
    let diagnostic = Diagnostic::error().with_message(escape::line(message)).with_notes(notes(help));
    emit(&diagnostic, &SimpleFile::new("", ""), err)
}

fn snippet(path: &str, text: &str, span: Range<usize>, message: &str, help: Option<&str>, err: &mut dyn WriteColor) -> Exit {
    // Escaping moves bytes, so a text that needs it is shown without its snippet's exact place.
    let shown = escape::block(text);
    let span = if shown == text { span.start.min(text.len())..span.end.min(text.len()) } else { 0..0 };
    let diagnostic = Diagnostic::error().with_message(escape::line(message)).with_label(Label::primary((), span)).with_notes(notes(help));
    emit(&diagnostic, &SimpleFile::new(escape::line(path), shown), err)
}

fn notes(help: Option<&str>) -> Vec<String> {
    help.map(|help| format!("help: {}", escape::block(help))).into_iter().collect()
}

fn emit<N: std::fmt::Display + Clone, S: AsRef<str>>(
    diagnostic: &Diagnostic<()>,
    file: &SimpleFile<N, S>,
    err: &mut dyn WriteColor,
) -> Exit {
    // There is no further stream to complain to.
    let _ = term::emit_to_write_style(err, &Config::default(), file, diagnostic);
    Exit::Failure
}
