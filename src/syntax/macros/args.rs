//! Argument lists of macros.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Token};

/// Comma-separated expressions; `name = value` gives the value.
pub(super) fn list(tokens: &TokenStream) -> Option<Vec<Expr>> {
    let exprs = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()).ok()?;
    Some(exprs.into_iter().map(value_of).collect())
}

/// The value of `name = value`, which an argument list reads as an assignment.
pub(super) fn value_of(expr: Expr) -> Expr {
    match expr {
        Expr::Assign(assign) if matches!(&*assign.left, Expr::Path(path) if path.path.get_ident().is_some()) => *assign.right,
        expr => expr,
    }
}

/// The arguments of a format string at the front: the string itself is left out if it is a literal.
pub(super) fn format(mut exprs: Vec<Expr>) -> Vec<Expr> {
    let literal = matches!(exprs.first(), Some(Expr::Lit(lit)) if matches!(lit.lit, syn::Lit::Str(_)));
    if literal {
        exprs.remove(0);
    }
    exprs
}

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

/// Expressions with anything common between them: `a, b`, `k => v`, `a; b`, `k: v`.
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
