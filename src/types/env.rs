//! Generic parameters in scope and the bounds assumed for them.

use super::ty::{TraitRef, Ty};
use crate::facts::Name;
use std::sync::Arc;

/// The parameters that an item declares.
#[derive(Clone, Debug, Default)]
pub struct GenericsOf {
    /// Names in order. For a trait the first is `Self`. Argument-position `impl Trait`s come last, without a name.
    pub params: Vec<GenericsParam>,
}

/// One declared parameter.
#[derive(Clone, Debug)]
pub struct GenericsParam {
    /// Its name; `None` for an argument-position `impl Trait`.
    pub name: Option<Name>,
    /// The default type, lowered in the item's own context.
    pub default: Option<Ty>,
}

/// Bounds that hold: `ty: bound`.
pub type Predicates = Arc<[(Ty, TraitRef)]>;

/// The bounds assumed inside one body or signature.
#[derive(Clone, Debug, Default)]
pub struct ParamEnv {
    /// The item's own predicates and those of its parent.
    pub predicates: Vec<(Ty, TraitRef)>,
}

impl ParamEnv {
    /// Bounds declared for `ty`.
    pub fn bounds_of<'a>(&'a self, ty: &'a Ty) -> impl Iterator<Item = &'a TraitRef> {
        self.predicates.iter().filter(move |(subject, _)| subject == ty).map(|(_, bound)| bound)
    }
}

/// A fn's signature in terms of its own generic parameters.
#[derive(Clone, Debug)]
pub struct FnSig {
    /// The receiver's type, if it takes `self`.
    pub self_param: Option<Ty>,
    /// The other parameters.
    pub params: Vec<Ty>,
    /// The type of a call: for an async fn a future.
    pub ret: Ty,
    /// The declared return type, without the future of an async fn.
    pub declared_ret: Ty,
    /// `async fn`.
    pub is_async: bool,
}
