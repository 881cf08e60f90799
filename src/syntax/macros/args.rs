//! Argument lists of macros.

use super::format_string::placeholders;
use crate::facts::FormatTraits;
use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Token};

/// Comma-separated expressions; `name = value` gives the value.
pub(super) fn list(tokens: &TokenStream) -> Option<Vec<Expr>> {
    Some(written(tokens)?.into_iter().map(value_of).collect())
}

/// Comma-separated expressions as they are written, for [`format`].
pub(super) fn written(tokens: &TokenStream) -> Option<Vec<Expr>> {
    let exprs = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()).ok()?;
    Some(exprs.into_iter().collect())
}

/// The value of `name = value`, which an argument list reads as an assignment.
pub(super) fn value_of(expr: Expr) -> Expr {
    match expr {
        Expr::Assign(assign) if matches!(&*assign.left, Expr::Path(path) if path.path.get_ident().is_some()) => *assign.right,
        expr => expr,
    }
}

/// An argument of a formatting macro, and how it is shown, if that is known.
pub(super) type Shown = (Expr, Option<FormatTraits>);

/// The arguments of a macro that begins with a format string, and the variables that the string captures, each once and with the span of the
/// string. The string itself is left out if it is a literal.
pub(super) fn format(mut exprs: Vec<Expr>) -> Vec<Shown> {
    let literal = match exprs.first() {
        Some(Expr::Lit(lit)) => match &lit.lit {
            syn::Lit::Str(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let Some(literal) = literal else { return exprs.into_iter().map(|expr| (value_of(expr), None)).collect() };
    exprs.remove(0);
    let names: Vec<Option<String>> = exprs.iter().map(name_of).collect();
    let mut shown: Vec<Shown> = exprs.into_iter().map(|expr| (value_of(expr), None)).collect();
    let text = literal.value();
    let mut captured: Vec<(&str, FormatTraits)> = Vec::new();
    let mut next = 0;
    for placeholder in placeholders(&text) {
        next += usize::from(placeholder.takes_precision);
        let index = match placeholder.argument {
            "" => {
                next += 1;
                Some(next - 1)
            }
            name => name.parse().ok().or_else(|| names.iter().position(|own| own.as_deref() == Some(name))),
        };
        let traits = placeholder.traits;
        match index {
            Some(index) => {
                if let Some((_, own)) = shown.get_mut(index) {
                    *own = Some(own.map_or(traits, |own| own.and(traits)));
                }
            }
            None => match captured.iter().position(|(name, _)| *name == placeholder.argument) {
                Some(at) => captured[at].1 = captured[at].1.and(traits),
                None if captured.len() < MAX_CAPTURED => captured.push((placeholder.argument, traits)),
                None => {}
            },
        }
    }
    let variable = |(name, traits): (&str, FormatTraits)| {
        // The name may be raw, which `Ident::new` does not accept.
        let mut ident = syn::parse_str::<syn::Ident>(name).ok()?;
        ident.set_span(literal.span());
        Some((Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: ident.into() }), Some(traits)))
    };
    shown.extend(captured.into_iter().filter_map(variable));
    shown
}

/// The name of `name = value`.
fn name_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Assign(assign) => match &*assign.left {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        },
        _ => None,
    }
}

/// The maximum number of captured variables in one format string.
const MAX_CAPTURED: usize = 64;

/// `value; count`.
pub(super) fn repeat(tokens: &TokenStream) -> Option<(Expr, Expr)> {
    let read = |input: ParseStream<'_>| {
        let item = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok((item, input.parse()?))
    };
    read.parse2(tokens.clone()).ok()
}

/// `value, pattern if guard`.
pub(super) fn matches(tokens: &TokenStream) -> Option<(Expr, syn::Pat, Option<Expr>)> {
    let read = |input: ParseStream<'_>| {
        let value = input.parse()?;
        input.parse::<Token![,]>()?;
        let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
        let guard = if input.parse::<Option<Token![if]>>()?.is_some() { Some(input.parse()?) } else { None };
        input.parse::<Option<Token![,]>>()?;
        Ok((value, pat, guard))
    };
    read.parse2(tokens.clone()).ok()
}

/// Expressions with any common separator: `a, b`, `k => v`, `a; b`, `k: v`.
pub(super) fn loose(tokens: &TokenStream) -> Option<Vec<Expr>> {
    let read = |input: ParseStream<'_>| {
        let mut exprs = Vec::new();
        while !input.is_empty() {
            exprs.push(value_of(input.parse()?));
            if input.peek(Token![=>]) {
                input.parse::<Token![=>]>()?;
            } else if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
            } else if input.peek(Token![;]) {
                input.parse::<Token![;]>()?;
            } else if input.peek(Token![:]) && !input.peek(Token![::]) {
                input.parse::<Token![:]>()?;
            } else if !input.is_empty() {
                return Err(input.error("expected a separator"));
            }
        }
        Ok(exprs)
    };
    read.parse2(tokens.clone()).ok()
}
