//! `for` loops over values in memory or over a range: the number of their iterations is known before the first one. The same for the closures that
//! methods of such values run.

use super::super::body::BodyView;
use crate::types::{Ty, TyKind};

/// How often a call runs a closure that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Times {
    /// At most once: `option.map(|path| read(path))`.
    AtMostOnce,
    /// Once for each value in memory: `paths.iter().map(|path| read(path))`.
    Listed,
    /// Any number of times.
    Any,
}

/// Paths of collections and of their iterators begin with one of these.
const COLLECTIONS: [&str; 5] = ["std::array::", "std::collections::", "std::option::", "std::slice::", "std::vec::"];

/// Ranges with an end.
const RANGES: [&str; 2] = ["std::ops::Range", "std::ops::RangeInclusive"];

/// Iterators over at most the items of another one.
const ADAPTORS: [&str; 13] =
    ["Cloned", "Copied", "Enumerate", "Filter", "FilterMap", "Inspect", "Map", "Peekable", "Rev", "Skip", "StepBy", "Take", "Zip"];

/// Their methods run a closure at most once.
const ONE_VALUE: [&str; 2] = ["std::option::Option", "std::result::Result"];

/// How many adaptors are looked through.
const MAX_ADAPTORS: u32 = 16;

impl BodyView<'_> {
    /// How often a method of a value of this type runs a closure in place.
    pub(super) fn times_of(&self, receiver: &Ty) -> Times {
        let is_one = match receiver.strip_refs().kind() {
            TyKind::Adt(def, _) => ONE_VALUE.contains(&&*self.db.store.canonical_path(*def)),
            _ => false,
        };
        if is_one {
            Times::AtMostOnce
        } else if self.is_bounded(receiver, 0) {
            Times::Listed
        } else {
            Times::Any
        }
    }

    /// Whether a loop over a value of this type ends after a number of iterations that is known at its start.
    pub(super) fn is_bounded(&self, ty: &Ty, depth: u32) -> bool {
        let ty = ty.strip_refs();
        match ty.kind() {
            TyKind::Array(_) | TyKind::Slice(_) => true,
            TyKind::Adt(def, args) if depth < MAX_ADAPTORS => {
                let path = self.db.store.canonical_path(*def);
                let adaptor = path.strip_prefix("std::iter::").is_some_and(|name| ADAPTORS.contains(&name));
                let is_collection = RANGES.contains(&&*path) || COLLECTIONS.iter().any(|start| path.starts_with(start));
                is_collection || adaptor && args.first().is_some_and(|inner| self.is_bounded(inner, depth + 1))
            }
            _ => false,
        }
    }
}
