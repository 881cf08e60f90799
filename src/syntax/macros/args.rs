//! Argument lists of macros.

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

/// The arguments of a macro that begins with a format string, and the variables that the string captures. The string itself is left out if
/// it is a literal.
pub(super) fn format(mut exprs: Vec<Expr>) -> Vec<Expr> {
    let literal = match exprs.first() {
        Some(Expr::Lit(lit)) => match &lit.lit {
            syn::Lit::Str(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let Some(literal) = literal else { return exprs.into_iter().map(value_of).collect() };
    exprs.remove(0);
    let named: Vec<String> = exprs.iter().filter_map(name_of).collect();
    let captured = captured(&literal, &named);
    exprs.into_iter().map(value_of).chain(captured).collect()
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

/// The variables that `{name}` and `{name:?}` in a format string capture, each once; names of arguments are left out. Their spans are that
/// of the string.
fn captured(literal: &syn::LitStr, named: &[String]) -> Vec<Expr> {
    let text = literal.value();
    let mut names: Vec<&str> = Vec::new();
    let mut rest = text.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        if let Some(escaped) = after.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some((inside, behind)) = after.split_once('}') else { break };
        let name = inside.split(':').next().unwrap_or_default().trim();
        if !names.contains(&name) && named.iter().all(|other| other != name) && names.len() < MAX_CAPTURED {
            names.push(name);
        }
        rest = behind;
    }
    let ident = |name: &str| {
        // The name may be raw, which `Ident::new` does not accept.
        let mut ident = syn::parse_str::<syn::Ident>(name).ok()?;
        ident.set_span(literal.span());
        Some(ident)
    };
    let path = |ident: syn::Ident| Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: ident.into() });
    names.into_iter().filter_map(ident).map(path).collect()
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
