//! What the drop of a value does: nothing except to free memory, or something whose time matters.

use super::super::code::scene::{Scene, path_of};
use crate::catalogue::Role;
use crate::facts::{ExprId, ExprKind, PatId};
use crate::names::CrateKind;
use crate::types::{Ty, TyKind};
use rustc_hash::FxHashSet;

/// The class in `rules/receivers.toml` of types whose drop only drops their parts.
const QUIET: &str = "drops-quietly";

/// The class in `rules/receivers.toml` of handles of which others see that they are closed.
const SEEN_TO_CLOSE: &str = "seen-to-close";

/// The maximum number of types that one query visits.
const MAX_TYPES: usize = 256;

/// Whether the time of dropping a value of this type surely does not matter.
pub(in crate::fix::propose) fn is_quiet(scene: &Scene<'_>, ty: &Ty) -> bool {
    kinds_of_drop(scene, ty).all(|drop| drop == Some(Drop::Quiet))
}

/// Whether dropping a value of this type surely runs code, so that its time may matter: a guard, a temporary folder.
pub(in crate::fix::propose) fn runs_code(scene: &Scene<'_>, ty: &Ty) -> bool {
    kinds_of_drop(scene, ty).any(|drop| drop == Some(Drop::RunsCode))
}

/// Whether the time at which a variable's file or socket is closed matters: others see when a socket closes, and a lock on a file or its
/// descriptor lasts until then.
pub(in crate::fix::propose) fn is_held_open(scene: &Scene<'_>, pat: PatId) -> bool {
    let class = scene.catalogue.receivers().class(SEEN_TO_CLOSE);
    let is_seen = |part: &Ty| path_of(scene.db, part).is_some_and(|path| class.is_some_and(|class| class.has_type(&path)));
    scene.types.pats[pat].any(&mut |part| is_seen(part)) || has_lasting_effect(scene, pat)
}

/// Whether a call on a variable has an effect that lasts until the variable is dropped.
pub(in crate::fix::propose) fn has_lasting_effect(scene: &Scene<'_>, pat: PatId) -> bool {
    let is_held = |mention: &ExprId| {
        let call = scene.around(*mention).map(|(above, _)| above).find(|above| !matches!(scene.kind(*above), ExprKind::Ref { .. }));
        call.is_some_and(|call| scene.roles(call).contains(&Role::LastsUntilClose))
    };
    scene.mentions(pat).iter().any(is_held)
}

/// What a type's own drop does, apart from that of its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drop {
    /// It frees memory at most.
    Quiet,
    /// It has a `Drop` impl.
    RunsCode,
}

/// What the drops of a type and of all its parts do, each `None` if it is unknown; the last one is unknown if there are too many.
fn kinds_of_drop<'a>(scene: &'a Scene<'_>, ty: &Ty) -> impl Iterator<Item = Option<Drop>> + 'a {
    let mut seen: FxHashSet<Ty> = FxHashSet::default();
    let mut open = vec![ty.clone()];
    std::iter::from_fn(move || {
        loop {
            let ty = open.pop()?;
            if !seen.insert(ty.clone()) {
                continue;
            }
            if seen.len() > MAX_TYPES {
                open.clear();
                return Some(None);
            }
            return Some(own_drop(scene, &ty, &mut open));
        }
    })
}

/// What a type's own drop does. Adds the types that it contains to `parts`.
fn own_drop(scene: &Scene<'_>, ty: &Ty, parts: &mut Vec<Ty>) -> Option<Drop> {
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
            if !scene.db.impls_for(scene.db.lang.drop?, *def).is_empty() {
                return Some(Drop::RunsCode);
            }
            parts.extend(scene.db.parts_of(*def, args)?);
        }
        _ => return None,
    }
    Some(Drop::Quiet)
}
