//! Whether a value of a type owns all that it holds, and how an owned one is made of it. Knows no expressions.

use super::auto_traits::Known;
use crate::names::{CrateKind, DefKind};
use crate::types::{Mutability, Subst, Ty, TyKind, TypeDb};

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

/// How deep types are followed.
const MAX_DEPTH: u32 = 12;

/// Whether values of this type borrow nothing.
pub(super) fn is_owned(db: &TypeDb<'_>, ty: &Ty) -> Known {
    owned(db, ty, 0)
}

fn owned(db: &TypeDb<'_>, ty: &Ty, depth: u32) -> Known {
    if depth > MAX_DEPTH {
        return Known::Unknown;
    }
    let all = |types: &[Ty]| types.iter().map(|ty| owned(db, ty, depth + 1)).max().unwrap_or(Known::Yes);
    match ty.kind() {
        TyKind::Never | TyKind::Prim(_) | TyKind::FnDef(..) | TyKind::FnPtr(..) => Known::Yes,
        TyKind::Ref(..) => Known::No,
        TyKind::Slice(inner) | TyKind::Array(inner) => owned(db, inner, depth + 1),
        TyKind::Tuple(items) => all(items),
        TyKind::Adt(def, args) => {
            let path = db.store.canonical_path(*def);
            if def.krate == db.store.std() {
                let name = path.rsplit("::").next().unwrap_or_default();
                let looks = LOOKING.contains(&name)
                    && ["std::collections::", "std::sync::", "std::cell::"].iter().any(|room| path.starts_with(room));
                // Adaptors own the iterator that they are made of.
                return if OWNING.contains(&&*path) || path.starts_with("std::iter::") {
                    all(args)
                } else if looks || BORROWING.iter().any(|prefix| path.starts_with(prefix)) {
                    Known::No
                } else {
                    Known::Unknown
                };
            }
            match db.store.krate(def.krate).kind {
                CrateKind::Stub => Known::Unknown,
                CrateKind::Local | CrateKind::Dependency => {
                    let subst = Subst::of(*def, args.clone());
                    let fields = |variant| {
                        let fields = db.fields(*def, variant);
                        fields.iter().map(|(_, ty)| owned(db, &ty.subst(&subst), depth + 1)).max().unwrap_or(Known::Yes)
                    };
                    match db.store.def(*def).kind {
                        DefKind::Struct => fields(None),
                        DefKind::Enum => {
                            let count = u32::try_from(db.store.variants(*def).len()).unwrap_or(u32::MAX);
                            (0..count).map(|variant| fields(Some(variant))).max().unwrap_or(Known::Yes)
                        }
                        _ => Known::Unknown,
                    }
                }
            }
        }
        _ => Known::Unknown,
    }
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

fn derives(db: &TypeDb<'_>, def: crate::names::DefId, name: &str) -> bool {
    db.store.item(def).is_some_and(|item| {
        item.attrs.iter().flat_map(|attr| &attr.derives).any(|path| path.segments.last().is_some_and(|last| last.name == name))
    })
}
