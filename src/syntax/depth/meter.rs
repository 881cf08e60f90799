//! The meter itself: it takes tokens one by one.

use super::{MAX_DEPTH, MAX_HEIGHT};

/// A token, reduced to what matters for nesting.
#[derive(Clone, Copy)]
pub(super) enum Token<'a> {
    Ident(&'a str),
    Literal,
    Lifetime,
    Open,
    Close(u8),
    /// The byte, and the next byte if it is punctuation that follows without a space.
    Punct(u8, u8),
}

/// The state inside one bracket.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Keywords, arrows, closures and assignments since the last separator. Each contains all that follows, operators included.
    loose: u32,
    /// Prefix operators since the last binary operator; they bind tighter than binary operators.
    tight: u32,
    /// Open `<`.
    angle: u32,
    /// `angle` after the last `<<`, which is either a shift or the start of generics such as `<<T as Trait>::X>`.
    shift: u32,
    /// Links of the operator or method chain since the last separator.
    links: u32,
    /// The largest height of the brackets since the last separator.
    inner: u32,
    /// The largest height of the parts before the last separator.
    before: u32,
    /// Between the bars of a closure's parameters.
    params: bool,
    /// After a `let`, before its `=`.
    binds: bool,
    /// In a `use`, where every `::` goes one level down.
    imports: bool,
}

impl Level {
    fn depth(self) -> u32 {
        1 + self.loose + self.tight + self.angle
    }

    /// An upper bound for the height of the tree inside this bracket.
    fn height(self) -> u32 {
        self.before.max(self.depth() + self.links + self.inner)
    }

    /// Resets the state after a separator.
    fn restart(&mut self) {
        *self = Self { before: self.height(), imports: self.imports, ..Self::default() };
    }

    fn go_down(&mut self) {
        self.loose += 1 + std::mem::take(&mut self.tight);
    }
}

/// The kind of the previous token.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Nothing,
    /// A name that is not a keyword.
    Name,
    Literal,
    /// `)` or `]`.
    Bracket,
    /// `}`.
    Brace,
    /// `else`.
    Else,
    /// `else if`.
    ElseIf,
    /// A binary `&` or `|` that may be the first half of `&&` or `||`.
    Half(u8),
    /// The first dot of a range that has a start.
    Range,
    /// The first `<` of `<<`; whether it is certainly a less-than or shift and does not open generics.
    Less {
        binary: bool,
    },
    /// Any other punctuation.
    Punct(u8),
    /// The second byte of `<<` or `>>`.
    Twice(u8),
    /// The end of generics.
    Generics,
    /// `?` after an operand.
    Try,
}

impl Last {
    /// Whether an operator that follows is binary.
    fn is_operand(self) -> bool {
        matches!(self, Self::Name | Self::Literal | Self::Bracket | Self::Brace | Self::Generics | Self::Try)
    }

    fn is_punct(self, byte: u8) -> bool {
        match self {
            Self::Half(last) | Self::Punct(last) | Self::Twice(last) => last == byte,
            Self::Less { .. } => byte == b'<',
            Self::Generics => byte == b'>',
            _ => false,
        }
    }
}

#[derive(Default)]
pub(super) struct Meter {
    outer: Vec<Level>,
    outer_depth: u32,
    deepest: u32,
    level: Level,
    last: Last,
}

impl Meter {
    /// The deepest nesting so far.
    pub(super) fn deepest(&self) -> u32 {
        self.deepest
    }

    /// Takes one token; returns false if a limit is exceeded.
    pub(super) fn feed(&mut self, token: Token<'_>) -> bool {
        let last = self.last;
        let next = match token {
            Token::Literal => {
                self.statement_after(last);
                if last == Last::Twice(b'<') {
                    // No type begins with a literal, so `<<` was a shift.
                    self.level.angle = self.level.angle.saturating_sub(2);
                }
                Last::Literal
            }
            Token::Lifetime => {
                self.statement_after(last);
                Last::Nothing
            }
            Token::Ident(word) => self.word(word, last),
            Token::Open => {
                self.level.links += u32::from(last.is_operand());
                self.outer_depth += self.level.depth();
                let imports = self.level.imports;
                self.outer.push(self.level);
                self.level = Level { imports, ..Level::default() };
                Last::Nothing
            }
            Token::Close(byte) => {
                let inner = self.level.height();
                self.level = self.outer.pop().unwrap_or_default();
                self.outer_depth = self.outer_depth.saturating_sub(self.level.depth());
                self.level.inner = self.level.inner.max(inner);
                if byte == b'}' { Last::Brace } else { Last::Bracket }
            }
            Token::Punct(byte, next) => self.punct(byte, next, last),
        };
        self.last = next;
        self.deepest = self.deepest.max(self.outer_depth + self.level.depth());
        self.deepest <= MAX_DEPTH && self.level.height() <= MAX_HEIGHT
    }

    /// A word or literal right after `}` starts a new statement or item.
    fn statement_after(&mut self, last: Last) {
        if last == Last::Brace {
            self.level.restart();
        }
    }

    fn word(&mut self, word: &str, last: Last) -> Last {
        let level = &mut self.level;
        match word {
            "else" => {
                // The condition before the `else` has ended.
                (level.tight, level.angle) = (0, 0);
                level.links += 1;
                return Last::Else;
            }
            "as" => {
                level.tight = 0;
                level.links += 1;
                return Last::Nothing;
            }
            "in" => return Last::Nothing,
            // Chains of `else if` are parsed in a loop.
            "if" if last == Last::Else => return Last::ElseIf,
            _ => {}
        }
        self.statement_after(last);
        let level = &mut self.level;
        match word {
            "let" => {
                level.binds = true;
                if last != Last::ElseIf {
                    level.go_down();
                }
                Last::Nothing
            }
            "mut" | "const" | "raw" | "ref" | "box" => {
                level.tight += 1;
                // `raw` and `box` are names as well.
                if matches!(word, "raw" | "box") { Last::Name } else { Last::Nothing }
            }
            "return" | "break" | "yield" | "become" | "if" | "match" | "while" | "for" | "dyn" | "impl" | "fn" | "async" | "unsafe"
            | "static" | "move" | "loop" | "try" | "do" => {
                level.go_down();
                Last::Nothing
            }
            "use" => {
                level.imports = true;
                Last::Nothing
            }
            "where" | "pub" | "mod" | "struct" | "enum" | "trait" | "type" => Last::Nothing,
            _ => Last::Name,
        }
    }

    fn punct(&mut self, byte: u8, next: u8, last: Last) -> Last {
        if byte == b'#' {
            self.statement_after(last);
        }
        let operand = last.is_operand();
        let level = &mut self.level;
        match byte {
            b';' => {
                level.restart();
                level.imports = false;
            }
            b',' => {
                if level.shift > 0 && level.shift == level.angle {
                    // Generics that begin with `<T as Trait>` have no comma here.
                    level.angle = level.angle.saturating_sub(2);
                }
                // Inside generics and closure parameters, what follows the comma is on the same level.
                if level.angle == 0 && !level.params {
                    level.restart();
                }
            }
            b'<' => return self.less(next, last),
            b'>' if last.is_punct(b'=') => level.restart(),
            b'>' if last.is_punct(b'-') => level.go_down(),
            b'>' => {
                if level.angle > 0 {
                    level.angle -= 1;
                    return Last::Generics;
                }
                return if last.is_punct(b'>') { Last::Twice(b'>') } else { Last::Punct(b'>') };
            }
            b'=' => {
                let less_or_equal = last.is_punct(b'<') && last != Last::Twice(b'<');
                let compares = matches!(next, b'=' | b'>') || last.is_punct(b'=') || last.is_punct(b'!') || last == Last::Punct(b'>');
                let inclusive = last == Last::Punct(b'.');
                // Operands of tighter operators have ended.
                level.tight = 0;
                if less_or_equal || last == Last::Twice(b'<') {
                    // No generics begin with `<=` or `<<=`.
                    level.angle = level.angle.saturating_sub(if less_or_equal { 1 } else { 2 });
                } else if compares && next == b'=' {
                    level.angle = 0;
                }
                if !compares && !less_or_equal && !inclusive && !std::mem::take(&mut level.binds) {
                    level.go_down();
                }
            }
            b'?' => {
                level.links += 1;
                return if operand { Last::Try } else { Last::Punct(b'?') };
            }
            b'@' => level.go_down(),
            b':' if level.imports && last.is_punct(b':') => level.go_down(),
            b'|' if level.params => {
                level.params = false;
            }
            b'|' if !operand && last != Last::Half(b'|') => {
                level.params = true;
                level.go_down();
            }
            b'.' | b'!' | b'-' | b'*' | b'&' | b'|' | b'^' | b'+' | b'/' | b'%' | b'~' => return self.operator(byte, next, last),
            _ => {}
        }
        Last::Punct(byte)
    }

    fn less(&mut self, next: u8, last: Last) -> Last {
        let level = &mut self.level;
        if matches!(last, Last::Less { binary: true }) {
            return Last::Twice(b'<');
        }
        // Only a path has generics; after any other operand `<` is an operator.
        if last.is_operand() && last != Last::Name {
            level.tight = 0;
            level.links += 1;
            return if next == b'<' { Last::Less { binary: true } } else { Last::Punct(b'<') };
        }
        level.angle += 1;
        level.loose += std::mem::take(&mut level.tight);
        if last.is_punct(b'<') {
            level.shift = level.angle;
            return Last::Twice(b'<');
        }
        if next == b'<' && last == Last::Name { Last::Less { binary: false } } else { Last::Punct(b'<') }
    }

    fn operator(&mut self, byte: u8, next: u8, last: Last) -> Last {
        let level = &mut self.level;
        if last.is_operand() {
            level.links += 1;
            match (byte, next) {
                (b'.', b'.') => {
                    level.tight = 0;
                    return Last::Range;
                }
                // Methods, fields and macros bind tighter than prefix operators.
                (b'.', _) => {}
                (b'!', after) if after != b'=' => {}
                _ => level.tight = 0,
            }
            if matches!(byte, b'&' | b'|') && next == byte {
                // A comparison does not extend over `&&` or `||`, so an open `<` was a less-than.
                level.angle = 0;
                return Last::Half(byte);
            }
        } else if last == Last::Half(byte) || (last == Last::Range && byte == b'.') {
            // The second half of `&&`, `||` or `..`.
        } else if byte == b'.' {
            // A range without a start.
            level.go_down();
        } else {
            level.tight += 1;
        }
        Last::Punct(byte)
    }
}
