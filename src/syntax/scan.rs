//! A light lexer over bytes: it distinguishes comments, strings, names and brackets.
//!
//! It knows lexemes and their bytes, but no grammar. It never fails; malformed text only gives odd lexemes.

/// Kinds of lexeme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LexKind {
    /// A name or keyword.
    Ident,
    /// A number, string or character.
    Literal,
    /// `'a`.
    Lifetime,
    /// One byte of punctuation.
    Punct(u8),
    /// `(`, `[`, `{`.
    Open(u8),
    /// `)`, `]`, `}`.
    Close(u8),
    /// A comment; doc comments are distinguished because they are attributes to the parser.
    Comment {
        /// `///`, `//!`, `/**`, `/*!`.
        doc: bool,
    },
}

/// One lexeme: bytes `start..end` of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme {
    /// Its kind.
    pub(crate) kind: LexKind,
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
}

/// The lexer: an iterator over lexemes, without white space.
#[derive(Clone)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Starts at byte `at` of `text`.
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Self { bytes: text.as_bytes(), at }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn line_comment(&mut self) -> LexKind {
        let doc = self.peek(2) == b'!' || (self.peek(2) == b'/' && self.peek(3) != b'/');
        self.at = self.bytes[self.at..].iter().position(|&b| b == b'\n').map_or(self.bytes.len(), |n| self.at + n);
        LexKind::Comment { doc }
    }

    fn block_comment(&mut self) -> LexKind {
        let doc = self.peek(2) == b'!' || (self.peek(2) == b'*' && self.peek(3) != b'*' && self.peek(3) != b'/');
        let mut depth = 1_usize;
        self.at += 2;
        while self.at < self.bytes.len() && depth > 0 {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
        LexKind::Comment { doc }
    }

    /// A quoted literal whose opening quote is at `self.at`.
    fn quoted(&mut self, quote: u8) -> LexKind {
        self.at += 1;
        while self.at < self.bytes.len() {
            let byte = self.peek(0);
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == quote {
                break;
            }
        }
        self.at = self.at.min(self.bytes.len());
        LexKind::Literal
    }

    /// If a raw string starts at `self.at` (prefix included), skips it.
    fn raw_string(&mut self) -> Option<LexKind> {
        let prefix = match (self.peek(0), self.peek(1)) {
            (b'r', _) => 1,
            (b'b' | b'c', b'r') => 2,
            _ => return None,
        };
        let mut hashes = 0;
        while self.peek(prefix + hashes) == b'#' {
            hashes += 1;
        }
        if self.peek(prefix + hashes) != b'"' {
            return None;
        }
        let mut at = self.at + prefix + hashes + 1;
        loop {
            let Some(next) = self.bytes.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'"')) else {
                self.at = self.bytes.len();
                return Some(LexKind::Literal);
            };
            at += next + 1;
            let closing = self.bytes[at..].iter().take(hashes).take_while(|&&b| b == b'#').count();
            if closing == hashes {
                self.at = at + hashes;
                return Some(LexKind::Literal);
            }
        }
    }

    fn name(&mut self) {
        while is_name_byte(self.peek(0)) {
            self.at += 1;
        }
    }

    fn tick(&mut self) -> LexKind {
        if self.peek(1) == b'\\' {
            return self.quoted(b'\'');
        }
        let width = match self.peek(1) {
            0..=0x7f => 1,
            0x80..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        if self.peek(1 + width) == b'\'' {
            self.at += width + 2;
            return LexKind::Literal;
        }
        self.at += 1;
        self.name();
        LexKind::Lifetime
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

impl Iterator for Lexer<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        while self.at < self.bytes.len() && matches!(self.peek(0), b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c) {
            self.at += 1;
        }
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let kind = match first {
            b'/' if self.peek(1) == b'/' => self.line_comment(),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'"' => self.quoted(b'"'),
            b'\'' => self.tick(),
            b'r' | b'b' | b'c' => self.raw_string().unwrap_or_else(|| {
                self.name();
                LexKind::Ident
            }),
            b'0'..=b'9' => {
                self.name();
                LexKind::Literal
            }
            byte if is_name_byte(byte) => {
                self.name();
                LexKind::Ident
            }
            b'(' | b'[' | b'{' => {
                self.at += 1;
                LexKind::Open(first)
            }
            b')' | b']' | b'}' => {
                self.at += 1;
                LexKind::Close(first)
            }
            _ => {
                self.at += 1;
                LexKind::Punct(first)
            }
        };
        // A multi-byte character may extend past the end of broken text.
        self.at = self.at.min(self.bytes.len());
        Some(Lexeme { kind, start, end: self.at })
    }
}
