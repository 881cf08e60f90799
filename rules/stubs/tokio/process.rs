//! `tokio::process`.

use crate::io::{AsyncRead, AsyncWrite};
use std::ffi::OsStr;
use std::future::Future;
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Output, Stdio};

pub struct Command {}

impl Command {
    pub fn new<S: AsRef<OsStr>>(program: S) -> Command {}
    pub fn as_std(&self) -> &std::process::Command {}
    pub fn as_std_mut(&mut self) -> &mut std::process::Command {}
    pub fn arg<S: AsRef<OsStr>>(&mut self, arg: S) -> &mut Command {}
    pub fn args<I, S>(&mut self, args: I) -> &mut Command {}
    pub fn env<K, V>(&mut self, key: K, val: V) -> &mut Command {}
    pub fn envs<I, K, V>(&mut self, vars: I) -> &mut Command {}
    pub fn env_remove<K: AsRef<OsStr>>(&mut self, key: K) -> &mut Command {}
    pub fn env_clear(&mut self) -> &mut Command {}
    pub fn current_dir<P: AsRef<Path>>(&mut self, dir: P) -> &mut Command {}
    pub fn stdin<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
    pub fn stdout<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
    pub fn stderr<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
    pub fn kill_on_drop(&mut self, kill_on_drop: bool) -> &mut Command {}
    pub fn process_group(&mut self, pgroup: i32) -> &mut Command {}
    pub fn uid(&mut self, id: u32) -> &mut Command {}
    pub fn gid(&mut self, id: u32) -> &mut Command {}
    pub unsafe fn pre_exec<F: FnMut() -> io::Result<()>>(&mut self, f: F) -> &mut Command {}
    pub fn spawn(&mut self) -> io::Result<Child> {}
    pub async fn status(&mut self) -> io::Result<ExitStatus> {}
    pub async fn output(&mut self) -> io::Result<Output> {}
}
impl From<std::process::Command> for Command {}

pub struct Child { pub stdin: Option<ChildStdin>, pub stdout: Option<ChildStdout>, pub stderr: Option<ChildStderr> }

impl Child {
    pub fn id(&self) -> Option<u32> {}
    pub fn start_kill(&mut self) -> io::Result<()> {}
    pub async fn kill(&mut self) -> io::Result<()> {}
    pub async fn wait(&mut self) -> io::Result<ExitStatus> {}
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {}
    pub async fn wait_with_output(self) -> io::Result<Output> {}
}

pub struct ChildStdin {}
impl AsyncWrite for ChildStdin {}
pub struct ChildStdout {}
impl AsyncRead for ChildStdout {}
pub struct ChildStderr {}
impl AsyncRead for ChildStderr {}
