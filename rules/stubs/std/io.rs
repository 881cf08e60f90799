//! `std::io`.

pub mod prelude;

use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::collections::TryReserveError;
use crate::convert::{AsRef, From, Into};
use crate::default::Default;
use crate::error;
use crate::ffi::NulError;
use crate::fmt::{Arguments, Debug, Display};
use crate::fs::TryLockError;
use crate::iter::Iterator;
use crate::marker::{Copy, Send, Sized, Sync};
use crate::ops::{Deref, DerefMut};
use crate::option::Option;
use crate::os::fd::{AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd};
use crate::result;
use crate::string::String;
use crate::vec::Vec;

pub struct BufReader<R: ?Sized> {}

impl<R: Read> BufReader<R> {
    pub fn new(inner: R) -> BufReader<R> {}
    pub fn with_capacity(capacity: usize, inner: R) -> BufReader<R> {}
}

impl<R: ?Sized> BufReader<R> {
    pub fn get_ref(&self) -> &R {}
    pub fn get_mut(&mut self) -> &mut R {}
    pub fn buffer(&self) -> &[u8] {}
    pub fn capacity(&self) -> usize {}
    pub fn into_inner(self) -> R where R: Sized {}
}

impl<R: ?Sized + Seek> BufReader<R> {
    pub fn seek_relative(&mut self, offset: i64) -> Result<()> {}
}

impl<R: ?Sized + Read> BufRead for BufReader<R> {}
impl<R: ?Sized + Read> Read for BufReader<R> {}
impl<R: ?Sized + Seek> Seek for BufReader<R> {}

pub struct BufWriter<W: ?Sized + Write> {}

impl<W: Write> BufWriter<W> {
    pub fn new(inner: W) -> BufWriter<W> {}
    pub fn with_capacity(capacity: usize, inner: W) -> BufWriter<W> {}
    pub fn into_inner(self) -> result::Result<W, IntoInnerError<BufWriter<W>>> {}
    pub fn into_parts(self) -> (W, result::Result<Vec<u8>, WriterPanicked>) {}
}

impl<W: ?Sized + Write> BufWriter<W> {
    pub fn get_ref(&self) -> &W {}
    pub fn get_mut(&mut self) -> &mut W {}
    pub fn buffer(&self) -> &[u8] {}
    pub fn capacity(&self) -> usize {}
}

impl<W: ?Sized + Write + Seek> Seek for BufWriter<W> {}
impl<W: ?Sized + Write> Write for BufWriter<W> {}

pub struct WriterPanicked {}

impl WriterPanicked {
    pub fn into_inner(self) -> Vec<u8> {}
}

impl Display for WriterPanicked {}
impl error::Error for WriterPanicked {}

pub struct LineWriter<W: ?Sized + Write> {}

impl<W: Write> LineWriter<W> {
    pub fn new(inner: W) -> LineWriter<W> {}
    pub fn with_capacity(capacity: usize, inner: W) -> LineWriter<W> {}
    pub fn get_mut(&mut self) -> &mut W {}
    pub fn into_inner(self) -> result::Result<W, IntoInnerError<LineWriter<W>>> {}
}

impl<W: ?Sized + Write> LineWriter<W> {
    pub fn get_ref(&self) -> &W {}
}

impl<W: ?Sized + Write> Write for LineWriter<W> {}

pub struct IntoInnerError<W> {}

impl<W> IntoInnerError<W> {
    pub fn error(&self) -> &Error {}
    pub fn into_inner(self) -> W {}
    pub fn into_error(self) -> Error {}
    pub fn into_parts(self) -> (Error, W) {}
}

impl<W> Display for IntoInnerError<W> {}
impl<W: Send + Debug> error::Error for IntoInnerError<W> {}

pub fn copy<R, W>(reader: &mut R, writer: &mut W) -> Result<u64> where R: Read + ?Sized, W: Write + ?Sized {}

pub struct Cursor<T> {}

impl<T> Cursor<T> {
    pub fn new(inner: T) -> Cursor<T> {}
    pub fn into_inner(self) -> T {}
    pub fn get_ref(&self) -> &T {}
    pub fn get_mut(&mut self) -> &mut T {}
    pub fn position(&self) -> u64 {}
    pub fn set_position(&mut self, pos: u64) {}
}

impl<T> BufRead for Cursor<T> where T: AsRef<[u8]> {}
impl<T> Clone for Cursor<T> where T: Clone {}
impl<T: Default> Default for Cursor<T> {}
impl<T: PartialEq> PartialEq for Cursor<T> {}
impl<T> Read for Cursor<T> where T: AsRef<[u8]> {}
impl<T> Seek for Cursor<T> where T: AsRef<[u8]> {}
impl Write for Cursor<&mut [u8]> {}
impl Write for Cursor<Vec<u8>> {}
impl Write for Cursor<Box<[u8]>> {}
impl<const N: usize> Write for Cursor<[u8; N]> {}
impl Write for Cursor<&mut Vec<u8>> {}

pub type Result<T> = result::Result<T, Error>;

pub struct Error {}

impl Error {
    pub fn new<E>(kind: ErrorKind, error: E) -> Error where E: Into<Box<dyn error::Error + Send + Sync>> {}
    pub fn other<E>(error: E) -> Error where E: Into<Box<dyn error::Error + Send + Sync>> {}
    pub fn last_os_error() -> Error {}
    pub fn from_raw_os_error(code: i32) -> Error {}
    pub fn raw_os_error(&self) -> Option<i32> {}
    pub fn get_ref(&self) -> Option<&(dyn error::Error + Send + Sync + 'static)> {}
    pub fn get_mut(&mut self) -> Option<&mut (dyn error::Error + Send + Sync + 'static)> {}
    pub fn into_inner(self) -> Option<Box<dyn error::Error + Send + Sync>> {}
    pub fn downcast<E>(self) -> result::Result<E, Self> where E: error::Error + Send + Sync + 'static {}
    pub fn kind(&self) -> ErrorKind {}
}

impl Display for Error {}
impl error::Error for Error {}
impl From<NulError> for Error {}
impl From<ErrorKind> for Error {}
impl From<TryLockError> for Error {}
impl<W> From<IntoInnerError<W>> for Error {}
impl From<TryReserveError> for Error {}

pub enum ErrorKind {
    NotFound,
    PermissionDenied,
    ConnectionRefused,
    ConnectionReset,
    HostUnreachable,
    NetworkUnreachable,
    ConnectionAborted,
    NotConnected,
    AddrInUse,
    AddrNotAvailable,
    NetworkDown,
    BrokenPipe,
    AlreadyExists,
    WouldBlock,
    NotADirectory,
    IsADirectory,
    DirectoryNotEmpty,
    ReadOnlyFilesystem,
    StaleNetworkFileHandle,
    InvalidInput,
    InvalidData,
    TimedOut,
    WriteZero,
    StorageFull,
    NotSeekable,
    QuotaExceeded,
    FileTooLarge,
    ResourceBusy,
    ExecutableFileBusy,
    Deadlock,
    CrossesDevices,
    TooManyLinks,
    InvalidFilename,
    ArgumentListTooLong,
    Interrupted,
    Unsupported,
    UnexpectedEof,
    OutOfMemory,
    Other,
}

impl Clone for ErrorKind {}
impl Copy for ErrorKind {}
impl Display for ErrorKind {}
impl Ord for ErrorKind {}
impl PartialEq for ErrorKind {}
impl PartialOrd for ErrorKind {}

pub trait Read {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize>;
    fn read_vectored(&mut self, bufs: &mut [IoSliceMut<'_>]) -> Result<usize> {}
    fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {}
    fn read_to_string(&mut self, buf: &mut String) -> Result<usize> {}
    fn read_exact(&mut self, buf: &mut [u8]) -> Result<()> {}
    fn by_ref(&mut self) -> &mut Self where Self: Sized {}
    fn bytes(self) -> Bytes<Self> where Self: Sized {}
    fn chain<R: Read>(self, next: R) -> Chain<Self, R> where Self: Sized {}
    fn take(self, limit: u64) -> Take<Self> where Self: Sized {}
}

impl Read for &[u8] {}
impl<R: Read + ?Sized> Read for &mut R {}

pub fn read_to_string<R: Read>(reader: R) -> Result<String> {}

pub struct IoSliceMut<'a> {}

impl<'a> IoSliceMut<'a> {
    pub fn new(buf: &'a mut [u8]) -> IoSliceMut<'a> {}
    pub fn advance(&mut self, n: usize) {}
    pub fn advance_slices(bufs: &mut &mut [IoSliceMut<'a>], n: usize) {}
}

impl<'a> Deref for IoSliceMut<'a> { type Target = [u8]; }
impl<'a> DerefMut for IoSliceMut<'a> {}

pub struct IoSlice<'a> {}

impl<'a> IoSlice<'a> {
    pub fn new(buf: &'a [u8]) -> IoSlice<'a> {}
    pub fn advance(&mut self, n: usize) {}
    pub fn advance_slices(bufs: &mut &mut [IoSlice<'a>], n: usize) {}
}

impl<'a> Clone for IoSlice<'a> {}
impl<'a> Copy for IoSlice<'a> {}
impl<'a> Deref for IoSlice<'a> { type Target = [u8]; }

pub trait Write {
    fn write(&mut self, buf: &[u8]) -> Result<usize>;
    fn flush(&mut self) -> Result<()>;
    fn write_vectored(&mut self, bufs: &[IoSlice<'_>]) -> Result<usize> {}
    fn write_all(&mut self, buf: &[u8]) -> Result<()> {}
    fn write_fmt(&mut self, args: Arguments<'_>) -> Result<()> {}
    fn by_ref(&mut self) -> &mut Self where Self: Sized {}
}

impl Write for &mut [u8] {}
impl<W: Write + ?Sized> Write for &mut W {}

pub trait Seek {
    fn seek(&mut self, pos: SeekFrom) -> Result<u64>;
    fn rewind(&mut self) -> Result<()> {}
    fn stream_position(&mut self) -> Result<u64> {}
    fn seek_relative(&mut self, offset: i64) -> Result<()> {}
}

impl<S: Seek + ?Sized> Seek for &mut S {}

pub enum SeekFrom { Start(u64), End(i64), Current(i64) }
impl Clone for SeekFrom {}
impl Copy for SeekFrom {}
impl PartialEq for SeekFrom {}

pub trait BufRead: Read {
    fn fill_buf(&mut self) -> Result<&[u8]>;
    fn consume(&mut self, amount: usize);
    fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> Result<usize> {}
    fn skip_until(&mut self, byte: u8) -> Result<usize> {}
    fn read_line(&mut self, buf: &mut String) -> Result<usize> {}
    fn split(self, byte: u8) -> Split<Self> where Self: Sized {}
    fn lines(self) -> Lines<Self> where Self: Sized {}
}

impl BufRead for &[u8] {}
impl<B: BufRead + ?Sized> BufRead for &mut B {}

pub struct Chain<T, U> {}

impl<T, U> Chain<T, U> {
    pub fn into_inner(self) -> (T, U) {}
    pub fn get_ref(&self) -> (&T, &U) {}
    pub fn get_mut(&mut self) -> (&mut T, &mut U) {}
}

impl<T: BufRead, U: BufRead> BufRead for Chain<T, U> {}
impl<T: Read, U: Read> Read for Chain<T, U> {}

pub struct Take<T> {}

impl<T> Take<T> {
    pub fn limit(&self) -> u64 {}
    pub fn set_limit(&mut self, limit: u64) {}
    pub fn into_inner(self) -> T {}
    pub fn get_ref(&self) -> &T {}
    pub fn get_mut(&mut self) -> &mut T {}
}

impl<T: BufRead> BufRead for Take<T> {}
impl<T: Read> Read for Take<T> {}
impl<T: Seek> Seek for Take<T> {}

pub struct Bytes<R> {}
impl<R: Read> Iterator for Bytes<R> { type Item = result::Result<u8, Error>; }

pub struct Split<B> {}
impl<B: BufRead> Iterator for Split<B> { type Item = result::Result<Vec<u8>, Error>; }

pub struct Lines<B> {}
impl<B: BufRead> Iterator for Lines<B> { type Item = result::Result<String, Error>; }

pub fn pipe() -> Result<(PipeReader, PipeWriter)> {}

pub struct PipeReader {}

impl PipeReader {
    pub fn try_clone(&self) -> Result<Self> {}
}

impl AsFd for PipeReader {}
impl AsRawFd for PipeReader {}
impl From<OwnedFd> for PipeReader {}
impl FromRawFd for PipeReader {}
impl IntoRawFd for PipeReader {}
impl Read for PipeReader {}
impl Read for &PipeReader {}

pub struct PipeWriter {}

impl PipeWriter {
    pub fn try_clone(&self) -> Result<Self> {}
}

impl AsFd for PipeWriter {}
impl AsRawFd for PipeWriter {}
impl From<OwnedFd> for PipeWriter {}
impl FromRawFd for PipeWriter {}
impl IntoRawFd for PipeWriter {}
impl Write for PipeWriter {}
impl Write for &PipeWriter {}

pub struct Stdin {}

impl Stdin {
    pub fn lock(&self) -> StdinLock<'static> {}
    pub fn read_line(&self, buf: &mut String) -> Result<usize> {}
    pub fn lines(self) -> Lines<StdinLock<'static>> {}
}

impl AsFd for Stdin {}
impl AsRawFd for Stdin {}
impl IsTerminal for Stdin {}
impl Read for Stdin {}
impl Read for &Stdin {}

pub struct StdinLock<'a> {}
impl<'a> AsFd for StdinLock<'a> {}
impl<'a> AsRawFd for StdinLock<'a> {}
impl BufRead for StdinLock<'_> {}
impl IsTerminal for StdinLock<'_> {}
impl Read for StdinLock<'_> {}

pub fn stdin() -> Stdin {}

pub struct Stdout {}

impl Stdout {
    pub fn lock(&self) -> StdoutLock<'static> {}
}

impl AsFd for Stdout {}
impl AsRawFd for Stdout {}
impl IsTerminal for Stdout {}
impl Write for Stdout {}
impl Write for &Stdout {}

pub struct StdoutLock<'a> {}
impl<'a> AsFd for StdoutLock<'a> {}
impl<'a> AsRawFd for StdoutLock<'a> {}
impl IsTerminal for StdoutLock<'_> {}
impl Write for StdoutLock<'_> {}

pub fn stdout() -> Stdout {}

pub struct Stderr {}

impl Stderr {
    pub fn lock(&self) -> StderrLock<'static> {}
}

impl AsFd for Stderr {}
impl AsRawFd for Stderr {}
impl IsTerminal for Stderr {}
impl Write for Stderr {}
impl Write for &Stderr {}

pub struct StderrLock<'a> {}
impl<'a> AsFd for StderrLock<'a> {}
impl<'a> AsRawFd for StderrLock<'a> {}
impl IsTerminal for StderrLock<'_> {}
impl Write for StderrLock<'_> {}

pub fn stderr() -> Stderr {}

pub trait IsTerminal: Sealed {
    fn is_terminal(&self) -> bool;
}

pub struct Empty;
impl BufRead for Empty {}
impl Clone for Empty {}
impl Copy for Empty {}
impl Default for Empty {}
impl Read for Empty {}
impl Seek for Empty {}
impl Write for Empty {}
impl Write for &Empty {}

pub fn empty() -> Empty {}

pub struct Repeat {}
impl Read for Repeat {}

pub fn repeat(byte: u8) -> Repeat {}

pub struct Sink;
impl Clone for Sink {}
impl Copy for Sink {}
impl Default for Sink {}
impl Write for Sink {}
impl Write for &Sink {}

pub fn sink() -> Sink {}
