//! The function that a hook replaces. Knows the dynamic linker; never knows a signature.

use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::versions;

/// One function of the C library that is defined in the program itself.
#[derive(Debug)]
pub(in crate::guard::linux) struct Hook {
    /// With a final NUL, for C.
    name: &'static str,
    /// The C library's own function; null until it is first needed, or if there is none.
    real: AtomicPtr<c_void>,
    probe: fn(),
    address: fn() -> usize,
}

impl Hook {
    pub(super) const fn new(name: &'static str, probe: fn(), address: fn() -> usize) -> Self {
        Self { name, real: AtomicPtr::new(ptr::null_mut()), probe, address }
    }

    /// The function's name.
    pub(in crate::guard::linux) fn name(&self) -> &'static str {
        self.name.trim_end_matches('\0')
    }

    /// Whether it takes an open descriptor rather than a path.
    pub(in crate::guard::linux) fn takes_descriptor(&self) -> bool {
        !super::paths::HOOKS.iter().any(|hook| ptr::eq(*hook, self))
    }

    /// Where the hook's own code begins.
    pub(in crate::guard::linux) fn address(&self) -> usize {
        (self.address)()
    }

    /// Calls the hook with invalid arguments, which it must not use; the state of this thread tells the hook that it is a probe.
    pub(super) fn probe(&self) {
        (self.probe)();
    }

    /// The C library's own function.
    #[inline]
    pub(super) fn real(&self) -> Option<*mut c_void> {
        let known = self.real.load(Ordering::Relaxed);
        if !known.is_null() {
            return Some(known);
        }
        self.look_up()
    }

    #[cold]
    fn look_up(&self) -> Option<*mut c_void> {
        let mut errno = Errno::kept();
        let found = versions::next(self.name);
        self.real.store(found, Ordering::Relaxed);
        if found.is_null() {
            // The kernel's error for an unknown call, for which callers are prepared.
            errno.0 = libc::ENOSYS;
        }
        (!found.is_null()).then_some(found)
    }

    /// The address that shared libraries reach when they call this function.
    pub(super) fn address_for_libraries(&self) -> usize {
        // SAFETY: the name ends with a NUL; `RTLD_DEFAULT` searches in the order that applies to libraries.
        unsafe { libc::dlsym(libc::RTLD_DEFAULT, self.name.as_ptr().cast()) }.addr()
    }
}

/// Restores this thread's `errno` on drop.
#[derive(Debug)]
pub(in crate::guard::linux) struct Errno(libc::c_int);

impl Errno {
    /// `errno` as it is now.
    pub(in crate::guard::linux) fn kept() -> Self {
        // SAFETY: the C library returns a pointer to this thread's own `errno`, which is valid as long as the thread lives.
        Self(unsafe { *libc::__errno_location() })
    }

    /// The saved number.
    pub(in crate::guard::linux) fn number(&self) -> i32 {
        self.0
    }
}

impl Drop for Errno {
    fn drop(&mut self) {
        // SAFETY: as above.
        unsafe { *libc::__errno_location() = self.0 };
    }
}

/// The number of this process; another one in a child between `fork` and `exec`.
pub(in crate::guard) fn process() -> i32 {
    // SAFETY: it takes nothing and cannot fail.
    unsafe { libc::getpid() }
}

/// Has `finish` called when the program exits normally.
pub(in crate::guard::linux) fn at_exit(finish: extern "C" fn()) {
    // SAFETY: the fn lives as long as the program, and never unwinds. If registering fails, the last events may miss in the record.
    unsafe { libc::atexit(finish) };
}

/// Runs before `main`, so that a program that only links this crate is watched if its environment says so.
// SAFETY: the section holds pointers to fns of this type, which the loader calls once, after the C library is ready.
#[used]
#[unsafe(link_section = ".init_array")]
static AT_START: extern "C" fn() = at_start;

extern "C" fn at_start() {
    // Look all functions up now: the look-up may allocate, and later the first caller may be an allocator or a signal handler.
    for hook in super::all() {
        hook.real();
    }
    crate::guard::settings::begin_if_told();
}
