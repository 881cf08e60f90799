//! Async fns that await nothing and block: the `async` hides from callers that all of it could be moved off the executor.

use super::super::body::BodyView;
use super::super::coded::Remark;
use super::super::direct::Hit;
use super::super::effects::local_effects::Cause;
use super::super::places::{AsyncContext, AsyncKind};
use crate::catalogue::LintIndex;
use crate::diagnostics::{Confidence, Finding};
use crate::facts::{ExprKind, Item, MacroKind, Span};
use crate::names::DefKind;

/// The lint.
pub(super) const NEVER_AWAITS: &str = "never-awaits";

/// The attributes of the language that leave a fn as it is.
const PLAIN_ATTRIBUTES: [&str; 11] =
    ["allow", "cold", "deny", "deprecated", "doc", "expect", "forbid", "inline", "must_use", "track_caller", "warn"];

/// The name of an async fn that awaits nothing and could be a sync fn. A macro that is not understood may await, an attribute macro may need the
/// `async`, and a trait asks for it.
pub(in crate::analysis) fn candidate(view: &BodyView<'_>) -> Option<Span> {
    let store = view.db.store;
    let item = store.item(view.def).filter(|_| store.def(view.def).kind == DefKind::Fn)?;
    let is_candidate = view.db.fn_sig(view.def).is_some_and(|sig| sig.is_async) && !store.is_of_trait(view.def) && is_plain(item);
    (is_candidate && !may_await(view)).then_some(item.name_span)
}

fn is_plain(item: &Item) -> bool {
    item.attrs.iter().all(|attr| attr.path.segments.first().is_some_and(|first| PLAIN_ATTRIBUTES.contains(&first.name.as_str())))
}

fn may_await(view: &BodyView<'_>) -> bool {
    let is_unclear = |kind: &ExprKind| {
        let ExprKind::Macro(call) = kind else { return false };
        matches!(call.kind, MacroKind::Join { .. } | MacroKind::Select { .. } | MacroKind::Exprs { .. } | MacroKind::Opaque)
    };
    view.awaits(view.body.root) || view.body.exprs.iter().any(|expr| is_unclear(&expr.kind))
}

/// The finding about such a fn, from the first of its own findings that blocks.
pub(super) fn hit(lint: LintIndex, name: &str, span: Span, contexts: &[AsyncContext], found: &[Finding]) -> Option<Hit> {
    let context = contexts.iter().position(|context| context.kind == AsyncKind::Fn)?;
    let first = found.iter().find(|finding| finding.blocks && finding.confidence == Confidence::Certain)?;
    Some(Hit {
        cause: Cause::Coded(lint),
        span,
        expr: None,
        context: Some(context),
        confidence: Confidence::Certain,
        message: format!("`{name}` never awaits, and it calls `{}`", first.api),
        help: "make it a sync fn, and let its callers run all of it on the blocking pool".to_owned(),
        chain: None,
        remark: Some(Remark {
            subject: name.to_owned(),
            why: "a caller of a sync fn knows that it may block; an async one looks as if it gave way to other tasks".to_owned(),
            level: None,
        }),
    })
}
