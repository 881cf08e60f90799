//! Hooks of calls that wait for a peer, for several descriptors, or for a name server.

use libc::{addrinfo, c_char, c_int, c_void, msghdr, nfds_t, pollfd, size_t, sockaddr, socklen_t, ssize_t, timespec};

use super::Waits::{self, Always, Not, Reads, Socket, Writes};

/// With `MSG_DONTWAIT`, the call does not wait.
pub(super) fn received(socket: c_int, flags: c_int) -> Waits {
    if flags & libc::MSG_DONTWAIT != 0 { Not } else { Reads(socket) }
}

fn sent(socket: c_int, flags: c_int) -> Waits {
    if flags & libc::MSG_DONTWAIT != 0 { Not } else { Writes(socket) }
}

/// With a timeout of 0, the call does not wait. Several descriptors are assumed to be sockets.
pub(super) fn polled(millis: c_int) -> Waits {
    if millis == 0 { Not } else { Socket }
}

super::hooks! {
    connect(socket: c_int, address: *const sockaddr, size: socklen_t) -> c_int, or -1, waits Writes(socket);
    accept(socket: c_int, address: *mut sockaddr, size: *mut socklen_t) -> c_int, or -1, waits Reads(socket);
    accept4(socket: c_int, address: *mut sockaddr, size: *mut socklen_t, flags: c_int) -> c_int, or -1, waits Reads(socket);
    recv(socket: c_int, buffer: *mut c_void, size: size_t, flags: c_int) -> ssize_t, or -1, waits received(socket, flags);
    recvfrom(socket: c_int, buffer: *mut c_void, size: size_t, flags: c_int, address: *mut sockaddr, length: *mut socklen_t) -> ssize_t,
        or -1, waits received(socket, flags);
    recvmsg(socket: c_int, message: *mut msghdr, flags: c_int) -> ssize_t, or -1, waits received(socket, flags);
    send(socket: c_int, buffer: *const c_void, size: size_t, flags: c_int) -> ssize_t, or -1, waits sent(socket, flags);
    sendto(socket: c_int, buffer: *const c_void, size: size_t, flags: c_int, address: *const sockaddr, length: socklen_t) -> ssize_t,
        or -1, waits sent(socket, flags);
    sendmsg(socket: c_int, message: *const msghdr, flags: c_int) -> ssize_t, or -1, waits sent(socket, flags);
    poll(asked: *mut pollfd, count: nfds_t, millis: c_int) -> c_int, or -1, waits polled(millis);
    ppoll(asked: *mut pollfd, count: nfds_t, time: *const timespec, mask: *const libc::sigset_t) -> c_int, or -1, waits Socket;
    select(count: c_int, read: *mut libc::fd_set, written: *mut libc::fd_set, failed: *mut libc::fd_set, time: *mut libc::timeval)
        -> c_int, or -1, waits Socket;
    pselect(count: c_int, read: *mut libc::fd_set, written: *mut libc::fd_set, failed: *mut libc::fd_set, time: *const timespec,
        mask: *const libc::sigset_t) -> c_int, or -1, waits Socket;
    getaddrinfo(node: *const c_char, service: *const c_char, hints: *const addrinfo, found: *mut *mut addrinfo) -> c_int,
        or libc::EAI_FAIL, waits Always;
    getnameinfo(address: *const sockaddr, size: socklen_t, host: *mut c_char, host_size: socklen_t, service: *mut c_char,
        service_size: socklen_t, flags: c_int) -> c_int, or libc::EAI_FAIL, waits Always;
}
