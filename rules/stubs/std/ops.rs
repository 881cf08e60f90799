//! `std::ops`.

use crate::clone::Clone;
use crate::cmp::{PartialEq, PartialOrd};
use crate::convert::Infallible;
use crate::default::Default;
use crate::future::Future;
use crate::iter::{DoubleEndedIterator, ExactSizeIterator, Iterator, Step};
use crate::marker::{Copy, Sized};
use crate::num::{NonZero, ZeroablePrimitive};
use crate::option::Option;
use crate::slice::SliceIndex;

pub trait Add<Rhs = Self> {
    type Output;
    fn add(self, rhs: Rhs) -> Self::Output;
}

pub trait Sub<Rhs = Self> {
    type Output;
    fn sub(self, rhs: Rhs) -> Self::Output;
}

pub trait Mul<Rhs = Self> {
    type Output;
    fn mul(self, rhs: Rhs) -> Self::Output;
}

pub trait Div<Rhs = Self> {
    type Output;
    fn div(self, rhs: Rhs) -> Self::Output;
}

pub trait Rem<Rhs = Self> {
    type Output;
    fn rem(self, rhs: Rhs) -> Self::Output;
}

pub trait Neg {
    type Output;
    fn neg(self) -> Self::Output;
}

pub trait AddAssign<Rhs = Self> {
    fn add_assign(&mut self, rhs: Rhs);
}

pub trait SubAssign<Rhs = Self> {
    fn sub_assign(&mut self, rhs: Rhs);
}

pub trait MulAssign<Rhs = Self> {
    fn mul_assign(&mut self, rhs: Rhs);
}

pub trait DivAssign<Rhs = Self> {
    fn div_assign(&mut self, rhs: Rhs);
}

pub trait RemAssign<Rhs = Self> {
    fn rem_assign(&mut self, rhs: Rhs);
}

pub trait AsyncFn<Args>: AsyncFnMut<Args> {
    fn async_call(&self, args: Args) -> Self::CallRefFuture<'_>;
}

impl<A, F> AsyncFn<A> for &F where F: AsyncFn<A> + ?Sized {}

pub trait AsyncFnMut<Args>: AsyncFnOnce<Args> {
    type CallRefFuture<'a>: Future<Output = Self::Output> where Self: 'a;
    fn async_call_mut(&mut self, args: Args) -> Self::CallRefFuture<'_>;
}

impl<A, F> AsyncFnMut<A> for &F where F: AsyncFn<A> + ?Sized { type CallRefFuture<'a> = <F as AsyncFnMut<A>>::CallRefFuture<'a> where &F: 'a; }
impl<A, F> AsyncFnMut<A> for &mut F where F: AsyncFnMut<A> + ?Sized { type CallRefFuture<'a> = <F as AsyncFnMut<A>>::CallRefFuture<'a> where &mut F: 'a; }

pub trait AsyncFnOnce<Args> {
    type CallOnceFuture: Future<Output = Self::Output>;
    type Output;
    fn async_call_once(self, args: Args) -> Self::CallOnceFuture;
}

impl<'a, A, F> AsyncFnOnce<A> for &'a F where F: AsyncFn<A> + ?Sized { type CallOnceFuture = <F as AsyncFnMut<A>>::CallRefFuture<'a>; type Output = <F as AsyncFnOnce<A>>::Output; }
impl<'a, A, F> AsyncFnOnce<A> for &'a mut F where F: AsyncFnMut<A> + ?Sized { type CallOnceFuture = <F as AsyncFnMut<A>>::CallRefFuture<'a>; type Output = <F as AsyncFnOnce<A>>::Output; }

pub trait Not {
    type Output;
    fn not(self) -> Self::Output;
}

impl Not for bool { type Output = bool; }
impl Not for &bool { type Output = <bool as Not>::Output; }

pub trait BitAnd<Rhs = Self> {
    type Output;
    fn bitand(self, rhs: Rhs) -> Self::Output;
}

impl BitAnd for bool { type Output = bool; }
impl BitAnd<&bool> for bool { type Output = <bool as BitAnd>::Output; }
impl BitAnd<bool> for &bool { type Output = <bool as BitAnd>::Output; }
impl BitAnd<&bool> for &bool { type Output = <bool as BitAnd>::Output; }

pub trait BitOr<Rhs = Self> {
    type Output;
    fn bitor(self, rhs: Rhs) -> Self::Output;
}

impl BitOr for bool { type Output = bool; }
impl BitOr<&bool> for bool { type Output = <bool as BitOr>::Output; }
impl BitOr<bool> for &bool { type Output = <bool as BitOr>::Output; }
impl BitOr<&bool> for &bool { type Output = <bool as BitOr>::Output; }
impl<T> BitOr<NonZero<T>> for T where T: ZeroablePrimitive + BitOr<Output = T> { type Output = NonZero<T>; }

pub trait BitXor<Rhs = Self> {
    type Output;
    fn bitxor(self, rhs: Rhs) -> Self::Output;
}

impl BitXor for bool { type Output = bool; }
impl BitXor<&bool> for bool { type Output = <bool as BitXor>::Output; }
impl BitXor<bool> for &bool { type Output = <bool as BitXor>::Output; }
impl BitXor<&bool> for &bool { type Output = <bool as BitXor>::Output; }

pub trait Shl<Rhs = Self> {
    type Output;
    fn shl(self, rhs: Rhs) -> Self::Output;
}

pub trait Shr<Rhs = Self> {
    type Output;
    fn shr(self, rhs: Rhs) -> Self::Output;
}

pub trait BitAndAssign<Rhs = Self> {
    fn bitand_assign(&mut self, rhs: Rhs);
}

impl BitAndAssign for bool {}
impl BitAndAssign<&bool> for bool {}

pub trait BitOrAssign<Rhs = Self> {
    fn bitor_assign(&mut self, rhs: Rhs);
}

impl BitOrAssign for bool {}
impl BitOrAssign<&bool> for bool {}

pub trait BitXorAssign<Rhs = Self> {
    fn bitxor_assign(&mut self, rhs: Rhs);
}

impl BitXorAssign for bool {}
impl BitXorAssign<&bool> for bool {}

pub trait ShlAssign<Rhs = Self> {
    fn shl_assign(&mut self, rhs: Rhs);
}

pub trait ShrAssign<Rhs = Self> {
    fn shr_assign(&mut self, rhs: Rhs);
}

pub enum ControlFlow<B, C = ()> { Continue(C), Break(B) }

impl<B, C> ControlFlow<B, C> {
    pub fn is_break(&self) -> bool {}
    pub fn is_continue(&self) -> bool {}
    pub fn break_value(self) -> Option<B> {}
    pub fn map_break<T, F>(self, f: F) -> ControlFlow<T, C> where F: FnOnce(B) -> T {}
    pub fn continue_value(self) -> Option<C> {}
    pub fn map_continue<T, F>(self, f: F) -> ControlFlow<B, T> where F: FnOnce(C) -> T {}
}

impl<B, C> Clone for ControlFlow<B, C> where B: Clone, C: Clone {}
impl<B, C> Copy for ControlFlow<B, C> where B: Copy, C: Copy {}
impl<B, C> FromResidual<ControlFlow<B, Infallible>> for ControlFlow<B, C> {}
impl<B, C> PartialEq for ControlFlow<B, C> where B: PartialEq, C: PartialEq {}
impl<B, C> Residual<C> for ControlFlow<B, Infallible> { type TryType = ControlFlow<B, C>; }
impl<B, C> Try for ControlFlow<B, C> { type Output = C; type Residual = ControlFlow<B, Infallible>; }

pub trait Deref {
    type Target: ?Sized;
    fn deref(&self) -> &Self::Target;
}

impl<T> Deref for &T where T: ?Sized { type Target = T; }
impl<T> Deref for &mut T where T: ?Sized { type Target = T; }

pub trait DerefMut: Deref {
    fn deref_mut(&mut self) -> &mut Self::Target;
}

impl<T> DerefMut for &mut T where T: ?Sized {}

pub trait Drop {
    fn drop(&mut self);
}

pub trait Fn<Args>: FnMut<Args> {
    fn call(&self, args: Args) -> Self::Output;
}

impl<A, F> Fn<A> for &F where F: Fn<A> + ?Sized {}

pub trait FnMut<Args>: FnOnce<Args> {
    fn call_mut(&mut self, args: Args) -> Self::Output;
}

impl<A, F> FnMut<A> for &F where F: Fn<A> + ?Sized {}
impl<A, F> FnMut<A> for &mut F where F: FnMut<A> + ?Sized {}

pub trait FnOnce<Args> {
    type Output;
    fn call_once(self, args: Args) -> Self::Output;
}

impl<A, F> FnOnce<A> for &F where F: Fn<A> + ?Sized { type Output = <F as FnOnce<A>>::Output; }
impl<A, F> FnOnce<A> for &mut F where F: FnMut<A> + ?Sized { type Output = <F as FnOnce<A>>::Output; }

pub trait Index<Idx> where Idx: ?Sized {
    type Output: ?Sized;
    fn index(&self, index: Idx) -> &Self::Output;
}

impl<I> Index<I> for str where I: SliceIndex<str> { type Output = <I as SliceIndex<str>>::Output; }
impl<T, I> Index<I> for [T] where I: SliceIndex<[T]> { type Output = <I as SliceIndex<[T]>>::Output; }
impl<T, I, const N: usize> Index<I> for [T; N] where [T]: Index<I> { type Output = <[T] as Index<I>>::Output; }

pub trait IndexMut<Idx>: Index<Idx> where Idx: ?Sized {
    fn index_mut(&mut self, index: Idx) -> &mut Self::Output;
}

impl<I> IndexMut<I> for str where I: SliceIndex<str> {}
impl<T, I> IndexMut<I> for [T] where I: SliceIndex<[T]> {}
impl<T, I, const N: usize> IndexMut<I> for [T; N] where [T]: IndexMut<I> {}

pub struct RangeFull;
impl Clone for RangeFull {}
impl Copy for RangeFull {}
impl Default for RangeFull {}
impl PartialEq for RangeFull {}
impl<T> RangeBounds<T> for RangeFull where T: ?Sized {}
impl SliceIndex<str> for RangeFull { type Output = str; }
impl<T> SliceIndex<[T]> for RangeFull { type Output = [T]; }

pub struct Range<Idx> { pub start: Idx, pub end: Idx }

impl<Idx> Range<Idx> where Idx: PartialOrd {
    pub fn contains<U>(&self, item: &U) -> bool where Idx: PartialOrd<U>, U: PartialOrd<Idx> + ?Sized {}
    pub fn is_empty(&self) -> bool where Idx: PartialOrd {}
}

impl<Idx> Clone for Range<Idx> where Idx: Clone {}
impl<Idx> Default for Range<Idx> where Idx: Default {}
impl<A> DoubleEndedIterator for Range<A> where A: Step {}
impl ExactSizeIterator for Range<i8> {}
impl ExactSizeIterator for Range<u8> {}
impl ExactSizeIterator for Range<i16> {}
impl ExactSizeIterator for Range<i32> {}
impl ExactSizeIterator for Range<u16> {}
impl ExactSizeIterator for Range<u32> {}
impl ExactSizeIterator for Range<isize> {}
impl ExactSizeIterator for Range<usize> {}
impl<A> Iterator for Range<A> where A: Step { type Item = A; }
impl<Idx> PartialEq for Range<Idx> where Idx: PartialEq {}
impl<T> RangeBounds<T> for Range<T> {}
impl<T> RangeBounds<T> for Range<&T> {}
impl SliceIndex<str> for Range<usize> { type Output = str; }
impl<T> SliceIndex<[T]> for Range<usize> { type Output = [T]; }

pub struct RangeFrom<Idx> { pub start: Idx }

impl<Idx> RangeFrom<Idx> where Idx: PartialOrd {
    pub fn contains<U>(&self, item: &U) -> bool where Idx: PartialOrd<U>, U: PartialOrd<Idx> + ?Sized {}
}

impl<Idx> Clone for RangeFrom<Idx> where Idx: Clone {}
impl<A> Iterator for RangeFrom<A> where A: Step { type Item = A; }
impl<Idx> PartialEq for RangeFrom<Idx> where Idx: PartialEq {}
impl<T> RangeBounds<T> for RangeFrom<T> {}
impl<T> RangeBounds<T> for RangeFrom<&T> {}
impl SliceIndex<str> for RangeFrom<usize> { type Output = str; }
impl<T> SliceIndex<[T]> for RangeFrom<usize> { type Output = [T]; }

pub struct RangeTo<Idx> { pub end: Idx }

impl<Idx> RangeTo<Idx> where Idx: PartialOrd {
    pub fn contains<U>(&self, item: &U) -> bool where Idx: PartialOrd<U>, U: PartialOrd<Idx> + ?Sized {}
}

impl<Idx> Clone for RangeTo<Idx> where Idx: Clone {}
impl<Idx> Copy for RangeTo<Idx> where Idx: Copy {}
impl<Idx> PartialEq for RangeTo<Idx> where Idx: PartialEq {}
impl<T> RangeBounds<T> for RangeTo<T> {}
impl<T> RangeBounds<T> for RangeTo<&T> {}
impl SliceIndex<str> for RangeTo<usize> { type Output = str; }
impl<T> SliceIndex<[T]> for RangeTo<usize> { type Output = [T]; }

pub struct RangeInclusive<Idx> {}

impl<Idx> RangeInclusive<Idx> {
    pub fn new(start: Idx, end: Idx) -> RangeInclusive<Idx> {}
    pub fn start(&self) -> &Idx {}
    pub fn end(&self) -> &Idx {}
    pub fn into_inner(self) -> (Idx, Idx) {}
}

impl<Idx> RangeInclusive<Idx> where Idx: PartialOrd {
    pub fn contains<U>(&self, item: &U) -> bool where Idx: PartialOrd<U>, U: PartialOrd<Idx> + ?Sized {}
    pub fn is_empty(&self) -> bool where Idx: PartialOrd {}
}

impl<Idx> Clone for RangeInclusive<Idx> where Idx: Clone {}
impl<A> DoubleEndedIterator for RangeInclusive<A> where A: Step {}
impl ExactSizeIterator for RangeInclusive<i8> {}
impl ExactSizeIterator for RangeInclusive<u8> {}
impl ExactSizeIterator for RangeInclusive<i16> {}
impl ExactSizeIterator for RangeInclusive<u16> {}
impl<A> Iterator for RangeInclusive<A> where A: Step { type Item = A; }
impl<Idx> PartialEq for RangeInclusive<Idx> where Idx: PartialEq {}
impl<T> RangeBounds<T> for RangeInclusive<T> {}
impl<T> RangeBounds<T> for RangeInclusive<&T> {}
impl SliceIndex<str> for RangeInclusive<usize> { type Output = str; }
impl<T> SliceIndex<[T]> for RangeInclusive<usize> { type Output = [T]; }

pub struct RangeToInclusive<Idx> { pub end: Idx }

impl<Idx> RangeToInclusive<Idx> where Idx: PartialOrd {
    pub fn contains<U>(&self, item: &U) -> bool where Idx: PartialOrd<U>, U: PartialOrd<Idx> + ?Sized {}
}

impl<Idx> Clone for RangeToInclusive<Idx> where Idx: Clone {}
impl<Idx> Copy for RangeToInclusive<Idx> where Idx: Copy {}
impl<Idx> PartialEq for RangeToInclusive<Idx> where Idx: PartialEq {}
impl<T> RangeBounds<T> for RangeToInclusive<T> {}
impl<T> RangeBounds<T> for RangeToInclusive<&T> {}
impl SliceIndex<str> for RangeToInclusive<usize> { type Output = str; }
impl<T> SliceIndex<[T]> for RangeToInclusive<usize> { type Output = [T]; }

pub enum Bound<T> { Included(T), Excluded(T), Unbounded }

impl<T> Bound<T> {
    pub fn as_ref(&self) -> Bound<&T> {}
    pub fn map<U, F>(self, f: F) -> Bound<U> where F: FnOnce(T) -> U {}
}

impl<T> Bound<&T> where T: Clone {
    pub fn cloned(self) -> Bound<T> where T: Clone {}
}

impl<T> Clone for Bound<T> where T: Clone {}
impl<T> Copy for Bound<T> where T: Copy {}
impl<T> PartialEq for Bound<T> where T: PartialEq {}

pub trait RangeBounds<T> where T: ?Sized {
    fn start_bound(&self) -> Bound<&T>;
    fn end_bound(&self) -> Bound<&T>;
    fn contains<U>(&self, item: &U) -> bool where T: PartialOrd<U>, U: PartialOrd<T> + ?Sized {}
}

impl<T> RangeBounds<T> for (Bound<T>, Bound<T>) {}
impl<'a, T> RangeBounds<T> for (Bound<&'a T>, Bound<&'a T>) where T: 'a + ?Sized {}

pub trait Try: FromResidual {
    type Output;
    type Residual;
    fn from_output(output: Self::Output) -> Self;
    fn branch(self) -> ControlFlow<Self::Residual, Self::Output>;
}

pub trait FromResidual<R = <Self as Try>::Residual> {
    fn from_residual(residual: R) -> Self;
}

pub trait Residual<O>: Sized {
    type TryType: Try<Output = O, Residual = Self>;
}
