//! `std::os::unix::ffi`.

use crate::vec::Vec;

pub trait OsStringExt: Sealed {
    fn from_vec(vec: Vec<u8>) -> Self;
    fn into_vec(self) -> Vec<u8>;
}

pub trait OsStrExt: Sealed {
    fn from_bytes(slice: &[u8]) -> &Self;
    fn as_bytes(&self) -> &[u8];
}
