//! A small inference engine: enough of Rust's type system to resolve callees. Where it cannot decide, types stay unknown.
//!
//! This module knows signatures, impls and bodies, but no lints. Results depend on the code alone: not on file order, thread count or hash
//! order. Every search is bounded by depth and by a step budget per body, so hostile code costs little.

mod applicable;
mod bounds;
mod builders;
mod chosen;
mod env;
mod goals;
mod impls;
mod infer;
mod interner;
mod known;
mod lang;
mod lower;
mod macro_results;
pub(crate) mod memo;
mod methods;
mod obligations;
mod owners;
mod parts;
pub(crate) mod per_body;
mod project;
mod result;
mod select;
mod show;
mod signatures;
mod stored;
mod subst;
mod table;
#[cfg(test)]
mod tests;
mod ty;
mod variables;

pub use env::{FnSig, GenericsOf, GenericsParam, ParamEnv, Predicates};
pub use lang::Lang;
pub use result::{BodyTypes, Callee, Dispatch, FnCallee};
pub use subst::Subst;
pub use ty::{ClosureTy, Mutability, TraitRef, Ty, TyKind, TyVar};

use crate::facts::Name;
use crate::names::{CrateId, CrateStore, DefId};
use impls::{Head, TraitImpls};
use memo::Memo;
use std::ops::Deref;
use std::sync::Arc;

/// Fields by name, in order.
type FieldTypes = Arc<[(Name, Ty)]>;

/// Signatures, impls and bodies of all crates, computed on demand. `Sync`.
pub struct TypeDb<'s> {
    /// The name resolution that the types build on.
    pub store: &'s CrateStore<'s>,
    /// Definitions that the language refers to.
    pub lang: Lang,
    tables: Tables,
}

/// The memo tables of a database, keyed by ids of its store. All except `bodies` depend on signatures alone.
#[derive(Default)]
pub struct Tables {
    generics: Memo<DefId, Arc<GenericsOf>>,
    predicates: Memo<DefId, Predicates>,
    signatures: Memo<DefId, Option<Arc<FnSig>>>,
    self_types: Memo<DefId, Option<Ty>>,
    impl_traits: Memo<DefId, Option<TraitRef>>,
    supertraits: Memo<DefId, Arc<[TraitRef]>>,
    fields: Memo<(DefId, Option<u32>), FieldTypes>,
    aliases: Memo<DefId, Ty>,
    values: Memo<DefId, Ty>,
    opaques: Memo<DefId, Arc<[Arc<[TraitRef]>]>>,
    assoc_bounds: Memo<(DefId, Name), Arc<[TraitRef]>>,
    /// The types of calls of other crates' macros.
    macro_results: Memo<(CrateId, Name), Option<Ty>>,
    trait_impls: Memo<(CrateId, DefId, Option<Name>), Arc<TraitImpls>>,
    all_impls: Memo<(CrateId, DefId), Arc<[DefId]>>,
    callable_impls: Memo<DefId, Arc<[DefId]>>,
    goals: Memo<goals::Goal, goals::Answer>,
    projections: Memo<project::GroundProjection, Option<Ty>>,
    inherent: Memo<(Head, Name), Arc<[DefId]>>,
    envs: Memo<DefId, Arc<ParamEnv>>,
    bodies: Memo<DefId, Option<Arc<BodyTypes>>>,
}

impl Deref for TypeDb<'_> {
    type Target = Tables;

    fn deref(&self) -> &Tables {
        &self.tables
    }
}

impl<'s> TypeDb<'s> {
    /// An empty database over `store`.
    #[must_use]
    #[cfg(any(test, feature = "internals"))]
    pub fn new(store: &'s CrateStore<'s>) -> Self {
        Self::with(store, Tables::default())
    }

    /// A database over `store` that reuses the tables of an earlier database over the same crates.
    pub(crate) fn with(store: &'s CrateStore<'s>, tables: Tables) -> Self {
        Self { store, lang: Lang::new(store), tables }
    }

    /// The computed tables.
    pub(crate) fn into_tables(self) -> Tables {
        self.tables
    }

    /// The types and callees of a body; `None` if `def` has no body.
    #[must_use]
    pub fn body_types(&self, def: DefId) -> Option<Arc<BodyTypes>> {
        self.bodies.get(def, || infer::infer_body(self, def).map(Arc::new))
    }
}

impl Tables {
    /// Forgets the types of these bodies.
    pub(crate) fn forget(&mut self, is_changed: impl Fn(DefId) -> bool) {
        self.bodies.forget(is_changed);
    }
}
