//! Directive comments: `// async-lint: allow(lint) reason`.

use super::scan::{LexKind, Lexeme, Lexer};
use crate::facts::{Directive, DirectiveKind, ItemId, LineIndex, Name, Span};
use std::collections::BTreeMap;

/// The word that starts a directive.
pub(super) const MARK: &str = "async-lint:";

/// All directives of `text` from byte `from` on. `items` maps the byte at which an item starts after its attributes to its id.
pub(super) fn collect(text: &str, from: usize, items: &BTreeMap<u32, ItemId>) -> Vec<Directive> {
    if !text.contains(MARK) {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    let mut found = Vec::new();
    let lexemes: Vec<_> = Lexer::new(text, from).collect();
    let after = after_attributes(&lexemes);
    for (index, lexeme) in lexemes.iter().enumerate() {
        if lexeme.kind != (LexKind::Comment { doc: false }) {
            continue;
        }
        let comment = &text[lexeme.start..lexeme.end];
        let body = comment.strip_suffix("*/").unwrap_or(comment);
        let lead = body.len() - body.trim_start_matches(['/', '*', ' ', '\t', '\r', '\n']).len();
        if !body[lead..].starts_with(MARK) {
            continue;
        }
        let start = lexeme.start + lead;
        let (kind, words_end, reason) = words(text, start + MARK.len(), lexeme.start + body.len());
        let line_start = text[..lexeme.start].rfind('\n').map_or(0, |n| n + 1);
        let own_line = text[line_start..lexeme.start].trim_start_matches('\u{feff}').trim().is_empty();
        let item = if own_line { after[index + 1].and_then(|at| items.get(&at).copied()) } else { None };
        let span = Span::new(small(start), small(words_end));
        found.push(Directive { kind, reason, span, line: lines.line(small(lexeme.start)), own_line, item });
    }
    found
}

/// Reads the words in bytes `from..to`: the kind, where its own words end, and the reason.
fn words(text: &str, from: usize, to: usize) -> (DirectiveKind, usize, String) {
    let rest = &text[from..to];
    let start = from + (rest.len() - rest.trim_start().len());
    let rest = text[start..to].trim_end();
    let word_len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    let after = &rest[word_len..];
    let ends = after.is_empty() || after.starts_with(|c: char| c.is_whitespace());
    let reason = || after.trim().to_owned();
    match &rest[..word_len] {
        "nonblocking" if ends => (DirectiveKind::NonBlocking, start + word_len, reason()),
        "blocking" if ends => (DirectiveKind::Blocking, start + word_len, reason()),
        "allow" => {
            let gap = after.len() - after.trim_start().len();
            let list = after.trim_start().strip_prefix('(').and_then(|list| list.split_once(')'));
            let Some((names, reason)) = list else { return malformed(rest, start) };
            let at = start + word_len + gap + 1;
            let Some(lints) = lints(names, at) else { return malformed(rest, start) };
            (DirectiveKind::Allow(lints), at + names.len() + 1, reason.trim().to_owned())
        }
        _ => malformed(rest, start),
    }
}

fn malformed(rest: &str, start: usize) -> (DirectiveKind, usize, String) {
    (DirectiveKind::Malformed(rest.to_owned()), start + rest.len(), String::new())
}

/// `a, b` starting at byte `at`; `None` if it is not a list of lint names.
fn lints(names: &str, mut at: usize) -> Option<Vec<(Name, Span)>> {
    let mut found = Vec::new();
    for part in names.split(',') {
        let name = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        if name.is_empty() && !found.is_empty() {
            continue;
        }
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            return None;
        }
        found.push((Name::new(name), Span::new(small(start), small(start + name.len()))));
    }
    Some(found)
}

/// For each lexeme, and for the end: the start of the next token that is neither a comment nor part of an outer attribute.
fn after_attributes(lexemes: &[Lexeme]) -> Vec<Option<u32>> {
    let mut closing = vec![None; lexemes.len()];
    let mut open = Vec::new();
    for (index, lexeme) in lexemes.iter().enumerate() {
        match lexeme.kind {
            LexKind::Open(_) => open.push(index),
            LexKind::Close(_) => {
                if let Some(start) = open.pop() {
                    closing[start] = Some(index);
                }
            }
            _ => {}
        }
    }
    let mut after = vec![None; lexemes.len() + 1];
    for (index, lexeme) in lexemes.iter().enumerate().rev() {
        let is_attribute =
            lexeme.kind == LexKind::Punct(b'#') && lexemes.get(index + 1).is_some_and(|next| next.kind == LexKind::Open(b'['));
        after[index] = match lexeme.kind {
            LexKind::Comment { .. } => after[index + 1],
            _ if is_attribute => closing[index + 1].and_then(|end| after[end + 1]),
            _ => Some(small(lexeme.start)),
        };
    }
    after
}

fn small(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
