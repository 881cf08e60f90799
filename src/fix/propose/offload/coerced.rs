//! How moved code mentions the owned copy of a value that was a reference: `&path`, or `&*path` where nothing turns a `&PathBuf` into a `&Path`.

use super::super::code::scene::Scene;
use super::super::values::owned::owner_of;
use crate::facts::{ExprId, ExprKind};
use crate::types::{Callee, Ty, TyKind};

/// Bounds that a reference to the owned type meets wherever the original reference does.
const ALIKE: [&str; 2] = ["std::convert::AsRef", "std::net::ToSocketAddrs"];

/// What stands before the name of the copy, where the code at `place` used a reference to `pointee`.
pub(in crate::fix::propose) fn reborrow(scene: &Scene<'_>, place: ExprId, pointee: &Ty) -> &'static str {
    let is_same_type = owner_of(scene, pointee).method == "clone";
    if is_same_type || is_coerced(scene, place) { "&" } else { "&*" }
}

/// Whether an argument is converted to the declared type of its parameter, or meets the parameter's bound as well.
fn is_coerced(scene: &Scene<'_>, place: ExprId) -> bool {
    let Some((call, arg)) = scene.around(place).next() else { return false };
    let Some(Callee::Fn(callee)) = scene.types.callees.get(&call) else { return false };
    let Some(sig) = scene.db.fn_sig(callee.def) else { return false };
    let number = match scene.kind(call) {
        ExprKind::Call { args, .. } => {
            let receivers = usize::from(sig.self_param.is_some());
            args.iter().position(|other| *other == arg).and_then(|number| number.checked_sub(receivers))
        }
        ExprKind::MethodCall { args, .. } => args.iter().position(|other| *other == arg),
        _ => None,
    };
    let Some(ty) = number.and_then(|number| sig.params.get(number)) else { return false };
    let is_alike = |param: &Ty| {
        let bounds = scene.db.predicates(callee.def);
        bounds.iter().any(|(of, bound)| of == param && ALIKE.contains(&&*scene.store().canonical_path(bound.def)))
    };
    match ty.kind() {
        TyKind::Ref(_, pointee) if !pointee.any(&mut |part| matches!(part.kind(), TyKind::Param(..))) => true,
        TyKind::Ref(_, param) => is_alike(param),
        TyKind::Param(..) => is_alike(ty),
        _ => false,
    }
}
