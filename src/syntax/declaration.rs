//! One item's declaration, for callers that need more than the outline of its file.

use super::lowerer::{Lowerer, Place};
use super::one_item::{One, one};
use super::skeleton::{Cuts, skeleton};
use super::spans::Spans;
use super::{Bodies, MacroTable, parse_with, small};
use crate::facts::{Attr, BodyRef, ItemKind, Parent, ScopeId, Span};

/// The parts of an item that the outline of a file leaves out.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The kind of item; impls and traits come without their members.
    pub kind: ItemKind,
    /// Attributes other than docs and `cfg`.
    pub attrs: Vec<Attr>,
}

/// Whether an item of this kind can be lowered from its own bytes alone.
pub(super) fn stands_apart(kind: &ItemKind, parent: Parent) -> bool {
    match kind {
        // An attribute macro may move a fn with a receiver into an impl.
        ItemKind::Fn(function) => parent != Parent::Scope || function.sig.self_param.is_none(),
        ItemKind::Struct { .. } | ItemKind::Enum { .. } | ItemKind::Trait(_) | ItemKind::Impl(_) | ItemKind::Const { .. } => true,
        ItemKind::TypeAlias { ty, .. } => ty.is_some() || parent != Parent::Scope,
        ItemKind::Static { body, wrapper, .. } => *body != BodyRef::None && wrapper.is_none(),
        ItemKind::Module { .. }
        | ItemKind::Use(_)
        | ItemKind::ExternCrate { .. }
        | ItemKind::MacroRules(_)
        | ItemKind::Include { .. }
        | ItemKind::MacroCall { .. } => false,
    }
}

/// The declaration of the item whose span in `text`, attributes included, is `item`. Bodies are deferred. `macros` must also contain the
/// file's own macros. `None` if there is no such item.
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
        One::ImplMember(member) => lowerer.impl_member(*member, &place),
        One::ForeignFn(item) => lowerer.foreign_fn(*item, &place),
        One::Lazy(_) => {}
    }
    let facts = lowerer.finish().0;
    proc_macro2::extra::invalidate_current_thread_spans();
    let first = facts.items.into_iter().next()?;
    Some(Declaration { kind: first.kind, attrs: first.attrs })
}
