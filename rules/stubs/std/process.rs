//! `std::process`.

use crate::clone::Clone;
use crate::cmp::PartialEq;
use crate::convert::{AsRef, From, Into};
use crate::default::Default;
use crate::ffi::OsStr;
use crate::fmt::Display;
use crate::fs::File;
use crate::io;
use crate::io::{PipeReader, PipeWriter, Read, Stderr, Stdout, Write};
use crate::iter::{ExactSizeIterator, IntoIterator, Iterator};
use crate::marker::Copy;
use crate::option::Option;
use crate::os::fd::{AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd};
use crate::os::unix::process::{CommandExt, ExitStatusExt};
use crate::path::Path;
use crate::vec::Vec;

pub struct Child { pub stdin: Option<ChildStdin>, pub stdout: Option<ChildStdout>, pub stderr: Option<ChildStderr> }

impl Child {
    pub fn kill(&mut self) -> io::Result<()> {}
    pub fn id(&self) -> u32 {}
    pub fn wait(&mut self) -> io::Result<ExitStatus> {}
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {}
    pub fn wait_with_output(self) -> io::Result<Output> {}
}

pub struct ChildStdin {}
impl AsFd for ChildStdin {}
impl AsRawFd for ChildStdin {}
impl From<OwnedFd> for ChildStdin {}
impl IntoRawFd for ChildStdin {}
impl Write for ChildStdin {}
impl Write for &ChildStdin {}

pub struct ChildStdout {}
impl AsFd for ChildStdout {}
impl AsRawFd for ChildStdout {}
impl From<OwnedFd> for ChildStdout {}
impl IntoRawFd for ChildStdout {}
impl Read for ChildStdout {}

pub struct ChildStderr {}
impl AsFd for ChildStderr {}
impl AsRawFd for ChildStderr {}
impl From<OwnedFd> for ChildStderr {}
impl IntoRawFd for ChildStderr {}
impl Read for ChildStderr {}

pub struct Command {}

impl Command {
    pub fn new<S: AsRef<OsStr>>(program: S) -> Command {}
    pub fn arg<S: AsRef<OsStr>>(&mut self, arg: S) -> &mut Command {}
    pub fn args<I, S>(&mut self, args: I) -> &mut Command where I: IntoIterator<Item = S>, S: AsRef<OsStr> {}
    pub fn env<K, V>(&mut self, key: K, val: V) -> &mut Command where K: AsRef<OsStr>, V: AsRef<OsStr> {}
    pub fn envs<I, K, V>(&mut self, vars: I) -> &mut Command where I: IntoIterator<Item = (K, V)>, K: AsRef<OsStr>, V: AsRef<OsStr> {}
    pub fn env_remove<K: AsRef<OsStr>>(&mut self, key: K) -> &mut Command {}
    pub fn env_clear(&mut self) -> &mut Command {}
    pub fn current_dir<P: AsRef<Path>>(&mut self, dir: P) -> &mut Command {}
    pub fn stdin<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
    pub fn stdout<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
    pub fn stderr<T: Into<Stdio>>(&mut self, cfg: T) -> &mut Command {}
    pub fn spawn(&mut self) -> io::Result<Child> {}
    pub fn output(&mut self) -> io::Result<Output> {}
    pub fn status(&mut self) -> io::Result<ExitStatus> {}
    pub fn get_program(&self) -> &OsStr {}
    pub fn get_args(&self) -> CommandArgs<'_> {}
    pub fn get_envs(&self) -> CommandEnvs<'_> {}
    pub fn get_current_dir(&self) -> Option<&Path> {}
}

impl CommandExt for Command {}
impl crate::os::windows::process::CommandExt for Command {}

pub struct CommandArgs<'a> {}
impl<'a> ExactSizeIterator for CommandArgs<'a> {}
impl<'a> Iterator for CommandArgs<'a> { type Item = &'a OsStr; }

pub struct CommandEnvs<'a> {}
impl<'a> ExactSizeIterator for CommandEnvs<'a> {}
impl<'a> Iterator for CommandEnvs<'a> { type Item = (&'a OsStr, Option<&'a OsStr>); }

pub struct Output { pub status: ExitStatus, pub stdout: Vec<u8>, pub stderr: Vec<u8> }
impl Clone for Output {}
impl PartialEq for Output {}

pub struct Stdio {}

impl Stdio {
    pub fn piped() -> Stdio {}
    pub fn inherit() -> Stdio {}
    pub fn null() -> Stdio {}
}

impl From<File> for Stdio {}
impl From<Stderr> for Stdio {}
impl From<Stdout> for Stdio {}
impl From<PipeReader> for Stdio {}
impl From<PipeWriter> for Stdio {}
impl From<OwnedFd> for Stdio {}
impl From<ChildStdin> for Stdio {}
impl From<ChildStderr> for Stdio {}
impl From<ChildStdout> for Stdio {}
impl FromRawFd for Stdio {}

pub struct ExitStatus {}

impl ExitStatus {
    pub fn success(&self) -> bool {}
    pub fn code(&self) -> Option<i32> {}
}

impl Clone for ExitStatus {}
impl Copy for ExitStatus {}
impl Default for ExitStatus {}
impl Display for ExitStatus {}
impl ExitStatusExt for ExitStatus {}
impl crate::os::windows::process::ExitStatusExt for ExitStatus {}
impl PartialEq for ExitStatus {}

pub struct ExitCode {}

impl ExitCode {
    pub const SUCCESS: ExitCode = _;
    pub const FAILURE: ExitCode = _;
}

impl Clone for ExitCode {}
impl Copy for ExitCode {}
impl Default for ExitCode {}
impl From<u8> for ExitCode {}
impl PartialEq for ExitCode {}
impl Termination for ExitCode {}

pub fn exit(code: i32) -> ! {}
pub fn abort() -> ! {}
pub fn id() -> u32 {}

pub trait Termination {
    fn report(self) -> ExitCode;
}

impl Termination for () {}
