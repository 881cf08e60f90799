//! `std::thread`.

use crate::any::Any;
use crate::boxed::Box;
use crate::cell::{Cell, RefCell};
use crate::clone::Clone;
use crate::cmp::PartialEq;
use crate::default::Default;
use crate::error::Error;
use crate::fmt::Display;
use crate::io;
use crate::marker::{Copy, Send};
use crate::num::NonZero;
use crate::ops::FnOnce;
use crate::option::Option;
use crate::os::unix::thread::JoinHandleExt;
use crate::result;
use crate::string::String;
use crate::time::Duration;

pub struct Builder {}

impl Builder {
    pub fn new() -> Builder {}
    pub fn name(self, name: String) -> Builder {}
    pub fn stack_size(self, size: usize) -> Builder {}
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>> where F: FnOnce() -> T + Send + 'static, T: Send + 'static {}
    pub unsafe fn spawn_unchecked<F, T>(self, f: F) -> io::Result<JoinHandle<T>> where F: FnOnce() -> T + Send, T: Send {}
}

impl Builder {
    pub fn spawn_scoped<'scope, 'env, F, T>(self, scope: &'scope Scope<'scope, 'env>, f: F) -> io::Result<ScopedJoinHandle<'scope, T>> where F: FnOnce() -> T + Send + 'scope, T: Send + 'scope {}
}

pub fn current() -> Thread {}
pub fn spawn<F, T>(f: F) -> JoinHandle<T> where F: FnOnce() -> T + Send + 'static, T: Send + 'static {}
pub fn yield_now() {}
pub fn panicking() -> bool {}
pub fn sleep_ms(ms: u32) {}
pub fn sleep(dur: Duration) {}
pub fn park() {}
pub fn park_timeout_ms(ms: u32) {}
pub fn park_timeout(dur: Duration) {}
pub fn available_parallelism() -> io::Result<NonZero<usize>> {}

pub struct ThreadId {}
impl Clone for ThreadId {}
impl Copy for ThreadId {}
impl PartialEq for ThreadId {}

pub struct JoinHandle<T> {}

impl<T> JoinHandle<T> {
    pub fn thread(&self) -> &Thread {}
    pub fn join(self) -> Result<T> {}
    pub fn is_finished(&self) -> bool {}
}

impl<T> JoinHandleExt for JoinHandle<T> {}

pub struct LocalKey<T: 'static> {}

impl<T: 'static> LocalKey<T> {
    pub fn with<F, R>(&'static self, f: F) -> R where F: FnOnce(&T) -> R {}
    pub fn try_with<F, R>(&'static self, f: F) -> result::Result<R, AccessError> where F: FnOnce(&T) -> R {}
}

impl<T: 'static> LocalKey<Cell<T>> {
    pub fn set(&'static self, value: T) {}
    pub fn get(&'static self) -> T where T: Copy {}
    pub fn take(&'static self) -> T where T: Default {}
    pub fn replace(&'static self, value: T) -> T {}
}

impl<T: 'static> LocalKey<RefCell<T>> {
    pub fn with_borrow<F, R>(&'static self, f: F) -> R where F: FnOnce(&T) -> R {}
    pub fn with_borrow_mut<F, R>(&'static self, f: F) -> R where F: FnOnce(&mut T) -> R {}
    pub fn set(&'static self, value: T) {}
    pub fn take(&'static self) -> T where T: Default {}
    pub fn replace(&'static self, value: T) -> T {}
}

pub struct AccessError;
impl Clone for AccessError {}
impl Copy for AccessError {}
impl Display for AccessError {}
impl Error for AccessError {}
impl PartialEq for AccessError {}

pub type Result<T> = result::Result<T, Box<dyn Any + Send + 'static>>;

pub struct Scope<'scope, 'env: 'scope> {}

impl<'scope, 'env> Scope<'scope, 'env> {
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T> where F: FnOnce() -> T + Send + 'scope, T: Send + 'scope {}
}

pub struct ScopedJoinHandle<'scope, T> {}

impl<'scope, T> ScopedJoinHandle<'scope, T> {
    pub fn thread(&self) -> &Thread {}
    pub fn join(self) -> Result<T> {}
    pub fn is_finished(&self) -> bool {}
}

pub fn scope<'env, F, T>(f: F) -> T where F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T {}

pub struct Thread {}

impl Thread {
    pub fn unpark(&self) {}
    pub fn id(&self) -> ThreadId {}
    pub fn name(&self) -> Option<&str> {}
}

impl Clone for Thread {}
