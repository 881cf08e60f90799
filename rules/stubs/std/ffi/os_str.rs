//! `std::ffi::os_str`.

use crate::fmt;
pub use crate::ffi::{OsStr, OsString};

pub struct Display<'a> {}
impl fmt::Display for Display<'_> {}
