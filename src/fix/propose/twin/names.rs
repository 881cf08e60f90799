//! Where a file names a blocking module, and what it says for the async twin. It goes by the text: a path means the same in a field, in a
//! signature, and in an import.

use super::super::code::texts::Texts;
use super::super::code::tokens::{AsModule, span_of};
use super::super::imports::{self, as_use};
use super::super::replace::template::Change;
use crate::catalogue::AsyncTwin;
use crate::diagnostics::Guard;
use crate::facts::{ItemId, Span, UseKind};
use crate::names::FileData;
use crate::syntax::{LexKind, Lexeme};

/// The changes of a file that name the twin; `name` is the crate's name in code. An error if a mention is unclear, or of something that the twin
/// may not have.
pub(super) fn changes(texts: &Texts, file: &FileData, twin: &AsyncTwin, name: &str) -> Result<Vec<Change>, Guard> {
    let text: &str = &file.text;
    let module = twin.blocking.rsplit("::").next().unwrap_or_default();
    if !text.contains(module) {
        return Ok(Vec::new());
    }
    let tokens = texts.tokens(text);
    let code = tokens.code_in(Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX)));
    let imported = import(file, module, name)?;
    let mut changes = Vec::new();
    if let Some(leaf) = imported {
        changes.push(imports::removal(&file.facts, (texts, text), leaf).ok_or(Guard::UnusedImport)?);
    }
    let heads = tokens.heads(module, AsModule::Yes, Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX)));
    let at = File { code, text };
    for index in (0..code.len()).filter(|index| at.word(*index) == module) {
        let span = span_of(&code[index]);
        if changes.iter().any(|(removed, _): &Change| removed.contains(span)) {
            continue;
        }
        let is_path = at.is_path_sep(index + 1);
        let after = code.get(index + 3).map(|next| Span::new(span.start, span_of(next).start));
        if index >= 3 && at.is_path_sep(index - 2) && at.word(index - 3) == name {
            // `reqwest::blocking::Client`
            let after = after.filter(|_| is_path).ok_or(Guard::AmbiguousImport)?;
            at.are_shared(index + 3, twin)?;
            changes.push((after, String::new()));
        } else if is_path && is_in_list_of(file, span, module, name) {
            // `use reqwest::{Method, blocking::Client};`
            at.are_shared(index + 3, twin)?;
            changes.push((after.ok_or(Guard::AmbiguousImport)?, String::new()));
        } else if heads.contains(&span) {
            // `blocking::Client`
            if imported.is_none() {
                return Err(Guard::AmbiguousImport);
            }
            at.are_shared(index + 3, twin)?;
            changes.push((span, name.to_owned()));
        }
    }
    Ok(changes)
}

/// The import of the module itself: `use reqwest::blocking;`.
fn import(file: &FileData, module: &str, name: &str) -> Result<Option<ItemId>, Guard> {
    let mut found = None;
    for (id, item) in file.facts.items.iter_enumerated() {
        let Some(decl) = as_use(item) else { continue };
        let segments: Vec<&str> = decl.path.segments.iter().map(|segment| segment.name.as_str()).collect();
        if segments[..] == [name, module] {
            if !matches!(decl.kind, UseKind::Named { .. }) || item.name != *module || found.is_some() {
                return Err(Guard::AmbiguousImport);
            }
            found = Some(id);
        }
    }
    Ok(found)
}

/// Whether a name is in a list of an import from the crate.
fn is_in_list_of(file: &FileData, span: Span, module: &str, name: &str) -> bool {
    file.facts.items.iter().filter_map(as_use).any(|decl| {
        let mut segments = decl.path.segments.iter().map(|segment| segment.name.as_str());
        decl.statement.contains(span) && segments.next() == Some(name) && segments.next() == Some(module)
    })
}

/// A file's lexemes.
struct File<'a> {
    code: &'a [Lexeme],
    text: &'a str,
}

impl<'a> File<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.code.get(index).and_then(|lexeme| self.text.get(lexeme.start..lexeme.end)).unwrap_or_default()
    }

    fn is_path_sep(&self, index: usize) -> bool {
        let is_colon = |index: usize| self.code.get(index).is_some_and(|lexeme| lexeme.kind == LexKind::Punct(b':'));
        is_colon(index) && is_colon(index + 1)
    }

    /// An error unless the twin has what is named after the module: a name, or a list of names.
    fn are_shared(&self, index: usize, twin: &AsyncTwin) -> Result<(), Guard> {
        let is_shared = |name: &str| {
            let path = format!("{}::{name}", twin.blocking);
            let is_it = |same: &String| same.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
            name == "get" || twin.same.iter().any(is_it)
        };
        if self.code.get(index).is_none_or(|lexeme| lexeme.kind != LexKind::Open(b'{')) {
            return if is_shared(self.word(index)) { Ok(()) } else { Err(Guard::OtherUse) };
        }
        let names = self.code[index + 1..].iter().take_while(|lexeme| lexeme.kind != LexKind::Close(b'}'));
        let names: Vec<&Lexeme> = names.collect();
        let is_fine = |(at, lexeme): (usize, &&Lexeme)| match lexeme.kind {
            LexKind::Punct(b',') => true,
            LexKind::Ident => {
                let word = self.word(index + 1 + at);
                word == "as" || at > 0 && self.word(index + at) == "as" || is_shared(word)
            }
            _ => false,
        };
        if names.iter().enumerate().all(is_fine) { Ok(()) } else { Err(Guard::OtherUse) }
    }
}
