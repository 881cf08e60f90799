//! Blanks out the parts of a file that signatures do not need: bodies of fns, long initialisers, doc comments and test modules become white
//! space.
//!
//! Every remaining byte keeps its offset, so spans in the skeleton are spans in the text. The cutter works on lexemes and only finds the
//! braces of items. It leaves code it does not recognise as it is, and changes nothing inside macro calls.

use super::scan::{LexKind, Lexeme, Lexer};

/// Initialisers shorter than this, in bytes, are not worth cutting.
const LONG: usize = 200;

/// The parts that are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cuts {
    /// Bodies, long initialisers and test modules.
    Bodies,
    /// The same and the members of impls, traits and modules; the rest declares one item.
    Members,
}

/// The skeleton of `text` from byte `from` on; the text before it is kept.
pub(super) fn skeleton(text: &str, from: usize, cuts: Cuts) -> String {
    let mut cutter = Cutter { text, what: cuts, frames: Vec::new(), items: Head::default(), cuts: Vec::new(), in_items: true };
    let mut last = None;
    for lexeme in Lexer::new(text, from) {
        cutter.feed(lexeme, last);
        if !matches!(lexeme.kind, LexKind::Comment { .. }) {
            last = Some(lexeme);
        }
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in cutter.cuts {
        bytes[start..end].fill(b' ');
    }
    // Cuts begin and end at lexemes. In Rust text these are whole characters; for other text the original is returned.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The kind of the current item, which decides what its next brace is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// Only visibility, modifiers and attributes so far.
    #[default]
    None,
    Fn,
    /// `impl`, `trait`, `mod`, `extern "C"`: items in braces.
    Container,
    /// `extern`, before a block, a fn or `crate`.
    Extern,
    /// `const` or `static`, perhaps of a `const fn`.
    Value,
    /// After the `:` of `const NAME: …`, before the `=`.
    Typed,
    Initialiser,
    /// Anything else, macro calls included.
    Other,
}

/// The state of the current item.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    kind: Kind,
    /// Open `<`.
    angles: usize,
    /// Under `#[cfg(test)]`.
    test: bool,
    /// `const _`: it often contains impls.
    unnamed: bool,
}

/// An open bracket.
enum Frame {
    /// Braces with items in them. At their end the surrounding item is complete.
    Items,
    /// Braces to be cut, from the byte after the opening one.
    Cut(usize),
    /// Brackets of an attribute at the start of an item.
    Attribute(usize),
    /// Anything else; whether its end completes the item.
    Plain { ends: bool },
}

struct Cutter<'a> {
    text: &'a str,
    what: Cuts,
    frames: Vec<Frame>,
    items: Head,
    cuts: Vec<(usize, usize)>,
    /// Whether the lexer is where items are.
    in_items: bool,
}

impl Cutter<'_> {
    fn feed(&mut self, lexeme: Lexeme, last: Option<Lexeme>) {
        match lexeme.kind {
            LexKind::Comment { doc: true } if self.in_items => self.cuts.push((lexeme.start, lexeme.end)),
            LexKind::Open(open) => {
                let frame = if self.in_items { self.opened(open, lexeme, last) } else { Frame::Plain { ends: false } };
                self.in_items = matches!(frame, Frame::Items);
                if self.in_items {
                    self.items = Head::default();
                }
                self.frames.push(frame);
            }
            LexKind::Close(_) => self.closed(lexeme),
            LexKind::Ident if self.in_items => self.word(lexeme, last),
            LexKind::Punct(byte) if self.in_items => {
                let arrow = last.is_some_and(|last| self.ends_with(last, b"-=", lexeme));
                self.punct(byte, arrow);
            }
            _ => {}
        }
    }

    /// Whether `last` is one of these bytes and directly before `next`.
    fn ends_with(&self, last: Lexeme, bytes: &[u8], next: Lexeme) -> bool {
        last.end == next.start && bytes.contains(&self.text.as_bytes()[last.start])
    }

    fn opened(&mut self, open: u8, at: Lexeme, last: Option<Lexeme>) -> Frame {
        let after = |byte: u8| last.is_some_and(|last| last.kind == LexKind::Punct(byte));
        let plain = Frame::Plain { ends: false };
        if self.items.angles > 0 {
            return plain;
        }
        match (open, self.items.kind) {
            (b'[', Kind::None) if after(b'#') => Frame::Attribute(at.end),
            (b'{', Kind::Fn) => Frame::Cut(at.end),
            (b'{', Kind::Container | Kind::Extern) if self.items.test || self.what == Cuts::Members => Frame::Cut(at.end),
            (b'{', Kind::Container | Kind::Extern) => Frame::Items,
            (b'{', Kind::None | Kind::Other) => Frame::Plain { ends: true },
            (b'{', Kind::Initialiser) if !self.items.unnamed => Frame::Cut(at.end),
            (b'[', Kind::Initialiser) if after(b'=') || after(b'&') || after(b'!') => Frame::Cut(at.end),
            _ => plain,
        }
    }

    fn closed(&mut self, lexeme: Lexeme) {
        let Some(frame) = self.frames.pop() else { return };
        self.in_items = matches!(self.frames.last(), None | Some(Frame::Items));
        match frame {
            Frame::Items => self.items = Head::default(),
            Frame::Cut(start) if self.items.kind == Kind::Initialiser => {
                if lexeme.start - start >= LONG {
                    self.cuts.push((start, lexeme.start));
                }
            }
            Frame::Cut(start) => {
                self.cuts.push((start, lexeme.start));
                self.items = Head::default();
            }
            Frame::Attribute(start) => {
                let words = self.text[start..lexeme.start].split_whitespace().collect::<String>();
                self.items.test |= words == "cfg(test)";
            }
            Frame::Plain { ends: true } if self.in_items => self.items = Head::default(),
            Frame::Plain { .. } => {}
        }
    }

    fn word(&mut self, lexeme: Lexeme, last: Option<Lexeme>) {
        let word = &self.text[lexeme.start..lexeme.end];
        let kind = self.items.kind;
        self.items.kind = match (word, kind) {
            ("fn", Kind::None | Kind::Extern | Kind::Value) => Kind::Fn,
            ("impl" | "trait" | "mod", Kind::None) => Kind::Container,
            ("extern", Kind::None) => Kind::Extern,
            ("crate", Kind::Extern) => Kind::Other,
            ("const" | "static", Kind::None) => Kind::Value,
            ("pub" | "crate" | "unsafe" | "async" | "default" | "auto" | "safe" | "gen", Kind::None) => Kind::None,
            ("_", Kind::Value) => {
                self.items.unnamed = true;
                Kind::Value
            }
            // The name in `r#fn` and the like is lexed as `r`, `#`, `fn`.
            (_, Kind::None) if last.is_none_or(|last| last.kind != LexKind::Punct(b'#')) => Kind::Other,
            _ => kind,
        };
    }

    fn punct(&mut self, byte: u8, arrow: bool) {
        let head = &mut self.items;
        match (byte, head.kind) {
            (b';', _) => *head = Head::default(),
            (b'<', Kind::Fn | Kind::Container | Kind::Typed | Kind::Other) => head.angles += 1,
            (b'>', _) if !arrow => head.angles = head.angles.saturating_sub(1),
            (b':', Kind::Value) => head.kind = Kind::Typed,
            (b'=', Kind::Typed) if head.angles == 0 => head.kind = Kind::Initialiser,
            (b'=', Kind::Value) => head.kind = Kind::Initialiser,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squeezed(text: &str) -> String {
        cut(text, Cuts::Bodies)
    }

    fn cut(text: &str, cuts: Cuts) -> String {
        let made = skeleton(text, 0, cuts);
        assert_eq!(made.len(), text.len());
        made.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn bodies_are_cut_wherever_a_fn_stands() {
        assert_eq!(squeezed("pub fn f<T: Fn() -> u8>(x: [u8; {N}]) -> R<{ N }> where T: X, { a { b } }"), {
            "pub fn f<T: Fn() -> u8>(x: [u8; {N}]) -> R<{ N }> where T: X, { }"
        });
        assert_eq!(squeezed("impl<T> A<T> { const unsafe fn f(&self) { 1 } }"), "impl<T> A<T> { const unsafe fn f(&self) { } }");
        assert_eq!(squeezed("mod m { trait T { fn f() { 1 } fn g(); } }"), "mod m { trait T { fn f() { } fn g(); } }");
        assert_eq!(squeezed("extern \"C\" fn f() { 1 } extern { fn g(); }"), "extern \"C\" fn f() { } extern { fn g(); }");
        assert_eq!(squeezed("fn f() -> impl Fn() -> u8 { 1 } struct S { a: u8 }"), "fn f() -> impl Fn() -> u8 { } struct S { a: u8 }");
    }

    #[test]
    fn macros_and_types_stay() {
        for same in [
            "cfg_rt! { fn f() { 1 } }",
            "macro_rules! m { () => { fn f() { 1 } }; }",
            "struct S { f: fn() } enum E { A { b: u8 } } union U { a: u8 }",
            "type F = fn(u8) -> [u8; 3]; use a::{b, c};",
            "const _: () = { impl A for B {} };",
            "const F: fn() = g;",
        ] {
            assert_eq!(squeezed(same), same);
        }
    }

    #[test]
    fn long_tables_and_test_modules_are_cut() {
        let table = format!("static T: [u8; 300] = [{}];", "1, ".repeat(300));
        assert_eq!(squeezed(&table), "static T: [u8; 300] = [ ];");
        assert_eq!(squeezed("#[cfg( test )] mod tests { use a; } mod m { use b; }"), "#[cfg( test )] mod tests { } mod m { use b; }");
        assert_eq!(squeezed("/// doc\n#[inline] /// more\nfn f();"), "#[inline] fn f();");
    }

    #[test]
    fn members_are_cut() {
        assert_eq!(cut("impl<T> A<T> for B where T: C { fn f() {} }", Cuts::Members), "impl<T> A<T> for B where T: C { }");
    }

    #[test]
    fn broken_text_keeps_its_length() {
        for text in ["fn f() {", "}}} fn f() { ä }", "impl {", "fn f() { 'ä", "const X: = [", "\u{feff}é fn f( { } ) {"] {
            for cuts in [Cuts::Bodies, Cuts::Members] {
                assert_eq!(skeleton(text, 0, cuts).len(), text.len(), "{text}");
            }
        }
    }
}
