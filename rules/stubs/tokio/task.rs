//! `tokio::task`.

use std::future::Future;

pub fn spawn<F: Future>(future: F) -> JoinHandle<F::Output> {}
pub fn spawn_local<F: Future>(future: F) -> JoinHandle<F::Output> {}
pub fn spawn_blocking<F: FnOnce() -> R, R>(f: F) -> JoinHandle<R> {}
pub fn block_in_place<F: FnOnce() -> R, R>(f: F) -> R {}
pub async fn yield_now() {}
pub async fn unconstrained<F: Future>(inner: F) -> F::Output {}

pub struct JoinHandle<T> {}

impl<T> JoinHandle<T> {
    pub fn abort(&self) {}
    pub fn is_finished(&self) -> bool {}
    pub fn abort_handle(&self) -> AbortHandle {}
}
impl<T> Future for JoinHandle<T> { type Output = Result<T, JoinError>; }

pub struct AbortHandle {}
impl AbortHandle {
    pub fn abort(&self) {}
    pub fn is_finished(&self) -> bool {}
}

pub struct JoinError {}
impl JoinError {
    pub fn is_cancelled(&self) -> bool {}
    pub fn is_panic(&self) -> bool {}
}
impl std::error::Error for JoinError {}
impl From<JoinError> for std::io::Error {}

pub struct JoinSet<T> {}

impl<T> JoinSet<T> {
    pub fn new() -> Self {}
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
    pub fn spawn<F: Future<Output = T>>(&mut self, task: F) -> AbortHandle {}
    pub fn spawn_on<F: Future<Output = T>>(&mut self, task: F, handle: &crate::runtime::Handle) -> AbortHandle {}
    pub fn spawn_local<F: Future<Output = T>>(&mut self, task: F) -> AbortHandle {}
    pub fn spawn_blocking<F: FnOnce() -> T>(&mut self, f: F) -> AbortHandle {}
    pub fn spawn_blocking_on<F: FnOnce() -> T>(&mut self, f: F, handle: &crate::runtime::Handle) -> AbortHandle {}
    pub async fn join_next(&mut self) -> Option<Result<T, JoinError>> {}
    pub fn try_join_next(&mut self) -> Option<Result<T, JoinError>> {}
    pub async fn join_all(self) -> Vec<T> {}
    pub async fn shutdown(&mut self) {}
    pub fn abort_all(&mut self) {}
}

pub struct LocalSet {}

impl LocalSet {
    pub fn new() -> LocalSet {}
    pub fn spawn_local<F: Future>(&self, future: F) -> JoinHandle<F::Output> {}
    pub async fn run_until<F: Future>(&self, future: F) -> F::Output {}
    pub fn block_on<F: Future>(&self, rt: &crate::runtime::Runtime, future: F) -> F::Output {}
}
impl Future for LocalSet { type Output = (); }

pub struct Builder<'a> {}

impl<'a> Builder<'a> {
    pub fn new() -> Self {}
    pub fn name(self, name: &'a str) -> Self {}
    pub fn spawn<F: Future>(self, future: F) -> std::io::Result<JoinHandle<F::Output>> {}
    pub fn spawn_blocking<F: FnOnce() -> R, R>(self, function: F) -> std::io::Result<JoinHandle<R>> {}
}

pub struct LocalKey<T> {}
impl<T> LocalKey<T> {
    pub async fn scope<F: Future>(&'static self, value: T, f: F) -> F::Output {}
    pub fn sync_scope<F: FnOnce() -> R, R>(&'static self, value: T, f: F) -> R {}
    pub fn with<F: FnOnce(&T) -> R, R>(&'static self, f: F) -> R {}
}
