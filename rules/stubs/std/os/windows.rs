//! `std::os::windows`.

pub mod ffi;
pub mod fs;
pub mod process;
