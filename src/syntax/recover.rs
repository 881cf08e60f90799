//! Items that syn rejects although they may be Rust: an attribute macro accepts any tokens and makes items from them. Such an item is left out, or
//! only its body if it is a fn, and the rest of the file is read.
//!
//! Only items under an attribute that may be a macro are left out. Anything else that syn rejects, rustc rejects as well.

use super::spans::Spans;
use super::{SyntaxError, legacy, lower_first};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::Parse;

/// At most this many items are left out; each costs another parse.
const MAX_UNREAD: usize = 32;

/// Attributes that are no macros, and `derive`, which leaves its item as it is. Of a path, the first segment.
const BUILT_IN: [&str; 31] = [
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "clippy",
    "cold",
    "deny",
    "deprecated",
    "derive",
    "diagnostic",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "ignore",
    "inline",
    "link",
    "link_name",
    "macro_export",
    "macro_use",
    "must_use",
    "no_mangle",
    "non_exhaustive",
    "path",
    "repr",
    "rustfmt",
    "should_panic",
    "target_feature",
    "test",
    "track_caller",
    "warn",
];

/// The file without the items that cannot be read, and why they cannot; `None` if anything else is wrong as well.
pub(super) fn recover(slice: &str, from: u32) -> Option<(syn::File, Vec<SyntaxError>)> {
    let spans = || Spans::new(slice, from);
    let mut tokens: TokenStream = slice.parse().ok()?;
    let mut unread = Vec::new();
    for _ in 0..=MAX_UNREAD {
        match legacy::parse(tokens.clone(), spans, syn::File::parse) {
            Ok(file) => return Some((file, unread)),
            Err(error) => {
                let spans = spans();
                let span = spans.of(error.span()).span;
                unread.push(SyntaxError { message: lower_first(&error.to_string()), span });
                tokens = without(tokens, span.start, false, &spans)?;
            }
        }
    }
    None
}

/// `tokens` without the item around the byte `at`, if it may be legal.
fn without(tokens: TokenStream, at: u32, is_attributed: bool, spans: &Spans<'_>) -> Option<TokenStream> {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    let item = items(&trees).into_iter().find(|item| {
        let start = spans.of(trees[item.start].span()).span.start;
        let end = spans.of(trees[item.end - 1].span()).span.end;
        start <= at && at < end
    })?;
    let is_attributed = is_attributed || has_macro(&trees[item.clone()]);
    let names = |word: &str| trees[item.clone()].iter().any(|tree| matches!(tree, TokenTree::Ident(ident) if ident == word));
    let body = item.end - 1;
    if let TokenTree::Group(group) = &trees[body]
        && group.delimiter() == Delimiter::Brace
        && spans.of(group.span_open()).span.end <= at
        && at < spans.of(group.span_close()).span.start
    {
        let is_fn = names("fn");
        let inner = if is_fn {
            is_attributed.then(TokenStream::new)
        } else if ["mod", "impl", "trait", "extern"].into_iter().any(names) {
            without(group.stream(), at, is_attributed, spans)
        } else {
            None
        };
        if let Some(inner) = inner.filter(|_| !group.stream().is_empty()) {
            let mut left = Group::new(Delimiter::Brace, inner);
            left.set_span(group.span());
            trees[body] = TokenTree::Group(left);
            return Some(trees.into_iter().collect());
        }
    }
    if !is_attributed {
        return None;
    }
    trees.drain(item);
    Some(trees.into_iter().collect())
}

/// The items among tokens, each with its attributes.
fn items(trees: &[TokenTree]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut is_fn, mut is_value) = (0, false, false);
    for (index, tree) in trees.iter().enumerate() {
        let ends = match tree {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && (is_fn || !is_value),
            TokenTree::Ident(word) => {
                is_fn |= word == "fn" || word == "impl" || word == "trait" || word == "mod";
                is_value |= ["const", "static", "type", "use", "let"].iter().any(|start| word == start);
                false
            }
            TokenTree::Literal(_) => false,
        };
        if ends || index + 1 == trees.len() {
            found.push(start..index + 1);
            (start, is_fn, is_value) = (index + 1, false, false);
        }
    }
    found
}

/// Whether one of the attributes in front of an item may be a macro.
fn has_macro(item: &[TokenTree]) -> bool {
    let pairs = item.chunks_exact(2).map_while(|pair| match pair {
        [TokenTree::Punct(hash), TokenTree::Group(group)] if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket => {
            Some(group)
        }
        _ => None,
    });
    let mut names = pairs.map(|group| group.stream().into_iter().next());
    names.any(|first| matches!(first, Some(TokenTree::Ident(name)) if !BUILT_IN.iter().any(|known| name == known)))
}
