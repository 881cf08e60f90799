//! `std::clone`.

use crate::marker::Sized;

pub trait Clone: Sized {
    fn clone(&self) -> Self;
    fn clone_from(&mut self, source: &Self) {}
}

impl Clone for bool {}
impl Clone for char {}
impl<T> Clone for &T where T: ?Sized {}
impl<T> Clone for *mut T where T: ?Sized {}
impl<T> Clone for *const T where T: ?Sized {}
impl<T, const N: usize> Clone for [T; N] where T: Clone {}
