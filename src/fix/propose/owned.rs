//! Whether a value of a type owns all that it holds, and how an owned one is made of it. Knows no expressions.

use super::auto_traits::Known;
use super::scene::{Scene, path_of};
use crate::facts::ItemKind;
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Mutability, Subst, Ty, TyKind};
use rustc_hash::FxHashSet;

/// Classes in `rules/receivers.toml`: types without a lifetime of their own; those that can be copied with `clone`, or by naming them, where
/// their arguments can; shared handles.
const OWNING: &str = "owns-its-parts";
const CLONES: &str = "clones-with-its-parts";
const COPIES: &str = "copies";
const HANDLES: &str = "shared-handles";

/// Where std has types that borrow by their nature; what is owned there stands above.
const BORROWING: [&str; 8] = [
    "std::borrow::Cow",
    "std::str::",
    "std::slice::",
    "std::path::Ancestors",
    "std::path::Components",
    "std::path::Component",
    "std::path::Display",
    "std::path::Iter",
];

/// Types of std, by their last name, that look into a collection, a cell or a lock.
const LOOKING: [&str; 16] = [
    "Iter",
    "IterMut",
    "Keys",
    "Values",
    "ValuesMut",
    "Drain",
    "Range",
    "RangeMut",
    "Entry",
    "OccupiedEntry",
    "VacantEntry",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "Ref",
    "RefMut",
];

/// How many types are looked at for one answer.
const MAX_TYPES: usize = 2_000;

/// Whether a class of types has this one.
fn has(scene: &Scene<'_>, class: &str, path: &str) -> bool {
    scene.catalogue.receivers().class(class).is_some_and(|class| class.has_type(path))
}

/// Whether values of this type borrow nothing: whether that holds for each type that they are made of.
pub(super) fn is_owned(scene: &Scene<'_>, ty: &Ty) -> Known {
    let mut known = Known::Yes;
    // Each type is looked at once, however many fields lead to it.
    let mut seen: FxHashSet<Ty> = FxHashSet::default();
    let mut open = vec![ty.clone()];
    while let Some(ty) = open.pop() {
        if !seen.insert(ty.clone()) {
            continue;
        }
        known = known.max(if seen.len() > MAX_TYPES { Known::Unknown } else { of_itself(scene, &ty, &mut open) });
        if known == Known::No || seen.len() > MAX_TYPES {
            break;
        }
    }
    known
}

/// Whether a type borrows nothing itself; adds those that it is made of to `parts`.
fn of_itself(scene: &Scene<'_>, ty: &Ty, parts: &mut Vec<Ty>) -> Known {
    match ty.kind() {
        TyKind::Never | TyKind::Prim(_) | TyKind::FnDef(..) | TyKind::FnPtr(..) => {}
        TyKind::Ref(..) => return Known::No,
        TyKind::Slice(inner) | TyKind::Array(inner) => parts.push(inner.clone()),
        TyKind::Tuple(items) => parts.extend(items.iter().cloned()),
        TyKind::Adt(def, args) if def.krate == scene.db.store.std() => {
            let path = scene.db.store.canonical_path(*def);
            let name = path.rsplit("::").next().unwrap_or_default();
            let looks =
                LOOKING.contains(&name) && ["std::collections::", "std::sync::", "std::cell::"].iter().any(|room| path.starts_with(room));
            // Adaptors own the iterator that they are made of.
            if has(scene, OWNING, &path) || path.starts_with("std::iter::") {
                parts.extend(args.iter().cloned());
            } else if looks || BORROWING.iter().any(|prefix| path.starts_with(prefix)) {
                return Known::No;
            } else {
                return Known::Unknown;
            }
        }
        TyKind::Adt(def, args) if scene.db.store.krate(def.krate).kind == CrateKind::Stub => {
            if !has(scene, OWNING, &scene.db.store.canonical_path(*def)) {
                return Known::Unknown;
            }
            parts.extend(args.iter().cloned());
        }
        TyKind::External(_, args) => {
            if !path_of(scene.db, ty).is_some_and(|path| has(scene, OWNING, &path)) {
                return Known::Unknown;
            }
            parts.extend(args.iter().cloned());
        }
        // What it is made of is for the compiler to see: without a lifetime of its own it borrows nothing but what its arguments do.
        TyKind::Adt(def, args) if !has_lifetimes(scene, *def) => parts.extend(args.iter().cloned()),
        TyKind::Adt(def, args) => {
            let subst = Subst::of(*def, args.clone());
            let mut fields = |variant| parts.extend(scene.db.fields(*def, variant).iter().map(|(_, ty)| ty.subst(&subst)));
            match scene.db.store.def(*def).kind {
                DefKind::Struct => fields(None),
                DefKind::Enum => {
                    let count = u32::try_from(scene.db.store.variants(*def).len()).unwrap_or(u32::MAX);
                    (0..count).for_each(|variant| fields(Some(variant)));
                }
                _ => return Known::Unknown,
            }
        }
        _ => return Known::Unknown,
    }
    Known::Yes
}

fn has_lifetimes(scene: &Scene<'_>, def: DefId) -> bool {
    scene.db.store.item(def).is_none_or(|item| match item.kind {
        ItemKind::Struct { has_lifetimes, .. } | ItemKind::Enum { has_lifetimes, .. } => has_lifetimes,
        _ => true,
    })
}

/// Whether values of this type are copied by naming them.
pub(super) fn is_copy(scene: &Scene<'_>, ty: &Ty) -> bool {
    match ty.kind() {
        TyKind::Prim(prim) => *prim != crate::names::PrimTy::Str,
        TyKind::Ref(Mutability::Shared, _) => true,
        TyKind::Tuple(items) => items.iter().all(|item| is_copy(scene, item)),
        TyKind::Array(item) => is_copy(scene, item),
        TyKind::Adt(def, args) if def.krate == scene.db.store.std() => {
            let path = scene.db.store.canonical_path(*def);
            has(scene, COPIES, &path) || (&*path == "std::option::Option" && args.iter().all(|arg| is_copy(scene, arg)))
        }
        TyKind::Adt(def, _) => derives(scene, *def, "Copy"),
        _ => false,
    }
}

/// Whether `.clone()` makes another value of this type.
pub(super) fn is_clone(scene: &Scene<'_>, ty: &Ty) -> bool {
    match ty.kind() {
        TyKind::Tuple(items) => items.iter().all(|item| is_clone(scene, item)),
        TyKind::Array(item) => is_clone(scene, item),
        TyKind::Adt(def, args) if def.krate == scene.db.store.std() => {
            let path = scene.db.store.canonical_path(*def);
            has(scene, HANDLES, &path) || (has(scene, CLONES, &path) && args.iter().all(|arg| is_clone(scene, arg)))
        }
        TyKind::Adt(def, args) => derives(scene, *def, "Clone") && args.iter().all(|arg| is_clone(scene, arg)),
        _ => is_copy(scene, ty),
    }
}

/// What makes an owned value of what a reference points to: the method, and whether the result is another type than what it points to.
pub(super) fn owner_of(scene: &Scene<'_>, pointee: &Ty) -> Option<&'static str> {
    match pointee.kind() {
        TyKind::Prim(crate::names::PrimTy::Str) => Some("to_owned"),
        TyKind::Slice(item) => is_clone(scene, item).then_some("to_owned"),
        TyKind::Adt(def, _)
            if matches!(&*scene.db.store.canonical_path(*def), "std::path::Path" | "std::ffi::OsStr" | "std::ffi::CStr") =>
        {
            Some("to_owned")
        }
        _ => is_clone(scene, pointee).then_some("clone"),
    }
}

fn derives(scene: &Scene<'_>, def: DefId, name: &str) -> bool {
    scene.db.store.item(def).is_some_and(|item| {
        item.attrs.iter().flat_map(|attr| &attr.derives).any(|path| path.segments.last().is_some_and(|last| last.name == name))
    })
}
