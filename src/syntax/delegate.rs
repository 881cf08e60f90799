//! `delegate! { to self.inner { fn load(&self, name: &str) -> Data; } }`: lowers the delegating methods that the macro generates.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Expr, FnArg, Ident, ImplItem, Pat, Signature, Token, Visibility};

/// One method without a body.
struct Method {
    attrs: Vec<Attribute>,
    vis: Visibility,
    sig: Signature,
}

impl Parse for Method {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let method = Self { attrs: input.call(Attribute::parse_outer)?, vis: input.parse()?, sig: input.parse()? };
        input.parse::<Token![;]>()?;
        Ok(method)
    }
}

/// The methods that the macro generates in an impl; `None` if its input does not parse.
pub(super) fn methods(tokens: &TokenStream) -> Option<Vec<ImplItem>> {
    let read = |input: ParseStream<'_>| {
        let mut found = Vec::new();
        while !input.is_empty() {
            input.call(Attribute::parse_outer)?;
            let to: Ident = input.parse()?;
            if to != "to" {
                return Err(syn::Error::new(to.span(), "expected `to`"));
            }
            let target = Expr::parse_without_eager_brace(input)?;
            let content;
            syn::braced!(content in input);
            while !content.is_empty() {
                found.push(method(&target, content.parse()?)?);
            }
        }
        Ok(found)
    };
    read.parse2(tokens.clone()).ok()
}

fn method(target: &Expr, method: Method) -> syn::Result<ImplItem> {
    let Method { attrs, vis, mut sig } = method;
    let mut args = Vec::new();
    for input in &mut sig.inputs {
        if let FnArg::Typed(param) = input {
            param.attrs.clear();
            let Pat::Ident(name) = &*param.pat else { return Err(syn::Error::new(sig.fn_token.span, "expected a name")) };
            args.push(name.ident.clone());
        }
    }
    let called = attrs.iter().find(|attr| attr.path().is_ident("call")).map(Attribute::parse_args::<Ident>).transpose()?;
    let name = called.unwrap_or_else(|| sig.ident.clone());
    let is_awaited = sig.asyncness.is_some() && !attrs.iter().any(|attr| attr.path().is_ident("await"));
    let awaits = is_awaited.then(|| quote!(.await));
    syn::parse2(quote!(#vis #sig { #target.#name(#(#args),*)#awaits }))
}
