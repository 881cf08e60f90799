//! `std::future`.

use crate::clone::Clone;
use crate::marker::{Sized, Unpin};
use crate::ops::FnMut;
use crate::pin::Pin;
use crate::task::{Context, Poll};

pub trait Future {
    type Output;
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output>;
}

impl<F> Future for &mut F where F: Future + Unpin + ?Sized { type Output = <F as Future>::Output; }

pub trait IntoFuture {
    type Output;
    type IntoFuture: Future<Output = Self::Output>;
    fn into_future(self) -> Self::IntoFuture;
}

impl<F> IntoFuture for F where F: Future { type IntoFuture = F; type Output = <F as Future>::Output; }

pub struct Pending<T> {}
impl<T> Clone for Pending<T> {}
impl<T> Future for Pending<T> { type Output = T; }

pub fn pending<T>() -> Pending<T> {}
pub fn poll_fn<T, F>(f: F) -> PollFn<F> where F: FnMut(&mut Context<'_>) -> Poll<T> {}

pub struct PollFn<F> {}
impl<T, F> Future for PollFn<F> where F: FnMut(&mut Context<'_>) -> Poll<T> { type Output = T; }

pub struct Ready<T> {}

impl<T> Ready<T> {
    pub fn into_inner(self) -> T {}
}

impl<T> Clone for Ready<T> where T: Clone {}
impl<T> Future for Ready<T> { type Output = T; }

pub fn ready<T>(t: T) -> Ready<T> {}
