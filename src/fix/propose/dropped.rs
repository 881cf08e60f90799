//! Values whose drop has no effect except to free memory. Knows no expressions.

use super::scene::{Scene, path_of};
use crate::names::CrateKind;
use crate::types::{Ty, TyKind};
use rustc_hash::FxHashSet;

/// The class in `rules/receivers.toml` of types whose drop only drops their parts.
const QUIET: &str = "drops-quietly";

/// The maximum number of types that one query visits.
const MAX_TYPES: usize = 256;

/// Whether the time of dropping a value of this type surely does not matter.
pub(super) fn is_quiet(scene: &Scene<'_>, ty: &Ty) -> bool {
    let mut seen: FxHashSet<Ty> = FxHashSet::default();
    let mut open = vec![ty.clone()];
    while let Some(ty) = open.pop() {
        if !seen.insert(ty.clone()) {
            continue;
        }
        if seen.len() > MAX_TYPES || !is_quiet_itself(scene, &ty, &mut open) {
            return false;
        }
    }
    true
}

/// Whether a type's own drop is quiet. Adds the types that it contains to `parts`.
fn is_quiet_itself(scene: &Scene<'_>, ty: &Ty, parts: &mut Vec<Ty>) -> bool {
    let store = scene.store();
    let is_listed = || {
        let class = scene.catalogue.receivers().class(QUIET);
        path_of(scene.db, ty).is_some_and(|path| path.starts_with("std::iter::") || class.is_some_and(|class| class.has_type(&path)))
    };
    match ty.kind() {
        TyKind::Never | TyKind::Prim(_) | TyKind::Ref(..) | TyKind::Ptr(..) | TyKind::FnDef(..) | TyKind::FnPtr(..) => {}
        TyKind::Slice(inner) | TyKind::Array(inner) => parts.push(inner.clone()),
        TyKind::Tuple(items) => parts.extend(items.iter().cloned()),
        TyKind::Adt(_, args) | TyKind::External(_, args) if is_listed() => parts.extend(args.iter().cloned()),
        TyKind::Adt(def, args) if matches!(store.krate(def.krate).kind, CrateKind::Local | CrateKind::Dependency) => {
            if scene.db.lang.drop.is_none_or(|drop| !scene.db.impls_for(drop, *def).is_empty()) {
                return false;
            }
            let Some(held) = scene.db.parts_of(*def, args) else { return false };
            parts.extend(held);
        }
        _ => return false,
    }
    true
}
