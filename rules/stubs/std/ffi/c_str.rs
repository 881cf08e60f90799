//! `std::ffi::c_str`.

pub use crate::ffi::{CStr, CString, FromBytesUntilNulError, FromBytesWithNulError, FromVecWithNulError, IntoStringError, NulError};
