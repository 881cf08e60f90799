//! `std::os::windows::process`.

use crate::convert::AsRef;
use crate::ffi::OsStr;
use crate::process::Command;

pub trait ExitStatusExt: Sealed {
    fn from_raw(raw: u32) -> Self;
}

pub trait CommandExt: Sealed {
    fn creation_flags(&mut self, flags: u32) -> &mut Command;
    fn raw_arg<S: AsRef<OsStr>>(&mut self, text_to_append_as_is: S) -> &mut Command;
}
