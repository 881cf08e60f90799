//! `std::marker`.

use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::default::Default;

pub unsafe auto trait Send {}

pub trait Sized {}

pub trait Copy: Clone {}
impl Copy for bool {}
impl Copy for char {}
impl<T> Copy for &T where T: ?Sized {}
impl<T> Copy for *mut T where T: ?Sized {}
impl<T> Copy for *const T where T: ?Sized {}
impl<T, const N: usize> Copy for [T; N] where T: Copy {}

pub unsafe auto trait Sync {}

pub struct PhantomData<T> where T: ?Sized;
impl<T> Clone for PhantomData<T> where T: ?Sized {}
impl<T> Copy for PhantomData<T> where T: ?Sized {}
impl<T> Default for PhantomData<T> where T: ?Sized {}
impl<T> Ord for PhantomData<T> where T: ?Sized {}
impl<T> PartialEq for PhantomData<T> where T: ?Sized {}
impl<T> PartialOrd for PhantomData<T> where T: ?Sized {}

pub auto trait Unpin {}

pub struct PhantomPinned;
impl Clone for PhantomPinned {}
impl Copy for PhantomPinned {}
impl Default for PhantomPinned {}
impl Ord for PhantomPinned {}
impl PartialEq for PhantomPinned {}
impl PartialOrd for PhantomPinned {}
