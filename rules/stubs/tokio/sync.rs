//! `tokio::sync`.

use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

pub mod broadcast;
pub mod mpsc;
pub mod oneshot;
pub mod watch;

pub struct Mutex<T: ?Sized> {}

impl<T: ?Sized> Mutex<T> {
    pub const fn const_new(t: T) -> Self {}
    pub fn new(t: T) -> Self {}
    pub async fn lock(&self) -> MutexGuard<'_, T> {}
    pub async fn lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {}
    pub fn blocking_lock(&self) -> MutexGuard<'_, T> {}
    pub fn blocking_lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {}
    pub fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError> {}
    pub fn try_lock_owned(self: Arc<Self>) -> Result<OwnedMutexGuard<T>, TryLockError> {}
    pub fn get_mut(&mut self) -> &mut T {}
    pub fn into_inner(self) -> T {}
}
impl<T: Default> Default for Mutex<T> {}

pub struct TryLockError(());
pub struct MutexGuard<'a, T: ?Sized> {}
impl<'a, T: ?Sized> Deref for MutexGuard<'a, T> { type Target = T; }
impl<'a, T: ?Sized> DerefMut for MutexGuard<'a, T> {}
pub struct OwnedMutexGuard<T: ?Sized> {}
impl<T: ?Sized> Deref for OwnedMutexGuard<T> { type Target = T; }
impl<T: ?Sized> DerefMut for OwnedMutexGuard<T> {}
pub struct MappedMutexGuard<'a, T: ?Sized> {}
impl<'a, T: ?Sized> Deref for MappedMutexGuard<'a, T> { type Target = T; }

pub struct RwLock<T: ?Sized> {}

impl<T: ?Sized> RwLock<T> {
    pub fn new(value: T) -> RwLock<T> {}
    pub const fn const_new(value: T) -> RwLock<T> {}
    pub async fn read(&self) -> RwLockReadGuard<'_, T> {}
    pub async fn write(&self) -> RwLockWriteGuard<'_, T> {}
    pub async fn read_owned(self: Arc<Self>) -> OwnedRwLockReadGuard<T> {}
    pub async fn write_owned(self: Arc<Self>) -> OwnedRwLockWriteGuard<T> {}
    pub fn blocking_read(&self) -> RwLockReadGuard<'_, T> {}
    pub fn blocking_write(&self) -> RwLockWriteGuard<'_, T> {}
    pub fn try_read(&self) -> Result<RwLockReadGuard<'_, T>, TryLockError> {}
    pub fn try_write(&self) -> Result<RwLockWriteGuard<'_, T>, TryLockError> {}
    pub fn get_mut(&mut self) -> &mut T {}
    pub fn into_inner(self) -> T {}
}
impl<T: Default> Default for RwLock<T> {}

pub struct RwLockReadGuard<'a, T: ?Sized> {}
impl<'a, T: ?Sized> Deref for RwLockReadGuard<'a, T> { type Target = T; }
pub struct RwLockWriteGuard<'a, T: ?Sized> {}
impl<'a, T: ?Sized> Deref for RwLockWriteGuard<'a, T> { type Target = T; }
impl<'a, T: ?Sized> DerefMut for RwLockWriteGuard<'a, T> {}
impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    pub fn downgrade(self) -> RwLockReadGuard<'a, T> {}
}
pub struct OwnedRwLockReadGuard<T: ?Sized> {}
impl<T: ?Sized> Deref for OwnedRwLockReadGuard<T> { type Target = T; }
pub struct OwnedRwLockWriteGuard<T: ?Sized> {}
impl<T: ?Sized> Deref for OwnedRwLockWriteGuard<T> { type Target = T; }
impl<T: ?Sized> DerefMut for OwnedRwLockWriteGuard<T> {}

pub struct Semaphore {}

impl Semaphore {
    pub fn new(permits: usize) -> Self {}
    pub const fn const_new(permits: usize) -> Self {}
    pub fn available_permits(&self) -> usize {}
    pub fn add_permits(&self, n: usize) {}
    pub async fn acquire(&self) -> Result<SemaphorePermit<'_>, AcquireError> {}
    pub async fn acquire_many(&self, n: u32) -> Result<SemaphorePermit<'_>, AcquireError> {}
    pub fn try_acquire(&self) -> Result<SemaphorePermit<'_>, TryAcquireError> {}
    pub async fn acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, AcquireError> {}
    pub async fn acquire_many_owned(self: Arc<Self>, n: u32) -> Result<OwnedSemaphorePermit, AcquireError> {}
    pub fn try_acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, TryAcquireError> {}
    pub fn blocking_acquire(&self) -> Result<SemaphorePermit<'_>, AcquireError> {}
    pub fn blocking_acquire_many(&self, n: u32) -> Result<SemaphorePermit<'_>, AcquireError> {}
    pub fn blocking_acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, AcquireError> {}
    pub fn blocking_acquire_many_owned(self: Arc<Self>, n: u32) -> Result<OwnedSemaphorePermit, AcquireError> {}
    pub fn close(&self) {}
}

pub struct SemaphorePermit<'a> {}
impl<'a> SemaphorePermit<'a> {
    pub fn forget(self) {}
}
pub struct OwnedSemaphorePermit {}
pub struct AcquireError(());
pub enum TryAcquireError { Closed, NoPermits }

pub struct Notify {}

impl Notify {
    pub fn new() -> Notify {}
    pub fn notified(&self) -> futures::Notified<'_> {}
    pub fn notify_one(&self) {}
    pub fn notify_waiters(&self) {}
}

pub mod futures {
    pub struct Notified<'a> {}
    impl<'a> std::future::Future for Notified<'a> { type Output = (); }
}

pub struct Barrier {}
pub struct BarrierWaitResult(bool);

impl Barrier {
    pub fn new(n: usize) -> Barrier {}
    pub async fn wait(&self) -> BarrierWaitResult {}
}

pub struct OnceCell<T> {}

impl<T> OnceCell<T> {
    pub fn new() -> Self {}
    pub const fn const_new() -> Self {}
    pub fn get(&self) -> Option<&T> {}
    pub fn set(&self, value: T) -> Result<(), SetError<T>> {}
    pub fn initialized(&self) -> bool {}
    pub async fn get_or_init<F: FnOnce() -> Fut, Fut: Future<Output = T>>(&self, f: F) -> &T {}
    pub async fn get_or_try_init<E, F: FnOnce() -> Fut, Fut: Future<Output = Result<T, E>>>(&self, f: F) -> Result<&T, E> {}
}
pub enum SetError<T> { AlreadyInitializedError(T), InitializingError(T) }
