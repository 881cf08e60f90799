//! Hooks of calls that wait for another thread: for its end, or on a futex, as locks, channels and parked threads do.

use libc::{c_int, c_long, c_void, clockid_t, pthread_cond_t, pthread_mutex_t, pthread_t, sem_t, timespec};

use super::Waits::{self, Always, Not, Thread};

/// A system call by number: of those, only a futex wait counts.
fn by_number(number: c_long, operation: usize) -> Waits {
    const PRIVATE_OR_CLOCK: usize = 128 | 256;
    const WAIT: usize = 0;
    const WAIT_BITSET: usize = 9;
    let waits = number == libc::SYS_futex && matches!(operation & !PRIVATE_OR_CLOCK, WAIT | WAIT_BITSET);
    if waits { Thread } else { Not }
}

/// A free semaphore is acquired without waiting.
fn counted(semaphore: *mut sem_t) -> Waits {
    let mut free: c_int = 0;
    // SAFETY: the semaphore is the caller's, and the other pointer points to an `int`.
    let is_known = unsafe { libc::sem_getvalue(semaphore, &raw mut free) } == 0;
    if is_known && free > 0 { Not } else { Always }
}

// Locks of the C library are not among these: an allocator may wait for one of its own while it holds another, and to record that would
// allocate.
//
// `syscall` is variadic in C. Like the C library's own, this one passes six arguments on. Arguments that the caller did not pass are whatever
// the registers and the stack slot contain; the kernel ignores them.
super::hooks! {
    pthread_join(thread: pthread_t, result: *mut *mut c_void) -> c_int, or libc::ESRCH, waits Always;
    pthread_cond_wait(condition: *mut pthread_cond_t, lock: *mut pthread_mutex_t) -> c_int, or libc::ENOSYS, waits Always;
    pthread_cond_timedwait(condition: *mut pthread_cond_t, lock: *mut pthread_mutex_t, until: *const timespec) -> c_int, or libc::ENOSYS,
        waits Always;
    pthread_cond_clockwait(condition: *mut pthread_cond_t, lock: *mut pthread_mutex_t, clock: clockid_t, until: *const timespec) -> c_int,
        or libc::ENOSYS, waits Always;
    sem_wait(semaphore: *mut sem_t) -> c_int, or -1, waits counted(semaphore);
    sem_timedwait(semaphore: *mut sem_t, until: *const timespec) -> c_int, or -1, waits counted(semaphore);
    syscall(number: c_long, one: usize, two: usize, three: usize, four: usize, five: usize, six: usize) -> c_long, or -1,
        waits by_number(number, two);
}
