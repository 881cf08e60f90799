//! A dependency as bytes: the result of loading it, so that the next run need not read and parse its files. Facts stay packed, file by
//! file, until they are needed.
//!
//! The bytes are not trusted: every index is checked, and invalid data is ignored.

use super::data::{CrateData, Entry, FileData, FileMap, Lazily, nothing};
use super::impl_names::ImplNames;
use super::loader::Reader;
use super::outline::{Outline, OutlineRecord};
use super::scope::{Binding, Glob, ScopeData, Target, Vis};
use super::spec::CrateSpec;
use super::{CrateId, CrateStore, Def, DefId, DefIndex, DefKind, FileId};
use crate::facts::packed::{self, NameTable};
use crate::facts::{ItemId, LineIndex, Name, ScopeId};
use index_vec::IndexVec;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use xxhash_rust::xxh3::xxh3_64;

/// Everything about a crate except its facts.
#[derive(Debug, Serialize, Deserialize)]
struct CrateRecord {
    files: Vec<FileRecord>,
    defs: Vec<DefRecord>,
    impls: Vec<u32>,
    inherent: Vec<(Name, Vec<(u32, u32)>)>,
    of_trait: Vec<(Name, Vec<u32>)>,
    renamed: Vec<Name>,
    selves: Vec<(u32, Name)>,
    exported_macros: Vec<Name>,
    macros: Vec<(Name, Vec<String>)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct FileRecord {
    /// Relative to the package's folder, with `/`.
    path: String,
    /// Hash of its text: a file that has changed since is treated as empty.
    hash: u64,
    in_test: bool,
    /// The byte range of its facts among the packed ones: start and length.
    facts: (u32, u32),
    items: Vec<Option<u32>>,
    scopes: Vec<Option<u32>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct DefRecord {
    kind: DefKind,
    name: Name,
    parent: Option<u32>,
    file: u32,
    item: Option<u32>,
    scope: Option<u32>,
    scope_file: u32,
    variant: Option<u32>,
    in_test: bool,
    members: Vec<u32>,
    names: Option<ScopeRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ScopeRecord {
    named: Vec<(Name, Vec<BindingRecord>)>,
    globs: Vec<(u32, Option<u32>)>,
    anonymous: Vec<(u32, Option<u32>)>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum TargetRecord {
    Def(u32),
    Import(u32),
    ExternCrate(u32),
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct BindingRecord {
    target: TargetRecord,
    /// The module in which it is visible; `None` if everywhere.
    vis: Option<u32>,
    rank: u8,
}

/// The three parts: names, record, facts.
#[derive(Debug, Serialize, Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    names: Vec<&'a str>,
    record: &'a [u8],
    facts: &'a [u8],
    /// The public paths of its definitions, sorted; empty if no run has asked for them.
    paths: &'a [u8],
}

/// The crate as bytes. `None` if it cannot be stored: a file is outside of its package, or there is nothing to store.
pub(super) fn pack(store: &CrateStore<'_>, data: &CrateData, root: &Path, exported: &FxHashSet<Name>) -> Option<Vec<u8>> {
    let mut names = NameTable::default();
    let mut facts = Vec::new();
    let mut files = Vec::with_capacity(data.files.len());
    for file in &data.files {
        let under = file.path.strip_prefix(root).ok()?;
        let packed = packed::pack(&file.outline.as_ref()?.record(), &mut names)?;
        let start = small(facts.len())?;
        facts.extend_from_slice(&packed);
        let map = file.map.get()?;
        let raw = |list: &[Option<DefIndex>]| list.iter().map(|index| index.map(raw)).collect();
        files.push(FileRecord {
            path: under.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?.join("/"),
            hash: xxh3_64(file.text.as_bytes()),
            in_test: file.in_test,
            facts: (start, small(packed.len())?),
            items: raw(&map.items),
            scopes: raw(&map.scopes),
        });
    }
    let impls = store.impl_names(data.id);
    let sorted = |map: &FxHashMap<Name, Vec<DefId>>| {
        let mut list: Vec<(Name, Vec<u32>)> =
            map.iter().map(|(name, defs)| (*name, defs.iter().map(|def| raw(def.index)).collect())).collect();
        list.sort();
        list
    };
    let mut inherent: Vec<(Name, Vec<(u32, u32)>)> = impls
        .inherent
        .iter()
        .map(|(name, pairs)| (*name, pairs.iter().map(|(imp, member)| (raw(imp.index), raw(member.index))).collect()))
        .collect();
    inherent.sort();
    let mut selves: Vec<(u32, Name)> = impls.selves.iter().map(|(imp, name)| (raw(imp.index), *name)).collect();
    selves.sort();
    let mut exported: Vec<Name> = exported.iter().copied().collect();
    exported.sort();
    let record = CrateRecord {
        files,
        defs: data.defs.iter().map(def_record).collect(),
        impls: data.impls.iter().map(|def| raw(def.index)).collect(),
        inherent,
        of_trait: sorted(&impls.of_trait),
        renamed: impls.renamed.clone(),
        selves,
        exported_macros: exported,
        macros: store.loader.definitions(&data.macros),
    };
    let record = packed::pack(&record, &mut names)?;
    let names = names.names().map(Name::as_str).collect();
    let paths = match data.public_paths.get() {
        Some(paths) => {
            let mut paths: Vec<(DefIndex, &str)> = paths.iter().map(|(index, path)| (*index, &**path)).collect();
            paths.sort_unstable();
            postcard::to_stdvec(&paths).ok()?
        }
        None => Vec::new(),
    };
    postcard::to_stdvec(&Parts { names, record: &record, facts: &facts, paths: &paths }).ok()
}

fn def_record(entry: &Entry) -> DefRecord {
    let def = &entry.def;
    DefRecord {
        kind: def.kind,
        name: def.name,
        parent: def.parent.map(|parent| raw(parent.index)),
        file: file_raw(def.file),
        item: def.item.map(|item| u32::try_from(item.index()).unwrap_or(u32::MAX)),
        scope: def.scope.map(|scope| u32::try_from(scope.index()).unwrap_or(u32::MAX)),
        scope_file: file_raw(def.scope_file),
        variant: def.variant,
        in_test: def.in_test,
        members: entry.members.iter().map(|member| raw(member.index)).collect(),
        names: entry.scope.as_deref().map(scope_record),
    }
}

fn scope_record(scope: &ScopeData) -> ScopeRecord {
    let item = |item: ItemId| u32::try_from(item.index()).unwrap_or(u32::MAX);
    let vis = |vis: Vis| match vis {
        Vis::Public => None,
        Vis::In(module) => Some(raw(module)),
    };
    let binding = |binding: &Binding| BindingRecord {
        target: match binding.target {
            Target::Def(def) => TargetRecord::Def(raw(def.index)),
            Target::Import(at) => TargetRecord::Import(item(at)),
            Target::ExternCrate(at) => TargetRecord::ExternCrate(item(at)),
        },
        vis: vis(binding.vis),
        rank: binding.rank,
    };
    let named = |name: &Name| (*name, scope.named.get(name).into_iter().flatten().map(binding).collect());
    let globs = |globs: &[Glob]| globs.iter().map(|glob| (item(glob.item), vis(glob.vis))).collect();
    ScopeRecord { named: scope.order.iter().map(named).collect(), globs: globs(&scope.globs), anonymous: globs(&scope.anonymous) }
}

/// The crate that was stored as `bytes`; `None` if [`pack`] has not made them for this crate.
pub(super) fn unpack(store: &CrateStore<'_>, id: CrateId, spec: &CrateSpec, bytes: &[u8]) -> Option<CrateData> {
    let parts: Parts<'_> = postcard::from_bytes(bytes).ok()?;
    let names: Arc<[Name]> = parts.names.iter().map(|name| Name::new(name)).collect();
    let record: CrateRecord = packed::unpack(parts.record, &names)?;
    let facts: Arc<[u8]> = parts.facts.into();
    let paths: Option<Box<[u8]>> = (!parts.paths.is_empty()).then(|| parts.paths.into());
    let (count, files) = (record.defs.len(), record.files.len());
    let index = |raw: u32| ((raw as usize) < count).then(|| DefIndex::from_usize(raw as usize));
    let def_id = |raw: u32| index(raw).map(|index| DefId { krate: id, index });
    let all = |list: &[u32]| list.iter().map(|&raw| def_id(raw)).collect::<Option<Vec<DefId>>>();
    let (folder, reader) = (spec.folder(), spec.reader(store.loader));
    let mut made = IndexVec::with_capacity(files);
    for (at, file) in record.files.iter().enumerate() {
        made.push(file_data(FileId::from_usize(at), id, &folder, file, &facts, &names, &reader, count)?);
    }
    if made.is_empty() || count == 0 {
        return None;
    }
    let mut defs = Vec::with_capacity(count);
    for (at, record) in record.defs.into_iter().enumerate() {
        let parent = record.parent.map(|parent| if (parent as usize) < at { def_id(parent) } else { None });
        if parent.is_some_and(|parent| parent.is_none()) || parent.is_none() != (at == 0) {
            return None;
        }
        if record.file as usize >= files || record.scope_file as usize >= files {
            return None;
        }
        let mut entry = Entry::new(Def {
            kind: record.kind,
            name: record.name,
            parent: parent.flatten(),
            file: FileId::from_usize(record.file as usize),
            item: record.item.map(|item| ItemId::from_usize(item as usize)),
            scope: record.scope.map(|scope| ScopeId::from_usize(scope as usize)),
            scope_file: FileId::from_usize(record.scope_file as usize),
            variant: record.variant,
            in_test: record.in_test,
        });
        entry.members = all(&record.members)?.into_boxed_slice();
        entry.scope = match record.names {
            Some(names) => Some(Box::new(scope_data(names, &index, id)?)),
            None => None,
        };
        defs.push(entry);
    }
    let mut impl_names = ImplNames { renamed: record.renamed, ..ImplNames::default() };
    for (name, pairs) in &record.inherent {
        let pairs = pairs.iter().map(|&(imp, member)| Some((def_id(imp)?, def_id(member)?))).collect::<Option<Vec<_>>>()?;
        impl_names.inherent.insert(*name, pairs);
    }
    for &(imp, name) in &record.selves {
        impl_names.selves.insert(def_id(imp)?, name);
    }
    for (name, impls) in &record.of_trait {
        impl_names.of_trait.insert(*name, all(impls)?);
    }
    Some(CrateData {
        id,
        name: spec.name,
        package: spec.package.clone(),
        kind: spec.kind,
        target: spec.target,
        edition: spec.edition,
        root: DefId { krate: id, index: DefIndex::from_usize(0) },
        files: made,
        problems: Vec::new(),
        defs,
        late_defs: boxcar::Vec::new(),
        late_files: boxcar::Vec::new(),
        appending: Mutex::new(()),
        impls: all(&record.impls)?,
        externs: store.externs_of(spec, id),
        library_names: Mutex::default(),
        macros: store.loader.defined(record.macros),
        features: store.features_of(spec),
        impl_names: OnceLock::from(impl_names),
        exported_macros: OnceLock::from(record.exported_macros.into_iter().collect::<FxHashSet<_>>()),
        stored_paths: paths,
        macro_prelude: OnceLock::new(),
        public_paths: OnceLock::new(),
        fns: OnceLock::new(),
    })
}

/// The public paths that [`pack`] stored, of a crate with this many definitions.
pub(super) fn public_paths(bytes: &[u8], defs: usize) -> Option<FxHashMap<DefIndex, Box<str>>> {
    let paths: Vec<(DefIndex, &str)> = postcard::from_bytes(bytes).ok()?;
    paths.into_iter().map(|(index, path)| (index.index() < defs).then(|| (index, Box::from(path)))).collect()
}

#[expect(clippy::too_many_arguments, reason = "what one file needs of its crate, which is not made yet")]
fn file_data(
    id: FileId,
    krate: CrateId,
    folder: &Path,
    record: &FileRecord,
    facts: &Arc<[u8]>,
    names: &Arc<[Name]>,
    reader: &Reader,
    defs: usize,
) -> Option<FileData> {
    let path = path_under(folder, &record.path)?;
    let (start, length) = (record.facts.0 as usize, record.facts.1 as usize);
    let range = start..start.checked_add(length).filter(|end| *end <= facts.len())?;
    let map = |list: &[Option<u32>]| {
        let index = |raw: u32| ((raw as usize) < defs).then(|| DefIndex::from_usize(raw as usize));
        list.iter().map(|raw| raw.map_or(Some(None), |raw| index(raw).map(Some))).collect::<Option<Vec<_>>>()
    };
    let map = FileMap { items: map(&record.items)?, scopes: map(&record.scopes)? };
    let (facts, names) = (Arc::clone(facts), Arc::clone(names));
    let text: Arc<Lazily<Arc<str>>> = Arc::new(text(reader, &path, record.hash));
    let (lines_of, text_of) = (Arc::clone(&text), Arc::clone(&text));
    Some(FileData {
        id,
        krate,
        path,
        text: Lazily::new(Box::new(move || Arc::clone(&text_of))),
        facts: nothing(),
        outline: Some(Lazily::new(Box::new(move || Outline::stored(packed::unpack::<OutlineRecord>(&facts[range], &names))))),
        lines: Lazily::new(Box::new(move || Arc::new(LineIndex::new(&lines_of)))),
        in_test: record.in_test,
        errors: Vec::new(),
        map: OnceLock::from(map),
        bodies: OnceLock::new(),
        is_stored: true,
    })
}

fn text(reader: &Reader, path: &Path, hash: u64) -> Lazily<Arc<str>> {
    let (reader, path) = (Arc::clone(reader), path.to_owned());
    Lazily::new(Box::new(move || reader(&path).filter(|text| xxh3_64(text.as_bytes()) == hash).unwrap_or_else(|| Arc::from(""))))
}

fn scope_data(record: ScopeRecord, index: &dyn Fn(u32) -> Option<DefIndex>, krate: CrateId) -> Option<ScopeData> {
    let item = |raw: u32| ItemId::from_usize(raw as usize);
    let vis = |raw: Option<u32>| raw.map_or(Some(Vis::Public), |raw| index(raw).map(Vis::In));
    let globs = |list: Vec<(u32, Option<u32>)>| {
        list.into_iter().map(|(at, who)| Some(Glob { item: item(at), vis: vis(who)? })).collect::<Option<Vec<_>>>()
    };
    let mut scope = ScopeData { globs: globs(record.globs)?, anonymous: globs(record.anonymous)?, ..ScopeData::default() };
    for (name, bindings) in record.named {
        scope.order.push(name);
        let mut list = smallvec::SmallVec::new();
        for binding in bindings {
            let target = match binding.target {
                TargetRecord::Def(raw) => Target::Def(DefId { krate, index: index(raw)? }),
                TargetRecord::Import(at) => Target::Import(item(at)),
                TargetRecord::ExternCrate(at) => Target::ExternCrate(item(at)),
            };
            list.push(Binding { target, vis: vis(binding.vis)?, rank: binding.rank });
        }
        scope.named.insert(name, list);
    }
    Some(scope)
}

/// A path inside a folder.
fn path_under(folder: &Path, under: &str) -> Option<PathBuf> {
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0', ':']);
    under.split('/').all(is_plain).then(|| folder.join(under))
}

fn raw(index: DefIndex) -> u32 {
    u32::try_from(index.index()).unwrap_or(u32::MAX)
}

fn file_raw(file: FileId) -> u32 {
    u32::try_from(file.index()).unwrap_or(u32::MAX)
}

fn small(value: usize) -> Option<u32> {
    u32::try_from(value).ok()
}
