//! A position among the lexemes of a text, comments left out.

use super::super::scan::{LexKind, Lexeme, Lexer};

/// The position; a clone of it looks ahead.
#[derive(Clone)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    next: Option<Lexeme>,
}

/// A name, without the `r#` of a raw one.
#[derive(Clone, Copy)]
pub(super) struct Ident<'t> {
    pub(super) name: &'t str,
    /// First byte, `r#` included.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A part of an item's head, up to the braces, the semicolon or the equals sign that ends it.
pub(super) struct Header<'t> {
    pub(super) end: Lexeme,
    /// Of the first parentheses: the lexemes at their start.
    pub(super) params: Vec<&'t str>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        let mut cursor = Self { text, lexer: Lexer::new(text, at), next: None };
        cursor.advance();
        cursor
    }

    fn advance(&mut self) {
        self.next = self.lexer.find(|lexeme| !matches!(lexeme.kind, LexKind::Comment { .. }));
    }

    pub(super) fn peek(&self) -> Option<Lexeme> {
        self.next
    }

    pub(super) fn next(&mut self) -> Option<Lexeme> {
        let found = self.next?;
        self.advance();
        Some(found)
    }

    pub(super) fn text_of(&self, lexeme: Lexeme) -> &'t str {
        &self.text[lexeme.start..lexeme.end]
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        &self.text[start..end]
    }

    /// The next lexeme if it is a word; raw names are no words.
    pub(super) fn word(&self) -> Option<&'t str> {
        let next = self.next.filter(|next| next.kind == LexKind::Ident)?;
        let is_raw = next.end - next.start == 1 && self.text.as_bytes()[next.start] == b'r' && self.text[next.end..].starts_with('#');
        (!is_raw).then(|| self.text_of(next))
    }

    /// Skips the word, if it is next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let is_next = self.word() == Some(word);
        if is_next {
            self.advance();
        }
        is_next
    }

    pub(super) fn is(&self, kind: LexKind) -> bool {
        self.next.is_some_and(|next| next.kind == kind)
    }

    pub(super) fn take(&mut self, kind: LexKind) -> Option<Lexeme> {
        if self.is(kind) { self.next() } else { None }
    }

    /// The next name, also a raw one. `None` if something else is next.
    pub(super) fn ident(&mut self) -> Option<Ident<'t>> {
        let is_word = self.word().is_some();
        let first = self.take(LexKind::Ident)?;
        if is_word {
            return Some(Ident { name: self.text_of(first), start: first.start, end: first.end });
        }
        let hash = self.take(LexKind::Punct(b'#'))?;
        let name = self.take(LexKind::Ident).filter(|name| name.start == hash.end)?;
        Some(Ident { name: self.text_of(name), start: first.start, end: name.end })
    }

    /// Skips the brackets that are next, with their contents; the closing one.
    pub(super) fn skip_group(&mut self) -> Option<Lexeme> {
        let mut depth = 0_usize;
        loop {
            let lexeme = self.next()?;
            match lexeme.kind {
                LexKind::Open(_) => depth += 1,
                LexKind::Close(_) => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(lexeme);
                    }
                }
                _ if depth == 0 => return None,
                _ => {}
            }
        }
    }

    /// Skips to the braces, semicolon or equals sign that ends the head of an item, which is then next. Braces and equals signs between `<` and
    /// `>` belong to the head.
    pub(super) fn header(&mut self, mut look: impl FnMut(&Self, Lexeme)) -> Option<Header<'t>> {
        let mut angles = 0_usize;
        let mut params = None;
        let mut last: Option<Lexeme> = None;
        loop {
            let at = self.peek()?;
            match at.kind {
                LexKind::Open(b'{') | LexKind::Punct(b';' | b'=') if angles == 0 => {
                    return Some(Header { end: at, params: params.unwrap_or_default() });
                }
                LexKind::Open(open) => {
                    if open == b'(' && angles == 0 && params.is_none() {
                        let mut ahead = self.clone();
                        ahead.advance();
                        params = Some(std::iter::from_fn(|| ahead.next()).take(RECEIVER).map(|lexeme| self.text_of(lexeme)).collect());
                    }
                    last = Some(self.skip_group()?);
                    continue;
                }
                LexKind::Close(_) => return None,
                LexKind::Punct(b'<') => angles += 1,
                LexKind::Punct(b'>') => {
                    let is_arrow = last.is_some_and(|last| last.end == at.start && matches!(last.kind, LexKind::Punct(b'-' | b'=')));
                    if !is_arrow {
                        angles = angles.checked_sub(1)?;
                    }
                }
                _ if angles == 0 => look(self, at),
                _ => {}
            }
            last = Some(at);
            self.advance();
        }
    }

    /// Skips to the next semicolon outside of brackets, and past it.
    pub(super) fn past_semicolon(&mut self) -> Option<Lexeme> {
        loop {
            match self.peek()?.kind {
                LexKind::Open(_) => drop(self.skip_group()?),
                LexKind::Close(_) => return None,
                LexKind::Punct(b';') => return self.next(),
                _ => self.advance(),
            }
        }
    }

    /// Skips the rest of an item of any kind but `use`: past the next semicolon or braces.
    pub(super) fn past_item(&mut self) -> Option<Lexeme> {
        loop {
            match self.peek()?.kind {
                LexKind::Open(b'{') => return self.skip_group(),
                LexKind::Open(_) => drop(self.skip_group()?),
                LexKind::Close(_) => return None,
                LexKind::Punct(b';') => return self.next(),
                _ => self.advance(),
            }
        }
    }
}

/// A receiver is among the first lexemes of the parameters: `&'a mut self`.
const RECEIVER: usize = 4;
