//! Half fixes: a value is made on another thread, and the code after it still blocks on the value here. The finding would end and the stall would
//! stay, so such a fix is refused, or not safe.

use super::RankedDrafts;
use super::alive::bound;
use super::draft::Draft;
use super::later::{is_future, is_stream};
use super::nested::hull;
use super::region::is_handle;
use super::scene::{Scene, path_of};
use crate::diagnostics::{Applicability, Guard, Level};
use crate::facts::{ExprId, ExprKind, PatId, Stmt};
use crate::types::{Callee, Ty, TyKind};
use std::collections::BTreeSet;

/// Refuses the fixes of calls whose value blocks later in the same body, unless all of that moves with them or has a fix that is as safe.
/// `levels` are those of the findings.
pub(super) fn refuse(scene: &Scene<'_>, made: &mut [RankedDrafts], levels: &[Level]) {
    // What uses a value comes after what makes it.
    let mut order: Vec<usize> = (0..made.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(scene.span(made[index].expr).end));
    for index in order {
        if made[index].drafts.iter().all(Draft::is_refused) {
            continue;
        }
        let uses = Uses::of(scene, made[index].expr);
        let weighed = made[index].drafts.iter().map(|draft| left(scene, draft, &uses, made, (index, levels))).collect::<Vec<_>>();
        for (draft, left) in made[index].drafts.iter_mut().zip(weighed) {
            match left {
                Left::Nothing => {}
                Left::Doubtful => draft.doubt(Guard::LazyResult),
                Left::Stall => draft.refuse(Guard::LazyResult),
            }
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

fn left(scene: &Scene<'_>, draft: &Draft, uses: &Uses, made: &[RankedDrafts], (own, levels): (usize, &[Level])) -> Left {
    if draft.is_refused() {
        return Left::Nothing;
    }
    let whole = hull(draft);
    let stays = |call: &&ExprId| !whole.is_some_and(|whole| whole.contains(scene.span(**call)));
    let of_use = |call: &ExprId| {
        let findings = made.iter().enumerate().filter(|(index, made)| made.expr == *call && levels[*index] >= levels[own] && *index != own);
        let fixed = findings.map(|(_, made)| {
            let best = made.drafts.iter().filter(|draft| !draft.is_refused()).map(Draft::outcome).min();
            match best {
                Some(best) if best <= draft.outcome().max(Applicability::Safe) => Left::Nothing,
                Some(_) => Left::Doubtful,
                None => Left::Stall,
            }
        });
        let unnoticed = if uses.may_block.contains(call) { Left::Doubtful } else { Left::Nothing };
        fixed.max().unwrap_or(unnoticed)
    };
    uses.calls.iter().filter(stays).map(of_use).max().unwrap_or(Left::Nothing)
}

/// The calls of one body that a value is passed to.
#[derive(Default)]
struct Uses {
    calls: BTreeSet<ExprId>,
    /// Those that read or write it, by the bounds of their parameters.
    may_block: BTreeSet<ExprId>,
}

impl Uses {
    fn of(scene: &Scene<'_>, maker: ExprId) -> Self {
        let mut uses = Self::default();
        if !holds(scene, scene.ty(maker)) {
            return uses;
        }
        let mut seen: BTreeSet<PatId> = BTreeSet::new();
        let mut open = vec![maker];
        while let Some(at) = open.pop() {
            for pat in uses.follow(scene, at) {
                if (scene.types.pats[pat].is_unknown() || holds(scene, &scene.types.pats[pat])) && seen.insert(pat) {
                    open.extend(scene.mentions(pat));
                }
            }
        }
        uses.calls.remove(&maker);
        uses
    }

    /// Adds the calls that an expression's value goes through. Returns the variables that hold it then.
    fn follow(&mut self, scene: &Scene<'_>, from: ExprId) -> Vec<PatId> {
        let mut pats = Vec::new();
        for (above, below) in scene.around(from) {
            let is_held = match scene.kind(above) {
                ExprKind::MethodCall { receiver, args, .. } if *receiver == below || args.contains(&below) => {
                    self.pass(scene, above, below);
                    scene.ty(above).is_unknown() || holds(scene, scene.ty(above))
                }
                ExprKind::Call { args, .. } if args.contains(&below) => {
                    self.pass(scene, above, below);
                    scene.ty(above).is_unknown() || holds(scene, scene.ty(above))
                }
                ExprKind::Macro(_) => {
                    self.calls.insert(above);
                    false
                }
                ExprKind::Block { stmts, tail, .. } => {
                    let declared = stmts.iter().find_map(|stmt| match stmt {
                        Stmt::Let { pat, init, .. } if *init == Some(below) => Some(*pat),
                        _ => None,
                    });
                    if let Some(pat) = declared {
                        bound(scene, pat, &mut |pat| pats.push(pat));
                    }
                    *tail == Some(below)
                }
                ExprKind::Let { pat, scrutinee } if *scrutinee == below => {
                    bound(scene, *pat, &mut |pat| pats.push(pat));
                    false
                }
                ExprKind::Match { scrutinee, arms } if *scrutinee == below => {
                    for arm in arms {
                        bound(scene, arm.pat, &mut |pat| pats.push(pat));
                    }
                    false
                }
                ExprKind::Match { .. } => holds(scene, scene.ty(above)),
                ExprKind::If { cond, .. } => *cond != below && holds(scene, scene.ty(above)),
                ExprKind::For { iter, .. } if *iter == below => {
                    self.calls.insert(above);
                    false
                }
                ExprKind::Try { .. } | ExprKind::Ref { .. } | ExprKind::Unary { .. } | ExprKind::Cast { .. } | ExprKind::Await { .. } => {
                    true
                }
                _ => false,
            };
            if !is_held {
                break;
            }
        }
        pats
    }

    /// Adds one call that gets the value.
    fn pass(&mut self, scene: &Scene<'_>, call: ExprId, value: ExprId) {
        self.calls.insert(call);
        let is_consumed = !scene.ty(call).is_unknown() && !holds(scene, scene.ty(call)) && !is_future(scene, scene.ty(call));
        if is_consumed && scene.root(call).is_ok() && is_read_by(scene, call, value) {
            self.may_block.insert(call);
        }
    }
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

/// Whether a type has, or contains, a value that blocks when it is used: a file, a socket, a connection, a child process.
fn holds(scene: &Scene<'_>, ty: &Ty) -> bool {
    ty.any(&mut |part| is_handle(scene, part) || path_of(scene.db, part).is_some_and(|path| scene.catalogue.has_methods(&path)))
}
