//! `std::pin`.

use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::Ord;
use crate::convert::From;
use crate::default::Default;
use crate::fmt::Display;
use crate::future::Future;
use crate::marker::{Copy, Sized, Unpin};
use crate::ops::{Deref, DerefMut, FnOnce};
use crate::rc::Rc;
use crate::sync::Arc;

pub struct Pin<Ptr> {}

impl<Ptr> Pin<Ptr> where Ptr: Deref, <Ptr as Deref>::Target: Unpin {
    pub fn new(pointer: Ptr) -> Pin<Ptr> {}
    pub fn into_inner(pin: Pin<Ptr>) -> Ptr {}
}

impl<Ptr> Pin<Ptr> where Ptr: Deref {
    pub unsafe fn new_unchecked(pointer: Ptr) -> Pin<Ptr> {}
    pub fn as_ref(&self) -> Pin<&<Ptr as Deref>::Target> where Ptr: Deref {}
}

impl<Ptr> Pin<Ptr> where Ptr: DerefMut {
    pub fn as_mut(&mut self) -> Pin<&mut <Ptr as Deref>::Target> where Ptr: DerefMut {}
    pub fn as_deref_mut(self: Pin<&mut Pin<Ptr>>) -> Pin<&mut <Ptr as Deref>::Target> where Ptr: DerefMut {}
    pub fn set(&mut self, value: <Ptr as Deref>::Target) where <Ptr as Deref>::Target: Sized {}
}

impl<Ptr> Pin<Ptr> where Ptr: Deref {
    pub unsafe fn into_inner_unchecked(pin: Pin<Ptr>) -> Ptr {}
}

impl<'a, T> Pin<&'a T> where T: ?Sized {
    pub unsafe fn map_unchecked<U, F>(self, func: F) -> Pin<&'a U> where F: FnOnce(&T) -> &U, U: ?Sized {}
    pub fn get_ref(self) -> &'a T {}
}

impl<'a, T> Pin<&'a mut T> where T: ?Sized {
    pub fn into_ref(self) -> Pin<&'a T> {}
    pub fn get_mut(self) -> &'a mut T where T: Unpin {}
    pub unsafe fn get_unchecked_mut(self) -> &'a mut T {}
    pub unsafe fn map_unchecked_mut<U, F>(self, func: F) -> Pin<&'a mut U> where F: FnOnce(&mut T) -> &mut U, U: ?Sized {}
}

impl<T> Pin<&'static T> where T: ?Sized {
    pub fn static_ref(r: &'static T) -> Pin<&'static T> {}
}

impl<T> Pin<&'static mut T> where T: ?Sized {
    pub fn static_mut(r: &'static mut T) -> Pin<&'static mut T> {}
}

impl<Ptr> Clone for Pin<Ptr> where Ptr: Clone {}
impl<Ptr> Copy for Pin<Ptr> where Ptr: Copy {}
impl<T> Default for Pin<Rc<T>> where Rc<T>: Default, T: ?Sized {}
impl<T> Default for Pin<Arc<T>> where Arc<T>: Default, T: ?Sized {}
impl<T> Default for Pin<Box<T>> where Box<T>: Default, T: ?Sized {}
impl<Ptr> Deref for Pin<Ptr> where Ptr: Deref { type Target = <Ptr as Deref>::Target; }
impl<Ptr> DerefMut for Pin<Ptr> where Ptr: DerefMut {}
impl<Ptr> Display for Pin<Ptr> where Ptr: Display {}
impl<T> From<Box<T>> for Pin<Box<T>> where T: ?Sized {}
impl<P> Future for Pin<P> where P: DerefMut, <P as Deref>::Target: Future { type Output = <<P as Deref>::Target as Future>::Output; }
impl<Ptr> Ord for Pin<Ptr> where Ptr: Deref, <Ptr as Deref>::Target: Ord {}
