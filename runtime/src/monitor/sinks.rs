//! Where a stall is reported while the program runs: a callback, `tracing`, a file. Knows stalls; never knows how they are detected.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use super::report::{RawStall, Stall, resolve_one};

/// The user's callback.
pub(super) type Callback = Arc<dyn Fn(&Stall) + Send + Sync>;

/// The sinks that the builder was given.
#[derive(Clone, Default)]
pub(super) struct Sinks {
    pub(super) callback: Option<Callback>,
    pub(super) tracing: bool,
    #[cfg(feature = "guard")]
    pub(super) file: Option<std::path::PathBuf>,
}

impl fmt::Debug for Sinks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sinks").field("callback", &self.callback.is_some()).field("tracing", &self.tracing).finish_non_exhaustive()
    }
}

/// A separate thread, because symbolising reads debug information, and a callback may be slow.
#[derive(Debug)]
pub(super) struct Teller {
    sender: Sender<RawStall>,
    thread: Option<JoinHandle<()>>,
}

impl Teller {
    /// `None` if there is no sink, or the system refuses a thread.
    pub(super) fn start(sinks: Sinks) -> Option<Self> {
        let file = {
            #[cfg(feature = "guard")]
            let wanted = sinks.file.is_some();
            #[cfg(not(feature = "guard"))]
            let wanted = false;
            wanted
        };
        if sinks.callback.is_none() && !sinks.tracing && !file {
            return None;
        }
        let (sender, stalls) = channel::<RawStall>();
        let thread = std::thread::Builder::new().name("stall-teller".to_owned()).spawn(move || {
            for stall in stalls {
                sinks.tell(&resolve_one(stall));
            }
        });
        Some(Self { sender, thread: Some(thread.ok()?) })
    }

    /// Sends a stall to the thread.
    pub(super) fn tell(&self, stall: &RawStall) {
        // The thread lives until `finish`, so there is a receiver.
        let _ = self.sender.send(stall.clone());
    }

    /// Waits until everything that was sent is reported.
    pub(super) fn finish(mut self) {
        let thread = self.thread.take();
        drop(self);
        // If a callback has panicked, the panic message is printed already.
        let _ = thread.map(JoinHandle::join);
    }
}

impl Sinks {
    fn tell(&self, stall: &Stall) {
        if let Some(callback) = &self.callback {
            callback(stall);
        }
        if !stall.over {
            return;
        }
        if self.tracing {
            let millis = u64::try_from(stall.duration.as_millis()).unwrap_or(u64::MAX);
            let place = stall.stack.as_ref().map(crate::stack::Stack::summary).unwrap_or_default();
            tracing::warn!(
                target: "async_lint_runtime::stall",
                worker = stall.worker,
                millis,
                cause = %stall.cause,
                queue_depth = stall.queue_depth,
                place,
                "a worker did not poll"
            );
        }
        #[cfg(feature = "guard")]
        if let Some(file) = &self.file {
            append(file, stall);
        }
    }
}

/// Appends the stall as an event of the guard's record.
#[cfg(feature = "guard")]
fn append(file: &std::path::Path, stall: &Stall) {
    use std::io::Write;

    let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
    // Failing to write the record must not disturb the program.
    let _ = opened.and_then(|mut file| file.write_all(&crate::guard::stall_event(stall).line()));
}
