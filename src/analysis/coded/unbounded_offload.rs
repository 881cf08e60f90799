//! One offload per item of an unlimited sequence, without anything that waits for the offloads.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::diagnostics::Level;
use crate::facts::{ExprId, ExprKind, Literal, MacroKind};
use crate::types::TyKind;

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
        ExprKind::For { iter, .. } if is_counted(site, *iter) || is_part(site, *iter) => return None,
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

/// `paths.into_iter().map(|path| { spawn_blocking(..); .. })`: one offload per item, whose handle is dropped, or kept with all the others.
fn in_an_adaptor(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let closure = site.ancestors(call).find(|around| site.is_apart(*around))?;
    let ExprKind::Closure { body, is_async: false, .. } = site.kind(closure) else { return None };
    let each = site.parent(closure).filter(|around| site.plays(*around, Role::Each))?;
    let (items, _) = site.view.receiver_and_args(each);
    let has_permit = || site.inside(*body).iter().any(|part| site.plays(*part, Role::Permit));
    if is_value_of(site, *body, call) {
        let is_all = is_gathered(site, each, 0) && is_unlimited(site, items?, 0) && !has_permit();
        return is_all.then(|| finding(site, call, "each item of a collection", Some(Level::Note)));
    }
    let whole = awaited_or_top(site, call)?;
    let is_kept = site.loops(call).next().is_some()
        || is_value_of(site, *body, whole)
        || site.view.types.locals.values().any(|pat| site.init(*pat) == Some(whole));
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

/// How many variables are followed.
const MAX_VARIABLES: u32 = 4;

/// Whether all items of an iterator are made at once: `handles.collect()`, `join_all(handles)`.
fn is_gathered(site: &Site<'_>, items: ExprId, depth: u32) -> bool {
    let mut at = items;
    while let Some(around) = site.parent(at) {
        match site.kind(around) {
            ExprKind::MethodCall { receiver, .. } if *receiver == at && !site.plays(around, Role::AtMost) => {
                if site.plays(around, Role::Gather) {
                    return true;
                }
            }
            ExprKind::Call { .. } => return site.plays(around, Role::Gather),
            ExprKind::Block { .. } if depth < MAX_VARIABLES => {
                let pats = site.view.types.locals.iter().filter(|(_, pat)| site.init(**pat) == Some(at));
                return pats.into_iter().any(|(named, _)| is_gathered(site, *named, depth + 1));
            }
            _ => return false,
        }
        at = around;
    }
    false
}

/// Whether the items come from a collection that may be of any size.
fn is_unlimited(site: &Site<'_>, items: ExprId, depth: u32) -> bool {
    if is_limited(site, items) || depth > MAX_VARIABLES {
        return false;
    }
    let root = root_of(site, items);
    if matches!(site.view.types.exprs[root].strip_refs().kind(), TyKind::Array(_)) {
        return false;
    }
    match site.kind(root) {
        ExprKind::Field { .. } => true,
        ExprKind::Path(_) => match site.local(root) {
            Some(pat) if site.view.body.params.contains(&pat) => true,
            // A call may return a list of any size.
            Some(pat) => site.init(pat).is_some_and(|init| {
                let made = root_of(site, site.unwrapped(init));
                !is_limited(site, init)
                    && match site.kind(made) {
                        ExprKind::Path(_) if site.local(made) == Some(pat) => false,
                        ExprKind::Path(_) | ExprKind::Field { .. } => is_unlimited(site, made, depth + 1),
                        kind => matches!(kind, ExprKind::Call { .. }),
                    }
            }),
            None => false,
        },
        // `0..paths.len()`
        ExprKind::Range { end: Some(end), .. } => match site.kind(*end) {
            ExprKind::MethodCall { receiver, method, .. } => *method == "len" && is_unlimited(site, *receiver, depth + 1),
            _ => false,
        },
        _ => false,
    }
}

/// What a chain of method calls starts from.
fn root_of(site: &Site<'_>, id: ExprId) -> ExprId {
    let next = |at: &ExprId| match site.kind(*at) {
        ExprKind::MethodCall { receiver, .. } => Some(*receiver),
        ExprKind::Ref { operand, .. } | ExprKind::Try { operand } | ExprKind::Await { operand, .. } => Some(*operand),
        _ => None,
    };
    std::iter::successors(Some(id), next).last().unwrap_or(id)
}

/// Whether the items are those of one part of a collection: `for part in paths.chunks(8) { for path in part { .. } }`.
fn is_part(site: &Site<'_>, items: ExprId) -> bool {
    let Some(pat) = site.local(root_of(site, items)) else { return false };
    let whole = site.view.body.exprs.iter().find_map(|expr| match &expr.kind {
        ExprKind::For { pat: each, iter, .. } if *each == pat => Some(*iter),
        _ => None,
    });
    whole.is_some_and(|whole| is_limited(site, whole))
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
