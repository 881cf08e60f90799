//! How deep a parser would have to recurse, measured on tokens before they are parsed.
//!
//! The meter counts the tokens that make a recursive-descent parser of Rust go one level down, and the depth of the resulting tree. Both
//! are upper bounds that real code stays far below. The memory needed is one entry per open bracket.

mod meter;

use super::scan::{LexKind, Lexer};
use meter::{Meter, Token};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The deepest nesting that is parsed: brackets, prefix operators, generics, assignments and so on, added up.
const MAX_DEPTH: u32 = 2_000;
/// The deepest tree that is parsed. Chains of binary operators, method calls or `else if`s are parsed in a loop, but their tree is as deep
/// as the chain is long. Chains in brackets at the start of other chains add up.
const MAX_HEIGHT: u32 = 120_000;
/// The longest integer literal, in bytes. A `u128` needs at most half of them. The parser takes time quadratic in the number of digits.
const MAX_INTEGER_BYTES: usize = 400;

/// Why a text is not given to the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// The byte at which the limit was exceeded.
    pub(super) at: usize,
    /// In lower case, without a full stop.
    pub(super) message: &'static str,
}

/// Checks `text` from byte `from` on.
pub(super) fn check_text(text: &str, from: usize) -> Result<(), Refused> {
    let bytes = text.as_bytes();
    let mut meter = Meter::default();
    for lexeme in Lexer::new(text, from) {
        let token = match lexeme.kind {
            LexKind::Comment { .. } => continue,
            LexKind::Literal => {
                if lexeme.end - lexeme.start > MAX_INTEGER_BYTES && is_integer(bytes, lexeme.start, lexeme.end) {
                    return Err(Refused { at: lexeme.start, message: "this number has too many digits to be parsed" });
                }
                Token::Literal
            }
            LexKind::Lifetime => Token::Lifetime,
            LexKind::Ident => Token::Ident(&text[lexeme.start..lexeme.end]),
            LexKind::Open(_) => Token::Open,
            LexKind::Close(byte) => Token::Close(byte),
            LexKind::Punct(byte) => Token::Punct(byte, bytes.get(lexeme.end).copied().unwrap_or(0)),
        };
        if !meter.feed(token) {
            return Err(Refused { at: lexeme.start, message: "nested too deeply to be parsed" });
        }
    }
    Ok(())
}

/// Whether the literal in bytes `start..end` consists of digits and is not half of a float.
fn is_integer(bytes: &[u8], start: usize, end: usize) -> bool {
    let half = bytes.get(end) == Some(&b'.') || (start > 0 && bytes[start - 1] == b'.');
    bytes[start].is_ascii_digit() && !half
}

/// The number of tokens in a macro's expansion and their depth; `None` if they nest too deep.
pub(super) fn check_tokens(tokens: &TokenStream) -> Option<(usize, u32)> {
    let mut meter = Meter::default();
    let mut count = 0;
    let mut stack = vec![(tokens.clone().into_iter().peekable(), None)];
    while let Some((stream, close)) = stack.last_mut() {
        let Some(tree) = stream.next() else {
            let close = *close;
            stack.pop();
            if let Some(close) = close {
                meter.feed(Token::Close(close)).then_some(())?;
            }
            continue;
        };
        count += 1;
        match tree {
            TokenTree::Group(group) => {
                let close = match group.delimiter() {
                    Delimiter::Brace => b'}',
                    Delimiter::Bracket => b']',
                    Delimiter::Parenthesis | Delimiter::None => b')',
                };
                meter.feed(Token::Open).then_some(())?;
                stack.push((group.stream().into_iter().peekable(), Some(close)));
            }
            TokenTree::Ident(ident) => meter.feed(Token::Ident(&ident.to_string())).then_some(())?,
            TokenTree::Literal(_) => meter.feed(Token::Literal).then_some(())?,
            TokenTree::Punct(punct) => {
                let next = match stream.peek() {
                    Some(TokenTree::Punct(next)) if punct.spacing() == Spacing::Joint => ascii(next.as_char()),
                    _ => 0,
                };
                let lifetime = punct.as_char() == '\'';
                if !lifetime {
                    meter.feed(Token::Punct(ascii(punct.as_char()), next)).then_some(())?;
                } else if matches!(stream.next(), Some(TokenTree::Ident(_))) {
                    meter.feed(Token::Lifetime).then_some(())?;
                }
            }
        }
    }
    Some((count, meter.deepest()))
}

fn ascii(punct: char) -> u8 {
    u8::try_from(punct).unwrap_or(b'~')
}
