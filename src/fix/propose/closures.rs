//! Calls in sync closures: where the closure cannot await, the call that runs the closure can move as a whole.

use super::scene::Scene;
use crate::analysis::Guard;
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
    let holds_closure = |id: ExprId| scene.ty(id).any(&mut |part| matches!(part.kind(), TyKind::Closure(_)));
    let is_link = |(above, below): (ExprId, ExprId)| match scene.kind(above) {
        ExprKind::Call { args, .. } => args.contains(&below).then_some(above),
        ExprKind::MethodCall { receiver, args, .. } => (*receiver == below || args.contains(&below)).then_some(above),
        _ => None,
    };
    // What holds the closure still is no end of it; what nobody knows the type of may.
    scene.around(at).map_while(is_link).find(|link| !scene.ty(*link).is_unknown() && !holds_closure(*link))
}
