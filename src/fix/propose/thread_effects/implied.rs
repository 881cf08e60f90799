//! Code that runs without a call by name, because a value has a certain type: operators, drops, formatting.

use crate::facts::Parent;
use crate::names::DefId;
use crate::types::TypeDb;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// The struct or enum that the impl with this fn is for.
pub(super) fn adt_of(db: &TypeDb<'_>, def: DefId) -> Option<DefId> {
    let block = db.store.def(def).parent?;
    Some(db.impl_self(block)?.as_adt()?.0)
}

/// Adds those of `all` that contain one of `found`.
pub(super) fn add_containers<'d>(db: &TypeDb<'_>, all: impl Iterator<Item = &'d DefId>, found: &mut FxHashSet<DefId>) {
    if found.is_empty() {
        return;
    }
    let mut contained_in: FxHashMap<DefId, Vec<DefId>> = FxHashMap::default();
    for &adt in all.collect::<BTreeSet<_>>() {
        let variants = (0..).take(db.store.variants(adt).len()).map(Some);
        for (_, ty) in variants.chain([None]).flat_map(|variant| db.fields(adt, variant).to_vec()) {
            ty.any(&mut |part| {
                part.as_adt().into_iter().for_each(|(inner, _)| contained_in.entry(inner).or_default().push(adt));
                false
            });
        }
    }
    let mut open: Vec<DefId> = found.iter().copied().collect();
    while let Some(inner) = open.pop() {
        open.extend(contained_in.get(&inner).into_iter().flatten().filter(|outer| found.insert(**outer)));
    }
}

/// Whether a fn is in an impl of a trait of std.
pub(super) fn is_of_std_trait(db: &TypeDb<'_>, def: DefId) -> bool {
    let Some(Parent::Impl(_)) = db.store.item(def).map(|item| item.parent) else { return false };
    let of = db.store.def(def).parent.and_then(|block| db.impl_trait(block));
    of.is_some_and(|of| of.def.krate == db.store.std())
}
