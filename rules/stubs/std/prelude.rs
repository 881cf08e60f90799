//! `std::prelude`.

pub mod v1;

/// Edition 2015.
pub mod rust_2015 {
    pub use super::v1::*;
}

/// Edition 2018.
pub mod rust_2018 {
    pub use super::v1::*;
}

/// Edition 2021 adds the fallible conversions and `FromIterator`.
pub mod rust_2021 {
    pub use super::v1::*;
    pub use crate::convert::{TryFrom, TryInto};
    pub use crate::iter::FromIterator;
}

/// Edition 2024 adds the futures.
pub mod rust_2024 {
    pub use super::v1::*;
    pub use crate::convert::{TryFrom, TryInto};
    pub use crate::future::{Future, IntoFuture};
    pub use crate::iter::FromIterator;
}
