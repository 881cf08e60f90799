//! Captures the return addresses of another thread's stack. Knows signals and the unwinder; never knows symbols or names.
//!
//! Beside the guard's hooks, this is the only module of the crate with unsafe code. How it works: the asking thread publishes the wanted thread's id in
//! an atomic, sends that thread `SIGURG`, and waits for at most [`PATIENCE`]. The handler runs on the wanted thread, walks
//! its own stack with the unwinder and stores the addresses in a static array of atomics. It allocates nothing, takes no
//! lock of ours and keeps `errno`. Addresses become names later, in the asking thread.
//!
//! Three limits are known. The functions of a static musl have no unwind tables, so that a stack ends where the thread waits in
//! one. The unwinder may look up unwind tables with `dl_iterate_phdr`, which takes the loader's lock in C libraries before glibc
//! 2.35: a thread that was caught inside `dlopen` could then wait for itself. And calls that return `EINTR` whatever `SA_RESTART`
//! says (`epoll_wait`, `poll`, `nanosleep`) return early once; std and tokio retry them.

#![allow(unsafe_code, reason = "signal handlers and thread ids have no safe interface; nothing outside this module is unsafe")]

/// The id that the operating system gives a thread; process-wide unique while the thread lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsThread(i32);

impl OsThread {
    /// The number as the system shows it (`/proc/self/task/<number>`); 0 where thread ids are unknown.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The id for a number that [`OsThread::number`] returned.
    pub(crate) fn from_number(number: i32) -> Self {
        Self(number)
    }
}

/// Maximum number of frames; deeper stacks lose their outermost frames.
#[cfg(target_os = "linux")]
const MAX_FRAMES: usize = 192;

#[cfg(not(target_os = "linux"))]
mod imp {
    use super::OsThread;

    pub(crate) fn current_thread() -> OsThread {
        OsThread(0)
    }

    pub(crate) fn capture(_thread: OsThread) -> Option<Vec<usize>> {
        None
    }
}

#[cfg(target_os = "linux")]
mod imp {
    use std::sync::atomic::{AtomicI32, AtomicU8, AtomicUsize, Ordering};
    use std::sync::{Mutex, OnceLock, PoisonError};
    use std::time::{Duration, Instant};

    use super::{MAX_FRAMES, OsThread};

    /// How long a thread gets to answer. A thread in an uninterruptible system call never does.
    const PATIENCE: Duration = Duration::from_millis(50);

    /// Ignored by default and hardly used by programs, so a stray signal does no harm.
    const SIGNAL: libc::c_int = libc::SIGURG;

    const IDLE: u8 = 0;
    const WANTED: u8 = 1;
    const WRITING: u8 = 2;
    const DONE: u8 = 3;

    static STATE: AtomicU8 = AtomicU8::new(IDLE);
    static WANTED_THREAD: AtomicI32 = AtomicI32::new(0);
    static DEPTH: AtomicUsize = AtomicUsize::new(0);
    static FRAMES: [AtomicUsize; MAX_FRAMES] = [const { AtomicUsize::new(0) }; MAX_FRAMES];
    /// One capture at a time: the buffer above is shared.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    pub(crate) fn current_thread() -> OsThread {
        // SAFETY: `gettid` takes nothing, cannot fail and touches no memory of ours.
        OsThread(unsafe { libc::gettid() })
    }

    /// The return addresses of `thread`, innermost first; `None` when it has ended or does not answer in time, or when the program has its own
    /// handler for the signal.
    pub(crate) fn capture(thread: OsThread) -> Option<Vec<usize>> {
        if thread.0 == 0 || thread == current_thread() || !installed() {
            return None;
        }
        let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        if STATE.load(Ordering::Acquire) == WRITING {
            // An earlier handler has not finished: it still owns the buffer.
            return None;
        }
        WANTED_THREAD.store(thread.0, Ordering::Release);
        STATE.store(WANTED, Ordering::Release);
        // SAFETY: `getpid` cannot fail. `tgkill` takes three integers; a thread that is gone makes it fail with `ESRCH`. Our
        // handler is installed, so the signal cannot have another effect than to run it.
        let sent = unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), thread.0, SIGNAL) } == 0;
        let done = sent && wait_until_done();
        let taken = done.then(|| {
            let depth = DEPTH.load(Ordering::Acquire).min(MAX_FRAMES);
            FRAMES[..depth].iter().map(|frame| frame.load(Ordering::Relaxed)).collect()
        });
        // A handler that has begun to write keeps the buffer until it is done; one that has not begun sees `IDLE` and does nothing.
        let _ = STATE.compare_exchange(WANTED, IDLE, Ordering::AcqRel, Ordering::Acquire);
        let _ = STATE.compare_exchange(DONE, IDLE, Ordering::AcqRel, Ordering::Acquire);
        taken
    }

    fn wait_until_done() -> bool {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if STATE.load(Ordering::Acquire) == DONE {
                return true;
            }
            std::thread::sleep(Duration::from_micros(50));
        }
        STATE.load(Ordering::Acquire) == DONE
    }

    fn installed() -> bool {
        static INSTALLED: OnceLock<bool> = OnceLock::new();
        *INSTALLED.get_or_init(install)
    }

    /// Installs the handler unless the program uses the signal for something else.
    fn install() -> bool {
        // The unwinder loads and initialises itself on first use; that must not happen inside the handler.
        backtrace::trace(|_| true);
        // SAFETY: both structs are plain C data for which all-zero bytes are valid. `sigaction` with a null new action only
        // reads; with ours it installs a handler that has the signature `SA_SIGINFO` asks for and lives as long as the
        // program.
        unsafe {
            let mut present: libc::sigaction = std::mem::zeroed();
            if libc::sigaction(SIGNAL, std::ptr::null(), &raw mut present) != 0 {
                return false;
            }
            if present.sa_sigaction != libc::SIG_DFL && present.sa_sigaction != libc::SIG_IGN {
                return false;
            }
            let mut ours: libc::sigaction = std::mem::zeroed();
            let function: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) = handler;
            ours.sa_sigaction = function as libc::sighandler_t;
            // No `SA_ONSTACK`: the alternate stack is often too small for the unwinder.
            ours.sa_flags = libc::SA_SIGINFO | libc::SA_RESTART;
            libc::sigemptyset(&raw mut ours.sa_mask);
            libc::sigaction(SIGNAL, &raw const ours, std::ptr::null_mut()) == 0
        }
    }

    extern "C" fn handler(_signal: libc::c_int, _info: *mut libc::siginfo_t, _context: *mut libc::c_void) {
        if WANTED_THREAD.load(Ordering::Acquire) != current_thread().0 {
            return;
        }
        if STATE.compare_exchange(WANTED, WRITING, Ordering::AcqRel, Ordering::Acquire).is_err() {
            return;
        }
        // SAFETY: `__errno_location` returns a pointer to this thread's own errno, which is always valid to read and write.
        let errno = unsafe { *libc::__errno_location() };
        let mut depth = 0;
        // SAFETY: the unsynchronised walk requires that no other thread unwinds *through the crate's lock* at the same time. It is the
        // lock that guards symbolising on some systems; walking touches only this thread's stack. The closure neither
        // allocates nor panics: the index is checked first.
        unsafe {
            backtrace::trace_unsynchronized(|frame| {
                if depth >= MAX_FRAMES {
                    return false;
                }
                FRAMES[depth].store(frame.ip().addr(), Ordering::Relaxed);
                depth += 1;
                true
            });
        }
        DEPTH.store(depth, Ordering::Release);
        STATE.store(DONE, Ordering::Release);
        // SAFETY: as above.
        unsafe { *libc::__errno_location() = errno };
    }
}

pub(crate) use imp::{capture, current_thread};

/// This thread's own return addresses, innermost first. Unlike `backtrace::trace`, it does not wait for a thread that is symbolising.
#[cfg(all(feature = "guard", target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(crate) fn own_addresses() -> Vec<usize> {
    let mut addresses = Vec::with_capacity(64);
    // SAFETY: the crate's lock, which is not taken, guards symbolising and the unwinder of other systems. On Linux a walk reads this
    // thread's stack and unwind tables, for which the unwinder does its own locking.
    unsafe {
        backtrace::trace_unsynchronized(|frame| {
            addresses.push(frame.ip().addr());
            addresses.len() < MAX_FRAMES
        });
    }
    addresses
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_own_thread_is_not_interrupted() {
        assert!(capture(current_thread()).is_none());
    }

    #[test]
    fn a_thread_that_is_gone_gives_nothing() {
        let (sender, receiver) = mpsc::channel();
        let thread = std::thread::spawn(move || sender.send(current_thread()).expect("the receiver waits"));
        let id = receiver.recv().expect("the thread sends its id");
        thread.join().expect("the thread does not panic");
        assert!(capture(id).is_none());
    }

    #[test]
    fn a_sleeping_thread_gives_its_frames_and_sleeps_its_full_time() {
        let (sender, receiver) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let begun = std::time::Instant::now();
            sender.send(current_thread()).expect("the receiver waits");
            std::thread::sleep(Duration::from_millis(120));
            begun.elapsed()
        });
        let id = receiver.recv().expect("the thread sends its id");
        std::thread::sleep(Duration::from_millis(20));
        let frames = capture(id).expect("a sleeping thread answers");
        assert!(frames.len() > 3, "{frames:?}");
        assert!(thread.join().expect("no panic") >= Duration::from_millis(120));
    }
}
