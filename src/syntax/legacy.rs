//! Syntax that rustc accepts and syn rejects: trait objects without `dyn` (up to edition 2018), negative inherent impls (under a `cfg` that is
//! never true), and `pub impl` (under an attribute macro that makes a trait of the impl).
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
        let mended = with_dyn(tokens.clone(), &here)
            .or_else(|| edited(tokens.clone(), &here, &without_bang))
            .or_else(|| edited(tokens, &here, &without_visibility));
        let Some(mended) = mended else { break };
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

/// Removes tokens before or at an index; says whether there were any to remove.
type Edit = dyn Fn(&mut Vec<TokenTree>, usize) -> bool;

/// `tokens` with `edit` applied to the token that satisfies `here`, in the innermost group around it; `None` if that changes nothing.
fn edited(tokens: TokenStream, here: &dyn Fn(Span) -> bool, edit: &Edit) -> Option<TokenStream> {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    for index in 0..trees.len() {
        if let TokenTree::Group(group) = &trees[index] {
            if let Some(inner) = edited(group.stream(), here, edit) {
                let mut mended = Group::new(group.delimiter(), inner);
                mended.set_span(group.span());
                trees[index] = TokenTree::Group(mended);
                return Some(trees.into_iter().collect());
            }
        } else if here(trees[index].span()) {
            return edit(&mut trees, index).then(|| trees.into_iter().collect());
        }
    }
    None
}

/// Removes the `!` at `index` after `impl`.
fn without_bang(trees: &mut Vec<TokenTree>, index: usize) -> bool {
    let is_bang = matches!(&trees[index], TokenTree::Punct(bang) if bang.as_char() == '!');
    let is_negative = is_bang && index.checked_sub(1).is_some_and(|before| is_word(&trees[before], "impl"));
    if is_negative {
        trees.remove(index);
    }
    is_negative
}

/// Removes `pub` or `pub(..)` before the `impl` or `unsafe impl` at `index`.
fn without_visibility(trees: &mut Vec<TokenTree>, index: usize) -> bool {
    if !is_word(&trees[index], "impl") && !is_word(&trees[index], "unsafe") {
        return false;
    }
    let is_scope = |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    let from = match trees[..index] {
        [.., ref word] if is_word(word, "pub") => index - 1,
        [.., ref word, ref scope] if is_word(word, "pub") && is_scope(scope) => index - 2,
        _ => return false,
    };
    trees.drain(from..index);
    true
}

fn is_word(tree: &TokenTree, word: &str) -> bool {
    matches!(tree, TokenTree::Ident(ident) if ident == word)
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
