//! `std::rc`.

use crate::any::Any;
use crate::borrow::{Borrow, Cow, ToOwned};
use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::convert::{AsRef, From, TryFrom};
use crate::default::Default;
use crate::ffi::{CStr, CString, OsStr, OsString};
use crate::fmt::Display;
use crate::iter::FromIterator;
use crate::marker::Sized;
use crate::mem::MaybeUninit;
use crate::ops::{Deref, FnOnce};
use crate::option::Option;
use crate::os::fd::{AsFd, AsRawFd};
use crate::path::{Path, PathBuf};
use crate::pin::Pin;
use crate::result::Result;
use crate::string::String;
use crate::vec::Vec;

pub struct Rc<T> where T: ?Sized {}

impl<T> Rc<T> {
    pub fn new(value: T) -> Rc<T> {}
    pub fn new_cyclic<F>(data_fn: F) -> Rc<T> where F: FnOnce(&Weak<T>) -> T {}
    pub fn new_uninit() -> Rc<MaybeUninit<T>> {}
    pub fn new_zeroed() -> Rc<MaybeUninit<T>> {}
    pub fn pin(value: T) -> Pin<Rc<T>> {}
}

impl<T> Rc<T> {
    pub fn try_unwrap(this: Rc<T>) -> Result<T, Rc<T>> {}
    pub fn into_inner(this: Rc<T>) -> Option<T> {}
}

impl<T> Rc<[T]> {
    pub fn new_uninit_slice(len: usize) -> Rc<[MaybeUninit<T>]> {}
    pub fn new_zeroed_slice(len: usize) -> Rc<[MaybeUninit<T>]> {}
}

impl<T> Rc<MaybeUninit<T>> {
    pub unsafe fn assume_init(self) -> Rc<T> {}
}

impl<T> Rc<[MaybeUninit<T>]> {
    pub unsafe fn assume_init(self) -> Rc<[T]> {}
}

impl<T> Rc<T> where T: ?Sized {
    pub unsafe fn from_raw(ptr: *const T) -> Rc<T> {}
    pub fn into_raw(this: Rc<T>) -> *const T {}
    pub unsafe fn increment_strong_count(ptr: *const T) {}
    pub unsafe fn decrement_strong_count(ptr: *const T) {}
}

impl<T> Rc<T> where T: ?Sized {
    pub fn as_ptr(this: &Rc<T>) -> *const T {}
    pub fn downgrade(this: &Rc<T>) -> Weak<T> {}
    pub fn weak_count(this: &Rc<T>) -> usize {}
    pub fn strong_count(this: &Rc<T>) -> usize {}
    pub fn get_mut(this: &mut Rc<T>) -> Option<&mut T> {}
    pub fn ptr_eq(this: &Rc<T>, other: &Rc<T>) -> bool {}
}

impl<T> Rc<T> where T: ?Sized {
    pub fn make_mut(this: &mut Rc<T>) -> &mut T {}
}

impl<T> Rc<T> where T: Clone {
    pub fn unwrap_or_clone(this: Rc<T>) -> T {}
}

impl Rc<dyn Any> {
    pub fn downcast<T>(self) -> Result<Rc<T>, Rc<dyn Any>> where T: Any {}
}

impl<T: AsFd + ?Sized> AsFd for Rc<T> {}
impl<T: AsRawFd> AsRawFd for Rc<T> {}
impl<T> AsRef<T> for Rc<T> where T: ?Sized {}
impl<T> Borrow<T> for Rc<T> where T: ?Sized {}
impl<T> Clone for Rc<T> where T: ?Sized {}
impl Default for Rc<str> {}
impl<T> Default for Rc<T> where T: Default {}
impl<T> Default for Rc<[T]> {}
impl Default for Rc<CStr> {}
impl<T> Deref for Rc<T> where T: ?Sized { type Target = T; }
impl<T> Display for Rc<T> where T: Display + ?Sized {}
impl<T> From<T> for Rc<T> {}
impl From<&str> for Rc<str> {}
impl<T> From<&[T]> for Rc<[T]> where T: Clone {}
impl From<&mut str> for Rc<str> {}
impl<T> From<&mut [T]> for Rc<[T]> where T: Clone {}
impl From<Rc<str>> for Rc<[u8]> {}
impl From<String> for Rc<str> {}
impl<T> From<Box<T>> for Rc<T> where T: ?Sized {}
impl<T> From<Vec<T>> for Rc<[T]> {}
impl<T, const N: usize> From<[T; N]> for Rc<[T]> {}
impl From<&CStr> for Rc<CStr> {}
impl<'a, B> From<Cow<'a, B>> for Rc<B> where B: ToOwned + ?Sized, Rc<B>: From<&'a B> + From<<B as ToOwned>::Owned> {}
impl From<CString> for Rc<CStr> {}
impl From<&OsStr> for Rc<OsStr> {}
impl From<&Path> for Rc<Path> {}
impl From<OsString> for Rc<OsStr> {}
impl From<PathBuf> for Rc<Path> {}
impl From<&mut CStr> for Rc<CStr> {}
impl From<&mut OsStr> for Rc<OsStr> {}
impl From<&mut Path> for Rc<Path> {}
impl<T> FromIterator<T> for Rc<[T]> {}
impl<T> Ord for Rc<T> where T: Ord + ?Sized {}
impl<T> PartialEq for Rc<T> where T: PartialEq + ?Sized {}
impl<T> PartialOrd for Rc<T> where T: PartialOrd + ?Sized {}
impl<T, const N: usize> TryFrom<Rc<[T]>> for Rc<[T; N]> { type Error = Rc<[T]>; }

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
    pub fn upgrade(&self) -> Option<Rc<T>> {}
    pub fn strong_count(&self) -> usize {}
    pub fn weak_count(&self) -> usize {}
    pub fn ptr_eq(&self, other: &Weak<T>) -> bool {}
}

impl<T> Clone for Weak<T> where T: ?Sized {}
impl<T> Default for Weak<T> {}
