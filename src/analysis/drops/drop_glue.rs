//! What dropping a value of a type runs: its own `drop`, and the `drop` of its fields and of its possible contents.
//!
//! Reference-counted values are left out, since it is unknown which drop is the last one; so are fields that the type's own `drop` has emptied.

use super::super::body::BodyView;
use super::super::dispatch::impls::TraitImpls;
use super::emptied::emptied_fields;
use crate::catalogue::{ApiIndex, CallKind, ReceiverSet};
use crate::names::{CrateKind, DefId, DefKind};
use crate::types::{Subst, Ty, TyKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Limit on the nesting of fields.
const MAX_DEPTH: u32 = 6;

/// Limit on the types visited for one value.
const MAX_TYPES: usize = 256;

/// Types that own values of another type, in `rules/receivers.toml`.
pub(in crate::analysis) const CONTAINERS: &str = "owning-containers";

/// What a drop runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis) enum Glue {
    /// `Drop::drop` of user code, with the generic arguments of its impl.
    Fn(DefId, Subst),
    /// The drop of a type for which the catalogue has an entry.
    Api(ApiIndex),
}

/// What dropping a value of one type runs, outermost first.
pub(in crate::analysis) type Glues = Arc<[(Part, Glue)]>;

/// Which part of the value is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::analysis) enum Part {
    /// The value itself: a type that implements `Drop` cannot be taken apart by moves.
    Whole,
    /// A field, which may have been moved out.
    Field,
    /// The payload of an enum variant, or the elements of a container: there may be none.
    Content,
}

/// What dropping a `ty` runs, outermost first; empty if nothing is known to run.
pub(in crate::analysis) fn glue(view: &BodyView<'_>, impls: &TraitImpls<'_>, ty: &Ty) -> Vec<(Part, Glue)> {
    let containers = view.catalogue.receivers().class(CONTAINERS);
    let mut search = Search { view, impls, containers, seen: FxHashMap::default(), found: Vec::new() };
    search.visit(ty, 0, Part::Whole);
    search.found
}

struct Search<'a> {
    view: &'a BodyView<'a>,
    impls: &'a TraitImpls<'a>,
    containers: Option<&'a ReceiverSet>,
    /// The visited types, and as which part each was visited.
    seen: FxHashMap<Ty, Part>,
    found: Vec<(Part, Glue)>,
}

impl Search<'_> {
    fn visit(&mut self, ty: &Ty, depth: u32, part: Part) {
        if depth > MAX_DEPTH || self.seen.len() > MAX_TYPES || self.seen.get(ty).is_some_and(|before| *before <= part) {
            return;
        }
        self.seen.insert(ty.clone(), part);
        // A field of a possible content is itself only possible.
        let inner = part.max(Part::Field);
        match ty.kind() {
            TyKind::Tuple(items) => items.iter().for_each(|item| self.visit(item, depth + 1, inner)),
            TyKind::Array(item) => self.visit(item, depth + 1, inner),
            TyKind::Slice(item) => self.visit(item, depth + 1, Part::Content),
            TyKind::External(_, args) if !self.known(ty, part) => self.contents(ty, args, depth),
            TyKind::Adt(def, args) => {
                // The catalogue's entry covers the fields.
                if self.known(ty, part) {
                    return;
                }
                let own = self.view.db.lang.drop.and_then(|drop| self.impls.method(drop, ty, "drop"));
                if let Some(drop) = own {
                    self.push(part, Glue::Fn(drop, self.impls.subst_of(drop, ty)));
                }
                if Some(*def) == self.view.db.lang.boxed {
                    if let Some(inner) = args.first() {
                        self.visit(inner, depth + 1, part);
                    }
                    return;
                }
                self.contents(ty, args, depth);
                self.fields(*def, args, depth, inner, own);
            }
            _ => {}
        }
    }

    /// Adds the catalogue's entries for dropping a type; whether there are any.
    fn known(&mut self, ty: &Ty, part: Part) -> bool {
        let known = self.view.known.uses_of(self.view.def.krate, ty);
        let api = known.into_iter().find(|api| self.view.catalogue.api(*api).call == CallKind::Drop);
        api.map(|api| self.push(part, Glue::Api(api))).is_some()
    }

    /// The contents of a container of std.
    fn contents(&mut self, ty: &Ty, args: &[Ty], depth: u32) {
        let Some(containers) = self.containers else { return };
        let index = self.view.path_of(ty).and_then(|path| containers.wrapper(&path));
        if let Some(inner) = index.and_then(|index| args.get(index)) {
            self.visit(inner, depth + 1, Part::Content);
        }
    }

    /// For types of std and of dependencies only their own entry or `drop` counts; their fields are their own business.
    fn fields(&mut self, def: DefId, args: &Arc<[Ty]>, depth: u32, inner: Part, own: Option<DefId>) {
        let (db, store) = (self.view.db, self.view.db.store);
        if store.krate(def.krate).kind != CrateKind::Local {
            return;
        }
        let subst = Subst::of(def, args.clone());
        match store.def(def).kind {
            DefKind::Struct => {
                let emptied = own.map(|drop| emptied_fields(self.view, drop)).unwrap_or_default();
                for (_, field) in db.fields(def, None).iter().filter(|(name, _)| !emptied.contains(name)) {
                    self.visit(&field.subst(&subst), depth + 1, inner);
                }
            }
            DefKind::Enum => {
                for &variant in store.variants(def) {
                    for (_, field) in db.fields(def, store.def(variant).variant).iter() {
                        self.visit(&field.subst(&subst), depth + 1, Part::Content);
                    }
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, part: Part, glue: Glue) {
        match self.found.iter_mut().find(|(_, other)| *other == glue) {
            Some((before, _)) => *before = part.min(*before),
            None => self.found.push((part, glue)),
        }
    }
}
