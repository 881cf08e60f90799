//! How deep a parser would have to recurse, measured on tokens before it is let loose on them.
//!
//! It knows which tokens make a recursive-descent parser of Rust go one level down. It is an upper bound that real code stays
//! far below, and it never allocates more than one entry per open bracket.

use super::scan::{LexKind, Lexer};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The deepest nesting that is parsed: brackets, prefix operators, generics, assignments and the like together.
pub(super) const MAX_DEPTH: u32 = 2_000;
/// The longest chain of binary operators, method calls or `else if`s that is parsed. Chains are parsed in a loop, but the tree
/// that comes out is as deep as the chain is long.
pub(super) const MAX_CHAIN: u32 = 150_000;

/// Text that is nested too deeply, with the byte at which the limit was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooDeep {
    /// Byte offset.
    pub(super) at: usize,
}

/// Checks `text` from byte `from` on.
pub(super) fn check_text(text: &str, from: usize) -> Result<(), TooDeep> {
    let bytes = text.as_bytes();
    let mut meter = Meter::default();
    for lexeme in Lexer::new(text, from) {
        let token = match lexeme.kind {
            LexKind::Comment { .. } => continue,
            LexKind::Literal => Token::Operand,
            LexKind::Lifetime => Token::Lifetime,
            LexKind::Ident => Token::Ident(&text[lexeme.start..lexeme.end]),
            LexKind::Open(_) => Token::Open,
            LexKind::Close(byte) => Token::Close(byte),
            LexKind::Punct(byte) => Token::Punct(byte, bytes.get(lexeme.end).copied().unwrap_or(0)),
        };
        if !meter.feed(token) {
            return Err(TooDeep { at: lexeme.start });
        }
    }
    Ok(())
}

/// Checks tokens that came out of a macro's expansion: how many they are, and how deep they go. `None`: too deep.
pub(super) fn check_tokens(tokens: &TokenStream) -> Option<(usize, u32)> {
    let mut meter = Meter::default();
    let mut count = 0;
    let mut stack = vec![(tokens.clone().into_iter(), None)];
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
                stack.push((group.stream().into_iter(), Some(close)));
            }
            TokenTree::Ident(ident) => meter.feed(Token::Ident(&ident.to_string())).then_some(())?,
            TokenTree::Literal(_) => meter.feed(Token::Operand).then_some(())?,
            TokenTree::Punct(punct) => {
                let byte = u8::try_from(punct.as_char()).unwrap_or(b'~');
                meter.feed(Token::Punct(byte, 0)).then_some(())?;
            }
        }
    }
    Some((count, meter.deepest))
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Ident(&'a str),
    Operand,
    Lifetime,
    Open,
    Close(u8),
    /// The byte and the byte after it.
    Punct(u8, u8),
}

/// What is pending inside one bracket.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Prefix operators, keywords and arrows since the last separator.
    prefix: u32,
    /// Assignments since the last separator.
    assign: u32,
    /// Open `<`.
    angle: u32,
    /// Links of the current chain.
    chain: u32,
    /// Between the bars of a closure's parameters.
    params: bool,
    /// After a `let` that has not met its `=`.
    binds: bool,
}

impl Level {
    fn depth(self) -> u32 {
        1 + self.prefix + self.assign + self.angle
    }
}

#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts about the token before")]
struct Meter {
    outer: Vec<Level>,
    outer_depth: u32,
    deepest: u32,
    level: Level,
    /// The token before can end an operand, so that an operator after it is binary.
    after_operand: bool,
    after_name: bool,
    after_brace: bool,
    last_punct: u8,
    /// The last token was a binary `&` or `|`, which may be the first half of `&&` or `||`.
    half: bool,
    /// After `else`, or `else if`: the chain that goes on there is parsed in a loop.
    alternative: bool,
}

impl Meter {
    /// Takes one token; false if a limit is passed.
    fn feed(&mut self, token: Token<'_>) -> bool {
        let after_brace = std::mem::take(&mut self.after_brace);
        let after_name = std::mem::take(&mut self.after_name);
        let last_punct = std::mem::take(&mut self.last_punct);
        let half = std::mem::take(&mut self.half);
        let alternative = std::mem::take(&mut self.alternative);
        match token {
            Token::Operand => {
                self.statement_after(after_brace);
                self.after_operand = true;
            }
            Token::Lifetime => {
                self.statement_after(after_brace);
                self.after_operand = false;
            }
            Token::Ident(word) => self.word(word, after_brace, alternative),
            Token::Open => {
                if self.after_operand {
                    self.level.chain += 1;
                }
                self.outer_depth += self.level.depth();
                self.outer.push(self.level);
                self.level = Level::default();
                self.after_operand = false;
            }
            Token::Close(byte) => {
                self.level = self.outer.pop().unwrap_or_default();
                self.outer_depth = self.outer_depth.saturating_sub(self.level.depth());
                self.after_operand = true;
                self.after_brace = byte == b'}';
            }
            Token::Punct(byte, next) => {
                self.statement_after(after_brace && byte == b'#');
                self.punct(byte, next, after_name, last_punct, half);
                self.last_punct = byte;
            }
        }
        self.deepest = self.deepest.max(self.outer_depth + self.level.depth());
        self.deepest <= MAX_DEPTH && self.level.chain <= MAX_CHAIN
    }

    /// A word or literal right after `}` starts a new statement or item.
    fn statement_after(&mut self, after_brace: bool) {
        if after_brace {
            self.level = Level::default();
        }
    }

    fn word(&mut self, word: &str, after_brace: bool, alternative: bool) {
        match word {
            "else" => self.level.chain += 1,
            "as" => {}
            _ => self.statement_after(after_brace),
        }
        self.after_operand = false;
        self.level.binds |= word == "let";
        self.alternative = word == "else" || (word == "if" && alternative);
        match word {
            "if" | "let" if alternative => {}
            "return" | "break" | "yield" | "become" | "if" | "match" | "while" | "for" | "let" | "dyn" | "impl" | "fn" | "box"
            | "async" | "unsafe" | "static" | "const" | "move" | "loop" | "mut" | "ref" | "raw" | "try" | "do" => self.level.prefix += 1,
            "else" | "as" | "in" | "where" | "pub" | "use" | "mod" | "struct" | "enum" | "trait" | "type" => {}
            _ => {
                self.after_operand = true;
                self.after_name = true;
            }
        }
    }

    fn punct(&mut self, byte: u8, next: u8, after_name: bool, last: u8, half: bool) {
        let after_operand = std::mem::take(&mut self.after_operand);
        match byte {
            b';' => self.level = Level::default(),
            b','
                // Inside generics the recursion goes on after the comma.
                if self.level.angle == 0 => {
                    self.level = Level::default();
                }
            b'<' => {
                if after_name || !after_operand {
                    self.level.angle += 1;
                } else {
                    self.level.chain += 1;
                }
            }
            b'>' if last == b'=' => self.level = Level::default(),
            b'>' if last == b'-' => self.level.prefix += 1,
            b'>' => {
                self.after_operand = self.level.angle > 0;
                self.level.angle = self.level.angle.saturating_sub(1);
            }
            b'=' => {
                let comparison = next == b'=' || next == b'>' || matches!(last, b'=' | b'!' | b'<') || (last == b'>' && !after_operand);
                if !comparison && !std::mem::take(&mut self.level.binds) {
                    self.level.assign += 1;
                }
            }
            b'?' => {
                self.level.chain += 1;
                self.after_operand = after_operand;
            }
            b'@' => self.level.prefix += 1,
            b'|' if self.level.params => self.level.params = false,
            b'|' if !after_operand && !half => {
                self.level.params = true;
                self.level.prefix += 1;
            }
            b'.' | b'!' | b'-' | b'*' | b'&' | b'|' | b'^' | b'+' | b'/' | b'%' | b'~' => {
                if after_operand {
                    self.level.chain += 1;
                    self.half = matches!(byte, b'&' | b'|') && next == byte;
                    if self.half {
                        // A comparison cannot go on over `&&` or `||`, so an open `<` was a less-than.
                        self.level.angle = 0;
                    }
                } else if half && byte == last {
                    // The second half.
                } else if byte != last || byte != b'.' {
                    self.level.prefix += 1;
                }
            }
            _ => {}
        }
    }
}
