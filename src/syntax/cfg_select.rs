//! `cfg_select! { unix => { .. } _ => { .. } }` of std (1.95): <https://doc.rust-lang.org/std/macro.cfg_select.html>.

use super::attrs::predicate;
use crate::facts::Cfg;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{LitBool, Meta, Token};

/// One arm: its predicate, `None` for `_`, and its tokens.
struct Arm {
    predicate: Option<TokenStream>,
    cfg: Cfg,
    tokens: TokenStream,
}

/// The arms with the conditions under which they are chosen: the first one whose predicate holds.
pub(super) fn branches(tokens: &TokenStream) -> Option<Vec<(Cfg, TokenStream)>> {
    let mut earlier: Vec<Cfg> = Vec::new();
    let branch = |arm: Arm| {
        let cfg = Cfg::All(earlier.iter().cloned().chain([arm.cfg.clone()]).collect());
        earlier.push(Cfg::Not(Box::new(arm.cfg)));
        (cfg, arm.tokens)
    };
    Some(arms(tokens)?.into_iter().map(branch).collect())
}

/// The same as an expression: `if cfg!(unix) { .. } else { .. }`.
pub(super) fn as_if(tokens: &TokenStream) -> Option<TokenStream> {
    let chain = arms(tokens)?.into_iter().rev().fold(TokenStream::new(), |rest, Arm { predicate, tokens, .. }| match predicate {
        Some(predicate) if rest.is_empty() => quote!(if cfg!(#predicate) { #tokens }),
        Some(predicate) => quote!(if cfg!(#predicate) { #tokens } else #rest),
        None => quote!({ #tokens }),
    });
    (!chain.is_empty()).then_some(chain)
}

fn arms(tokens: &TokenStream) -> Option<Vec<Arm>> {
    let read = |input: ParseStream<'_>| {
        let mut arms = Vec::new();
        while !input.is_empty() {
            let (predicate, cfg) = if input.parse::<Option<Token![_]>>()?.is_some() {
                (None, Cfg::All(Vec::new()))
            } else if input.peek(LitBool) {
                let value: LitBool = input.parse()?;
                let always = Cfg::All(Vec::new());
                (Some(value.to_token_stream()), if value.value { always } else { Cfg::Not(Box::new(always)) })
            } else {
                let meta: Meta = input.parse()?;
                let cfg = predicate(&meta, 0);
                (Some(meta.to_token_stream()), cfg)
            };
            input.parse::<Token![=>]>()?;
            let tokens = if input.peek(syn::token::Brace) {
                super::item_macros::braced(input)?
            } else {
                input.parse::<syn::Expr>()?.to_token_stream()
            };
            input.parse::<Option<Token![,]>>()?;
            arms.push(Arm { predicate, cfg, tokens });
        }
        Ok(arms)
    };
    read.parse2(tokens.clone()).ok()
}
