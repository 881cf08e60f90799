//! The state of one lowering: the facts so far, the queued bodies, and the known macros.

use super::body::PendingBody;
use super::macro_rules::{Expander, Rules};
use super::spans::{Sp, Spans};
use super::{Bodies, MacroTable};
use crate::facts::{
    BodyId, BodyRef, Cfg, FileFacts, Item, ItemId, ItemKind, Name, Parent, Scope, ScopeId, ScopeKind, Skipped, Span, Visibility,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::rc::Rc;

/// The shared state of lowering one file.
pub(super) struct Lowerer<'t> {
    pub(super) spans: Spans<'t>,
    pub(super) facts: FileFacts,
    bodies: Bodies,
    /// Bodies to lower, in the order of their ids.
    pending: VecDeque<PendingBody>,
    reserved: usize,
    /// The byte at which an item starts after its attributes.
    pub(super) starts: BTreeMap<u32, ItemId>,
    pub(super) expander: Expander<'t>,
    /// The total weight of the macro calls around the current code.
    pub(super) macro_depth: u32,
}

/// Where items are declared, and the properties they inherit.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) scope: ScopeId,
    pub(super) parent: Parent,
    pub(super) in_test: bool,
    /// From an enclosing `cfg_if!` branch or similar.
    pub(super) cfg: Option<Cfg>,
}

impl Place {
    /// The `cfg` of an item here that has these of its own, and whether it is test code.
    pub(super) fn with(&self, own: Vec<Cfg>, test: bool) -> (Option<Cfg>, bool) {
        let cfg = Cfg::conjunction(self.cfg.iter().cloned().chain(own));
        let in_test = self.in_test || test || cfg.as_ref().is_some_and(Cfg::is_test_only);
        (cfg, in_test)
    }
}

/// The parts that every kind of item has.
pub(super) struct Head<'a> {
    pub(super) name: Name,
    pub(super) name_sp: Sp,
    pub(super) visibility: Visibility,
    pub(super) attrs: &'a [syn::Attribute],
    /// First token after the attributes.
    pub(super) start: Sp,
    /// Last token.
    pub(super) end: Sp,
}

impl<'t> Lowerer<'t> {
    pub(super) fn new(spans: Spans<'t>, bodies: Bodies, tables: [&'t MacroTable; 2]) -> Self {
        let mut facts = FileFacts::default();
        facts.scopes.push(Scope { kind: ScopeKind::File, parent: None, items: Vec::new() });
        Self {
            spans,
            facts,
            bodies,
            pending: VecDeque::new(),
            reserved: 0,
            starts: BTreeMap::new(),
            expander: Expander::new(tables),
            macro_depth: 0,
        }
    }

    /// Lowers a file's items, then all bodies, nested ones after the outer ones.
    pub(super) fn file(&mut self, file: syn::File) {
        let place = self.root(super::attrs::cfgs_of(&file.attrs));
        for item in file.items {
            self.item(item, &place);
        }
        self.drain();
    }

    /// The place of a file's items, given the `cfg` at the file's head.
    pub(super) fn root(&mut self, cfg: Option<Cfg>) -> Place {
        self.facts.in_test = cfg.as_ref().is_some_and(Cfg::is_test_only);
        Place { scope: ScopeId::from_usize(0), parent: Parent::Scope, in_test: self.facts.in_test, cfg }
    }

    /// Lowers the queued bodies, including those queued meanwhile.
    pub(super) fn drain(&mut self) {
        while let Some(body) = self.pending.pop_front() {
            super::body::lower(self, body);
        }
    }

    pub(super) fn finish(mut self) -> (FileFacts, BTreeMap<u32, ItemId>) {
        self.facts.shrink_to_fit();
        (self.facts, self.starts)
    }

    /// Whether a body is deferred. A body from an expansion is not in the text, so it cannot be.
    pub(super) fn defers(&self) -> bool {
        self.bodies != Bodies::Lower && self.spans.call.is_none()
    }

    /// Whether only outlines are needed: neither bodies nor declarations.
    pub(super) fn outlines(&self) -> bool {
        self.bodies == Bodies::Outline
    }

    /// Queues a body; `block` is its span. If its item is not in the text, the body cannot be deferred.
    pub(super) fn queue(&mut self, block: Sp, stands_in_text: bool, make: impl FnOnce(BodyId) -> PendingBody) -> BodyRef {
        if self.bodies != Bodies::Lower && stands_in_text {
            return BodyRef::Deferred(block.span);
        }
        let id = BodyId::from_usize(self.reserved);
        self.reserved += 1;
        if !self.outlines() {
            self.pending.push_back(make(id));
        }
        BodyRef::Lowered(id)
    }

    /// Adds an item whose kind follows later ([`Lowerer::set`]), and declares it in its scope unless it is a member.
    pub(super) fn open(&mut self, head: Head<'_>, place: &Place) -> (ItemId, bool) {
        let read = super::attrs::read(self, head.attrs);
        let (cfg, in_test) = place.with(read.cfg, read.test);
        let first = head.attrs.iter().find(|attr| matches!(attr.style, syn::AttrStyle::Outer));
        let whole = match first {
            // An attribute that a macro adds to an item from its argument is not part of the item's text.
            Some(attr) if !self.sp(attr.pound_token.spans[0]).expanded || head.start.expanded => {
                self.sp(attr.pound_token.spans[0]).cover(head.start).cover(head.end)
            }
            _ => head.start.cover(head.end),
        };
        let item = Item {
            name: head.name,
            scope: place.scope,
            parent: place.parent,
            visibility: head.visibility,
            cfg: cfg.map(Box::new),
            in_test,
            is_sketch: false,
            attrs: read.kept,
            kind: ItemKind::ExternCrate { krate: Name::new("") },
            span: whole.span,
            name_span: head.name_sp.span,
        };
        let id = self.facts.items.push(item);
        if !head.start.expanded {
            self.starts.entry(head.start.span.start).or_insert(id);
        }
        if place.parent == Parent::Scope {
            self.facts.scopes[place.scope].items.push(id);
        }
        (id, in_test)
    }

    /// Sets the kind of an opened item.
    pub(super) fn set(&mut self, id: ItemId, kind: ItemKind) {
        let outlined = self.outlines() && self.macro_depth == 0 && self.spans.call.is_none();
        let item = &mut self.facts.items[id];
        item.is_sketch = outlined && super::declaration::stands_apart(&kind, item.parent);
        item.kind = kind;
    }

    pub(super) fn sp(&self, span: proc_macro2::Span) -> Sp {
        self.spans.of(span)
    }

    pub(super) fn scope(&mut self, kind: ScopeKind, parent: ScopeId) -> ScopeId {
        self.facts.scopes.push(Scope { kind, parent: Some(parent), items: Vec::new() })
    }

    pub(super) fn skip(&mut self, path: String, span: Span) -> &mut Skipped {
        self.facts.skipped.push(Skipped { path, span, at: None });
        self.facts.skipped.last_mut().expect("just pushed")
    }

    /// Expands a call: the tokens and their weight.
    pub(super) fn expand(&mut self, rules: &Rules, tokens: &proc_macro2::TokenStream) -> Option<(proc_macro2::TokenStream, u32)> {
        self.expander.expand(rules, tokens, self.macro_depth)
    }

    /// The definitions of a macro called by `path`, if it can be one of this crate.
    pub(super) fn rules_for(&mut self, path: &syn::Path) -> Option<Rc<Rules>> {
        let last = path.segments.last()?;
        // `log::debug!` inside a crate's own `debug!` is not that macro again.
        if let Some(first) = path.segments.first().filter(|_| path.segments.len() > 1)
            && !["crate", "self", "super"].iter().any(|word| first.ident == word)
        {
            return self.expander.rules(Name::new(&format!("{}::{}", first.ident, last.ident)));
        }
        self.expander.rules(Name::new(&last.ident.to_string()))
    }

    /// The rules of a macro that another crate exports, called by its bare name in a scope: of the one that a `use` names, else of the only one.
    pub(super) fn foreign_rules_for(&mut self, path: &syn::Path, scope: ScopeId) -> Option<Rc<Rules>> {
        let only = path.get_ident()?.to_string();
        let rules = self.imported_from(&only, scope).and_then(|path| self.expander.rules(path));
        rules.or_else(|| self.expander.foreign(&only))
    }

    /// The path that the innermost `use` of a name gives, without modules.
    fn imported_from(&self, name: &str, scope: ScopeId) -> Option<Name> {
        let imported = |scope: ScopeId| {
            self.facts.scopes[scope].items.iter().find_map(|item| match &self.facts.items[*item] {
                Item { name: bound, kind: ItemKind::Use(used), .. } if *bound == *name => match &used.path.segments[..] {
                    [krate, .., last] => Some(Name::new(&format!("{}::{}", krate.name, last.name))),
                    _ => None,
                },
                _ => None,
            })
        };
        std::iter::successors(Some(scope), |scope| self.facts.scopes[*scope].parent).find_map(imported)
    }

    /// Runs `f` on tokens from a macro definition; `call` is the span of the call that they replace.
    pub(super) fn during<R>(&mut self, call: Span, weight: u32, f: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.spans.call.replace(call);
        self.macro_depth += weight;
        let result = f(self);
        self.macro_depth -= weight;
        self.spans.call = before;
        result
    }
}

/// An identifier's text without `r#`.
pub(super) fn name_of(ident: &syn::Ident) -> Name {
    thread_local! {
        static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
    }
    TEXT.with_borrow_mut(|text| {
        text.clear();
        // Writing to a string cannot fail.
        let _ = write!(text, "{ident}");
        Name::new(text)
    })
}
