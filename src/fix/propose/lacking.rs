//! Type parameters whose bounds decide that a value cannot move to another thread: without `Send`, the moved code does not compile.

use super::scene::Scene;
use crate::names::CrateKind;
use crate::types::{TraitRef, Ty, TyKind};

/// The maximum nesting of types that is looked at.
const MAX_DEPTH: usize = 8;

/// Whether the bounds of a type parameter in `ty` show that it is not `Send`. Only where all its bounds are known.
pub(super) fn lacks_send(scene: &Scene<'_>, ty: &Ty) -> bool {
    lacks(scene, ty, 0)
}

fn lacks(scene: &Scene<'_>, ty: &Ty, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    match ty.kind() {
        TyKind::Param(owner, _) => {
            let store = scene.db.store;
            let is_send = |def| &*store.canonical_path(def) == "std::marker::Send";
            let env = scene.db.param_env(scene.def);
            let promises = |bound: &TraitRef| scene.db.find_supertrait(bound, &mut |of| is_send(of.def)).is_some();
            let is_unclear = |of: &TraitRef| of.def.krate != store.std() && !scene.db.has_clear_supertraits(of.def);
            let is_clear = |bound: &TraitRef| scene.db.find_supertrait(bound, &mut |of| is_unclear(of)).is_none();
            store.kind(owner.krate) == CrateKind::Local
                && scene.db.has_clear_bounds(scene.def)
                && env.bounds_of(ty).all(|bound| !promises(bound) && is_clear(bound))
        }
        TyKind::Tuple(items) => items.iter().any(|item| lacks(scene, item, depth + 1)),
        TyKind::Slice(item) | TyKind::Array(item) => lacks(scene, item, depth + 1),
        TyKind::Adt(def, args) if def.krate == scene.db.store.std() => {
            let path = scene.db.store.canonical_path(*def);
            let class = scene.catalogue.receivers().class("owns-its-parts");
            class.is_some_and(|class| class.has_type(&path)) && args.iter().any(|arg| lacks(scene, arg, depth + 1))
        }
        _ => false,
    }
}
