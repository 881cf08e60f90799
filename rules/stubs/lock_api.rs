//! `lock_api`.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

pub trait RawMutex {}
pub trait RawRwLock {}
pub trait GetThreadId {}

pub struct Mutex<R, T: ?Sized> {}

impl<R, T: ?Sized> Mutex<R, T> {
    pub const fn new(val: T) -> Mutex<R, T> {}
    pub fn lock(&self) -> MutexGuard<'_, R, T> {}
    pub fn try_lock(&self) -> Option<MutexGuard<'_, R, T>> {}
    pub fn try_lock_for<D>(&self, timeout: D) -> Option<MutexGuard<'_, R, T>> {}
    pub fn try_lock_until<I>(&self, timeout: I) -> Option<MutexGuard<'_, R, T>> {}
    pub fn lock_arc(self: &Arc<Self>) -> ArcMutexGuard<R, T> {}
    pub fn is_locked(&self) -> bool {}
    pub fn get_mut(&mut self) -> &mut T {}
    pub fn into_inner(self) -> T {}
}

impl<R, T: Default> Default for Mutex<R, T> {}

pub struct MutexGuard<'a, R, T: ?Sized> {}
impl<'a, R, T: ?Sized> Deref for MutexGuard<'a, R, T> { type Target = T; }
impl<'a, R, T: ?Sized> DerefMut for MutexGuard<'a, R, T> {}
pub struct ArcMutexGuard<R, T: ?Sized> {}
impl<R, T: ?Sized> Deref for ArcMutexGuard<R, T> { type Target = T; }
impl<R, T: ?Sized> DerefMut for ArcMutexGuard<R, T> {}
pub struct MappedMutexGuard<'a, R, T: ?Sized> {}
impl<'a, R, T: ?Sized> Deref for MappedMutexGuard<'a, R, T> { type Target = T; }
impl<'a, R, T: ?Sized> DerefMut for MappedMutexGuard<'a, R, T> {}

pub struct RwLock<R, T: ?Sized> {}

impl<R, T: ?Sized> RwLock<R, T> {
    pub const fn new(val: T) -> RwLock<R, T> {}
    pub fn read(&self) -> RwLockReadGuard<'_, R, T> {}
    pub fn write(&self) -> RwLockWriteGuard<'_, R, T> {}
    pub fn read_recursive(&self) -> RwLockReadGuard<'_, R, T> {}
    pub fn upgradable_read(&self) -> RwLockUpgradableReadGuard<'_, R, T> {}
    pub fn try_read(&self) -> Option<RwLockReadGuard<'_, R, T>> {}
    pub fn try_write(&self) -> Option<RwLockWriteGuard<'_, R, T>> {}
    pub fn try_read_for<D>(&self, timeout: D) -> Option<RwLockReadGuard<'_, R, T>> {}
    pub fn try_write_for<D>(&self, timeout: D) -> Option<RwLockWriteGuard<'_, R, T>> {}
    pub fn read_arc(self: &Arc<Self>) -> ArcRwLockReadGuard<R, T> {}
    pub fn write_arc(self: &Arc<Self>) -> ArcRwLockWriteGuard<R, T> {}
    pub fn get_mut(&mut self) -> &mut T {}
    pub fn into_inner(self) -> T {}
}

impl<R, T: Default> Default for RwLock<R, T> {}

pub struct RwLockReadGuard<'a, R, T: ?Sized> {}
impl<'a, R, T: ?Sized> Deref for RwLockReadGuard<'a, R, T> { type Target = T; }
pub struct RwLockWriteGuard<'a, R, T: ?Sized> {}
impl<'a, R, T: ?Sized> Deref for RwLockWriteGuard<'a, R, T> { type Target = T; }
impl<'a, R, T: ?Sized> DerefMut for RwLockWriteGuard<'a, R, T> {}
pub struct RwLockUpgradableReadGuard<'a, R, T: ?Sized> {}
impl<'a, R, T: ?Sized> Deref for RwLockUpgradableReadGuard<'a, R, T> { type Target = T; }
pub struct ArcRwLockReadGuard<R, T: ?Sized> {}
impl<R, T: ?Sized> Deref for ArcRwLockReadGuard<R, T> { type Target = T; }
pub struct ArcRwLockWriteGuard<R, T: ?Sized> {}
impl<R, T: ?Sized> Deref for ArcRwLockWriteGuard<R, T> { type Target = T; }
impl<R, T: ?Sized> DerefMut for ArcRwLockWriteGuard<R, T> {}

pub struct ReentrantMutex<R, G, T: ?Sized> {}

impl<R, G, T: ?Sized> ReentrantMutex<R, G, T> {
    pub const fn new(val: T) -> ReentrantMutex<R, G, T> {}
    pub fn lock(&self) -> ReentrantMutexGuard<'_, R, G, T> {}
    pub fn try_lock(&self) -> Option<ReentrantMutexGuard<'_, R, G, T>> {}
}

pub struct ReentrantMutexGuard<'a, R, G, T: ?Sized> {}
impl<'a, R, G, T: ?Sized> Deref for ReentrantMutexGuard<'a, R, G, T> { type Target = T; }
