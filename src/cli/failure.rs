//! Errors of the tool itself: on stderr, in the same form as findings.

use super::Exit;
use crate::CheckError;
use crate::catalogue::DataError;
use crate::facts::LineIndex;
use crate::report::escape;
use crate::report::snippet::{Mark, Snippets};
use codespan_reporting::diagnostic::{Diagnostic, LabelStyle};
use codespan_reporting::term::{self, Config};
use std::io;
use termcolor::WriteColor;

/// Says why a run failed.
pub(super) fn check(error: &CheckError, err: &mut dyn WriteColor) -> Exit {
    match error {
        CheckError::UnknownLint { suggestion, .. } => text(&error.to_string(), Some(&did_you_mean(suggestion.as_deref())), err),
        CheckError::Data(errors) => errors.iter().map(|error| snippet(error, err)).last().unwrap_or(Exit::Failure),
        CheckError::Unreadable { .. } | CheckError::Glob { .. } | CheckError::Cancelled | CheckError::Threads(_) => {
            text(&error.to_string(), None, err)
        }
    }
}

/// The help for an unknown lint.
pub(super) fn did_you_mean(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(name) => format!("did you mean `{name}`? `async-lint rules` lists them all"),
        None => "`async-lint rules` lists them all".into(),
    }
}

/// Prints an error without a source position.
pub(super) fn text(message: &str, help: Option<&str>, err: &mut dyn WriteColor) -> Exit {
    let diagnostic = Diagnostic::error().with_message(escape::line(message)).with_notes(notes(help));
    emit(&diagnostic, &Snippets::default(), err)
}

/// Prints a note: the run goes on.
pub(super) fn notice(message: &str, err: &mut dyn WriteColor) {
    emit(&Diagnostic::note().with_message(escape::line(message)), &Snippets::default(), err);
}

/// A mistake in a data file, drawn in that file.
fn snippet(error: &DataError, err: &mut dyn WriteColor) -> Exit {
    // If stderr fails, there is no other stream to report it on.
    let _ = draw(error, err);
    Exit::Failure
}

/// The same, as a finding rather than an error that ends the run.
pub(super) fn draw(error: &DataError, out: &mut dyn WriteColor) -> io::Result<()> {
    let index = LineIndex::new(&error.text);
    let place = |byte: usize| index.position(&error.text, u32::try_from(byte).unwrap_or(u32::MAX));
    let (start, end) = (place(error.span.start), place(error.span.end));
    let mut snippets = Snippets::default();
    snippets.add(&error.file, &error.text, &[Mark { start, end, message: String::new(), style: LabelStyle::Primary }]);
    let diagnostic = Diagnostic::error().with_message(escape::line(&error.message)).with_labels(snippets.labels());
    term::emit_to_write_style(out, &Config::default(), &snippets, &diagnostic).map_err(io::Error::other)
}

fn notes(help: Option<&str>) -> Vec<String> {
    help.map(|help| format!("help: {}", escape::block(help))).into_iter().collect()
}

fn emit(diagnostic: &Diagnostic<usize>, snippets: &Snippets, err: &mut dyn WriteColor) -> Exit {
    // If stderr fails, there is no other stream to report it on.
    let _ = term::emit_to_write_style(err, &Config::default(), snippets, diagnostic);
    Exit::Failure
}

#[cfg(test)]
mod tests {
    use super::*;
    use termcolor::NoColor;

    fn said(error: &CheckError) -> String {
        let mut err = NoColor::new(Vec::new());
        assert_eq!(check(error, &mut err), Exit::Failure);
        String::from_utf8(err.into_inner()).expect("it is UTF-8")
    }

    #[test]
    fn a_mistake_is_shown_in_its_file_without_its_escapes() {
        let text = format!("{}level = \"\x1b[2Jloud\"\n", "# filler\n".repeat(1_000));
        let start = text.find('"').expect("it is there");
        let span = start..text.len() - 1;
        let error = DataError { file: "async-lint.toml\u{202e}".into(), text: text.into(), span, message: "unknown level".into() };
        insta::assert_snapshot!(said(&CheckError::Data(vec![error])));
    }

    #[test]
    fn a_mistake_past_the_end_is_shown_at_the_end() {
        let error = DataError { file: "a.toml".into(), text: "x = 1".into(), span: 90..99, message: "missing key `level`".into() };
        insta::assert_snapshot!(said(&CheckError::Data(vec![error])));
    }

    #[test]
    fn an_unknown_lint_comes_with_the_nearest() {
        let error = CheckError::UnknownLint { name: "slep\x07".into(), suggestion: Some("blocking-sleep".into()) };
        insta::assert_snapshot!(said(&error));
    }
}
