//! Serializes facts: names are indices into a table of the crate. Everything read back is checked, since cache files are not trusted.

use super::Name;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The names of a crate's facts, each once.
#[derive(Debug, Default)]
pub(crate) struct NameTable(IndexSet<Name, FxBuildHasher>);

/// Types nested deeper than this are not read back: decoding recurses.
const MAX_NESTING: u32 = 512;

thread_local! {
    static WRITING: RefCell<Option<NameTable>> = const { RefCell::new(None) };
    static READING: RefCell<Option<Arc<[Name]>>> = const { RefCell::new(None) };
    static NESTING: Cell<u32> = const { Cell::new(0) };
    static SKIPS_SPANS: Cell<bool> = const { Cell::new(false) };
}

impl NameTable {
    /// Runs `pack` with this table, to which new names are added.
    pub(crate) fn writing<R>(&mut self, pack: impl FnOnce() -> R) -> R {
        WRITING.set(Some(std::mem::take(self)));
        let result = pack();
        *self = WRITING.take().unwrap_or_default();
        result
    }

    /// The names in the order of their indices.
    pub(crate) fn names(&self) -> impl Iterator<Item = Name> {
        self.0.iter().copied()
    }
}

/// A value as bytes; its names are added to `names`.
pub(crate) fn pack(value: &impl Serialize, names: &mut NameTable) -> Option<Vec<u8>> {
    names.writing(|| postcard::to_stdvec(value).ok())
}

/// The value that was packed with these names; `None` if the bytes are invalid.
pub(crate) fn unpack<T: DeserializeOwned>(bytes: &[u8], names: &Arc<[Name]>) -> Option<T> {
    let before = READING.replace(Some(Arc::clone(names)));
    let value = postcard::from_bytes(bytes).ok();
    READING.set(before);
    NESTING.set(0);
    value
}

/// The value at the start of bytes that [`pack`] has made, and the bytes after it.
pub(crate) fn unpack_next<'b, T: DeserializeOwned>(bytes: &'b [u8], names: &Arc<[Name]>) -> Option<(T, &'b [u8])> {
    let before = READING.replace(Some(Arc::clone(names)));
    let value = postcard::take_from_bytes(bytes).ok();
    READING.set(before);
    NESTING.set(0);
    value
}

/// A hash of a value that does not depend on where in the file it is written. `None` if the value cannot be serialized.
pub(crate) fn placeless_hash(value: &impl Serialize) -> Option<u64> {
    SKIPS_SPANS.set(true);
    let bytes = postcard::to_stdvec(value);
    SKIPS_SPANS.set(false);
    Some(xxh3_64(&bytes.ok()?))
}

/// Whether spans are currently left out.
pub(super) fn skips_spans() -> bool {
    SKIPS_SPANS.get()
}

/// The index of a name in the table that is being written, if there is one.
pub(super) fn index_of(name: Name) -> Option<u32> {
    WRITING.with_borrow_mut(|table| {
        let index = table.as_mut()?.0.insert_full(name).0;
        u32::try_from(index).ok()
    })
}

/// The name at `index` of the table being read; `None` if no table is being read or the index is out of range.
pub(super) fn name_at(index: u32) -> Option<Name> {
    READING.with_borrow(|table| table.as_ref()?.get(index as usize).copied())
}

/// Whether names are currently read as indices.
pub(super) fn reads_indices() -> bool {
    READING.with_borrow(Option::is_some)
}

/// Runs `read` one level deeper; fails if that is too deep.
pub(super) fn nested<T, E: serde::de::Error>(read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let depth = NESTING.get();
    if depth >= MAX_NESTING {
        return Err(E::custom("nested too deeply"));
    }
    NESTING.set(depth + 1);
    let result = read();
    NESTING.set(depth);
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::TypeRef;

    fn round_trip(value: &TypeRef) -> Option<TypeRef> {
        let mut names = NameTable::default();
        let bytes = pack(value, &mut names)?;
        unpack(&bytes, &names.names().collect())
    }

    fn nested_type(depth: usize) -> TypeRef {
        (0..depth).fold(TypeRef::Never, |inner, _| TypeRef::Slice(Box::new(inner)))
    }

    #[test]
    fn what_is_packed_comes_back_unless_it_is_too_deep() {
        assert_eq!(round_trip(&nested_type(100)), Some(nested_type(100)));
        assert_eq!(round_trip(&nested_type(2_000)), None);
    }

    #[test]
    fn a_name_that_is_not_in_the_table_is_refused() {
        let mut names = NameTable::default();
        let bytes = pack(&vec![Name::new("a"), Name::new("b")], &mut names).expect("it can be packed");
        assert_eq!(unpack::<Vec<Name>>(&bytes, &names.names().collect()), Some(vec![Name::new("a"), Name::new("b")]));
        assert_eq!(unpack::<Vec<Name>>(&bytes, &Arc::from([Name::new("a")])), None);
        assert_eq!(unpack::<Vec<Name>>(&bytes[..1], &names.names().collect()), None);
    }
}
