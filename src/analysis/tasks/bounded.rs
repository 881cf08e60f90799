//! `for` loops over values in memory or over a range: the number of their iterations is known before the first one.

use super::super::body::BodyView;
use crate::types::{Ty, TyKind};

/// Paths of collections and of their iterators begin with one of these.
const COLLECTIONS: [&str; 5] = ["std::array::", "std::collections::", "std::option::", "std::slice::", "std::vec::"];

/// Ranges with an end.
const RANGES: [&str; 2] = ["std::ops::Range", "std::ops::RangeInclusive"];

/// Iterators over at most the items of another one.
const ADAPTORS: [&str; 13] =
    ["Cloned", "Copied", "Enumerate", "Filter", "FilterMap", "Inspect", "Map", "Peekable", "Rev", "Skip", "StepBy", "Take", "Zip"];

/// How many adaptors are looked through.
const MAX_ADAPTORS: u32 = 16;

impl BodyView<'_> {
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
