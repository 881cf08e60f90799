//! `std::cmp`.

use crate::clone::Clone;
use crate::default::Default;
use crate::marker::{Copy, Sized};
use crate::ops::{FnMut, FnOnce};
use crate::option::Option;

pub trait PartialEq<Rhs = Self> where Rhs: ?Sized {
    fn eq(&self, other: &Rhs) -> bool;
    fn ne(&self, other: &Rhs) -> bool {}
}

impl PartialEq for () {}
impl PartialEq for str {}
impl PartialEq for bool {}
impl PartialEq for char {}
impl<T> PartialEq for *mut T where T: ?Sized {}
impl<T> PartialEq for *const T where T: ?Sized {}

pub trait Eq: PartialEq {}

pub enum Ordering { Less = -1, Equal = 0, Greater = 1 }

impl Ordering {
    pub fn is_eq(self) -> bool {}
    pub fn is_ne(self) -> bool {}
    pub fn is_lt(self) -> bool {}
    pub fn is_gt(self) -> bool {}
    pub fn is_le(self) -> bool {}
    pub fn is_ge(self) -> bool {}
    pub fn reverse(self) -> Ordering {}
    pub fn then(self, other: Ordering) -> Ordering {}
    pub fn then_with<F>(self, f: F) -> Ordering where F: FnOnce() -> Ordering {}
}

impl Clone for Ordering {}
impl Copy for Ordering {}
impl Ord for Ordering {}
impl PartialEq for Ordering {}
impl PartialOrd for Ordering {}

pub struct Reverse<T>(pub T);
impl<T> Clone for Reverse<T> where T: Clone {}
impl<T> Copy for Reverse<T> where T: Copy {}
impl<T> Default for Reverse<T> where T: Default {}
impl<T> Ord for Reverse<T> where T: Ord {}
impl<T> PartialEq for Reverse<T> where T: PartialEq {}
impl<T> PartialOrd for Reverse<T> where T: PartialOrd {}

pub trait Ord: Eq + PartialOrd {
    fn cmp(&self, other: &Self) -> Ordering;
    fn max(self, other: Self) -> Self where Self: Sized {}
    fn min(self, other: Self) -> Self where Self: Sized {}
    fn clamp(self, min: Self, max: Self) -> Self where Self: Sized {}
}

impl Ord for () {}
impl Ord for str {}
impl Ord for bool {}
impl Ord for char {}
impl<A> Ord for &A where A: Ord + ?Sized {}
impl<T> Ord for [T] where T: Ord {}
impl<A> Ord for &mut A where A: Ord + ?Sized {}
impl<T> Ord for *mut T where T: ?Sized {}
impl<T> Ord for *const T where T: ?Sized {}
impl<T, const N: usize> Ord for [T; N] where T: Ord {}

pub trait PartialOrd<Rhs = Self>: PartialEq<Rhs> where Rhs: ?Sized {
    fn partial_cmp(&self, other: &Rhs) -> Option<Ordering>;
    fn lt(&self, other: &Rhs) -> bool {}
    fn le(&self, other: &Rhs) -> bool {}
    fn gt(&self, other: &Rhs) -> bool {}
    fn ge(&self, other: &Rhs) -> bool {}
}

impl PartialOrd for () {}
impl PartialOrd for str {}
impl PartialOrd for bool {}
impl PartialOrd for char {}
impl<T> PartialOrd for [T] where T: PartialOrd {}
impl<T> PartialOrd for *mut T where T: ?Sized {}
impl<T> PartialOrd for *const T where T: ?Sized {}
impl<T, const N: usize> PartialOrd for [T; N] where T: PartialOrd {}

pub fn min<T>(v1: T, v2: T) -> T where T: Ord {}
pub fn min_by<T, F>(v1: T, v2: T, compare: F) -> T where F: FnOnce(&T, &T) -> Ordering {}
pub fn min_by_key<T, F, K>(v1: T, v2: T, f: F) -> T where F: FnMut(&T) -> K, K: Ord {}
pub fn max<T>(v1: T, v2: T) -> T where T: Ord {}
pub fn max_by<T, F>(v1: T, v2: T, compare: F) -> T where F: FnOnce(&T, &T) -> Ordering {}
pub fn max_by_key<T, F, K>(v1: T, v2: T, f: F) -> T where F: FnMut(&T) -> K, K: Ord {}
