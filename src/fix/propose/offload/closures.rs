//! Calls in sync closures: a closure cannot await, but the call that runs the closure can move as a whole.

use super::super::code::scene::Scene;
use super::super::values::later;
use crate::catalogue::Role;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind};
use crate::types::{Callee, TyKind};

/// The call that has run all closures around `call` when it returns: `paths.iter().map(|path| read(path)).collect()`, but not its inner
/// `map`, which is lazy.
pub(in crate::fix::propose) fn runner(scene: &Scene<'_>, call: ExprId) -> Option<ExprId> {
    if scene.root(call) != Err(Guard::SyncClosure) {
        return None;
    }
    let mut at = call;
    while scene.root(at) == Err(Guard::SyncClosure) {
        at = scene.around(at).map(|(above, _)| above).find(|above| matches!(scene.kind(*above), ExprKind::Closure { .. }))?;
    }
    match run(scene, at) {
        Run::By(call) => Some(call),
        Run::Polled | Run::Unclear => None,
    }
}

/// The call that has run a fn that it is given by name: `path.map(std::fs::read)`.
pub(in crate::fix::propose) fn runner_of_value(scene: &Scene<'_>, value: ExprId) -> Option<ExprId> {
    // Other callees may keep it: a router runs its handlers later.
    let is_std = |callee: &Callee| matches!(callee, Callee::Fn(callee) if callee.def.krate == scene.store().std());
    let taker = scene.parent(value).and_then(|above| scene.types.callees.get(&above));
    if !matches!(scene.kind(value), ExprKind::Path(_)) || scene.root(value).is_err() || !taker.is_some_and(is_std) {
        return None;
    }
    match run(scene, value) {
        Run::By(call) => Some(call),
        Run::Polled | Run::Unclear => None,
    }
}

/// Whether a closure runs when a future is polled, rather than where it is passed.
pub(in crate::fix::propose) fn is_polled(scene: &Scene<'_>, closure: ExprId) -> bool {
    matches!(run(scene, closure), Run::Polled)
}

/// What runs a closure.
enum Run {
    /// This call, before it returns.
    By(ExprId),
    /// Polling of the future that a call returns.
    Polled,
    Unclear,
}

fn run(scene: &Scene<'_>, closure: ExprId) -> Run {
    let holds_closure = |id: ExprId| scene.ty(id).any(&mut |part| matches!(part.kind(), TyKind::Closure(_) | TyKind::FnDef(..)));
    let is_link = |(above, below): (ExprId, ExprId)| match scene.kind(above) {
        ExprKind::Call { args, .. } => args.contains(&below).then_some(above),
        ExprKind::MethodCall { receiver, args, .. } => (*receiver == below || args.contains(&below)).then_some(above),
        _ => None,
    };
    for link in scene.around(closure).map_while(is_link) {
        let is_given_on = scene.roles(link).iter().any(|role| matches!(role, Role::Spawn | Role::Join));
        if is_given_on || later::is_future(scene, scene.ty(link)) {
            return Run::Polled;
        }
        // A value that still holds the closure has not run it; one of unknown type may hold it.
        if !scene.ty(link).is_unknown() && !holds_closure(link) {
            return Run::By(link);
        }
    }
    Run::Unclear
}
