//! `std::f64`.

pub mod consts;

pub const RADIX: u32 = _;
pub const MANTISSA_DIGITS: u32 = _;
pub const DIGITS: u32 = _;
pub const EPSILON: f64 = _;
pub const MIN: f64 = _;
pub const MIN_POSITIVE: f64 = _;
pub const MAX: f64 = _;
pub const MIN_EXP: i32 = _;
pub const MAX_EXP: i32 = _;
pub const MIN_10_EXP: i32 = _;
pub const MAX_10_EXP: i32 = _;
pub const NAN: f64 = _;
pub const INFINITY: f64 = _;
pub const NEG_INFINITY: f64 = _;
