//! The layout of code: lines and indentation. Knows only texts and spans.

use crate::facts::Span;
use crate::syntax::{LexKind, Lexer};

/// The first byte of the line that contains byte `at`.
pub(in crate::fix::propose) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The text before a byte on its line.
pub(in crate::fix::propose) fn before(text: &str, at: u32) -> &str {
    let at = at as usize;
    &text[line_start(text, at)..at]
}

/// The indentation of the line of a byte.
pub(in crate::fix::propose) fn indent(text: &str, at: u32) -> &str {
    let line = before(text, at);
    &line[..line.len() - line.trim_start().len()]
}

/// The code at `span` of a text, indented one step deeper than `outer`.
pub(in crate::fix::propose) fn deeper(whole: &str, span: Span, outer: &str) -> String {
    let text = whole.get(span.range()).unwrap_or_default();
    reindented(text, indent(whole, span.start), &format!("{outer}    "))
}

/// Code with another indentation. Literals that span lines stay as they are.
pub(in crate::fix::propose) fn reindented(text: &str, old: &str, new: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    let mut literals =
        Lexer::new(text, 0).filter(|lexeme| lexeme.kind == LexKind::Literal).map(|lexeme| (lexeme.start, lexeme.end)).peekable();
    for (at, _) in text.match_indices('\n') {
        let from = at + 1;
        while literals.next_if(|(_, end)| *end <= from).is_some() {}
        let is_literal = literals.peek().is_some_and(|(start, _)| *start < from);
        if !is_literal && text[from..].starts_with(old) {
            out.push_str(&text[last..from]);
            out.push_str(new);
            last = from + old.len();
        }
    }
    out.push_str(&text[last..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_starts_after_the_newline_before() {
        let text = "a\n\t  b = c";
        assert_eq!((before(text, 0), before(text, 7)), ("", "\t  b "));
        assert_eq!((indent(text, 1), indent(text, 7)), ("", "\t  "));
    }
}
