//! One item's declaration, when the outline of its file is not enough.

use super::lowerer::{Lowerer, Place};
use super::one_item::{One, one};
use super::skeleton::{Cuts, skeleton};
use super::spans::Spans;
use super::{Bodies, MacroTable, parse_with, small};
use crate::facts::{Attr, BodyRef, ItemKind, Parent, ScopeId, Span};

/// What the outline of a file leaves out of an item.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// What it is; impls and traits come without their members.
    pub kind: ItemKind,
    /// Attributes other than docs and `cfg`.
    pub attrs: Vec<Attr>,
}

/// Whether an item of this kind can be read by itself, from its bytes alone.
pub(super) fn stands_apart(kind: &ItemKind, parent: Parent) -> bool {
    match kind {
        // With a receiver outside of impls and traits, an attribute moves it.
        ItemKind::Fn(function) => parent != Parent::Scope || function.sig.self_param.is_none(),
        ItemKind::Struct { .. } | ItemKind::Enum { .. } | ItemKind::Trait(_) | ItemKind::Impl(_) | ItemKind::Const { .. } => true,
        ItemKind::TypeAlias { ty, .. } => ty.is_some() || parent != Parent::Scope,
        ItemKind::Static { body, wrapper, .. } => *body != BodyRef::None && wrapper.is_none(),
        ItemKind::Module { .. }
        | ItemKind::Use(_)
        | ItemKind::ExternCrate { .. }
        | ItemKind::MacroRules(_)
        | ItemKind::MacroCall { .. } => false,
    }
}

/// The declaration of the item at `item` of `text`, its span with attributes; bodies are deferred. `macros` has to hold the file's own macros too.
/// `None` if there is no such item.
#[must_use]
pub fn lower_declaration(text: &str, item: Span, macros: &MacroTable) -> Option<Declaration> {
    let written = text.get(item.start as usize..item.end as usize)?;
    let cut = skeleton(written, 0, Cuts::Members);
    let parsed = parse_with(&cut, 0, cut.len(), one).ok()?;
    let none = MacroTable::default();
    let mut lowerer = Lowerer::new(Spans::of_skeleton(&cut, written, small(item.start as usize)), Bodies::Defer, [&none, macros]);
    let place = Place { scope: ScopeId::from_usize(0), parent: Parent::Scope, in_test: false, cfg: None };
    match parsed {
        One::Item(item) => match *item {
            syn::Item::Fn(item) => drop(lowerer.fn_item(item, &place)),
            item => lowerer.item(item, &place),
        },
        One::TraitMember(member) => lowerer.trait_member(*member, &place),
        One::ForeignFn(item) => lowerer.foreign_fn(*item, &place),
        One::Lazy(_) => {}
    }
    let facts = lowerer.finish().0;
    proc_macro2::extra::invalidate_current_thread_spans();
    let first = facts.items.into_iter().next()?;
    Some(Declaration { kind: first.kind, attrs: first.attrs })
}
