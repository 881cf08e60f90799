//! `tokio::sync::mpsc`.

use std::time::Duration;

pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {}
pub fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {}

pub struct Sender<T> {}

impl<T> Sender<T> {
    pub async fn send(&self, value: T) -> Result<(), error::SendError<T>> {}
    pub async fn send_timeout(&self, value: T, timeout: Duration) -> Result<(), error::SendTimeoutError<T>> {}
    pub fn try_send(&self, message: T) -> Result<(), error::TrySendError<T>> {}
    pub fn blocking_send(&self, value: T) -> Result<(), error::SendError<T>> {}
    pub async fn closed(&self) {}
    pub fn is_closed(&self) -> bool {}
    pub async fn reserve(&self) -> Result<Permit<'_, T>, error::SendError<()>> {}
    pub fn capacity(&self) -> usize {}
}
impl<T> Clone for Sender<T> {}

pub struct Permit<'a, T> {}
impl<'a, T> Permit<'a, T> {
    pub fn send(self, value: T) {}
}

pub struct Receiver<T> {}

impl<T> Receiver<T> {
    pub async fn recv(&mut self) -> Option<T> {}
    pub async fn recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {}
    pub fn try_recv(&mut self) -> Result<T, error::TryRecvError> {}
    pub fn blocking_recv(&mut self) -> Option<T> {}
    pub fn blocking_recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {}
    pub fn close(&mut self) {}
    pub fn is_empty(&self) -> bool {}
    pub fn len(&self) -> usize {}
}

pub struct UnboundedSender<T> {}

impl<T> UnboundedSender<T> {
    pub fn send(&self, message: T) -> Result<(), error::SendError<T>> {}
    pub async fn closed(&self) {}
    pub fn is_closed(&self) -> bool {}
}
impl<T> Clone for UnboundedSender<T> {}

pub struct UnboundedReceiver<T> {}

impl<T> UnboundedReceiver<T> {
    pub async fn recv(&mut self) -> Option<T> {}
    pub async fn recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {}
    pub fn try_recv(&mut self) -> Result<T, error::TryRecvError> {}
    pub fn blocking_recv(&mut self) -> Option<T> {}
    pub fn blocking_recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {}
    pub fn close(&mut self) {}
}

pub mod error {
    pub struct SendError<T>(pub T);
    pub enum TrySendError<T> { Full(T), Closed(T) }
    pub enum SendTimeoutError<T> { Timeout(T), Closed(T) }
    pub enum TryRecvError { Empty, Disconnected }
}
