//! Functions in which C code waits, but not std: streams, conditions and semaphores of the C library, and functions with several versions.

#![allow(unsafe_code, reason = "functions of the C library are called as C code calls them")]

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

use crate::support::{caught, silent};

/// Writes a file with one line; returns its path as a C string.
fn file(name: &str) -> CString {
    let path = std::env::temp_dir().join(format!("guard-c-{}-{name}.txt", std::process::id()));
    std::fs::write(&path, "a line\nanother\n").expect("the temporary folder is writable");
    CString::new(path.as_os_str().as_bytes()).expect("it has no NUL")
}

/// A point in time shortly after now, on the real-time clock.
fn soon() -> libc::timespec {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to one `timespec`.
    assert_eq!(unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &raw mut time) }, 0);
    time.tv_nsec += 5_000_000;
    if time.tv_nsec >= 1_000_000_000 {
        time = libc::timespec { tv_sec: time.tv_sec + 1, tv_nsec: time.tv_nsec - 1_000_000_000 };
    }
    time
}

#[test]
fn a_stream_read() {
    let path = file("read");
    // SAFETY: both texts end with a NUL.
    let stream = unsafe { libc::fopen(path.as_ptr(), c"r".as_ptr()) };
    assert!(!stream.is_null());
    let mut buffer = [0; 64];
    caught(line!() + 2, "fgets", "blocking-file-io", async {
        // SAFETY: the stream is open, and the buffer as big as is said.
        assert!(!unsafe { libc::fgets(buffer.as_mut_ptr(), 64, stream) }.is_null());
    });
    // The second line is in the stream's own buffer by now.
    silent(async {
        // SAFETY: as above.
        assert!(!unsafe { libc::fgets(buffer.as_mut_ptr(), 64, stream) }.is_null());
    });
    // SAFETY: it is open, and not used again.
    unsafe { libc::fclose(stream) };
}

#[test]
fn a_stream_written_and_flushed() {
    let path = file("written");
    // SAFETY: both texts end with a NUL.
    let stream = unsafe { libc::fopen(path.as_ptr(), c"w".as_ptr()) };
    assert!(!stream.is_null());
    silent(async {
        // SAFETY: the stream is open, and there are as many bytes as is said. They fit into its buffer.
        assert_eq!(unsafe { libc::fwrite(c"text".as_ptr().cast(), 1, 4, stream) }, 4);
    });
    caught(line!() + 2, "fflush", "blocking-file-io", async {
        // SAFETY: the stream is open.
        assert_eq!(unsafe { libc::fflush(stream) }, 0);
    });
    let much = vec![b'x'; 100_000];
    caught(line!() + 2, "fwrite", "blocking-file-io", async {
        // SAFETY: the stream is open, and there are as many bytes as is said.
        assert_eq!(unsafe { libc::fwrite(much.as_ptr().cast(), 1, much.len(), stream) }, much.len());
    });
    // SAFETY: it is open, and not used again.
    unsafe { libc::fclose(stream) };
}

#[test]
fn all_streams_flushed_are_none_in_particular() {
    silent(async {
        // SAFETY: no stream means all of them.
        assert_eq!(unsafe { libc::fflush(std::ptr::null_mut()) }, 0);
    });
}

#[test]
fn a_condition_of_the_c_library() {
    let (mut lock, mut condition) = (libc::PTHREAD_MUTEX_INITIALIZER, libc::PTHREAD_COND_INITIALIZER);
    let until = soon();
    // SAFETY: it is initialised, and used here alone.
    assert_eq!(unsafe { libc::pthread_mutex_lock(&raw mut lock) }, 0);
    caught(line!() + 2, "pthread_cond_timedwait", "blocking-condvar", async {
        // SAFETY: both are initialised, and the lock is held.
        assert_eq!(unsafe { libc::pthread_cond_timedwait(&raw mut condition, &raw mut lock, &raw const until) }, libc::ETIMEDOUT);
    });
    // SAFETY: it is held.
    assert_eq!(unsafe { libc::pthread_mutex_unlock(&raw mut lock) }, 0);
}

#[test]
fn a_semaphore_that_is_taken_and_one_that_is_free() {
    let mut semaphore = std::mem::MaybeUninit::<libc::sem_t>::zeroed();
    // SAFETY: the pointer is to memory of the right size.
    assert_eq!(unsafe { libc::sem_init(semaphore.as_mut_ptr(), 0, 1) }, 0);
    silent(async {
        // SAFETY: it is initialised.
        assert_eq!(unsafe { libc::sem_wait(semaphore.as_mut_ptr()) }, 0);
    });
    let until = soon();
    caught(line!() + 2, "sem_timedwait", "blocking-condvar", async {
        // SAFETY: it is initialised.
        assert_eq!(unsafe { libc::sem_timedwait(semaphore.as_mut_ptr(), &raw const until) }, -1);
    });
}

#[test]
fn a_path_made_absolute_without_a_buffer() {
    // The older version of `realpath`, which the C library keeps, requires a buffer.
    let path = std::env::temp_dir();
    caught(line!() + 1, "std::fs::canonicalize", "metadata-probe", async move {
        std::fs::canonicalize(path).expect("it is there");
    });
}
