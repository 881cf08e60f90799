//! Calls inside a call that moves to another thread: they move with it and need no offload of their own.

use super::super::RankedDrafts;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use crate::diagnostics::Form;
use crate::facts::{ExprId, ExprKind, Span};

/// Adds to findings inside an offloaded call the offload of the outer call, if it is as safe as their own fix.
pub(in crate::fix::propose) fn join(scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    let best = |made: &RankedDrafts| made.offered().next().filter(|draft| draft.form == Form::Offload).cloned();
    let mut outer: Vec<(Span, Draft)> = made.iter().filter_map(best).filter_map(|draft| Some((hull(&draft)?, draft))).collect();
    // Of those with the same start, the widest comes first.
    outer.sort_by_key(|(hull, _)| (hull.start, std::cmp::Reverse(hull.end)));
    let mut inner: Vec<usize> = (0..made.len()).collect();
    inner.sort_by_key(|&index| scene.span(made[index].expr).start);
    let mut rest = outer.into_iter().peekable();
    let mut around: Vec<(Span, Draft)> = Vec::new();
    for index in inner {
        let span = scene.span(made[index].expr);
        while let Some(next) = rest.next_if(|(hull, _)| hull.start <= span.start) {
            around.retain(|(hull, _)| hull.end > next.0.start);
            around.push(next);
        }
        // A replacement would leave an `.await` among the operands of the outer call, and cost a second way to another thread.
        let is_own = |draft: &&Draft| matches!(draft.form, Form::Offload | Form::Replace);
        let Some(own) = made[index].offered().next().filter(is_own).cloned() else { continue };
        let own_hull = hull(&own);
        // Next to other statements it would be awaited on its own.
        let in_block = |(above, _): &(ExprId, ExprId)| matches!(scene.kind(*above), ExprKind::Block { .. });
        let statement = scene.around(made[index].expr).find(in_block).map(|(_, statement)| scene.span(statement));
        let is_near = |hull: Span| own.form == Form::Offload || statement.is_some_and(|statement| statement.contains(hull));
        let moves_it = |(hull, draft): &&(Span, Draft)| {
            let is_left = draft.changes.iter().any(|(change, _)| change.start < change.end && change.contains(span));
            Some(*hull) != own_hull
                && is_near(*hull)
                && own_hull.is_some_and(|own| hull.contains(own))
                && !is_left
                && draft.outcome() <= own.outcome()
        };
        if let Some((_, whole)) = around.iter().find(moves_it) {
            made[index].drafts.insert(0, whole.clone());
        }
    }
}

/// The span from a draft's first change to its last. Blanks that are only inserted for the layout do not count.
pub(in crate::fix::propose) fn hull(draft: &Draft) -> Option<Span> {
    let is_layout = |span: Span, text: &str| span.start == span.end && text.trim().is_empty();
    let spans = || draft.changes.iter().filter(|(span, text)| !is_layout(*span, text)).map(|(span, _)| span);
    Some(Span::new(spans().map(|span| span.start).min()?, spans().map(|span| span.end).max()?))
}
