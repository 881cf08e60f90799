//! Identities of definitions across crates.

use crate::facts::Name;
use std::sync::Arc;

index_vec::define_index_type! {
    /// A crate. 0 is std's stubs. Local crates are numbered in an order that depends on the input alone, dependencies on first use.
    pub struct CrateId = u32;
    IMPL_RAW_CONVERSIONS = true;
}
index_vec::define_index_type! {
    /// A definition within its crate.
    pub struct DefIndex = u32;
    IMPL_RAW_CONVERSIONS = true;
}
index_vec::define_index_type! {
    /// A source file within its crate.
    pub struct FileId = u32;
    IMPL_RAW_CONVERSIONS = true;
}

/// A definition: a module (inline, out of line, or a block with items), an item, an associated item, a trait member, or an enum variant.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DefId {
    /// Its crate.
    pub krate: CrateId,
    /// Its index there.
    pub index: DefIndex,
}

/// Kinds of definition.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize)]
pub enum DefKind {
    /// A module, the crate root included.
    Module,
    /// A block that declares items; anonymous.
    Block,
    /// A fn, associated fn or trait method.
    Fn,
    /// A struct or union.
    Struct,
    /// An enum.
    Enum,
    /// A variant of an enum (the parent).
    Variant,
    /// A trait.
    Trait,
    /// An impl block.
    Impl,
    /// A type alias or associated type.
    TypeAlias,
    /// A const or associated const.
    Const,
    /// A static.
    Static,
    /// A `macro_rules!` macro.
    Macro,
}

/// The two namespaces that paths are resolved in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Namespace {
    /// Modules, types, traits.
    Type,
    /// Fns, consts, statics, constructors.
    Value,
}

/// Primitive types.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize)]
#[allow(missing_docs, reason = "the variants are the primitives")]
pub enum PrimTy {
    Bool,
    Char,
    Str,
    I8,
    I16,
    I32,
    I64,
    I128,
    Isize,
    U8,
    U16,
    U32,
    U64,
    U128,
    Usize,
    F32,
    F64,
}

/// The result of resolving a path.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Res {
    /// A definition whose facts are available.
    Def(DefId),
    /// A primitive type.
    Prim(PrimTy),
    /// A path into a crate whose source is not available, or to an item that a macro may generate. It starts with the crate's real name, as
    /// in `serde_json::from_reader`.
    External(Arc<[Name]>),
    /// No such name was found.
    Unresolved,
}
