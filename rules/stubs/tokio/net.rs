//! `tokio::net`.

use crate::io::{AsyncRead, AsyncWrite};
use std::io;
use std::net::SocketAddr;
use std::path::Path;

pub trait ToSocketAddrs {}
pub async fn lookup_host<T: ToSocketAddrs>(host: T) -> io::Result<impl Iterator<Item = SocketAddr>> {}

pub struct TcpStream {}

impl TcpStream {
    pub async fn connect<A: ToSocketAddrs>(addr: A) -> io::Result<TcpStream> {}
    pub fn from_std(stream: std::net::TcpStream) -> io::Result<TcpStream> {}
    pub fn into_std(self) -> io::Result<std::net::TcpStream> {}
    pub fn local_addr(&self) -> io::Result<SocketAddr> {}
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {}
    pub async fn readable(&self) -> io::Result<()> {}
    pub async fn writable(&self) -> io::Result<()> {}
    pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {}
    pub fn try_write(&self, buf: &[u8]) -> io::Result<usize> {}
    pub async fn peek(&self, buf: &mut [u8]) -> io::Result<usize> {}
    pub fn nodelay(&self) -> io::Result<bool> {}
    pub fn set_nodelay(&self, nodelay: bool) -> io::Result<()> {}
    pub fn split<'a>(&'a mut self) -> (tcp::ReadHalf<'a>, tcp::WriteHalf<'a>) {}
    pub fn into_split(self) -> (tcp::OwnedReadHalf, tcp::OwnedWriteHalf) {}
}
impl AsyncRead for TcpStream {}
impl AsyncWrite for TcpStream {}

pub mod tcp {
    use crate::io::{AsyncRead, AsyncWrite};
    pub struct ReadHalf<'a> {}
    impl<'a> AsyncRead for ReadHalf<'a> {}
    pub struct WriteHalf<'a> {}
    impl<'a> AsyncWrite for WriteHalf<'a> {}
    pub struct OwnedReadHalf {}
    impl AsyncRead for OwnedReadHalf {}
    pub struct OwnedWriteHalf {}
    impl AsyncWrite for OwnedWriteHalf {}
}

pub struct TcpListener {}

impl TcpListener {
    pub async fn bind<A: ToSocketAddrs>(addr: A) -> io::Result<TcpListener> {}
    pub async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {}
    pub fn from_std(listener: std::net::TcpListener) -> io::Result<TcpListener> {}
    pub fn into_std(self) -> io::Result<std::net::TcpListener> {}
    pub fn local_addr(&self) -> io::Result<SocketAddr> {}
}

pub struct TcpSocket {}

impl TcpSocket {
    pub fn new_v4() -> io::Result<TcpSocket> {}
    pub fn new_v6() -> io::Result<TcpSocket> {}
    pub fn bind(&self, addr: SocketAddr) -> io::Result<()> {}
    pub fn set_reuseaddr(&self, reuseaddr: bool) -> io::Result<()> {}
    pub async fn connect(self, addr: SocketAddr) -> io::Result<TcpStream> {}
    pub fn listen(self, backlog: u32) -> io::Result<TcpListener> {}
}

pub struct UdpSocket {}

impl UdpSocket {
    pub async fn bind<A: ToSocketAddrs>(addr: A) -> io::Result<UdpSocket> {}
    pub fn from_std(socket: std::net::UdpSocket) -> io::Result<UdpSocket> {}
    pub fn into_std(self) -> io::Result<std::net::UdpSocket> {}
    pub fn local_addr(&self) -> io::Result<SocketAddr> {}
    pub async fn connect<A: ToSocketAddrs>(&self, addr: A) -> io::Result<()> {}
    pub async fn send(&self, buf: &[u8]) -> io::Result<usize> {}
    pub async fn recv(&self, buf: &mut [u8]) -> io::Result<usize> {}
    pub async fn send_to<A: ToSocketAddrs>(&self, buf: &[u8], target: A) -> io::Result<usize> {}
    pub async fn recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
    pub async fn peek_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
    pub fn try_recv_from(&self, buf: &mut [u8]) -> io::Result<(usize, SocketAddr)> {}
}

pub struct UnixStream {}

impl UnixStream {
    pub async fn connect<P: AsRef<Path>>(path: P) -> io::Result<UnixStream> {}
    pub fn pair() -> io::Result<(UnixStream, UnixStream)> {}
    pub fn from_std(stream: std::os::unix::net::UnixStream) -> io::Result<UnixStream> {}
    pub fn into_std(self) -> io::Result<std::os::unix::net::UnixStream> {}
    pub fn into_split(self) -> (unix::OwnedReadHalf, unix::OwnedWriteHalf) {}
}
impl AsyncRead for UnixStream {}
impl AsyncWrite for UnixStream {}

pub struct UnixListener {}

impl UnixListener {
    pub fn bind<P: AsRef<Path>>(path: P) -> io::Result<UnixListener> {}
    pub async fn accept(&self) -> io::Result<(UnixStream, unix::SocketAddr)> {}
}

pub mod unix {
    use crate::io::{AsyncRead, AsyncWrite};
    pub struct SocketAddr {}
    pub struct OwnedReadHalf {}
    impl AsyncRead for OwnedReadHalf {}
    pub struct OwnedWriteHalf {}
    impl AsyncWrite for OwnedWriteHalf {}
}

pub struct UnixDatagram {}

impl UnixDatagram {
    pub fn bind<P: AsRef<Path>>(path: P) -> io::Result<UnixDatagram> {}
    pub fn unbound() -> io::Result<UnixDatagram> {}
    pub fn connect<P: AsRef<Path>>(&self, path: P) -> io::Result<()> {}
    pub async fn send(&self, buf: &[u8]) -> io::Result<usize> {}
    pub async fn recv(&self, buf: &mut [u8]) -> io::Result<usize> {}
}
