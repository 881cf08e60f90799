//! Calls in sync closures: where the closure cannot await, the call that runs the closure can move as a whole.

use super::later;
use super::scene::Scene;
use crate::catalogue::Role;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind};
use crate::types::TyKind;

/// The call around `call` that has run all closures that `call` stands in when it returns: `paths.iter().map(|path| read(path)).collect()`,
/// the outermost `map` of which has not.
pub(super) fn runner(scene: &Scene<'_>, call: ExprId) -> Option<ExprId> {
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

/// Whether the closures that a call stands in run when a future is polled, wherever that is, and not where they are given away.
pub(super) fn is_polled(scene: &Scene<'_>, closure: ExprId) -> bool {
    matches!(run(scene, closure), Run::Polled)
}

/// What runs a closure.
enum Run {
    /// A call, before it returns.
    By(ExprId),
    /// Whoever polls the future that a call gives.
    Polled,
    Unclear,
}

fn run(scene: &Scene<'_>, closure: ExprId) -> Run {
    let holds_closure = |id: ExprId| scene.ty(id).any(&mut |part| matches!(part.kind(), TyKind::Closure(_)));
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
        // What holds the closure still is no end of it; what nobody knows the type of may.
        if !scene.ty(link).is_unknown() && !holds_closure(link) {
            return Run::By(link);
        }
    }
    Run::Unclear
}
