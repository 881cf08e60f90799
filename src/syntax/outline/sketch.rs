//! The heads of items, read from lexemes.

use super::super::scan::{LexKind, Lexeme};
use super::super::small;
use super::cursor::{Cursor, Header};
use super::heads::{Attributes, visibility};
use crate::facts::{
    BodyRef, EnumVariant, Fields, Function, Generics, ImplBlock, ItemKind, Name, Parent, Path, PathAnchor, Segment, Signature, Span,
    TraitDef, TypeRef, Visibility,
};

/// The keyword of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Fn,
    Struct,
    Enum,
    Trait,
    Impl,
    Mod,
    Const,
    Static,
    Type,
    Use,
}

/// The start of an item up to its keyword.
pub(super) struct Start {
    pub(super) attributes: Attributes,
    pub(super) visibility: Visibility,
    /// The first byte after the attributes.
    pub(super) code: usize,
    /// `None` for items that are left to the parser.
    pub(super) keyword: Option<Keyword>,
    /// The keyword's span.
    keyword_span: Span,
}

/// An item without its scope.
pub(super) struct Sketch {
    pub(super) name: Name,
    pub(super) name_span: Span,
    /// Only what [`crate::facts::Item::is_sketch`] says is valid.
    pub(super) kind: ItemKind,
    /// Members of traits, and of impls of them.
    pub(super) is_public: bool,
    /// The byte after it.
    pub(super) end: usize,
    pub(super) members: Vec<(Start, Sketch)>,
}

impl Start {
    /// The first byte of the item, attributes included.
    pub(super) fn first(&self) -> usize {
        self.attributes.start.unwrap_or(self.code)
    }

    /// Reads up to the item's keyword.
    pub(super) fn read(at: &mut Cursor<'_>) -> Option<Self> {
        let attributes = Attributes::read(at)?;
        let code = at.peek()?.start;
        let unusual =
            Self { attributes: Attributes::default(), visibility: Visibility::Private, code, keyword: None, keyword_span: Span::default() };
        let Some((visibility, first)) = visibility(at) else { return Some(Self { attributes, ..unusual }) };
        debug_assert!(first.is_none_or(|first| first == code), "a visibility comes first");
        let (keyword, keyword_span) = keyword(at).unzip();
        Some(Self { attributes, visibility, code, keyword, keyword_span: keyword_span.unwrap_or_default() })
    }
}

/// Skips modifiers and the keyword after them.
fn keyword(at: &mut Cursor<'_>) -> Option<(Keyword, Span)> {
    loop {
        let word = at.word()?;
        let lexeme = at.next()?;
        let keyword = match word {
            "fn" => Keyword::Fn,
            "struct" => Keyword::Struct,
            "enum" => Keyword::Enum,
            "trait" => Keyword::Trait,
            "impl" => Keyword::Impl,
            "mod" => Keyword::Mod,
            "static" => Keyword::Static,
            "type" => Keyword::Type,
            "use" => Keyword::Use,
            "const" if !matches!(at.word(), Some("fn" | "async" | "unsafe" | "extern")) => Keyword::Const,
            "const" | "async" | "unsafe" => continue,
            "default" if matches!(at.word(), Some("fn" | "const" | "async" | "unsafe" | "impl" | "type")) => continue,
            "extern" => {
                at.take(LexKind::Literal);
                if at.word() != Some("fn") {
                    return None;
                }
                continue;
            }
            _ => return None,
        };
        return Some((keyword, span(lexeme.start, lexeme.end)));
    }
}

impl Sketch {
    /// The item after its keyword. `None` if it is left to the parser.
    pub(super) fn read(keyword: Keyword, start: &Start, at: &mut Cursor<'_>, parent: Parent) -> Option<Self> {
        match keyword {
            Keyword::Fn => function(at, parent),
            Keyword::Struct => {
                let (name, name_span) = name(at)?;
                let header = at.header(|_, _| {})?;
                let end = match header.end.kind {
                    LexKind::Open(_) => at.skip_group()?,
                    LexKind::Punct(b';') => at.next()?,
                    _ => return None,
                };
                let kind = ItemKind::Struct { generics: Generics::default(), fields: Fields::Unit, has_lifetimes: false };
                Some(Self::plain(name, name_span, kind, end))
            }
            Keyword::Enum => enumeration(at),
            Keyword::Trait => {
                let (name, name_span) = name(at)?;
                let header = at.header(|_, _| {})?;
                let (members, end) = members(start, &header, at, true)?;
                let kind =
                    ItemKind::Trait(Box::new(TraitDef { generics: Generics::default(), supertraits: Vec::new(), members: Vec::new() }));
                Some(Self { members, ..Self::plain(name, name_span, kind, end) })
            }
            Keyword::Impl => implementation(start, at),
            Keyword::Const => {
                let (name, name_span) = name(at)?;
                let kind = ItemKind::Const { ty: TypeRef::Unknown, body: BodyRef::None };
                Some(Self::plain(name, name_span, kind, at.past_semicolon()?))
            }
            Keyword::Static => {
                at.take_word("mut");
                let (name, name_span) = name(at)?;
                let kind = ItemKind::Static { ty: TypeRef::Unknown, body: BodyRef::None, wrapper: None };
                Some(Self::plain(name, name_span, kind, at.past_semicolon()?))
            }
            Keyword::Type => {
                let (name, name_span) = name(at)?;
                let kind = ItemKind::TypeAlias { generics: Generics::default(), bounds: Vec::new(), ty: None };
                Some(Self::plain(name, name_span, kind, at.past_semicolon()?))
            }
            Keyword::Mod | Keyword::Use => None,
        }
    }

    fn plain(name: Name, name_span: Span, kind: ItemKind, last: Lexeme) -> Self {
        Self { name, name_span, kind, is_public: false, end: last.end, members: Vec::new() }
    }
}

fn function(at: &mut Cursor<'_>, parent: Parent) -> Option<Sketch> {
    let (name, name_span) = name(at)?;
    let header = at.header(|_, _| {})?;
    // An attribute macro may move a fn with a receiver into an impl.
    if parent == Parent::Scope && header.params.contains(&"self") {
        return None;
    }
    let (body, end) = match header.end.kind {
        LexKind::Open(_) => {
            let close = at.skip_group()?;
            (BodyRef::Deferred(span(header.end.start, close.end)), close)
        }
        LexKind::Punct(b';') if parent != Parent::Scope => (BodyRef::None, at.next()?),
        _ => return None,
    };
    let sig = Signature {
        generics: Generics::default(),
        self_param: None,
        params: Vec::new(),
        ret: TypeRef::unit(),
        is_async: false,
        is_const: false,
        is_unsafe: false,
        span: name_span,
        async_span: None,
    };
    Some(Sketch::plain(name, name_span, ItemKind::Fn(Box::new(Function { sig, body })), end))
}

fn enumeration(at: &mut Cursor<'_>) -> Option<Sketch> {
    let (name, name_span) = name(at)?;
    at.header(|_, _| {})?;
    at.take(LexKind::Open(b'{'))?;
    let mut variants = Vec::new();
    let end = loop {
        if let Some(close) = at.take(LexKind::Close(b'}')) {
            break close;
        }
        Attributes::read(at)?;
        visibility(at)?;
        let (name, span) = self::name(at)?;
        variants.push(EnumVariant { name, fields: Fields::Unit, cfg: None, span });
        if matches!(at.peek()?.kind, LexKind::Open(b'(' | b'{')) {
            at.skip_group()?;
        }
        if at.take(LexKind::Punct(b'=')).is_some() {
            while !matches!(at.peek()?.kind, LexKind::Punct(b',') | LexKind::Close(_)) {
                if matches!(at.peek()?.kind, LexKind::Open(_)) {
                    at.skip_group()?
                } else {
                    at.next()?
                };
            }
        }
        if at.take(LexKind::Punct(b',')).is_none() && !at.is(LexKind::Close(b'}')) {
            return None;
        }
    };
    let kind = ItemKind::Enum { generics: Generics::default(), variants, has_lifetimes: false };
    Some(Sketch::plain(name, name_span, kind, end))
}

fn implementation(start: &Start, at: &mut Cursor<'_>) -> Option<Sketch> {
    let after_keyword = start.keyword_span.end as usize;
    let (mut last, mut of_trait) = (None, None);
    let (mut is_complete, mut is_unusual) = (false, false);
    // Lexemes of the self type outside of brackets, and where the parameters of the impl end.
    let (mut parts, mut params_end) = (0_u32, after_keyword);
    let header = at.header(|at, lexeme| {
        if parts == 0 && of_trait.is_none() && last.is_none() {
            params_end = lexeme.start;
        }
        match lexeme.kind {
            LexKind::Ident if at.text_of(lexeme) == "where" => is_complete = true,
            _ if is_complete => {}
            LexKind::Ident if of_trait.is_none() && at.text_of(lexeme) == "for" => {
                let mut ahead = at.clone();
                ahead.next();
                // `for<'a>` is a part of a type.
                if ahead.is(LexKind::Punct(b'<')) {
                    parts += 1;
                } else {
                    is_unusual |= last.is_none();
                    of_trait = last.take();
                    parts = 0;
                }
            }
            LexKind::Ident => {
                last = Some((Name::new(at.text_of(lexeme)), span(lexeme.start, lexeme.end)));
                parts += 1;
            }
            // A negative impl, a macro call, or the arrow of `Fn(A) -> B`.
            LexKind::Punct(b'!' | b'-') => is_unusual = true,
            _ => parts += 1,
        }
    })?;
    if is_unusual {
        return None;
    }
    let params = at.slice(after_keyword, params_end.max(after_keyword));
    let is_param = |name: Name| params.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| name == *word);
    let self_ty =
        last.filter(|(name, _)| parts == 1 && !is_param(*name)).map_or(TypeRef::Unknown, |self_ty| TypeRef::Path(plain_path(self_ty)));
    let (members, end) = members(start, &header, at, of_trait.is_some())?;
    let of_trait = of_trait.map(plain_path);
    let block = ImplBlock { generics: Generics::default(), of_trait, self_ty, members: Vec::new() };
    let sketch = Sketch::plain(Name::new(""), start.keyword_span, ItemKind::Impl(Box::new(block)), end);
    Some(Sketch { is_public: true, members, ..sketch })
}

fn plain_path((name, span): (Name, Span)) -> Path {
    Path { anchor: PathAnchor::Plain, qself: None, segments: vec![Segment { name, span, args: None }], span }
}

/// The members of an impl or trait whose braces are next.
fn members(start: &Start, header: &Header<'_>, at: &mut Cursor<'_>, are_public: bool) -> Option<(Vec<(Start, Sketch)>, Lexeme)> {
    if header.end.kind != LexKind::Open(b'{') {
        return None;
    }
    let mut found = Vec::new();
    if start.attributes.is_cut() {
        return Some((found, at.skip_group()?));
    }
    at.next();
    loop {
        if let Some(close) = at.take(LexKind::Close(b'}')) {
            return Some((found, close));
        }
        let start = Start::read(at)?;
        let keyword = start.keyword.filter(|keyword| matches!(keyword, Keyword::Fn | Keyword::Const | Keyword::Type))?;
        // Any parent but a module.
        let sketch = Sketch::read(keyword, &start, at, Parent::Impl(crate::facts::ItemId::from_usize(0)))?;
        found.push((start, Sketch { is_public: are_public, ..sketch }));
    }
}

fn name(at: &mut Cursor<'_>) -> Option<(Name, Span)> {
    let ident = at.ident()?;
    Some((Name::new(ident.name), span(ident.start, ident.end)))
}

pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(small(start), small(end))
}
