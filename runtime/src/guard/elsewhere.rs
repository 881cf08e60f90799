//! The guard on systems without hooks: it catches nothing. The same fns as in `linux`, so that code with a guard compiles everywhere.

use std::path::{Path, PathBuf};

use super::Taken;
use super::event::{Event, EventKind};
use crate::stack::Frame;

/// See `linux::watch`.
pub(super) mod watch {
    /// Nothing is watched.
    pub(in crate::guard) fn arm() {}

    /// Runs `work`.
    pub(in crate::guard) fn unwatched<T>(work: impl FnOnce() -> T) -> T {
        work()
    }

    /// Always false.
    pub(in crate::guard) fn is_polling() -> bool {
        false
    }

    /// One poll.
    pub(in crate::guard) struct Poll;

    impl Poll {
        /// Does nothing.
        pub(in crate::guard) fn of(_scope: u64) -> Self {
            Self
        }
    }

    /// An allowance.
    pub(in crate::guard) struct Allowed;

    impl Allowed {
        /// Does nothing.
        pub(in crate::guard) fn by(_allowance: u32) -> Self {
            Self
        }
    }
}

/// Nothing is written when the program ends.
pub(super) fn at_exit(_finish: extern "C" fn()) {}

/// Nothing was seen.
pub(super) fn take(_root: &Path, _taken: Taken, _wanted: impl Fn(u64) -> bool) -> Vec<Event> {
    Vec::new()
}

/// The table of APIs is missing.
pub(super) fn api_of(_frames: &[Frame], _waited_for: Option<&'static str>, _root: &Path) -> Option<(&'static str, &'static str)> {
    None
}

/// Returns one event, which says that nothing is recorded here.
pub(super) fn self_test() -> Vec<Event> {
    let note = "blocking calls are recorded on Linux with glibc, on x86-64 and 64-bit ARM";
    vec![Event { note: note.to_owned(), ..Event::of(EventKind::Unsupported) }]
}

/// The number of this process.
pub(super) fn process() -> i32 {
    0
}

/// Paths stay as they are.
pub(super) fn workspace() -> PathBuf {
    PathBuf::new()
}

#[cfg(test)]
mod tests {
    use crate::guard::{self, Builder, EventKind};

    #[test]
    fn it_says_that_nothing_is_recorded() {
        let status = guard::install(Builder::default());
        assert_eq!(status.not_set.iter().map(|event| event.event).collect::<Vec<_>>(), [EventKind::Unsupported]);
        std::thread::sleep(std::time::Duration::from_millis(1));
        assert_eq!(guard::take_events(), []);
    }
}
