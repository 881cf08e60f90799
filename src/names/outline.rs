//! The items of a file whose declarations alone are read. At first only their heads are kept; an item is read completely when it is first
//! used. Of a dependency's items few ever are.

use super::loader::Declaration;
use crate::facts::{BodyRef, Cfg, Directive, FileFacts, Item, ItemId, ItemKind, Name, Parent, ScopeId, Span, Visibility};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// The items of a file.
#[derive(Debug)]
pub(super) struct Outline {
    heads: Box<[Head]>,
    /// In the same order. An inner `None` means that the text has no such item, because it has changed.
    items: Box<[OnceLock<Option<Box<Item>>>]>,
    pub(super) directives: Box<[Directive]>,
}

/// An item without its kind and its attributes.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Head {
    name: Name,
    scope: ScopeId,
    parent: Parent,
    visibility: Visibility,
    cfg: Option<Box<Cfg>>,
    in_test: bool,
    /// Whether the rest of the item must still be read from its span.
    is_sketch: bool,
    span: Span,
    name_span: Span,
}

/// An outline in its stored form: items that were never used are left out.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OutlineRecord<'a> {
    heads: Cow<'a, [Head]>,
    items: Vec<Option<Cow<'a, Item>>>,
    directives: Cow<'a, [Directive]>,
}

impl Outline {
    /// The outline of a file with these facts.
    pub(super) fn new(facts: Arc<FileFacts>) -> Self {
        let facts = Arc::unwrap_or_clone(facts);
        let known = |item: Item| if item.is_sketch { OnceLock::new() } else { OnceLock::from(Some(Box::new(item))) };
        Self {
            heads: facts.items.iter().map(Head::of).collect(),
            items: facts.items.into_iter().map(known).collect(),
            directives: facts.directives.into(),
        }
    }

    /// An item; when it is first used, `declaration` reads it from its span.
    pub(super) fn item(&self, id: ItemId, declaration: impl FnOnce(Span) -> Option<Declaration>) -> Option<&Item> {
        let head = self.heads.get(id.index())?;
        let complete = || Some(Box::new(head.with(declaration(head.span)?, self.members(id))));
        self.items.get(id.index())?.get_or_init(complete).as_deref()
    }

    /// An item that an outline always contains completely: a `use`, an `extern crate`, a module, a macro.
    pub(super) fn read_item(&self, id: ItemId) -> Option<&Item> {
        self.heads.get(id.index()).filter(|head| !head.is_sketch)?;
        self.items.get(id.index())?.get()?.as_deref()
    }

    /// All items that an outline always contains completely.
    pub(super) fn read_items(&self) -> impl Iterator<Item = &Item> {
        (0..self.heads.len()).filter_map(|index| self.read_item(ItemId::from_usize(index)))
    }

    /// The members of an impl or trait, which directly follow it.
    fn members(&self, of: ItemId) -> Vec<ItemId> {
        let is_member = |id: &ItemId| matches!(self.heads[id.index()].parent, Parent::Impl(parent) | Parent::Trait(parent) if parent == of);
        (of.index() + 1..self.heads.len()).map(ItemId::from_usize).take_while(is_member).collect()
    }

    /// The stored form. Items that were used are included, so they need not be read again.
    pub(super) fn record(&self) -> OutlineRecord<'_> {
        OutlineRecord {
            heads: Cow::Borrowed(&self.heads),
            items: self.items.iter().map(|item| item.get()?.as_deref().map(Cow::Borrowed)).collect(),
            directives: Cow::Borrowed(&self.directives),
        }
    }

    /// The outline of a stored record; without items if the record is missing or inconsistent.
    pub(super) fn stored(record: Option<OutlineRecord<'_>>) -> Self {
        let Some(record) = record.filter(OutlineRecord::is_consistent) else {
            return Self { heads: Box::default(), items: Box::default(), directives: Box::default() };
        };
        let known = |item: Option<Cow<'_, Item>>| item.map_or_else(OnceLock::new, |item| OnceLock::from(Some(Box::new(item.into_owned()))));
        Self { heads: record.heads.into(), items: record.items.into_iter().map(known).collect(), directives: record.directives.into() }
    }
}

impl Head {
    fn of(item: &Item) -> Self {
        Self {
            name: item.name,
            scope: item.scope,
            parent: item.parent,
            visibility: item.visibility.clone(),
            cfg: item.cfg.clone(),
            in_test: item.in_test,
            is_sketch: item.is_sketch,
            span: item.span,
            name_span: item.name_span,
        }
    }

    fn with(&self, declaration: Declaration, members: Vec<ItemId>) -> Item {
        let Declaration { mut kind, attrs } = declaration;
        match &mut kind {
            ItemKind::Impl(block) => block.members = members,
            ItemKind::Trait(def) => def.members = members,
            _ => {}
        }
        Item {
            name: self.name,
            scope: self.scope,
            parent: self.parent,
            visibility: self.visibility.clone(),
            cfg: self.cfg.clone(),
            in_test: self.in_test,
            is_sketch: false,
            attrs,
            kind,
            span: self.span,
            name_span: self.name_span,
        }
    }
}

impl OutlineRecord<'_> {
    /// Whether all ids are valid.
    fn is_consistent(&self) -> bool {
        let count = self.heads.len();
        let item = |id: &ItemId| id.index() < count;
        let body = |body: BodyRef| !matches!(body, BodyRef::Deferred(span) if span.start > span.end);
        let holds = |head: &Head| {
            let parent = match head.parent {
                Parent::Scope => true,
                Parent::Impl(id) | Parent::Trait(id) => item(&id),
            };
            parent && head.span.start <= head.span.end
        };
        let kind = |kind: &ItemKind| match kind {
            ItemKind::Fn(function) => body(function.body),
            ItemKind::Const { body: of, .. } | ItemKind::Static { body: of, .. } => body(*of),
            ItemKind::Trait(def) => def.members.iter().all(item),
            ItemKind::Impl(block) => block.members.iter().all(item),
            _ => true,
        };
        count == self.items.len()
            && self.heads.iter().all(holds)
            && self.items.iter().flatten().all(|item| kind(&item.kind))
            && self.directives.iter().all(|directive| directive.item.as_ref().is_none_or(item))
    }
}
