//! The grammar of `tracing` and `log` macros.

use super::args::{Shown, format, value_of};
use crate::facts::FormatTraits;
use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Token};

/// The expressions of `target: "t", a = 1, b = %x, ?y, %z, w, "message {} {captured}", arg`, without literal messages.
pub(super) fn fields(tokens: &TokenStream) -> Option<Vec<Shown>> {
    let read = |input: ParseStream<'_>| {
        let mut exprs = Vec::new();
        list(input, &mut exprs)?;
        Ok(exprs)
    };
    read.parse2(tokens.clone()).ok()
}

fn list(input: ParseStream<'_>, exprs: &mut Vec<Shown>) -> syn::Result<()> {
    while !input.is_empty() {
        if input.peek(syn::token::Brace) && !input.peek2(Token![=]) {
            field_group(input, exprs)?;
        } else {
            field(input, exprs)?;
        }
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
        } else if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// `{ fields }`, or a block.
fn field_group(input: ParseStream<'_>, exprs: &mut Vec<Shown>) -> syn::Result<()> {
    let ahead = input.fork();
    let content;
    syn::braced!(content in ahead);
    let mut inner = Vec::new();
    if list(&content, &mut inner).is_ok() && (ahead.is_empty() || ahead.peek(Token![,])) {
        input.advance_to(&ahead);
        exprs.append(&mut inner);
        return Ok(());
    }
    exprs.push((input.parse()?, None));
    Ok(())
}

fn field(input: ParseStream<'_>, exprs: &mut Vec<Shown>) -> syn::Result<()> {
    name(input);
    let mut traits = None;
    if input.peek(Token![?]) {
        input.parse::<Token![?]>()?;
        traits = Some(FormatTraits { display: false, debug: true });
    } else if input.peek(Token![%]) {
        input.parse::<Token![%]>()?;
        traits = Some(FormatTraits { display: true, debug: false });
    }
    // `tracing::field::Empty` and similar are paths, so they need no special case.
    let expr = value_of(input.parse()?);
    let is_message = traits.is_none() && matches!(&expr, Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Str(_)));
    if !is_message {
        exprs.push((expr, traits));
        return Ok(());
    }
    // A literal may also be the value of a field. Format arguments have no sigils, so a list with any is read field by field.
    let ahead = input.fork();
    let mut message = vec![expr];
    if ahead.is_empty() {
        exprs.extend(format(message));
    } else if ahead.parse::<Token![,]>().is_ok()
        && let Ok(args) = Punctuated::<Expr, Token![,]>::parse_terminated(&ahead)
    {
        message.extend(args);
        input.advance_to(&ahead);
        exprs.extend(format(message));
    }
    Ok(())
}

/// Skips `target:`, `a.b =`, `"key" =`, `{ CONSTANT } =`, `a:? =`, if one of them is next.
fn name(input: ParseStream<'_>) {
    let ahead = input.fork();
    let named = (|| -> syn::Result<bool> {
        if ahead.peek(syn::LitStr) {
            ahead.parse::<syn::LitStr>()?;
        } else if ahead.peek(syn::token::Brace) {
            // `{ CONSTANT } = value`.
            ahead.parse::<proc_macro2::TokenTree>()?;
        } else {
            ahead.call(Ident::parse_any)?;
            while ahead.peek(Token![.]) && !ahead.peek(Token![..]) {
                ahead.parse::<Token![.]>()?;
                ahead.call(Ident::parse_any)?;
            }
        }
        if ahead.peek(Token![:]) && !ahead.peek(Token![::]) {
            ahead.parse::<Token![:]>()?;
            let keyed = ahead.fork();
            // `log` writes `key:? = value` and `key:debug = value`.
            if keyed.peek(Token![?]) || keyed.peek(Token![%]) {
                keyed.parse::<proc_macro2::TokenTree>()?;
            } else if keyed.peek(Ident) && keyed.peek2(Token![=]) && !keyed.peek2(Token![==]) {
                keyed.parse::<Ident>()?;
            } else {
                return Ok(true);
            }
            if keyed.peek(Token![=]) && !keyed.peek(Token![==]) {
                keyed.parse::<Token![=]>()?;
                ahead.advance_to(&keyed);
            }
            return Ok(true);
        }
        if ahead.peek(Token![=]) && !ahead.peek(Token![==]) && !ahead.peek(Token![=>]) {
            ahead.parse::<Token![=]>()?;
            return Ok(true);
        }
        Ok(false)
    })();
    if matches!(named, Ok(true)) {
        input.advance_to(&ahead);
    }
}
