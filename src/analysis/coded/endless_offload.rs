//! Work on the blocking pool that never ends, or ends when another party decides: it occupies its thread for good.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::diagnostics::Level;
use crate::facts::{ExprId, ExprKind, Literal, MacroKind};

pub(super) const LINT: CodedLint = CodedLint { ids: &["endless-offload"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    site.playing(Role::BlockingPool).filter_map(|call| found(site, call)).collect()
}

fn found(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let closures = site.closures(call);
    let body: Vec<ExprId> = closures.iter().flat_map(|closure| site.inside(*closure)).collect();
    let endless = body.iter().copied().find(|id| is_endless(site, *id));
    let waiting = || body.iter().copied().find_map(|id| waits(site, id));
    let (what, level) = if let Some(at) = endless {
        (format!("the loop on line {} never ends", site.line(site.view.body.exprs[at].span)), None)
    } else {
        let wait = waiting()?;
        (format!("the loop around `{}` ends only when the other side does", site.called(wait)), Some(Level::Note))
    };
    let path = site.called(call);
    Some(Found {
        lint: "endless-offload",
        span: site.view.name_span(call),
        place: site.place(call),
        message: format!("this `{}` keeps its thread: {what}", path.rsplit("::").next().unwrap_or_default()),
        help: "give it a thread of its own with `std::thread::spawn`, and a signal that stops it".to_owned(),
        remark: Remark {
            subject: path,
            why: "the pool's threads are limited, and at shutdown the runtime waits for their work".to_owned(),
            level,
        },
    })
}

/// Whether this is a `loop` or `while true` that nothing leaves.
fn is_endless(site: &Site<'_>, id: ExprId) -> bool {
    let body = match site.kind(id) {
        ExprKind::Loop { body, .. } => *body,
        ExprKind::While { cond, body, .. } if matches!(site.kind(*cond), ExprKind::Literal(Literal::Bool(true))) => *body,
        _ => return false,
    };
    !site.inside(body).into_iter().any(|part| may_leave(site, id, part))
}

/// Whether control may leave the loop `around` at `part`.
fn may_leave(site: &Site<'_>, around: ExprId, part: ExprId) -> bool {
    match site.kind(part) {
        ExprKind::Return { .. } | ExprKind::Try { .. } | ExprKind::Yield { .. } => true,
        // A label may belong to an outer loop.
        ExprKind::Break { label, .. } => label.is_some() || site.loops(part).next() == Some(around),
        ExprKind::Macro(call) => matches!(call.kind, MacroKind::Opaque | MacroKind::Exprs { .. } | MacroKind::Diverge { .. }),
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } => site.view.types.exprs[part].is_never(),
        _ => false,
    }
}

/// The wait that a loop exists for: in its condition, or unconditional in its body.
fn waits(site: &Site<'_>, id: ExprId) -> Option<ExprId> {
    let head = match site.kind(id) {
        ExprKind::For { iter, .. } => *iter,
        ExprKind::While { cond, .. } => *cond,
        ExprKind::Loop { body, .. } => *body,
        _ => return None,
    };
    find_wait(site, head)
}

fn find_wait(site: &Site<'_>, id: ExprId) -> Option<ExprId> {
    site.inside(id).into_iter().find(|part| site.plays(*part, Role::LongWait))
}
