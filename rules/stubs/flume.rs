//! `flume`.

use std::future::Future;
use std::time::{Duration, Instant};

pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {}
pub fn bounded<T>(cap: usize) -> (Sender<T>, Receiver<T>) {}

pub struct Sender<T> {}

impl<T> Sender<T> {
    pub fn try_send(&self, msg: T) -> Result<(), TrySendError<T>> {}
    pub fn send(&self, msg: T) -> Result<(), SendError<T>> {}
    pub fn send_timeout(&self, msg: T, dur: Duration) -> Result<(), SendTimeoutError<T>> {}
    pub fn send_deadline(&self, msg: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {}
    pub fn send_async(&self, item: T) -> r#async::SendFut<'_, T> {}
    pub fn is_disconnected(&self) -> bool {}
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
}
impl<T> Clone for Sender<T> {}

pub struct Receiver<T> {}

impl<T> Receiver<T> {
    pub fn try_recv(&self) -> Result<T, TryRecvError> {}
    pub fn recv(&self) -> Result<T, RecvError> {}
    pub fn recv_timeout(&self, dur: Duration) -> Result<T, RecvTimeoutError> {}
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {}
    pub fn recv_async(&self) -> r#async::RecvFut<'_, T> {}
    pub fn iter(&self) -> Iter<'_, T> {}
    pub fn try_iter(&self) -> TryIter<'_, T> {}
    pub fn drain(&self) -> Drain<'_, T> {}
    pub fn into_stream<'a>(self) -> r#async::RecvStream<'a, T> {}
    pub fn stream(&self) -> r#async::RecvStream<'_, T> {}
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
}
impl<T> Clone for Receiver<T> {}
impl<T> IntoIterator for Receiver<T> { type Item = T; type IntoIter = IntoIter<T>; }
impl<'a, T> IntoIterator for &'a Receiver<T> { type Item = T; type IntoIter = Iter<'a, T>; }

pub struct Iter<'a, T> {}
impl<'a, T> Iterator for Iter<'a, T> { type Item = T; }
pub struct TryIter<'a, T> {}
impl<'a, T> Iterator for TryIter<'a, T> { type Item = T; }
pub struct Drain<'a, T> {}
impl<'a, T> Iterator for Drain<'a, T> { type Item = T; }
pub struct IntoIter<T> {}
impl<T> Iterator for IntoIter<T> { type Item = T; }

pub mod r#async {
    use std::future::Future;

    pub struct SendFut<'a, T> {}
    impl<'a, T> Future for SendFut<'a, T> { type Output = Result<(), crate::SendError<T>>; }
    pub struct RecvFut<'a, T> {}
    impl<'a, T> Future for RecvFut<'a, T> { type Output = Result<T, crate::RecvError>; }
    pub struct RecvStream<'a, T> {}
}

pub struct SendError<T>(pub T);
pub enum TrySendError<T> { Full(T), Disconnected(T) }
pub enum SendTimeoutError<T> { Timeout(T), Disconnected(T) }
pub enum RecvError { Disconnected }
pub enum TryRecvError { Empty, Disconnected }
pub enum RecvTimeoutError { Timeout, Disconnected }

pub struct Selector<'a, T: 'a> {}

impl<'a, T: 'a> Selector<'a, T> {
    pub fn new() -> Self {}
    pub fn send<U, F: FnMut(Result<(), SendError<U>>) -> T + 'a>(self, sender: &'a Sender<U>, msg: U, mapper: F) -> Self {}
    pub fn recv<U, F: FnMut(Result<U, RecvError>) -> T + 'a>(self, receiver: &'a Receiver<U>, mapper: F) -> Self {}
    pub fn wait(self) -> T {}
    pub fn wait_timeout(self, dur: Duration) -> Result<T, select::SelectError> {}
    pub fn wait_deadline(self, deadline: Instant) -> Result<T, select::SelectError> {}
}

pub mod select {
    pub use super::Selector;
    pub enum SelectError { Timeout }
}
