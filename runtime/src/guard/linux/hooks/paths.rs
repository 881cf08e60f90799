//! Hooks of calls that look a path up. What is asked of an open file alone (`fstat`) is in memory already, and is not among them.

use libc::{DIR, c_char, c_int, c_uint, c_void, dirent, dirent64, mode_t, off_t, size_t, ssize_t};

use super::Waits::{self, File, Not};

/// `statx` about a descriptor alone still asks the file system, but not for what std asks it: whether the system knows the call.
fn extended(path: *const c_char, status: *const c_void) -> Waits {
    if path.is_null() || status.is_null() { Not } else { File }
}

// `open` and `openat` are variadic in C: the mode is there only if a file may be made. See `files.rs` for why it may be named.
super::hooks! {
    open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int, or -1, waits File;
    open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int, or -1, waits File;
    openat(folder: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int, or -1, waits File;
    openat64(folder: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int, or -1, waits File;
    creat(path: *const c_char, mode: mode_t) -> c_int, or -1, waits File;
    stat(path: *const c_char, status: *mut libc::stat) -> c_int, or -1, waits File;
    stat64(path: *const c_char, status: *mut libc::stat64) -> c_int, or -1, waits File;
    lstat(path: *const c_char, status: *mut libc::stat) -> c_int, or -1, waits File;
    lstat64(path: *const c_char, status: *mut libc::stat64) -> c_int, or -1, waits File;
    fstatat(folder: c_int, path: *const c_char, status: *mut libc::stat, flags: c_int) -> c_int, or -1, waits File;
    fstatat64(folder: c_int, path: *const c_char, status: *mut libc::stat64, flags: c_int) -> c_int, or -1, waits File;
    statx(folder: c_int, path: *const c_char, flags: c_int, mask: c_uint, status: *mut c_void) -> c_int, or -1,
        waits extended(path, status);
    access(path: *const c_char, mode: c_int) -> c_int, or -1, waits File;
    faccessat(folder: c_int, path: *const c_char, mode: c_int, flags: c_int) -> c_int, or -1, waits File;
    opendir(path: *const c_char) -> *mut DIR, or std::ptr::null_mut(), waits File;
    readdir(folder: *mut DIR) -> *mut dirent, or std::ptr::null_mut(), waits File;
    readdir64(folder: *mut DIR) -> *mut dirent64, or std::ptr::null_mut(), waits File;
    mkdir(path: *const c_char, mode: mode_t) -> c_int, or -1, waits File;
    mkdirat(folder: c_int, path: *const c_char, mode: mode_t) -> c_int, or -1, waits File;
    rmdir(path: *const c_char) -> c_int, or -1, waits File;
    unlink(path: *const c_char) -> c_int, or -1, waits File;
    unlinkat(folder: c_int, path: *const c_char, flags: c_int) -> c_int, or -1, waits File;
    rename(from: *const c_char, to: *const c_char) -> c_int, or -1, waits File;
    renameat(from_folder: c_int, from: *const c_char, to_folder: c_int, to: *const c_char) -> c_int, or -1, waits File;
    link(from: *const c_char, to: *const c_char) -> c_int, or -1, waits File;
    linkat(from_folder: c_int, from: *const c_char, to_folder: c_int, to: *const c_char, flags: c_int) -> c_int, or -1, waits File;
    symlink(from: *const c_char, to: *const c_char) -> c_int, or -1, waits File;
    readlink(path: *const c_char, buffer: *mut c_char, size: size_t) -> ssize_t, or -1, waits File;
    realpath(path: *const c_char, buffer: *mut c_char) -> *mut c_char, or std::ptr::null_mut(), waits File;
    chmod(path: *const c_char, mode: mode_t) -> c_int, or -1, waits File;
    fchmod(file: c_int, mode: mode_t) -> c_int, or -1, waits File;
    truncate(path: *const c_char, size: off_t) -> c_int, or -1, waits File;
    truncate64(path: *const c_char, size: off_t) -> c_int, or -1, waits File;
}
