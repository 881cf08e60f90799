//! One offload per item of an unlimited sequence, without anything that waits for the offloads.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::diagnostics::Level;
use crate::facts::{ExprId, ExprKind, Literal, MacroKind};

pub(super) const LINT: CodedLint = CodedLint { ids: &["unbounded-offload"], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = site.playing(Role::BlockingPool).filter_map(|call| in_a_loop(site, call)).collect();
    found.extend(site.playing(Role::ConcurrentEach).filter_map(|each| without_a_limit(site, each)));
    found.extend(site.playing(Role::BlockingPool).filter_map(|call| in_an_adaptor(site, call)));
    found
}

fn in_a_loop(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let around = site.loops(call).next()?;
    let all = site.inside(around);
    if is_waited_for(site, call) || all.iter().any(|part| site.plays(*part, Role::Permit)) {
        return None;
    }
    let (what, level) = match site.kind(around) {
        // The number of offloads is fixed.
        ExprKind::For { iter, .. } if is_counted(site, *iter) => return None,
        ExprKind::For { .. } => ("each item of a collection", Some(Level::Note)),
        // Each iteration awaits an external event, so other parties decide how many offloads there are.
        _ if all.iter().any(|part| site.suspends(*part)) => ("each iteration of a loop", None),
        _ => return None,
    };
    Some(finding(site, call, what, level))
}

/// Whether the code that starts the offload waits until it is done, at once or later in the same iteration.
fn is_waited_for(site: &Site<'_>, call: ExprId) -> bool {
    match awaited_or_top(site, call) {
        None => true,
        Some(whole) => {
            let handles = site.view.types.locals.iter().filter(|(_, pat)| site.init(**pat) == Some(whole));
            handles.into_iter().any(|(handle, _)| awaited_or_top(site, *handle).is_none())
        }
    }
}

/// The whole expression of the statement around `id`, or `None` if its value is awaited there.
fn awaited_or_top(site: &Site<'_>, id: ExprId) -> Option<ExprId> {
    let mut below = id;
    for around in site.ancestors(id) {
        match site.kind(around) {
            ExprKind::Block { .. } | ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => break,
            ExprKind::Await { .. } => return None,
            ExprKind::Macro(call) => match &call.kind {
                // An offload started in the handler of a `select!` arm is not awaited.
                MacroKind::Select { arms, .. } if arms.iter().all(|arm| arm.future != below) => break,
                _ => return None,
            },
            _ => below = around,
        }
    }
    Some(below)
}

/// `0..4`, `[a, b]`.
fn is_counted(site: &Site<'_>, iter: ExprId) -> bool {
    let is_number = |end: &Option<ExprId>| end.is_some_and(|end| matches!(site.kind(end), ExprKind::Literal(Literal::Int(..))));
    match site.kind(iter) {
        ExprKind::Range { end, .. } => is_number(end),
        ExprKind::Array { .. } => true,
        ExprKind::Ref { operand, .. } => is_counted(site, *operand),
        _ => false,
    }
}

/// `for_each_concurrent(None, |item| spawn_blocking(..))`: no limit on the number of concurrent offloads.
fn without_a_limit(site: &Site<'_>, each: ExprId) -> Option<Found> {
    let (_, args) = site.view.receiver_and_args(each);
    let has_no_limit =
        matches!(site.kind(*args.first()?), ExprKind::Path(path) if path.segments.last().is_some_and(|name| name.name == "None"));
    if !has_no_limit {
        return None;
    }
    let call = site.playing(Role::BlockingPool).find(|call| site.ancestors(*call).any(|around| around == each))?;
    Some(finding(site, call, "each item of a stream", None))
}

/// `paths.into_iter().map(|path| { spawn_blocking(..); .. })`: one offload per item, whose handle is dropped.
fn in_an_adaptor(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let closure = site.ancestors(call).find(|around| site.is_apart(*around))?;
    let ExprKind::Closure { body, is_async: false, .. } = site.kind(closure) else { return None };
    let each = site.parent(closure).filter(|around| site.plays(*around, Role::Each))?;
    let whole = awaited_or_top(site, call)?;
    let (items, _) = site.view.receiver_and_args(each);
    let is_kept = site.loops(call).next().is_some()
        || is_value_of(site, *body, whole)
        || site.view.types.locals.values().any(|pat| site.init(*pat) == Some(whole));
    let has_permit = || site.inside(*body).iter().any(|part| site.plays(*part, Role::Permit));
    (!is_kept && !has_permit() && !is_limited(site, items?)).then(|| finding(site, call, "each item of a collection", Some(Level::Note)))
}

/// Whether the value of a block is that of `part`.
fn is_value_of(site: &Site<'_>, block: ExprId, part: ExprId) -> bool {
    let mut value = std::iter::successors(Some(block), |at| match site.kind(*at) {
        ExprKind::Block { tail, .. } => *tail,
        _ => None,
    });
    value.any(|value| value == part || site.ancestors(part).take_while(|around| *around != block).any(|around| around == value))
}

/// Whether the number of items of an iterator is fixed: `[a, b].into_iter()`, `paths.iter().take(8)`.
fn is_limited(site: &Site<'_>, items: ExprId) -> bool {
    let mut receivers = std::iter::successors(Some(items), |at| match site.kind(*at) {
        ExprKind::MethodCall { receiver, .. } => Some(*receiver),
        _ => None,
    });
    receivers.any(|at| is_counted(site, at) || site.plays(at, Role::AtMost))
}

fn finding(site: &Site<'_>, call: ExprId, what: &str, level: Option<Level>) -> Found {
    let path = site.called(call);
    Found {
        lint: "unbounded-offload",
        span: site.view.name_span(call),
        place: site.place(call),
        message: format!("`{}` for {what}, with no limit", path.rsplit("::").next().unwrap_or_default()),
        help: "take a permit of a `tokio::sync::Semaphore` for each, or do a batch in one offload".to_owned(),
        remark: Remark {
            subject: path,
            why: "tokio's pool grows to 512 threads; after that, all offloads of the program wait in a queue without limit".to_owned(),
            level,
        },
    }
}
