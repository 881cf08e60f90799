//! `std::collections::linked_list`.

use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::convert::From;
use crate::default::Default;
use crate::iter::{DoubleEndedIterator, ExactSizeIterator, Extend, FromIterator, IntoIterator, Iterator};
use crate::marker::Copy;
use crate::ops::FnMut;
use crate::option::Option;

pub struct LinkedList<T> {}

impl<T> LinkedList<T> {
    pub fn new() -> LinkedList<T> {}
    pub fn append(&mut self, other: &mut LinkedList<T>) {}
}

impl<T> LinkedList<T> {
    pub fn iter(&self) -> Iter<'_, T> {}
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {}
    pub fn is_empty(&self) -> bool {}
    pub fn len(&self) -> usize {}
    pub fn clear(&mut self) {}
    pub fn contains(&self, x: &T) -> bool where T: PartialEq {}
    pub fn front(&self) -> Option<&T> {}
    pub fn front_mut(&mut self) -> Option<&mut T> {}
    pub fn back(&self) -> Option<&T> {}
    pub fn back_mut(&mut self) -> Option<&mut T> {}
    pub fn push_front(&mut self, elt: T) {}
    pub fn push_front_mut(&mut self, elt: T) -> &mut T {}
    pub fn pop_front(&mut self) -> Option<T> {}
    pub fn push_back(&mut self, elt: T) {}
    pub fn push_back_mut(&mut self, elt: T) -> &mut T {}
    pub fn pop_back(&mut self) -> Option<T> {}
    pub fn split_off(&mut self, at: usize) -> LinkedList<T> {}
    pub fn extract_if<F>(&mut self, filter: F) -> ExtractIf<'_, T, F> where F: FnMut(&mut T) -> bool {}
}

impl<T> Clone for LinkedList<T> where T: Clone {}
impl<T> Default for LinkedList<T> {}
impl<T> Extend<T> for LinkedList<T> {}
impl<'a, T> Extend<&'a T> for LinkedList<T> where T: 'a + Copy {}
impl<T, const N: usize> From<[T; N]> for LinkedList<T> {}
impl<T> FromIterator<T> for LinkedList<T> {}
impl<T> IntoIterator for LinkedList<T> { type IntoIter = IntoIter<T>; type Item = T; }
impl<'a, T> IntoIterator for &'a LinkedList<T> { type IntoIter = Iter<'a, T>; type Item = &'a T; }
impl<'a, T> IntoIterator for &'a mut LinkedList<T> { type IntoIter = IterMut<'a, T>; type Item = &'a mut T; }
impl<T> Ord for LinkedList<T> where T: Ord {}
impl<T> PartialEq for LinkedList<T> where T: PartialEq {}
impl<T> PartialOrd for LinkedList<T> where T: PartialOrd {}

pub struct Iter<'a, T> where T: 'a {}
impl<T> Clone for Iter<'_, T> {}
impl<T> Default for Iter<'_, T> {}
impl<'a, T> DoubleEndedIterator for Iter<'a, T> {}
impl<T> ExactSizeIterator for Iter<'_, T> {}
impl<'a, T> Iterator for Iter<'a, T> { type Item = &'a T; }

pub struct IterMut<'a, T> where T: 'a {}
impl<T> Default for IterMut<'_, T> {}
impl<'a, T> DoubleEndedIterator for IterMut<'a, T> {}
impl<T> ExactSizeIterator for IterMut<'_, T> {}
impl<'a, T> Iterator for IterMut<'a, T> { type Item = &'a mut T; }

pub struct IntoIter<T> {}
impl<T> Clone for IntoIter<T> where T: Clone {}
impl<T> Default for IntoIter<T> {}
impl<T> DoubleEndedIterator for IntoIter<T> {}
impl<T> ExactSizeIterator for IntoIter<T> {}
impl<T> Iterator for IntoIter<T> { type Item = T; }

pub struct ExtractIf<'a, T, F> where T: 'a, F: 'a {}
impl<T, F> Iterator for ExtractIf<'_, T, F> where F: FnMut(&mut T) -> bool { type Item = T; }
