//! Attributes, visibility and `cfg`.

use super::lowerer::{Lowerer, name_of};
use super::spans::Sp;
use crate::facts::{Attr, Cfg, Path, Visibility};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// The attributes of an item.
pub(super) struct Attrs {
    pub(super) kept: Vec<Attr>,
    pub(super) cfg: Vec<Cfg>,
    /// Whether one of them makes the item test code.
    pub(super) test: bool,
}

/// Last segments of attributes that mark tests and benchmarks, of any crate.
pub(super) const TEST_ATTRS: [&str; 11] = [
    "test",
    "bench",
    "rstest",
    "test_case",
    "proptest",
    "property_test",
    "quickcheck",
    "wasm_bindgen_test",
    "traced_test",
    "test_matrix",
    "should_panic",
];

pub(super) fn read(lo: &Lowerer<'_>, attrs: &[Attribute]) -> Attrs {
    let mut read = Attrs { kept: Vec::new(), cfg: Vec::new(), test: false };
    for attr in attrs {
        if attr.path().is_ident("doc") {
            continue;
        }
        if let Some(cfg) = cfg_of(attr) {
            read.cfg.push(cfg);
            continue;
        }
        let last = attr.path().segments.last().map(|segment| segment.ident.to_string());
        read.test |= last.is_some_and(|last| TEST_ATTRS.contains(&last.as_str()));
        read.kept.push(lower(lo, attr));
    }
    read
}

fn lower(lo: &Lowerer<'_>, attr: &Attribute) -> Attr {
    let span = lo.sp(attr.pound_token.spans[0]).cover(lo.sp(attr.bracket_token.span.close())).span;
    let path = lo.path(attr.path());
    let args = match &attr.meta {
        Meta::Path(_) => String::new(),
        Meta::List(list) => list.tokens.to_string(),
        Meta::NameValue(pair) => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
            // `#[project = Name]`
            syn::Expr::Path(path) => path.path.get_ident().map(ToString::to_string).unwrap_or_default(),
            _ => String::new(),
        },
    };
    let derives: Vec<Path> = match &attr.meta {
        Meta::List(list) if list.path.is_ident("derive") => list
            .parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated)
            .map(|paths| paths.iter().map(|path| lo.path(path)).collect())
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    Attr { path, args, derives, span }
}

/// The value of `#[name = "value"]`.
pub(super) fn string_value(attrs: &[Attribute], name: &str) -> Option<String> {
    attrs.iter().find_map(|attr| match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident(name) => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

/// The predicate, if the attribute is a `cfg`.
pub(super) fn cfg_of(attr: &Attribute) -> Option<Cfg> {
    match &attr.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let arms = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            Some(arms.ok().and_then(|arms| arms.first().map(|meta| predicate(meta, 0))).unwrap_or(Cfg::Unknown))
        }
        _ => None,
    }
}

/// The predicate in the parentheses of `cfg!(..)`.
pub(super) fn predicate_in(tokens: &proc_macro2::TokenStream) -> Cfg {
    let arms = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens.clone());
    arms.ok().and_then(|arms| arms.first().map(|meta| predicate(meta, 0))).unwrap_or(Cfg::Unknown)
}

/// The conjunction of all `cfg`s among some attributes; `None` if there are none.
pub(super) fn cfgs_of(attrs: &[Attribute]) -> Option<Cfg> {
    Cfg::conjunction(attrs.iter().filter_map(cfg_of))
}

/// The attributes of an expression that can be a statement.
pub(super) fn of_expr(expr: &syn::Expr) -> &[Attribute] {
    use syn::Expr;
    match expr {
        Expr::Block(e) => &e.attrs,
        Expr::Unsafe(e) => &e.attrs,
        Expr::Async(e) => &e.attrs,
        Expr::If(e) => &e.attrs,
        Expr::Match(e) => &e.attrs,
        Expr::Loop(e) => &e.attrs,
        Expr::While(e) => &e.attrs,
        Expr::ForLoop(e) => &e.attrs,
        Expr::Call(e) => &e.attrs,
        Expr::MethodCall(e) => &e.attrs,
        Expr::Macro(e) => &e.attrs,
        Expr::Return(e) => &e.attrs,
        Expr::Assign(e) => &e.attrs,
        Expr::Await(e) => &e.attrs,
        Expr::Try(e) => &e.attrs,
        Expr::Path(e) => &e.attrs,
        Expr::Struct(e) => &e.attrs,
        _ => &[],
    }
}

/// Parses a predicate; one that is nested unreasonably deep is `Unknown`.
pub(super) fn predicate(meta: &Meta, depth: u32) -> Cfg {
    if depth > 32 {
        return Cfg::Unknown;
    }
    match meta {
        Meta::Path(path) => match path.segments.last() {
            Some(flag) if path.segments.len() == 1 => Cfg::Flag(name_of(&flag.ident).as_str().to_owned()),
            _ => Cfg::Unknown,
        },
        Meta::NameValue(pair) => match (pair.path.get_ident(), &pair.value) {
            (Some(key), syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(value), .. })) => Cfg::KeyValue(key.to_string(), value.value()),
            _ => Cfg::Unknown,
        },
        Meta::List(list) => {
            let Ok(arms) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else { return Cfg::Unknown };
            let mut arms: Vec<Cfg> = arms.iter().map(|arm| predicate(arm, depth + 1)).collect();
            match list.path.get_ident().map(ToString::to_string).as_deref() {
                Some("all") => Cfg::All(arms),
                Some("any") => Cfg::Any(arms),
                Some("not") if arms.len() == 1 => arms.pop().map_or(Cfg::Unknown, |arm| Cfg::Not(Box::new(arm))),
                _ => Cfg::Unknown,
            }
        }
    }
}

impl Lowerer<'_> {
    /// A visibility, and the span of its first token unless it is inherited.
    pub(super) fn visibility(&self, vis: &syn::Visibility) -> (Visibility, Option<Sp>) {
        match vis {
            syn::Visibility::Inherited => (Visibility::Private, None),
            syn::Visibility::Public(token) => (Visibility::Public, Some(self.sp(token.span))),
            syn::Visibility::Restricted(limited) => {
                let at = Some(self.sp(limited.pub_token.span));
                if limited.path.is_ident("crate") {
                    return (Visibility::Crate, at);
                }
                (Visibility::Restricted(Box::new(self.path(&limited.path))), at)
            }
        }
    }
}
