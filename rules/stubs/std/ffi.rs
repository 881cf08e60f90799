//! `std::ffi`.

pub mod c_str;
pub mod os_str;

use crate::borrow::{Borrow, Cow, ToOwned};
use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::collections::TryReserveError;
use crate::convert::{AsRef, From, Infallible, Into};
use crate::default::Default;
use crate::error::Error;
use crate::ffi::os_str::Display;
use crate::fmt;
use crate::fmt::Write;
use crate::iter::{Extend, FromIterator};
use crate::marker::{Copy, Sized};
use crate::ops::{Deref, DerefMut, Index, IndexMut, RangeFrom, RangeFull};
use crate::option::Option;
use crate::os::unix::ffi::{OsStrExt, OsStringExt};
use crate::path::{Path, PathBuf};
use crate::result::Result;
use crate::str::{FromStr, Utf8Error};
use crate::string::String;
use crate::vec::Vec;

pub struct CString {}

impl CString {
    pub fn new<T>(t: T) -> Result<CString, NulError> where T: Into<Vec<u8>> {}
    pub unsafe fn from_vec_unchecked(v: Vec<u8>) -> CString {}
    pub unsafe fn from_raw(ptr: *mut i8) -> CString {}
    pub fn into_raw(self) -> *mut i8 {}
    pub fn into_string(self) -> Result<String, IntoStringError> {}
    pub fn into_bytes(self) -> Vec<u8> {}
    pub fn into_bytes_with_nul(self) -> Vec<u8> {}
    pub fn as_bytes(&self) -> &[u8] {}
    pub fn as_bytes_with_nul(&self) -> &[u8] {}
    pub fn as_c_str(&self) -> &CStr {}
    pub fn into_boxed_c_str(self) -> Box<CStr> {}
    pub unsafe fn from_vec_with_nul_unchecked(v: Vec<u8>) -> CString {}
    pub fn from_vec_with_nul(v: Vec<u8>) -> Result<CString, FromVecWithNulError> {}
}

impl AsRef<CStr> for CString {}
impl Borrow<CStr> for CString {}
impl Clone for CString {}
impl Default for CString {}
impl Deref for CString { type Target = CStr; }
impl From<&CStr> for CString {}
impl From<Box<CStr>> for CString {}
impl<'a> From<Cow<'a, CStr>> for CString {}
impl FromStr for CString { type Err = NulError; }
impl Index<RangeFull> for CString { type Output = CStr; }
impl Ord for CString {}
impl PartialEq for CString {}
impl PartialOrd for CString {}

pub struct NulError {}

impl NulError {
    pub fn nul_position(&self) -> usize {}
    pub fn into_vec(self) -> Vec<u8> {}
}

impl Clone for NulError {}
impl fmt::Display for NulError {}
impl Error for NulError {}
impl PartialEq for NulError {}

pub struct FromVecWithNulError {}

impl FromVecWithNulError {
    pub fn as_bytes(&self) -> &[u8] {}
    pub fn into_bytes(self) -> Vec<u8> {}
}

impl Clone for FromVecWithNulError {}
impl fmt::Display for FromVecWithNulError {}
impl Error for FromVecWithNulError {}
impl PartialEq for FromVecWithNulError {}

pub struct IntoStringError {}

impl IntoStringError {
    pub fn into_cstring(self) -> CString {}
    pub fn utf8_error(&self) -> Utf8Error {}
}

impl Clone for IntoStringError {}
impl fmt::Display for IntoStringError {}
impl Error for IntoStringError {}
impl PartialEq for IntoStringError {}

pub struct CStr {}

impl CStr {
    pub unsafe fn from_ptr<'a>(ptr: *const i8) -> &'a CStr {}
    pub fn from_bytes_until_nul(bytes: &[u8]) -> Result<&CStr, FromBytesUntilNulError> {}
    pub fn from_bytes_with_nul(bytes: &[u8]) -> Result<&CStr, FromBytesWithNulError> {}
    pub unsafe fn from_bytes_with_nul_unchecked(bytes: &[u8]) -> &CStr {}
    pub fn as_ptr(&self) -> *const i8 {}
    pub fn count_bytes(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
    pub fn to_bytes(&self) -> &[u8] {}
    pub fn to_bytes_with_nul(&self) -> &[u8] {}
    pub fn to_str(&self) -> Result<&str, Utf8Error> {}
}

impl CStr {
    pub fn to_string_lossy(&self) -> Cow<'_, str> {}
    pub fn into_c_string(self: Box<CStr>) -> CString {}
}

impl AsRef<CStr> for CStr {}
impl Default for &CStr {}
impl Index<RangeFrom<usize>> for CStr { type Output = CStr; }
impl Ord for CStr {}
impl PartialEq for CStr {}
impl PartialOrd for CStr {}
impl ToOwned for CStr { type Owned = CString; }

pub enum FromBytesWithNulError { InteriorNul { position: usize, }, NotNulTerminated }
impl Clone for FromBytesWithNulError {}
impl Copy for FromBytesWithNulError {}
impl fmt::Display for FromBytesWithNulError {}
impl Error for FromBytesWithNulError {}
impl PartialEq for FromBytesWithNulError {}

pub struct FromBytesUntilNulError {}
impl Clone for FromBytesUntilNulError {}
impl fmt::Display for FromBytesUntilNulError {}
impl Error for FromBytesUntilNulError {}
impl PartialEq for FromBytesUntilNulError {}

pub enum c_void {}

pub type c_char = i8;
pub type c_schar = i8;
pub type c_uchar = u8;
pub type c_short = i16;
pub type c_ushort = u16;
pub type c_int = i32;
pub type c_uint = u32;
pub type c_long = i64;
pub type c_ulong = u64;
pub type c_longlong = i64;
pub type c_ulonglong = u64;
pub type c_float = f32;
pub type c_double = f64;

pub struct OsString {}

impl OsString {
    pub fn new() -> OsString {}
    pub unsafe fn from_encoded_bytes_unchecked(bytes: Vec<u8>) -> Self {}
    pub fn as_os_str(&self) -> &OsStr {}
    pub fn into_encoded_bytes(self) -> Vec<u8> {}
    pub fn into_string(self) -> Result<String, OsString> {}
    pub fn push<T: AsRef<OsStr>>(&mut self, s: T) {}
    pub fn with_capacity(capacity: usize) -> OsString {}
    pub fn clear(&mut self) {}
    pub fn capacity(&self) -> usize {}
    pub fn reserve(&mut self, additional: usize) {}
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {}
    pub fn reserve_exact(&mut self, additional: usize) {}
    pub fn try_reserve_exact(&mut self, additional: usize) -> Result<(), TryReserveError> {}
    pub fn shrink_to_fit(&mut self) {}
    pub fn shrink_to(&mut self, min_capacity: usize) {}
    pub fn into_boxed_os_str(self) -> Box<OsStr> {}
    pub fn leak<'a>(self) -> &'a mut OsStr {}
}

impl AsRef<OsStr> for OsString {}
impl AsRef<Path> for OsString {}
impl Borrow<OsStr> for OsString {}
impl Clone for OsString {}
impl Default for OsString {}
impl Deref for OsString { type Target = OsStr; }
impl DerefMut for OsString {}
impl Extend<OsString> for OsString {}
impl<'a> Extend<&'a OsStr> for OsString {}
impl<'a> Extend<Cow<'a, OsStr>> for OsString {}
impl From<PathBuf> for OsString {}
impl From<String> for OsString {}
impl From<Box<OsStr>> for OsString {}
impl<'a> From<Cow<'a, OsStr>> for OsString {}
impl<T: ?Sized + AsRef<OsStr>> From<&T> for OsString {}
impl FromIterator<OsString> for OsString {}
impl<'a> FromIterator<&'a OsStr> for OsString {}
impl<'a> FromIterator<Cow<'a, OsStr>> for OsString {}
impl FromStr for OsString { type Err = Infallible; }
impl Index<RangeFull> for OsString { type Output = OsStr; }
impl IndexMut<RangeFull> for OsString {}
impl Ord for OsString {}
impl OsStringExt for OsString {}
impl crate::os::windows::ffi::OsStringExt for OsString {}
impl PartialEq for OsString {}
impl PartialOrd for OsString {}
impl Write for OsString {}

pub struct OsStr {}

impl OsStr {
    pub fn new<S: AsRef<OsStr> + ?Sized>(s: &S) -> &OsStr {}
    pub unsafe fn from_encoded_bytes_unchecked(bytes: &[u8]) -> &Self {}
    pub fn to_str(&self) -> Option<&str> {}
    pub fn to_string_lossy(&self) -> Cow<'_, str> {}
    pub fn to_os_string(&self) -> OsString {}
    pub fn is_empty(&self) -> bool {}
    pub fn len(&self) -> usize {}
    pub fn into_os_string(self: Box<Self>) -> OsString {}
    pub fn as_encoded_bytes(&self) -> &[u8] {}
    pub fn make_ascii_lowercase(&mut self) {}
    pub fn make_ascii_uppercase(&mut self) {}
    pub fn to_ascii_lowercase(&self) -> OsString {}
    pub fn to_ascii_uppercase(&self) -> OsString {}
    pub fn is_ascii(&self) -> bool {}
    pub fn eq_ignore_ascii_case<S: AsRef<OsStr>>(&self, other: S) -> bool {}
    pub fn display(&self) -> Display<'_> {}
}

impl AsRef<OsStr> for OsStr {}
impl AsRef<Path> for OsStr {}
impl Default for &OsStr {}
impl Ord for OsStr {}
impl OsStrExt for OsStr {}
impl crate::os::windows::ffi::OsStrExt for OsStr {}
impl PartialEq for OsStr {}
impl PartialOrd for OsStr {}
impl ToOwned for OsStr { type Owned = OsString; }
