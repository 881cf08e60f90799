//! `tokio::sync::watch`.

pub fn channel<T>(init: T) -> (Sender<T>, Receiver<T>) {}

pub struct Sender<T> {}

impl<T> Sender<T> {
    pub fn new(init: T) -> Self {}
    pub fn send(&self, value: T) -> Result<(), error::SendError<T>> {}
    pub fn send_replace(&self, value: T) -> T {}
    pub fn send_modify<F: FnOnce(&mut T)>(&self, modify: F) {}
    pub fn send_if_modified<F: FnOnce(&mut T) -> bool>(&self, modify: F) -> bool {}
    pub fn borrow(&self) -> Ref<'_, T> {}
    pub fn subscribe(&self) -> Receiver<T> {}
    pub async fn closed(&self) {}
    pub fn is_closed(&self) -> bool {}
}

pub struct Receiver<T> {}

impl<T> Receiver<T> {
    pub fn borrow(&self) -> Ref<'_, T> {}
    pub fn borrow_and_update(&mut self) -> Ref<'_, T> {}
    pub fn has_changed(&self) -> Result<bool, error::RecvError> {}
    pub async fn changed(&mut self) -> Result<(), error::RecvError> {}
    pub async fn wait_for(&mut self, f: impl FnMut(&T) -> bool) -> Result<Ref<'_, T>, error::RecvError> {}
}
impl<T> Clone for Receiver<T> {}

pub struct Ref<'a, T> {}
impl<'a, T> std::ops::Deref for Ref<'a, T> { type Target = T; }

pub mod error {
    pub struct SendError<T>(pub T);
    pub struct RecvError(());
}
