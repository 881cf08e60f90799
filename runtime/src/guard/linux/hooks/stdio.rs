//! Hooks of streams, as C code reads and writes files. Knows what a stream's buffer holds: only a call for which that is not enough waits.

use std::sync::atomic::{AtomicUsize, Ordering};

use libc::{FILE, c_char, c_int, c_void, size_t};

use super::Waits::{self, Not, Reads};
use super::files::written;

/// A buffer that a stream has not got yet is at least as big.
const SMALLEST_BUFFER: usize = 1024;

/// How a stream begins. Programs were compiled with this layout since the first versions of glibc, which `getc_unlocked` looks into.
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
    // SAFETY: the stream is the caller's, open, and begins like this. Other threads may change what is read here, as one value each.
    let begin = unsafe { &*stream.cast::<Begin>() };
    let left = begin.read_end.load(Ordering::Relaxed).saturating_sub(begin.read_at.load(Ordering::Relaxed));
    // SAFETY: the stream is only asked for its number.
    if wanted <= left { Not } else { Reads(unsafe { libc::fileno(stream) }) }
}

/// A stream is written to its descriptor when its buffer is full. All streams at once, which is what no stream means, are nobody's in particular.
fn written_to(stream: *mut FILE, size: size_t) -> Waits {
    if stream.is_null() {
        return Not;
    }
    // SAFETY: the stream is the caller's, open, and only asked for its numbers.
    let (pending, room, file) = unsafe { (__fpending(stream), __fbufsize(stream), libc::fileno(stream)) };
    let room = if room == 0 { SMALLEST_BUFFER } else { room };
    if pending.saturating_add(size) <= room { Not } else { written(file, size) }
}

/// What was written to the buffer, and no more.
fn flushed(stream: *mut FILE) -> Waits {
    // SAFETY: as above.
    let pending = if stream.is_null() { 0 } else { unsafe { __fpending(stream) } };
    // SAFETY: as above; what has bytes in its buffer is a stream.
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
