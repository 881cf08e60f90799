//! Hooks of calls that start a process or wait for one.

use libc::{c_char, c_int, c_void, id_t, idtype_t, pid_t, rusage, siginfo_t};

use super::Waits::{self, Always, Not};

/// With `WNOHANG`, the call does not wait.
fn awaited(options: c_int) -> Waits {
    if options & libc::WNOHANG != 0 { Not } else { Always }
}

super::hooks! {
    waitpid(process: pid_t, status: *mut c_int, options: c_int) -> pid_t, or -1, waits awaited(options);
    wait4(process: pid_t, status: *mut c_int, options: c_int, usage: *mut rusage) -> pid_t, or -1, waits awaited(options);
    waitid(kind: idtype_t, process: id_t, info: *mut siginfo_t, options: c_int) -> c_int, or -1, waits awaited(options);
    posix_spawn(process: *mut pid_t, path: *const c_char, actions: *const c_void, attributes: *const c_void,
        arguments: *const *mut c_char, environment: *const *mut c_char) -> c_int, or libc::ENOSYS, waits Always;
    posix_spawnp(process: *mut pid_t, path: *const c_char, actions: *const c_void, attributes: *const c_void,
        arguments: *const *mut c_char, environment: *const *mut c_char) -> c_int, or libc::ENOSYS, waits Always;
    system(command: *const c_char) -> c_int, or -1, waits Always;
}
