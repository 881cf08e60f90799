//! Hooks of calls that sleep.

use libc::{c_int, c_uint, clockid_t, timespec};

use super::Waits::Always;

super::hooks! {
    nanosleep(time: *const timespec, left: *mut timespec) -> c_int, or -1, waits Always;
    clock_nanosleep(clock: clockid_t, flags: c_int, time: *const timespec, left: *mut timespec) -> c_int, or 0, waits Always;
    usleep(micros: c_uint) -> c_int, or -1, waits Always;
    sleep(seconds: c_uint) -> c_uint, or 0, waits Always;
}
