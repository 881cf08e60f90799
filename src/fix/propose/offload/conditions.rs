//! Conditions with several calls that move to another thread, `a.exists() && b.is_file()`: the condition moves as one.

use super::super::RankedDrafts;
use super::super::code::flow::any_part;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::thread_effects::WorkspaceEffects;
use super::super::{Input, offload};
use crate::diagnostics::Form;
use crate::facts::{BinaryOp, ExprId, ExprKind};

/// Whether an expression is a condition of several parts.
pub(in crate::fix::propose) fn is_condition(scene: &Scene<'_>, id: ExprId) -> bool {
    matches!(scene.kind(id), ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, assign: false, .. })
}

/// Adds one offload to findings that would have one each in the same condition, if it is as safe as theirs.
pub(in crate::fix::propose) fn join(input: &Input<'_>, moves: &WorkspaceEffects<'_>, scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    let is_offload = |made: &RankedDrafts| made.offered().next().is_some_and(|draft| draft.form == Form::Offload);
    let mut found: Vec<(ExprId, usize)> = (0..made.len())
        .filter(|index| is_offload(&made[*index]))
        .filter_map(|index| Some((whole(scene, made[index].expr)?, index)))
        .collect();
    found.sort_unstable();
    for group in found.chunk_by(|a, b| a.0 == b.0) {
        let members = || group.iter().map(|(_, index)| *index);
        let Some(first) = members().next().map(|index| made[index].expr) else { continue };
        if members().all(|index| made[index].expr == first) {
            continue;
        }
        // Statements that move together are one offload already.
        let best = |index: usize| made[index].offered().next().map(|draft| &draft.changes);
        if members().all(|index| best(index) == best(group[0].1)) {
            continue;
        }
        // The smallest condition around all of them.
        let holds_all = |id: &ExprId| members().all(|index| scene.span(*id).contains(scene.span(made[index].expr)));
        let around = scene.around(first).map(|(above, _)| above).find(|above| is_condition(scene, *above) && holds_all(above));
        let Some(condition) = around else { continue };
        // What `let` binds in a condition is used after it.
        if any_part(scene, condition, &[], &|part| matches!(scene.kind(part), ExprKind::Let { .. })) {
            continue;
        }
        let draft = offload::draft(input, moves, scene, condition);
        let most = members().filter_map(|index| made[index].offered().next().map(Draft::outcome)).max();
        if !draft.is_refused() && most.is_some_and(|most| draft.outcome() <= most) {
            members().collect::<Vec<_>>().into_iter().for_each(|index| made[index].drafts.insert(0, draft.clone()));
        }
    }
}

/// The outermost condition around a call.
fn whole(scene: &Scene<'_>, call: ExprId) -> Option<ExprId> {
    let mut found = None;
    for (above, _) in scene.around(call) {
        match scene.kind(above) {
            _ if is_condition(scene, above) => found = Some(above),
            ExprKind::Unary { .. } | ExprKind::MethodCall { .. } | ExprKind::Binary { assign: false, .. } => {}
            _ => break,
        }
    }
    found
}
