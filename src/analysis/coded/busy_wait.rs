//! Loops in async code that poll again and again without ever yielding the thread.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt, UnaryOp};

use super::super::places::{AsyncKind, Place};

pub(super) const LINT: CodedLint = CodedLint { ids: &["busy-wait"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    let loops = site.view.body.exprs.iter_enumerated().map(|(id, _)| id);
    loops.filter_map(|id| found(site, id)).collect()
}

fn found(site: &Site<'_>, around: ExprId) -> Option<Found> {
    let (cond, body) = match site.kind(around) {
        ExprKind::While { cond, body, .. } => (Some(*cond), *body),
        ExprKind::Loop { body, .. } => (None, *body),
        _ => return None,
    };
    // A `poll` fn cannot await; it loops until nothing is ready.
    let Place::Async(context) = site.place(around) else { return None };
    if site.places.contexts[context].kind == AsyncKind::Poll || site.view.body.exprs[around].from_expansion {
        return None;
    }
    let all = site.inside(around);
    if all.iter().any(|part| site.suspends(*part) || site.plays(*part, Role::LockFree)) {
        return None;
    }
    let spins = || all.iter().copied().find(|part| site.plays(*part, Role::Spin));
    let probe = match cond {
        Some(cond) => probe_of(site, cond, body),
        None => fruitless_probe(site, body),
    };
    let at = spins().or(probe)?;
    let path = site.called(probe.unwrap_or(at));
    Some(Found {
        lint: "busy-wait",
        span: site.view.name_span(probe.unwrap_or(at)),
        place: site.place(around),
        message: format!("this loop polls `{path}` and never awaits"),
        help: help(site),
        remark: Remark {
            subject: path,
            why: "no other task on this thread runs until the loop ends; a loop that waits for one of them never ends".to_owned(),
            level: None,
        },
    })
}

/// What to wait for, by the runtime.
fn help(site: &Site<'_>) -> String {
    match site.view.catalogue.contexts().notification_among(site.runtimes) {
        Some(notification) => format!("await a notification: {notification}, or the async form of the call"),
        None => "await a notification, the message of an async channel, or the async form of the call".to_owned(),
    }
}

/// `while !flag.load(..) {}`: the condition probes, and the body does nothing that could change the result.
fn probe_of(site: &Site<'_>, cond: ExprId, body: ExprId) -> Option<ExprId> {
    let idle = site.inside(body).into_iter().all(|part| match site.kind(part) {
        ExprKind::Block { .. } | ExprKind::Path(_) | ExprKind::Literal(_) | ExprKind::Continue { .. } => true,
        ExprKind::Call { .. } => site.plays(part, Role::Spin),
        _ => false,
    });
    if !idle || matches!(site.kind(cond), ExprKind::Let { .. }) {
        return None;
    }
    site.inside(cond).into_iter().find(|part| site.plays(*part, Role::Probe) && goes_on_without(site, cond, *part))
}

/// Whether the loop continues while nothing is available: `while set.try_join_next().is_some() {}` ends then.
fn goes_on_without(site: &Site<'_>, cond: ExprId, probe: ExprId) -> bool {
    let path = site.view.type_path(probe);
    if !matches!(path.as_deref(), Some("std::option::Option" | "std::result::Result")) {
        return true;
    }
    let Some(ExprKind::MethodCall { method, .. }) = site.parent(probe).map(|parent| site.kind(parent)) else { return false };
    let fails = match method.as_str() {
        "is_none" | "is_err" => true,
        "is_some" | "is_ok" => false,
        _ => return false,
    };
    let around = std::iter::once(cond).chain(site.ancestors(probe).take_while(|around| *around != cond));
    let negations = around.filter(|around| matches!(site.kind(*around), ExprKind::Unary { op: UnaryOp::Not, .. })).count();
    fails == (negations % 2 == 0)
}

/// `loop { match rx.try_recv() { .. } }`, if no branch for "nothing available" leaves the loop.
fn fruitless_probe(site: &Site<'_>, body: ExprId) -> Option<ExprId> {
    let ExprKind::Block { stmts, tail, .. } = site.kind(body) else { return None };
    let whole = stmts.iter().filter_map(|stmt| match stmt {
        Stmt::Expr { expr, .. } => Some(*expr),
        _ => None,
    });
    whole.chain(*tail).find_map(|stmt| match site.kind(stmt) {
        ExprKind::Match { scrutinee, arms } => {
            let probe = direct_probe(site, *scrutinee)?;
            let fails = arms.iter().filter(|arm| is_failure(site, arm.pat));
            let mut fails = fails.peekable();
            fails.peek()?;
            fails.all(|arm| !leaves(site, arm.body)).then_some(probe)
        }
        ExprKind::If { cond, otherwise, .. } => {
            let ExprKind::Let { pat, scrutinee } = site.kind(*cond) else { return None };
            let probe = direct_probe(site, *scrutinee)?;
            let goes_on = otherwise.is_none_or(|otherwise| !leaves(site, otherwise));
            // The code after the `if` runs if nothing is available, so only an `if` without other statements is certainly fruitless.
            (!is_failure(site, *pat) && goes_on && is_alone(stmts, *tail)).then_some(probe)
        }
        _ => None,
    })
}

fn is_alone(stmts: &[Stmt], tail: Option<ExprId>) -> bool {
    stmts.len() + usize::from(tail.is_some()) == 1
}

fn direct_probe(site: &Site<'_>, scrutinee: ExprId) -> Option<ExprId> {
    let asked = site.unwrapped(scrutinee);
    site.plays(asked, Role::Probe).then_some(asked)
}

/// Whether a pattern means "nothing available yet" (`Err(_)`, `None`, `_`), but not that the other side is closed.
fn is_failure(site: &Site<'_>, pat: PatId) -> bool {
    let last = |path: &crate::facts::Path| path.segments.last().map(|segment| segment.name);
    match &site.view.body.pats[pat].kind {
        PatKind::Wild => true,
        PatKind::Path(path) => last(path).is_some_and(|name| name == "None" || name == "Empty" || name == "WouldBlock"),
        PatKind::Bind { name, .. } => name.as_str() == "None",
        PatKind::TupleStruct { path, pats } => match last(path) {
            Some(name) if name == "Err" => pats.iter().all(|pat| match &site.view.body.pats[*pat].kind {
                PatKind::Bind { .. } => true,
                _ => is_failure(site, *pat),
            }),
            Some(name) if name == "Ok" => {
                pats.iter().all(|pat| is_failure(site, *pat) && !matches!(site.view.body.pats[*pat].kind, PatKind::Wild))
            }
            _ => false,
        },
        _ => false,
    }
}

fn leaves(site: &Site<'_>, part: ExprId) -> bool {
    site.inside(part).into_iter().any(|part| match site.kind(part) {
        ExprKind::Break { .. } | ExprKind::Return { .. } | ExprKind::Try { .. } => true,
        ExprKind::Macro(call) => matches!(call.kind, MacroKind::Diverge { .. } | MacroKind::Opaque),
        // A blocking wait is reported by its own lint.
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } => site.view.api(part).is_some() || site.view.types.exprs[part].is_never(),
        _ => false,
    })
}
