//! The macros of crates that are common in async code.

use super::super::body::{Cx, Done};
use super::{Call, args, json, tracing};
use crate::facts::{BlockKind, MacroKind};
use proc_macro2::{Group, TokenStream, TokenTree};
use syn::parse::Parser;

impl Cx<'_, '_> {
    /// Lowers a macro of a well-known crate; `None` if it is another macro or its tokens do not parse.
    pub(super) fn library(&mut self, call: &Call) -> Option<Done> {
        let tokens = &call.tokens;
        let kind = match call.name.as_str() {
            "select" | "select_biased" => return self.select(call),
            "join" | "try_join" => {
                let exprs = args::list(&unbiased(tokens))?;
                MacroKind::Join { futures: self.all(exprs), fallible: call.name == "try_join" }
            }
            "stream" | "try_stream" => {
                let stmts = syn::Block::parse_within.parse2(plain_for(tokens.clone())).ok()?;
                let block = self.stmts(stmts, BlockKind::Plain, None, call.sp);
                MacroKind::Stream { block: block.id, fallible: call.name == "try_stream" }
            }
            "pin" | "pin_mut" | "black_box" | "identity" => {
                let exprs = args::list(tokens)?;
                let ids = self.all(exprs);
                match ids[..] {
                    [value] => MacroKind::Identity { value },
                    _ => MacroKind::Unit { args: ids },
                }
            }
            "ready" | "task_ready" => {
                let mut exprs = args::list(tokens)?;
                let value = if exprs.len() == 1 { exprs.pop()? } else { return None };
                MacroKind::Ready { value: self.expr(value).id }
            }
            "anyhow" | "eyre" | "format_err" => {
                let exprs = args::written(tokens)?;
                MacroKind::Error { args: self.shown(args::format(exprs)) }
            }
            "bail" => {
                let exprs = args::written(tokens)?;
                MacroKind::Diverge { args: self.shown(args::format(exprs)) }
            }
            "ensure" | "assert_matches" | "debug_assert_matches" | "prop_assert" | "prop_assert_eq" | "const_assert" => {
                let exprs = args::list(tokens)?;
                MacroKind::Unit { args: self.all(exprs) }
            }
            "error" | "warn" | "info" | "debug" | "trace" | "log" | "event" => {
                let exprs = tracing::fields(tokens)?;
                MacroKind::Unit { args: self.shown(exprs) }
            }
            "span" | "error_span" | "warn_span" | "info_span" | "debug_span" | "trace_span" => {
                let exprs = tracing::fields(tokens)?;
                MacroKind::Exprs { args: self.shown(exprs) }
            }
            "html" => return self.markup(call),
            "json" => {
                let exprs = json::values(tokens)?;
                MacroKind::Exprs { args: self.all(exprs) }
            }
            // Their tokens are code of another program: they are neither lowered nor counted as unreadable.
            "quote" | "quote_spanned" | "parse_quote" | "parse_quote_spanned" => MacroKind::Opaque,
            _ => return None,
        };
        Some(self.macro_node(call, kind))
    }
}

/// The tokens without a leading `biased;`.
fn unbiased(tokens: &TokenStream) -> TokenStream {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    match &trees[..] {
        [TokenTree::Ident(word), TokenTree::Punct(semi), rest @ ..] if word == "biased" && semi.as_char() == ';' => {
            rest.iter().cloned().collect()
        }
        _ => tokens.clone(),
    }
}

/// `for await x in s` as `for x in s`, at any depth.
fn plain_for(tokens: TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    let mut after_for = false;
    for tree in tokens {
        let is_for = matches!(&tree, TokenTree::Ident(word) if word == "for");
        match tree {
            TokenTree::Ident(word) if after_for && word == "await" => {}
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), plain_for(group.stream()));
                // Spans of the delimiters come from the group's span.
                inner.set_span(group.span());
                kept.push(TokenTree::Group(if contains_for_await(&group.stream()) { inner } else { group }));
            }
            other => kept.push(other),
        }
        after_for = is_for;
    }
    kept.into_iter().collect()
}

fn contains_for_await(tokens: &TokenStream) -> bool {
    let mut after_for = false;
    for tree in tokens.clone() {
        match &tree {
            TokenTree::Ident(word) if after_for && word == "await" => return true,
            TokenTree::Group(group) if contains_for_await(&group.stream()) => return true,
            _ => {}
        }
        after_for = matches!(&tree, TokenTree::Ident(word) if word == "for");
    }
    false
}
