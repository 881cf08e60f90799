//! Differences between releases of the C library, from 2.17 on: functions with several versions, and functions that older releases lack. Knows
//! names and versions; never knows who calls.

use std::ffi::{CStr, c_void};
use std::ptr;

use libc::{AT_FDCWD, AT_SYMLINK_NOFOLLOW, c_char, c_int, c_long, stat};

/// Functions of which the C library also keeps an older version, for programs that were linked long ago; with the version to which programs
/// link now. Before 2.36, `dlsym(RTLD_NEXT)` returns the older one: its `realpath` fails without a buffer, and its `pthread_cond_wait` uses
/// another layout of the condition. Where only one version exists, as on ARM, that version has another name.
#[rustfmt::skip]
const VERSIONS: [(&str, &CStr); 5] = [
    ("posix_spawn", c"GLIBC_2.15"),
    ("posix_spawnp", c"GLIBC_2.15"),
    ("pthread_cond_timedwait", c"GLIBC_2.3.2"),
    ("pthread_cond_wait", c"GLIBC_2.3.2"),
    ("realpath", c"GLIBC_2.3"),
];

/// The function of this name, which ends with a NUL, in the libraries after the program itself; null if there is none.
pub(super) fn next(name: &'static str) -> *mut c_void {
    let bare = name.trim_end_matches('\0');
    if let Some((_, version)) = VERSIONS.iter().find(|(known, _)| *known == bare) {
        // SAFETY: name and version end with a NUL, and `RTLD_NEXT` means the libraries after the program itself, whose symbols these hooks are.
        let found = unsafe { libc::dlvsym(libc::RTLD_NEXT, name.as_ptr().cast(), version.as_ptr()) };
        if !found.is_null() {
            return found;
        }
    }
    // SAFETY: as above.
    let found = unsafe { libc::dlsym(libc::RTLD_NEXT, name.as_ptr().cast()) };
    if found.is_null() { substitute(bare) } else { found }
}

/// Before 2.33, `stat` and its relatives were no symbols of the C library: each program had its own copy, which the hook replaces.
fn substitute(name: &str) -> *mut c_void {
    match name {
        "stat" | "stat64" => stat_of_path as *const () as *mut c_void,
        "lstat" | "lstat64" => stat_of_link as *const () as *mut c_void,
        "fstatat" | "fstatat64" => stat_at as *const () as *mut c_void,
        _ => ptr::null_mut(),
    }
}

/// On 64-bit systems the kernel fills the C library's `stat` structure directly; `stat64` is the same.
unsafe extern "C" fn stat_at(folder: c_int, path: *const c_char, status: *mut stat, flags: c_int) -> c_int {
    // SAFETY: the arguments are the caller's own, and so is their validity; the call takes these four.
    let result = unsafe { libc::syscall(libc::SYS_newfstatat, folder, path, status, flags) };
    if result == c_long::from(0_u8) { 0 } else { -1 }
}

unsafe extern "C" fn stat_of_path(path: *const c_char, status: *mut stat) -> c_int {
    // SAFETY: as above.
    unsafe { stat_at(AT_FDCWD, path, status, 0) }
}

unsafe extern "C" fn stat_of_link(path: *const c_char, status: *mut stat) -> c_int {
    // SAFETY: as above.
    unsafe { stat_at(AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW) }
}

#[cfg(test)]
mod tests {
    use std::mem::MaybeUninit;

    use super::*;

    type OfPath = unsafe extern "C" fn(*const c_char, *mut stat) -> c_int;

    /// Identity and size of a file; `None` if it does not exist.
    fn asked(function: OfPath, path: &CStr) -> Option<(u64, u64, u32, i64, i64)> {
        let mut status = MaybeUninit::<stat>::zeroed();
        // SAFETY: the path ends with a NUL, and the pointer is to memory of the right size.
        if unsafe { function(path.as_ptr(), status.as_mut_ptr()) } != 0 {
            return None;
        }
        // SAFETY: all-zero bytes are valid in it, and the call has filled it.
        let status = unsafe { status.assume_init() };
        Some((status.st_dev, status.st_ino, status.st_mode, status.st_size, status.st_mtime))
    }

    #[test]
    fn substitutes_say_of_files_what_the_c_library_says() {
        for path in [c"/", c"/proc/self/exe", c"/etc/passwd", c"/nowhere/at all"] {
            assert_eq!(asked(stat_of_path, path), asked(stat, path), "{path:?}");
            assert_eq!(asked(stat_of_link, path), asked(libc::lstat, path), "{path:?}");
        }
        assert_ne!(asked(stat_of_path, c"/proc/self/exe"), asked(stat_of_link, c"/proc/self/exe"));
        let missing = errno_after(|| asked(stat_of_path, c"/nowhere/at all"));
        assert_eq!(missing, libc::ENOENT);
    }

    fn errno_after<T>(work: impl FnOnce() -> T) -> i32 {
        work();
        std::io::Error::last_os_error().raw_os_error().unwrap_or_default()
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn each_version_is_one_of_the_library() {
        for (name, version) in VERSIONS {
            let name = std::ffi::CString::new(name).expect("it has no NUL");
            // SAFETY: both end with a NUL.
            let found = unsafe { libc::dlvsym(libc::RTLD_NEXT, name.as_ptr(), version.as_ptr()) };
            assert!(!found.is_null(), "{name:?} {version:?}");
        }
    }

    #[test]
    fn what_no_library_has_is_null() {
        assert!(next("a_function_of_nobody\0").is_null());
    }
}
