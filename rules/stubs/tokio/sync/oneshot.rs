//! `tokio::sync::oneshot`.

use std::future::Future;

pub fn channel<T>() -> (Sender<T>, Receiver<T>) {}

pub struct Sender<T> {}

impl<T> Sender<T> {
    pub fn send(self, t: T) -> Result<(), T> {}
    pub async fn closed(&mut self) {}
    pub fn is_closed(&self) -> bool {}
}

pub struct Receiver<T> {}

impl<T> Receiver<T> {
    pub fn close(&mut self) {}
    pub fn try_recv(&mut self) -> Result<T, error::TryRecvError> {}
    pub fn blocking_recv(self) -> Result<T, error::RecvError> {}
}
impl<T> Future for Receiver<T> { type Output = Result<T, error::RecvError>; }

pub mod error {
    pub struct RecvError(());
    impl std::error::Error for RecvError {}
    pub enum TryRecvError { Empty, Closed }
}
