//! Hooks of the variants that C compilers call if `_FORTIFY_SOURCE` is set, as in libraries of distributions: the same functions with the size
//! of the buffer, which the C library checks. They do not call the plain functions, so they need their own hooks.

use libc::{FILE, c_char, c_int, c_void, nfds_t, off_t, pollfd, size_t, sockaddr, socklen_t, ssize_t};

use super::Waits::Reads;
use super::paths::{asked, named};
use super::sockets::{polled, received};
use super::stdio::read_from;

super::hooks! {
    __read_chk(file: c_int, buffer: *mut c_void, size: size_t, room: size_t) -> ssize_t, or -1, waits Reads(file);
    __pread_chk(file: c_int, buffer: *mut c_void, size: size_t, at: off_t, room: size_t) -> ssize_t, or -1, waits Reads(file);
    __pread64_chk(file: c_int, buffer: *mut c_void, size: size_t, at: off_t, room: size_t) -> ssize_t, or -1, waits Reads(file);
    __fread_chk(buffer: *mut c_void, room: size_t, size: size_t, count: size_t, stream: *mut FILE) -> size_t, or 0,
        waits read_from(stream, size.saturating_mul(count));
    __fgets_chk(buffer: *mut c_char, room: size_t, size: c_int, stream: *mut FILE) -> *mut c_char, or std::ptr::null_mut(),
        waits read_from(stream, 1);
    __recv_chk(socket: c_int, buffer: *mut c_void, size: size_t, room: size_t, flags: c_int) -> ssize_t, or -1,
        waits received(socket, flags);
    __recvfrom_chk(socket: c_int, buffer: *mut c_void, size: size_t, room: size_t, flags: c_int, address: *mut sockaddr,
        length: *mut socklen_t) -> ssize_t, or -1, waits received(socket, flags);
    __poll_chk(asked: *mut pollfd, count: nfds_t, millis: c_int, room: size_t) -> c_int, or -1, waits polled(millis);
    __open_2(path: *const c_char, flags: c_int) -> c_int, or -1, waits named(path);
    __open64_2(path: *const c_char, flags: c_int) -> c_int, or -1, waits named(path);
    __openat_2(folder: c_int, path: *const c_char, flags: c_int) -> c_int, or -1, waits named(path);
    __openat64_2(folder: c_int, path: *const c_char, flags: c_int) -> c_int, or -1, waits named(path);
    __realpath_chk(path: *const c_char, buffer: *mut c_char, room: size_t) -> *mut c_char, or std::ptr::null_mut(), waits asked(path);
    __readlink_chk(path: *const c_char, buffer: *mut c_char, size: size_t, room: size_t) -> ssize_t, or -1, waits asked(path);
}
