//! `std::collections::binary_heap`.

use crate::clone::Clone;
use crate::cmp::Ord;
use crate::collections::TryReserveError;
use crate::convert::From;
use crate::default::Default;
use crate::iter::{DoubleEndedIterator, ExactSizeIterator, Extend, FromIterator, IntoIterator, Iterator};
use crate::marker::Copy;
use crate::ops::{Deref, DerefMut, FnMut};
use crate::option::Option;
use crate::result::Result;
use crate::vec::Vec;

pub struct BinaryHeap<T> {}

impl<T> BinaryHeap<T> {
    pub fn new() -> BinaryHeap<T> {}
    pub fn with_capacity(capacity: usize) -> BinaryHeap<T> {}
}

impl<T> BinaryHeap<T> where T: Ord {
    pub fn peek_mut(&mut self) -> Option<PeekMut<'_, T>> {}
    pub fn pop(&mut self) -> Option<T> {}
    pub fn push(&mut self, item: T) {}
    pub fn into_sorted_vec(self) -> Vec<T> {}
    pub fn append(&mut self, other: &mut BinaryHeap<T>) {}
    pub fn retain<F>(&mut self, f: F) where F: FnMut(&T) -> bool {}
}

impl<T> BinaryHeap<T> {
    pub fn iter(&self) -> Iter<'_, T> {}
    pub fn peek(&self) -> Option<&T> {}
    pub fn capacity(&self) -> usize {}
    pub fn reserve_exact(&mut self, additional: usize) {}
    pub fn reserve(&mut self, additional: usize) {}
    pub fn try_reserve_exact(&mut self, additional: usize) -> Result<(), TryReserveError> {}
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {}
    pub fn shrink_to_fit(&mut self) {}
    pub fn shrink_to(&mut self, min_capacity: usize) {}
    pub fn as_slice(&self) -> &[T] {}
    pub fn into_vec(self) -> Vec<T> {}
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
    pub fn drain(&mut self) -> Drain<'_, T> {}
    pub fn clear(&mut self) {}
}

impl<T> Clone for BinaryHeap<T> where T: Clone {}
impl<T> Default for BinaryHeap<T> {}
impl<T> Extend<T> for BinaryHeap<T> where T: Ord {}
impl<'a, T> Extend<&'a T> for BinaryHeap<T> where T: 'a + Ord + Copy {}
impl<T> From<Vec<T>> for BinaryHeap<T> where T: Ord {}
impl<T, const N: usize> From<[T; N]> for BinaryHeap<T> where T: Ord {}
impl<T> FromIterator<T> for BinaryHeap<T> where T: Ord {}
impl<T> IntoIterator for BinaryHeap<T> { type IntoIter = IntoIter<T>; type Item = T; }
impl<'a, T> IntoIterator for &'a BinaryHeap<T> { type IntoIter = Iter<'a, T>; type Item = &'a T; }

pub struct PeekMut<'a, T> where T: 'a + Ord {}

impl<'a, T> PeekMut<'a, T> where T: Ord {
    pub fn pop(this: PeekMut<'a, T>) -> T {}
}

impl<T> Deref for PeekMut<'_, T> where T: Ord { type Target = T; }
impl<T> DerefMut for PeekMut<'_, T> where T: Ord {}

pub struct Iter<'a, T> where T: 'a {}
impl<T> Clone for Iter<'_, T> {}
impl<T> Default for Iter<'_, T> {}
impl<'a, T> DoubleEndedIterator for Iter<'a, T> {}
impl<T> ExactSizeIterator for Iter<'_, T> {}
impl<'a, T> Iterator for Iter<'a, T> { type Item = &'a T; }

pub struct IntoIter<T> {}
impl<T> Clone for IntoIter<T> where T: Clone {}
impl<T> Default for IntoIter<T> {}
impl<T> DoubleEndedIterator for IntoIter<T> {}
impl<T> ExactSizeIterator for IntoIter<T> {}
impl<T> Iterator for IntoIter<T> { type Item = T; }

pub struct Drain<'a, T> where T: 'a {}
impl<T> DoubleEndedIterator for Drain<'_, T> {}
impl<T> ExactSizeIterator for Drain<'_, T> {}
impl<T> Iterator for Drain<'_, T> { type Item = T; }
