//! What the analysis knows about a call, as Markdown for hovers and commands.

use super::lines::{Encoding, Lines};
use crate::diagnostics::{Answer, Confidence};
use crate::report::escape;
use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position, Range};
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// A question about a line of a text.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) file: PathBuf,
    /// 1-based.
    pub(super) line: u32,
    pub(super) text: Arc<str>,
    /// The position that was pointed at; `None` for the whole line.
    pub(super) at: Option<Position>,
}

/// The hover for the call that the question points at; `None` if it points at none.
pub(super) fn hover(question: &Question, answers: &[Answer], encoding: Encoding) -> Option<Hover> {
    let lines = Lines::new(&question.text, encoding);
    let range = |answer: &Answer| {
        let start = answer.start.offset as usize;
        lines.range(start, start + answer.call.len())
    };
    let is_meant = |range: &Range| question.at.is_none_or(|at| range.start <= at && at <= range.end);
    let meant: Vec<(&Answer, Range)> = answers.iter().map(|answer| (answer, range(answer))).filter(|(_, range)| is_meant(range)).collect();
    let (_, range) = meant.first()?;
    let value = markdown(meant.iter().map(|(answer, _)| *answer));
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(*range) })
}

/// All answers, one after the other.
pub(super) fn markdown<'a>(answers: impl Iterator<Item = &'a Answer>) -> String {
    answers.map(one).collect::<Vec<_>>().join("\n---\n\n")
}

fn one(answer: &Answer) -> String {
    let mut text = format!("`{}` in `{}`\n\n", code(&answer.call), code(&answer.function));
    let mut row = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "- **{name}** {value}");
    };
    row("runs", &plain(&answer.runs));
    row("is", &plain(&answer.target));
    for reach in &answer.reaches {
        let verb = match (reach.via.is_empty(), reach.confidence) {
            (true, _) => "blocks",
            (false, Confidence::May) => "may reach",
            (false, Confidence::Certain) => "reaches",
        };
        row(verb, &format!("`{}` \\[{}\\], {}", code(&reach.api), plain(&reach.lint), plain(&reach.fate)));
        for hop in &reach.via {
            row("through", &format!("`{}` ({}:{})", code(&hop.function), plain(&hop.path), hop.line));
        }
    }
    for finding in &answer.findings {
        row("found", &format!("{} \\[{}\\], {}", plain(&finding.message), plain(&finding.lint), plain(&finding.fate)));
    }
    if let Some(silent) = &answer.silent {
        row("silent", &plain(silent));
    }
    text
}

/// Text for a code span in backticks.
fn code(text: &str) -> String {
    escape::line(text).replace('`', "'")
}

/// Text with all markup escaped but code spans.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut is_code = false;
    for c in escape::line(text).chars() {
        if c == '`' {
            is_code = !is_code;
        } else if !is_code && "\\<>[]*_#|&!".contains(c) {
            plain.push('\\');
        }
        plain.push(c);
    }
    if is_code {
        plain.push('`');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_the_code_is_no_markup() {
        assert_eq!(plain("a [x](y) <b> `c<d>`"), "a \\[x\\](y) \\<b\\> `c<d>`");
        assert_eq!(plain("open `"), "open ``");
        assert_eq!(code("a`b\u{1b}"), "a'b\\u{1b}");
    }
}
