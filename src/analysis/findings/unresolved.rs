//! Calls in async code whose target is unknown, with the reason, so that coverage can be measured and improved.

use super::super::body::BodyView;
use crate::facts::{ExprId, ExprKind, Span};

/// What a body has whose types are incomplete, and why.
pub(in crate::analysis) const INCOMPLETE: &str = "incomplete types: inferring them takes more steps than the limit for one fn";

/// The name of a body whose types are incomplete, with the reason; `None` if they are complete.
pub(in crate::analysis) fn incomplete(view: &BodyView<'_>) -> Option<(Span, String)> {
    let data = view.db.store.def(view.def);
    let span = view.db.store.item(view.def).map_or_else(Span::default, |item| item.name_span);
    view.types.exhausted.then(|| (span, format!("`{}` has {INCOMPLETE}", data.name)))
}

/// Why a call is not resolved.
pub(in crate::analysis) fn reason(view: &BodyView<'_>, id: ExprId) -> String {
    match &view.body.exprs[id].kind {
        ExprKind::MethodCall { receiver, method, .. } => {
            let ty = &view.types.exprs[*receiver];
            if ty.is_unknown() {
                format!("method `{method}` of a receiver of unknown type")
            } else {
                format!("method `{method}` of `{}` not found", view.db.show(ty))
            }
        }
        ExprKind::Call { callee, .. } => match &view.body.exprs[*callee].kind {
            ExprKind::Path(path) => {
                let path = path.joined();
                format!("path `{path}` not resolved")
            }
            _ => "callee is an expression of unknown type".to_owned(),
        },
        _ => String::new(),
    }
}
