//! `std::borrow`.

use crate::clone::Clone;
use crate::cmp::{Ord, PartialOrd};
use crate::convert::{AsRef, From};
use crate::default::Default;
use crate::ffi::{CStr, CString, OsStr, OsString};
use crate::fmt::Display;
use crate::iter::FromIterator;
use crate::marker::Sized;
use crate::ops::{Add, AddAssign, Deref};
use crate::path::{Path, PathBuf};
use crate::string::String;
use crate::vec::Vec;

pub trait ToOwned {
    type Owned: Borrow<Self>;
    fn to_owned(&self) -> Self::Owned;
    fn clone_into(&self, target: &mut Self::Owned) {}
}

impl ToOwned for str { type Owned = String; }
impl<T> ToOwned for T where T: Clone { type Owned = T; }
impl<T> ToOwned for [T] where T: Clone { type Owned = Vec<T>; }

pub enum Cow<'a, B> where B: 'a + ToOwned + ?Sized { Borrowed(&'a B), Owned(<B as ToOwned>::Owned) }

impl<B> Cow<'_, B> where B: ToOwned + ?Sized {
    pub fn to_mut(&mut self) -> &mut <B as ToOwned>::Owned {}
    pub fn into_owned(self) -> <B as ToOwned>::Owned {}
}

impl<'a> Add for Cow<'a, str> { type Output = Cow<'a, str>; }
impl<'a> Add<&'a str> for Cow<'a, str> { type Output = Cow<'a, str>; }
impl<'a> AddAssign for Cow<'a, str> {}
impl<'a> AddAssign<&'a str> for Cow<'a, str> {}
impl<T> AsRef<T> for Cow<'_, T> where T: ToOwned + ?Sized {}
impl AsRef<Path> for Cow<'_, OsStr> {}
impl<'a, B> Borrow<B> for Cow<'a, B> where B: ToOwned + ?Sized {}
impl<B> Clone for Cow<'_, B> where B: ToOwned + ?Sized {}
impl<B> Default for Cow<'_, B> where B: ToOwned + ?Sized, <B as ToOwned>::Owned: Default {}
impl<B> Deref for Cow<'_, B> where B: ToOwned + ?Sized { type Target = B; }
impl<B> Display for Cow<'_, B> where B: Display + ToOwned + ?Sized, <B as ToOwned>::Owned: Display {}
impl<'a> From<&'a str> for Cow<'a, str> {}
impl<'a, T> From<&'a [T]> for Cow<'a, [T]> where T: Clone {}
impl<'a, T> From<Vec<T>> for Cow<'a, [T]> where T: Clone {}
impl<'a> From<String> for Cow<'a, str> {}
impl<'a, T> From<&'a Vec<T>> for Cow<'a, [T]> where T: Clone {}
impl<'a> From<&'a String> for Cow<'a, str> {}
impl<'a, T, const N: usize> From<&'a [T; N]> for Cow<'a, [T]> where T: Clone {}
impl<'a> From<CString> for Cow<'a, CStr> {}
impl<'a> From<&'a CStr> for Cow<'a, CStr> {}
impl<'a> From<OsString> for Cow<'a, OsStr> {}
impl<'a> From<PathBuf> for Cow<'a, Path> {}
impl<'a> From<&'a OsStr> for Cow<'a, OsStr> {}
impl<'a> From<&'a Path> for Cow<'a, Path> {}
impl<'a> From<&'a CString> for Cow<'a, CStr> {}
impl<'a> From<&'a OsString> for Cow<'a, OsStr> {}
impl<'a> From<&'a PathBuf> for Cow<'a, Path> {}
impl<'a, T> FromIterator<T> for Cow<'a, [T]> where T: Clone {}
impl<'a> FromIterator<char> for Cow<'a, str> {}
impl<'a, 'b> FromIterator<&'b str> for Cow<'a, str> {}
impl<'a> FromIterator<String> for Cow<'a, str> {}
impl<B> Ord for Cow<'_, B> where B: Ord + ToOwned + ?Sized {}
impl<'a, B> PartialOrd for Cow<'a, B> where B: PartialOrd + ToOwned + ?Sized {}

pub trait Borrow<Borrowed> where Borrowed: ?Sized {
    fn borrow(&self) -> &Borrowed;
}

impl<T> Borrow<T> for T where T: ?Sized {}
impl<T> Borrow<T> for &T where T: ?Sized {}
impl<T> Borrow<T> for &mut T where T: ?Sized {}
impl<T, const N: usize> Borrow<[T]> for [T; N] {}

pub trait BorrowMut<Borrowed>: Borrow<Borrowed> where Borrowed: ?Sized {
    fn borrow_mut(&mut self) -> &mut Borrowed;
}

impl<T> BorrowMut<T> for T where T: ?Sized {}
impl<T> BorrowMut<T> for &mut T where T: ?Sized {}
impl<T, const N: usize> BorrowMut<[T]> for [T; N] {}
