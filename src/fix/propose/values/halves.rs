//! Half fixes: a value is made on another thread, and the code after it still blocks on the value here. The finding would end and the stall would
//! stay, so such a fix is refused, or not safe.

use super::super::RankedDrafts;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::offload::nested::hull;
use super::held_value::{Use, Uses, holds};
use super::later::{is_future, is_lazy, is_stream};
use crate::analysis::Blocker;
use crate::catalogue::{CallKind, Runs};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind};
use crate::names::DefId;
use crate::types::{Callee, TyKind};
use std::collections::BTreeMap;

/// What blocks inside the fns of the workspace.
pub(in crate::fix::propose) type Blockers = BTreeMap<DefId, Vec<Blocker>>;

/// Refuses the fixes of calls whose value blocks later in the same body, unless all of that moves with them or has a fix that is as safe.
pub(in crate::fix::propose) fn refuse(scene: &Scene<'_>, blockers: &Blockers, made: &mut [RankedDrafts]) {
    let is_open = |made: &RankedDrafts| made.drafts.iter().any(|draft| !draft.is_refused());
    let makers: Vec<usize> = (0..made.len()).filter(|&index| is_open(&made[index]) && holds(scene, scene.ty(made[index].expr))).collect();
    let mut makers: Vec<(usize, BTreeMap<ExprId, Harm>)> =
        makers.into_iter().map(|index| (index, used(scene, blockers, &Uses::of(scene, made[index].expr)))).collect();
    // What uses a value mostly comes after what makes it, but for what a loop keeps. Fixes only get worse, so this ends.
    makers.sort_by_key(|(index, _)| std::cmp::Reverse(scene.span(made[*index].expr).end));
    loop {
        let mut has_changed = false;
        for (index, uses) in &makers {
            let weighed = made[*index].drafts.iter().map(|draft| left(scene, draft, uses, made, *index)).collect::<Vec<_>>();
            for (draft, left) in made[*index].drafts.iter_mut().zip(weighed) {
                let before = draft.outcome();
                match left {
                    Left::Nothing => {}
                    Left::Doubtful => draft.doubt(Guard::LazyResult),
                    Left::Stall => draft.refuse(Guard::LazyResult),
                }
                has_changed |= draft.outcome() != before;
            }
        }
        if !has_changed {
            return;
        }
    }
}

/// What a fix leaves behind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Left {
    /// Nothing that blocks.
    Nothing,
    /// Calls that may block, or whose own fix is less safe.
    Doubtful,
    /// A call that blocks, and has no fix.
    Stall,
}

fn left(scene: &Scene<'_>, draft: &Draft, uses: &BTreeMap<ExprId, Harm>, made: &[RankedDrafts], own: usize) -> Left {
    if draft.is_refused() {
        return Left::Nothing;
    }
    let whole = hull(draft);
    let stays = |(call, _): &(&ExprId, &Harm)| !whole.is_some_and(|whole| whole.contains(scene.span(**call)));
    let of_use = |(call, harm): (&ExprId, &Harm)| {
        let findings = made.iter().enumerate().filter(|(index, made)| made.expr == *call && *index != own);
        let fixed = findings.map(|(_, made)| match made.drafts.iter().filter(|draft| !draft.is_refused()).map(Draft::outcome).min() {
            Some(best) if best <= draft.outcome() => Left::Nothing,
            None if harm.is_sure => Left::Stall,
            Some(_) | None => Left::Doubtful,
        });
        // Whether a finding is reported does not matter.
        fixed.max().unwrap_or(if harm.may_block { Left::Doubtful } else { Left::Nothing })
    };
    uses.iter().filter(stays).map(of_use).max().unwrap_or(Left::Nothing)
}

/// What a use of a value does.
#[derive(Clone, Copy, Default)]
struct Harm {
    /// Whether it may block here.
    may_block: bool,
    /// Whether it surely gets the value.
    is_sure: bool,
}

/// The uses of a value.
fn used(scene: &Scene<'_>, blockers: &Blockers, uses: &Uses) -> BTreeMap<ExprId, Harm> {
    let mut found: BTreeMap<ExprId, Harm> = uses.lost.iter().map(|lost| (*lost, Harm { may_block: true, is_sure: false })).collect();
    for Use { call, value, is_unsure } in &uses.calls {
        let harm = found.entry(*call).or_default();
        harm.may_block |= !is_elsewhere(scene, *call) && may_block(scene, blockers, *call, *value);
        harm.is_sure |= !is_unsure;
    }
    found
}

/// Whether a call that gets a value may block, by the catalogue and by what the workspace's fns do.
fn may_block(scene: &Scene<'_>, blockers: &Blockers, call: ExprId, value: ExprId) -> bool {
    if let ExprKind::For { iter, .. } = scene.kind(call) {
        return is_lazy(scene, scene.ty(*iter));
    }
    if !matches!(scene.kind(call), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) || is_future(scene, scene.ty(call)) {
        return false;
    }
    let is_listed = |path: String| scene.catalogue.by_path(&path).iter().any(|api| scene.catalogue.api(*api).call == CallKind::Call);
    let is_blocker = |callee: &Callee| matches!(callee, Callee::Fn(callee) if blockers.contains_key(&callee.body_def()));
    let is_consumed = !scene.ty(call).is_unknown() && !holds(scene, scene.ty(call));
    scene.callee_path(call).is_some_and(is_listed)
        || scene.types.callees.get(&call).is_some_and(is_blocker)
        || is_consumed && is_read_by(scene, call, value)
}

/// Whether the code of a call runs where it stalls no task: in a closure that another thread runs.
fn is_elsewhere(scene: &Scene<'_>, call: ExprId) -> bool {
    scene.around(call).any(|(above, below)| {
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = scene.kind(above) else { return false };
        let Some(argument) = args.iter().position(|arg| *arg == below) else { return false };
        if !matches!(scene.kind(below), ExprKind::Closure { .. }) {
            return false;
        }
        let rule = scene.callee_path(above).and_then(|path| scene.catalogue.contexts().taker_of(&path, argument));
        let is_own = matches!(scene.types.callees.get(&above), Some(Callee::Fn(callee)) if scene.offloaders.contains(&callee.def));
        is_own || rule.is_some_and(|rule| matches!(rule.runs, Runs::Offloaded | Runs::BlockInPlace))
    })
}

/// Whether a parameter of the callee reads or writes what it is given: it has a bound that allows hardly anything else.
fn is_read_by(scene: &Scene<'_>, call: ExprId, value: ExprId) -> bool {
    let Some(Callee::Fn(callee)) = scene.types.callees.get(&call) else { return false };
    let Some(sig) = scene.db.fn_sig(callee.def) else { return false };
    let (_, args) = scene.receiver_and_args(call);
    let Some(param) = args.iter().position(|arg| *arg == value).and_then(|at| sig.params.get(at)) else { return false };
    let param = param.strip_refs();
    let mut is_bound = |bound: &crate::types::TraitRef| scene.db.find_supertrait(bound, &mut |of| is_stream(scene, of)).is_some();
    match param.kind() {
        TyKind::Param(..) => scene.db.param_env(callee.def).bounds_of(param).any(is_bound),
        TyKind::Dyn(bounds) => bounds.iter().any(&mut is_bound),
        _ => false,
    }
}
