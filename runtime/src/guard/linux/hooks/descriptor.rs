//! What a call on a file descriptor or a path waits for. Knows the descriptor's kind and mode, and where a path begins; never knows what is
//! read or written.

use std::ffi::{CStr, c_char, c_int};
use std::mem::MaybeUninit;

use crate::guard::linux::table;

/// What a call waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::guard::linux) enum Waits {
    /// Nothing: it returns at once.
    Not,
    /// It always waits; the function alone determines for what.
    Always,
    /// A file system.
    File,
    /// The kernel, which produces the contents of the file when they are read: no disk is involved.
    Memory,
    /// A peer.
    Socket,
    /// Another process, or another thread, at the other end of a pipe.
    Pipe,
    /// Standard input: a person, or a program before this one in a pipeline.
    Stdin,
    /// Standard output: the reader of this program's output.
    Stdout,
    /// The lock of a file.
    FileLock,
    /// Another thread, at a futex.
    Thread,
    /// A read from a descriptor, whose kind and mode are looked up only when needed.
    Reads(i32),
    /// A write to a descriptor, likewise.
    Writes(i32),
    /// A query about an open file itself, which never waits for a peer.
    Asks(i32),
    /// This many bytes to standard output or standard error.
    Prints(i32, usize),
    /// A path, at the caller's address, which is read only when needed.
    Path(usize),
    /// The same, if the file itself is neither opened nor changed.
    Name(usize),
}

impl Waits {
    /// The word for it in `rules/guard.toml`.
    pub(in crate::guard::linux) fn word(self) -> &'static str {
        match self {
            Self::Not
            | Self::Always
            | Self::Reads(_)
            | Self::Writes(_)
            | Self::Asks(_)
            | Self::Prints(..)
            | Self::Path(_)
            | Self::Name(_) => "",
            Self::File | Self::Memory => "file",
            Self::Socket => "socket",
            Self::Pipe => "child-pipe",
            Self::Stdin => "stdin",
            Self::Stdout => "stdout",
            Self::FileLock => "lock",
            Self::Thread => "thread",
        }
    }

    /// The descriptor, if the result depends on its kind and mode.
    pub(in crate::guard::linux) fn descriptor(self) -> Option<i32> {
        match self {
            Self::Reads(descriptor) | Self::Writes(descriptor) | Self::Asks(descriptor) | Self::Prints(descriptor, _) => Some(descriptor),
            _ => None,
        }
    }

    /// Resolves descriptors and paths: a call on a descriptor that is nonblocking or not open does not wait.
    pub(in crate::guard::linux) fn settled(self) -> Self {
        let descriptor = match self {
            Self::Reads(descriptor) | Self::Writes(descriptor) | Self::Asks(descriptor) => descriptor,
            // Printing hardly ever waits: it counts only if the reader is too slow.
            Self::Prints(descriptor, size) => return if has_room(descriptor, size) { Self::Not } else { Self::Stdout },
            Self::Path(path) => return if is_at(path, table::is_memory_path) { Self::Memory } else { Self::File },
            Self::Name(path) => return if is_at(path, table::is_memory_name) { Self::Memory } else { Self::File },
            _ => return self,
        };
        match kind(descriptor) {
            Some(libc::S_IFREG | libc::S_IFDIR | libc::S_IFBLK) if is_made_by_the_kernel(descriptor) => Self::Memory,
            Some(libc::S_IFREG | libc::S_IFDIR | libc::S_IFBLK) => Self::File,
            _ if matches!(self, Self::Asks(_)) => Self::Not,
            Some(libc::S_IFCHR | libc::S_IFIFO) if self == Self::Reads(0) && !is_nonblocking(descriptor) => Self::Stdin,
            // `/dev/null`, `/dev/urandom` and similar devices.
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
    // SAFETY: the pointer is to memory of the right size, which the call fills if it returns 0.
    let filled = unsafe { libc::fstat64(descriptor, status.as_mut_ptr()) } == 0;
    // SAFETY: the call has filled it.
    filled.then(|| unsafe { status.assume_init() }.st_mode & libc::S_IFMT)
}

/// File systems whose files the kernel generates: `/proc`, `/sys` and the control groups in it.
const MADE_UP: [libc::c_long; 4] = [libc::PROC_SUPER_MAGIC, libc::SYSFS_MAGIC, libc::CGROUP_SUPER_MAGIC, libc::CGROUP2_SUPER_MAGIC];

/// Whether an open file is on one of those file systems.
fn is_made_by_the_kernel(descriptor: i32) -> bool {
    let mut status = MaybeUninit::<libc::statfs>::uninit();
    // SAFETY: the pointer is to memory of the right size, which the call fills if it gives 0.
    let filled = unsafe { libc::fstatfs(descriptor, status.as_mut_ptr()) } == 0;
    // SAFETY: the call has filled it.
    filled && MADE_UP.contains(&unsafe { status.assume_init() }.f_type)
}

/// Whether a path is one of the rules' `memory-files`.
fn is_at(path: usize, in_memory: fn(&[u8]) -> bool) -> bool {
    let path = std::ptr::with_exposed_provenance::<c_char>(path);
    if path.is_null() {
        return false;
    }
    // SAFETY: the caller passes this path to a function of the C library, which requires a string that ends with a NUL.
    let path = unsafe { CStr::from_ptr(path) };
    in_memory(path.to_bytes())
}

/// Whether a call on it returns `EAGAIN` instead of waiting.
pub(in crate::guard::linux) fn is_nonblocking(descriptor: i32) -> bool {
    // SAFETY: `F_GETFL` takes no argument and touches no memory; an unknown descriptor makes it fail.
    let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFL) };
    flags < 0 || flags & libc::O_NONBLOCK != 0
}

/// Whether `size` bytes can be written now without waiting. For anything but a pipe, it is only known whether there is any room.
fn has_room(descriptor: i32, size: usize) -> bool {
    if is_nonblocking(descriptor) {
        return true;
    }
    let mut asked = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: the pointer is to one `pollfd`, and the count says so; a timeout of 0 does not wait.
    if unsafe { libc::poll(&raw mut asked, 1, 0) == 0 } {
        return false;
    }
    // SAFETY: `F_GETPIPE_SZ` takes no argument and touches no memory; it fails for what is no pipe.
    let capacity = unsafe { libc::fcntl(descriptor, libc::F_GETPIPE_SZ) };
    let mut filled: c_int = 0;
    // SAFETY: `FIONREAD` writes one `int`, which is what the pointer is to.
    let is_known = capacity > 0 && unsafe { libc::ioctl(descriptor, libc::FIONREAD, &raw mut filled) } == 0;
    !is_known || usize::try_from(capacity.saturating_sub(filled)).is_ok_and(|room| size <= room)
}
