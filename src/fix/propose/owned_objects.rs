//! Trait objects that borrow nothing by where they are declared: without a lifetime, `Arc<dyn Trait>` in a field or a parameter is `'static`.

use super::auto_traits::Known;
use super::owned::{has_lifetimes, is_owned};
use super::scene::Scene;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::types::{Callee, Ty, TyKind};

/// The maximum number of `let`s between a variable and the declaration of its type.
const MAX_LETS: usize = 4;

/// Whether the value of a place, of type `ty`, borrows nothing.
pub(super) fn is_owned_at(scene: &Scene<'_>, place: ExprId, ty: &Ty) -> Known {
    let known = is_owned(scene, ty);
    if known != Known::Unknown || !ty.any(&mut |part| matches!(part.kind(), TyKind::Dyn(_))) {
        return known;
    }
    // All else that may be unknown about it is still unknown without the objects.
    if is_declared_static(scene, place, MAX_LETS) { is_owned(scene, &without_objects(ty)) } else { known }
}

/// The type with `()` in place of trait objects.
fn without_objects(ty: &Ty) -> Ty {
    if matches!(ty.kind(), TyKind::Dyn(_)) { Ty::unit() } else { ty.map_children(&mut without_objects) }
}

/// Whether the type of a place is written where objects without a lifetime are `'static`.
fn is_declared_static(scene: &Scene<'_>, place: ExprId, lets: usize) -> bool {
    match scene.kind(place) {
        ExprKind::Field { base, .. } => match scene.ty(*base).strip_refs().kind() {
            TyKind::Adt(def, args) => {
                let has_object = |arg: &Ty| arg.any(&mut |part| matches!(part.kind(), TyKind::Dyn(_)));
                !has_lifetimes(scene, *def) && !args.iter().any(has_object)
            }
            _ => false,
        },
        ExprKind::Path(_) => scene.local(place).is_some_and(|pat| is_variable_static(scene, pat, lets)),
        ExprKind::MethodCall { receiver, method, args, .. } if method == "clone" && args.is_empty() => {
            is_declared_static(scene, *receiver, lets)
        }
        // `Arc::clone(&self.backend)`
        ExprKind::Call { args, .. } => match (scene.types.callees.get(&place), &args[..]) {
            (Some(Callee::Fn(callee)), [one]) if Some(callee.def) == clone_method(scene) => is_declared_static(scene, *one, lets),
            _ => false,
        },
        ExprKind::Ref { operand, .. } => is_declared_static(scene, *operand, lets),
        _ => false,
    }
}

fn is_variable_static(scene: &Scene<'_>, pat: PatId, lets: usize) -> bool {
    if scene.body.params.contains(&pat) {
        let Some(function) = scene.db.function(scene.def) else { return false };
        return !scene.text(function.sig.span).replace("'static", "").contains('\'');
    }
    let PatKind::Bind { .. } = scene.body.pats[pat].kind else { return false };
    match scene.index().let_of_pat(pat) {
        Some(Stmt::Let { ty: None, init: Some(init), .. }) if lets > 0 => is_declared_static(scene, *init, lets - 1),
        _ => false,
    }
}

/// `Clone::clone`.
fn clone_method(scene: &Scene<'_>) -> Option<crate::names::DefId> {
    let clone = scene.db.lang.clone?;
    scene.store().members(clone).iter().copied().find(|member| scene.store().def(*member).name == "clone")
}
