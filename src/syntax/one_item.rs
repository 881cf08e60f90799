//! Lowering one item again, with its body.

use super::lowerer::{Lowerer, Place};
use super::spans::Spans;
use super::{Bodies, Lowered, MacroTable, SyntaxError, failed, parse_with, small};
use crate::facts::{Parent, ScopeId, Span};
use syn::parse::ParseStream;

/// Lowers one fn, const or static (free, or a member of an impl or trait) with its body. `text` is its file; `item_span` covers the item
/// with its attributes, as [`crate::facts::Item::span`] does. The result is a pseudo-file: scope 0 is its root, and item 0 is the item
/// (`Parent::Scope` even for a method). All spans are in bytes of `text`. Directives are left to [`super::lower`]. `macros` must also
/// contain the file's own macros. Fails like [`super::lower`], also if there is no such item at `item_span`.
pub fn lower_item(text: &str, item_span: Span, macros: &MacroTable) -> Lowered {
    let (from, to) = (item_span.start as usize, item_span.end as usize);
    let Some(slice) = text.get(from..to) else {
        return failed("the item's span does not lie in the text".to_owned(), item_span);
    };
    let parsed = match parse_with(text, from, to, one) {
        Ok(parsed) => parsed,
        Err(error) => return failed(error.message, error.span),
    };
    let mut own = MacroTable::default();
    own.scan(slice);
    let mut lowerer = Lowerer::new(Spans::new(slice, small(from)), Bodies::Lower, [&own, macros]);
    let place = Place { scope: ScopeId::from_usize(0), parent: Parent::Scope, in_test: false, cfg: None };
    match parsed {
        One::Item(item) => match *item {
            // A method looks like a free fn here.
            syn::Item::Fn(item) => drop(lowerer.fn_item(item, &place)),
            item => lowerer.item(item, &place),
        },
        One::TraitMember(member) => lowerer.trait_member(*member, &place),
        One::ImplMember(member) => lowerer.impl_member(*member, &place),
        One::ForeignFn(item) => lowerer.foreign_fn(*item, &place),
        One::Lazy(lazy) => lowerer.lazy(*lazy, crate::facts::Name::new("static"), &place),
    }
    lowerer.drain();
    let facts = lowerer.finish().0;
    proc_macro2::extra::invalidate_current_thread_spans();
    if facts.items.is_empty() {
        return Lowered {
            errors: vec![SyntaxError { message: "there is no item at the span".to_owned(), span: item_span }],
            ..failed(String::new(), item_span)
        };
    }
    Lowered { facts, errors: Vec::new() }
}

/// The forms of an item in a module, a trait, an impl (where it may be `default`), an `extern` block, or a macro that declares statics.
pub(super) enum One {
    Item(Box<syn::Item>),
    TraitMember(Box<syn::TraitItem>),
    ImplMember(Box<syn::ImplItem>),
    ForeignFn(Box<syn::ForeignItemFn>),
    Lazy(Box<super::item_macros::LazyStatic>),
}

/// One item in any position.
pub(super) fn one(input: ParseStream<'_>) -> syn::Result<One> {
    use syn::parse::discouraged::Speculative;
    let ahead = input.fork();
    let error = match ahead.parse::<syn::Item>() {
        Ok(item) if ahead.is_empty() && !matches!(item, syn::Item::Verbatim(_)) => {
            input.advance_to(&ahead);
            return Ok(One::Item(Box::new(item)));
        }
        Ok(_) => input.error("expected one item"),
        Err(error) => error,
    };
    let ahead = input.fork();
    if let Ok(member) = ahead.parse::<syn::TraitItem>()
        && ahead.is_empty()
        && !matches!(member, syn::TraitItem::Verbatim(_))
    {
        input.advance_to(&ahead);
        return Ok(One::TraitMember(Box::new(member)));
    }
    let ahead = input.fork();
    if let Ok(member) = ahead.parse::<syn::ImplItem>()
        && ahead.is_empty()
        && !matches!(member, syn::ImplItem::Verbatim(_))
    {
        input.advance_to(&ahead);
        return Ok(One::ImplMember(Box::new(member)));
    }
    let ahead = input.fork();
    if let Ok(syn::ForeignItem::Fn(item)) = ahead.parse()
        && ahead.is_empty()
    {
        input.advance_to(&ahead);
        return Ok(One::ForeignFn(Box::new(item)));
    }
    let ahead = input.fork();
    if let Ok(lazy) = ahead.parse::<super::item_macros::LazyStatic>()
        && ahead.is_empty()
    {
        input.advance_to(&ahead);
        return Ok(One::Lazy(Box::new(lazy)));
    }
    Err(error)
}
