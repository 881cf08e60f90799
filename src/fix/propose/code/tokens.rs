//! The lexemes of a file: where a name is mentioned, and where comments are. Knows no grammar beyond paths.

use crate::facts::{Name, Span};
use crate::syntax::{LexKind, Lexeme, Lexer};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;

/// The lexemes of a text, without comments.
#[derive(Clone)]
pub(in crate::fix::propose) struct Tokens<'t> {
    text: &'t str,
    lexed: Arc<Lexed>,
}

/// The part that does not borrow the text.
pub(in crate::fix::propose) struct Lexed {
    code: Vec<Lexeme>,
    /// The indices in `code` of each name.
    words: FxHashMap<Name, Vec<usize>>,
}

impl<'t> Tokens<'t> {
    pub(in crate::fix::propose) fn new(text: &'t str) -> Self {
        let code: Vec<Lexeme> = Lexer::new(text, 0).filter(|lexeme| !matches!(lexeme.kind, LexKind::Comment { .. })).collect();
        let mut words: FxHashMap<Name, Vec<usize>> = FxHashMap::default();
        for (index, lexeme) in code.iter().enumerate().filter(|(_, lexeme)| lexeme.kind == LexKind::Ident) {
            let word = text.get(lexeme.start..lexeme.end).unwrap_or_default();
            words.entry(Name::new(word.strip_prefix("r#").unwrap_or(word))).or_default().push(index);
        }
        Self { text, lexed: Arc::new(Lexed { code, words }) }
    }

    /// Rebuilds it from cached lexemes of the same text.
    pub(in crate::fix::propose) fn of(text: &'t str, lexed: Arc<Lexed>) -> Self {
        Self { text, lexed }
    }

    /// The part that can be cached.
    pub(in crate::fix::propose) fn lexed(&self) -> Arc<Lexed> {
        Arc::clone(&self.lexed)
    }

    /// The lexemes in `span`, without comments.
    pub(in crate::fix::propose) fn code_in(&self, span: Span) -> &[Lexeme] {
        &self.lexed.code[self.indices(span)]
    }

    /// The text itself.
    pub(in crate::fix::propose) fn text(&self) -> &'t str {
        self.text
    }

    fn indices(&self, span: Span) -> Range<usize> {
        let code = &self.lexed.code;
        let from = code.partition_point(|lexeme| lexeme.start < span.start as usize);
        let to = code.partition_point(|lexeme| lexeme.end <= span.end as usize);
        from..to.max(from)
    }

    /// The last lexeme before byte `at`, without comments.
    pub(in crate::fix::propose) fn last_before(&self, at: u32) -> Option<&Lexeme> {
        let code = &self.lexed.code;
        code[..code.partition_point(|lexeme| lexeme.end <= at as usize)].last()
    }

    /// The text of a lexeme.
    pub(in crate::fix::propose) fn word(&self, lexeme: &Lexeme) -> &'t str {
        self.text.get(lexeme.start..lexeme.end).unwrap_or_default()
    }

    /// Where `name` is the first segment of a path or a single name in `region`, not after `.` or `::`. With `as_module` only if `::`
    /// follows.
    pub(in crate::fix::propose) fn heads(&self, name: &str, as_module: AsModule, region: Span) -> Vec<Span> {
        let within = self.indices(region);
        let code = &self.lexed.code[within.clone()];
        let is = |index: usize, byte: u8| code.get(index).is_some_and(|lexeme| lexeme.kind == LexKind::Punct(byte));
        let all = self.lexed.words.get(&Name::new(name)).map_or(&[][..], Vec::as_slice);
        let all = &all[all.partition_point(|index| *index < within.start)..all.partition_point(|index| *index < within.end)];
        let mut found = Vec::new();
        for index in all.iter().map(|index| index - within.start) {
            let lexeme = &code[index];
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

/// A set of spans for containment queries.
pub(in crate::fix::propose) struct Spans(Vec<Span>);

impl Spans {
    pub(in crate::fix::propose) fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        let mut end = 0;
        // Each gets the furthest end so far; the span that reaches it does not start later.
        for span in &mut spans {
            end = end.max(span.end);
            span.end = end;
        }
        Self(spans)
    }

    /// Whether one of them contains `span`.
    pub(in crate::fix::propose) fn cover(&self, span: Span) -> bool {
        let before = self.0.partition_point(|other| other.start <= span.start);
        self.0[..before].last().is_some_and(|furthest| furthest.end >= span.end)
    }
}

/// A name in a format string.
pub(in crate::fix::propose) struct Inline<'t> {
    /// Its first byte.
    pub(in crate::fix::propose) at: u32,
    pub(in crate::fix::propose) name: &'t str,
}

/// The names in format strings in `text`, in order: `{name}`, `{name:?}`.
pub(in crate::fix::propose) fn inline_names_at(text: &str) -> impl Iterator<Item = Inline<'_>> {
    let literals = Lexer::new(text, 0).filter(|lexeme| lexeme.kind == LexKind::Literal);
    literals.flat_map(move |literal| {
        text[literal.start..literal.end].match_indices('{').filter_map(move |(brace, _)| {
            let start = literal.start + brace + 1;
            let rest = &text[start..literal.end];
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let is_name = rest[end..].starts_with(['}', ':']) && rest.starts_with(|c: char| c.is_alphabetic() || c == '_');
            is_name.then(|| Inline { at: u32::try_from(start).unwrap_or(u32::MAX), name: &rest[..end] })
        })
    })
}

/// The names in format strings in `text`.
pub(in crate::fix::propose) fn inline_names(text: &str) -> Vec<&str> {
    inline_names_at(text).map(|inline| inline.name).collect()
}

/// Whether a name is known to be a module, so that it is always followed by `::`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::fix::propose) enum AsModule {
    /// It is.
    Yes,
    /// It may be used alone.
    No,
}

/// The bytes of a lexeme.
pub(in crate::fix::propose) fn span_of(lexeme: &Lexeme) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(byte(lexeme.start), byte(lexeme.end))
}

/// Whether `text` contains a comment.
pub(in crate::fix::propose) fn has_comment(text: &str) -> bool {
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
