//! Hooks of C streams. Knows the state of a stream's buffer: a call waits only if the buffer does not suffice.

use std::sync::atomic::{AtomicUsize, Ordering};

use libc::{FILE, c_char, c_int, c_void, size_t};

use super::Waits::{self, Not, Reads};
use super::files::written;

/// Minimum size of the buffer that a stream will allocate.
const SMALLEST_BUFFER: usize = 1024;

/// The first fields of a `FILE`. The layout is fixed, because compiled programs rely on it since the first versions of glibc (`getc_unlocked`).
#[repr(C)]
struct Begin {
    flags: c_int,
    read_at: AtomicUsize,
    read_end: AtomicUsize,
}

unsafe extern "C" {
    /// How many bytes were written to the buffer.
    fn __fpending(stream: *mut FILE) -> size_t;
    /// How many bytes the buffer takes; 0 as long as there is none.
    fn __fbufsize(stream: *mut FILE) -> size_t;
}

/// A stream is read from its descriptor when fewer bytes are left in its buffer.
pub(super) fn read_from(stream: *mut FILE, wanted: size_t) -> Waits {
    if stream.is_null() {
        return Not;
    }
    // SAFETY: the stream is the caller's and open, and has this layout. Other threads may change the fields, but each is read as one value.
    let begin = unsafe { &*stream.cast::<Begin>() };
    let left = begin.read_end.load(Ordering::Relaxed).saturating_sub(begin.read_at.load(Ordering::Relaxed));
    // SAFETY: the stream is open, and `fileno` only reads its descriptor.
    if wanted <= left { Not } else { Reads(unsafe { libc::fileno(stream) }) }
}

/// A stream is written to its descriptor when its buffer is full. A null pointer means all streams, which have no single descriptor.
fn written_to(stream: *mut FILE, size: size_t) -> Waits {
    if stream.is_null() {
        return Not;
    }
    // SAFETY: the stream is the caller's and open; the calls only read its state.
    let (pending, room, file) = unsafe { (__fpending(stream), __fbufsize(stream), libc::fileno(stream)) };
    let room = if room == 0 { SMALLEST_BUFFER } else { room };
    if pending.saturating_add(size) <= room { Not } else { written(file, size) }
}

/// Flushing waits only if the buffer contains pending bytes.
fn flushed(stream: *mut FILE) -> Waits {
    // SAFETY: as above.
    let pending = if stream.is_null() { 0 } else { unsafe { __fpending(stream) } };
    // SAFETY: as above; pending bytes imply that the pointer is not null.
    if pending == 0 { Not } else { written(unsafe { libc::fileno(stream) }, pending) }
}

/// The length of a text, which is written without its end.
fn length(text: *const c_char) -> size_t {
    // SAFETY: the text is the caller's, and ends with a NUL.
    if text.is_null() { 0 } else { unsafe { libc::strlen(text) } }
}

super::hooks! {
    fread(buffer: *mut c_void, size: size_t, count: size_t, stream: *mut FILE) -> size_t, or 0,
        waits read_from(stream, size.saturating_mul(count));
    fgets(buffer: *mut c_char, size: c_int, stream: *mut FILE) -> *mut c_char, or std::ptr::null_mut(), waits read_from(stream, 1);
    fwrite(buffer: *const c_void, size: size_t, count: size_t, stream: *mut FILE) -> size_t, or 0,
        waits written_to(stream, size.saturating_mul(count));
    fputs(text: *const c_char, stream: *mut FILE) -> c_int, or -1, waits written_to(stream, length(text));
    fflush(stream: *mut FILE) -> c_int, or -1, waits flushed(stream);
    fclose(stream: *mut FILE) -> c_int, or -1, waits flushed(stream);
}
