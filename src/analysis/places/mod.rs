//! Where each expression of a body runs: on the executor, on another thread, in a sync fn, or at an unknown place.

mod callbacks;
mod exits;
mod fields;
mod lazy;
mod outside;
mod pointers;
mod taken;
mod unreached;
mod variables;
mod walk;

use super::body::BodyView;
use super::known::KnownDefs;
use crate::catalogue::{Catalogue, Runs};
use crate::facts::{Body, ExprId, ExprKind, PatId, Span};
use crate::names::DefId;
use crate::types::{BodyTypes, TypeDb};
use index_vec::IndexVec;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use walk::{Driven, Walker};

pub(super) use callbacks::serves_rpc;
pub(super) use fields::{FieldRef, kept};

/// Where an expression runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// In a sync fn, on its caller's thread.
    Sync,
    /// On an executor thread; with the index of its context in [`Places::contexts`].
    Async(usize),
    /// On another thread than the enclosing code.
    Offloaded,
    /// On this thread, inside `block_in_place`: the runtime has moved its other tasks away.
    TasksMovedAway,
    /// On an executor thread, but later: async code runs the closure that a sync fn stores.
    Later,
    /// In a closure that something unknown may call.
    Unsure,
}

/// What makes an expression run in async code.
#[derive(Clone, Debug)]
pub(super) struct AsyncContext {
    pub(super) kind: AsyncKind,
    /// The keyword or signature that does.
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
    /// Where variables that may hold closures are called or passed: above all parameters.
    pub(super) uses: FxHashMap<PatId, Vec<Place>>,
    /// Where callable arguments (fn items, variables) run, as decided by the callees that receive them.
    pub(super) taken: FxHashMap<ExprId, Place>,
    /// Async blocks that a runtime drives on a thread of its own, so that nothing else waits for them, with their contexts.
    pub(super) apart: FxHashMap<ExprId, usize>,
    /// Where calls that set something up for an executor have it run.
    pub(super) driven: FxHashMap<ExprId, Place>,
    /// The expressions that have a place, in order, if only those of a closure have one.
    inside: Option<Vec<ExprId>>,
    /// What does not run here.
    excluded: Arc<Excluded>,
    /// Where the contents of fields are called or passed.
    pub(super) field_uses: Vec<(FieldRef, Place)>,
}

/// What does not run in a body as the rest does; computed once per body.
#[derive(Debug, Default)]
pub(super) struct Excluded {
    /// Expressions that are not compiled or never run.
    left_out: FxHashSet<ExprId>,
    /// Expressions that run only outside a runtime.
    outside: FxHashSet<ExprId>,
    /// Expressions that run just before the process ends.
    at_exit: FxHashSet<ExprId>,
}

/// Why code counts as if it were in no task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exclusion {
    /// It only leads to the end of the process.
    AtExit,
    /// It runs only where no runtime drives the thread.
    OutsideRuntime,
}

/// Where fns run their closure arguments, according to their own bodies.
pub(super) trait ClosureSummaries {
    /// For the argument number `argument` of `def` (receiver left out); `None` if unknown.
    fn runs(&self, def: DefId, argument: usize) -> Option<Runs>;

    /// The same for the receiver of a method.
    fn runs_receiver(&self, def: DefId) -> Option<Runs>;

    /// The same for a closure stored in a field, according to the code that uses the field.
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

/// Finds the places of a closure as its caller sees them, without the code around the closure.
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
    Places { inside: Some(body.inside(closure)), ..walker.finish() }
}

impl Places {
    /// Expressions that are not compiled or never run.
    pub(super) fn left_out(&self) -> &FxHashSet<ExprId> {
        &self.excluded.left_out
    }

    /// Why the place of an expression is unknown, if it is in code that is excluded for its surroundings.
    pub(super) fn exclusion(&self, view: &BodyView<'_>, id: ExprId) -> Option<Exclusion> {
        let mut at = Some(id);
        while let Some(id) = at {
            if self.excluded.at_exit.contains(&id) {
                return Some(Exclusion::AtExit);
            }
            if self.excluded.outside.contains(&id) {
                return Some(Exclusion::OutsideRuntime);
            }
            at = view.parents()[id];
        }
        None
    }

    /// The expressions that have a place, in order.
    pub(super) fn ids(&self) -> Box<dyn Iterator<Item = ExprId> + '_> {
        match &self.inside {
            Some(inside) => Box::new(inside.iter().copied()),
            None => Box::new(self.exprs.indices()),
        }
    }
}
