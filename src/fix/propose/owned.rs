//! Whether a value of a type owns all that it holds, and how an owned one is made of it. Knows no expressions.

use super::auto_traits::Known;
use crate::facts::ItemKind;
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Mutability, Subst, Ty, TyKind, TypeDb};
use rustc_hash::FxHashSet;

/// Types of std without a lifetime of their own; what they hold depends on their arguments.
const OWNING: [&str; 46] = [
    "std::str::Utf8Error",
    "std::string::FromUtf8Error",
    "std::string::String",
    "std::vec::Vec",
    "std::boxed::Box",
    "std::sync::Arc",
    "std::sync::Weak",
    "std::rc::Rc",
    "std::option::Option",
    "std::result::Result",
    "std::path::PathBuf",
    "std::path::Path",
    "std::ffi::OsString",
    "std::ffi::OsStr",
    "std::ffi::CString",
    "std::collections::HashMap",
    "std::collections::HashSet",
    "std::collections::BTreeMap",
    "std::collections::BTreeSet",
    "std::collections::VecDeque",
    "std::sync::Mutex",
    "std::sync::RwLock",
    "std::sync::OnceLock",
    "std::sync::mpsc::Receiver",
    "std::sync::mpsc::Sender",
    "std::cell::RefCell",
    "std::cell::Cell",
    "std::time::Duration",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::net::SocketAddr",
    "std::net::SocketAddrV4",
    "std::net::SocketAddrV6",
    "std::net::IpAddr",
    "std::net::TcpStream",
    "std::net::TcpListener",
    "std::net::UdpSocket",
    "std::fs::File",
    "std::fs::Metadata",
    "std::fs::ReadDir",
    "std::fs::DirEntry",
    "std::io::Error",
    "std::process::Command",
    "std::process::Output",
    "std::process::ExitStatus",
    "std::thread::JoinHandle",
];

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

/// Of these, those that can be copied with `clone` where their arguments can.
const CLONES: [&str; 22] = [
    "std::string::String",
    "std::vec::Vec",
    "std::boxed::Box",
    "std::option::Option",
    "std::result::Result",
    "std::path::PathBuf",
    "std::ffi::OsString",
    "std::ffi::CString",
    "std::collections::HashMap",
    "std::collections::HashSet",
    "std::collections::BTreeMap",
    "std::collections::BTreeSet",
    "std::collections::VecDeque",
    "std::time::Duration",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::net::SocketAddr",
    "std::net::SocketAddrV4",
    "std::net::SocketAddrV6",
    "std::net::IpAddr",
    "std::fs::Metadata",
    "std::process::ExitStatus",
];

const COPIES: [&str; 9] = [
    "std::time::Duration",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::net::SocketAddr",
    "std::net::SocketAddrV4",
    "std::net::SocketAddrV6",
    "std::net::IpAddr",
    "std::process::ExitStatus",
    "std::fs::FileType",
];

/// Shared handles: cloning one copies a pointer.
const HANDLES: [&str; 4] = ["std::sync::Arc", "std::rc::Rc", "std::sync::Weak", "std::rc::Weak"];

/// How many types are looked at for one answer.
const MAX_TYPES: usize = 2_000;

/// Whether values of this type borrow nothing: whether that holds for each type that they are made of.
pub(super) fn is_owned(db: &TypeDb<'_>, ty: &Ty) -> Known {
    let mut known = Known::Yes;
    // Each type is looked at once, however many fields lead to it.
    let mut seen: FxHashSet<Ty> = FxHashSet::default();
    let mut open = vec![ty.clone()];
    while let Some(ty) = open.pop() {
        if !seen.insert(ty.clone()) {
            continue;
        }
        known = known.max(if seen.len() > MAX_TYPES { Known::Unknown } else { of_itself(db, &ty, &mut open) });
        if known == Known::No || seen.len() > MAX_TYPES {
            break;
        }
    }
    known
}

/// Whether a type borrows nothing itself; adds those that it is made of to `parts`.
fn of_itself(db: &TypeDb<'_>, ty: &Ty, parts: &mut Vec<Ty>) -> Known {
    match ty.kind() {
        TyKind::Never | TyKind::Prim(_) | TyKind::FnDef(..) | TyKind::FnPtr(..) => {}
        TyKind::Ref(..) => return Known::No,
        TyKind::Slice(inner) | TyKind::Array(inner) => parts.push(inner.clone()),
        TyKind::Tuple(items) => parts.extend(items.iter().cloned()),
        TyKind::Adt(def, args) if def.krate == db.store.std() => {
            let path = db.store.canonical_path(*def);
            let name = path.rsplit("::").next().unwrap_or_default();
            let looks =
                LOOKING.contains(&name) && ["std::collections::", "std::sync::", "std::cell::"].iter().any(|room| path.starts_with(room));
            // Adaptors own the iterator that they are made of.
            if OWNING.contains(&&*path) || path.starts_with("std::iter::") {
                parts.extend(args.iter().cloned());
            } else if looks || BORROWING.iter().any(|prefix| path.starts_with(prefix)) {
                return Known::No;
            } else {
                return Known::Unknown;
            }
        }
        TyKind::Adt(def, _) if db.store.krate(def.krate).kind == CrateKind::Stub => return Known::Unknown,
        // What it is made of is for the compiler to see: without a lifetime of its own it borrows nothing but what its arguments do.
        TyKind::Adt(def, args) if !has_lifetimes(db, *def) => parts.extend(args.iter().cloned()),
        TyKind::Adt(def, args) => {
            let subst = Subst::of(*def, args.clone());
            let mut fields = |variant| parts.extend(db.fields(*def, variant).iter().map(|(_, ty)| ty.subst(&subst)));
            match db.store.def(*def).kind {
                DefKind::Struct => fields(None),
                DefKind::Enum => {
                    let count = u32::try_from(db.store.variants(*def).len()).unwrap_or(u32::MAX);
                    (0..count).for_each(|variant| fields(Some(variant)));
                }
                _ => return Known::Unknown,
            }
        }
        _ => return Known::Unknown,
    }
    Known::Yes
}

fn has_lifetimes(db: &TypeDb<'_>, def: DefId) -> bool {
    db.store.item(def).is_none_or(|item| match item.kind {
        ItemKind::Struct { has_lifetimes, .. } | ItemKind::Enum { has_lifetimes, .. } => has_lifetimes,
        _ => true,
    })
}

/// Whether values of this type are copied by naming them.
pub(super) fn is_copy(db: &TypeDb<'_>, ty: &Ty) -> bool {
    match ty.kind() {
        TyKind::Prim(prim) => *prim != crate::names::PrimTy::Str,
        TyKind::Ref(Mutability::Shared, _) => true,
        TyKind::Tuple(items) => items.iter().all(|item| is_copy(db, item)),
        TyKind::Array(item) => is_copy(db, item),
        TyKind::Adt(def, args) if def.krate == db.store.std() => {
            let path = db.store.canonical_path(*def);
            COPIES.contains(&&*path) || (&*path == "std::option::Option" && args.iter().all(|arg| is_copy(db, arg)))
        }
        TyKind::Adt(def, _) => derives(db, *def, "Copy"),
        _ => false,
    }
}

/// Whether `.clone()` makes another value of this type.
pub(super) fn is_clone(db: &TypeDb<'_>, ty: &Ty) -> bool {
    match ty.kind() {
        TyKind::Tuple(items) => items.iter().all(|item| is_clone(db, item)),
        TyKind::Array(item) => is_clone(db, item),
        TyKind::Adt(def, args) if def.krate == db.store.std() => {
            let path = db.store.canonical_path(*def);
            HANDLES.contains(&&*path) || (CLONES.contains(&&*path) && args.iter().all(|arg| is_clone(db, arg)))
        }
        TyKind::Adt(def, args) => derives(db, *def, "Clone") && args.iter().all(|arg| is_clone(db, arg)),
        _ => is_copy(db, ty),
    }
}

/// What makes an owned value of what a reference points to: the method, and whether the result is another type than what it points to.
pub(super) fn owner_of(db: &TypeDb<'_>, pointee: &Ty) -> Option<&'static str> {
    match pointee.kind() {
        TyKind::Prim(crate::names::PrimTy::Str) => Some("to_owned"),
        TyKind::Slice(item) => is_clone(db, item).then_some("to_owned"),
        TyKind::Adt(def, _) if matches!(&*db.store.canonical_path(*def), "std::path::Path" | "std::ffi::OsStr" | "std::ffi::CStr") => {
            Some("to_owned")
        }
        _ => is_clone(db, pointee).then_some("clone"),
    }
}

fn derives(db: &TypeDb<'_>, def: DefId, name: &str) -> bool {
    db.store.item(def).is_some_and(|item| {
        item.attrs.iter().flat_map(|attr| &attr.derives).any(|path| path.segments.last().is_some_and(|last| last.name == name))
    })
}
