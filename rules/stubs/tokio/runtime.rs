//! `tokio::runtime`.

use crate::task::JoinHandle;
use std::future::Future;
use std::io;
use std::time::Duration;

pub struct Runtime {}

impl Runtime {
    pub fn new() -> io::Result<Runtime> {}
    pub fn handle(&self) -> &Handle {}
    pub fn spawn<F: Future>(&self, future: F) -> JoinHandle<F::Output> {}
    pub fn spawn_blocking<F: FnOnce() -> R, R>(&self, func: F) -> JoinHandle<R> {}
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {}
    pub fn enter(&self) -> EnterGuard<'_> {}
    pub fn shutdown_timeout(self, duration: Duration) {}
    pub fn shutdown_background(self) {}
}
impl Drop for Runtime { fn drop(&mut self) {} }

pub struct EnterGuard<'a> {}

pub struct Handle {}

impl Handle {
    pub fn current() -> Self {}
    pub fn try_current() -> Result<Self, TryCurrentError> {}
    pub fn enter(&self) -> EnterGuard<'_> {}
    pub fn spawn<F: Future>(&self, future: F) -> JoinHandle<F::Output> {}
    pub fn spawn_blocking<F: FnOnce() -> R, R>(&self, func: F) -> JoinHandle<R> {}
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {}
    pub fn runtime_flavor(&self) -> RuntimeFlavor {}
}
impl Clone for Handle {}

pub enum RuntimeFlavor { CurrentThread, MultiThread }
pub struct TryCurrentError {}

pub struct Builder {}

impl Builder {
    pub fn new_current_thread() -> Builder {}
    pub fn new_multi_thread() -> Builder {}
    pub fn enable_all(&mut self) -> &mut Self {}
    pub fn enable_io(&mut self) -> &mut Self {}
    pub fn enable_time(&mut self) -> &mut Self {}
    pub fn worker_threads(&mut self, val: usize) -> &mut Self {}
    pub fn max_blocking_threads(&mut self, val: usize) -> &mut Self {}
    pub fn thread_name(&mut self, val: impl Into<String>) -> &mut Self {}
    pub fn thread_stack_size(&mut self, val: usize) -> &mut Self {}
    pub fn on_thread_start<F: Fn()>(&mut self, f: F) -> &mut Self {}
    pub fn build(&mut self) -> io::Result<Runtime> {}
}
