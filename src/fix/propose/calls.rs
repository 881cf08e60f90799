//! The named calls of each body of the workspace, cached across runs: an edit changes them for one file only.

use crate::facts::{ExprId, ExprKind, Span};
use crate::names::DefId;
use crate::types::{BodyTypes, Callee, TypeDb};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A call in a body: the callee, the expression, the span of the name.
pub(super) type Named = (DefId, ExprId, Span);

/// The calls with a known callee, by the body that contains them.
#[derive(Default)]
pub(super) struct Calls(Mutex<FxHashMap<DefId, Arc<[Named]>>>);

impl Calls {
    /// Removes the entries of bodies that have changed or moved in their file.
    pub(super) fn forget(&self, has_moved: impl Fn(DefId) -> bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|body, _| !has_moved(*body));
    }

    /// The calls in all bodies of the workspace, by crate, file and source order.
    pub(super) fn all(&self, db: &TypeDb<'_>) -> Vec<(DefId, Arc<[Named]>)> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bodies: Vec<DefId> = db.store.local_crates().iter().flat_map(|&krate| db.store.bodies_of(krate)).copied().collect();
        let missing: Vec<DefId> = bodies.iter().copied().filter(|body| !known.contains_key(body)).collect();
        // Not in parallel: a rayon worker that waits while it holds the lock could steal a task that needs the same lock.
        known.extend(missing.into_iter().map(|body| (body, named(db, body))));
        bodies.into_iter().filter_map(|body| Some((body, Arc::clone(known.get(&body)?)))).collect()
    }
}

fn named(db: &TypeDb<'_>, body: DefId) -> Arc<[Named]> {
    let (Some(at), Some(types)) = (db.store.body(body), db.body_types(body)) else { return Arc::from([]) };
    let written = at.body.exprs.iter_enumerated().filter(|(_, expr)| !expr.from_expansion);
    let named = written.filter_map(|(id, expr)| {
        let name = match &expr.kind {
            ExprKind::MethodCall { method_span, .. } => Some(*method_span),
            ExprKind::Call { callee, .. } => match &at.body.exprs[*callee].kind {
                ExprKind::Path(path) => path.segments.last().map(|segment| segment.span),
                _ => None,
            },
            _ => None,
        };
        Some((callee(&types, id)?, id, name?))
    });
    named.collect()
}

/// The known callee of a call.
pub(super) fn callee(types: &BodyTypes, call: ExprId) -> Option<DefId> {
    match types.callees.get(&call) {
        Some(Callee::Fn(callee)) => Some(callee.def),
        _ => None,
    }
}
