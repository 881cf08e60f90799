//! Hooks of streams, as C code reads and writes files. What a buffer holds is not asked: a stream over a file is a file.

use libc::{FILE, c_char, c_int, c_void, size_t};

use super::Waits::{self, Not, Reads};
use super::files::written;

/// A stream is read from its descriptor.
pub(super) fn read_from(stream: *mut FILE) -> Waits {
    // SAFETY: the stream is the caller's, open, and only asked for its number.
    if stream.is_null() { Not } else { Reads(unsafe { libc::fileno(stream) }) }
}

/// A stream is written to its descriptor. All streams at once, which is what no stream means, are nobody's in particular.
fn written_to(stream: *mut FILE, size: size_t) -> Waits {
    // SAFETY: as above.
    if stream.is_null() { Not } else { written(unsafe { libc::fileno(stream) }, size) }
}

super::hooks! {
    fread(buffer: *mut c_void, size: size_t, count: size_t, stream: *mut FILE) -> size_t, or 0, waits read_from(stream);
    fgets(buffer: *mut c_char, size: c_int, stream: *mut FILE) -> *mut c_char, or std::ptr::null_mut(), waits read_from(stream);
    fwrite(buffer: *const c_void, size: size_t, count: size_t, stream: *mut FILE) -> size_t, or 0,
        waits written_to(stream, size.saturating_mul(count));
    fputs(text: *const c_char, stream: *mut FILE) -> c_int, or -1, waits written_to(stream, 0);
    fflush(stream: *mut FILE) -> c_int, or -1, waits written_to(stream, 0);
}
