//! `tokio::io`.

use std::io;
use std::io::SeekFrom;

use std::pin::Pin;
use std::task::{Context, Poll};

pub trait AsyncRead {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>>;
}

pub trait AsyncWrite {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>>;
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
}

pub trait AsyncSeek {
    fn start_seek(self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()>;
    fn poll_complete(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<u64>>;
}

pub trait AsyncBufRead: AsyncRead {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>>;
    fn consume(self: Pin<&mut Self>, amt: usize);
}

pub struct ReadBuf<'a> {}

impl<T: ?Sized + AsyncRead> AsyncRead for &mut T {}
impl<T: ?Sized + AsyncRead> AsyncRead for Box<T> {}
impl<T: ?Sized + AsyncWrite> AsyncWrite for &mut T {}
impl<T: ?Sized + AsyncWrite> AsyncWrite for Box<T> {}
impl AsyncRead for &[u8] {}
impl AsyncBufRead for &[u8] {}
impl AsyncWrite for Vec<u8> {}
impl<T: AsRef<[u8]>> AsyncRead for std::io::Cursor<T> {}

pub trait AsyncReadExt: AsyncRead {
    fn chain<R: AsyncRead>(self, next: R) -> Chain<Self, R>;
    async fn read(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    async fn read_buf<B: ?Sized>(&mut self, buf: &mut B) -> io::Result<usize>;
    async fn read_exact(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    async fn read_u8(&mut self) -> io::Result<u8>;
    async fn read_u16(&mut self) -> io::Result<u16>;
    async fn read_u32(&mut self) -> io::Result<u32>;
    async fn read_u64(&mut self) -> io::Result<u64>;
    async fn read_to_end(&mut self, buf: &mut Vec<u8>) -> io::Result<usize>;
    async fn read_to_string(&mut self, dst: &mut String) -> io::Result<usize>;
    fn take(self, limit: u64) -> Take<Self>;
}
impl<R: AsyncRead + ?Sized> AsyncReadExt for R {}

pub trait AsyncWriteExt: AsyncWrite {
    async fn write(&mut self, src: &[u8]) -> io::Result<usize>;
    async fn write_buf<B>(&mut self, src: &mut B) -> io::Result<usize>;
    async fn write_all(&mut self, src: &[u8]) -> io::Result<()>;
    async fn write_all_buf<B>(&mut self, src: &mut B) -> io::Result<()>;
    async fn write_u8(&mut self, n: u8) -> io::Result<()>;
    async fn write_u16(&mut self, n: u16) -> io::Result<()>;
    async fn write_u32(&mut self, n: u32) -> io::Result<()>;
    async fn write_u64(&mut self, n: u64) -> io::Result<()>;
    async fn flush(&mut self) -> io::Result<()>;
    async fn shutdown(&mut self) -> io::Result<()>;
}
impl<W: AsyncWrite + ?Sized> AsyncWriteExt for W {}

pub trait AsyncSeekExt: AsyncSeek {
    async fn seek(&mut self, pos: SeekFrom) -> io::Result<u64>;
    async fn rewind(&mut self) -> io::Result<()>;
    async fn stream_position(&mut self) -> io::Result<u64>;
}
impl<S: AsyncSeek + ?Sized> AsyncSeekExt for S {}

pub trait AsyncBufReadExt: AsyncBufRead {
    async fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> io::Result<usize>;
    async fn read_line(&mut self, buf: &mut String) -> io::Result<usize>;
    fn split(self, byte: u8) -> Split<Self>;
    async fn fill_buf(&mut self) -> io::Result<&[u8]>;
    fn consume(&mut self, amt: usize);
    fn lines(self) -> Lines<Self>;
}
impl<R: AsyncBufRead + ?Sized> AsyncBufReadExt for R {}

pub struct Chain<T, U> {}
impl<T: AsyncRead, U: AsyncRead> AsyncRead for Chain<T, U> {}
pub struct Take<R> {}
impl<R: AsyncRead> AsyncRead for Take<R> {}

pub struct Lines<R> {}
impl<R> Lines<R> {
    pub async fn next_line(&mut self) -> io::Result<Option<String>> {}
}
pub struct Split<R> {}
impl<R> Split<R> {
    pub async fn next_segment(&mut self) -> io::Result<Option<Vec<u8>>> {}
}

pub struct BufReader<R> {}

impl<R: AsyncRead> BufReader<R> {
    pub fn new(inner: R) -> Self {}
    pub fn with_capacity(capacity: usize, inner: R) -> Self {}
    pub fn get_ref(&self) -> &R {}
    pub fn get_mut(&mut self) -> &mut R {}
    pub fn into_inner(self) -> R {}
}
impl<R: AsyncRead> AsyncRead for BufReader<R> {}
impl<R: AsyncRead> AsyncBufRead for BufReader<R> {}
impl<R: AsyncRead + AsyncSeek> AsyncSeek for BufReader<R> {}
impl<R: AsyncRead + AsyncWrite> AsyncWrite for BufReader<R> {}

pub struct BufWriter<W> {}

impl<W: AsyncWrite> BufWriter<W> {
    pub fn new(inner: W) -> Self {}
    pub fn with_capacity(capacity: usize, inner: W) -> Self {}
    pub fn get_ref(&self) -> &W {}
    pub fn get_mut(&mut self) -> &mut W {}
    pub fn into_inner(self) -> W {}
}
impl<W: AsyncWrite> AsyncWrite for BufWriter<W> {}
impl<W: AsyncWrite + AsyncSeek> AsyncSeek for BufWriter<W> {}

pub struct BufStream<RW> {}
impl<RW> BufStream<RW> {
    pub fn new(stream: RW) -> BufStream<RW> {}
}
impl<RW> AsyncRead for BufStream<RW> {}
impl<RW> AsyncBufRead for BufStream<RW> {}
impl<RW> AsyncWrite for BufStream<RW> {}

pub struct ReadHalf<T> {}
impl<T> AsyncRead for ReadHalf<T> {}
pub struct WriteHalf<T> {}
impl<T> AsyncWrite for WriteHalf<T> {}

pub fn split<T>(stream: T) -> (ReadHalf<T>, WriteHalf<T>) {}
pub async fn copy<R: ?Sized, W: ?Sized>(reader: &mut R, writer: &mut W) -> io::Result<u64> {}
pub async fn copy_buf<R: ?Sized, W: ?Sized>(reader: &mut R, writer: &mut W) -> io::Result<u64> {}
pub async fn copy_bidirectional<A: ?Sized, B: ?Sized>(a: &mut A, b: &mut B) -> io::Result<(u64, u64)> {}

pub struct DuplexStream {}
impl AsyncRead for DuplexStream {}
impl AsyncWrite for DuplexStream {}
pub fn duplex(max_buf_size: usize) -> (DuplexStream, DuplexStream) {}

pub fn stdin() -> Stdin {}
pub fn stdout() -> Stdout {}
pub fn stderr() -> Stderr {}
pub struct Stdin {}
impl AsyncRead for Stdin {}
pub struct Stdout {}
impl AsyncWrite for Stdout {}
pub struct Stderr {}
impl AsyncWrite for Stderr {}

pub mod unix {
    pub struct AsyncFd<T> {}
    pub struct AsyncFdReadyGuard<'a, T> {}
    impl<T> AsyncFd<T> {
        pub fn new(inner: T) -> std::io::Result<Self> {}
        pub fn get_ref(&self) -> &T {}
        pub fn get_mut(&mut self) -> &mut T {}
        pub async fn readable(&self) -> std::io::Result<AsyncFdReadyGuard<'_, T>> {}
        pub async fn writable(&self) -> std::io::Result<AsyncFdReadyGuard<'_, T>> {}
    }
    impl<'a, T> AsyncFdReadyGuard<'a, T> {
        pub fn try_io<R>(&mut self, f: impl FnOnce(&'a AsyncFd<T>) -> std::io::Result<R>) -> Result<std::io::Result<R>, TryIoError> {}
        pub fn clear_ready(&mut self) {}
    }
    pub struct TryIoError(());
}
