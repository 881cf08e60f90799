//! `std::sync`.

pub mod atomic;
pub mod mpsc;

use crate::any::Any;
use crate::borrow::{Borrow, Cow, ToOwned};
use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::convert::{AsRef, From, TryFrom};
use crate::default::Default;
use crate::error::Error;
use crate::ffi::{CStr, CString, OsStr, OsString};
use crate::fmt::Display;
use crate::fs::File;
use crate::io::{Read, Seek, Write};
use crate::iter::FromIterator;
use crate::marker::{Copy, Send, Sized, Sync};
use crate::mem::MaybeUninit;
use crate::ops::{Deref, DerefMut, FnMut, FnOnce};
use crate::option::Option;
use crate::os::fd::{AsFd, AsRawFd};
use crate::path::{Path, PathBuf};
use crate::pin::Pin;
use crate::result::Result;
use crate::string::String;
use crate::time::Duration;
use crate::vec::Vec;

pub struct Arc<T> where T: ?Sized {}

impl<T> Arc<T> {
    pub fn new(data: T) -> Arc<T> {}
    pub fn new_cyclic<F>(data_fn: F) -> Arc<T> where F: FnOnce(&Weak<T>) -> T {}
    pub fn new_uninit() -> Arc<MaybeUninit<T>> {}
    pub fn new_zeroed() -> Arc<MaybeUninit<T>> {}
    pub fn pin(data: T) -> Pin<Arc<T>> {}
}

impl<T> Arc<T> {
    pub fn try_unwrap(this: Arc<T>) -> Result<T, Arc<T>> {}
    pub fn into_inner(this: Arc<T>) -> Option<T> {}
}

impl<T> Arc<[T]> {
    pub fn new_uninit_slice(len: usize) -> Arc<[MaybeUninit<T>]> {}
    pub fn new_zeroed_slice(len: usize) -> Arc<[MaybeUninit<T>]> {}
}

impl<T> Arc<MaybeUninit<T>> {
    pub unsafe fn assume_init(self) -> Arc<T> {}
}

impl<T> Arc<[MaybeUninit<T>]> {
    pub unsafe fn assume_init(self) -> Arc<[T]> {}
}

impl<T> Arc<T> where T: ?Sized {
    pub unsafe fn from_raw(ptr: *const T) -> Arc<T> {}
    pub fn into_raw(this: Arc<T>) -> *const T {}
    pub unsafe fn increment_strong_count(ptr: *const T) {}
    pub unsafe fn decrement_strong_count(ptr: *const T) {}
}

impl<T> Arc<T> where T: ?Sized {
    pub fn as_ptr(this: &Arc<T>) -> *const T {}
    pub fn downgrade(this: &Arc<T>) -> Weak<T> {}
    pub fn weak_count(this: &Arc<T>) -> usize {}
    pub fn strong_count(this: &Arc<T>) -> usize {}
    pub fn ptr_eq(this: &Arc<T>, other: &Arc<T>) -> bool {}
}

impl<T> Arc<T> where T: ?Sized {
    pub fn make_mut(this: &mut Arc<T>) -> &mut T {}
}

impl<T> Arc<T> where T: Clone {
    pub fn unwrap_or_clone(this: Arc<T>) -> T {}
}

impl<T> Arc<T> where T: ?Sized {
    pub fn get_mut(this: &mut Arc<T>) -> Option<&mut T> {}
}

impl Arc<dyn Any + Sync + Send> {
    pub fn downcast<T>(self) -> Result<Arc<T>, Arc<dyn Any + Sync + Send>> where T: Any + Send + Sync {}
}

impl<T: AsFd + ?Sized> AsFd for Arc<T> {}
impl<T: AsRawFd> AsRawFd for Arc<T> {}
impl<T> AsRef<T> for Arc<T> where T: ?Sized {}
impl<T> Borrow<T> for Arc<T> where T: ?Sized {}
impl<T> Clone for Arc<T> where T: ?Sized {}
impl Default for Arc<str> {}
impl<T> Default for Arc<T> where T: Default {}
impl<T> Default for Arc<[T]> {}
impl Default for Arc<CStr> {}
impl<T> Deref for Arc<T> where T: ?Sized { type Target = T; }
impl<T> Display for Arc<T> where T: Display + ?Sized {}
impl<T> Error for Arc<T> where T: Error + ?Sized {}
impl<T> From<T> for Arc<T> {}
impl From<&str> for Arc<str> {}
impl<T> From<&[T]> for Arc<[T]> where T: Clone {}
impl From<&mut str> for Arc<str> {}
impl<T> From<&mut [T]> for Arc<[T]> where T: Clone {}
impl From<String> for Arc<str> {}
impl<T> From<Box<T>> for Arc<T> where T: ?Sized {}
impl<T> From<Vec<T>> for Arc<[T]> {}
impl From<Arc<str>> for Arc<[u8]> {}
impl<T, const N: usize> From<[T; N]> for Arc<[T]> {}
impl From<&CStr> for Arc<CStr> {}
impl<'a, B> From<Cow<'a, B>> for Arc<B> where B: ToOwned + ?Sized, Arc<B>: From<&'a B> + From<<B as ToOwned>::Owned> {}
impl From<CString> for Arc<CStr> {}
impl From<&OsStr> for Arc<OsStr> {}
impl From<&Path> for Arc<Path> {}
impl From<OsString> for Arc<OsStr> {}
impl From<PathBuf> for Arc<Path> {}
impl From<&mut CStr> for Arc<CStr> {}
impl From<&mut OsStr> for Arc<OsStr> {}
impl From<&mut Path> for Arc<Path> {}
impl<T> FromIterator<T> for Arc<[T]> {}
impl<T> Ord for Arc<T> where T: Ord + ?Sized {}
impl<T> PartialEq for Arc<T> where T: PartialEq + ?Sized {}
impl<T> PartialOrd for Arc<T> where T: PartialOrd + ?Sized {}
impl Read for Arc<File> {}
impl Seek for Arc<File> {}
impl<T, const N: usize> TryFrom<Arc<[T]>> for Arc<[T; N]> { type Error = Arc<[T]>; }
impl Write for Arc<File> {}

pub struct Weak<T> where T: ?Sized {}

impl<T> Weak<T> {
    pub fn new() -> Weak<T> {}
}

impl<T> Weak<T> where T: ?Sized {
    pub unsafe fn from_raw(ptr: *const T) -> Weak<T> {}
    pub fn into_raw(self) -> *const T {}
}

impl<T> Weak<T> where T: ?Sized {
    pub fn as_ptr(&self) -> *const T {}
}

impl<T> Weak<T> where T: ?Sized {
    pub fn upgrade(&self) -> Option<Arc<T>> {}
    pub fn strong_count(&self) -> usize {}
    pub fn weak_count(&self) -> usize {}
    pub fn ptr_eq(&self, other: &Weak<T>) -> bool {}
}

impl<T> Clone for Weak<T> where T: ?Sized {}
impl<T> Default for Weak<T> {}

pub struct Barrier {}

impl Barrier {
    pub fn new(n: usize) -> Barrier {}
    pub fn wait(&self) -> BarrierWaitResult {}
}

pub struct BarrierWaitResult {}

impl BarrierWaitResult {
    pub fn is_leader(&self) -> bool {}
}

pub struct LazyLock<T, F = fn() -> T> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    pub fn new(f: F) -> LazyLock<T, F> {}
    pub fn force_mut(this: &mut LazyLock<T, F>) -> &mut T {}
    pub fn force(this: &LazyLock<T, F>) -> &T {}
}

impl<T, F> LazyLock<T, F> {
    pub fn get_mut(this: &mut LazyLock<T, F>) -> Option<&mut T> {}
    pub fn get(this: &LazyLock<T, F>) -> Option<&T> {}
}

impl<T: Default> Default for LazyLock<T> {}
impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> { type Target = T; }
impl<T, F: FnOnce() -> T> DerefMut for LazyLock<T, F> {}

pub struct WaitTimeoutResult {}

impl WaitTimeoutResult {
    pub fn timed_out(&self) -> bool {}
}

impl Clone for WaitTimeoutResult {}
impl Copy for WaitTimeoutResult {}
impl PartialEq for WaitTimeoutResult {}

pub struct Once {}

impl Once {
    pub fn new() -> Once {}
    pub fn call_once<F>(&self, f: F) where F: FnOnce() {}
    pub fn call_once_force<F>(&self, f: F) where F: FnOnce(&OnceState) {}
    pub fn is_completed(&self) -> bool {}
    pub fn wait(&self) {}
    pub fn wait_force(&self) {}
}

pub struct OnceState {}

impl OnceState {
    pub fn is_poisoned(&self) -> bool {}
}

pub const ONCE_INIT: Once = _;

pub struct OnceLock<T> {}

impl<T> OnceLock<T> {
    pub fn new() -> OnceLock<T> {}
    pub fn get(&self) -> Option<&T> {}
    pub fn get_mut(&mut self) -> Option<&mut T> {}
    pub fn wait(&self) -> &T {}
    pub fn set(&self, value: T) -> Result<(), T> {}
    pub fn get_or_init<F>(&self, f: F) -> &T where F: FnOnce() -> T {}
    pub fn into_inner(self) -> Option<T> {}
    pub fn take(&mut self) -> Option<T> {}
}

impl<T: Clone> Clone for OnceLock<T> {}
impl<T> Default for OnceLock<T> {}
impl<T> From<T> for OnceLock<T> {}
impl<T: PartialEq> PartialEq for OnceLock<T> {}

pub struct PoisonError<T> {}

impl<T> PoisonError<T> {
    pub fn new(data: T) -> PoisonError<T> {}
    pub fn into_inner(self) -> T {}
    pub fn get_ref(&self) -> &T {}
    pub fn get_mut(&mut self) -> &mut T {}
}

impl<T> Display for PoisonError<T> {}
impl<T> Error for PoisonError<T> {}

pub enum TryLockError<T> { Poisoned(PoisonError<T>), WouldBlock }
impl<T> Display for TryLockError<T> {}
impl<T> Error for TryLockError<T> {}
impl<T> From<PoisonError<T>> for TryLockError<T> {}

pub type LockResult<T> = Result<T, PoisonError<T>>;
pub type TryLockResult<Guard> = Result<Guard, TryLockError<Guard>>;

pub struct Condvar {}

impl Condvar {
    pub fn new() -> Condvar {}
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {}
    pub fn wait_while<'a, T, F>(&self, guard: MutexGuard<'a, T>, condition: F) -> LockResult<MutexGuard<'a, T>> where F: FnMut(&mut T) -> bool {}
    pub fn wait_timeout_ms<'a, T>(&self, guard: MutexGuard<'a, T>, ms: u32) -> LockResult<(MutexGuard<'a, T>, bool)> {}
    pub fn wait_timeout<'a, T>(&self, guard: MutexGuard<'a, T>, dur: Duration) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {}
    pub fn wait_timeout_while<'a, T, F>(&self, guard: MutexGuard<'a, T>, dur: Duration, condition: F) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> where F: FnMut(&mut T) -> bool {}
    pub fn notify_one(&self) {}
    pub fn notify_all(&self) {}
}

impl Default for Condvar {}

pub struct Mutex<T: ?Sized> {}

impl<T> Mutex<T> {
    pub fn new(t: T) -> Mutex<T> {}
}

impl<T: ?Sized> Mutex<T> {
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {}
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {}
    pub fn is_poisoned(&self) -> bool {}
    pub fn clear_poison(&self) {}
    pub fn into_inner(self) -> LockResult<T> where T: Sized {}
    pub fn get_mut(&mut self) -> LockResult<&mut T> {}
}

impl<T: Default> Default for Mutex<T> {}
impl<T> From<T> for Mutex<T> {}

pub struct MutexGuard<'a, T: ?Sized + 'a> {}
impl<T: ?Sized> Deref for MutexGuard<'_, T> { type Target = T; }
impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {}
impl<T: ?Sized + Display> Display for MutexGuard<'_, T> {}

pub struct RwLock<T: ?Sized> {}

impl<T> RwLock<T> {
    pub fn new(t: T) -> RwLock<T> {}
}

impl<T: ?Sized> RwLock<T> {
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {}
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {}
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {}
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {}
    pub fn is_poisoned(&self) -> bool {}
    pub fn clear_poison(&self) {}
    pub fn into_inner(self) -> LockResult<T> where T: Sized {}
    pub fn get_mut(&mut self) -> LockResult<&mut T> {}
}

impl<T: Default> Default for RwLock<T> {}
impl<T> From<T> for RwLock<T> {}

pub struct RwLockReadGuard<'rwlock, T: ?Sized + 'rwlock> {}
impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> { type Target = T; }
impl<T: ?Sized + Display> Display for RwLockReadGuard<'_, T> {}

pub struct RwLockWriteGuard<'rwlock, T: ?Sized + 'rwlock> {}

impl<'rwlock, T: ?Sized> RwLockWriteGuard<'rwlock, T> {
    pub fn downgrade(s: Self) -> RwLockReadGuard<'rwlock, T> {}
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> { type Target = T; }
impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {}
impl<T: ?Sized + Display> Display for RwLockWriteGuard<'_, T> {}
