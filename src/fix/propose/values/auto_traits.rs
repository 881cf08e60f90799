//! Whether a type is `Send` or `Sync`, if its definition is available. Knows no expressions.
//!
//! "Yes" and "no" are proofs; everything else is unknown. Cyclic types are assumed to have the trait, as in the language.

use super::super::code::scene::path_of;
use super::captured::{self, Captured};
use crate::catalogue::{Catalogue, Receivers};
use crate::facts::{GenericParamKind, ItemKind};
use crate::names::{CrateId, CrateKind, DefId, Namespace, Res};
use crate::types::{Mutability, ParamEnv, TraitRef, Ty, TyKind, TypeDb};
use rustc_hash::FxHashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// One of the two marker traits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::fix::propose) enum Marker {
    /// May move to another thread.
    Send,
    /// May be shared with another thread.
    Sync,
}

/// The answer of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::fix::propose) enum Known {
    /// It holds.
    Yes,
    /// Not known.
    Unknown,
    /// It does not hold.
    No,
}

/// The maximum nesting depth of fields.
const MAX_DEPTH: usize = 48;
/// The maximum number of types that one query visits.
const MAX_TYPES: u32 = 2_000;

/// Answers queries for the code of one body, with its where-clauses.
pub(in crate::fix::propose) struct AutoTraits<'a> {
    db: &'a TypeDb<'a>,
    receivers: &'a Receivers,
    answers: &'a Answers,
    env: Arc<ParamEnv>,
    of: DefId,
    home: CrateId,
}

/// The answers for types without type parameters and closures, as seen from a crate.
#[derive(Default)]
pub(in crate::fix::propose) struct Answers(RwLock<FxHashMap<(CrateId, Ty, Marker), Known>>);

struct Search {
    /// The nesting depth of the current type.
    depth: usize,
    fuel: u32,
    /// The answers so far; a type that is being visited is assumed to have the trait.
    known: FxHashMap<(Ty, Marker), Known>,
    /// The first type of which nothing is known.
    unknown: Option<Ty>,
}

impl Search {
    fn new() -> Self {
        Self { depth: 0, fuel: MAX_TYPES, known: FxHashMap::default(), unknown: None }
    }
}

/// Classes in `rules/receivers.toml`. In this order: types that are neither `Send` nor `Sync`; guards of std's locks, `Sync` if their
/// contents are and never `Send`; types that are `Send` if their contents are and never `Sync`; types that are both if their contents are
/// `Send`; types that are `Send` if their contents are, and `Sync` if these are both; types of other crates that are both.
const NEITHER: &str = "stays-on-its-thread";
const LOCK_GUARDS: &str = "thread-bound-guards";
const UNSHARED: &str = "never-shared";
const SHARING: &str = "shares-what-it-sends";
const SENDING: &str = "sends-its-contents";
const BOTH: &str = "crosses-threads";

impl<'a> AutoTraits<'a> {
    /// For the code of `def`.
    pub(in crate::fix::propose) fn new(db: &'a TypeDb<'a>, catalogue: &'a Catalogue, answers: &'a Answers, def: DefId) -> Self {
        Self { db, receivers: catalogue.receivers(), answers, env: db.param_env(def), of: def, home: def.krate }
    }

    /// Whether a class contains the type at this path.
    fn has(&self, class: &str, path: &str) -> bool {
        self.receivers.class(class).is_some_and(|class| class.has_type(path))
    }

    /// Whether `ty` has the marker.
    pub(in crate::fix::propose) fn holds(&self, ty: &Ty, marker: Marker) -> Known {
        let search = || self.search(ty, marker, &mut Search::new());
        // What a type parameter has depends on the where-clauses, and a closure lives no longer than its body's text.
        if ty.any(&mut |part| matches!(part.kind(), TyKind::Param(..) | TyKind::Closure(_) | TyKind::Future(_))) {
            return search();
        }
        let key = (self.home, ty.clone(), marker);
        let known = self.answers.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        known.unwrap_or_else(|| {
            let known = search();
            self.answers.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, known);
            known
        })
    }

    /// The part of a type because of which it is not known whether it is `Send`.
    pub(in crate::fix::propose) fn unknown_part(&self, ty: &Ty) -> Option<Ty> {
        let mut search = Search::new();
        (self.search(ty, Marker::Send, &mut search) == Known::Unknown).then_some(search.unknown)?
    }

    fn search(&self, ty: &Ty, marker: Marker, search: &mut Search) -> Known {
        if let Some(known) = search.known.get(&(ty.clone(), marker)) {
            return *known;
        }
        if search.fuel == 0 || search.depth > MAX_DEPTH {
            return Known::Unknown;
        }
        search.fuel -= 1;
        search.depth += 1;
        search.known.insert((ty.clone(), marker), Known::Yes);
        let known = self.of_kind(&self.db.normal(self.home, ty), marker, search);
        // Of an unknown type the one that has it says more.
        if known == Known::Unknown && search.unknown.is_none() && !ty.any(&mut |part| part.is_unknown()) {
            search.unknown = Some(ty.clone());
        }
        search.known.insert((ty.clone(), marker), known);
        search.depth -= 1;
        known
    }

    fn all<'t>(&self, types: impl IntoIterator<Item = &'t Ty>, marker: Marker, search: &mut Search) -> Known {
        types.into_iter().map(|ty| self.search(ty, marker, search)).max().unwrap_or(Known::Yes)
    }

    fn both(&self, types: &[Ty], search: &mut Search) -> Known {
        self.all(types, Marker::Send, search).max(self.all(types, Marker::Sync, search))
    }

    fn of_kind(&self, ty: &Ty, marker: Marker, search: &mut Search) -> Known {
        match ty.kind() {
            TyKind::Never | TyKind::Prim(_) | TyKind::FnPtr(..) | TyKind::FnDef(..) => Known::Yes,
            TyKind::Ref(Mutability::Shared, inner) => self.search(inner, Marker::Sync, search),
            TyKind::Ref(Mutability::Mutable, inner) | TyKind::Slice(inner) | TyKind::Array(inner) => self.search(inner, marker, search),
            TyKind::Ptr(..) => Known::No,
            TyKind::Tuple(items) => self.all(items.iter(), marker, search),
            TyKind::Param(owner, _) => {
                let is_clear = || self.db.store.kind(owner.krate) == CrateKind::Local && self.has_clear_bounds(ty);
                self.promised(self.env.bounds_of(ty), marker, if is_clear() { Known::No } else { Known::Unknown })
            }
            TyKind::Dyn(bounds) => {
                // A trait whose crate is not available is not among the bounds.
                let is_named = bounds.iter().any(|bound| !self.is_marker(bound));
                let is_clear = is_named && bounds.iter().all(|bound| self.is_clear(bound));
                self.promised(bounds.iter(), marker, if is_clear { Known::No } else { Known::Unknown })
            }
            TyKind::Opaque(def, index, _) => self.promised(self.db.opaque_bounds(*def, *index).iter(), marker, Known::Unknown),
            TyKind::Adt(def, args) => self.of_adt(*def, args, marker, search),
            TyKind::External(_, args) => {
                let path = path_of(self.db, ty).unwrap_or_default();
                match (self.has(NEITHER, &path), self.has(BOTH, &path)) {
                    (true, _) => Known::No,
                    (false, true) => self.both(args, search),
                    (false, false) => self.listed(&path, args, marker, search).unwrap_or(Known::Unknown),
                }
            }
            TyKind::Closure(closure) => {
                let known = match captured::of_closure(self.db, closure) {
                    Some(Captured { types, is_move: true }) => self.all(types.iter(), marker, search),
                    // It may have a reference or the value.
                    Some(Captured { types, is_move: false }) => self.both(&types, search),
                    None => Known::Unknown,
                };
                // It may have only a field.
                if known == Known::Yes { known } else { Known::Unknown }
            }
            TyKind::Unknown | TyKind::Future(_) | TyKind::Projection(..) | TyKind::Infer(_) => Known::Unknown,
        }
    }

    /// Whether one of the bounds implies the marker.
    fn promised<'t>(&self, mut bounds: impl Iterator<Item = &'t TraitRef>, marker: Marker, otherwise: Known) -> Known {
        let Some(wanted) = self.marker_trait(marker) else { return Known::Unknown };
        let has = |bound: &TraitRef| self.db.find_supertrait(bound, &mut |candidate| candidate.def == wanted).is_some();
        if bounds.any(has) { Known::Yes } else { otherwise }
    }

    /// Whether all bounds of a type parameter are known: then one that promises no marker has none.
    fn has_clear_bounds(&self, param: &Ty) -> bool {
        self.db.has_clear_bounds(self.of) && self.env.bounds_of(param).all(|bound| self.is_clear(bound))
    }

    /// Whether all supertraits of a bound are known.
    fn is_clear(&self, bound: &TraitRef) -> bool {
        let is_unclear = |of: &TraitRef| of.def.krate != self.db.store.std() && !self.db.has_clear_supertraits(of.def);
        self.db.find_supertrait(bound, &mut |of| is_unclear(of)).is_none()
    }

    /// Whether a bound is one of the marker traits.
    fn is_marker(&self, bound: &TraitRef) -> bool {
        [Marker::Send, Marker::Sync].into_iter().any(|marker| self.marker_trait(marker) == Some(bound.def))
    }

    fn marker_trait(&self, marker: Marker) -> Option<DefId> {
        let path = match marker {
            Marker::Send => "std::marker::Send",
            Marker::Sync => "std::marker::Sync",
        };
        let found = self.db.store.resolve_str(self.db.store.std(), path, Namespace::Type);
        match found.res {
            Res::Def(def) if found.rest == 0 => Some(def),
            _ => None,
        }
    }

    fn of_adt(&self, def: DefId, args: &Arc<[Ty]>, marker: Marker, search: &mut Search) -> Known {
        let store = self.db.store;
        let path = store.canonical_path(def);
        let (written, args) = (args, &self.without_consts(def, args));
        if def.krate == store.std() {
            return self.of_std(&path, args, marker, search);
        }
        if let Some(known) = self.listed(&path, args, marker, search) {
            return known;
        }
        match store.krate(def.krate).kind {
            CrateKind::Stub => {
                // Stubs have no fields. All of tokio's types but the listed ones are `Send` and `Sync` if their arguments are.
                if self.has(NEITHER, &path) {
                    Known::No
                } else if !path.starts_with("tokio::") && !self.has(BOTH, &path) {
                    Known::Unknown
                } else {
                    self.both(args, search)
                }
            }
            CrateKind::Dependency if self.has(BOTH, &path) => self.both(args, search),
            CrateKind::Local | CrateKind::Dependency if self.is_declared(def, marker) => {
                // The bounds of the impl may be weaker.
                match self.both(args, search) {
                    Known::Yes => Known::Yes,
                    Known::Unknown | Known::No => Known::Unknown,
                }
            }
            CrateKind::Local | CrateKind::Dependency => self.structural(def, written, marker, search),
        }
    }

    /// The type arguments among all generic arguments.
    fn without_consts(&self, def: DefId, args: &Arc<[Ty]>) -> Arc<[Ty]> {
        let params = match self.db.store.item(def).map(|item| &item.kind) {
            Some(ItemKind::Struct { generics, .. } | ItemKind::Enum { generics, .. }) => generics.params.as_slice(),
            _ => &[],
        };
        let is_const = |index: usize| params.get(index).is_some_and(|param| matches!(param.kind, GenericParamKind::Const(_)));
        if (0..args.len()).any(is_const) {
            args.iter().enumerate().filter(|(index, _)| !is_const(*index)).map(|(_, arg)| arg.clone()).collect()
        } else {
            Arc::clone(args)
        }
    }

    /// The answer for a type that is shared differently than it is sent, by the classes.
    fn listed(&self, path: &str, args: &Arc<[Ty]>, marker: Marker, search: &mut Search) -> Option<Known> {
        let of_contents = |search: &mut Search| self.all(args.iter(), Marker::Send, search);
        if self.has(SENDING, path) {
            return Some(if marker == Marker::Send { of_contents(search) } else { self.both(args, search) });
        }
        match (self.has(UNSHARED, path), self.has(SHARING, path)) {
            (true, _) if marker == Marker::Sync => Some(Known::No),
            (true, _) | (_, true) => Some(of_contents(search)),
            (false, false) => None,
        }
    }

    fn of_std(&self, path: &str, args: &Arc<[Ty]>, marker: Marker, search: &mut Search) -> Known {
        if self.has(NEITHER, path) {
            return Known::No;
        }
        if self.has(LOCK_GUARDS, path) {
            return if marker == Marker::Send { Known::No } else { self.all(args.iter(), Marker::Sync, search) };
        }
        if let Some(known) = self.listed(path, args, marker, search) {
            return known;
        }
        match path {
            "std::boxed::Box"
            | "std::vec::Vec"
            | "std::option::Option"
            | "std::result::Result"
            | "std::pin::Pin"
            | "std::collections::HashMap"
            | "std::collections::HashSet"
            | "std::collections::BTreeMap"
            | "std::collections::BTreeSet"
            | "std::collections::VecDeque" => self.all(args.iter(), marker, search),
            // `slice::Iter<T>` needs `T: Sync` to be `Send`, `Arc<T>` needs both. Requiring both is sound for all other types, though too
            // strict for some.
            _ => self.both(args, search),
        }
    }

    /// `unsafe impl Send for Type`.
    fn is_declared(&self, def: DefId, marker: Marker) -> bool {
        let Some(wanted) = self.marker_trait(marker) else { return false };
        !self.db.impls_for(wanted, def).is_empty()
    }

    fn structural(&self, def: DefId, args: &Arc<[Ty]>, marker: Marker, search: &mut Search) -> Known {
        self.db.parts_of(def, args).map_or(Known::Unknown, |parts| self.all(parts.iter(), marker, search))
    }
}
