//! Checks, when the guard is armed, that each hook is reached. Knows hooks only by calling them.

use super::Hook;
use crate::guard::linux::watch;

/// Why a hook does not see all calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::guard::linux) enum Unset {
    /// The C library has no such function, so the hook has nothing to call, and no library calls it.
    Missing,
    /// A call of it did not reach the hook.
    Unreached,
    /// Calls of the program and of what is linked into it are seen; those of shared libraries are not.
    OnlyOwnCalls,
}

impl Unset {
    /// The note for the record.
    pub(in crate::guard::linux) fn words(self) -> &'static str {
        match self {
            Self::Missing => "the C library has no such function",
            Self::Unreached => "a call of it did not reach the hook",
            Self::OnlyOwnCalls => "calls from shared libraries are not seen; those of the program are",
        }
    }
}

/// The hooks that do not see all calls, with the reason.
pub(in crate::guard::linux) fn self_test() -> Vec<(&'static Hook, Unset)> {
    super::all().filter_map(|hook| test(hook).map(|unset| (hook, unset))).collect()
}

fn test(hook: &'static Hook) -> Option<Unset> {
    if hook.real().is_none() {
        return Some(Unset::Missing);
    }
    if !watch::probed(|| hook.probe()) {
        return Some(Unset::Unreached);
    }
    (hook.address_for_libraries() != hook.address()).then_some(Unset::OnlyOwnCalls)
}
