//! Whether a value of a type owns all its data, and how to make an owned value from it. Knows no expressions.

use super::super::code::scene::{Scene, path_of};
use super::auto_traits::Known;
use crate::facts::ItemKind;
use crate::names::{CrateKind, DefId};
use crate::types::{Mutability, TraitRef, Ty, TyKind};
use rustc_hash::FxHashSet;

/// Classes in `rules/receivers.toml`. In this order: types without lifetimes of their own; traits whose types have none; types that are `Clone`, or `Copy`, if their
/// arguments are; shared handles.
const OWNING: &str = "owns-its-parts";
const OWNING_TRAITS: &str = "owning-traits";
const CLONES: &str = "clones-with-its-parts";
const COPIES: &str = "copies";
const HANDLES: &str = "shared-handles";

/// The maximum number of types that one query visits.
const MAX_TYPES: usize = 2_000;

/// Whether a class contains the type at this path.
fn has(scene: &Scene<'_>, class: &str, path: &str) -> bool {
    scene.catalogue.receivers().class(class).is_some_and(|class| class.has_type(path))
}

/// Whether values of this type borrow nothing, judged by all types that they contain.
pub(in crate::fix::propose) fn is_owned(scene: &Scene<'_>, ty: &Ty) -> Known {
    look(scene, ty).0
}

/// The part of a type because of which it is not known whether it borrows.
pub(in crate::fix::propose) fn unknown_part(scene: &Scene<'_>, ty: &Ty) -> Option<Ty> {
    look(scene, ty).1
}

fn look(scene: &Scene<'_>, ty: &Ty) -> (Known, Option<Ty>) {
    let (mut known, mut unknown) = (Known::Yes, None);
    // Each type is visited once, no matter how many fields lead to it.
    let mut seen: FxHashSet<Ty> = FxHashSet::default();
    let mut open = vec![ty.clone()];
    while let Some(ty) = open.pop() {
        if !seen.insert(ty.clone()) {
            continue;
        }
        let own = if seen.len() > MAX_TYPES { Known::Unknown } else { of_itself(scene, &ty, &mut open) };
        known = known.max(own);
        if own == Known::Unknown && unknown.is_none() && !ty.is_unknown() {
            unknown = Some(ty);
        }
        if known == Known::No || seen.len() > MAX_TYPES {
            break;
        }
    }
    (known, unknown)
}

/// Whether a type borrows nothing itself. Adds the types that it contains to `parts`.
fn of_itself(scene: &Scene<'_>, ty: &Ty, parts: &mut Vec<Ty>) -> Known {
    match ty.kind() {
        TyKind::Never | TyKind::Prim(_) | TyKind::FnDef(..) | TyKind::FnPtr(..) => {}
        TyKind::Ref(..) => return Known::No,
        TyKind::Slice(inner) | TyKind::Array(inner) => parts.push(inner.clone()),
        TyKind::Tuple(items) => parts.extend(items.iter().cloned()),
        TyKind::Adt(def, args) if def.krate == scene.db.store.std() => {
            let path = scene.db.store.canonical_path(*def);
            // Adaptors own their inner iterator.
            if has(scene, OWNING, &path) || path.starts_with("std::iter::") {
                parts.extend(args.iter().cloned());
            } else {
                let is_declared = scene.db.store.item(*def).is_some();
                return if is_declared && has_lifetimes(scene, *def) { Known::No } else { Known::Unknown };
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
        TyKind::Adt(def, args) if has(scene, OWNING, &scene.db.store.canonical_path(*def)) => parts.extend(args.iter().cloned()),
        // Its fields do not matter: without lifetime parameters it borrows only what its type arguments borrow.
        TyKind::Adt(def, args) if !has_lifetimes(scene, *def) => parts.extend(args.iter().cloned()),
        TyKind::Adt(def, args) => {
            let Some(held) = scene.db.parts_of(*def, args) else { return Known::Unknown };
            parts.extend(held);
        }
        TyKind::Dyn(bounds) if bounds.iter().any(|bound| owns(scene, bound)) => {}
        _ => return Known::Unknown,
    }
    Known::Yes
}

/// Whether all types with a trait borrow nothing.
fn owns(scene: &Scene<'_>, bound: &TraitRef) -> bool {
    scene.db.find_supertrait(bound, &mut |of| has(scene, OWNING_TRAITS, &scene.db.store.canonical_path(of.def))).is_some()
}

/// Whether a struct or enum may borrow, by its lifetime parameters.
pub(in crate::fix::propose) fn has_lifetimes(scene: &Scene<'_>, def: DefId) -> bool {
    scene.db.store.item(def).is_none_or(|item| match item.kind {
        ItemKind::Struct { has_lifetimes, .. } | ItemKind::Enum { has_lifetimes, .. } => has_lifetimes,
        _ => true,
    })
}

/// Whether this type is `Copy`.
pub(in crate::fix::propose) fn is_copy(scene: &Scene<'_>, ty: &Ty) -> bool {
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

/// Whether this type is `Clone`.
pub(in crate::fix::propose) fn clones(scene: &Scene<'_>, ty: &Ty) -> Known {
    let all = |types: &[Ty]| types.iter().map(|ty| clones(scene, ty)).max().unwrap_or(Known::Yes);
    match ty.kind() {
        TyKind::Tuple(items) => all(items),
        TyKind::Array(item) => clones(scene, item),
        TyKind::Adt(def, args) => of_adt(scene, *def, args, &all),
        TyKind::External(..) | TyKind::Unknown | TyKind::Projection(..) => Known::Unknown,
        TyKind::Param(..) => {
            let env = scene.db.param_env(scene.def);
            let has =
                |bound: &TraitRef| scene.db.find_supertrait(bound, &mut |candidate| Some(candidate.def) == scene.db.lang.clone).is_some();
            if env.bounds_of(ty).any(has) { Known::Yes } else { Known::No }
        }
        _ if is_copy(scene, ty) => Known::Yes,
        _ => Known::No,
    }
}

/// Whether a struct or enum is `Clone`: by its impls, or for std by the catalogue.
fn of_adt(scene: &Scene<'_>, def: DefId, args: &[Ty], all: &dyn Fn(&[Ty]) -> Known) -> Known {
    let store = scene.db.store;
    if def.krate == store.std() {
        let path = store.canonical_path(def);
        return match (has(scene, HANDLES, &path), has(scene, CLONES, &path)) {
            (true, _) => Known::Yes,
            (false, true) => all(args),
            (false, false) if is_copy(scene, &scene.db.named_ty(def)) => Known::Yes,
            (false, false) => Known::No,
        };
    }
    if derives(scene, def, "Clone") {
        return all(args);
    }
    let is_declared = scene.db.lang.clone.is_some_and(|clone| !scene.db.impls_for(clone, def).is_empty());
    match store.krate(def.krate).kind {
        // The bounds of a written impl are not read.
        _ if is_declared => {
            if all(args) == Known::Yes {
                Known::Yes
            } else {
                Known::Unknown
            }
        }
        CrateKind::Local => Known::No,
        CrateKind::Dependency | CrateKind::Stub => Known::Unknown,
    }
}

/// How to make an owned value from a reference.
pub(in crate::fix::propose) struct Owner<'t> {
    /// The method that creates it.
    pub(in crate::fix::propose) method: &'static str,
    /// Whether it can be created.
    pub(in crate::fix::propose) is_there: Known,
    /// The type in it that may borrow or not be `Send`; `None` for text and paths.
    pub(in crate::fix::propose) holds: Option<&'t Ty>,
}

/// The owned counterpart of a reference's pointee.
pub(in crate::fix::propose) fn owner_of<'t>(scene: &Scene<'_>, pointee: &'t Ty) -> Owner<'t> {
    match pointee.kind() {
        TyKind::Prim(crate::names::PrimTy::Str) => Owner { method: "to_owned", is_there: Known::Yes, holds: None },
        TyKind::Slice(item) => Owner { method: "to_owned", is_there: clones(scene, item), holds: Some(item) },
        TyKind::Adt(def, _)
            if matches!(&*scene.db.store.canonical_path(*def), "std::path::Path" | "std::ffi::OsStr" | "std::ffi::CStr") =>
        {
            Owner { method: "to_owned", is_there: Known::Yes, holds: None }
        }
        _ => Owner { method: "clone", is_there: clones(scene, pointee), holds: Some(pointee) },
    }
}

fn derives(scene: &Scene<'_>, def: DefId, name: &str) -> bool {
    scene.db.store.item(def).is_some_and(|item| {
        item.attrs.iter().flat_map(|attr| &attr.derives).any(|path| path.segments.last().is_some_and(|last| last.name == name))
    })
}
