//! Where each expression of a body runs: on the executor, on another thread, in a sync fn, or nobody knows.

mod callbacks;
mod fields;
mod lazy;
mod outside;
mod pointers;
mod taken;
mod variables;
mod walk;

use super::known::KnownDefs;
use crate::catalogue::{Catalogue, Runs};
use crate::facts::{Body, ExprId, ExprKind, PatId, Span};
use crate::names::DefId;
use crate::types::{BodyTypes, TypeDb};
use index_vec::IndexVec;
use rustc_hash::FxHashMap;
use walk::{Driven, Walker};

pub(super) use callbacks::serves_rpc;
pub(super) use fields::{FieldRef, kept};

/// Where an expression runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// In a sync fn, on its caller's thread.
    Sync,
    /// On an executor's thread: the number of its context in [`Places::contexts`].
    Async(usize),
    /// On another thread than the code around it.
    Offloaded,
    /// On this thread, which the runtime has given up first (`block_in_place`).
    GivenUp,
    /// On an executor's thread, but later: in a sync fn that keeps the closure where async code calls it.
    Later,
    /// In a closure that something unknown may call.
    Unsure,
}

/// What makes an expression's place async.
#[derive(Clone, Debug)]
pub(super) struct AsyncContext {
    pub(super) kind: AsyncKind,
    /// The keyword or signature that makes it so.
    pub(super) span: Span,
}

/// The kinds of async context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum AsyncKind {
    Fn,
    Block,
    Closure,
    Poll,
    Stream,
    /// Sync code that a framework runs on an executor.
    Callback,
}

impl AsyncKind {
    /// The word for reports.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Fn => "async fn",
            Self::Block => "async block",
            Self::Closure => "async closure",
            Self::Poll => "poll fn",
            Self::Stream => "stream macro",
            Self::Callback => "callback",
        }
    }
}

/// The places of one body.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) exprs: IndexVec<ExprId, Place>,
    pub(super) contexts: Vec<AsyncContext>,
    /// Where variables that may hold closures are called or taken to: parameters above all.
    pub(super) uses: FxHashMap<PatId, Vec<Place>>,
    /// Where arguments that can be called (fn items, variables) are run by what takes them.
    pub(super) taken: FxHashMap<ExprId, Place>,
    /// Where calls that set something up for an executor have it run.
    pub(super) driven: FxHashMap<ExprId, Place>,
    /// Where what is in fields is called or taken to.
    pub(super) field_uses: Vec<(FieldRef, Place)>,
}

/// What a fn does with a closure that it is given, where its own body tells.
pub(super) trait ClosureSummaries {
    /// For the argument number `argument` of `def` (receiver left out); `None` if nothing is known.
    fn runs(&self, def: DefId, argument: usize) -> Option<Runs>;

    /// The same for what is kept in a field, by the code that calls the field.
    fn stored(&self, field: FieldRef) -> Option<Runs>;
}

/// Finds the places of a body.
pub(super) fn places(
    db: &TypeDb<'_>,
    known: &KnownDefs<'_>,
    catalogue: &Catalogue,
    summaries: &dyn ClosureSummaries,
    def: DefId,
    body: &Body,
    types: &BodyTypes,
) -> Places {
    let mut walker = Walker::new(db, known, catalogue, summaries, def, body, types);
    let start = walker.root_place(def);
    walker.walk(body.root, start, Driven::No);
    walker.finish()
}

/// Finds the places of a closure as its caller sees them; what stands around it runs elsewhere.
#[allow(clippy::too_many_arguments, reason = "those of a body, and the closure")]
pub(super) fn closure_places(
    db: &TypeDb<'_>,
    known: &KnownDefs<'_>,
    catalogue: &Catalogue,
    summaries: &dyn ClosureSummaries,
    def: DefId,
    body: &Body,
    types: &BodyTypes,
    closure: ExprId,
) -> Places {
    let mut walker = Walker::new(db, known, catalogue, summaries, def, body, types);
    walker.places.exprs.iter_mut().for_each(|place| *place = Place::Unsure);
    if let ExprKind::Closure { body: inner, is_async: false, .. } = &body.exprs[closure].kind {
        walker.walk(*inner, Place::Sync, Driven::No);
    }
    walker.finish()
}
