//! Macro calls in item position.

use super::lowerer::{Head, Lowerer, Place, name_of};
use super::spans::Sp;
use crate::facts::{BodyRef, Cfg, ItemKind, Name, Parent, Visibility};
use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Token};

/// One `static ref NAME: Type = value;` of `lazy_static!`, `static NAME: Type = value` of `thread_local!`, or `static NAME: Type` of
/// `task_local!`.
pub(super) struct LazyStatic {
    attrs: Vec<Attribute>,
    vis: syn::Visibility,
    static_token: Token![static],
    ident: syn::Ident,
    ty: syn::Type,
    value: Option<syn::Expr>,
    end: proc_macro2::Span,
}

impl Parse for LazyStatic {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let static_token = input.parse()?;
        input.parse::<Option<Token![ref]>>()?;
        let ident: syn::Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let eq = input.parse::<Option<Token![=]>>()?;
        let value = eq.map(|_| input.parse()).transpose()?;
        let last = eq.map_or_else(|| ident.span(), |eq| eq.span);
        let end = input.parse::<Option<Token![;]>>()?.map_or(last, |semi| semi.span);
        Ok(Self { attrs, vis, static_token, ident, ty, value, end })
    }
}

/// The items of a module, impl or trait that a macro call expands to.
enum Members {
    Items(Vec<syn::Item>),
    Impl(Vec<syn::ImplItem>),
    Trait(Vec<syn::TraitItem>),
}

impl Lowerer<'_> {
    pub(super) fn item_macro(
        &mut self,
        attrs: &[Attribute],
        ident: Option<&syn::Ident>,
        mac: &syn::Macro,
        semi: Option<proc_macro2::Span>,
        place: &Place,
    ) {
        let path_sp = self.path_sp(&mac.path);
        let end = self.sp(semi.unwrap_or_else(|| mac.delimiter.span().close()));
        let called = mac.path.segments.last().map_or_else(|| Name::new(""), |last| name_of(&last.ident));
        if let Some(ident) = ident {
            let name_sp = self.sp(ident.span());
            let head = Head { name: name_of(ident), name_sp, visibility: Visibility::Private, attrs, start: path_sp, end };
            return self.macro_definition(head, mac, place);
        }
        let outer = super::attrs::read(self, attrs);
        let mut inner = place.clone();
        (inner.cfg, inner.in_test) = place.with(outer.cfg, outer.test);
        if self.macro_depth < super::macro_rules::MAX_NESTED && self.known_item_macro(called, mac, path_sp, &inner) {
            return;
        }
        let head = Head { name: called, name_sp: path_sp, visibility: Visibility::Private, attrs, start: path_sp, end };
        let (id, _) = self.open(head, place);
        let path = self.path(&mac.path);
        let text = path_text(&mac.path);
        self.set(id, ItemKind::MacroCall { path });
        self.skip(text, path_sp.span);
    }

    fn known_item_macro(&mut self, called: Name, mac: &syn::Macro, path_sp: Sp, place: &Place) -> bool {
        match called.as_str() {
            "lazy_static" | "thread_local" | "task_local" => {
                let many = |input: ParseStream<'_>| {
                    let mut found = Vec::new();
                    while !input.is_empty() {
                        found.push(input.parse::<LazyStatic>()?);
                    }
                    Ok(found)
                };
                if let Ok(statics) = many.parse2(mac.tokens.clone()) {
                    for lazy in statics {
                        self.lazy(lazy, called, place);
                    }
                    return true;
                }
            }
            "cfg_if" | "cfg_select" => {
                let branches = if called == "cfg_if" { cfg_branches(&mac.tokens) } else { super::cfg_select::branches(&mac.tokens) };
                if let Some(branches) = branches {
                    for (cfg, tokens) in branches {
                        let Some(members) = self.read_members(tokens, place.parent) else { return false };
                        let cfg = place.cfg.iter().cloned().chain([cfg]).collect();
                        let cfg = Cfg::All(cfg);
                        let in_test = place.in_test || cfg.is_test_only();
                        self.lower_members(members, &Place { cfg: Some(cfg), in_test, ..place.clone() });
                    }
                    return true;
                }
            }
            "compile_error" => return true,
            "delegate" if matches!(place.parent, Parent::Impl(_)) && !self.defers() => {
                let Some(methods) = super::delegate::methods(&mac.tokens) else { return false };
                self.macro_depth += 1;
                self.lower_members(Members::Impl(methods), place);
                self.macro_depth -= 1;
                return true;
            }
            "include" if matches!(place.parent, Parent::Scope) => {
                // Only a literal path is read: `concat!(env!("OUT_DIR"), ..)` is a file that the build script generates.
                let Ok(file) = syn::parse2::<syn::LitStr>(mac.tokens.clone()) else { return false };
                let end = self.sp(mac.delimiter.span().close());
                let head = Head { name: called, name_sp: path_sp, visibility: Visibility::Private, attrs: &[], start: path_sp, end };
                let (id, _) = self.open(head, place);
                self.set(id, ItemKind::Include { path: file.value() });
                return true;
            }
            _ => {}
        }
        // A macro of the crate itself may have the name of another crate's one.
        for rules in [self.rules_for(&mac.path), self.foreign_rules_for(&mac.path, place.scope)].into_iter().flatten() {
            if let Some((tokens, weight)) = self.expand(&rules, &mac.tokens)
                && let Some(members) = self.read_members(tokens, place.parent)
            {
                self.during(path_sp.span, weight, |lo| lo.lower_members(members, place));
                return true;
            }
        }
        // `cfg_rt! { .. }`, `pin_project! { .. }`: the tokens are plain items.
        if mac.tokens.is_empty() {
            return false;
        }
        let joined = super::paste::pasted(&mac.tokens);
        // An item with a joined name is not in the text as it is read, so its body cannot be read later.
        if joined.is_some() && self.defers() {
            return false;
        }
        let Some(members) = self.read_members(joined.unwrap_or_else(|| mac.tokens.clone()), place.parent) else { return false };
        self.macro_depth += 1;
        self.lower_members(members, place);
        self.macro_depth -= 1;
        true
    }

    fn read_members(&self, tokens: TokenStream, parent: Parent) -> Option<Members> {
        read_members(if self.outlines() { super::token_skeleton::skeleton(tokens) } else { tokens }, parent)
    }

    fn lower_members(&mut self, members: Members, place: &Place) {
        match members {
            Members::Items(items) => items.into_iter().for_each(|item| self.item(item, place)),
            Members::Impl(items) => items.into_iter().for_each(|item| self.impl_member(item, place)),
            Members::Trait(items) => items.into_iter().for_each(|item| self.trait_member(item, place)),
        }
    }

    /// A static of `lazy_static!`, `thread_local!` or `task_local!`.
    pub(super) fn lazy(&mut self, lazy: LazyStatic, wrapper: Name, place: &Place) {
        let end = self.sp(lazy.end);
        let head = self.head(&lazy.attrs, &lazy.vis, &lazy.ident, self.sp(lazy.static_token.span), end);
        let (id, _) = self.open(head, place);
        let ty = self.ty(&lazy.ty);
        let body = lazy.value.map_or(BodyRef::None, |value| self.value(id, place.scope, value));
        self.set(id, ItemKind::Static { ty, body, wrapper: Some(wrapper) });
    }

    /// A static without a value, which an attribute macro gives one: `#[distributed_slice] static JOBS: [fn()];`.
    pub(super) fn gathered(&mut self, tokens: TokenStream, place: &Place) {
        let Ok(item) = syn::parse2::<LazyStatic>(tokens) else { return };
        if item.value.is_none() {
            let head = self.head(&item.attrs, &item.vis, &item.ident, self.sp(item.static_token.span), self.sp(item.end));
            let (id, _) = self.open(head, place);
            let ty = self.ty(&item.ty);
            self.set(id, ItemKind::Static { ty, body: BodyRef::None, wrapper: None });
        }
    }

    /// The span of a macro path, including a leading `::`.
    pub(super) fn path_sp(&self, path: &syn::Path) -> Sp {
        let colon = path.leading_colon.map(|colon| self.sp(colon.spans[0]));
        let first = path.segments.first().map(|segment| self.sp(segment.ident.span()));
        let last = path.segments.last().map(|segment| self.sp(segment.ident.span()));
        let none = Sp { span: crate::facts::Span::default(), expanded: false };
        let start = colon.or(first).unwrap_or(none);
        start.cover(last.unwrap_or(start))
    }
}

/// A path as text, for messages.
pub(super) fn path_text(path: &syn::Path) -> String {
    let names: Vec<String> = path.segments.iter().map(|segment| name_of(&segment.ident).as_str().to_owned()).collect();
    let lead = if path.leading_colon.is_some() { "::" } else { "" };
    format!("{lead}{}", names.join("::"))
}

fn read_members(tokens: TokenStream, parent: Parent) -> Option<Members> {
    fn all<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
        input.call(Attribute::parse_inner)?;
        let mut found = Vec::new();
        while !input.is_empty() {
            found.push(input.parse()?);
        }
        Ok(found)
    }
    match parent {
        Parent::Scope => all::<syn::Item>.parse2(tokens).ok().map(Members::Items),
        Parent::Impl(_) => all::<syn::ImplItem>.parse2(tokens).ok().map(Members::Impl),
        Parent::Trait(_) => all::<syn::TraitItem>.parse2(tokens).ok().map(Members::Trait),
    }
}

/// The branches of `cfg_if!`: the condition and the tokens of each.
pub(super) fn cfg_branches(tokens: &TokenStream) -> Option<Vec<(Cfg, TokenStream)>> {
    let read = |input: ParseStream<'_>| {
        let mut branches = Vec::new();
        let mut earlier = Vec::new();
        loop {
            if input.peek(Token![if]) {
                input.parse::<Token![if]>()?;
                let attr = input.call(Attribute::parse_outer)?;
                let cfg = attr.iter().find_map(super::attrs::cfg_of).unwrap_or(Cfg::Unknown);
                let not = Cfg::Not(Box::new(cfg.clone()));
                let all = if earlier.is_empty() { cfg } else { Cfg::All(earlier.iter().cloned().chain([cfg]).collect()) };
                earlier.push(not);
                branches.push((all, braced(input)?));
            } else {
                branches.push((Cfg::All(earlier.clone()), braced(input)?));
                break;
            }
            if input.parse::<Option<Token![else]>>()?.is_none() {
                break;
            }
        }
        if input.is_empty() { Ok(branches) } else { Err(input.error("unexpected token")) }
    };
    read.parse2(tokens.clone()).ok()
}

/// The contents of the next `{ .. }`.
pub(super) fn braced(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let content;
    syn::braced!(content in input);
    content.parse()
}
