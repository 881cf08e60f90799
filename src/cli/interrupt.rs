//! Ctrl-C while files are changed on trial: it only sets a flag, so that the files can be restored before the process ends. At any other time
//! it ends the process at once, as without a handler.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code that shells report for a process that Ctrl-C ended: 128 + SIGINT.
const INTERRUPTED_EXIT: i32 = 130;

static IS_GUARDED: AtomicBool = AtomicBool::new(false);
static IS_INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// While it exists, Ctrl-C only sets the flag that [`Guarded::is_interrupted`] returns.
pub(super) struct Guarded;

impl Guarded {
    pub(super) fn begin() -> Self {
        static HANDLER: Once = Once::new();
        // If no handler can be set, Ctrl-C ends the process as it would without one.
        HANDLER.call_once(|| drop(ctrlc::set_handler(on_interrupt)));
        IS_GUARDED.store(true, Ordering::SeqCst);
        Self
    }

    /// Whether Ctrl-C was pressed.
    pub(super) fn is_interrupted() -> bool {
        IS_INTERRUPTED.load(Ordering::SeqCst)
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        IS_GUARDED.store(false, Ordering::SeqCst);
    }
}

#[expect(clippy::exit, reason = "the process would have ended without the handler")]
fn on_interrupt() {
    if IS_GUARDED.load(Ordering::SeqCst) {
        IS_INTERRUPTED.store(true, Ordering::SeqCst);
    } else {
        std::process::exit(INTERRUPTED_EXIT);
    }
}
