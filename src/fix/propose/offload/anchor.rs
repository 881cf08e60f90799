//! Which statements contain the calls to offload, and which of these can move together.

use super::super::RankedDrafts;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::closures::is_polled;
use super::region::Region;
use crate::diagnostics::{Applicability, Form, Guard};
use crate::facts::{ExprId, ExprKind};
use crate::types::TyKind;

/// The longest run of statements that moves in one piece.
const MAX_RUN: usize = 200;

/// A call that should go to another thread.
#[derive(Clone, Copy)]
pub(in crate::fix::propose) struct Call {
    /// Its index among the `RankedDrafts` of the body.
    pub(in crate::fix::propose) made: usize,
    pub(in crate::fix::propose) expr: ExprId,
    /// Whether it can be moved alone.
    pub(in crate::fix::propose) alone: bool,
}

/// The statement that contains one call, and would move with it.
#[derive(Clone, Copy)]
pub(in crate::fix::propose) struct Anchor {
    pub(in crate::fix::propose) region: Region,
    pub(in crate::fix::propose) call: Call,
    pub(in crate::fix::propose) in_loop: bool,
}

/// The call of a finding that should be offloaded; `None` if there is a safe replacement.
pub(in crate::fix::propose) fn call_of(index: usize, made: &RankedDrafts) -> Option<Call> {
    let is_better = |draft: &Draft| draft.form == Form::Replace && !draft.is_refused() && draft.outcome() == Applicability::Safe;
    if made.drafts.iter().any(is_better) {
        return None;
    }
    let offload = made.drafts.iter().find(|draft| draft.form == Form::Offload)?;
    Some(Call { made: index, expr: made.expr, alone: !offload.is_refused() })
}

/// The statement that contains a call, or the outermost loop around it that can move.
pub(in crate::fix::propose) fn anchor(scene: &Scene<'_>, mut call: Call) -> Option<Anchor> {
    // A fn that is passed by name is like a closure that calls it.
    let mut in_closure = matches!(scene.kind(call.expr), ExprKind::Path(_));
    // A call in a closure runs as part of the closure's statement, and moves with it.
    while scene.root(call.expr) == Err(Guard::SyncClosure) {
        call.expr = scene.around(call.expr).map(|(above, _)| above).find(|above| matches!(scene.kind(*above), ExprKind::Closure { .. }))?;
        in_closure = true;
        if is_polled(scene, call.expr) {
            return None;
        }
    }
    scene.root(call.expr).ok()?;
    let mut found: Option<Anchor> = None;
    let (mut in_loop, mut fresh_loop) = (false, false);
    for (above, below) in scene.around(call.expr) {
        match scene.kind(above) {
            ExprKind::While { .. } | ExprKind::Loop { .. } | ExprKind::For { .. } => {
                (in_loop, fresh_loop) = (true, true);
            }
            ExprKind::Closure { .. } => break,
            _ if scene.is_async_block(above) && !fresh_loop && found.is_some() => break,
            ExprKind::Block { stmts, tail, .. } if found.is_none() || fresh_loop => {
                let at = stmts.iter().position(|stmt| stmt.has(below)).or((*tail == Some(below)).then_some(stmts.len()))?;
                let region = Region { block: above, first: at, last: at };
                if region.exits(scene).barred.is_some() {
                    break;
                }
                found = Some(Anchor { region, call, in_loop });
                fresh_loop = false;
            }
            _ => {}
        }
        if scene.is_async_block(above) {
            break;
        }
    }
    found.filter(|anchor| !in_closure || !gives_closure(scene, anchor.region))
}

/// The next anchor outward: the statement that contains the block of this one.
pub(in crate::fix::propose) fn outward(scene: &Scene<'_>, anchor: Anchor) -> Option<Anchor> {
    if scene.is_async_block(anchor.region.block) {
        return None;
    }
    for (above, below) in scene.around(anchor.region.block) {
        match scene.kind(above) {
            ExprKind::Closure { .. } => return None,
            ExprKind::Block { stmts, tail, .. } => {
                let at = stmts.iter().position(|stmt| stmt.has(below)).or((*tail == Some(below)).then_some(stmts.len()))?;
                let region = Region { block: above, first: at, last: at };
                return region.exits(scene).barred.is_none().then_some(Anchor { region, ..anchor });
            }
            _ => {}
        }
    }
    None
}

/// Whether an output of a region contains a closure or a fn item, which would run later and elsewhere.
fn gives_closure(scene: &Scene<'_>, region: Region) -> bool {
    let outputs = region.outputs(scene).into_iter().map(|pat| &scene.types.pats[pat]);
    outputs
        .chain(region.tail(scene).map(|tail| &scene.types.exprs[tail]))
        .any(|ty| ty.any(&mut |part| matches!(part.kind(), TyKind::Closure(_) | TyKind::FnDef(..))))
}

/// Groups anchors if all code between them can move.
pub(in crate::fix::propose) fn groups(scene: &Scene<'_>, anchors: &[Anchor]) -> Vec<Vec<Anchor>> {
    let mut groups: Vec<Vec<Anchor>> = Vec::new();
    for anchor in anchors {
        let joins = groups.last().and_then(|group| group.first()).is_some_and(|first| {
            let whole = Region { last: anchor.region.last, ..first.region };
            if whole.last.saturating_sub(whole.first) > MAX_RUN {
                return false;
            }
            let root = scene.root(anchor.call.expr);
            // With a `return` in between, the region must reach the end of the future.
            whole.exits(scene).barred.is_none() && root.is_ok_and(|root| whole.grown(scene, root).is_ok())
        });
        match groups.last_mut() {
            Some(group) if joins => group.push(*anchor),
            _ => groups.push(vec![*anchor]),
        }
    }
    groups
}
