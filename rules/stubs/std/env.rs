//! `std::env`.

pub mod consts;

use crate::clone::Clone;
use crate::cmp::PartialEq;
use crate::convert::AsRef;
use crate::error::Error;
use crate::ffi::{OsStr, OsString};
use crate::fmt::Display;
use crate::io;
use crate::iter::{DoubleEndedIterator, ExactSizeIterator, IntoIterator, Iterator};
use crate::marker::Sized;
use crate::option::Option;
use crate::path::{Path, PathBuf};
use crate::result::Result;
use crate::string::String;

pub fn current_dir() -> io::Result<PathBuf> {}
pub fn set_current_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}

pub struct Vars {}
impl Iterator for Vars { type Item = (String, String); }

pub struct VarsOs {}
impl Iterator for VarsOs { type Item = (OsString, OsString); }

pub fn vars() -> Vars {}
pub fn vars_os() -> VarsOs {}
pub fn var<K: AsRef<OsStr>>(key: K) -> Result<String, VarError> {}
pub fn var_os<K: AsRef<OsStr>>(key: K) -> Option<OsString> {}

pub enum VarError { NotPresent, NotUnicode(OsString) }
impl Clone for VarError {}
impl Display for VarError {}
impl Error for VarError {}
impl PartialEq for VarError {}

pub unsafe fn set_var<K: AsRef<OsStr>, V: AsRef<OsStr>>(key: K, value: V) {}
pub unsafe fn remove_var<K: AsRef<OsStr>>(key: K) {}

pub struct SplitPaths<'a> {}
impl<'a> Iterator for SplitPaths<'a> { type Item = PathBuf; }

pub fn split_paths<T: AsRef<OsStr> + ?Sized>(unparsed: &T) -> SplitPaths<'_> {}

pub struct JoinPathsError {}
impl Display for JoinPathsError {}
impl Error for JoinPathsError {}

pub fn join_paths<I, T>(paths: I) -> Result<OsString, JoinPathsError> where I: IntoIterator<Item = T>, T: AsRef<OsStr> {}
pub fn home_dir() -> Option<PathBuf> {}
pub fn temp_dir() -> PathBuf {}
pub fn current_exe() -> io::Result<PathBuf> {}

pub struct Args {}
impl DoubleEndedIterator for Args {}
impl ExactSizeIterator for Args {}
impl Iterator for Args { type Item = String; }

pub struct ArgsOs {}
impl DoubleEndedIterator for ArgsOs {}
impl ExactSizeIterator for ArgsOs {}
impl Iterator for ArgsOs { type Item = OsString; }

pub fn args() -> Args {}
pub fn args_os() -> ArgsOs {}
