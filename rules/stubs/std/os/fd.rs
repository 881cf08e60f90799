//! `std::os::fd`.

use crate::clone::Clone;
use crate::convert::From;
use crate::fs::File;
use crate::io;
use crate::io::{IsTerminal, PipeReader, PipeWriter};
use crate::marker::{Copy, Sized};
use crate::net::{TcpListener, TcpStream, UdpSocket};
use crate::os::raw::c_int;
use crate::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use crate::process::{ChildStderr, ChildStdin, ChildStdout};

pub struct BorrowedFd<'fd> {}

impl BorrowedFd<'_> {
    pub unsafe fn borrow_raw(fd: RawFd) -> Self {}
}

impl BorrowedFd<'_> {
    pub fn try_clone_to_owned(&self) -> io::Result<OwnedFd> {}
}

impl AsFd for BorrowedFd<'_> {}
impl AsRawFd for BorrowedFd<'_> {}
impl<'fd> Clone for BorrowedFd<'fd> {}
impl<'fd> Copy for BorrowedFd<'fd> {}
impl IsTerminal for BorrowedFd<'_> {}

pub struct OwnedFd {}

impl OwnedFd {
    pub fn try_clone(&self) -> io::Result<Self> {}
}

impl AsFd for OwnedFd {}
impl AsRawFd for OwnedFd {}
impl From<File> for OwnedFd {}
impl From<PipeReader> for OwnedFd {}
impl From<PipeWriter> for OwnedFd {}
impl From<TcpStream> for OwnedFd {}
impl From<UdpSocket> for OwnedFd {}
impl From<TcpListener> for OwnedFd {}
impl From<ChildStdin> for OwnedFd {}
impl From<ChildStderr> for OwnedFd {}
impl From<ChildStdout> for OwnedFd {}
impl From<UnixStream> for OwnedFd {}
impl From<UnixDatagram> for OwnedFd {}
impl From<UnixListener> for OwnedFd {}
impl FromRawFd for OwnedFd {}
impl IntoRawFd for OwnedFd {}
impl IsTerminal for OwnedFd {}

pub trait AsFd {
    fn as_fd(&self) -> BorrowedFd<'_>;
}

impl<T: AsFd + ?Sized> AsFd for &T {}
impl<T: AsFd + ?Sized> AsFd for &mut T {}

pub type RawFd = c_int;

impl AsRawFd for RawFd {}
impl FromRawFd for RawFd {}
impl IntoRawFd for RawFd {}

pub trait AsRawFd {
    fn as_raw_fd(&self) -> RawFd;
}

pub trait FromRawFd {
    unsafe fn from_raw_fd(fd: RawFd) -> Self;
}

pub trait IntoRawFd {
    fn into_raw_fd(self) -> RawFd;
}
