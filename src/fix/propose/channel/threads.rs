//! Whether sync code surely runs on a thread of its own, where it may block.

use super::super::code::mentions::Mentions;
use super::super::code::scene::Scene;
use crate::catalogue::Runs;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind};
use crate::names::DefId;

/// How many fns are followed to their callers.
const MOST: usize = 8;

/// Whether an expression runs outside of all futures, on a thread that may wait.
pub(super) fn may_block(scene: &Scene<'_>, mentions: &Mentions<'_>, at: ExprId) -> bool {
    match scene.root(at) {
        Err(Guard::SyncClosure) => is_offloaded(scene, at),
        Err(Guard::NotAsync) => is_only_offloaded(scene, mentions, scene.def),
        Ok(_) | Err(_) => false,
    }
}

/// Whether the closure around an expression runs on another thread.
fn is_offloaded(scene: &Scene<'_>, at: ExprId) -> bool {
    let Some(closure) = scene.around(at).map(|(above, _)| above).find(|above| matches!(scene.kind(*above), ExprKind::Closure { .. }))
    else {
        return false;
    };
    let Some(call) = scene.parent(closure) else { return false };
    let (_, args) = scene.receiver_and_args(call);
    let index = args.iter().position(|arg| *arg == closure);
    let rule = scene.callee_path(call).zip(index).and_then(|(path, index)| scene.catalogue.contexts().taker_of(&path, index));
    rule.is_some_and(|rule| rule.runs == Runs::Offloaded)
}

/// Whether all calls of a sync fn are in closures that run on other threads, or in such fns.
fn is_only_offloaded(scene: &Scene<'_>, mentions: &Mentions<'_>, def: DefId) -> bool {
    let (mut seen, mut next) = (vec![def], 0);
    while let Some(&def) = seen.get(next) {
        next += 1;
        let calls = mentions.calls_of(def);
        if seen.len() > MOST || calls.is_empty() || !mentions.are_all_known(def) {
            return false;
        }
        for call in calls {
            let Some(caller) = scene.beside(call.body) else { return false };
            match caller.root(call.expr) {
                Err(Guard::SyncClosure) if is_offloaded(&caller, call.expr) => {}
                Err(Guard::NotAsync) => {
                    if !seen.contains(&call.body) {
                        seen.push(call.body);
                    }
                }
                _ => return false,
            }
        }
    }
    true
}
