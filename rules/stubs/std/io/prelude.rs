//! `std::io::prelude`.

pub use super::{BufRead, Read, Seek, Write};
