//! A file as its lexemes: who mentions a name, and where comments stand. Knows no grammar beyond paths.

use crate::facts::Span;
use crate::syntax::{LexKind, Lexeme, Lexer};

/// The lexemes of a text, comments kept.
pub(super) struct Tokens<'t> {
    text: &'t str,
    list: Vec<Lexeme>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, list: Lexer::new(text, 0).collect() }
    }

    /// The lexemes that lie in `span` and are no comments.
    pub(super) fn code_in(&self, span: Span) -> Vec<Lexeme> {
        let from = self.list.partition_point(|lexeme| lexeme.start < span.start as usize);
        let inside = self.list[from..].iter().take_while(|lexeme| lexeme.end <= span.end as usize);
        inside.filter(|lexeme| !matches!(lexeme.kind, LexKind::Comment { .. })).copied().collect()
    }

    /// The text of a lexeme.
    pub(super) fn word(&self, lexeme: &Lexeme) -> &'t str {
        self.text.get(lexeme.start..lexeme.end).unwrap_or_default()
    }

    /// Where `name` begins a path or stands alone in `region`: not after `.` or `::`. With `as_module` only where `::` follows.
    pub(super) fn heads(&self, name: &str, as_module: AsModule, region: Span) -> Vec<Span> {
        let code = self.code_in(region);
        let is = |index: usize, byte: u8| code.get(index).is_some_and(|lexeme| lexeme.kind == LexKind::Punct(byte));
        let mut found = Vec::new();
        for (index, lexeme) in code.iter().enumerate() {
            let word = self.word(lexeme);
            if lexeme.kind != LexKind::Ident || word.strip_prefix("r#").unwrap_or(word) != name {
                continue;
            }
            let after_path = index >= 2 && is(index - 1, b':') && is(index - 2, b':') && code[index - 2].end == code[index - 1].start;
            let after_dot = index >= 1 && is(index - 1, b'.') && !(index >= 2 && is(index - 2, b'.'));
            let before_path = is(index + 1, b':') && is(index + 2, b':');
            if !after_path && !after_dot && (as_module == AsModule::No || before_path) {
                found.push(span_of(lexeme));
            }
        }
        found
    }
}

/// The names that format strings in `text` mention: `{name}`, `{name:?}`.
pub(super) fn inline_names(text: &str) -> Vec<&str> {
    let literals = Lexer::new(text, 0).filter(|lexeme| lexeme.kind == LexKind::Literal);
    let mut found = Vec::new();
    for literal in literals {
        let literal = &text[literal.start..literal.end];
        for (at, _) in literal.match_indices('{') {
            let rest = &literal[at + 1..];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            if rest[end..].starts_with(['}', ':']) && rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                found.push(&rest[..end]);
            }
        }
    }
    found
}

/// Whether a name is known to stand for a module, so that it always leads a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AsModule {
    /// It does.
    Yes,
    /// It may stand alone.
    No,
}

/// The bytes of a lexeme.
pub(super) fn span_of(lexeme: &Lexeme) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(byte(lexeme.start), byte(lexeme.end))
}

/// Whether a comment stands in `text`.
pub(super) fn has_comment(text: &str) -> bool {
    Lexer::new(text, 0).any(|lexeme| matches!(lexeme.kind, LexKind::Comment { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_paths_are_told_from_what_merely_looks_alike() {
        let text = "use a::fs; fn f() { fs::read(); x.fs(); std::fs::read(); /* fs::x */ let fs = \"fs::y\"; ..fs }";
        let tokens = Tokens::new(text);
        let all = Span::new(0, u32::try_from(text.len()).expect("small"));
        assert_eq!(tokens.heads("fs", AsModule::Yes, all).len(), 1);
        assert_eq!(tokens.heads("fs", AsModule::No, all).len(), 3);
        assert_eq!(inline_names("f(\"{a} {{ {b:?} {0} {}\", c)"), ["a", "b"]);
        assert!(has_comment("a /* b */") && has_comment("x // y") && !has_comment("\"// no\""));
    }
}
