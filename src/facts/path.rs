//! Paths, type references and generics as written.

use super::{Name, Span};
use serde::{Deserialize, Serialize};

/// A path as written in any position: `std::fs::read`, `Vec::<u8>::new`, `<T as Iterator>::Item`, `crate::a::B`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// Where the path starts; the keyword is not among the segments.
    pub anchor: PathAnchor,
    /// `<T>` or `<T as Trait>` before the first segment.
    pub qself: Option<Box<QSelf>>,
    /// The segments after the anchor. For `<T as a::Trait>::X` these are `a`, `Trait`, `X`. A `self` value (the method receiver) is the
    /// single segment `self`; `Self` is an ordinary segment.
    pub segments: Vec<Segment>,
    /// From the anchor (or `<`) to the end of the last segment.
    pub span: Span,
}

impl Path {
    /// The names of its segments, joined: `a::b`. Anchor and arguments are left out.
    #[must_use]
    pub fn joined(&self) -> String {
        self.segments.iter().map(|segment| segment.name.as_str()).collect::<Vec<_>>().join("::")
    }
}

/// The start of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PathAnchor {
    /// No keyword: the scope, then the prelude and the extern prelude.
    Plain,
    /// `crate::`, and `$crate::` of a macro of this crate.
    Crate,
    /// `self::` before another segment.
    SelfModule,
    /// `super::` this many times (at least 1).
    Super(u8),
    /// A leading `::`.
    Extern,
}

/// The qualified-self part of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QSelf {
    /// The type between `<` and `as` or `>`.
    pub ty: TypeRef,
    /// How many leading segments of the path name the trait; 0 for `<T>::X`.
    pub trait_segments: usize,
}

/// One segment of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The identifier.
    pub name: Name,
    /// The identifier's span, without generic arguments.
    pub span: Span,
    /// `<..>`, `::<..>` or `(A, B) -> C`, if written.
    pub args: Option<Box<GenericArgs>>,
}

/// Generic arguments. `Fn(A, B) -> C` is stored as one tuple argument `(A, B)` and the binding `Output = C`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct GenericArgs {
    /// Positional type and const arguments, lifetimes left out.
    pub args: Vec<GenericArg>,
    /// `Item = T`.
    pub bindings: Vec<(Name, TypeRef)>,
    /// `Item: Bound`.
    pub constraints: Vec<(Name, Vec<Bound>)>,
}

/// A positional generic argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GenericArg {
    /// A type (or a const named by a plain path, which looks the same).
    Type(TypeRef),
    /// A const argument that cannot be a type (`3`, `{ N + 1 }`), as text.
    Const(String),
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub enum TypeRef {
    /// `Vec<T>`, `Self`, `T::Item`, `u8`.
    Path(Path),
    /// `&T`, `&mut T`.
    Ref {
        /// `&mut`.
        mutable: bool,
        /// The referent.
        inner: Box<TypeRef>,
    },
    /// `*const T`, `*mut T`.
    Ptr {
        /// `*mut`.
        mutable: bool,
        /// The pointee.
        inner: Box<TypeRef>,
    },
    /// `[T]`.
    Slice(Box<TypeRef>),
    /// `[T; N]`; the length is not kept.
    Array(Box<TypeRef>),
    /// `(A, B)`; `()` is empty.
    Tuple(Vec<TypeRef>),
    /// `fn(A) -> B`.
    FnPtr {
        /// Parameter types.
        params: Vec<TypeRef>,
        /// Return type; unit if not written.
        ret: Box<TypeRef>,
    },
    /// `!`.
    Never,
    /// `_`.
    Infer,
    /// `impl A + B`, lifetimes left out.
    ImplTrait(Vec<Bound>),
    /// `dyn A + B`.
    DynTrait(Vec<Bound>),
    /// A macro call, or a type that could not be parsed.
    Unknown,
}

impl TypeRef {
    /// `()`.
    #[must_use]
    pub const fn unit() -> Self {
        Self::Tuple(Vec::new())
    }
}

/// A trait bound; lifetimes and `?Sized` are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The trait, with its arguments and bindings on the last segment.
    pub path: Path,
}

/// Generic parameters, with all bounds as where-predicates, inline bounds included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generics {
    /// Type and const parameters in order; lifetimes are left out.
    pub params: Vec<GenericParam>,
    /// `T: A + B`, from the parameter list and the where-clause.
    pub predicates: Vec<WherePredicate>,
}

/// One generic parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenericParam {
    /// Its name.
    pub name: Name,
    /// Type or const.
    pub kind: GenericParamKind,
}

/// The kinds of generic parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GenericParamKind {
    /// A type, with its default.
    Type(Option<TypeRef>),
    /// A const of this type.
    Const(TypeRef),
}

/// `ty: bounds`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WherePredicate {
    /// The bounded type.
    pub ty: TypeRef,
    /// Its bounds.
    pub bounds: Vec<Bound>,
}

impl Serialize for GenericArgs {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for GenericArgs {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::packed::nested(|| Self::deserialize(deserializer))
    }
}

impl Serialize for TypeRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for TypeRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::packed::nested(|| Self::deserialize(deserializer))
    }
}
