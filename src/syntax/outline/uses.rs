//! `use` declarations, read from lexemes.

use super::super::lowerer::Place;
use super::super::scan::LexKind;
use super::super::spans::Sp;
use super::super::uses::Prefix;
use super::cursor::{Cursor, Ident};
use super::sketch::{Start, span};
use super::{New, Outliner};
use crate::facts::{ItemKind, Name, PathAnchor, Span, UseDecl, UseKind};

/// Groups in groups.
const MAX_GROUPS: u32 = 32;

/// A leaf of a tree: the bound name, where it is, and the declaration.
struct Leaf {
    name: Name,
    name_span: Span,
    decl: UseDecl,
}

/// The leaves of a `use` declaration, and the byte after it.
pub(super) struct Uses {
    leaves: Vec<Leaf>,
    end: usize,
}

impl Uses {
    /// The declaration after its keyword. `None` if it is left to the parser.
    pub(super) fn read(start: &Start, at: &mut Cursor<'_>) -> Option<Self> {
        if start.attributes.has_others {
            return None;
        }
        let first = at.peek()?;
        let colon = path_separator(at)?.then(|| sp(first.start, first.end));
        let anchor = if colon.is_some() { PathAnchor::Extern } else { PathAnchor::Plain };
        let mut leaves = Vec::new();
        tree(at, Prefix { anchor, segments: Vec::new(), sp: colon }, &mut leaves, 0)?;
        let end = at.take(LexKind::Punct(b';'))?.end;
        Some(Self { leaves, end })
    }
}

impl Outliner<'_> {
    /// Adds an item for each leaf.
    pub(super) fn declare_uses(&mut self, start: &Start, uses: Uses, place: &Place) {
        let Uses { leaves, end } = uses;
        let statement = span(start.code, end);
        for Leaf { name, name_span, decl } in leaves {
            let kind = ItemKind::Use(UseDecl { statement, ..decl });
            let visibility = start.visibility.clone();
            self.declare(start, New { name, name_span, visibility, is_sketch: false, kind, end }, place);
        }
    }
}

/// Skips `::`, and says whether it was next. `None` if a single colon is next.
fn path_separator(at: &mut Cursor<'_>) -> Option<bool> {
    let Some(first) = at.take(LexKind::Punct(b':')) else { return Some(false) };
    at.take(LexKind::Punct(b':')).filter(|second| second.start == first.end)?;
    Some(true)
}

fn tree(at: &mut Cursor<'_>, mut prefix: Prefix, leaves: &mut Vec<Leaf>, depth: u32) -> Option<()> {
    if depth > MAX_GROUPS {
        return None;
    }
    loop {
        match at.peek()?.kind {
            LexKind::Open(b'{') => {
                at.next();
                while at.take(LexKind::Close(b'}')).is_none() {
                    tree(at, prefix.clone(), leaves, depth + 1)?;
                    if at.take(LexKind::Punct(b',')).is_none() && !at.is(LexKind::Close(b'}')) {
                        return None;
                    }
                }
                return Some(());
            }
            LexKind::Punct(b'*') => {
                let star = at.next()?;
                leaves.push(leaf(Name::new("*"), span(star.start, star.end), &prefix, UseKind::Glob));
                return Some(());
            }
            _ => {}
        }
        let name = at.ident()?;
        if !path_separator(at)? {
            let alias = if at.take_word("as") { Some(at.ident()?) } else { None };
            leaves.push(named(prefix, name, alias));
            return Some(());
        }
        prefix.push(Name::new(name.name), sp(name.start, name.end));
    }
}

fn named(mut prefix: Prefix, ident: Ident<'_>, alias: Option<Ident<'_>>) -> Leaf {
    let name = Name::new(ident.name);
    let self_leaf = prefix.leaf(name, sp(ident.start, ident.end), ident.name == "self");
    let own = if self_leaf { prefix.segments.last().map_or(name, |last| last.name) } else { name };
    let (bound, at) = alias.map_or((own, ident), |alias| (Name::new(alias.name), alias));
    let kind = if bound == *"_" { UseKind::Anonymous } else { UseKind::Named { self_leaf } };
    leaf(bound, span(at.start, at.end), &prefix, kind)
}

fn leaf(name: Name, name_span: Span, prefix: &Prefix, kind: UseKind) -> Leaf {
    Leaf { name, name_span, decl: UseDecl { path: prefix.path(), kind, statement: Span::default() } }
}

fn sp(start: usize, end: usize) -> Sp {
    Sp { span: span(start, end), expanded: false }
}
