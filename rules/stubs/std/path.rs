//! `std::path`.

use crate::borrow::{Borrow, Cow, ToOwned};
use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::collections::TryReserveError;
use crate::convert::{AsRef, From, Infallible};
use crate::default::Default;
use crate::error::Error;
use crate::ffi::{OsStr, OsString};
use crate::fmt;
use crate::fs::{Metadata, ReadDir};
use crate::io;
use crate::iter::{DoubleEndedIterator, Extend, FromIterator, IntoIterator, Iterator};
use crate::marker::{Copy, Sized};
use crate::ops::{Deref, DerefMut};
use crate::option::Option;
use crate::result::Result;
use crate::str::FromStr;
use crate::string::String;

pub enum Prefix<'a> {
    Verbatim(&'a OsStr),
    VerbatimUNC(&'a OsStr, &'a OsStr),
    VerbatimDisk(u8),
    DeviceNS(&'a OsStr),
    UNC(&'a OsStr, &'a OsStr),
    Disk(u8),
}

impl<'a> Prefix<'a> {
    pub fn is_verbatim(&self) -> bool {}
}

impl<'a> Clone for Prefix<'a> {}
impl<'a> Copy for Prefix<'a> {}
impl<'a> Ord for Prefix<'a> {}
impl<'a> PartialEq for Prefix<'a> {}
impl<'a> PartialOrd for Prefix<'a> {}

pub fn is_separator(c: char) -> bool {}

pub const MAIN_SEPARATOR: char = _;
pub const MAIN_SEPARATOR_STR: &str = _;

pub struct PrefixComponent<'a> {}

impl<'a> PrefixComponent<'a> {
    pub fn kind(&self) -> Prefix<'a> {}
    pub fn as_os_str(&self) -> &'a OsStr {}
}

impl<'a> Clone for PrefixComponent<'a> {}
impl<'a> Copy for PrefixComponent<'a> {}
impl Ord for PrefixComponent<'_> {}
impl<'a> PartialEq for PrefixComponent<'a> {}
impl<'a> PartialOrd for PrefixComponent<'a> {}

pub enum Component<'a> { Prefix(PrefixComponent<'a>), RootDir, CurDir, ParentDir, Normal(&'a OsStr) }

impl<'a> Component<'a> {
    pub fn as_os_str(self) -> &'a OsStr {}
}

impl AsRef<OsStr> for Component<'_> {}
impl AsRef<Path> for Component<'_> {}
impl<'a> Clone for Component<'a> {}
impl<'a> Copy for Component<'a> {}
impl<'a> Ord for Component<'a> {}
impl<'a> PartialEq for Component<'a> {}
impl<'a> PartialOrd for Component<'a> {}

pub struct Components<'a> {}

impl<'a> Components<'a> {
    pub fn as_path(&self) -> &'a Path {}
}

impl AsRef<OsStr> for Components<'_> {}
impl AsRef<Path> for Components<'_> {}
impl<'a> Clone for Components<'a> {}
impl<'a> DoubleEndedIterator for Components<'a> {}
impl<'a> Iterator for Components<'a> { type Item = Component<'a>; }
impl Ord for Components<'_> {}
impl<'a> PartialEq for Components<'a> {}
impl<'a> PartialOrd for Components<'a> {}

pub struct Iter<'a> {}

impl<'a> Iter<'a> {
    pub fn as_path(&self) -> &'a Path {}
}

impl AsRef<OsStr> for Iter<'_> {}
impl AsRef<Path> for Iter<'_> {}
impl<'a> Clone for Iter<'a> {}
impl<'a> DoubleEndedIterator for Iter<'a> {}
impl<'a> Iterator for Iter<'a> { type Item = &'a OsStr; }

pub struct Ancestors<'a> {}
impl<'a> Clone for Ancestors<'a> {}
impl<'a> Copy for Ancestors<'a> {}
impl<'a> Iterator for Ancestors<'a> { type Item = &'a Path; }

pub struct PathBuf {}

impl PathBuf {
    pub fn new() -> PathBuf {}
    pub fn with_capacity(capacity: usize) -> PathBuf {}
    pub fn as_path(&self) -> &Path {}
    pub fn leak<'a>(self) -> &'a mut Path {}
    pub fn push<P: AsRef<Path>>(&mut self, path: P) {}
    pub fn pop(&mut self) -> bool {}
    pub fn set_file_name<S: AsRef<OsStr>>(&mut self, file_name: S) {}
    pub fn set_extension<S: AsRef<OsStr>>(&mut self, extension: S) -> bool {}
    pub fn add_extension<S: AsRef<OsStr>>(&mut self, extension: S) -> bool {}
    pub fn as_mut_os_string(&mut self) -> &mut OsString {}
    pub fn into_os_string(self) -> OsString {}
    pub fn into_boxed_path(self) -> Box<Path> {}
    pub fn capacity(&self) -> usize {}
    pub fn clear(&mut self) {}
    pub fn reserve(&mut self, additional: usize) {}
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {}
    pub fn reserve_exact(&mut self, additional: usize) {}
    pub fn try_reserve_exact(&mut self, additional: usize) -> Result<(), TryReserveError> {}
    pub fn shrink_to_fit(&mut self) {}
    pub fn shrink_to(&mut self, min_capacity: usize) {}
}

impl AsRef<OsStr> for PathBuf {}
impl AsRef<Path> for PathBuf {}
impl Borrow<Path> for PathBuf {}
impl Clone for PathBuf {}
impl Default for PathBuf {}
impl Deref for PathBuf { type Target = Path; }
impl DerefMut for PathBuf {}
impl<P: AsRef<Path>> Extend<P> for PathBuf {}
impl From<OsString> for PathBuf {}
impl From<String> for PathBuf {}
impl From<Box<Path>> for PathBuf {}
impl<'a> From<Cow<'a, Path>> for PathBuf {}
impl<T: ?Sized + AsRef<OsStr>> From<&T> for PathBuf {}
impl<P: AsRef<Path>> FromIterator<P> for PathBuf {}
impl FromStr for PathBuf { type Err = Infallible; }
impl<'a> IntoIterator for &'a PathBuf { type IntoIter = Iter<'a>; type Item = &'a OsStr; }
impl Ord for PathBuf {}
impl PartialEq for PathBuf {}
impl PartialOrd for PathBuf {}

pub struct Path {}

impl Path {
    pub fn new<S: AsRef<OsStr> + ?Sized>(s: &S) -> &Path {}
    pub fn as_os_str(&self) -> &OsStr {}
    pub fn as_mut_os_str(&mut self) -> &mut OsStr {}
    pub fn to_str(&self) -> Option<&str> {}
    pub fn to_string_lossy(&self) -> Cow<'_, str> {}
    pub fn to_path_buf(&self) -> PathBuf {}
    pub fn is_absolute(&self) -> bool {}
    pub fn is_relative(&self) -> bool {}
    pub fn has_root(&self) -> bool {}
    pub fn parent(&self) -> Option<&Path> {}
    pub fn ancestors(&self) -> Ancestors<'_> {}
    pub fn file_name(&self) -> Option<&OsStr> {}
    pub fn strip_prefix<P>(&self, base: P) -> Result<&Path, StripPrefixError> where P: AsRef<Path> {}
    pub fn starts_with<P: AsRef<Path>>(&self, base: P) -> bool {}
    pub fn ends_with<P: AsRef<Path>>(&self, child: P) -> bool {}
    pub fn file_stem(&self) -> Option<&OsStr> {}
    pub fn file_prefix(&self) -> Option<&OsStr> {}
    pub fn extension(&self) -> Option<&OsStr> {}
    pub fn join<P: AsRef<Path>>(&self, path: P) -> PathBuf {}
    pub fn with_file_name<S: AsRef<OsStr>>(&self, file_name: S) -> PathBuf {}
    pub fn with_extension<S: AsRef<OsStr>>(&self, extension: S) -> PathBuf {}
    pub fn with_added_extension<S: AsRef<OsStr>>(&self, extension: S) -> PathBuf {}
    pub fn components(&self) -> Components<'_> {}
    pub fn iter(&self) -> Iter<'_> {}
    pub fn display(&self) -> Display<'_> {}
    pub fn metadata(&self) -> io::Result<Metadata> {}
    pub fn symlink_metadata(&self) -> io::Result<Metadata> {}
    pub fn canonicalize(&self) -> io::Result<PathBuf> {}
    pub fn read_link(&self) -> io::Result<PathBuf> {}
    pub fn read_dir(&self) -> io::Result<ReadDir> {}
    pub fn exists(&self) -> bool {}
    pub fn try_exists(&self) -> io::Result<bool> {}
    pub fn is_file(&self) -> bool {}
    pub fn is_dir(&self) -> bool {}
    pub fn is_symlink(&self) -> bool {}
    pub fn into_path_buf(self: Box<Self>) -> PathBuf {}
}

impl AsRef<OsStr> for Path {}
impl AsRef<Path> for Path {}
impl<'a> IntoIterator for &'a Path { type IntoIter = Iter<'a>; type Item = &'a OsStr; }
impl Ord for Path {}
impl PartialEq for Path {}
impl PartialOrd for Path {}
impl ToOwned for Path { type Owned = PathBuf; }

pub struct StripPrefixError {}
impl Clone for StripPrefixError {}
impl fmt::Display for StripPrefixError {}
impl Error for StripPrefixError {}
impl PartialEq for StripPrefixError {}

pub struct Display<'a> {}
impl fmt::Display for Display<'_> {}

pub fn absolute<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
