//! Complete reports as bytes, including the fields that JSON leaves out.

use super::report::Report;
use std::cell::Cell;

thread_local! {
    static WHOLE: Cell<bool> = const { Cell::new(false) };
}

/// Whether to skip a field that is not part of the JSON. False while a report is packed.
pub(super) fn is_brief<T>(_: &T) -> bool {
    !WHOLE.get()
}

/// Whether to skip an absent field.
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

/// Restores a packed report; `None` for any other bytes.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Report> {
    postcard::from_bytes(bytes).ok()
}
