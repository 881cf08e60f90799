//! The types of the workspace's bodies as bytes, so that the next run infers only bodies whose text has changed.
//!
//! They are valid as long as nothing but the contents of bodies has changed: all tables except that of the bodies depend on declarations alone.
//! The bytes are not trusted: every id of an expression or pattern is checked, and invalid data is ignored.

use super::TypeDb;
use super::result::{BodyTypes, Callee};
use super::ty::{Ty, TyKind};
use crate::facts::packed::{self, NameTable};
use crate::facts::{Body, ExprId, ExprKind, Name};
use crate::names::portable::{self, CrateName, CrateTable};
use crate::names::{CrateKind, DefId, DefIndex};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The types of all bodies, by file.
#[derive(Debug, Serialize, Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    names: Vec<&'a str>,
    crates: Vec<CrateName>,
    /// The kinds of all types, one after the other; a type comes after its parts.
    types: &'a [u8],
    count: u32,
    files: Vec<FileRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct FileRecord {
    /// The position of its crate in [`crate::names::CrateStore::local_crates`].
    krate: u32,
    path: PathBuf,
    /// Hash of its text.
    hash: u64,
    /// Each body's owner, and its types.
    bodies: Vec<(DefIndex, Vec<u8>)>,
}

/// The types that have been serialized.
#[derive(Default)]
struct TypeTable {
    numbers: FxHashMap<Ty, u32>,
    bytes: Vec<u8>,
}

thread_local! {
    static WRITING: RefCell<TypeTable> = RefCell::default();
    static READING: RefCell<Vec<Ty>> = const { RefCell::new(Vec::new()) };
}

impl Serialize for Ty {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(known) = WRITING.with_borrow(|table| table.numbers.get(self).copied()) {
            return serializer.serialize_u32(known);
        }
        // Its parts get their numbers first.
        let bytes = postcard::to_stdvec(self.kind()).map_err(serde::ser::Error::custom)?;
        let number = WRITING.with_borrow_mut(|table| {
            let number = u32::try_from(table.numbers.len()).unwrap_or(u32::MAX);
            table.bytes.extend_from_slice(&bytes);
            table.numbers.insert(self.clone(), number);
            number
        });
        serializer.serialize_u32(number)
    }
}

impl<'de> Deserialize<'de> for Ty {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u32::deserialize(deserializer)? as usize;
        READING.with_borrow(|types| types.get(number).cloned()).ok_or_else(|| serde::de::Error::custom("no such type"))
    }
}

impl TypeDb<'_> {
    /// The types of the workspace's bodies that have been inferred. `None` if they cannot be stored.
    pub(crate) fn pack_bodies(&self) -> Option<Vec<u8>> {
        let locals: FxHashMap<_, u32> = self.store.local_crates().iter().copied().zip(0..).collect();
        let mut by_file: FxHashMap<_, Vec<(DefId, Arc<BodyTypes>)>> = FxHashMap::default();
        for (def, types) in self.bodies.all() {
            if let (Some(types), Some(krate)) = (types, locals.get(&def.krate)) {
                by_file.entry((*krate, self.store.def(def).file)).or_default().push((def, types));
            }
        }
        let mut by_file: Vec<_> = by_file.into_iter().collect();
        by_file.sort_by_key(|(file, _)| *file);
        let (mut names, mut crates) = (NameTable::default(), CrateTable::default());
        let pack = |names: &mut NameTable| -> Vec<FileRecord> {
            let mut files = Vec::with_capacity(by_file.len());
            for ((krate, _), mut bodies) in by_file {
                bodies.sort_by_key(|(def, _)| *def);
                let Some((first, _)) = bodies.first() else { continue };
                let file = self.store.file(*first);
                // What mentions code that may change is inferred again.
                let packed = bodies.iter().filter_map(|(def, types)| Some((def.index, packed::pack(&**types, names)?)));
                files.push(FileRecord { krate, path: file.path.clone(), hash: xxh3_64(file.text.as_bytes()), bodies: packed.collect() });
            }
            files
        };
        WRITING.take();
        let files = crates.writing(self.store, || pack(&mut names));
        let types = WRITING.take();
        let record = Record {
            names: names.names().map(Name::as_str).collect(),
            crates: crates.names(),
            count: u32::try_from(types.numbers.len()).ok()?,
            types: &types.bytes,
            files,
        };
        postcard::to_stdvec(&record).ok()
    }

    /// Takes the types of all bodies in files that are unchanged from what [`Self::pack_bodies`] has made. All declarations must be unchanged.
    pub(crate) fn unpack_bodies(&self, bytes: &[u8]) -> Option<()> {
        let record: Record<'_> = postcard::from_bytes(bytes).ok()?;
        let names: Arc<[Name]> = record.names.iter().map(|name| Name::new(name)).collect();
        portable::reading(self.store, &record.crates, || {
            READING.take();
            let mut rest = record.types;
            for _ in 0..record.count {
                let kind;
                (kind, rest) = packed::unpack_next::<TyKind>(rest, &names)?;
                if !self.is_closure_known(&kind) {
                    return None;
                }
                let ty = Ty::new(kind);
                READING.with_borrow_mut(|types| types.push(ty));
            }
            for file in &record.files {
                self.unpack_file(file, &names);
            }
            READING.take();
            Some(())
        })
    }

    fn unpack_file(&self, record: &FileRecord, names: &Arc<[Name]>) -> Option<()> {
        let krate = *self.store.local_crates().get(record.krate as usize)?;
        let file = self.store.krate(krate).files.iter().find(|file| file.path == record.path)?;
        if xxh3_64(file.text.as_bytes()) != record.hash {
            return None;
        }
        for (index, bytes) in &record.bodies {
            let def = DefId { krate, index: *index };
            let Some(at) = self.store.body(def).filter(|at| at.file.id == file.id) else { continue };
            if let Some(types) = packed::unpack::<BodyTypes>(bytes, names).filter(|types| fits(types, at.body)) {
                self.bodies.put(def, Some(Arc::new(types)));
            }
        }
        Some(())
    }

    /// Whether the type of a closure refers to one that exists.
    fn is_closure_known(&self, kind: &TyKind) -> bool {
        let TyKind::Closure(closure) = kind else { return true };
        self.store.kind(closure.owner.krate) == CrateKind::Local
            && self.store.body(closure.owner).is_some_and(|at| is_closure(at.body, closure.expr))
    }
}

fn is_closure(body: &Body, id: ExprId) -> bool {
    body.exprs.get(id).is_some_and(|expr| matches!(expr.kind, ExprKind::Closure { .. }))
}

/// Whether types are those of this body, as far as their ids show.
fn fits(types: &BodyTypes, body: &Body) -> bool {
    let BodyTypes { exprs, pats, callees, unanswered, macro_scopes, locals, values, exhausted: _ } = types;
    let is_expr = |id: &ExprId| id.index() < body.exprs.len();
    exprs.len() == body.exprs.len()
        && pats.len() == body.pats.len()
        && callees.iter().all(|(id, callee)| is_expr(id) && !matches!(callee, Callee::Closure(closure) if !is_closure(body, *closure)))
        && [unanswered, macro_scopes, values].into_iter().all(|map| map.keys().all(is_expr))
        && locals.iter().all(|(id, pat)| is_expr(id) && pat.index() < body.pats.len())
}
