//! Start-up code: what an entry point does before it spawns or serves anything stalls no task.

use super::super::body::BodyView;
use super::flavor::entry_attribute;
use crate::catalogue::Runs;
use crate::facts::{ExprId, ExprKind, ItemKind};
use crate::types::Callee;

/// Names of fns and methods that start serving; matched only in an entry point's own body.
const SERVES: [&str; 9] = ["serve", "run", "launch", "listen", "serve_with_shutdown", "run_until", "block_on", "accept", "start"];

/// The byte up to which the entry point's own code is start-up code; `None` if the fn is no entry point.
pub(in crate::analysis) fn startup_end(view: &BodyView<'_>) -> Option<u32> {
    let item = view.db.store.item(view.def)?;
    let ItemKind::Fn(_) = &item.kind else { return None };
    let contexts = view.catalogue.contexts();
    let is_entry = item
        .attrs
        .iter()
        .any(|attr| entry_attribute(view.db.store, contexts, view.def, attr).is_some_and(|(path, _)| !contexts.is_test_attribute(&path)));
    if !is_entry && !view.known.is_startup(view.def) {
        return None;
    }
    Some(served_from(view))
}

/// The byte from which a body may spawn or serve something: the first such call, else the body's end.
pub(in crate::analysis) fn served_from(view: &BodyView<'_>) -> u32 {
    served_from_beside(view, &|_| false)
}

/// The same, but with some calls ignored.
pub(in crate::analysis) fn served_from_beside(view: &BodyView<'_>, is_left_out: &dyn Fn(ExprId) -> bool) -> u32 {
    let mut end = view.db.store.item(view.def).map_or(u32::MAX, |item| item.span.end);
    for (id, expr) in view.body.exprs.iter_enumerated() {
        let name = match &expr.kind {
            ExprKind::MethodCall { method, .. } => *method,
            ExprKind::Call { callee, .. } => match &view.body.exprs[*callee].kind {
                ExprKind::Path(path) => match path.segments.last() {
                    Some(segment) => segment.name,
                    None => continue,
                },
                _ => continue,
            },
            _ => continue,
        };
        let spawns = match view.types.callees.get(&id) {
            Some(Callee::Fn(callee)) => view.known.runs(view.def.krate, callee.def, 0) == Some(Runs::OnExecutor),
            _ => false,
        };
        if !is_left_out(id) && (spawns || name.as_str().starts_with("spawn") || SERVES.contains(&name.as_str())) {
            end = end.min(view.name_span(id).start);
        }
    }
    end
}

/// Whether an attribute, or the configuration, makes a fn an entry point.
pub(in crate::analysis) fn is_entry(view: &BodyView<'_>) -> bool {
    startup_end(view).is_some()
}
