//! Hooks of calls that wait for another thread: its end, or its waking a futex, which is what locks, channels and parked threads do.

use libc::{c_int, c_long, c_void, pthread_t};

use super::Waits::{self, Always, Not, Thread};

/// A system call that is made by number: of those, only a futex's wait is one.
fn by_number(number: c_long, operation: usize) -> Waits {
    const PRIVATE_OR_CLOCK: usize = 128 | 256;
    const WAIT: usize = 0;
    const WAIT_BITSET: usize = 9;
    let waits = number == libc::SYS_futex && matches!(operation & !PRIVATE_OR_CLOCK, WAIT | WAIT_BITSET);
    if waits { Thread } else { Not }
}

// `syscall` is variadic in C. It passes on six arguments, as the C library's own does: those that the caller did not give are whatever
// the registers and the place on the stack hold, which the kernel does not look at.
super::hooks! {
    pthread_join(thread: pthread_t, result: *mut *mut c_void) -> c_int, or libc::ESRCH, waits Always;
    syscall(number: c_long, one: usize, two: usize, three: usize, four: usize, five: usize, six: usize) -> c_long, or -1,
        waits by_number(number, two);
}
