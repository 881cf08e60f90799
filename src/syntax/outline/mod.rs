//! The outline of a file, read from its lexemes: the heads of most items need no syntax tree.
//!
//! Items that an outline contains completely (`use`, macros and the like) are lowered from a syntax tree of their own text. Anything unusual gives
//! up, and the whole file is parsed.

mod cursor;
mod heads;
mod items;
mod sketch;
mod uses;

use super::lowerer::{Lowerer, Place};
use super::skeleton::{Cuts, skeleton};
use super::spans::Spans;
use super::{Bodies, MacroTable, directives, parse, small};
use crate::facts::{Cfg, FileFacts, Item, ItemId, ItemKind, Name, Parent, Span, Visibility};
use cursor::Cursor;
use heads::Attributes;
use sketch::Start;

/// Modules in modules.
const MAX_MODULES: u32 = 64;

/// An item as it is declared in its scope.
struct New {
    name: Name,
    name_span: Span,
    visibility: Visibility,
    is_sketch: bool,
    kind: ItemKind,
    /// The byte after it.
    end: usize,
}

/// The items of a file are read one after the other.
struct Outliner<'t> {
    text: &'t str,
    at: Cursor<'t>,
    lowerer: Lowerer<'t>,
    /// Bytes of items directly after each other that a syntax tree is needed for.
    pending: Option<(usize, usize)>,
}

/// The outline of `text` from byte `from` on. `None` if that takes a parser.
pub(super) fn outline(text: &str, from: usize, macros: &MacroTable) -> Option<FileFacts> {
    // A directive belongs to the item after it, which only a complete lowering knows.
    if text.contains(directives::MARK) {
        return None;
    }
    let mut own = MacroTable::default();
    own.scan(&text[from..]);
    let lowerer = Lowerer::new(Spans::new("", 0), Bodies::Outline, [&own, macros]);
    let mut outliner = Outliner { text, at: Cursor::new(text, from), lowerer, pending: None };
    let inner = Attributes::inner(&mut outliner.at)?;
    let place = outliner.lowerer.root(Cfg::conjunction(inner.cfg));
    while outliner.at.peek().is_some() {
        outliner.item(&place, 0)?;
    }
    outliner.flush(&place)?;
    let facts = outliner.lowerer.finish().0;
    proc_macro2::extra::invalidate_current_thread_spans();
    Some(facts)
}

impl Outliner<'_> {
    /// Leaves the item at bytes `start..end` to the parser.
    fn leave(&mut self, start: usize, end: usize) {
        self.pending = Some((self.pending.map_or(start, |(first, _)| first), end));
    }

    /// Lowers what was left to the parser.
    fn flush(&mut self, place: &Place) -> Option<()> {
        let Some((start, end)) = self.pending.take() else { return Some(()) };
        let written = &self.text[start..end];
        let cut = skeleton(written, 0, Cuts::Bodies);
        let file = parse::<syn::File>(&cut, 0, cut.len()).ok()?;
        self.lowerer.spans = Spans::of_skeleton(cut, written, small(start));
        for item in file.items {
            self.lowerer.item(item, place);
        }
        Some(())
    }

    /// Adds an item to its scope, or to its impl or trait.
    fn declare(&mut self, start: &Start, new: New, place: &Place) -> ItemId {
        let (cfg, in_test) = place.with(start.attributes.cfg.clone(), start.attributes.test);
        let id = self.lowerer.facts.items.push(Item {
            name: new.name,
            scope: place.scope,
            parent: place.parent,
            visibility: new.visibility,
            cfg: cfg.map(Box::new),
            in_test,
            is_sketch: new.is_sketch,
            attrs: Vec::new(),
            kind: new.kind,
            span: Span::new(small(start.first()), small(new.end)),
            name_span: new.name_span,
        });
        if place.parent == Parent::Scope {
            self.lowerer.facts.scopes[place.scope].items.push(id);
        }
        id
    }
}
