//! `std::array`.

use crate::clone::Clone;
use crate::convert::{From, Infallible};
use crate::default::Default;
use crate::error::Error;
use crate::fmt::Display;
use crate::iter::{DoubleEndedIterator, ExactSizeIterator, Iterator};
use crate::marker::Copy;
use crate::ops::FnMut;

pub struct IntoIter<T, const N: usize> {}

impl<T, const N: usize> IntoIter<T, N> {
    pub fn new(array: [T; N]) -> IntoIter<T, N> {}
    pub fn as_slice(&self) -> &[T] {}
    pub fn as_mut_slice(&mut self) -> &mut [T] {}
}

impl<T, const N: usize> Clone for IntoIter<T, N> where T: Clone {}
impl<T, const N: usize> Default for IntoIter<T, N> {}
impl<T, const N: usize> DoubleEndedIterator for IntoIter<T, N> {}
impl<T, const N: usize> ExactSizeIterator for IntoIter<T, N> {}
impl<T, const N: usize> Iterator for IntoIter<T, N> { type Item = T; }

pub fn repeat<T, const N: usize>(val: T) -> [T; N] where T: Clone {}
pub fn from_fn<T, const N: usize, F>(f: F) -> [T; N] where F: FnMut(usize) -> T {}
pub fn from_ref<T>(s: &T) -> &[T; 1] {}
pub fn from_mut<T>(s: &mut T) -> &mut [T; 1] {}

pub struct TryFromSliceError {}
impl Clone for TryFromSliceError {}
impl Copy for TryFromSliceError {}
impl Display for TryFromSliceError {}
impl Error for TryFromSliceError {}
impl From<Infallible> for TryFromSliceError {}
