//! `tokio::sync::broadcast`.

pub fn channel<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {}

pub struct Sender<T> {}

impl<T> Sender<T> {
    pub fn new(capacity: usize) -> Self {}
    pub fn send(&self, value: T) -> Result<usize, error::SendError<T>> {}
    pub fn subscribe(&self) -> Receiver<T> {}
    pub fn receiver_count(&self) -> usize {}
}
impl<T> Clone for Sender<T> {}

pub struct Receiver<T> {}

impl<T> Receiver<T> {
    pub async fn recv(&mut self) -> Result<T, error::RecvError> {}
    pub fn try_recv(&mut self) -> Result<T, error::TryRecvError> {}
    pub fn blocking_recv(&mut self) -> Result<T, error::RecvError> {}
    pub fn resubscribe(&self) -> Self {}
}

pub mod error {
    pub struct SendError<T>(pub T);
    pub enum RecvError { Closed, Lagged(u64) }
    pub enum TryRecvError { Empty, Closed, Lagged(u64) }
}
