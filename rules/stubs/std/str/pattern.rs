//! `std::str::pattern`.

use crate::marker::Sized;
use crate::ops::FnMut;

pub trait Pattern: Sized {}
impl Pattern for char {}
impl<F> Pattern for F where F: FnMut(char) -> bool {}
impl<'b> Pattern for &'b str {}
impl<'b> Pattern for &'b [char] {}
impl<'b, 'c> Pattern for &'c &'b str {}
impl<const N: usize> Pattern for [char; N] {}
impl<'b, const N: usize> Pattern for &'b [char; N] {}
