//! Items and signatures.

use super::{Attr, BodyId, Bound, Cfg, Generics, ItemId, Name, Path, ScopeId, Span, TypeRef};
use serde::{Deserialize, Serialize};

/// One item, associated items and trait members included. Items from expanded macro calls are included like any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its name; empty for impls and `extern` blocks.
    pub name: Name,
    /// The scope in which it is declared (for associated items: the scope of their impl or trait).
    pub scope: ScopeId,
    /// The impl or trait that it is a member of.
    pub parent: Parent,
    /// Its visibility. Members of traits and of trait impls are `Public`.
    pub visibility: Visibility,
    /// All its `#[cfg]`s, if any; those of enclosing inline modules are not repeated.
    pub cfg: Option<Box<Cfg>>,
    /// Whether an attribute of its own, or of an enclosing item in this file, makes it test code (`#[cfg(test)]`, `#[test]`,
    /// `#[tokio::test]`, `#[bench]`, …).
    pub in_test: bool,
    /// Whether only its head has been read, as in an outline ([`crate::syntax::Bodies::Outline`]). Of `kind` only these are then valid: the
    /// variant, the names of enum variants, the members, the last segment of an impl's trait, and its self type if that is a plain name.
    /// `attrs` is not valid either.
    pub is_sketch: bool,
    /// Attributes other than docs and `cfg`.
    pub attrs: Vec<Attr>,
    /// Its kind.
    pub kind: ItemKind,
    /// The whole item, attributes included.
    pub span: Span,
    /// The name's identifier; for impls the `impl` keyword.
    pub name_span: Span,
}

impl Item {
    /// Whether it is `#[macro_use]`.
    #[must_use]
    pub fn is_macro_use(&self) -> bool {
        self.attrs.iter().any(|attr| attr.path.segments.last().is_some_and(|last| last.name == "macro_use"))
    }
}

/// The container of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Parent {
    /// A module or block.
    Scope,
    /// An impl block.
    Impl(ItemId),
    /// A trait.
    Trait(ItemId),
}

/// Visibility as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// No visibility is written.
    Private,
    /// `pub(crate)`.
    Crate,
    /// `pub(super)`, `pub(self)`, `pub(in path)`.
    Restricted(Box<Path>),
    /// `pub`.
    Public,
}

/// The kinds of item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named after the syntax in the doc line")]
pub enum ItemKind {
    /// `mod name;` has no scope, `mod name { .. }` has one. `path_attr` is the value of a `#[path]` attribute.
    Module { scope: Option<ScopeId>, path_attr: Option<String> },
    /// A fn in any position.
    Fn(Box<Function>),
    /// A struct or union. Without lifetime parameters it borrows only what its type arguments borrow.
    Struct { generics: Generics, fields: Fields, has_lifetimes: bool },
    /// An enum; `has_lifetimes` is as for structs.
    Enum { generics: Generics, variants: Vec<EnumVariant>, has_lifetimes: bool },
    /// A trait.
    Trait(Box<TraitDef>),
    /// An impl block, inherent or of a trait.
    Impl(Box<ImplBlock>),
    /// `type X = T;`, also as an associated type, which in a trait has bounds and perhaps no type.
    TypeAlias { generics: Generics, bounds: Vec<Bound>, ty: Option<Box<TypeRef>> },
    /// `const X: T = e;`.
    Const { ty: TypeRef, body: BodyRef },
    /// `static X: T = e;`, also from `lazy_static!`, `thread_local!` and `task_local!`; these set `wrapper`, and the type is the declared one.
    Static { ty: TypeRef, body: BodyRef, wrapper: Option<Name> },
    /// `use`, one entry per leaf.
    Use(UseDecl),
    /// `extern crate name as alias;` (the item's name is the alias).
    ExternCrate { krate: Name },
    /// `macro_rules! name { .. }`.
    MacroRules(MacroRules),
    /// `include!("path.rs");`: the items of that file belong to this scope.
    Include { path: String },
    /// A macro call in item position that could not be expanded.
    MacroCall { path: Path },
}

/// A fn: free, associated or a trait member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Its signature.
    pub sig: Signature,
    /// Its body.
    pub body: BodyRef,
}

/// The state of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyRef {
    /// There is none (a required trait method, an extern fn).
    None,
    /// Lowered: an index into [`super::FileFacts::bodies`].
    Lowered(BodyId),
    /// Not lowered yet: the block (or the initialiser) is at this span of the file's text.
    Deferred(Span),
}

/// A fn's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Its own generics, without those of the impl or trait.
    pub generics: Generics,
    /// The receiver, if it has one.
    pub self_param: Option<SelfParam>,
    /// The other parameters.
    pub params: Vec<Param>,
    /// The return type as written; unit if none. For `async fn` this is the awaited type.
    pub ret: TypeRef,
    /// `async fn`.
    pub is_async: bool,
    /// `const fn`.
    pub is_const: bool,
    /// `unsafe fn`.
    pub is_unsafe: bool,
    /// From the first keyword (`pub`, `async`, `fn` …) to the end of the return type or where-clause.
    pub span: Span,
    /// The `async` keyword, if there is one.
    pub async_span: Option<Span>,
}

/// One parameter; its pattern is in the body ([`super::Body::params`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Param {
    /// The name, if the pattern is a plain identifier.
    pub name: Option<Name>,
    /// Its type.
    pub ty: TypeRef,
}

/// The receiver parameter of a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SelfParam {
    /// `self`.
    Value,
    /// `&self`.
    Ref,
    /// `&mut self`.
    RefMut,
    /// `self: T`.
    Typed(TypeRef),
}

/// The fields of a struct or variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fields {
    /// No fields: `struct S;`.
    Unit,
    /// `(A, B)`; names are `0`, `1` ….
    Tuple(Vec<Field>),
    /// `{ a: A }`.
    Named(Vec<Field>),
}

impl Fields {
    /// The fields in order.
    #[must_use]
    pub fn list(&self) -> &[Field] {
        match self {
            Self::Unit => &[],
            Self::Tuple(fields) | Self::Named(fields) => fields,
        }
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, or its index as text.
    pub name: Name,
    /// Its type.
    pub ty: TypeRef,
    /// Its visibility.
    pub visibility: Visibility,
    /// Its `#[cfg]`s, if any.
    pub cfg: Option<Box<Cfg>>,
}

/// One variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumVariant {
    /// Its name.
    pub name: Name,
    /// Its fields.
    pub fields: Fields,
    /// Its `#[cfg]`s, if any.
    pub cfg: Option<Box<Cfg>>,
    /// Its name's span.
    pub span: Span,
}

/// A trait; its members are items with `Parent::Trait`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraitDef {
    /// Its generics.
    pub generics: Generics,
    /// Supertraits.
    pub supertraits: Vec<Bound>,
    /// Member items in order.
    pub members: Vec<ItemId>,
}

/// An impl block; its members are items with `Parent::Impl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImplBlock {
    /// Its generics.
    pub generics: Generics,
    /// The trait, with its arguments; `None` for an inherent impl. Negative impls are not kept.
    pub of_trait: Option<Path>,
    /// The self type.
    pub self_ty: TypeRef,
    /// Member items in order.
    pub members: Vec<ItemId>,
}

/// One leaf of a `use` tree. The item's name is the name that it binds (the alias, or the last segment; `*` for a glob; `_` for `as _`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseDecl {
    /// The full path of the leaf; a `self` leaf has the path of its parent. For a glob: the path before `::*`.
    pub path: Path,
    /// Named, glob or anonymous.
    pub kind: UseKind,
    /// The whole `use …;` statement that the leaf belongs to.
    pub statement: Span,
}

/// The names that a `use` leaf binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UseKind {
    /// One name, in every namespace where it exists. `self` leaves bind the type namespace only.
    Named {
        /// From `{self}`.
        self_leaf: bool,
    },
    /// `*`.
    Glob,
    /// `as _`: brings traits into scope without binding a name.
    Anonymous,
}

/// A `macro_rules!` definition, kept as text so that facts stay `Send`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MacroRules {
    /// Everything between the outer braces.
    pub rules: String,
    /// `#[macro_export]`.
    pub exported: bool,
}
