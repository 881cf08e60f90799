//! `std::os::linux`.

pub mod fs;
