//! Parsing the rules of a `macro_rules!` definition.

use super::super::depth;
use super::super::lowerer::name_of;
use super::fragment::Fragment;
use crate::facts::Name;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// `(matcher) => { body }`.
pub(super) struct Rule {
    pub(super) matcher: Vec<Piece>,
    pub(super) body: Vec<Piece>,
}

/// One element of a matcher or a body.
pub(super) enum Piece {
    /// A token other than a group.
    Token(TokenTree),
    /// A group.
    Group(Delimiter, Vec<Piece>),
    /// `$name:fragment`, or `$name` in a body.
    Var(Name, Option<Fragment>, Ident),
    /// `$( … ) separator op`, and the variables in it.
    Repeat { pieces: Vec<Piece>, separator: Vec<TokenTree>, op: char, names: Vec<Name> },
}

/// Parses `(..) => {..}; …`; `None` if the text has another form.
pub(super) fn read(text: &str) -> Option<Vec<Rule>> {
    let tokens: TokenStream = text.parse().ok()?;
    depth::check_tokens(&tokens)?;
    let mut rules = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    while trees.peek().is_some() {
        let TokenTree::Group(matcher) = trees.next()? else { return None };
        if !matches!((trees.next()?, trees.next()?), (TokenTree::Punct(a), TokenTree::Punct(b)) if a.as_char() == '=' && b.as_char() == '>')
        {
            return None;
        }
        let TokenTree::Group(body) = trees.next()? else { return None };
        rules.push(Rule { matcher: pieces(matcher.stream(), true)?, body: pieces(body.stream(), false)? });
        if let Some(TokenTree::Punct(punct)) = trees.next()
            && punct.as_char() != ';'
        {
            return None;
        }
    }
    Some(rules)
}

fn pieces(tokens: TokenStream, matcher: bool) -> Option<Vec<Piece>> {
    let mut found = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    while let Some(mut tree) = trees.next() {
        tree.set_span(Span::call_site());
        match tree {
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => match trees.next()? {
                TokenTree::Ident(ident) if ident == "crate" => {
                    found.push(Piece::Token(TokenTree::Ident(Ident::new("crate", Span::call_site()))));
                }
                TokenTree::Ident(mut ident) => {
                    ident.set_span(Span::call_site());
                    let mut fragment = None;
                    if matcher {
                        if !matches!(trees.next()?, TokenTree::Punct(colon) if colon.as_char() == ':') {
                            return None;
                        }
                        let TokenTree::Ident(kind) = trees.next()? else { return None };
                        fragment = Some(Fragment::named(&kind.to_string())?);
                    }
                    found.push(Piece::Var(name_of(&ident), fragment, ident));
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    let inner = pieces(group.stream(), matcher)?;
                    let mut separator = Vec::new();
                    let op = loop {
                        let mut tree = trees.next()?;
                        if let TokenTree::Punct(punct) = &tree
                            && matches!(punct.as_char(), '*' | '+' | '?')
                        {
                            break punct.as_char();
                        }
                        tree.set_span(Span::call_site());
                        separator.push(tree);
                        if separator.len() > 3 {
                            return None;
                        }
                    };
                    let mut names = Vec::new();
                    collect(&inner, &mut names);
                    found.push(Piece::Repeat { pieces: inner, separator, op, names });
                }
                _ => return None,
            },
            TokenTree::Group(group) => found.push(Piece::Group(group.delimiter(), pieces(group.stream(), matcher)?)),
            token => found.push(Piece::Token(token)),
        }
    }
    Some(found)
}

fn collect(pieces: &[Piece], names: &mut Vec<Name>) {
    for piece in pieces {
        match piece {
            Piece::Token(_) => {}
            Piece::Group(_, inner) => collect(inner, names),
            Piece::Var(name, ..) => names.push(*name),
            Piece::Repeat { names: inner, .. } => names.extend(inner.iter().copied()),
        }
    }
}

/// A group with the call-site span.
pub(super) fn group(delimiter: Delimiter, tokens: Vec<TokenTree>) -> TokenTree {
    TokenTree::Group(Group::new(delimiter, tokens.into_iter().collect()))
}
