//! `block_in_place` where it panics, and where it stalls other branches of the same task.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, MacroKind};

pub(super) const LINT: CodedLint =
    CodedLint { ids: &["block-in-place-panics", "block-in-place-in-join"], replaces: &["block-in-place"], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    let calls = site.playing(Role::BlockInPlace).filter(|call| site.is_async(*call));
    calls.filter_map(|call| panics(site, call).or_else(|| stops_siblings(site, call))).collect()
}

fn panics(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let reason = local_task(site, call).or_else(|| own_runtime(site, call)).or_else(|| single_threaded(site))?;
    let path = site.called(call);
    Some(Found {
        lint: "block-in-place-panics",
        span: site.view.name_span(call),
        place: site.place(call),
        message: format!("`{path}` panics here: {reason}"),
        help: "use `tokio::task::spawn_blocking(move || ..).await`".to_owned(),
        remark: Remark {
            subject: path,
            why: "it hands the other tasks to another worker thread, which needs a multi-thread runtime and a task that may move"
                .to_owned(),
            level: None,
        },
    })
}

/// A future that stays on one thread, if it contains the call.
fn local_task(site: &Site<'_>, call: ExprId) -> Option<String> {
    let taker = site.ancestors(call).find(|around| site.plays(*around, Role::LocalTask))?;
    Some(format!("`{}` keeps the task on one thread", site.called(taker)))
}

/// The builder of the single-threaded runtime that drives the call in this very fn: `runtime.block_on(async { .. })`. Code that checks the
/// runtime's flavor is trusted.
fn own_runtime(site: &Site<'_>, call: ExprId) -> Option<String> {
    let view = site.view;
    let drives = |around: &ExprId| [Role::BlockOnRuntime, Role::BlockOn, Role::Spawn].into_iter().any(|role| site.plays(*around, role));
    let nearest = site.ancestors(call).find(drives)?;
    let runtime = view.receiver_and_args(nearest).0.and_then(|receiver| view.initial(receiver))?;
    let parts = site.inside(runtime);
    let builder = parts.iter().copied().find(|part| site.plays(*part, Role::SingleThread))?;
    let is_other_possible = parts.iter().any(|part| site.plays(*part, Role::MultiThread));
    let is_certain = !is_other_possible && !view.asks_flavor();
    is_certain.then(|| format!("`{}` starts a runtime with a single thread", site.called(builder)))
}

/// What starts the only runtime of the fn or its program, if it is single-threaded. Code that checks the runtime's flavor is trusted.
fn single_threaded(site: &Site<'_>) -> Option<String> {
    let own = site.view.starts_runtime(site.view.def).map(|(path, is_single)| is_single.then(|| format!("#[{path}]")));
    let path = match own {
        Some(own) => own?,
        None if site.view.asks_flavor() => return None,
        None => site.view.only_single_threaded()?,
    };
    Some(format!("`{path}` starts a runtime with a single thread"))
}

fn stops_siblings(site: &Site<'_>, call: ExprId) -> Option<Found> {
    let mut below = call;
    for around in site.ancestors(call) {
        if let ExprKind::Macro(outer) = site.kind(around) {
            let is_branch = match &outer.kind {
                MacroKind::Join { futures, .. } => futures.len() > 1 && futures.contains(&below),
                MacroKind::Select { arms, .. } => arms.len() > 1 && arms.iter().any(|arm| arm.future == below),
                _ => false,
            };
            if is_branch {
                let name = outer.path.segments.last().map_or("join", |segment| segment.name.as_str());
                return Some(Found {
                    lint: "block-in-place-in-join",
                    span: site.view.name_span(call),
                    place: site.place(call),
                    message: format!("`{}` stops the other branches of `{name}!`", site.called(call)),
                    help: "use `tokio::task::spawn_blocking(move || ..)`, or spawn the branches as tasks".to_owned(),
                    remark: Remark {
                        subject: site.called(call),
                        why: "the other tasks of the thread go on, but the branches are one task".to_owned(),
                        level: None,
                    },
                });
            }
        }
        // A separate task is no branch.
        if site.is_apart(around) && site.parent(around).is_some_and(|taker| site.view.is_call(taker)) {
            return None;
        }
        below = around;
    }
    None
}
