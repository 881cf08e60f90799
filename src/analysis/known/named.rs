//! Resolves the paths in the catalogue and the configuration, as seen from a crate.

use crate::catalogue::{Catalogue, Role};
use crate::facts::Name;
use crate::names::{CrateId, CrateKind, CrateStore, DefId, DefKind, Namespace, Res};
use crate::types::{Callee, TraitRef, Ty, TyKind, TypeDb};
use std::sync::Arc;

/// The definitions at a path: an item, or members of a type or trait (several, if `cfg` twins or impls for different arguments declare it).
pub(in crate::analysis) fn definitions(db: &TypeDb<'_>, from: CrateId, path: &str, ns: Namespace) -> Vec<DefId> {
    let store = db.store;
    let resolved = store.resolve_str(from, path, ns);
    let Res::Def(def) = resolved.res else {
        return match (resolved.res, resolved.rest, path.rsplit_once("::")) {
            (Res::Prim(prim), 1, Some((_, name))) => db.inherent_of(&Ty::prim(prim), Name::new(name)),
            // Slices have no path of their own.
            (_, _, Some(("std::slice", name))) => db.inherent_of(&Ty::new(TyKind::Slice(Ty::unknown())), Name::new(name)),
            _ => Vec::new(),
        };
    };
    match (resolved.rest, path.rsplit_once("::")) {
        (0, _) => vec![def],
        (1, Some((_, name))) => {
            let name = Name::new(name);
            match store.def(def).kind {
                DefKind::Trait => {
                    let bound = TraitRef { def, args: Arc::new([]), bindings: Arc::new([]) };
                    db.method_of_bound(&bound, name).into_iter().collect()
                }
                DefKind::Struct | DefKind::Enum | DefKind::TypeAlias => db.inherent_of(&db.named_ty(def), name),
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Whether a path names a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathExistence {
    /// It does.
    Yes,
    /// The crate's source is available and has no such definition.
    No,
    /// The crate is not part of the run, or its source is not available.
    Unknown,
}

impl PathExistence {
    /// Looks up a fn from every crate of the workspace.
    pub(crate) fn of(db: &TypeDb<'_>, path: &str) -> Self {
        let mut answer = Self::Unknown;
        for &from in db.store.local_crates() {
            if !definitions(db, from, path, Namespace::Value).is_empty() {
                return Self::Yes;
            }
            let head = path.split("::").next().unwrap_or_default();
            if let Res::Def(root) = db.store.resolve_str(from, head, Namespace::Type).res
                && db.store.krate(root.krate).kind != CrateKind::Stub
            {
                answer = Self::No;
            }
        }
        answer
    }
}

/// The roles of a callee outside the workspace, by its canonical path.
pub(crate) fn outside_roles(store: &CrateStore<'_>, catalogue: &Catalogue, callee: &Callee) -> Vec<Role> {
    let name = match callee {
        Callee::Fn(callee) => store.def(callee.def).name.as_str(),
        Callee::External(path) => path.rsplit("::").next().unwrap_or_default(),
        Callee::Constructor(_) | Callee::Closure(_) | Callee::Indirect => return Vec::new(),
    };
    // Most names have no role, and then no path is rendered.
    let path = catalogue.roles().named(name).next().and_then(|_| callee.outside_path(store));
    path.map(|path| catalogue.roles().of(&path)).unwrap_or_default()
}
