//! Hooks of calls on open files, pipes and terminals.

use libc::{c_int, c_void, iovec, off_t, size_t, ssize_t};

use super::Waits::{self, File, FileLock, Not, Prints, Reads, Writes};

/// `fcntl` waits only for a lock, and only with `F_SETLKW`.
fn control(command: c_int) -> Waits {
    if command == libc::F_SETLKW || command == libc::F_OFD_SETLKW { FileLock } else { Not }
}

/// `flock` waits unless `LOCK_NB` is given; releasing a lock never waits.
fn lock(operation: c_int) -> Waits {
    if operation & libc::LOCK_NB != 0 || operation & libc::LOCK_UN != 0 { Not } else { FileLock }
}

fn section(command: c_int) -> Waits {
    if command == libc::F_LOCK { FileLock } else { Not }
}

/// `writev` passes 0, because the sizes of its buffers are not added up; at least one byte is assumed.
pub(super) fn written(file: c_int, size: size_t) -> Waits {
    if matches!(file, 1 | 2) { Prints(file, size) } else { Writes(file) }
}

/// Only a synchronous `msync` waits.
fn synced(flags: c_int) -> Waits {
    if flags & libc::MS_SYNC != 0 { File } else { Not }
}

fn moved(from: c_int, flags: u32) -> Waits {
    if flags & libc::SPLICE_F_NONBLOCK != 0 { Not } else { Reads(from) }
}

// `fcntl` is variadic in C. On the two architectures for which this is built, a variadic integer or pointer is passed in the register
// in which a named one would be, so a third named argument receives what the caller passed, or whatever the register contains.
super::hooks! {
    read(file: c_int, buffer: *mut c_void, size: size_t) -> ssize_t, or -1, waits Reads(file);
    readv(file: c_int, parts: *const iovec, count: c_int) -> ssize_t, or -1, waits Reads(file);
    pread(file: c_int, buffer: *mut c_void, size: size_t, at: off_t) -> ssize_t, or -1, waits Reads(file);
    pread64(file: c_int, buffer: *mut c_void, size: size_t, at: off_t) -> ssize_t, or -1, waits Reads(file);
    preadv(file: c_int, parts: *const iovec, count: c_int, at: off_t) -> ssize_t, or -1, waits Reads(file);
    preadv64(file: c_int, parts: *const iovec, count: c_int, at: off_t) -> ssize_t, or -1, waits Reads(file);
    write(file: c_int, buffer: *const c_void, size: size_t) -> ssize_t, or -1, waits written(file, size);
    writev(file: c_int, parts: *const iovec, count: c_int) -> ssize_t, or -1, waits written(file, 0);
    pwrite(file: c_int, buffer: *const c_void, size: size_t, at: off_t) -> ssize_t, or -1, waits Writes(file);
    pwrite64(file: c_int, buffer: *const c_void, size: size_t, at: off_t) -> ssize_t, or -1, waits Writes(file);
    pwritev(file: c_int, parts: *const iovec, count: c_int, at: off_t) -> ssize_t, or -1, waits Writes(file);
    pwritev64(file: c_int, parts: *const iovec, count: c_int, at: off_t) -> ssize_t, or -1, waits Writes(file);
    fsync(file: c_int) -> c_int, or -1, waits File;
    fdatasync(file: c_int) -> c_int, or -1, waits File;
    syncfs(file: c_int) -> c_int, or -1, waits File;
    ftruncate(file: c_int, size: off_t) -> c_int, or -1, waits File;
    ftruncate64(file: c_int, size: off_t) -> c_int, or -1, waits File;
    fallocate(file: c_int, mode: c_int, at: off_t, size: off_t) -> c_int, or -1, waits File;
    fallocate64(file: c_int, mode: c_int, at: off_t, size: off_t) -> c_int, or -1, waits File;
    posix_fallocate(file: c_int, at: off_t, size: off_t) -> c_int, or libc::ENOSYS, waits File;
    posix_fallocate64(file: c_int, at: off_t, size: off_t) -> c_int, or libc::ENOSYS, waits File;
    msync(begin: *mut c_void, size: size_t, flags: c_int) -> c_int, or -1, waits synced(flags);
    splice(from: c_int, at: *mut off_t, to: c_int, to_at: *mut off_t, size: size_t, flags: u32) -> ssize_t, or -1, waits moved(from, flags);
    flock(file: c_int, operation: c_int) -> c_int, or -1, waits lock(operation);
    lockf(file: c_int, command: c_int, size: off_t) -> c_int, or -1, waits section(command);
    fcntl(file: c_int, command: c_int, argument: usize) -> c_int, or -1, waits control(command);
    fcntl64(file: c_int, command: c_int, argument: usize) -> c_int, or -1, waits control(command);
    copy_file_range(from: c_int, at: *mut off_t, to: c_int, to_at: *mut off_t, size: size_t, flags: u32) -> ssize_t, or -1, waits File;
    sendfile(to: c_int, from: c_int, at: *mut off_t, size: size_t) -> ssize_t, or -1, waits File;
    sendfile64(to: c_int, from: c_int, at: *mut off_t, size: size_t) -> ssize_t, or -1, waits File;
}
