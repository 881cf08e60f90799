//! Fragment specifiers: how many tokens `$x:expr` takes.

use super::pieces::group;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fragment {
    Ident,
    Lifetime,
    Literal,
    Tt,
    Expr,
    Ty,
    Pat,
    PatParam,
    Path,
    Block,
    Stmt,
    Item,
    Vis,
    Meta,
}

impl Fragment {
    pub(super) fn named(text: &str) -> Option<Self> {
        Some(match text {
            "ident" => Self::Ident,
            "lifetime" => Self::Lifetime,
            "literal" => Self::Literal,
            "tt" => Self::Tt,
            "expr" | "expr_2021" => Self::Expr,
            "ty" => Self::Ty,
            "pat" => Self::Pat,
            "pat_param" => Self::PatParam,
            "path" => Self::Path,
            "block" => Self::Block,
            "stmt" => Self::Stmt,
            "item" => Self::Item,
            "vis" => Self::Vis,
            "meta" => Self::Meta,
            _ => return None,
        })
    }

    /// Takes the fragment off the front of `rest`: the number of tokens, and the tokens that replace the variable. `None` if it does not
    /// match.
    pub(super) fn take(self, rest: &[TokenTree], steps: &mut usize) -> Option<(usize, Vec<TokenTree>)> {
        let count = match self {
            Self::Ident => match rest.first()? {
                TokenTree::Ident(ident) if ident != "_" => 1,
                TokenTree::Group(one) => return single(one, |tree| matches!(tree, TokenTree::Ident(_))),
                _ => return None,
            },
            Self::Lifetime => lifetime(rest)?,
            Self::Literal => match rest.first()? {
                TokenTree::Literal(_) => 1,
                TokenTree::Ident(word) if word == "true" || word == "false" => 1,
                TokenTree::Punct(minus) if minus.as_char() == '-' && matches!(rest.get(1), Some(TokenTree::Literal(_))) => 2,
                TokenTree::Group(one) => return single(one, |tree| matches!(tree, TokenTree::Literal(_))),
                _ => return None,
            },
            Self::Tt => lifetime(rest).or(rest.first().map(|_| 1))?,
            Self::Block => match rest.first()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => 1,
                TokenTree::Group(group) if group.delimiter() == Delimiter::None => 1,
                _ => return None,
            },
            Self::Vis => visibility(rest),
            Self::Expr => short_or_long(rest, steps, |input| input.parse::<syn::Expr>().map(drop))?,
            Self::Ty => short_or_long(rest, steps, |input| input.parse::<syn::Type>().map(drop))?,
            Self::Pat => short_or_long(rest, steps, |input| syn::Pat::parse_multi_with_leading_vert(input).map(drop))?,
            Self::PatParam => short_or_long(rest, steps, |input| syn::Pat::parse_single(input).map(drop))?,
            Self::Path => short_or_long(rest, steps, |input| input.parse::<syn::TypePath>().map(drop))?,
            Self::Meta => short_or_long(rest, steps, |input| input.parse::<syn::Meta>().map(drop))?,
            Self::Item => item(rest, steps)?,
            Self::Stmt => statement(rest, steps)?,
        };
        let taken = rest[..count].to_vec();
        let wraps = count > 1 && matches!(self, Self::Expr | Self::Ty);
        Some((count, if wraps { vec![group(Delimiter::None, taken)] } else { taken }))
    }
}

/// The one token in an invisible group, if it fits.
fn single(one: &proc_macro2::Group, fits: impl Fn(&TokenTree) -> bool) -> Option<(usize, Vec<TokenTree>)> {
    let inner: Vec<TokenTree> = if one.delimiter() == Delimiter::None { one.stream().into_iter().collect() } else { Vec::new() };
    (inner.len() == 1 && fits(&inner[0])).then_some((1, inner))
}

fn lifetime(rest: &[TokenTree]) -> Option<usize> {
    match rest {
        [TokenTree::Punct(tick), TokenTree::Ident(_), ..] if tick.as_char() == '\'' => Some(2),
        _ => None,
    }
}

fn visibility(rest: &[TokenTree]) -> usize {
    match rest {
        [TokenTree::Ident(word), TokenTree::Group(limits), ..] if word == "pub" && limits.delimiter() == Delimiter::Parenthesis => {
            let limited = matches!(limits.stream().into_iter().next(),
                Some(TokenTree::Ident(word)) if word == "crate" || word == "self" || word == "super" || word == "in");
            if limited { 2 } else { 1 }
        }
        [TokenTree::Ident(word), ..] if word == "pub" => 1,
        _ => 0,
    }
}

fn statement(rest: &[TokenTree], steps: &mut usize) -> Option<usize> {
    if matches!(rest.first()?, TokenTree::Ident(word) if word == "let") {
        let end = rest.iter().position(|tree| matches!(tree, TokenTree::Punct(semi) if semi.as_char() == ';'));
        return Some(end.unwrap_or(rest.len()));
    }
    item(rest, steps).or_else(|| short_or_long(rest, steps, |input| input.parse::<syn::Expr>().map(drop)))
}

/// Items end with braces or a `;`, but not always with the first one.
fn item(rest: &[TokenTree], steps: &mut usize) -> Option<usize> {
    let ends = rest.iter().enumerate().filter(|(_, tree)| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    });
    growing(rest, ends.map(|(at, _)| at + 1), steps, |input| input.parse::<syn::Item>().map(drop))
}

/// Most fragments end before the next `,`, `;` or `=>`, but not always before the first one (`a::<B, C>()`).
fn short_or_long(rest: &[TokenTree], steps: &mut usize, parser: fn(ParseStream<'_>) -> syn::Result<()>) -> Option<usize> {
    let arrow = |at: usize| matches!(rest.get(at + 1), Some(TokenTree::Punct(next)) if next.as_char() == '>');
    let ends = rest.iter().enumerate().filter(|(at, tree)| match tree {
        TokenTree::Punct(punct) => matches!(punct.as_char(), ',' | ';') || (punct.as_char() == '=' && arrow(*at)),
        _ => false,
    });
    growing(rest, ends.map(|(at, _)| at), steps, parser)
}

/// Tries longer and longer prefixes of `rest`, so that the cost depends on the length of the fragment and not of the input.
fn growing(
    rest: &[TokenTree],
    ends: impl Iterator<Item = usize>,
    steps: &mut usize,
    parser: fn(ParseStream<'_>) -> syn::Result<()>,
) -> Option<usize> {
    let mut next = 0;
    for end in ends {
        if end < next {
            continue;
        }
        if let Some(count) = prefix(&rest[..end], steps, parser) {
            return Some(count);
        }
        next = 2 * end.max(1);
    }
    prefix(rest, steps, parser)
}

/// The number of tokens `parser` consumes; `None` if it fails or consumes nothing.
fn prefix(rest: &[TokenTree], steps: &mut usize, parser: fn(ParseStream<'_>) -> syn::Result<()>) -> Option<usize> {
    if rest.is_empty() {
        return None;
    }
    *steps += rest.len();
    let tokens: TokenStream = rest.iter().cloned().collect();
    let left = |input: ParseStream<'_>| {
        parser(input)?;
        Ok(input.parse::<TokenStream>()?.into_iter().count())
    };
    let left = left.parse2(tokens).ok()?;
    let count = rest.len().checked_sub(left)?;
    (count > 0).then_some(count)
}
