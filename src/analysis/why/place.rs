//! Where a call runs, in words.

use super::super::body::BodyView;
use super::super::places::{Exclusion, Place, Places};
use crate::facts::{ExprId, ExprKind};
use crate::types::Callee;

/// Where an expression runs, and the line that decides it.
pub(super) fn words(view: &BodyView<'_>, places: &Places, id: ExprId) -> String {
    let line = |at: u32| view.file.lines.line(at);
    let name = view.db.store.def(view.def).name;
    match places.exprs[id] {
        Place::Sync => format!("on the thread of the caller of `{name}`, which is not async"),
        Place::Async(context) => match places.contexts.get(context) {
            Some(context) => {
                format!("on an executor thread ({} on line {})", context.kind.word(), line(context.span.start))
            }
            None => "on an executor thread".to_owned(),
        },
        Place::Offloaded => format!("on another thread, {}", taken(view, places, id)),
        Place::TasksMovedAway => format!("on a thread whose other tasks the runtime has moved away, {}", taken(view, places, id)),
        Place::Later => format!("later, on an executor thread, {}", taken(view, places, id)),
        Place::Unsure => match places.exclusion(view, id) {
            Some(Exclusion::AtExit) => "in code that only leads to the end of the process".to_owned(),
            Some(Exclusion::OutsideRuntime) => "only where no runtime drives the thread".to_owned(),
            None => format!("unknown, {}", taken(view, places, id)),
        },
    }
}

/// The closure that contains an expression, and the callee that receives the closure.
fn taken(view: &BodyView<'_>, places: &Places, id: ExprId) -> String {
    let parents = view.parents();
    let place = places.exprs[id];
    let mut at = id;
    while let Some(parent) = parents[at] {
        if matches!(view.body.exprs[at].kind, ExprKind::Closure { .. }) && places.exprs[at] != place {
            let line = view.file.lines.line(view.body.exprs[at].span.start);
            return match taker(view, at, parent) {
                Some(taker) => format!("in the closure on line {line} passed to {taker}"),
                None => format!("in the closure on line {line}"),
            };
        }
        at = parent;
    }
    "in a closure".to_owned()
}

/// The callee that receives the closure.
fn taker(view: &BodyView<'_>, closure: ExprId, parent: ExprId) -> Option<String> {
    let store = view.db.store;
    let name = match view.types.callees.get(&parent)? {
        Callee::Fn(callee) => store.canonical_path(callee.def).to_string(),
        Callee::External(path) => path.to_string(),
        Callee::Constructor(_) | Callee::Closure(_) | Callee::Indirect => return None,
    };
    let is_argument = match &view.body.exprs[parent].kind {
        ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args.contains(&closure),
        _ => false,
    };
    is_argument.then(|| format!("`{name}`"))
}
