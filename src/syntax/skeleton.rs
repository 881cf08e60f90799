//! Blanks out the parts of a file that signatures do not need: bodies of fns, long initialisers, doc comments and test modules become white
//! space. For an outline, the contents of declarations do too.
//!
//! Every remaining byte keeps its offset, so spans in the skeleton are spans in the text. The cutter works on lexemes and only finds the
//! braces of items. It leaves code it does not recognise as it is, and changes nothing inside macro calls.

use super::scan::{LexKind, Lexeme, Lexer};

/// A receiver is among the first four lexemes of the parameters: `&'a mut self`.
const RECEIVER: usize = 4;

/// Initialisers shorter than this, in bytes, are not worth cutting.
const LONG: usize = 200;

/// The parts that are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cuts {
    /// Bodies, long initialisers and test modules.
    Bodies,
    /// The same and the members of impls, traits and modules; the rest declares one item.
    Members,
    /// Bodies, and from each declaration everything after its name. From impls only the `where` clause.
    Declarations,
}

/// Attributes whose arguments affect neither the place nor the name of an item.
const INERT: [&str; 2] = ["derive", "doc"];

/// The skeleton of `text` from byte `from` on; the text before it is kept.
pub(super) fn skeleton(text: &str, from: usize, cuts: Cuts) -> String {
    let mut cutter =
        Cutter { text, what: cuts, frames: Vec::new(), items: Head::default(), cuts: Vec::new(), in_items: true, in_members: false };
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
    /// `struct`, only where declarations are cut, as for `Enum`.
    Struct,
    Enum,
    /// `impl`, `trait`, `mod`, `extern "C"`: items in braces.
    Container,
    /// `macro_rules`, only where declarations are cut.
    Rules,
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
    /// Whether it is an `impl` or `trait`.
    of_members: bool,
    /// The next part of a declaration that is cut.
    next: Next,
}

/// The state of a declaration that is cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Next {
    /// Nothing is to be cut.
    #[default]
    Nothing,
    /// Before its name.
    Name,
    /// Before its parameters or fields; the text from this byte on is cut.
    List(usize),
    /// Before its braces or semicolon; the text from this byte on is cut.
    End(usize),
}

/// An open bracket.
enum Frame {
    /// Braces with items in them. At their end the surrounding item is complete.
    Items {
        of_members: bool,
    },
    /// Braces to be cut, from the byte after the opening one.
    Cut(usize),
    /// Brackets of an attribute at the start of an item.
    Attribute(usize),
    /// Parameters or fields of a declaration that is cut: cut from byte `since` on; the list itself begins at `start`.
    List {
        since: usize,
        start: usize,
        lexemes: usize,
        has_receiver: bool,
    },
    /// Braces of an enum.
    Variants,
    Variant(usize),
    /// Anything else; whether its end completes the item.
    Plain {
        ends: bool,
    },
}

struct Cutter<'a> {
    text: &'a str,
    what: Cuts,
    frames: Vec<Frame>,
    items: Head,
    cuts: Vec<(usize, usize)>,
    /// Whether the lexer is where items are, and whether these are members of an impl or trait.
    in_items: bool,
    in_members: bool,
}

impl Cutter<'_> {
    fn feed(&mut self, lexeme: Lexeme, last: Option<Lexeme>) {
        if let Some(Frame::List { lexemes, has_receiver, .. }) = self.frames.last_mut() {
            *lexemes += 1;
            *has_receiver |= *lexemes <= RECEIVER && &self.text[lexeme.start..lexeme.end] == "self";
        }
        match lexeme.kind {
            LexKind::Comment { doc: true } if self.in_items || matches!(self.frames.last(), Some(Frame::Variants)) => {
                self.cuts.push((lexeme.start, lexeme.end));
            }
            LexKind::Open(open) => {
                let frame = match self.frames.last() {
                    _ if self.in_items => self.opened(open, lexeme, last),
                    Some(Frame::Variants) if open != b'[' => Frame::Variant(lexeme.end),
                    _ => Frame::Plain { ends: false },
                };
                self.in_items = matches!(frame, Frame::Items { .. });
                if let Frame::Items { of_members } = frame {
                    self.items = Head::default();
                    self.in_members = of_members;
                }
                self.frames.push(frame);
            }
            LexKind::Close(_) => self.closed(lexeme),
            LexKind::Ident if self.in_items => self.word(lexeme, last),
            LexKind::Punct(byte) if self.in_items => {
                let arrow = last.is_some_and(|last| self.ends_with(last, b"-=", lexeme));
                self.punct(byte, lexeme.start, arrow);
            }
            _ => {}
        }
    }

    /// Whether `last` is one of these bytes and directly before `next`.
    fn ends_with(&self, last: Lexeme, bytes: &[u8], next: Lexeme) -> bool {
        last.end == next.start && bytes.contains(&self.text.as_bytes()[last.start])
    }

    fn cut(&mut self, from: usize, to: usize) {
        if from < to {
            self.cuts.push((from, to));
        }
    }

    fn opened(&mut self, open: u8, at: Lexeme, last: Option<Lexeme>) -> Frame {
        let after = |byte: u8| last.is_some_and(|last| last.kind == LexKind::Punct(byte));
        let plain = Frame::Plain { ends: false };
        if self.items.angles > 0 {
            return plain;
        }
        if let (b'{', Next::List(since) | Next::End(since)) = (open, self.items.next) {
            self.cut(since, at.start);
            self.items.next = Next::Nothing;
        }
        match (open, self.items.kind) {
            (b'[', Kind::None) if after(b'#') => Frame::Attribute(at.end),
            (b'(', Kind::Fn | Kind::Struct) => match self.items.next {
                Next::List(since) => Frame::List { since, start: at.end, lexemes: 0, has_receiver: false },
                _ => plain,
            },
            (b'{', Kind::Fn | Kind::Struct) | (_, Kind::Rules) => Frame::Cut(at.end),
            (b'{', Kind::Enum) => Frame::Variants,
            (b'{', Kind::Container | Kind::Extern) if self.items.test || self.what == Cuts::Members => Frame::Cut(at.end),
            (b'{', Kind::Container | Kind::Extern) => Frame::Items { of_members: self.items.of_members },
            (b'{', Kind::None | Kind::Other) => Frame::Plain { ends: true },
            (b'{', Kind::Initialiser) if !self.items.unnamed => Frame::Cut(at.end),
            (b'[', Kind::Initialiser) if after(b'=') || after(b'&') || after(b'!') => Frame::Cut(at.end),
            _ => plain,
        }
    }

    fn closed(&mut self, lexeme: Lexeme) {
        let Some(frame) = self.frames.pop() else { return };
        let around = self.frames.last();
        self.in_items = matches!(around, None | Some(Frame::Items { .. }));
        if self.in_items {
            self.in_members = matches!(around, Some(Frame::Items { of_members: true }));
        }
        match frame {
            Frame::Items { .. } | Frame::Variants => self.items = Head::default(),
            Frame::Variant(start) => self.cut(start, lexeme.start),
            Frame::List { since, start, has_receiver, .. } => {
                // An attribute macro may move a fn with a receiver into an impl (`attached.rs`); that depends on its signature.
                if has_receiver && !self.in_members {
                    self.items.next = Next::Nothing;
                } else {
                    self.cut(since, start - 1);
                    self.cut(start, lexeme.start);
                    self.items.next = Next::End(lexeme.end);
                }
            }
            Frame::Cut(start) if self.items.kind == Kind::Initialiser => {
                if lexeme.start - start >= LONG {
                    self.cut(start, lexeme.start);
                }
            }
            Frame::Cut(start) => {
                self.cut(start, lexeme.start);
                self.items = Head::default();
            }
            Frame::Attribute(start) => {
                let written = &self.text[start..lexeme.start];
                let words = written.split_whitespace().collect::<String>();
                self.items.test |= words == "cfg(test)";
                let name = written.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
                if self.what == Cuts::Declarations && INERT.contains(&&written[..name]) {
                    self.cut(start + name, lexeme.start);
                }
            }
            Frame::Plain { ends: true } if self.in_items => self.items = Head::default(),
            Frame::Plain { .. } => {}
        }
    }

    fn word(&mut self, lexeme: Lexeme, last: Option<Lexeme>) {
        let word = &self.text[lexeme.start..lexeme.end];
        let outline = self.what == Cuts::Declarations;
        if self.items.next == Next::Name {
            self.items.next = Next::List(lexeme.end);
            return;
        }
        let kind = self.items.kind;
        match (word, kind) {
            // Bounds follow, which have parentheses of their own.
            ("where", Kind::Struct) if self.items.angles == 0 => {
                if let Next::List(since) = self.items.next {
                    self.items.next = Next::End(since);
                }
            }
            ("where", Kind::Container) if outline && self.items.angles == 0 && self.items.next == Next::Nothing => {
                self.items.next = Next::End(lexeme.start);
            }
            _ => {}
        }
        self.items.kind = match (word, kind) {
            ("fn", Kind::None | Kind::Extern | Kind::Value) => Kind::Fn,
            ("struct", Kind::None) if outline => Kind::Struct,
            ("enum", Kind::None) if outline => Kind::Enum,
            ("macro_rules", Kind::None) if outline => Kind::Rules,
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
        if self.items.kind != kind {
            self.items.of_members = matches!(word, "impl" | "trait");
            if outline && matches!(word, "fn" | "struct" | "enum" | "trait") {
                self.items.next = Next::Name;
            }
        }
    }

    fn punct(&mut self, byte: u8, at: usize, arrow: bool) {
        let next = self.items.next;
        let head = &mut self.items;
        match (byte, head.kind) {
            (b';', kind) => {
                if let (Next::List(since) | Next::End(since), Kind::Fn | Kind::Struct) = (next, kind) {
                    self.cut(since, at);
                }
                self.items = Head::default();
            }
            // `fn r#name`: the name still follows.
            (b'#', _) if matches!(next, Next::List(since) if since == at) => head.next = Next::Name,
            (b'<', Kind::Fn | Kind::Struct | Kind::Enum | Kind::Container | Kind::Typed | Kind::Other) => head.angles += 1,
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
    fn declarations_are_cut_down_to_their_names() {
        for (text, left) in [
            ("pub fn f<T: Fn(A) -> B>(x: A) -> R<{ N }> where T: Fn(A), { a { b } }", "pub fn f ( ) { }"),
            ("fn r#match(x: A) -> B; extern { fn g(x: A, ...); }", "fn r#match( ) ; extern { fn g( ); }"),
            ("impl<T> A<T> for B where T: Fn(X) { fn f(&self) -> A { 1 } type X = Y; }", "impl<T> A<T> for B { fn f( ) { } type X = Y; }"),
            ("pub trait T<A: Fn()>: B<C> where A: D { fn g<X>(self); }", "pub trait T { fn g ( ); }"),
            ("struct S<A>(B, C) where A: Fn(D); struct U; struct V<T>;", "struct S ( ) ; struct U; struct V ;"),
            ("struct S<A> where A: Fn(D) { a: A } fn f() {}", "struct S { } fn f() {}"),
            ("/// d\nenum E<T> { /** d */ #[a(b)] A(T, B), C { d: D }, F = (1) }", "enum E { #[a(b)] A( ), C { }, F = ( ) }"),
            (
                "macro_rules! m { () => { fn f() { 1 } }; } #[derive(A)] #[cfg(x)] struct S;",
                "macro_rules! m { } #[derive ] #[cfg(x)] struct S;",
            ),
            ("#[on(S)] fn f(&'a mut self, x: A) -> B { 1 } fn g() -> A { 1 }", "#[on(S)] fn f(&'a mut self, x: A) -> B { } fn g() { }"),
        ] {
            assert_eq!(cut(text, Cuts::Declarations), left);
        }
        assert_eq!(cut("impl<T> A<T> for B where T: C { fn f() {} }", Cuts::Members), "impl<T> A<T> for B where T: C { }");
    }

    #[test]
    fn broken_text_keeps_its_length() {
        for text in ["fn f() {", "}}} fn f() { ä }", "impl {", "fn f() { 'ä", "const X: = [", "\u{feff}é fn f( { } ) {"] {
            for cuts in [Cuts::Bodies, Cuts::Members, Cuts::Declarations] {
                assert_eq!(skeleton(text, 0, cuts).len(), text.len(), "{text}");
            }
        }
    }
}
