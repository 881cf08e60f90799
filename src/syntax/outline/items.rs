//! Items in the order of the text, each read from its lexemes or left to the parser.

use super::super::lowerer::{Head, Place};
use super::super::scan::LexKind;
use super::super::spans::{Sp, Spans};
use super::super::{parse_with, small};
use super::cursor::Cursor;
use super::sketch::{Keyword, Sketch, Start};
use super::uses::Uses;
use super::{Attributes, MAX_MODULES, New, Outliner};
use crate::facts::{ItemId, ItemKind, Name, Parent, ScopeKind, Span, Visibility};

impl Outliner<'_> {
    /// Reads the next item; modules are read with their items.
    pub(super) fn item(&mut self, place: &Place, depth: u32) -> Option<()> {
        let mut ahead = self.at.clone();
        let start = Start::read(&mut ahead)?;
        let found = match start.keyword {
            None => None,
            Some(Keyword::Mod) => return self.module(&start, ahead, place, depth),
            Some(Keyword::Use) => {
                let Some(uses) = Uses::read(&start, &mut ahead) else { return self.left(&start) };
                self.flush(place)?;
                self.at = ahead;
                self.declare_uses(&start, uses, place);
                return Some(());
            }
            Some(keyword) => Sketch::read(keyword, &start, &mut ahead, Parent::Scope),
        };
        let Some(sketch) = found else { return self.left(&start) };
        self.flush(place)?;
        self.at = ahead;
        self.push(&start, sketch, place);
        Some(())
    }

    /// Leaves the next item to the parser.
    fn left(&mut self, start: &Start) -> Option<()> {
        Attributes::read(&mut self.at)?;
        let end = if start.keyword == Some(Keyword::Use) { self.at.past_semicolon()? } else { self.at.past_item()? };
        self.leave(start.first(), end.end);
        Some(())
    }

    /// A module; `at` is after its keyword.
    fn module(&mut self, start: &Start, mut at: Cursor<'_>, place: &Place, depth: u32) -> Option<()> {
        let name = at.ident()?;
        let Some(open) = at.take(LexKind::Open(b'{')) else { return self.left(start) };
        if depth >= MAX_MODULES {
            return None;
        }
        self.flush(place)?;
        self.at = Cursor::new(self.text, open.start);
        let close = self.at.clone().skip_group()?;
        self.at.next();
        let (first, end) = (start.first(), start.attributes.end.max(start.first()));
        let attributes = parse_with(self.text, first, end, syn::Attribute::parse_outer).ok()?;
        self.lowerer.spans = Spans::new(&self.text[first..end], small(first));
        let sp = |from: usize, to: usize| Sp { span: Span::new(small(from), small(to)), expanded: false };
        let head = Head {
            name: Name::new(name.name),
            name_sp: sp(name.start, name.end),
            visibility: start.visibility.clone(),
            attrs: &attributes,
            start: sp(start.code, start.code),
            end: sp(close.start, close.end),
        };
        let (id, in_test) = self.lowerer.open(head, place);
        let path_attr = super::super::attrs::string_value(&attributes, "path");
        let scope = self.lowerer.scope(ScopeKind::Module(id), place.scope);
        let inner = Place { scope, parent: Parent::Scope, in_test, cfg: None };
        if start.attributes.is_cut() {
            self.at = Cursor::new(self.text, close.start);
        }
        while !self.at.is(LexKind::Close(b'}')) {
            self.item(&inner, depth + 1)?;
        }
        self.flush(&inner)?;
        self.at.next();
        self.lowerer.set(id, ItemKind::Module { scope: Some(scope), path_attr });
        Some(())
    }

    /// Adds an item, and after it its members.
    fn push(&mut self, start: &Start, sketch: Sketch, place: &Place) -> ItemId {
        let visibility = if sketch.is_public { Visibility::Public } else { start.visibility.clone() };
        let Sketch { name, name_span, kind, end, .. } = sketch;
        let id = self.declare(start, New { name, name_span, visibility, is_sketch: true, kind, end }, place);
        let parent = match &self.lowerer.facts.items[id].kind {
            ItemKind::Impl(_) => Parent::Impl(id),
            ItemKind::Trait(_) => Parent::Trait(id),
            _ => return id,
        };
        let in_test = self.lowerer.facts.items[id].in_test;
        let inner = Place { scope: place.scope, parent, in_test, cfg: None };
        let members = sketch.members.into_iter().map(|(start, member)| self.push(&start, member, &inner)).collect();
        match &mut self.lowerer.facts.items[id].kind {
            ItemKind::Impl(block) => block.members = members,
            ItemKind::Trait(def) => def.members = members,
            _ => {}
        }
        id
    }
}
