//! Values that block after the call that creates them: lazy iterators, handles, and values whose drop blocks. Moving only their creation to
//! another thread would hide the finding and keep the stall.

use super::super::code::scene::{Scene, path_of};
use super::super::offload::region::is_handle;
use crate::catalogue::{CallKind, ReceiverSet};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, ItemKind};
use crate::names::{CrateKind, DefId};
use crate::types::{TraitRef, Ty, TyKind};
use rustc_hash::FxHashSet;

/// The class in `rules/receivers.toml` of types that do their work at each use.
const LAZY: &str = "lazy";

/// Traits of values that read or write at each use, whatever they are.
const STREAMS: [&str; 3] = ["std::io::Read", "std::io::BufRead", "std::io::Write"];

/// The maximum number of types that one query visits.
const MAX_TYPES: usize = 256;

/// Why a value of this type must not come back from another thread alone.
pub(in crate::fix::propose) fn judge(scene: &Scene<'_>, ty: &Ty) -> Result<(), Guard> {
    if is_lazy(scene, ty) {
        return Err(Guard::LazyResult);
    }
    if blocks_when_dropped(scene, ty) { Err(Guard::BlockingDrop) } else { Ok(()) }
}

/// Why a file must not be opened alone on another thread: the blocking call that receives it here would still read or write it piece by
/// piece.
pub(in crate::fix::propose) fn judge_handle(scene: &Scene<'_>, call: ExprId) -> Result<(), Guard> {
    let holds_handle = |id: ExprId| scene.ty(id).any(&mut |part| is_handle(scene, part));
    // `File::create(path)?`, `File::open(path).map(BufReader::new)`
    let is_passed_on = |(above, below): &(ExprId, ExprId)| match scene.kind(*above) {
        ExprKind::Try { .. } | ExprKind::MethodCall { .. } => true,
        ExprKind::Call { args, .. } => args.contains(below),
        _ => false,
    };
    if !holds_handle(call) {
        return Ok(());
    }
    let user = scene.around(call).take_while(is_passed_on).map(|(above, _)| above).find(|above| !holds_handle(*above));
    let is_known = |path: String| !scene.catalogue.by_path(&path).is_empty();
    if user.and_then(|user| scene.callee_path(user)).is_some_and(is_known) { Err(Guard::LazyResult) } else { Ok(()) }
}

/// Whether a value of this type blocks later: at each use, or when it is dropped.
pub(in crate::fix::propose) fn blocks(scene: &Scene<'_>, ty: &Ty) -> bool {
    judge(scene, ty).is_err()
}

/// Whether a value of this type blocks at each use: a lazy iterator, a future, or a value that contains one.
pub(in crate::fix::propose) fn is_lazy(scene: &Scene<'_>, ty: &Ty) -> bool {
    let lazy = scene.catalogue.receivers().class(LAZY);
    let iterator = scene.db.lang.iterator;
    let works = |bound: &TraitRef| Some(bound.def) == iterator || is_stream(scene, bound);
    ty.any(&mut |part| match part.kind() {
        TyKind::Adt(def, args) => lazy.is_some_and(|lazy| is_member(scene, lazy, *def, args)),
        TyKind::External(..) => path_of(scene.db, part).is_some_and(|path| lazy.is_some_and(|lazy| lazy.has_type(&path))),
        // Its `next` may do anything; a collection could have been returned instead.
        TyKind::Dyn(bounds) if bounds.iter().any(works) => true,
        TyKind::Opaque(def, index, _) if scene.db.opaque_bounds(*def, *index).iter().any(works) => true,
        // Calling an async fn runs neither its body nor closures passed to it.
        _ => is_future(scene, part),
    })
}

/// Whether a trait is of values that read or write at each use.
pub(in crate::fix::propose) fn is_stream(scene: &Scene<'_>, bound: &TraitRef) -> bool {
    STREAMS.contains(&&*scene.store().canonical_path(bound.def))
}

/// Whether a type is a future by its declaration.
pub(in crate::fix::propose) fn is_future(scene: &Scene<'_>, ty: &Ty) -> bool {
    let is_one = |bound: &TraitRef| Some(bound.def) == scene.db.lang.future;
    match ty.kind() {
        TyKind::Future(_) => true,
        TyKind::Dyn(bounds) => bounds.iter().any(is_one),
        TyKind::Opaque(def, index, _) => scene.db.opaque_bounds(*def, *index).iter().any(is_one),
        _ => false,
    }
}

fn is_member(scene: &Scene<'_>, class: &ReceiverSet, def: DefId, args: &[Ty]) -> bool {
    let path = scene.store().canonical_path(def);
    let mut inner = class.wrapped(&path).iter().filter_map(|index| args.get(*index));
    class.has_type(&path) || inner.any(|inner| matches!(inner.kind(), TyKind::Adt(def, args) if is_member(scene, class, *def, args)))
}

/// Whether dropping a value of this type, or what its fields hold, blocks or panics by the catalogue.
fn blocks_when_dropped(scene: &Scene<'_>, ty: &Ty) -> bool {
    let mut seen: FxHashSet<Ty> = FxHashSet::default();
    let mut open = vec![ty.clone()];
    while let Some(ty) = open.pop() {
        if seen.len() > MAX_TYPES {
            // Too many types to rule it out.
            return true;
        }
        if !seen.insert(ty.clone()) {
            continue;
        }
        if let TyKind::Tuple(items) = ty.kind() {
            open.extend(items.iter().cloned());
        }
        let Some(path) = path_of(scene.db, &ty) else { continue };
        if scene.catalogue.by_path(&path).iter().any(|api| scene.catalogue.api(*api).call == CallKind::Drop) {
            return true;
        }
        if let TyKind::Adt(def, args) = ty.kind() {
            open.extend(args.iter().cloned());
            fields(scene, *def, args, &mut open);
        }
    }
    false
}

/// Adds the field types of a type of the workspace. Dependencies are responsible for the drops of their own fields.
fn fields(scene: &Scene<'_>, def: DefId, args: &std::sync::Arc<[Ty]>, open: &mut Vec<Ty>) {
    let store = scene.store();
    let is_data = store.item(def).is_some_and(|item| matches!(item.kind, ItemKind::Struct { .. } | ItemKind::Enum { .. }));
    if store.krate(def.krate).kind != CrateKind::Local || !is_data {
        return;
    }
    open.extend(scene.db.parts_of(def, args).into_iter().flatten());
}
