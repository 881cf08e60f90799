//! `std::fs`.

use crate::clone::Clone;
use crate::cmp::PartialEq;
use crate::convert::{AsRef, From};
use crate::default::Default;
use crate::error::Error;
use crate::ffi::OsString;
use crate::fmt::Display;
use crate::io;
use crate::io::{IsTerminal, Read, Seek, Write};
use crate::iter::Iterator;
use crate::marker::Copy;
use crate::os::fd::{AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd};
use crate::os::unix::fs::{DirBuilderExt, DirEntryExt, FileExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use crate::os::windows::fs::FileTimesExt;
use crate::path::{Path, PathBuf};
use crate::result::Result;
use crate::string::String;
use crate::time::SystemTime;
use crate::vec::Vec;

pub struct File {}

impl File {
    pub fn open<P: AsRef<Path>>(path: P) -> io::Result<File> {}
    pub fn create<P: AsRef<Path>>(path: P) -> io::Result<File> {}
    pub fn create_new<P: AsRef<Path>>(path: P) -> io::Result<File> {}
    pub fn create_buffered<P: AsRef<Path>>(path: P) -> io::Result<io::BufWriter<File>> {}
    pub fn open_buffered<P: AsRef<Path>>(path: P) -> io::Result<io::BufReader<File>> {}
    pub fn options() -> OpenOptions {}
    pub fn sync_all(&self) -> io::Result<()> {}
    pub fn sync_data(&self) -> io::Result<()> {}
    pub fn lock(&self) -> io::Result<()> {}
    pub fn lock_shared(&self) -> io::Result<()> {}
    pub fn try_lock(&self) -> Result<(), TryLockError> {}
    pub fn try_lock_shared(&self) -> Result<(), TryLockError> {}
    pub fn unlock(&self) -> io::Result<()> {}
    pub fn set_len(&self, size: u64) -> io::Result<()> {}
    pub fn metadata(&self) -> io::Result<Metadata> {}
    pub fn try_clone(&self) -> io::Result<File> {}
    pub fn set_permissions(&self, perm: Permissions) -> io::Result<()> {}
    pub fn set_times(&self, times: FileTimes) -> io::Result<()> {}
    pub fn set_modified(&self, time: SystemTime) -> io::Result<()> {}
}

impl AsFd for File {}
impl AsRawFd for File {}
impl FileExt for File {}
impl crate::os::windows::fs::FileExt for File {}
impl From<OwnedFd> for File {}
impl FromRawFd for File {}
impl IntoRawFd for File {}
impl IsTerminal for File {}
impl Read for File {}
impl Read for &File {}
impl Seek for File {}
impl Seek for &File {}
impl Write for File {}
impl Write for &File {}

pub enum TryLockError { Error(io::Error), WouldBlock }
impl Display for TryLockError {}
impl Error for TryLockError {}

pub struct Metadata {}

impl Metadata {
    pub fn file_type(&self) -> FileType {}
    pub fn is_dir(&self) -> bool {}
    pub fn is_file(&self) -> bool {}
    pub fn is_symlink(&self) -> bool {}
    pub fn len(&self) -> u64 {}
    pub fn permissions(&self) -> Permissions {}
    pub fn modified(&self) -> io::Result<SystemTime> {}
    pub fn accessed(&self) -> io::Result<SystemTime> {}
    pub fn created(&self) -> io::Result<SystemTime> {}
}

impl Clone for Metadata {}
impl MetadataExt for Metadata {}
impl crate::os::linux::fs::MetadataExt for Metadata {}
impl crate::os::windows::fs::MetadataExt for Metadata {}

pub struct ReadDir {}
impl Iterator for ReadDir { type Item = Result<DirEntry, io::Error>; }

pub struct DirEntry {}

impl DirEntry {
    pub fn path(&self) -> PathBuf {}
    pub fn metadata(&self) -> io::Result<Metadata> {}
    pub fn file_type(&self) -> io::Result<FileType> {}
    pub fn file_name(&self) -> OsString {}
}

impl DirEntryExt for DirEntry {}

pub struct OpenOptions {}

impl OpenOptions {
    pub fn new() -> Self {}
    pub fn read(&mut self, read: bool) -> &mut Self {}
    pub fn write(&mut self, write: bool) -> &mut Self {}
    pub fn append(&mut self, append: bool) -> &mut Self {}
    pub fn truncate(&mut self, truncate: bool) -> &mut Self {}
    pub fn create(&mut self, create: bool) -> &mut Self {}
    pub fn create_new(&mut self, create_new: bool) -> &mut Self {}
    pub fn open<P: AsRef<Path>>(&self, path: P) -> io::Result<File> {}
}

impl Clone for OpenOptions {}
impl OpenOptionsExt for OpenOptions {}
impl crate::os::windows::fs::OpenOptionsExt for OpenOptions {}

pub struct FileTimes {}

impl FileTimes {
    pub fn new() -> Self {}
    pub fn set_accessed(self, t: SystemTime) -> Self {}
    pub fn set_modified(self, t: SystemTime) -> Self {}
}

impl Clone for FileTimes {}
impl Copy for FileTimes {}
impl Default for FileTimes {}
impl FileTimesExt for FileTimes {}

pub struct Permissions {}

impl Permissions {
    pub fn readonly(&self) -> bool {}
    pub fn set_readonly(&mut self, readonly: bool) {}
}

impl Clone for Permissions {}
impl PartialEq for Permissions {}
impl PermissionsExt for Permissions {}

pub struct FileType {}

impl FileType {
    pub fn is_dir(&self) -> bool {}
    pub fn is_file(&self) -> bool {}
    pub fn is_symlink(&self) -> bool {}
}

impl Clone for FileType {}
impl Copy for FileType {}
impl FileTypeExt for FileType {}
impl crate::os::windows::fs::FileTypeExt for FileType {}
impl PartialEq for FileType {}

pub struct DirBuilder {}

impl DirBuilder {
    pub fn new() -> DirBuilder {}
    pub fn recursive(&mut self, recursive: bool) -> &mut Self {}
    pub fn create<P: AsRef<Path>>(&self, path: P) -> io::Result<()> {}
}

impl DirBuilderExt for DirBuilder {}

pub fn read<P: AsRef<Path>>(path: P) -> io::Result<Vec<u8>> {}
pub fn read_to_string<P: AsRef<Path>>(path: P) -> io::Result<String> {}
pub fn write<P: AsRef<Path>, C: AsRef<[u8]>>(path: P, contents: C) -> io::Result<()> {}
pub fn remove_file<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn metadata<P: AsRef<Path>>(path: P) -> io::Result<Metadata> {}
pub fn symlink_metadata<P: AsRef<Path>>(path: P) -> io::Result<Metadata> {}
pub fn rename<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<()> {}
pub fn copy<P: AsRef<Path>, Q: AsRef<Path>>(from: P, to: Q) -> io::Result<u64> {}
pub fn hard_link<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> io::Result<()> {}
pub fn soft_link<P: AsRef<Path>, Q: AsRef<Path>>(original: P, link: Q) -> io::Result<()> {}
pub fn read_link<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
pub fn canonicalize<P: AsRef<Path>>(path: P) -> io::Result<PathBuf> {}
pub fn create_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn create_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn remove_dir<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn remove_dir_all<P: AsRef<Path>>(path: P) -> io::Result<()> {}
pub fn read_dir<P: AsRef<Path>>(path: P) -> io::Result<ReadDir> {}
pub fn set_permissions<P: AsRef<Path>>(path: P, perm: Permissions) -> io::Result<()> {}
pub fn exists<P: AsRef<Path>>(path: P) -> io::Result<bool> {}
