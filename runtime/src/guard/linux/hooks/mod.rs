//! The waiting functions of the C library, defined once more in the program itself. Knows what each waits for; never knows who called it or
//! what is done with the event.
//!
//! The dynamic linker looks for a symbol in the program first, and the static linker binds calls in std and in bundled C code to the
//! program's definition. Each hook calls [`watch::begin`], then the real function, which `dlsym(RTLD_NEXT)` finds, and returns its
//! result with `errno` unchanged.

#![allow(unsafe_code, reason = "symbols of the C library can be defined and called in unsafe code only; nothing outside `hooks` is unsafe")]

mod descriptor;
mod files;
mod fortified;
mod paths;
mod processes;
mod real;
mod self_test;
mod sockets;
mod stdio;
mod threads;
mod time;
mod versions;

pub(super) use descriptor::{Waits, is_nonblocking};
pub(in crate::guard) use real::process;
pub(super) use real::{Errno, Hook, at_exit};
pub(super) use self_test::{Unset, self_test};

/// Every hook, by family.
pub(super) fn all() -> impl Iterator<Item = &'static Hook> {
    let families =
        [time::HOOKS, files::HOOKS, stdio::HOOKS, paths::HOOKS, sockets::HOOKS, processes::HOOKS, threads::HOOKS, fortified::HOOKS];
    families.into_iter().flatten().copied()
}

/// Defines hooks: the C signature, the result if the call is only a probe or the real function is missing, and what the call waits for.
macro_rules! hooks {
    ($($name:ident($($arg:ident: $type:ty),* $(,)?) -> $ret:ty, or $missing:expr, waits $waits:expr;)*) => {
        /// One entry for each hook of this family.
        #[allow(non_upper_case_globals, reason = "each is named as the function that it stands for")]
        #[allow(clippy::wildcard_imports, reason = "the types of the signatures, whichever they are")]
        mod info {
            use super::*;

            $(pub(super) static $name: $crate::guard::linux::hooks::Hook = {
                // SAFETY: the pointer comes from a fn of exactly this type, and the arguments of a probe are never used.
                fn probe() {
                    let hook: unsafe extern "C" fn($($type),*) -> $ret = std::hint::black_box(super::$name);
                    // SAFETY: all-zero bytes are valid integers and pointers, which is all that these signatures have; a probed hook
                    // returns before it uses them.
                    let _ = unsafe { hook($(std::mem::zeroed::<$type>()),*) };
                }
                fn address() -> usize {
                    super::$name as *const () as usize
                }
                $crate::guard::linux::hooks::Hook::new(concat!(stringify!($name), "\0"), probe, address)
            };)*
        }

        /// The hooks of this family.
        pub(super) static HOOKS: &[&$crate::guard::linux::hooks::Hook] = &[$(&info::$name),*];

        $(
            // SAFETY: the name is the C library's, and so is the signature: every caller of that name relies on it.
            #[unsafe(no_mangle)]
            unsafe extern "C" fn $name($($arg: $type),*) -> $ret {
                let Some(real) = info::$name.real() else { return $missing };
                // SAFETY: the address is that of the C library's function of this name, which has this signature.
                let real: unsafe extern "C" fn($($type),*) -> $ret = unsafe { std::mem::transmute(real) };
                match $crate::guard::linux::watch::begin(&info::$name, || $waits) {
                    // SAFETY: the arguments are the caller's own, and so is their validity.
                    $crate::guard::linux::watch::Begun::Unwatched => unsafe { real($($arg),*) },
                    $crate::guard::linux::watch::Begun::Probe => $missing,
                    $crate::guard::linux::watch::Begun::Watched(call) => {
                        // SAFETY: as above.
                        let result = unsafe { real($($arg),*) };
                        call.end();
                        result
                    }
                }
            }
        )*
    };
}
use hooks;
