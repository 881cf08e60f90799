//! Attributes and visibility, read from lexemes.

use super::super::attrs::{TEST_ATTRS, cfg_of};
use super::super::parse_with;
use super::super::scan::LexKind;
use super::cursor::Cursor;
use crate::facts::{Cfg, Name, Path, PathAnchor, Segment, Span, Visibility};

/// Predicates nested deeper are read by the parser, which has its own limit.
const MAX_DEPTH: u32 = 16;

/// The attributes before an item, as far as its head shows them.
#[derive(Default)]
pub(super) struct Attributes {
    /// The first byte of the first one.
    pub(super) start: Option<usize>,
    /// The byte after the last one.
    pub(super) end: usize,
    pub(super) cfg: Vec<Cfg>,
    /// Whether one of them makes the item test code.
    pub(super) test: bool,
    /// Whether there are others than docs and `cfg`.
    pub(super) has_others: bool,
}

impl Attributes {
    /// Whether the contents of the item are left out, as [`super::super::skeleton`] does.
    pub(super) fn is_cut(&self) -> bool {
        self.cfg.iter().any(|cfg| matches!(cfg, Cfg::Flag(flag) if flag == "test"))
    }

    /// The outer attributes that are next.
    pub(super) fn read(at: &mut Cursor<'_>) -> Option<Self> {
        let mut read = Self::default();
        while let Some(hash) = at.take(LexKind::Punct(b'#')) {
            read.start.get_or_insert(hash.start);
            read.one(at, hash.start)?;
        }
        Some(read)
    }

    /// The inner attributes at the start of a file.
    pub(super) fn inner(at: &mut Cursor<'_>) -> Option<Self> {
        let mut read = Self::default();
        loop {
            let mut ahead = at.clone();
            let Some(hash) = ahead.take(LexKind::Punct(b'#')) else { return Some(read) };
            if ahead.take(LexKind::Punct(b'!')).is_none() {
                return Some(read);
            }
            *at = ahead;
            read.one(at, hash.start)?;
        }
    }

    /// The brackets of an attribute that starts at byte `start`.
    fn one(&mut self, at: &mut Cursor<'_>, start: usize) -> Option<()> {
        if !at.is(LexKind::Open(b'[')) {
            return None;
        }
        let mut inside = at.clone();
        inside.next();
        let close = at.skip_group()?;
        self.end = close.end;
        let mut last = inside.ident()?;
        let mut is_path = false;
        while inside.is(LexKind::Punct(b':')) {
            inside.next();
            inside.take(LexKind::Punct(b':'))?;
            last = inside.ident()?;
            is_path = true;
        }
        match last.name {
            "cfg" if !is_path => self.cfg.push(match cfg(&mut inside) {
                Some(cfg) => cfg,
                None => by_parser(at.slice(start, close.end))?,
            }),
            "doc" if !is_path => {}
            _ => self.has_others = true,
        }
        self.test |= TEST_ATTRS.contains(&last.name);
        Some(())
    }
}

/// The predicate in the parentheses that are next; `None` if it is unusual.
fn cfg(at: &mut Cursor<'_>) -> Option<Cfg> {
    at.take(LexKind::Open(b'('))?;
    let found = predicate(at, 0)?;
    at.take(LexKind::Close(b')'))?;
    at.take(LexKind::Close(b']'))?;
    Some(found)
}

fn predicate(at: &mut Cursor<'_>, depth: u32) -> Option<Cfg> {
    let name = at.word().filter(|name| !matches!(*name, "true" | "false") && depth < MAX_DEPTH)?;
    at.next();
    if at.take(LexKind::Punct(b'=')).is_some() {
        let literal = at.take(LexKind::Literal)?;
        let value = at.text_of(literal).strip_prefix('"')?.strip_suffix('"')?;
        return (!value.contains(['\\', '\r'])).then(|| Cfg::KeyValue(name.to_owned(), value.to_owned()));
    }
    if at.take(LexKind::Open(b'(')).is_none() {
        return matches!(at.peek()?.kind, LexKind::Punct(b',') | LexKind::Close(b')')).then(|| Cfg::Flag(name.to_owned()));
    }
    let mut arms = Vec::new();
    while at.take(LexKind::Close(b')')).is_none() {
        arms.push(predicate(at, depth + 1)?);
        if at.take(LexKind::Punct(b',')).is_none() && !at.is(LexKind::Close(b')')) {
            return None;
        }
    }
    match name {
        "all" => Some(Cfg::All(arms)),
        "any" => Some(Cfg::Any(arms)),
        "not" if arms.len() == 1 => arms.pop().map(|arm| Cfg::Not(Box::new(arm))),
        _ => None,
    }
}

/// The predicate of a `cfg` attribute as the parser reads it.
fn by_parser(attribute: &str) -> Option<Cfg> {
    let outer = attribute.replacen("#!", "#", 1);
    let read = parse_with(&outer, 0, outer.len(), syn::Attribute::parse_outer).ok()?;
    cfg_of(read.first()?)
}

/// The visibility that is next, and its first byte unless it is inherited. `None` if it is unusual.
pub(super) fn visibility(at: &mut Cursor<'_>) -> Option<(Visibility, Option<usize>)> {
    let Some(start) = at.peek().map(|next| next.start).filter(|_| at.take_word("pub")) else { return Some((Visibility::Private, None)) };
    let mut inside = at.clone();
    let is_limited = inside.take(LexKind::Open(b'(')).is_some() && matches!(inside.word(), Some("crate" | "self" | "super" | "in"));
    if !is_limited {
        return Some((Visibility::Public, Some(start)));
    }
    let word = inside.ident()?;
    if word.name == "in" {
        return None;
    }
    inside.take(LexKind::Close(b')'))?;
    *at = inside;
    if word.name == "crate" {
        return Some((Visibility::Crate, Some(start)));
    }
    let span = Span::new(super::super::small(word.start), super::super::small(word.end));
    let segments = vec![Segment { name: Name::new(word.name), span, args: None }];
    Some((Visibility::Restricted(Box::new(Path { anchor: PathAnchor::Plain, qself: None, segments, span })), Some(start)))
}
