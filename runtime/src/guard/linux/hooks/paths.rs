//! Hooks of calls that look a path up. `fstat` is not among them: for an open file, the kernel has the answer in memory.

use libc::{DIR, c_char, c_int, c_uint, c_void, dirent, dirent64, gid_t, mode_t, off_t, size_t, ssize_t, timespec, uid_t};

use super::Waits::{self, Asks, File, Name, Not, Path, Reads};

/// Opens or changes a file; the path is only read on a thread that polls a task.
pub(super) fn named(path: *const c_char) -> Waits {
    Path(path.expose_provenance())
}

/// Queries a path without opening or changing the file.
pub(super) fn asked(path: *const c_char) -> Waits {
    Name(path.expose_provenance())
}

/// An open folder is read from its descriptor.
fn listed(folder: *mut DIR) -> Waits {
    // SAFETY: the folder is the caller's and open; `dirfd` only reads its descriptor.
    Reads(unsafe { libc::dirfd(folder) })
}

/// `statx` may be about an open file only. With a null buffer, std only checks whether the kernel has the call.
fn extended(folder: c_int, path: *const c_char, flags: c_int, status: *const c_void) -> Waits {
    if path.is_null() || status.is_null() {
        return Not;
    }
    // SAFETY: the path is the caller's, and ends with a NUL, so it has one byte at least.
    let is_empty = flags & libc::AT_EMPTY_PATH != 0 && unsafe { *path } == 0;
    if is_empty { Asks(folder) } else { asked(path) }
}

// `open` and `openat` are variadic in C: the mode is passed only if a file may be created. See `files.rs` for why it can be a named argument.
super::hooks! {
    open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int, or -1, waits named(path);
    open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int, or -1, waits named(path);
    openat(folder: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int, or -1, waits named(path);
    openat64(folder: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int, or -1, waits named(path);
    creat(path: *const c_char, mode: mode_t) -> c_int, or -1, waits named(path);
    fopen(path: *const c_char, mode: *const c_char) -> *mut libc::FILE, or std::ptr::null_mut(), waits named(path);
    fopen64(path: *const c_char, mode: *const c_char) -> *mut libc::FILE, or std::ptr::null_mut(), waits named(path);
    stat(path: *const c_char, status: *mut libc::stat) -> c_int, or -1, waits asked(path);
    stat64(path: *const c_char, status: *mut libc::stat64) -> c_int, or -1, waits asked(path);
    lstat(path: *const c_char, status: *mut libc::stat) -> c_int, or -1, waits asked(path);
    lstat64(path: *const c_char, status: *mut libc::stat64) -> c_int, or -1, waits asked(path);
    fstatat(folder: c_int, path: *const c_char, status: *mut libc::stat, flags: c_int) -> c_int, or -1, waits asked(path);
    fstatat64(folder: c_int, path: *const c_char, status: *mut libc::stat64, flags: c_int) -> c_int, or -1, waits asked(path);
    statx(folder: c_int, path: *const c_char, flags: c_int, mask: c_uint, status: *mut c_void) -> c_int, or -1,
        waits extended(folder, path, flags, status);
    access(path: *const c_char, mode: c_int) -> c_int, or -1, waits asked(path);
    faccessat(folder: c_int, path: *const c_char, mode: c_int, flags: c_int) -> c_int, or -1, waits asked(path);
    opendir(path: *const c_char) -> *mut DIR, or std::ptr::null_mut(), waits named(path);
    readdir(folder: *mut DIR) -> *mut dirent, or std::ptr::null_mut(), waits listed(folder);
    readdir64(folder: *mut DIR) -> *mut dirent64, or std::ptr::null_mut(), waits listed(folder);
    mkdir(path: *const c_char, mode: mode_t) -> c_int, or -1, waits named(path);
    mkdirat(folder: c_int, path: *const c_char, mode: mode_t) -> c_int, or -1, waits named(path);
    rmdir(path: *const c_char) -> c_int, or -1, waits named(path);
    unlink(path: *const c_char) -> c_int, or -1, waits named(path);
    unlinkat(folder: c_int, path: *const c_char, flags: c_int) -> c_int, or -1, waits named(path);
    rename(from: *const c_char, to: *const c_char) -> c_int, or -1, waits named(from);
    renameat(from_folder: c_int, from: *const c_char, to_folder: c_int, to: *const c_char) -> c_int, or -1, waits named(from);
    link(from: *const c_char, to: *const c_char) -> c_int, or -1, waits named(from);
    linkat(from_folder: c_int, from: *const c_char, to_folder: c_int, to: *const c_char, flags: c_int) -> c_int, or -1, waits named(from);
    symlink(from: *const c_char, to: *const c_char) -> c_int, or -1, waits named(to);
    readlink(path: *const c_char, buffer: *mut c_char, size: size_t) -> ssize_t, or -1, waits asked(path);
    realpath(path: *const c_char, buffer: *mut c_char) -> *mut c_char, or std::ptr::null_mut(), waits asked(path);
    chmod(path: *const c_char, mode: mode_t) -> c_int, or -1, waits named(path);
    fchmod(file: c_int, mode: mode_t) -> c_int, or -1, waits File;
    symlinkat(from: *const c_char, to_folder: c_int, to: *const c_char) -> c_int, or -1, waits named(to);
    readlinkat(folder: c_int, path: *const c_char, buffer: *mut c_char, size: size_t) -> ssize_t, or -1, waits asked(path);
    fchmodat(folder: c_int, path: *const c_char, mode: mode_t, flags: c_int) -> c_int, or -1, waits named(path);
    chown(path: *const c_char, user: uid_t, group: gid_t) -> c_int, or -1, waits named(path);
    lchown(path: *const c_char, user: uid_t, group: gid_t) -> c_int, or -1, waits named(path);
    fchown(file: c_int, user: uid_t, group: gid_t) -> c_int, or -1, waits File;
    fchownat(folder: c_int, path: *const c_char, user: uid_t, group: gid_t, flags: c_int) -> c_int, or -1, waits named(path);
    utimensat(folder: c_int, path: *const c_char, times: *const timespec, flags: c_int) -> c_int, or -1, waits named(path);
    futimens(file: c_int, times: *const timespec) -> c_int, or -1, waits File;
    mkfifo(path: *const c_char, mode: mode_t) -> c_int, or -1, waits named(path);
    mkdtemp(pattern: *mut c_char) -> *mut c_char, or std::ptr::null_mut(), waits named(pattern);
    mkstemp(pattern: *mut c_char) -> c_int, or -1, waits named(pattern);
    mkstemp64(pattern: *mut c_char) -> c_int, or -1, waits named(pattern);
    utime(path: *const c_char, times: *const libc::utimbuf) -> c_int, or -1, waits named(path);
    utimes(path: *const c_char, times: *const libc::timeval) -> c_int, or -1, waits named(path);
    statfs(path: *const c_char, status: *mut libc::statfs) -> c_int, or -1, waits asked(path);
    statfs64(path: *const c_char, status: *mut libc::statfs64) -> c_int, or -1, waits asked(path);
    statvfs(path: *const c_char, status: *mut libc::statvfs) -> c_int, or -1, waits asked(path);
    statvfs64(path: *const c_char, status: *mut libc::statvfs64) -> c_int, or -1, waits asked(path);
    truncate(path: *const c_char, size: off_t) -> c_int, or -1, waits named(path);
    truncate64(path: *const c_char, size: off_t) -> c_int, or -1, waits named(path);
}
