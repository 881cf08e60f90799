//! Callables that fields, tables and statics hold, where they are called or used.

use super::Target;
use crate::analysis::body::BodyView;
use crate::analysis::callables::Callable;
use crate::analysis::effects::local_effects::AnalysisCtx;
use crate::analysis::known::KnownDefs;
use crate::analysis::places::ClosureSummaries;
use crate::catalogue::Runs;
use crate::diagnostics::Confidence;
use crate::facts::ExprId;
use crate::names::{CrateKind, DefKind};
use crate::types::{Subst, Ty};

/// The callables that may be stored in the callee's variable or field.
pub(super) fn stored(cx: &AnalysisCtx<'_>, view: &BodyView<'_>, callee: ExprId) -> Vec<Target> {
    if view.db.store.krate(view.def.krate).kind != CrateKind::Local {
        return Vec::new();
    }
    let held = view.known.stored().called(view, &view.sources(), callee);
    let confidence = if held.len() == 1 { Confidence::Certain } else { Confidence::May };
    let target = |held: &Callable| Target { closure: held.closure, confidence, ..Target::certain(held.def, held.subst.clone()) };
    held.iter().filter(|held| !is_judged(cx, held)).map(target).collect()
}

/// The callables that may be stored in the callee's field of a generic type, where only the caller knows the type.
pub(super) fn stored_of_any_type(cx: &AnalysisCtx<'_>, view: &BodyView<'_>, callee: ExprId, args: &[ExprId]) -> Vec<Target> {
    if view.db.store.krate(view.def.krate).kind != CrateKind::Local || args.is_empty() {
        return Vec::new();
    }
    let given: Box<[Ty]> = args.iter().map(|arg| view.types.exprs[*arg].clone()).collect();
    let held = view.known.stored().called_of_any_type(view, &view.sources(), callee);
    let target = |held: &Callable| Target {
        closure: held.closure,
        confidence: Confidence::May,
        given: given.clone(),
        ..Target::certain(held.def, held.subst.clone())
    };
    held.iter().filter(|held| !is_judged(cx, held)).map(target).collect()
}

/// What a call of an impl's constant runs: the fns or closures that it holds.
pub(super) fn held_by_constant(known: &KnownDefs<'_>, target: &Target) -> Vec<Target> {
    let held = known.stored().in_value(target.def);
    let confidence = if held.len() == 1 { target.confidence } else { Confidence::May };
    held.iter().map(|held| Target { closure: held.closure, confidence, ..Target::certain(held.def, held.subst.clone()) }).collect()
}

/// Whether a callable is judged where it is passed to a fn, which stores it for an executor.
fn is_judged(cx: &AnalysisCtx<'_>, held: &Callable) -> bool {
    held.passed_to.is_some_and(|(def, index)| cx.summaries.runs(def, index) == Some(Runs::OnExecutor))
}

/// The initialiser of a static at the static's first use; `None` if an entry point uses the static before it serves anything.
pub(super) fn first_use(view: &BodyView<'_>, id: ExprId) -> Option<Target> {
    let named = *view.types.values.get(&id)?;
    let store = view.db.store;
    let data = store.def(named);
    if data.kind != DefKind::Static || store.krate(named.krate).kind != CrateKind::Local || data.in_test {
        return None;
    }
    let is_early = view.known.origins().is_used_early(view, named);
    (!is_early).then(|| Target { confidence: Confidence::May, ..Target::certain(named, Subst::empty()) })
}
