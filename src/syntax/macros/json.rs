//! `json!`: the Rust expressions inside JSON.

use proc_macro2::TokenStream;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Token};

/// All expressions that are evaluated, literals left out.
pub(super) fn values(tokens: &TokenStream) -> Option<Vec<Expr>> {
    let read = |input: ParseStream<'_>| {
        let mut exprs = Vec::new();
        if !input.is_empty() {
            value(input, &mut exprs)?;
        }
        input.parse::<Option<Token![,]>>()?;
        Ok(exprs)
    };
    read.parse2(tokens.clone()).ok()
}

fn value(input: ParseStream<'_>, exprs: &mut Vec<Expr>) -> syn::Result<()> {
    let ahead = input.fork();
    let mut inner = Vec::new();
    if nested(&ahead, &mut inner).is_ok() && (ahead.is_empty() || ahead.peek(Token![,])) {
        input.advance_to(&ahead);
        exprs.append(&mut inner);
        return Ok(());
    }
    plain(input.parse()?, exprs);
    Ok(())
}

fn plain(expr: Expr, exprs: &mut Vec<Expr>) {
    let constant = match &expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.is_ident("null"),
        _ => false,
    };
    if !constant {
        exprs.push(expr);
    }
}

fn nested(input: ParseStream<'_>, exprs: &mut Vec<Expr>) -> syn::Result<()> {
    let content;
    if input.peek(syn::token::Bracket) {
        syn::bracketed!(content in input);
        while !content.is_empty() {
            value(&content, exprs)?;
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        return Ok(());
    }
    syn::braced!(content in input);
    while !content.is_empty() {
        key(&content, exprs)?;
        content.parse::<Token![:]>()?;
        value(&content, exprs)?;
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// A key: a literal, a name, or an expression in parentheses.
fn key(input: ParseStream<'_>, exprs: &mut Vec<Expr>) -> syn::Result<()> {
    if input.peek(syn::Lit) {
        input.parse::<syn::Lit>()?;
    } else {
        plain(input.parse()?, exprs);
    }
    Ok(())
}
