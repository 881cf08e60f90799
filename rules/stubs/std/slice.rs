//! `std::slice`.

use crate::borrow::Borrow;
use crate::clone::Clone;
use crate::cmp::PartialEq;
use crate::convert::AsRef;
use crate::default::Default;
use crate::error::Error;
use crate::ffi::{OsStr, OsString};
use crate::fmt::Display;
use crate::iter::{DoubleEndedIterator, ExactSizeIterator, Iterator};
use crate::marker::Sized;
use crate::ops::{Bound, FnMut};
use crate::option::Option;
use crate::string::String;
use crate::vec::Vec;

pub trait Concat<Item> where Item: ?Sized {
    type Output;
    fn concat(slice: &Self) -> Self::Output;
}

impl<S> Concat<str> for [S] where S: Borrow<str> { type Output = String; }
impl<T, V> Concat<T> for [V] where T: Clone, V: Borrow<[T]> { type Output = Vec<T>; }

pub trait Join<Separator> {
    type Output;
    fn join(slice: &Self, sep: Separator) -> Self::Output;
}

impl<S> Join<&str> for [S] where S: Borrow<str> { type Output = String; }
impl<T, V> Join<&T> for [V] where T: Clone, V: Borrow<[T]> { type Output = Vec<T>; }
impl<T, V> Join<&[T]> for [V] where T: Clone, V: Borrow<[T]> { type Output = Vec<T>; }
impl<S: Borrow<OsStr>> Join<&OsStr> for [S] { type Output = OsString; }

pub struct EscapeAscii<'a> {}
impl<'a> Clone for EscapeAscii<'a> {}
impl<'a> Display for EscapeAscii<'a> {}
impl<'a> DoubleEndedIterator for EscapeAscii<'a> {}
impl<'a> Iterator for EscapeAscii<'a> { type Item = u8; }

pub unsafe trait SliceIndex<T>: Sealed where T: ?Sized {
    type Output: ?Sized;
    fn get(self, slice: &T) -> Option<&Self::Output>;
    fn get_mut(self, slice: &mut T) -> Option<&mut Self::Output>;
    unsafe fn get_unchecked(self, slice: *const T) -> *const Self::Output;
    unsafe fn get_unchecked_mut(self, slice: *mut T) -> *mut Self::Output;
    fn index(self, slice: &T) -> &Self::Output;
    fn index_mut(self, slice: &mut T) -> &mut Self::Output;
}

impl<T> SliceIndex<[T]> for usize { type Output = T; }
impl SliceIndex<str> for (Bound<usize>, Bound<usize>) { type Output = str; }
impl<T> SliceIndex<[T]> for (Bound<usize>, Bound<usize>) { type Output = [T]; }

pub struct Iter<'a, T> where T: 'a {}

impl<'a, T> Iter<'a, T> {
    pub fn as_slice(&self) -> &'a [T] {}
}

impl<T> AsRef<[T]> for Iter<'_, T> {}
impl<T> Clone for Iter<'_, T> {}
impl<T> Default for Iter<'_, T> {}
impl<'a, T> DoubleEndedIterator for Iter<'a, T> {}
impl<T> ExactSizeIterator for Iter<'_, T> {}
impl<'a, T> Iterator for Iter<'a, T> { type Item = &'a T; }

pub struct IterMut<'a, T> where T: 'a {}

impl<'a, T> IterMut<'a, T> {
    pub fn into_slice(self) -> &'a mut [T] {}
    pub fn as_slice(&self) -> &[T] {}
}

impl<T> AsRef<[T]> for IterMut<'_, T> {}
impl<T> Default for IterMut<'_, T> {}
impl<'a, T> DoubleEndedIterator for IterMut<'a, T> {}
impl<T> ExactSizeIterator for IterMut<'_, T> {}
impl<'a, T> Iterator for IterMut<'a, T> { type Item = &'a mut T; }

pub struct Split<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<T, P> Clone for Split<'_, T, P> where P: Clone + FnMut(&T) -> bool {}
impl<'a, T, P> DoubleEndedIterator for Split<'a, T, P> where P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for Split<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a [T]; }

pub struct SplitInclusive<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<T, P> Clone for SplitInclusive<'_, T, P> where P: Clone + FnMut(&T) -> bool {}
impl<'a, T, P> DoubleEndedIterator for SplitInclusive<'a, T, P> where P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for SplitInclusive<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a [T]; }

pub struct SplitMut<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<'a, T, P> DoubleEndedIterator for SplitMut<'a, T, P> where P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for SplitMut<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a mut [T]; }

pub struct SplitInclusiveMut<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<'a, T, P> DoubleEndedIterator for SplitInclusiveMut<'a, T, P> where P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for SplitInclusiveMut<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a mut [T]; }

pub struct RSplit<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<T, P> Clone for RSplit<'_, T, P> where P: Clone + FnMut(&T) -> bool {}
impl<'a, T, P> DoubleEndedIterator for RSplit<'a, T, P> where P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for RSplit<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a [T]; }

pub struct RSplitMut<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<'a, T, P> DoubleEndedIterator for RSplitMut<'a, T, P> where P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for RSplitMut<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a mut [T]; }

pub struct SplitN<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for SplitN<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a [T]; }

pub struct RSplitN<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for RSplitN<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a [T]; }

pub struct SplitNMut<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for SplitNMut<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a mut [T]; }

pub struct RSplitNMut<'a, T, P> where T: 'a, P: FnMut(&T) -> bool {}
impl<'a, T, P> Iterator for RSplitNMut<'a, T, P> where P: FnMut(&T) -> bool { type Item = &'a mut [T]; }

pub struct Windows<'a, T> where T: 'a {}
impl<T> Clone for Windows<'_, T> {}
impl<'a, T> DoubleEndedIterator for Windows<'a, T> {}
impl<T> ExactSizeIterator for Windows<'_, T> {}
impl<'a, T> Iterator for Windows<'a, T> { type Item = &'a [T]; }

pub struct Chunks<'a, T> where T: 'a {}
impl<T> Clone for Chunks<'_, T> {}
impl<'a, T> DoubleEndedIterator for Chunks<'a, T> {}
impl<T> ExactSizeIterator for Chunks<'_, T> {}
impl<'a, T> Iterator for Chunks<'a, T> { type Item = &'a [T]; }

pub struct ChunksMut<'a, T> where T: 'a {}
impl<'a, T> DoubleEndedIterator for ChunksMut<'a, T> {}
impl<T> ExactSizeIterator for ChunksMut<'_, T> {}
impl<'a, T> Iterator for ChunksMut<'a, T> { type Item = &'a mut [T]; }

pub struct ChunksExact<'a, T> where T: 'a {}

impl<'a, T> ChunksExact<'a, T> {
    pub fn remainder(&self) -> &'a [T] {}
}

impl<T> Clone for ChunksExact<'_, T> {}
impl<'a, T> DoubleEndedIterator for ChunksExact<'a, T> {}
impl<T> ExactSizeIterator for ChunksExact<'_, T> {}
impl<'a, T> Iterator for ChunksExact<'a, T> { type Item = &'a [T]; }

pub struct ChunksExactMut<'a, T> where T: 'a {}

impl<'a, T> ChunksExactMut<'a, T> {
    pub fn into_remainder(self) -> &'a mut [T] {}
}

impl<'a, T> DoubleEndedIterator for ChunksExactMut<'a, T> {}
impl<T> ExactSizeIterator for ChunksExactMut<'_, T> {}
impl<'a, T> Iterator for ChunksExactMut<'a, T> { type Item = &'a mut [T]; }

pub struct ArrayWindows<'a, T, const N: usize> where T: 'a {}
impl<T, const N: usize> Clone for ArrayWindows<'_, T, N> {}
impl<'a, T, const N: usize> DoubleEndedIterator for ArrayWindows<'a, T, N> {}
impl<T, const N: usize> ExactSizeIterator for ArrayWindows<'_, T, N> {}
impl<'a, T, const N: usize> Iterator for ArrayWindows<'a, T, N> { type Item = &'a [T; N]; }

pub struct RChunks<'a, T> where T: 'a {}
impl<T> Clone for RChunks<'_, T> {}
impl<'a, T> DoubleEndedIterator for RChunks<'a, T> {}
impl<T> ExactSizeIterator for RChunks<'_, T> {}
impl<'a, T> Iterator for RChunks<'a, T> { type Item = &'a [T]; }

pub struct RChunksMut<'a, T> where T: 'a {}
impl<'a, T> DoubleEndedIterator for RChunksMut<'a, T> {}
impl<T> ExactSizeIterator for RChunksMut<'_, T> {}
impl<'a, T> Iterator for RChunksMut<'a, T> { type Item = &'a mut [T]; }

pub struct RChunksExact<'a, T> where T: 'a {}

impl<'a, T> RChunksExact<'a, T> {
    pub fn remainder(&self) -> &'a [T] {}
}

impl<'a, T> Clone for RChunksExact<'a, T> {}
impl<'a, T> DoubleEndedIterator for RChunksExact<'a, T> {}
impl<'a, T> ExactSizeIterator for RChunksExact<'a, T> {}
impl<'a, T> Iterator for RChunksExact<'a, T> { type Item = &'a [T]; }

pub struct RChunksExactMut<'a, T> where T: 'a {}

impl<'a, T> RChunksExactMut<'a, T> {
    pub fn into_remainder(self) -> &'a mut [T] {}
}

impl<'a, T> DoubleEndedIterator for RChunksExactMut<'a, T> {}
impl<T> ExactSizeIterator for RChunksExactMut<'_, T> {}
impl<'a, T> Iterator for RChunksExactMut<'a, T> { type Item = &'a mut [T]; }

pub struct ChunkBy<'a, T, P> where T: 'a {}
impl<'a, T, P> Clone for ChunkBy<'a, T, P> where T: 'a, P: Clone {}
impl<'a, T, P> DoubleEndedIterator for ChunkBy<'a, T, P> where T: 'a, P: FnMut(&T, &T) -> bool {}
impl<'a, T, P> Iterator for ChunkBy<'a, T, P> where T: 'a, P: FnMut(&T, &T) -> bool { type Item = &'a [T]; }

pub struct ChunkByMut<'a, T, P> where T: 'a {}
impl<'a, T, P> DoubleEndedIterator for ChunkByMut<'a, T, P> where T: 'a, P: FnMut(&T, &T) -> bool {}
impl<'a, T, P> Iterator for ChunkByMut<'a, T, P> where T: 'a, P: FnMut(&T, &T) -> bool { type Item = &'a mut [T]; }

pub enum GetDisjointMutError { IndexOutOfBounds, OverlappingIndices }
impl Clone for GetDisjointMutError {}
impl Display for GetDisjointMutError {}
impl Error for GetDisjointMutError {}
impl PartialEq for GetDisjointMutError {}

pub unsafe fn from_raw_parts<'a, T>(data: *const T, len: usize) -> &'a [T] {}
pub unsafe fn from_raw_parts_mut<'a, T>(data: *mut T, len: usize) -> &'a mut [T] {}
pub fn from_ref<T>(s: &T) -> &[T] {}
pub fn from_mut<T>(s: &mut T) -> &mut [T] {}
