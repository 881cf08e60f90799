//! What a call on a file descriptor waits for. Knows the descriptor's kind and mode; never knows what is read or written.

use std::mem::MaybeUninit;

/// What a call waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::guard::linux) enum Waits {
    /// Nothing: it returns at once.
    Not,
    /// Something that the function alone says.
    Always,
    /// A file system.
    File,
    /// A peer.
    Socket,
    /// Another process, or another thread, at the other end of a pipe.
    Pipe,
    /// A person or a program in front of this one.
    Stdin,
    /// Whoever reads what this program prints.
    Stdout,
    /// The lock of a file.
    FileLock,
    /// Another thread, at a futex.
    Thread,
    /// A descriptor whose kind and mode are asked only if someone wants to know.
    Reads(i32),
    /// The same for writing.
    Writes(i32),
}

impl Waits {
    /// As it is written in `rules/guard.toml`.
    pub(in crate::guard::linux) fn word(self) -> &'static str {
        match self {
            Self::Not | Self::Always | Self::Reads(_) | Self::Writes(_) => "",
            Self::File => "file",
            Self::Socket => "socket",
            Self::Pipe => "child-pipe",
            Self::Stdin => "stdin",
            Self::Stdout => "stdout",
            Self::FileLock => "lock",
            Self::Thread => "thread",
        }
    }

    /// The descriptor, if that decides.
    pub(in crate::guard::linux) fn descriptor(self) -> Option<i32> {
        match self {
            Self::Reads(descriptor) | Self::Writes(descriptor) => Some(descriptor),
            _ => None,
        }
    }

    /// The same with the descriptor looked at: a non-blocking one, and one that does not exist, are not waited for.
    pub(in crate::guard::linux) fn settled(self) -> Self {
        let (Self::Reads(descriptor) | Self::Writes(descriptor)) = self else { return self };
        let printed = matches!(self, Self::Writes(1 | 2));
        match kind(descriptor) {
            // Printing is ordinary, and hardly ever waits: it counts only where nobody reads.
            Some(libc::S_IFIFO | libc::S_IFCHR | libc::S_IFSOCK) if printed => {
                if is_full(descriptor) {
                    Self::Stdout
                } else {
                    Self::Not
                }
            }
            Some(libc::S_IFREG) if printed => Self::Not,
            Some(libc::S_IFREG | libc::S_IFDIR | libc::S_IFBLK) => Self::File,
            Some(libc::S_IFCHR | libc::S_IFIFO) if self == Self::Reads(0) && !is_nonblocking(descriptor) => Self::Stdin,
            // `/dev/null`, `/dev/urandom` and their like.
            Some(libc::S_IFCHR) | None => Self::Not,
            Some(_) if is_nonblocking(descriptor) => Self::Not,
            Some(libc::S_IFSOCK) => Self::Socket,
            Some(libc::S_IFIFO) => Self::Pipe,
            Some(_) => Self::Always,
        }
    }
}

/// The file type bits of a descriptor's mode; `None` if it is not open.
fn kind(descriptor: i32) -> Option<libc::mode_t> {
    let mut status = MaybeUninit::<libc::stat64>::uninit();
    // SAFETY: the pointer is to memory of the right size, which the call fills if it gives 0. It is a hook of ours, which passes
    // on what this thread asks while it is busy with a hook.
    let filled = unsafe { libc::fstat64(descriptor, status.as_mut_ptr()) } == 0;
    // SAFETY: the call has filled it.
    filled.then(|| unsafe { status.assume_init() }.st_mode & libc::S_IFMT)
}

/// Whether a call on it gives `EAGAIN` instead of waiting.
pub(in crate::guard::linux) fn is_nonblocking(descriptor: i32) -> bool {
    // SAFETY: `F_GETFL` takes no argument and touches no memory; an unknown descriptor makes it fail.
    let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFL) };
    flags < 0 || flags & libc::O_NONBLOCK != 0
}

/// Whether a write would wait now.
fn is_full(descriptor: i32) -> bool {
    let mut asked = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: the pointer is to one `pollfd`, and the count says so; a timeout of 0 does not wait.
    unsafe { libc::poll(&raw mut asked, 1, 0) == 0 }
}
