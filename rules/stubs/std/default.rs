//! `std::default`.

use crate::marker::Sized;

pub trait Default: Sized {
    fn default() -> Self;
}

impl Default for () {}
impl Default for &str {}
impl Default for bool {}
impl Default for char {}
impl<T> Default for &[T] {}
impl Default for &mut str {}
impl<T> Default for *mut T where T: ?Sized {}
impl<T> Default for &mut [T] {}
impl<T> Default for *const T where T: ?Sized {}
