//! `std::sync::mpsc`.

use crate::clone::Clone;
use crate::cmp::PartialEq;
use crate::convert::From;
use crate::error::Error;
use crate::fmt::Display;
use crate::iter::{IntoIterator, Iterator};
use crate::marker::Copy;
use crate::result::Result;
use crate::time::{Duration, Instant};

pub struct Receiver<T> {}

impl<T> Receiver<T> {
    pub fn try_recv(&self) -> Result<T, TryRecvError> {}
    pub fn recv(&self) -> Result<T, RecvError> {}
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {}
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {}
    pub fn iter(&self) -> Iter<'_, T> {}
    pub fn try_iter(&self) -> TryIter<'_, T> {}
}

impl<T> IntoIterator for Receiver<T> { type IntoIter = IntoIter<T>; type Item = T; }
impl<'a, T> IntoIterator for &'a Receiver<T> { type IntoIter = Iter<'a, T>; type Item = T; }

pub struct Iter<'a, T: 'a> {}
impl<'a, T> Iterator for Iter<'a, T> { type Item = T; }

pub struct TryIter<'a, T: 'a> {}
impl<'a, T> Iterator for TryIter<'a, T> { type Item = T; }

pub struct IntoIter<T> {}
impl<T> Iterator for IntoIter<T> { type Item = T; }

pub struct Sender<T> {}

impl<T> Sender<T> {
    pub fn send(&self, t: T) -> Result<(), SendError<T>> {}
}

impl<T> Clone for Sender<T> {}

pub struct SyncSender<T> {}

impl<T> SyncSender<T> {
    pub fn send(&self, t: T) -> Result<(), SendError<T>> {}
    pub fn try_send(&self, t: T) -> Result<(), TrySendError<T>> {}
}

impl<T> Clone for SyncSender<T> {}

pub struct SendError<T>(pub T);
impl<T: Clone> Clone for SendError<T> {}
impl<T: Copy> Copy for SendError<T> {}
impl<T> Display for SendError<T> {}
impl<T> Error for SendError<T> {}
impl<T: PartialEq> PartialEq for SendError<T> {}

pub struct RecvError;
impl Clone for RecvError {}
impl Copy for RecvError {}
impl Display for RecvError {}
impl Error for RecvError {}
impl PartialEq for RecvError {}

pub enum TryRecvError { Empty, Disconnected }
impl Clone for TryRecvError {}
impl Copy for TryRecvError {}
impl Display for TryRecvError {}
impl Error for TryRecvError {}
impl From<RecvError> for TryRecvError {}
impl PartialEq for TryRecvError {}

pub enum RecvTimeoutError { Timeout, Disconnected }
impl Clone for RecvTimeoutError {}
impl Copy for RecvTimeoutError {}
impl Display for RecvTimeoutError {}
impl Error for RecvTimeoutError {}
impl From<RecvError> for RecvTimeoutError {}
impl PartialEq for RecvTimeoutError {}

pub enum TrySendError<T> { Full(T), Disconnected(T) }
impl<T: Clone> Clone for TrySendError<T> {}
impl<T: Copy> Copy for TrySendError<T> {}
impl<T> Display for TrySendError<T> {}
impl<T> Error for TrySendError<T> {}
impl<T> From<SendError<T>> for TrySendError<T> {}
impl<T: PartialEq> PartialEq for TrySendError<T> {}

pub fn channel<T>() -> (Sender<T>, Receiver<T>) {}
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {}
