//! Plain owned data of one source file: the interface between parsing and analysis.
//!
//! This module holds what a file *says*: its items, signatures, bodies as arenas of expressions, byte spans, and directives in comments. It
//! does not hold the meaning of names, types of expressions, or rules. Everything here is `Send`, compact and serializable; nothing borrows
//! from the syntax tree.

mod attr;
mod body;
mod file;
mod item;
pub(crate) mod packed;
mod path;
mod sound;
mod span;
mod visit;

pub use attr::{Attr, Cfg};
pub use body::{
    Arm, BinaryOp, BlockKind, Body, BodyOwner, Expr, ExprKind, FieldInit, FieldPat, FormatTraits, Label, Literal, MacroCall, MacroKind,
    Pat, PatKind, SelectArm, Stmt, UnaryOp,
};
pub use file::{Directive, DirectiveKind, FileFacts, Scope, ScopeKind, Skipped};
pub use item::{
    BodyRef, EnumVariant, Field, Fields, Function, ImplBlock, Item, ItemKind, MacroRules, Param, Parent, SelfParam, Signature, TraitDef,
    UseDecl, UseKind, Visibility,
};
pub use path::{
    Bound, GenericArg, GenericArgs, GenericParam, GenericParamKind, Generics, Path, PathAnchor, QSelf, Segment, TypeRef, WherePredicate,
};
pub use span::{LineIndex, Position, Span};

use serde::{Deserialize, Serialize};
use std::fmt;

/// An interned identifier, without the `r#` of a raw identifier. Copying and comparing is a pointer operation; ordering is by text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(ustr::Ustr);

impl Name {
    /// Interns `text`; a leading `r#` is dropped.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(ustr::ustr(text.strip_prefix("r#").unwrap_or(text)))
    }

    /// The identifier's text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.as_str()
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match packed::index_of(*self) {
            Some(index) => serializer.serialize_u32(index),
            None => serializer.serialize_str(self.as_str()),
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if packed::reads_indices() {
            let index = u32::deserialize(deserializer)?;
            return packed::name_at(index).ok_or_else(|| serde::de::Error::custom("no such name"));
        }
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Ok(Self::new(&text))
    }
}

index_vec::define_index_type! {
    /// An item of one file: index into [`FileFacts::items`].
    pub struct ItemId = u32;
    IMPL_RAW_CONVERSIONS = true;
}
index_vec::define_index_type! {
    /// A lexical scope of one file: index into [`FileFacts::scopes`]; 0 is the file's root.
    pub struct ScopeId = u32;
    IMPL_RAW_CONVERSIONS = true;
}
index_vec::define_index_type! {
    /// A lowered body of one file: index into [`FileFacts::bodies`].
    pub struct BodyId = u32;
    IMPL_RAW_CONVERSIONS = true;
}
index_vec::define_index_type! {
    /// An expression: index into [`Body::exprs`].
    pub struct ExprId = u32;
    IMPL_RAW_CONVERSIONS = true;
}
index_vec::define_index_type! {
    /// A pattern: index into [`Body::pats`]. A `Bind` pattern also identifies the local variable that it introduces.
    pub struct PatId = u32;
    IMPL_RAW_CONVERSIONS = true;
}

/// The facts of every item and expression stay in memory, so one byte here is megabytes for a package with its dependencies.
#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(size_of::<Item>() <= 176);
    assert!(size_of::<Expr>() <= 80);
    assert!(size_of::<Pat>() <= 88);
};
