//! Values whose drop blocks later in the same body: moving only their making to another thread would leave that stall here.

use super::super::code::mention::{How, is_dropped_by_name, mention};
use super::super::code::scene::Scene;
use super::super::offload::moved::Shape;
use super::super::offload::nested::hull;
use super::super::{RankedDrafts, UNWRAPPERS};
use crate::diagnostics::{Guard, Kind};
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Span, Stmt};

/// Refuses the fixes that move the making of a value and leave its drop, if that is a finding.
pub(in crate::fix::propose) fn refuse(scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    // The drop of a variable is reached from the body itself.
    let is_drop = |made: &&RankedDrafts| made.expr == scene.body.root && made.kind == Kind::Transitive;
    let drops: Vec<u32> = made.iter().filter(is_drop).map(|made| made.key.offset()).collect();
    if drops.is_empty() {
        return;
    }
    for made in made.iter_mut().filter(|made| made.expr != scene.body.root) {
        let Some(pat) = variable(scene, made.expr).filter(|pat| is_dropped(scene, *pat, made.expr, &drops)) else { continue };
        for draft in made.drafts.iter_mut().filter(|draft| !draft.is_refused()) {
            let moves = |span: Span| hull(draft).is_some_and(|hull| hull.contains(span));
            let moves_all = moves(scene.body.pats[pat].span) && scene.mentions(pat).iter().all(|mention| moves(scene.span(*mention)));
            if !moves_all {
                draft.refuse(Guard::BlockingDrop);
            }
        }
    }
}

/// The variable that gets the value of a call at once: `let lock = Lock::take(&path)?;`.
fn variable(scene: &Scene<'_>, maker: ExprId) -> Option<PatId> {
    let mut value = maker;
    for (above, below) in scene.around(maker) {
        match scene.kind(above) {
            ExprKind::Try { .. } | ExprKind::Await { .. } => {}
            ExprKind::MethodCall { receiver, method, .. } if *receiver == below && UNWRAPPERS.contains(&method.as_str()) => {}
            _ => break,
        }
        value = above;
    }
    let Some(Stmt::Let { pat, .. }) = scene.index().let_of(value) else { return None };
    matches!(scene.body.pats[*pat].kind, PatKind::Bind { .. }).then_some(*pat)
}

/// Whether a drop of the variable's value, which `maker` made, is among these.
fn is_dropped(scene: &Scene<'_>, pat: PatId, maker: ExprId, drops: &[u32]) -> bool {
    let by_name = |mention: &ExprId| is_dropped_by_name(scene, *mention);
    let is_drop = |mention: &ExprId| {
        let call = scene.parent(*mention).filter(|_| by_name(mention));
        call.is_some_and(|call| drops.contains(&scene.span(call).start))
    };
    // An assignment puts another value there.
    let is_assigned = |mention: &ExprId| {
        let above = scene.around(*mention).next();
        above.is_some_and(|(above, below)| matches!(scene.kind(above), ExprKind::Assign { lhs, .. } if *lhs == below))
    };
    // Moved away, it is dropped elsewhere.
    let stays = |mention: &ExprId| {
        scene.root(*mention) == scene.root(maker) && mention_of(scene, *mention).is_some_and(|how| how != How::Take || by_name(mention))
    };
    let mentions = scene.mentions(pat);
    mentions.iter().any(is_drop)
        || drops.contains(&scene.body.pats[pat].span.start) && mentions.iter().all(|mention| stays(mention) && !is_assigned(mention))
}

fn mention_of(scene: &Scene<'_>, id: ExprId) -> Option<How> {
    Some(mention(scene, id, Shape::Statements).ok()?.how)
}
