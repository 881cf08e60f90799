//! Ctrl-C while files are changed on trial: it is noted, so that they get their old text back before the process ends. At any other time it
//! ends the process at once, as it would without this.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a process that was ended by Ctrl-C, as shells have it.
const INTERRUPTED_EXIT: i32 = 130;

static IS_GUARDED: AtomicBool = AtomicBool::new(false);
static IS_INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// As long as it lives, Ctrl-C only sets what [`Guarded::is_interrupted`] says.
pub(super) struct Guarded;

impl Guarded {
    /// Begins.
    pub(super) fn begin() -> Self {
        static HANDLER: Once = Once::new();
        // Where there can be no handler, the files are as safe as they were without one.
        HANDLER.call_once(|| drop(ctrlc::set_handler(on_interrupt)));
        IS_GUARDED.store(true, Ordering::SeqCst);
        Self
    }

    /// Whether Ctrl-C has come.
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
