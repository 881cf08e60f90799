//! `parking_lot`: aliases of lock_api's types, and its own `Condvar`.

use std::time::{Duration, Instant};

pub struct RawMutex {}
pub struct RawRwLock {}
pub struct RawFairMutex {}
pub struct RawThreadId {}

pub type Mutex<T> = lock_api::Mutex<RawMutex, T>;
pub type MutexGuard<'a, T> = lock_api::MutexGuard<'a, RawMutex, T>;
pub type MappedMutexGuard<'a, T> = lock_api::MappedMutexGuard<'a, RawMutex, T>;
pub type ArcMutexGuard<T> = lock_api::ArcMutexGuard<RawMutex, T>;
pub type FairMutex<T> = lock_api::Mutex<RawFairMutex, T>;
pub type FairMutexGuard<'a, T> = lock_api::MutexGuard<'a, RawFairMutex, T>;
pub type RwLock<T> = lock_api::RwLock<RawRwLock, T>;
pub type RwLockReadGuard<'a, T> = lock_api::RwLockReadGuard<'a, RawRwLock, T>;
pub type RwLockWriteGuard<'a, T> = lock_api::RwLockWriteGuard<'a, RawRwLock, T>;
pub type RwLockUpgradableReadGuard<'a, T> = lock_api::RwLockUpgradableReadGuard<'a, RawRwLock, T>;
pub type ReentrantMutex<T> = lock_api::ReentrantMutex<RawMutex, RawThreadId, T>;
pub type ReentrantMutexGuard<'a, T> = lock_api::ReentrantMutexGuard<'a, RawMutex, RawThreadId, T>;

pub const fn const_mutex<T>(val: T) -> Mutex<T> {}
pub const fn const_rwlock<T>(val: T) -> RwLock<T> {}

pub struct WaitTimeoutResult {}
impl WaitTimeoutResult {
    pub fn timed_out(self) -> bool {}
}

pub struct Condvar {}

impl Condvar {
    pub const fn new() -> Condvar {}
    pub fn notify_one(&self) -> bool {}
    pub fn notify_all(&self) -> usize {}
    pub fn wait<T: ?Sized>(&self, mutex_guard: &mut MutexGuard<'_, T>) {}
    pub fn wait_until<T: ?Sized>(&self, mutex_guard: &mut MutexGuard<'_, T>, timeout: Instant) -> WaitTimeoutResult {}
    pub fn wait_for<T: ?Sized>(&self, mutex_guard: &mut MutexGuard<'_, T>, timeout: Duration) -> WaitTimeoutResult {}
    pub fn wait_while<T: ?Sized, F: FnMut(&mut T) -> bool>(&self, mutex_guard: &mut MutexGuard<'_, T>, condition: F) {}
    pub fn wait_while_for<T: ?Sized, F: FnMut(&mut T) -> bool>(&self, mutex_guard: &mut MutexGuard<'_, T>, condition: F, timeout: Duration) -> WaitTimeoutResult {}
    pub fn wait_while_until<T: ?Sized, F: FnMut(&mut T) -> bool>(&self, mutex_guard: &mut MutexGuard<'_, T>, condition: F, timeout: Instant) -> WaitTimeoutResult {}
}

pub struct Once {}
impl Once {
    pub const fn new() -> Once {}
    pub fn call_once<F: FnOnce()>(&self, f: F) {}
}
