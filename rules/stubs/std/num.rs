//! `std::num`.

use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::convert::{From, Infallible};
use crate::default::Default;
use crate::error::Error;
use crate::fmt::Display;
use crate::marker::{Copy, Sized};
use crate::option::Option;

use crate::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Rem, Sub};

pub struct ParseFloatError {}
impl Clone for ParseFloatError {}
impl Display for ParseFloatError {}
impl Error for ParseFloatError {}
impl PartialEq for ParseFloatError {}

pub struct TryFromIntError {}
impl Clone for TryFromIntError {}
impl Copy for TryFromIntError {}
impl Display for TryFromIntError {}
impl Error for TryFromIntError {}
impl From<Infallible> for TryFromIntError {}
impl PartialEq for TryFromIntError {}

pub struct ParseIntError {}

impl ParseIntError {
    pub fn kind(&self) -> &IntErrorKind {}
}

impl Clone for ParseIntError {}
impl Display for ParseIntError {}
impl Error for ParseIntError {}
impl PartialEq for ParseIntError {}

pub enum IntErrorKind { Empty, InvalidDigit, PosOverflow, NegOverflow, Zero }
impl Clone for IntErrorKind {}
impl Copy for IntErrorKind {}
impl PartialEq for IntErrorKind {}

pub enum FpCategory { Nan, Infinite, Zero, Subnormal, Normal }
impl Clone for FpCategory {}
impl Copy for FpCategory {}
impl PartialEq for FpCategory {}

pub unsafe trait ZeroablePrimitive: Sized + Copy + Sealed {}
impl ZeroablePrimitive for char {}

pub struct NonZero<T> where T: ZeroablePrimitive {}

impl<T> NonZero<T> where T: ZeroablePrimitive {
    pub fn new(n: T) -> Option<NonZero<T>> {}
    pub unsafe fn new_unchecked(n: T) -> NonZero<T> {}
    pub fn get(self) -> T {}
}

impl<T> Clone for NonZero<T> where T: ZeroablePrimitive {}
impl<T> Copy for NonZero<T> where T: ZeroablePrimitive {}
impl<T> Display for NonZero<T> where T: ZeroablePrimitive + Display {}
impl<T> Ord for NonZero<T> where T: ZeroablePrimitive + Ord {}
impl<T> PartialEq for NonZero<T> where T: ZeroablePrimitive + PartialEq {}
impl<T> PartialOrd for NonZero<T> where T: ZeroablePrimitive + PartialOrd {}

pub type NonZeroU8 = NonZero<u8>;
pub type NonZeroU16 = NonZero<u16>;
pub type NonZeroU32 = NonZero<u32>;
pub type NonZeroU64 = NonZero<u64>;
pub type NonZeroU128 = NonZero<u128>;
pub type NonZeroUsize = NonZero<usize>;
pub type NonZeroI8 = NonZero<i8>;
pub type NonZeroI16 = NonZero<i16>;
pub type NonZeroI32 = NonZero<i32>;
pub type NonZeroI64 = NonZero<i64>;
pub type NonZeroI128 = NonZero<i128>;
pub type NonZeroIsize = NonZero<isize>;

pub struct Saturating<T>(pub T);

pub struct Wrapping<T>(pub T);
impl<T> Clone for Wrapping<T> where T: Clone {}
impl<T> Copy for Wrapping<T> where T: Copy {}
impl<T> Default for Wrapping<T> where T: Default {}
impl<T> Display for Wrapping<T> where T: Display {}
impl<T> Ord for Wrapping<T> where T: Ord {}
impl<T> PartialEq for Wrapping<T> where T: PartialEq {}
impl<T> PartialOrd for Wrapping<T> where T: PartialOrd {}

// The operators of `Wrapping` are written once for all integers.
impl<T> Add for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> Sub for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> Mul for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> Div for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> Rem for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> BitAnd for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> BitOr for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> BitXor for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> Not for Wrapping<T> { type Output = Wrapping<T>; }
impl<T> Neg for Wrapping<T> { type Output = Wrapping<T>; }
