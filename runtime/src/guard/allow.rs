//! Allowances: blocking that is allowed, with a reason. Knows which allowances were used; never knows by which calls.

use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use super::caught::watch;

/// An allowance in the source.
#[derive(Debug, Clone)]
pub(super) struct Allowance {
    /// The user's reason.
    pub(super) reason: &'static str,
    /// Its source location.
    pub(super) place: &'static Location<'static>,
    /// How often a task has entered it.
    pub(super) entered: u64,
    /// How many calls it has allowed.
    pub(super) used: u64,
}

/// By number, from 1.
static ALLOWANCES: Mutex<Vec<Allowance>> = Mutex::new(Vec::new());

/// Runs `work`, in which blocking calls are allowed.
///
/// For calls that are known to be short, or cannot be avoided. An allowance that a task has entered, but in which nothing has blocked, is
/// reported as an event in the record, so stale ones do not linger.
///
/// ```
/// use async_lint_runtime::guard;
///
/// let hosts = guard::allow_blocking("read once, at start", || std::fs::read("/etc/hosts"));
/// # let _ = hosts;
/// ```
#[track_caller]
pub fn allow_blocking<T>(reason: &'static str, work: impl FnOnce() -> T) -> T {
    let place = Location::caller();
    let polling = watch::is_polling();
    let number = watch::unwatched(|| {
        let mut allowances = ALLOWANCES.lock().unwrap_or_else(PoisonError::into_inner);
        let known = allowances.iter().position(|allowance| allowance.place == place);
        let index = known.unwrap_or_else(|| {
            allowances.push(Allowance { reason, place, entered: 0, used: 0 });
            allowances.len() - 1
        });
        allowances[index].entered += u64::from(polling);
        u32::try_from(index + 1).unwrap_or(u32::MAX)
    });
    let _allowed = watch::Allowed::by(number);
    work()
}

/// Counts a call that the allowance has permitted.
pub(super) fn used(number: u32) {
    let mut allowances = ALLOWANCES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(allowance) = allowances.get_mut((number as usize).wrapping_sub(1)) {
        allowance.used += 1;
    }
}

/// The allowances that tasks have entered, and in which nothing has blocked.
pub(super) fn unused() -> Vec<Allowance> {
    let allowances = ALLOWANCES.lock().unwrap_or_else(PoisonError::into_inner);
    allowances.iter().filter(|allowance| allowance.entered > 0 && allowance.used == 0).cloned().collect()
}
