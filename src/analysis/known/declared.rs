//! What follows from the rules and the declarations alone, so that it stays valid while only bodies change: which definitions the catalogue has
//! entries for, seen from each crate, and which fns attributes name.

use super::super::handlers::listed_handlers::Listed;
use super::named::definitions;
use super::{Known, KnownDefs};
use crate::catalogue::{ApiIndex, CallKind, Callback, CallsBackRule, Catalogue, Role, TakerRule};
use crate::facts::Name;
use crate::names::{CrateId, CrateKind, DefId, Namespace};
use crate::types::memo::Memo;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, OnceLock};

/// The entries of definitions.
pub(in crate::analysis) type Index = FxHashMap<DefId, Known>;

/// Resolved on demand.
pub(in crate::analysis) struct DeclaredDefs {
    /// What the catalogue says about paths, by their first segment.
    paths: FxHashMap<String, Vec<Subject>>,
    /// The same, by last and then first segment.
    by_name: FxHashMap<Name, FxHashMap<String, Vec<Subject>>>,
    std: OnceLock<Index>,
    own: Memo<CrateId, Option<Arc<Index>>>,
    /// Keyed also by the definition's name, because most crates in the catalogue are never queried.
    seen_from: Memo<(CrateId, Name), Option<Arc<Index>>>,
    heads: Memo<CrateId, Arc<[String]>>,
    /// The fns that an executor runs because attributes of a derive name them.
    pub(in crate::analysis) run_by_derives: OnceLock<FxHashSet<DefId>>,
    /// The handlers that attributes of the workspace name.
    pub(in crate::analysis) listed_handlers: OnceLock<FxHashMap<DefId, Listed>>,
}

#[derive(Clone, Debug)]
enum Subject {
    Api(ApiIndex),
    Taker(String, Vec<TakerRule>),
    Roles(String, Vec<Role>),
    Callback(String, Arc<Callback>),
    Handlers(String),
    Backs(String, Vec<CallsBackRule>),
}

impl Subject {
    fn path<'s>(&'s self, catalogue: &'s Catalogue) -> &'s str {
        match self {
            Self::Api(api) => catalogue.api(*api).path.as_str(),
            Self::Taker(path, _) | Self::Roles(path, _) | Self::Backs(path, _) | Self::Callback(path, _) | Self::Handlers(path) => path,
        }
    }
}

impl DeclaredDefs {
    pub(in crate::analysis) fn new(catalogue: &Catalogue) -> Self {
        let mut paths: FxHashMap<String, Vec<Subject>> = FxHashMap::default();
        let head = |path: &str| path.split("::").next().unwrap_or_default().to_owned();
        for (index, api) in catalogue.apis().iter_enumerated() {
            paths.entry(api.crate_name.clone()).or_default().push(Subject::Api(index));
        }
        for (path, rules) in catalogue.contexts().takers() {
            paths.entry(head(path)).or_default().push(Subject::Taker(path.to_owned(), rules.to_vec()));
        }
        for (path, roles) in catalogue.roles().iter() {
            paths.entry(head(path)).or_default().push(Subject::Roles(path.to_owned(), roles.iter().copied().collect()));
        }
        for (path, rule) in catalogue.contexts().callbacks() {
            paths.entry(head(path)).or_default().push(Subject::Callback(path.to_owned(), Arc::clone(rule)));
        }
        for path in catalogue.contexts().handler_traits() {
            paths.entry(head(path)).or_default().push(Subject::Handlers(path.to_owned()));
        }
        for (path, rules) in catalogue.contexts().calls_back() {
            paths.entry(head(path)).or_default().push(Subject::Backs(path.to_owned(), rules.to_vec()));
        }
        let mut by_name: FxHashMap<Name, FxHashMap<String, Vec<Subject>>> = FxHashMap::default();
        for (head, subjects) in &paths {
            for subject in subjects {
                let last = subject.path(catalogue).rsplit("::").next().unwrap_or_default();
                by_name.entry(Name::new(last)).or_default().entry(head.clone()).or_default().push(subject.clone());
            }
        }
        Self {
            paths,
            by_name,
            std: OnceLock::new(),
            own: Memo::default(),
            seen_from: Memo::default(),
            heads: Memo::default(),
            run_by_derives: OnceLock::new(),
            listed_handlers: OnceLock::new(),
        }
    }
}

impl KnownDefs<'_> {
    pub(in crate::analysis) fn std_index(&self) -> &Index {
        self.declared.std.get_or_init(|| {
            let mut index = Index::default();
            for krate in ["std", "core", "alloc"] {
                self.add_all(&mut index, self.db.store.std(), self.starting_with(krate), None);
            }
            index
        })
    }

    /// What the catalogue says about a crate's own definitions.
    pub(in crate::analysis) fn own_index(&self, krate: CrateId) -> Option<Arc<Index>> {
        self.declared.own.get(krate, || {
            let mut index = Index::default();
            let name = self.db.store.krate(krate).name;
            self.add_all(&mut index, krate, self.starting_with(name.as_str()), Some("crate"));
            Some(Arc::new(index))
        })
    }

    /// What the catalogue says about definitions called `name` that `from` reaches through its direct dependencies, re-exports included.
    pub(in crate::analysis) fn index_seen_from(&self, from: CrateId, name: Name) -> Option<Arc<Index>> {
        self.declared.seen_from.get((from, name), || {
            let named = self.declared.by_name.get(&name)?;
            let mut index = Index::default();
            for head in &*self.heads(from) {
                self.add_all(&mut index, from, named.get(head).map_or(&[], Vec::as_slice), None);
            }
            Some(Arc::new(index))
        })
    }

    /// The crates other than std that code of `from` can name and the catalogue mentions.
    fn heads(&self, from: CrateId) -> Arc<[String]> {
        self.declared.heads.get(from, || {
            let data = self.db.store.krate(from);
            let mut names: Vec<String> = match &data.package {
                Some(package) => package.dependencies.iter().map(|dependency| dependency.package.replace('-', "_")).collect(),
                None => self.declared.paths.keys().cloned().collect(),
            };
            if data.kind == CrateKind::Local && data.package.as_ref().is_none_or(|package| package.dependencies.is_empty()) {
                names.extend(self.declared.paths.keys().cloned());
            }
            names.sort();
            names.dedup();
            names.into_iter().filter(|name| name != "std" && self.declared.paths.contains_key(name)).collect()
        })
    }

    /// What the catalogue says about paths that start with a crate's name.
    fn starting_with(&self, krate: &str) -> &[Subject] {
        self.declared.paths.get(krate).map_or(&[], Vec::as_slice)
    }

    /// Adds these entries; `head` replaces the first segment of their paths.
    fn add_all(&self, index: &mut Index, from: CrateId, subjects: &[Subject], head: Option<&str>) {
        for subject in subjects {
            let path = subject.path(self.catalogue);
            let path = match (head, path.split_once("::")) {
                (Some(head), Some((_, rest))) => format!("{head}::{rest}"),
                _ => path.to_owned(),
            };
            let is_use =
                matches!(subject, Subject::Api(api) if matches!(self.catalogue.api(*api).call, CallKind::Iterate | CallKind::Drop));
            let is_type = is_use || matches!(subject, Subject::Handlers(_));
            for def in definitions(self.db, from, &path, if is_type { Namespace::Type } else { Namespace::Value }) {
                let known = index.entry(def).or_default();
                match subject {
                    Subject::Api(api) if is_use => known.uses.push(*api),
                    Subject::Api(api) => known.calls.push(*api),
                    Subject::Taker(_, rules) => known.takers.extend(rules.iter().copied()),
                    Subject::Roles(_, roles) => known.roles.extend(roles.iter().copied()),
                    Subject::Callback(_, rule) => known.callback = Some(Arc::clone(rule)),
                    Subject::Handlers(_) => known.takes_handlers = true,
                    Subject::Backs(_, rules) => known.backs.extend(rules.iter().cloned()),
                }
            }
        }
    }
}
