//! `std::panic`.

use crate::any::Any;
use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::default::Default;
use crate::ffi::CStr;
use crate::fmt::Display;
use crate::future::Future;
use crate::marker::{Copy, Send, Sync};
use crate::ops::{Deref, DerefMut, Fn, FnOnce};
use crate::option::Option;
use crate::thread;

pub struct Location<'a> {}

impl<'a> Location<'a> {
    pub fn caller() -> &'static Location<'static> {}
    pub fn file(&self) -> &'a str {}
    pub fn file_as_c_str(&self) -> &'a CStr {}
    pub fn line(&self) -> u32 {}
    pub fn column(&self) -> u32 {}
}

impl<'a> Clone for Location<'a> {}
impl<'a> Copy for Location<'a> {}
impl Display for Location<'_> {}
impl Ord for Location<'_> {}
impl PartialEq for Location<'_> {}
impl PartialOrd for Location<'_> {}

pub auto trait UnwindSafe {}

pub auto trait RefUnwindSafe {}

pub struct AssertUnwindSafe<T>(pub T);
impl<T> Default for AssertUnwindSafe<T> where T: Default {}
impl<T> Deref for AssertUnwindSafe<T> { type Target = T; }
impl<T> DerefMut for AssertUnwindSafe<T> {}
impl<R, F> FnOnce<()> for AssertUnwindSafe<F> where F: FnOnce() -> R { type Output = R; }
impl<F> Future for AssertUnwindSafe<F> where F: Future { type Output = <F as Future>::Output; }

pub type PanicInfo<'a> = PanicHookInfo<'a>;

pub struct PanicHookInfo<'a> {}

impl<'a> PanicHookInfo<'a> {
    pub fn payload(&self) -> &(dyn Any + Send) {}
    pub fn payload_as_str(&self) -> Option<&str> {}
    pub fn location(&self) -> Option<&Location<'_>> {}
}

impl Display for PanicHookInfo<'_> {}

pub fn panic_any<M: 'static + Any + Send>(msg: M) -> ! {}
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(f: F) -> thread::Result<R> {}
pub fn resume_unwind(payload: Box<dyn Any + Send>) -> ! {}
pub fn set_hook(hook: Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>) {}
pub fn take_hook() -> Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static> {}
