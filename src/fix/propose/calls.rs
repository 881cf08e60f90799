//! What each body of the workspace calls by name, kept for later runs: an edit changes it for one file alone.

use crate::facts::{ExprId, ExprKind, Span};
use crate::names::DefId;
use crate::types::{BodyTypes, Callee, TypeDb};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A call in a body: what it runs, the expression, the name as written.
pub(super) type Named = (DefId, ExprId, Span);

/// The calls of which is known what they run, by the fn in whose body they stand.
#[derive(Default)]
pub(super) struct Calls(Mutex<FxHashMap<DefId, Arc<[Named]>>>);

impl Calls {
    /// Forgets those of bodies that are others, or elsewhere in their file.
    pub(super) fn forget(&self, has_moved: impl Fn(DefId) -> bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|body, _| !has_moved(*body));
    }

    /// Those in all bodies of the workspace, by crate, file and source order.
    pub(super) fn all(&self, db: &TypeDb<'_>) -> Vec<(DefId, Arc<[Named]>)> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bodies: Vec<DefId> = db.store.local_crates().iter().flat_map(|&krate| db.store.bodies_of(krate)).copied().collect();
        let missing: Vec<DefId> = bodies.iter().copied().filter(|body| !known.contains_key(body)).collect();
        // Not in parallel: whoever asks is one of many workers, and may not take on other work with the lock in its hands.
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

/// The fn that a call is known to run.
pub(super) fn callee(types: &BodyTypes, call: ExprId) -> Option<DefId> {
    match types.callees.get(&call) {
        Some(Callee::Fn(callee)) => Some(callee.def),
        _ => None,
    }
}
