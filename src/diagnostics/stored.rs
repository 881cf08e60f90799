//! Reports as bytes, whole: with the parts that JSON leaves out.

use super::report::Report;
use std::cell::Cell;

thread_local! {
    static WHOLE: Cell<bool> = const { Cell::new(false) };
}

/// Whether a part that is no part of the JSON is left out; it is not where reports are stored.
pub(super) fn is_brief<T>(_: &T) -> bool {
    !WHOLE.get()
}

/// Whether an absent part is left out.
#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
pub(super) fn is_absent<T>(part: &Option<T>) -> bool {
    part.is_none() && is_brief(part)
}

/// The report as bytes.
pub(crate) fn pack(report: &Report) -> Option<Vec<u8>> {
    WHOLE.set(true);
    let bytes = postcard::to_stdvec(report).ok();
    WHOLE.set(false);
    bytes
}

/// The report that was packed; `None` for anything else.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Report> {
    postcard::from_bytes(bytes).ok()
}
