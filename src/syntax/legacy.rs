//! Syntax that rustc accepts and syn rejects: trait objects without `dyn` (up to edition 2018), and negative inherent impls (under a `cfg`
//! that is never true).
//!
//! syn rejects `Box<Fn(u8)>` at the parenthesis. The text is then parsed again with `dyn` before the path. Spans remain those of the text,
//! and everything else that syn rejects stays rejected.

use super::spans::Spans;
use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

/// How many fixes one text may need; each costs another parse.
const MOST: usize = 64;

/// Parses `tokens`; where that fails because of such syntax, fixes it and tries again.
pub(super) fn parse<'t, T>(
    mut tokens: TokenStream,
    spans: impl FnOnce() -> Spans<'t>,
    parser: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let mut last = match Parser::parse2(&parser, tokens.clone()) {
        Ok(parsed) => return Ok(parsed),
        Err(error) => error,
    };
    let spans = spans();
    for _ in 0..MOST {
        let at = spans.of(last.span()).span.start;
        let here = |span| spans.of(span).span.start == at;
        let Some(mended) = with_dyn(tokens.clone(), &here).or_else(|| without_bang(tokens, &here)) else { break };
        match Parser::parse2(&parser, mended.clone()) {
            Ok(parsed) => return Ok(parsed),
            Err(error) => last = error,
        }
        tokens = mended;
    }
    Err(last)
}

/// `tokens` with `dyn` before the path of the `Fn`, `FnMut` or `FnOnce` whose opening parenthesis satisfies `here`; `None` if there is
/// none.
fn with_dyn(tokens: TokenStream, here: &dyn Fn(Span) -> bool) -> Option<TokenStream> {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    for index in 0..trees.len() {
        let TokenTree::Group(group) = &trees[index] else { continue };
        if group.delimiter() == Delimiter::Parenthesis && here(group.span_open()) {
            let start = path_start(&trees[..index])?;
            let word = Ident::new("dyn", trees[start].span());
            trees.insert(start, TokenTree::Ident(word));
            return Some(trees.into_iter().collect());
        }
        if let Some(inner) = with_dyn(group.stream(), here) {
            let mut mended = Group::new(group.delimiter(), inner);
            mended.set_span(group.span());
            trees[index] = TokenTree::Group(mended);
            return Some(trees.into_iter().collect());
        }
    }
    None
}

/// `tokens` without the `!` after `impl` whose span satisfies `here`; `None` if there is none.
fn without_bang(tokens: TokenStream, here: &dyn Fn(Span) -> bool) -> Option<TokenStream> {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    for index in 0..trees.len() {
        match &trees[index] {
            TokenTree::Punct(bang) if bang.as_char() == '!' && here(bang.span()) => {
                let after_impl =
                    index.checked_sub(1).is_some_and(|before| matches!(&trees[before], TokenTree::Ident(word) if word == "impl"));
                if !after_impl {
                    return None;
                }
                trees.remove(index);
                return Some(trees.into_iter().collect());
            }
            TokenTree::Group(group) => {
                if let Some(inner) = without_bang(group.stream(), here) {
                    let mut mended = Group::new(group.delimiter(), inner);
                    mended.set_span(group.span());
                    trees[index] = TokenTree::Group(mended);
                    return Some(trees.into_iter().collect());
                }
            }
            _ => {}
        }
    }
    None
}

/// The start of the path at the end of `trees`, including a `for<'a>` before it.
fn path_start(trees: &[TokenTree]) -> Option<usize> {
    let punct = |at: usize, wanted: char| matches!(&trees[at], TokenTree::Punct(punct) if punct.as_char() == wanted);
    let word = |at: usize, wanted: &[&str]| matches!(&trees[at], TokenTree::Ident(ident) if wanted.iter().any(|word| ident == word));
    let mut start = trees.len().checked_sub(1)?;
    if !word(start, &["Fn", "FnMut", "FnOnce"]) {
        return None;
    }
    while start >= 2 && punct(start - 1, ':') && matches!(&trees[start - 2], TokenTree::Punct(colon) if colon.spacing() == Spacing::Joint) {
        start -= 2;
        if start > 0 && matches!(&trees[start - 1], TokenTree::Ident(_)) {
            start -= 1;
        }
    }
    if start > 0 && punct(start - 1, '>') {
        let open = (0..start - 1).rev().find(|&at| punct(at, '<'))?;
        if open > 0 && word(open - 1, &["for"]) {
            start = open - 1;
        }
    }
    let taken = start > 0 && word(start - 1, &["dyn", "impl", "fn"]);
    (!taken).then_some(start)
}
