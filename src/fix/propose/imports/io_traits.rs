//! The traits of `std::io` whose methods need an import, and their async twins: which calls use which trait, judged by the tokens. Knows no
//! types; what looks like a call of the trait counts as one.

use super::super::code::tokens::{Tokens, span_of};
use crate::facts::{Path, PathAnchor, Span};
use crate::syntax::LexKind;

/// A trait of std and its twin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::fix::propose) enum IoTrait {
    /// `Read`.
    Read,
    /// `Seek`.
    Seek,
    /// `Write`.
    Write,
}

const ALL: [IoTrait; 3] = [IoTrait::Read, IoTrait::Seek, IoTrait::Write];

impl IoTrait {
    /// The trait's name in std.
    pub(in crate::fix::propose) const fn name(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Seek => "Seek",
            Self::Write => "Write",
        }
    }

    /// The name of the twin in `tokio::io`.
    pub(in crate::fix::propose) const fn twin(self) -> &'static str {
        match self {
            Self::Read => "AsyncReadExt",
            Self::Seek => "AsyncSeekExt",
            Self::Write => "AsyncWriteExt",
        }
    }

    /// The trait of std that has this name.
    pub(in crate::fix::propose) fn called(name: &str) -> Option<Self> {
        ALL.into_iter().find(|one| one.name() == name)
    }

    /// The trait that the path of a `use` names.
    pub(in crate::fix::propose) fn imported(path: &Path) -> Option<Self> {
        ALL.into_iter().find(|one| is_path(path, &["std", "io", one.name()]))
    }

    const fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Read => &[
                "read",
                "read_vectored",
                "read_to_end",
                "read_to_string",
                "read_exact",
                "read_buf",
                "read_buf_exact",
                "by_ref",
                "bytes",
                "chain",
                "take",
            ],
            Self::Seek => &["seek", "rewind", "stream_position", "seek_relative", "stream_len"],
            Self::Write => &["write", "write_vectored", "write_all", "write_all_vectored", "write_fmt", "flush", "by_ref"],
        }
    }

    /// Whether the twin has a method of this name.
    fn twin_has(self, method: &str) -> bool {
        match self {
            Self::Read => ["chain", "take"].contains(&method) || method.starts_with("read"),
            Self::Seek => ["seek", "rewind", "stream_position"].contains(&method),
            Self::Write => ["flush", "shutdown"].contains(&method) || method.starts_with("write"),
        }
    }
}

/// Whether a path is written with these segments.
pub(in crate::fix::propose) fn is_path(path: &Path, segments: &[&str]) -> bool {
    path.anchor == PathAnchor::Plain && path.segments.iter().map(|segment| segment.name.as_str()).eq(segments.iter().copied())
}

/// What in `region` may need the trait of std: names of its methods after a `.` or `::` where the value is not awaited, and macros that
/// call them.
pub(in crate::fix::propose) fn needs_of(tokens: &Tokens<'_>, one: IoTrait, region: Span) -> Vec<Span> {
    let is_method = |word: &str| one.methods().contains(&word);
    let is_macro = |word: &str| one == IoTrait::Write && ["write", "writeln"].contains(&word);
    calls(tokens, region, &is_method, &is_macro).into_iter().filter(|(_, awaited)| !awaited).map(|(span, _)| span).collect()
}

/// What in `region` might call a method of the twin once the twin is in scope.
pub(in crate::fix::propose) fn may_reach_twin(tokens: &Tokens<'_>, one: IoTrait, region: Span) -> Vec<Span> {
    calls(tokens, region, &|word| one.twin_has(word), &|_| false).into_iter().map(|(span, _)| span).collect()
}

/// Names in the position of a method or macro name, and whether `.await` follows the call.
fn calls(tokens: &Tokens<'_>, region: Span, is_method: &dyn Fn(&str) -> bool, is_macro: &dyn Fn(&str) -> bool) -> Vec<(Span, bool)> {
    let code = tokens.code_in(region);
    let is = |index: usize, byte: u8| code.get(index).is_some_and(|lexeme| lexeme.kind == LexKind::Punct(byte));
    let mut found = Vec::new();
    for (index, lexeme) in code.iter().enumerate().filter(|(_, lexeme)| lexeme.kind == LexKind::Ident) {
        let word = tokens.word(lexeme);
        let follows = index >= 1 && (is(index - 1, b'.') || (index >= 2 && is(index - 1, b':') && is(index - 2, b':')));
        if (follows && is_method(word)) || (is(index + 1, b'!') && is_macro(word)) {
            let is_awaited = after_call(code, index + 1)
                .is_some_and(|after| is(after, b'.') && code.get(after + 1).is_some_and(|lexeme| tokens.word(lexeme) == "await"));
            found.push((span_of(lexeme), is_awaited));
        }
    }
    found
}

/// The lexeme after the arguments that start at `open`.
fn after_call(code: &[crate::syntax::Lexeme], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    if code.get(open)?.kind != LexKind::Open(b'(') {
        return None;
    }
    for (index, lexeme) in code.iter().enumerate().skip(open) {
        match lexeme.kind {
            LexKind::Open(_) => depth += 1,
            LexKind::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_the_traits_are_told_from_awaited_ones() {
        let text =
            "f.write_all(a(b)).await?; g.write_all(x)?; h\n  .flush()\n  .unwrap(); write!(f, \"{}\", 1)?; let write = 1; File::write(y);";
        let tokens = Tokens::new(text);
        let all = Span::new(0, u32::try_from(text.len()).expect("small"));
        let named = |spans: Vec<Span>| spans.into_iter().map(|span| &text[span.range()]).collect::<Vec<_>>();
        assert_eq!(named(needs_of(&tokens, IoTrait::Write, all)), ["write_all", "flush", "write", "write"]);
        assert_eq!(named(may_reach_twin(&tokens, IoTrait::Write, all)), ["write_all", "write_all", "flush", "write"]);
        assert!(needs_of(&tokens, IoTrait::Read, all).is_empty());
    }
}
