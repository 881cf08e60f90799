//! What a thread is doing while it does not poll. Knows what Linux reports in `/proc/self/task`; never knows which worker it is.

use std::fmt;
use std::time::Duration;

use crate::stack::OsThread;

/// What a stalled thread was doing when the stall was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// It computes.
    Processor,
    /// It could compute, but other threads have the processors.
    WaitingForCore,
    /// It waits in a system call.
    SystemCall {
        /// Its name in the kernel's manual, or its number if it is not in the list of waiting calls.
        name: String,
        /// The descriptor that the call waits for, if any.
        descriptor: Option<i32>,
        /// What that is: a path, or `socket:[…]`.
        target: Option<String>,
    },
    /// The system does not report it.
    Unknown,
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Processor => formatter.write_str("computes"),
            Self::WaitingForCore => formatter.write_str("waits for a core"),
            Self::SystemCall { name, descriptor: Some(descriptor), target: Some(target) } => {
                write!(formatter, "waits in `{name}` on descriptor {descriptor} ({target})")
            }
            Self::SystemCall { name, descriptor: Some(descriptor), .. } => {
                write!(formatter, "waits in `{name}` on descriptor {descriptor}")
            }
            Self::SystemCall { name, .. } => write!(formatter, "waits in `{name}`"),
            Self::Unknown => formatter.write_str("does what the system does not say"),
        }
    }
}

/// How long a runnable thread is observed, to distinguish computing from waiting for a core.
const LOOK: Duration = Duration::from_millis(2);

/// What the thread does now. Takes [`LOOK`] if it does not wait.
pub(super) fn of(thread: OsThread) -> Cause {
    let folder = format!("/proc/self/task/{}", thread.number());
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).ok();
    let Some(state) = read("stat").and_then(|stat| state(&stat)) else { return Cause::Unknown };
    if state != 'R' {
        return read("syscall").and_then(|call| system_call(&call)).unwrap_or(Cause::Unknown);
    }
    let Some(before) = read("schedstat").and_then(|text| scheduled(&text)) else { return Cause::Processor };
    std::thread::sleep(LOOK);
    match read("schedstat").and_then(|text| scheduled(&text)) {
        Some(after) if after.waited.saturating_sub(before.waited) > after.ran.saturating_sub(before.ran) => Cause::WaitingForCore,
        _ => Cause::Processor,
    }
}

/// The state letter: it follows the name, which is in parentheses and may contain any character.
fn state(stat: &str) -> Option<char> {
    stat.rsplit_once(')')?.1.trim_start().chars().next()
}

/// Nanoseconds on a processor, and waiting for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scheduled {
    ran: u64,
    waited: u64,
}

fn scheduled(text: &str) -> Option<Scheduled> {
    let mut fields = text.split_ascii_whitespace().map_while(|field| field.parse().ok());
    Some(Scheduled { ran: fields.next()?, waited: fields.next()? })
}

/// `7 0x5 …`: the number and the arguments; `running` or `-1 …` outside a call.
fn system_call(text: &str) -> Option<Cause> {
    let mut fields = text.split_ascii_whitespace();
    let number: i64 = fields.next()?.parse().ok().filter(|number| *number >= 0)?;
    let first = fields.next().and_then(|field| i64::from_str_radix(field.trim_start_matches("0x"), 16).ok());
    let known = CALLS.iter().find(|call| call.number == number);
    let descriptor = known.filter(|call| call.takes_descriptor).and(first).and_then(|first| i32::try_from(first).ok());
    let target = descriptor.and_then(|descriptor| std::fs::read_link(format!("/proc/self/fd/{descriptor}")).ok());
    Some(Cause::SystemCall {
        name: known.map_or_else(|| format!("system call {number}"), |call| call.name.to_owned()),
        descriptor,
        target: target.map(|target| target.to_string_lossy().into_owned()),
    })
}

struct Call {
    number: i64,
    name: &'static str,
    takes_descriptor: bool,
}

macro_rules! calls {
    ($($(#[$when:meta])? $name:ident: $number:ident, $takes_descriptor:literal;)*) => {
        /// The system calls that threads wait in.
        #[cfg(target_os = "linux")]
        #[allow(clippy::unnecessary_cast, reason = "numbers of system calls are `long`, which differs between targets")]
        const CALLS: &[Call] =
            &[$($(#[$when])? Call { number: libc::$number as i64, name: stringify!($name), takes_descriptor: $takes_descriptor }),*];
    };
}

calls! {
    read: SYS_read, true;
    readv: SYS_readv, true;
    pread: SYS_pread64, true;
    write: SYS_write, true;
    writev: SYS_writev, true;
    pwrite: SYS_pwrite64, true;
    fsync: SYS_fsync, true;
    fdatasync: SYS_fdatasync, true;
    flock: SYS_flock, true;
    fcntl: SYS_fcntl, true;
    connect: SYS_connect, true;
    accept: SYS_accept, true;
    accept4: SYS_accept4, true;
    recvfrom: SYS_recvfrom, true;
    recvmsg: SYS_recvmsg, true;
    sendto: SYS_sendto, true;
    sendmsg: SYS_sendmsg, true;
    sendfile: SYS_sendfile, true;
    getdents: SYS_getdents64, true;
    openat: SYS_openat, false;
    statx: SYS_statx, false;
    unlinkat: SYS_unlinkat, false;
    futex: SYS_futex, false;
    nanosleep: SYS_nanosleep, false;
    clock_nanosleep: SYS_clock_nanosleep, false;
    ppoll: SYS_ppoll, false;
    wait4: SYS_wait4, false;
    waitid: SYS_waitid, false;
    #[cfg(target_arch = "x86_64")] poll: SYS_poll, false;
    #[cfg(target_arch = "x86_64")] select: SYS_select, false;
    #[cfg(target_arch = "x86_64")] open: SYS_open, false;
}

#[cfg(not(target_os = "linux"))]
const CALLS: &[Call] = &[];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_writes_is_read() {
        assert_eq!(state("12 (a) b) S 1 2 3"), Some('S'));
        assert_eq!(state("nothing"), None);
        assert_eq!(scheduled("10 20 3\n"), Some(Scheduled { ran: 10, waited: 20 }));
        assert_eq!(scheduled(""), None);
        assert_eq!(system_call("running"), None);
        assert_eq!(system_call("-1 0x7ffe 0x7f"), None);
        assert_eq!(system_call(""), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_thread_that_sleeps_and_one_that_computes_are_told_apart() {
        use std::sync::atomic::{AtomicBool, Ordering};
        let (sender, receiver) = std::sync::mpsc::channel();
        let stop = std::sync::Arc::new(AtomicBool::new(false));
        let sleeps = std::thread::spawn({
            let sender = sender.clone();
            move || {
                sender.send(crate::stack::current_thread()).expect("somebody waits");
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        let sleeper = receiver.recv().expect("the thread tells");
        let computes = std::thread::spawn({
            let stop = std::sync::Arc::clone(&stop);
            move || {
                sender.send(crate::stack::current_thread()).expect("somebody waits");
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            }
        });
        let computer = receiver.recv().expect("the thread tells");
        std::thread::sleep(Duration::from_millis(20));
        let (asleep, busy) = (of(sleeper), of(computer));
        stop.store(true, Ordering::Relaxed);
        sleeps.join().and(computes.join()).expect("neither panics");
        assert!(matches!(&asleep, Cause::SystemCall { name, .. } if name.contains("nanosleep")), "{asleep}");
        // On a busy machine it may get no core.
        assert!(matches!(busy, Cause::Processor | Cause::WaitingForCore), "{busy}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_descriptor_is_named() {
        let (reader, writer) = std::io::pipe().expect("a pipe can be made");
        let (sender, receiver) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            sender.send(crate::stack::current_thread()).expect("somebody waits");
            std::io::Read::read(&mut { reader }, &mut [0])
        });
        let id = receiver.recv().expect("the thread tells");
        std::thread::sleep(Duration::from_millis(20));
        let cause = of(id);
        drop(writer);
        assert_eq!(thread.join().expect("it does not panic").expect("the pipe ends"), 0);
        assert!(
            matches!(&cause, Cause::SystemCall { name, descriptor: Some(_), target: Some(target) } if name == "read" && target.starts_with("pipe:")),
            "{cause:?}"
        );
    }
}
