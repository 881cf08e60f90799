//! The named calls of each body of the workspace, cached across runs: an edit changes them for one file only.

use crate::facts::{ExprId, ExprKind, Span};
use crate::names::DefId;
use crate::types::per_body::PerBody;
use crate::types::{BodyTypes, Callee, TypeDb};
use std::sync::Arc;

/// A call in a body: the callee, the expression, the span of the name.
pub(in crate::fix::propose) type Named = (DefId, ExprId, Span);

/// The calls in all bodies of the workspace, by crate, file and source order.
pub(in crate::fix::propose) fn all(db: &TypeDb<'_>, known: &PerBody<Arc<[Named]>>) -> Vec<(DefId, Arc<[Named]>)> {
    let bodies: Vec<DefId> = db.store.local_crates().iter().flat_map(|&krate| db.store.bodies_of(krate)).copied().collect();
    known.all(&bodies, |body| named(db, body))
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
pub(in crate::fix::propose) fn callee(types: &BodyTypes, call: ExprId) -> Option<DefId> {
    match types.callees.get(&call) {
        Some(Callee::Fn(callee)) => Some(callee.def),
        _ => None,
    }
}
