//! `std::os::unix::io`: another name of `std::os::fd`.

pub use crate::os::fd::*;
