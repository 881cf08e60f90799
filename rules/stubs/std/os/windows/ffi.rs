//! `std::os::windows::ffi`.

use crate::clone::Clone;
use crate::iter::Iterator;

pub trait OsStringExt: Sealed {
    fn from_wide(wide: &[u16]) -> Self;
}

pub trait OsStrExt: Sealed {
    fn encode_wide(&self) -> EncodeWide<'_>;
}

pub struct EncodeWide<'a> {}
impl<'a> Clone for EncodeWide<'a> {}
impl Iterator for EncodeWide<'_> { type Item = u16; }
